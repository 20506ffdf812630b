//! The server's decoders: the bodies that the API reads, sent to a whole shop on a log in memory, and tokens.
#![allow(dead_code, reason = "each program uses another part of it")]

use std::cell::RefCell;

use attar::event::{Consent, Consignment, Fact, ParcelStatus, Role};
use attar::id::{ContactId, OrderId, ParcelId};
use attar::service::carrier::Feed;
use attar::time::Span;
use attar::{Actor, Answer, Channel, Command, ShopperId, Timestamp};
use attar_server::{App, Feeds, Named, Rates, Token, Tokens, Vouchers};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use tokio::runtime::{Builder, Runtime};

use crate::decoders::{Check, world};
use crate::http::{Reply, Served, send};

/// The decoders by the names of their folders in `tests/fuzz/corpus`.
pub const DECODERS: [(&str, Check); 10] = [
    ("ask_body", ask_body),
    ("boot_body", boot_body),
    ("carriers_body", carriers_body),
    ("commands_body", commands_body),
    ("find_body", find_body),
    ("login_body", login_body),
    ("order_link", order_link),
    ("quote_body", quote_body),
    ("sync_body", sync_body),
    ("token", token),
];

/// After so many bodies the shop is made anew, or its log would grow for ever.
const BODIES: u32 = 500;
/// What an answer may take; a longer one was made of nothing.
const MOST_BYTES: usize = 4 << 20;
/// What every feed signs with.
const SECRET: &str = "a-secret-of-the-feed";
/// What the shop's own site signs with.
const LOGIN: &str = "a-secret-of-the-shop-and-its-site";
/// Who the token in the bodies speaks for.
const WHO: ShopperId = ShopperId([5; 16]);

thread_local! {
    static SHOP: RefCell<Option<Shop>> = const { RefCell::new(None) };
}

/// A shop, who may send what to it, and how many more bodies it takes.
struct Shop {
    runtime: Runtime,
    router: Router,
    app: App,
    /// A sound link to an order.
    link: String,
    token: String,
    owner: String,
    left: u32,
}

