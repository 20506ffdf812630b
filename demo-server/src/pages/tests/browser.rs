//! A small shop in memory, and a browser that keeps its cookies and follows no redirect.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use attar::event::{Actor, Channel, Role, StockLine};
use attar::id::{LabelId, PriceListId};
use attar::shop::{Audience, Label, PriceListDraft, ProductDraft, ShopDraft};
use attar::time::Zone;
use attar::{Command, Currency, ProductId, Timestamp};
use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::log::MemoryLog;
use crate::pages::{PagesOptions, pages};
use crate::{App, FixedClock};

/// A name that wants to be markup.
pub(super) const EVIL: &str = "Tea <script>alert(1)</script>";

/// A shop and the pages over it.
pub(super) struct Place {
    pub app: App,
    pub router: Router,
    pub trained: Arc<Mutex<u32>>,
    pub clock: Arc<FixedClock>,
}

fn label(en: &str) -> Label {
    Label { en: en.into(), fa: "چای".into(), ar: "شاي".into() }
}

/// A tenth off rice, for whoever has the code.
fn terms() -> attar::terms::till::Terms {
    let tenth = serde_json::json!({ "percent": { "rate": 1_000, "on": { "items": { "products": [1] } } } });
    let promotion =
        serde_json::json!({ "id": 1, "name": "A tenth off rice", "coupons": ["RICE-10"], "gives": tenth });
    serde_json::from_value(serde_json::json!({ "promotions": [promotion] })).expect("terms")
}

/// Rice, beans and the evil tea at these prices; the card saves on rice.
pub(super) fn draft(prices: [i64; 3]) -> ShopDraft {
    let product = |id, kind, size: &str| ProductDraft {
        id: ProductId(id),
        department: LabelId(0),
        category: LabelId(1),
        kind: LabelId(kind),
        size: size.into(),
        cost: 10,
        make: Default::default(),
        gift_card: None,
        entitles: None,
    };
    let list = |id, audience, prices| PriceListDraft {
        audience,
        ..PriceListDraft::everyone(PriceListId(id), "a list", Currency::Usd, prices)
    };
    let [rice, beans, tea] = prices;
    ShopDraft {
        currency: Currency::Usd,
        zone: Zone::default(),
        product_url: "/p/{id}".into(),
        picture_url: String::new(),
        labels: vec![label("Grocery"), label("Dry goods"), label("Rice"), label("Beans"), label(EVIL)],
        products: vec![product(1, 2, "1 kg"), product(2, 3, ""), product(3, 4, "")],
        terms: terms(),
        price_lists: vec![
            list(
                0,
                Audience::Everyone,
                [(1, rice), (2, beans), (3, tea)].map(|(p, m)| (ProductId(p), m)).into(),
            ),
            list(1, Audience::Card, vec![(ProductId(1), 199)]),
        ],
        delivery: None,
        order_url: String::new(),
        loyalty: None,
        gift_cards: Default::default(),
    }
}

impl Place {
    /// The shop with rice at 2.50, beans at 1.20 and the evil tea at 4.00; five of each.
    pub async fn open() -> Self {
        let clock = Arc::new(FixedClock::at(Timestamp(1_790_000_000_000)));
        let app = App::open(Arc::new(MemoryLog::default()), Arc::<FixedClock>::clone(&clock))
            .await
            .expect("a shop");
        let trained = Arc::new(Mutex::new(0));
        let count = Arc::clone(&trained);
        let train = Arc::new(move || *count.lock().expect("a count") += 1);
        let options = PagesOptions {
            demo: true,
            widget: crate::widget_files::Tag::of("/* the loader */").map(Arc::new),
            merchant_key: Some("sesame".into()),
            pictures: None,
            train,
        };
        let place = Self { router: pages(app.clone(), options), app, trained, clock };
        place.prices([250, 120, 400]).await;
        place.count([5, 5, 5]).await;
        place
    }

    pub async fn prices(&self, prices: [i64; 3]) {
        self.app.publish_shop(draft(prices)).await.expect("a published shop");
    }

    pub async fn count(&self, units: [u32; 3]) {
        let lines = (1..).zip(units).map(|(id, units)| StockLine { product: ProductId(id), units }).collect();
        let owner = Actor::Merchant(Role::Owner);
        self.app.command(owner, Channel::Console, Command::CountStock { lines }).await.expect("stock");
    }

    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new(), origin: None, mode: None }
    }
}

/// What came back.
pub(super) struct Seen {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Seen {
    pub fn location(&self) -> &str {
        self.headers.get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default()
    }

    /// The value of the first field of that name.
    pub fn field(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let rest = self.text.split_once(&mark).map(|(_, rest)| rest).expect("the field");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn says(&self, words: &[&str]) {
        for word in words {
            assert!(self.text.contains(word), "`{word}` is not in {}", self.text);
        }
    }
}

/// A browser without script.
pub(super) struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, String>,
    pub origin: Option<String>,
    /// What a real browser says of why it asks, `sec-fetch-mode`.
    pub mode: Option<&'static str>,
}

impl Browser {
    pub async fn get(&mut self, address: &str) -> Seen {
        self.send(Method::GET, address, String::new()).await
    }

    pub async fn post(&mut self, address: &str, form: &str) -> Seen {
        self.send(Method::POST, address, form.to_owned()).await
    }

    pub fn has(&self, cookie: &str) -> bool {
        self.cookies.contains_key(cookie)
    }

    async fn send(&mut self, method: Method, address: &str, form: String) -> Seen {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(address)
            .header(HOST, "shop.example")
            .header(COOKIE, cookies.join("; "))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(origin) = &self.origin {
            request = request.header("origin", origin);
        }
        if let Some(mode) = self.mode {
            request = request.header("sec-fetch-mode", mode);
        }
        let request = request.body(Body::from(form)).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        self.keep(&parts.headers);
        let text = String::from_utf8(bytes.to_vec()).expect("text");
        Seen { status: parts.status, headers: parts.headers, text }
    }

    fn keep(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(SET_COOKIE) {
            let cookie = cookie.to_str().expect("a cookie");
            let (name, value) = cookie.split(';').next().and_then(|c| c.split_once('=')).expect("a pair");
            if cookie.contains("Max-Age=0;") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
