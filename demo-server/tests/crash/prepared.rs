//! A small store for the program to find: a shop of five products, their stock, and some shoppers
//! who may be remembered.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use attar::event::{Channel, Consent, Role, StockLine};
use attar::id::{LabelId, PriceListId};
use attar::money::Currency;
use attar::shop::{Label, PriceListDraft, ProductDraft, ShopDraft, Wording};
use attar::terms::till::Terms;
use attar::time::Zone;
use attar::{Actor, Command, ProductId, ShopperId};
use attar_server::{App, SqliteLog, SystemClock, Token, start::STORE};
use serde_json::json;

use crate::random::Random;

/// Free units of products 1, 2 and 3 at the beginning.
pub const STOCK: [u32; 3] = [100_000, 1_000, 40];

/// A shopper and the token that says so.
#[derive(Debug, Clone)]
pub struct Shopper {
    pub token: String,
}

/// A data folder that goes away with the test.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("attar-crash-{name}-{}", std::process::id()));
        std::fs::remove_dir_all(&path).ok();
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// Runs what is async.
pub fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("threads").block_on(work)
}

/// The shop of a store, in this process.
pub async fn open(folder: &Path) -> App {
    let log = SqliteLog::open(&folder.join(STORE)).expect("a store");
    App::open(Arc::new(log), Arc::new(SystemClock)).await.expect("a shop")
}

/// Fills the store of a folder; returns so many shoppers.
pub fn fill(folder: &Path, shoppers: u64) -> Vec<Shopper> {
    let all = wait(filled(folder, shoppers));
    closed(folder);
    all
}

/// Waits until nobody holds the store: the last to close it takes its WAL away.
pub fn closed(folder: &Path) {
    let wal = folder.join(format!("{STORE}-wal"));
    let began = Instant::now();
    while wal.exists() && began.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(2));
    }
}

async fn filled(folder: &Path, shoppers: u64) -> Vec<Shopper> {
    let app = open(folder).await;
    app.publish_shop(shop()).await.expect("a shop");
    let lines = (1..).zip(STOCK).map(|(id, units)| StockLine { product: ProductId(id), units });
    let count = Command::CountStock { lines: lines.collect() };
    app.command(Actor::Merchant(Role::Owner), Channel::Console, count).await.expect("stock");
    let mut all = Vec::new();
    for seed in 0..shoppers {
        all.push(shopper(&app, shopper_at(seed)).await);
    }
    all
}

/// Who the shopper at that place is.
pub fn shopper_at(place: u64) -> ShopperId {
    ShopperId(Random(place).id())
}

async fn shopper(app: &App, who: ShopperId) -> Shopper {
    let full = Command::SetConsent { consent: Consent::Full };
    app.command(Actor::Shopper(who), Channel::Web, full).await.expect("consent");
    Shopper { token: app.tokens().sign(Token::Shopper, who, app.now()) }
}

/// What the promotions of products 4 and 5 take off an order, what that of product 4 may take off in all, and how often
/// that of product 5 may be used.
pub const OFF: i64 = 50;
pub const BUDGET: i64 = 1_000;
pub const USES: u32 = 15;

/// A budget for the promotion of product 4, a limit for that of product 5.
fn terms() -> Terms {
    let terms = json!({
        "budgets": [{ "id": 1, "left": BUDGET }],
        "promotions": [{
            "id": 1, "name": "fifty cents off", "budget": 1,
            "gives": { "fixed": { "minor": OFF, "on": { "items": { "products": [4] } } } },
        }, {
            "id": 2, "name": "fifty cents off, a few times", "lane": 1, "uses": { "limit": USES },
            "gives": { "fixed": { "minor": OFF, "on": { "items": { "products": [5] } } } },
        }],
    });
    serde_json::from_value(terms).expect("terms")
}

/// Products at 1.00 to 5.00 dollars; of the fourth and fifth there is always enough.
fn shop() -> ShopDraft {
    let label = |name: &str| Label { en: name.into(), fa: name.into(), ar: name.into() };
    let product = |id| ProductDraft {
        id: ProductId(id),
        department: LabelId(0),
        category: LabelId(1),
        kind: LabelId(2),
        size: Wording::default(),
        cost: 50,
        make: Default::default(),
        gift_card: None,
        entitles: None,
    };
    ShopDraft {
        currency: Currency::Usd,
        zone: Zone::default(),
        product_url: "/p/{id}".into(),
        picture_url: String::new(),
        labels: vec![label("Food"), label("Fruit"), label("Apples")],
        products: (1..=5).map(product).collect(),
        terms: terms(),
        price_lists: vec![PriceListDraft::everyone(
            PriceListId(1),
            "list",
            Currency::Usd,
            (1..=5).map(|id| (ProductId(id), i64::from(id) * 100)).collect(),
        )],
        delivery: None,
        order_url: String::new(),
        loyalty: None,
        gift_cards: Default::default(),
    }
}
