//! The engine that decoded values meet: a small shop with a model and a past.

use std::sync::{Arc, LazyLock};

use attar::event::StockLine;
use attar::model::Model;
use attar::query::{Slot, Tracked};
use attar::shop::ShopDraft;
use attar::state::Market;
use attar::terms::basket::Cart;
use attar::{
    Actor, Command, Currency, Engine, Event, Money, OrderId, ProductId, Query, Shop, ShopperId, Snapshot,
    State, Status, Timestamp,
};
use serde::de::DeserializeOwned;

use crate::case::short::{ModelRows, spell_out};

/// When questions are asked.
pub const NOW: Timestamp = Timestamp(1_764_590_400_000);

const SHOP: &str = include_str!("../../cases/shops/bazaar.json");
const MODEL: &str = include_str!("../../cases/models/pantry.json");
const PAST: &str = include_str!("../../golden/log.jsonl");

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let shop = Shop::check(draft()).expect("a sound shop");
    let snapshot = Snapshot { model: model(), ..Snapshot::cold(shop.public().clone()) };
    let mut engine = Engine::new(Arc::new(snapshot), State::server(Arc::new(shop), Market::default()));
    past().iter().for_each(|event| engine.apply(event));
    engine
});

fn read<T: DeserializeOwned>(text: &str) -> T {
    let value = serde_json::from_str(text).expect("json");
    serde_json::from_value(spell_out(value)).expect("the form of it")
}

/// What is sold.
pub fn draft() -> ShopDraft {
    read(SHOP)
}

/// What was learned.
pub fn model() -> Model {
    read::<ModelRows>(MODEL).pack()
}

/// What had happened: every fact that there is.
pub fn past() -> Vec<Event> {
    PAST.lines().map(read).collect()
}

/// The server's engine after all that.
pub fn server() -> Engine {
    ENGINE.clone()
}

/// Asks everything, as everybody known and as nobody; what a page may want is judged, too.
pub fn question(engine: &Engine) {
    let known = engine.state().shoppers().copied();
    for who in known.take(8).chain([ShopperId::ANONYMOUS, ShopperId([9; 16])]) {
        let orders = engine.state().shared(&who).into_iter().flat_map(|shared| shared.orders.iter());
        let orders: Vec<OrderId> = orders.map(|order| order.id).take(4).chain([OrderId([1; 16])]).collect();
        for query in queries(&orders) {
            for at in [NOW, Timestamp(i64::MIN), Timestamp(i64::MAX)] {
                drop(engine.ask(&who, &query, at));
            }
        }
        for order in orders {
            drop(engine.decide(&Actor::Shopper(who), &Command::CancelOrder { order }, NOW));
        }
        let change = Command::ChangeCart { product: ProductId(1), quantity: 2 };
        drop(engine.decide(&Actor::Shopper(who), &change, NOW));
        drop(engine.slice(&who));
    }
}

fn queries(orders: &[OrderId]) -> Vec<Query> {
    let products = [None, Some(ProductId(1)), Some(ProductId(6)), Some(ProductId(u32::MAX))];
    let mut queries = vec![Query::Cart, Query::Profile];
    for slot in Slot::ALL {
        queries.extend(products.map(|product| Query::Recommend { slot, product, n: 12, within: Vec::new() }));
    }
    for product in products.into_iter().flatten() {
        queries.push(Query::Price { product, currency: None });
        queries.extend(Currency::ALL.map(|currency| Query::Price { product, currency: Some(currency) }));
    }
    queries.extend(orders.iter().map(|order| Query::Track { order: *order }));
    let lines = vec![StockLine { product: ProductId(1), units: 3 }];
    queries.extend([false, true].map(|instead| Query::WouldBe { lines: lines.clone(), instead }));
    queries
}

/// A list that the shopper's context moves.
pub fn list() -> Query {
    Query::Recommend { slot: Slot::ForYou, product: None, n: 12, within: Vec::new() }
}

/// An order that is nobody's.
pub fn order() -> Tracked {
    Tracked {
        order: OrderId([1; 16]),
        number: 1,
        status: Status::Placed,
        timeline: Vec::new(),
        ahead: Vec::new(),
        lines: Vec::new(),
        total: Money::zero(Currency::Usd),
        receipt: None,
        refunded: None,
        parcels: Vec::new(),
        waiting: Vec::new(),
        cancelled: Vec::new(),
        payments: Vec::new(),
        due: None,
        returns: Vec::new(),
        late: None,
        promise: None,
    }
}

/// A cart with nothing in it.
pub fn cart(currency: Currency) -> Cart {
    Cart {
        currency,
        at: NOW,
        channel: "web".into(),
        shopper: Default::default(),
        coupons: Vec::new(),
        lines: Vec::new(),
        shipping: 500,
    }
}
