//! What the tests of this crate stand on: a small shop, a clock that stands, a folder that goes away.

use std::path::PathBuf;
use std::sync::Arc;

use attar::event::{Actor, Channel, Consent, Role, StockLine};
use attar::id::{ContactId, LabelId, OrderId, PriceListId, ProductId, ShopperId};
use attar::money::Currency;
use attar::shop::{Label, PriceListDraft, ProductDraft, ShopDraft};
use attar::time::Zone;
use attar::{Command, Money, Timestamp};

use crate::error::Refusal;
use crate::{App, Decided, EventLog, FixedClock, MemoryLog};

pub(crate) const NOW: Timestamp = Timestamp(1_800_000_000_000);
pub(crate) const OWNER: Actor = Actor::Merchant(Role::Owner);

/// Three products at 1.00, 2.00 and 3.00 dollars, with a cost that nobody may see.
pub(crate) fn shop() -> ShopDraft {
    let label = |name: &str| Label { en: name.into(), fa: format!("fa {name}"), ar: format!("ar {name}") };
    let product = |id| ProductDraft {
        id: ProductId(id),
        department: LabelId(0),
        category: LabelId(1),
        kind: LabelId(2),
        size: attar::shop::Wording::default(),
        cost: 77_770 + i64::from(id),
        make: Default::default(),
        gift_card: None,
        entitles: None,
    };
    ShopDraft {
        currency: Currency::Usd,
        zone: Zone::default(),
        product_url: "/p/{id}".into(),
        picture_url: String::new(),
        labels: vec![label("Food"), label("Fruit"), label("Apples & <pears>")],
        products: (1..=3).map(product).collect(),
        terms: Default::default(),
        price_lists: vec![PriceListDraft::everyone(
            PriceListId(1),
            "list",
            Currency::Usd,
            (1..=3).map(|id| (ProductId(id), i64::from(id) * 100)).collect(),
        )],
        delivery: None,
        order_url: String::new(),
        loyalty: None,
        gift_cards: Default::default(),
    }
}

/// A shop that sends by two carriers to one zone, on the same day; five in a hundred for a promise that was broken.
pub(crate) fn sending() -> attar::shop::Delivery {
    let name = |name: &str| serde_json::json!({ "en": name, "fa": format!("fa {name}"), "ar": format!("ar {name}") });
    let draft = serde_json::json!({
        "zones": [name("Town"), name("Country")],
        "carriers": [{ "id": 1, "name": name("Post") }, { "id": 2, "name": name("Swift") }],
        "remedy": 500,
    });
    serde_json::from_value(draft).expect("how it sends")
}

/// What was learned of these carriers: the first takes one to three days, the second one or two.
pub(crate) fn learned_promises() -> attar::model::Model {
    let of = |carrier| serde_json::json!({ "carrier": carrier, "zone": null, "weekday": null, "handling_days": null });
    let promises: attar::service::promise::Promises = serde_json::from_value(serde_json::json!({
        "level": 9_000,
        "windows": [[of(1), { "from": 1_500, "until": 4_000 }], [of(2), { "from": 900, "until": 2_400 }]],
    }))
    .expect("promises");
    attar::model::Model { promises: attar::packed::Packed::of(Some(promises)), ..Default::default() }
}

/// Two shops on one store, as two processes have it; the first has published [`shop`].
pub(crate) async fn two_on_one_store() -> (Folder, App, App) {
    let folder = Folder::new();
    let store = || Arc::new(crate::SqliteLog::open(&folder.file()).expect("a store"));
    let one = open(store()).await;
    one.publish_shop(shop()).await.expect("a shop");
    let two = open(store()).await;
    (folder, one, two)
}

pub(crate) fn shopper(number: u8) -> ShopperId {
    ShopperId([number; 16])
}

pub(crate) fn dollars(cents: i64) -> Money {
    Money { minor: cents, currency: Currency::Usd }
}

pub(crate) fn change_cart(product: u32, quantity: u32) -> Command {
    Command::ChangeCart { product: ProductId(product), quantity }
}

pub(crate) fn place(order: u8, cents: i64) -> Command {
    let (order, contact) = (OrderId([order; 16]), ContactId([order; 16]));
    Command::PlaceOrder {
        order,
        contact,
        expected: dollars(cents),
        shown: Vec::new(),
        delivery: None,
        redeem: 0,
        gift_card: None,
    }
}

pub(crate) fn count(product: u32, units: u32) -> Command {
    Command::CountStock { lines: vec![StockLine { product: ProductId(product), units }] }
}

/// An app on that store, at a moment that stands.
pub(crate) async fn open(log: Arc<dyn EventLog>) -> App {
    App::open(log, Arc::new(FixedClock::at(NOW))).await.expect("the store opens")
}

/// An app in memory that sells [`shop`].
pub(crate) async fn in_memory() -> App {
    let app = open(Arc::new(MemoryLog::default())).await;
    app.publish_shop(shop()).await.expect("the shop is sound");
    app
}

impl App {
    /// A wish of a shopper.
    pub(crate) async fn wish_of(&self, who: ShopperId, command: Command) -> Result<Decided, Refusal> {
        self.command(Actor::Shopper(who), Channel::Web, command).await
    }

    /// A wish of the owner.
    pub(crate) async fn owner(&self, command: Command) -> Result<Decided, Refusal> {
        self.command(OWNER, Channel::Console, command).await
    }

    /// Full consent of a shopper.
    pub(crate) async fn consent(&self, who: ShopperId) {
        let full = Command::SetConsent { consent: Consent::Full };
        self.wish_of(who, full).await.expect("consent is granted");
    }
}

/// A folder that goes away with the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let name = crate::mint::random::<8>().expect("randomness");
        let name: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = std::env::temp_dir().join(format!("attar-test-{name}"));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join("attar.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
