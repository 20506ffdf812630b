//! The same carts in a page: the typed build in a Chromium answers what a cart comes to.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use attar::event::{Channel, OrderFact};
use attar::id::{LabelId, SourceId};
use attar::shop::{Audience, Label, Make, PriceListDraft, ProductDraft, ShopDraft};
use attar::state::Market;
use attar::terms::basket::Cart;
use attar::terms::condition::Condition;
use attar::terms::list::PriceList;
use attar::terms::promotion::Promotion;
use attar::terms::till::Terms;
use attar::{
    Actor, Currency, Engine, Event, EventId, Fact, ProductId, Shop, ShopperId, Snapshot, State, Subject,
};
use serde_json::{Map, Value, json};

use crate::market::{self, NOW, Size};
use crate::random::Random;

/// Shops, each with a cart of its own.
const SHOPS: u64 = 12;

/// Measures in a Chromium; without one nothing is added.
pub fn measure(figures: &mut Map<String, Value>) {
    let setting = |name| std::env::var_os(name).map(PathBuf::from);
    let equipped = setting("ATTAR_CHROMIUM").and(setting("ATTAR_NODE_MODULES"));
    let Some(api) = equipped.and(setting("ATTAR_WIDGET_API")) else {
        eprintln!("no browser is named: what it would measure is left out");
        return;
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let carts: Vec<Value> = (0..SHOPS).map(|seed| prepared(seed, folder)).collect();
    let plan = json!({ "api": api, "at": NOW, "carts": carts });
    let file = folder.join("price-plan.json");
    std::fs::write(&file, plan.to_string()).expect("a file");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/browser/price.mjs");
    let mut node = Command::new("node");
    node.arg(script).env("ATTAR_PLAN", file);
    let output = node.stderr(Stdio::inherit()).output().expect("Node starts");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "the page failed after it had printed {printed}");
    let last = printed.lines().next_back().expect("a line");
    figures.extend(serde_json::from_str::<Map<String, Value>>(last).expect("figures"));
}

/// A shop whose promotions everyone may know, and a shopper with a full cart: the files of a page.
fn prepared(seed: u64, folder: &Path) -> Value {
    let mut random = Random(seed);
    let draft = draft(&mut random);
    let cart = market::cart(&mut random, &Size::CART);
    let shop = Arc::new(Shop::check(draft).expect("a sound shop"));
    let public = shop.public().clone();
    assert_eq!(public.terms().promotions.len(), 100, "all promotions are public");
    let snapshot = Snapshot::cold(public);
    let bytes = snapshot.encode().expect("a snapshot");
    let mut engine = Engine::new(Arc::new(snapshot), State::server(shop, Market::default()));
    let who = ShopperId([7; 16]);
    fill(&mut engine, who, &cart);
    let file = folder.join(format!("price-{seed}.snapshot"));
    std::fs::write(&file, bytes).expect("a file");
    json!({ "who": who, "snapshot": file, "slice": engine.slice(&who) })
}

pub fn fill(engine: &mut Engine, who: ShopperId, cart: &Cart) {
    for (n, line) in cart.lines.iter().enumerate() {
        let fact = Fact::Order(OrderFact::CartChanged { product: line.product, quantity: line.quantity });
        let id = EventId { source: SourceId([7; 16]), n: n as u32 };
        let (subject, actor) = (Subject::Shopper(who), Actor::Shopper(who));
        engine.apply(&Event { id, subject, actor, channel: Channel::Web, at: NOW, fact });
    }
}

fn draft(random: &mut Random) -> ShopDraft {
    let size = Size { coupons: 0, promotions: 600, ..Size::CART };
    let mut terms = market::terms(random, &size);
    terms.promotions.retain(|promotion| !is_for_some(&promotion.when));
    terms.promotions.truncate(100);
    terms.promotions = terms.promotions.into_iter().map(|p| Promotion { budget: None, ..p }).collect();
    draft_of(Terms { shipping: 490, ..terms }, &size)
}

/// A shop with these terms, and products and prices as they have them.
pub fn draft_of(mut terms: Terms, size: &Size) -> ShopDraft {
    let price_lists = terms.price_lists.drain(..).map(price_list).collect();
    let word = |n: u64| Label { en: format!("en {n}"), fa: format!("fa {n}"), ar: format!("ar {n}") };
    let product = |n: u64| ProductDraft {
        id: ProductId(n as u32),
        department: LabelId(0),
        category: LabelId((n % size.categories) as _),
        kind: LabelId(0),
        size: attar::shop::Wording::Same(String::new()),
        cost: 0,
        make: Make::default(),
        gift_card: None,
        entitles: None,
    };
    ShopDraft {
        currency: Currency::Usd,
        zone: terms.zone.clone(),
        product_url: "/p/{id}".into(),
        picture_url: String::new(),
        labels: (0..size.categories).map(word).collect(),
        products: (0..size.products).map(product).collect(),
        price_lists,
        terms,
        delivery: None,
        order_url: String::new(),
        loyalty: None,
        gift_cards: Default::default(),
    }
}

fn is_for_some(condition: &Condition) -> bool {
    let own = matches!(condition, Condition::Group(_) | Condition::Tier(_));
    own || condition.parts().iter().any(is_for_some)
}

fn price_list(list: PriceList) -> PriceListDraft {
    let audience = if list.is_public() { Audience::Everyone } else { Audience::Card };
    let single = list.prices.iter().filter(|price| price.from_units == 1);
    PriceListDraft {
        audience,
        ..PriceListDraft::everyone(
            list.id,
            "list",
            list.currency,
            single.map(|price| (price.product, price.minor)).collect(),
        )
    }
}