impl Shop {
    fn open() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let served = runtime.block_on(async {
            // What is published is in the store, too; this shop has another in force.
            let past = world::past().into_iter().filter(|event| !matches!(event.fact, Fact::Shop(_)));
            let served = Served::open(world::draft(), world::model(), past.collect(), world::NOW).await;
            let consent = Command::SetConsent { consent: Consent::Full };
            served.app.command(Actor::Shopper(WHO), Channel::Web, consent).await.expect("a consent");
            served
        });
        let token = served.token(WHO).expect("a token");
        let owner = served.merchant(Role::Owner);
        // As often as they like: it is one caller, in a hurry.
        let app = served.app.limit(Rates { address: 0, shopper: 0, behind_proxy: false });
        let secret = |feed: Feed| format!("{}={SECRET}", feed.name());
        let secrets = Feed::ALL.map(|feed| Named::secret(&secret(feed)).expect("a secret"));
        let app = app.hear(Feeds::new(secrets.into(), Vec::new())).believe(site());
        let router = runtime.block_on(async { attar_server::router(app.clone()) });
        let link = runtime.block_on(linked(&app));
        Self { runtime, router, app, link, token, owner, left: BODIES }
    }

    /// Sends the body with `TOKEN` in it replaced; the shop still stands afterwards.
    fn post(&self, path: &str, cookie: &str, body: &[u8]) {
        self.post_with(path, &[("cookie", cookie)], replaced(body, &self.token));
    }

    fn post_with(&self, path: &str, headers: &[(&str, &str)], body: Vec<u8>) {
        let reply = self.send(path, headers, body);
        assert!(reply.status.as_u16() < 500, "{path}: {} {}", reply.status, reply.text());
        assert!(reply.bytes.len() <= MOST_BYTES, "{path}: an answer of {} bytes", reply.bytes.len());
        let json: Result<serde_json::Value, _> = serde_json::from_slice(&reply.bytes);
        assert!(json.is_ok(), "{path}: {} is no JSON", reply.text());
        let boot = format!(r#"{{"wire":1,"token":"{}"}}"#, self.token);
        let boot = self.send("/v1/boot", &[], boot.into_bytes());
        assert_eq!(boot.status, StatusCode::OK, "after {path}: {}", boot.text());
    }

    fn send(&self, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Reply {
        let request = Request::post(path).header("content-type", "text/plain");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let request = request.body(Body::from(body)).expect("a request");
        self.runtime.block_on(send(&self.router, request))
    }
}

/// A link to an order of theirs.
async fn linked(app: &App) -> String {
    let who = Actor::Shopper(WHO);
    let wish = async |command| app.command(who, Channel::Web, command).await.expect("it is granted");
    let product = world::draft().price_lists[0].prices[0].0;
    wish(Command::ChangeCart { product, quantity: 1 }).await;
    let cart = app.price(&WHO, Default::default()).await.expect("a store").expect("a cart");
    let (order, contact) = (OrderId([6; 16]), ContactId([6; 16]));
    wish(Command::PlaceOrder {
        order,
        contact,
        expected: cart.total,
        shown: Vec::new(),
        delivery: None,
        redeem: 0,
        gift_card: None,
    })
    .await;
    // And a parcel of it is under way: that the feeds tell of.
    let owner = async |command| {
        let owner = Actor::Merchant(Role::Owner);
        app.command(owner, Channel::Console, command).await.expect("it is granted");
    };
    owner(Command::PackOrder { order }).await;
    let consignment = Consignment { carrier: "Post".into(), number: "RR-1".into() };
    let (parcel, status) = (ParcelId(1), ParcelStatus::Shipped);
    owner(Command::MoveParcel { order, parcel, status, consignment: Some(consignment) }).await;
    app.order_link(order).await.expect("a store").expect("a link").token
}

/// The body with every `TOKEN` replaced; as it is, if it is no text.
fn replaced(body: &[u8], token: &str) -> Vec<u8> {
    match std::str::from_utf8(body) {
        Ok(text) => text.replace("TOKEN", token).into_bytes(),
        Err(_) => body.to_vec(),
    }
}

fn with_shop(work: impl FnOnce(&Shop)) {
    SHOP.with_borrow_mut(|place| {
        let shop = place.get_or_insert_with(Shop::open);
        shop.left -= 1;
        work(shop);
        if shop.left == 0 {
            *place = None;
        }
    });
}

fn ask_body(body: &[u8]) {
    with_shop(|shop| shop.post("/v1/ask", "", body));
}

fn boot_body(body: &[u8]) {
    with_shop(|shop| shop.post("/v1/boot", "", body));
}

/// Told by each feed, signed by it, and not.
fn carriers_body(body: &[u8]) {
    with_shop(|shop| {
        for feed in Feed::ALL {
            let path = format!("/v1/carriers/{}", feed.name());
            let (name, value) = Feeds::sign(feed, SECRET, body).expect("a key");
            shop.post_with(&path, &[(name, &value)], body.to_vec());
            let reply = shop.send(&path, &[], body.to_vec());
            assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{}", reply.text());
        }
    });
}

/// As whoever the body says, and as the owner.
fn commands_body(body: &[u8]) {
    with_shop(|shop| {
        shop.post("/v1/commands", "", body);
        shop.post("/v1/commands", &shop.owner, body);
    });
}

/// `JWT` in the body stands for a word of the shop's own site; anything else lets nobody in.
fn login_body(body: &[u8]) {
    let Ok(text) = std::str::from_utf8(body) else { return };
    with_shop(|shop| {
        let sound = text.contains("JWT");
        let text = text.replace("JWT", &vouched());
        let reply = shop.send("/v1/login", &[], replaced(text.as_bytes(), &shop.token));
        assert!(reply.status.as_u16() < 500, "{} {}", reply.status, reply.text());
        assert!(sound || reply.status != StatusCode::OK, "`{text}` lets somebody in");
        shop.post("/v1/logout", "", body);
    });
}

fn site() -> Vouchers {
    Vouchers::new(vec![LOGIN.parse().expect("a secret")])
}

/// What the shop's own site says of somebody.
fn vouched() -> String {
    site().vouch("ada", world::NOW, Span::minutes(1)).expect("a secret")
}

fn quote_body(body: &[u8]) {
    with_shop(|shop| shop.post("/v1/quote", "", body));
}

fn find_body(body: &[u8]) {
    with_shop(|shop| shop.post("/v1/orders/find", "", body));
}

/// Only what we signed opens anything, and what it opens is the order.
fn order_link(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    with_shop(|shop| {
        let token = text.replace("TOKEN", &shop.link);
        let opened = shop.runtime.block_on(shop.app.open_link(&token)).expect("the store is read");
        let own = matches!(&opened, Some(Answer::Tracked(tracked)) if tracked.order == OrderId([6; 16]));
        assert!(if token == shop.link { own } else { opened.is_none() }, "`{token}` opens {opened:?}");
    });
}

fn sync_body(body: &[u8]) {
    with_shop(|shop| shop.post("/v1/sync", "", body));
}

/// `TOKEN` in the text stands for a token of ours; anything else is nobody's.
fn token(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (tokens, who) = (Tokens::new([7; 32]), ShopperId([5; 16]));
    let text = text.replace("TOKEN", &tokens.sign(Token::Guest, who, world::NOW));
    for now in [Timestamp(i64::MIN), world::NOW, Timestamp(i64::MAX)] {
        for kind in [Token::Shopper, Token::Customer, Token::Guest, Token::Merchant, Token::Ticket] {
            let found = tokens.verify(kind, &text, now);
            assert!(found.is_none() || (kind, found) == (Token::Guest, Some(who)), "{kind:?} by `{text}`");
        }
        assert_eq!(tokens.verify_merchant(&text, now), None);
    }
}
