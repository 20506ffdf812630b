//! A recorded cart as a shop of our own: what is sold, on what terms, and a shopper whose cart it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use attar::event::{Channel, CustomerFact, OrderFact, Role};
use attar::state::Market;
use attar::terms::receipt::{Receipt, What};
use attar::{
    Actor, Engine, Event, EventId, Fact, ProductId, Shop, ShopperId, Snapshot, SourceId, State, Subject,
    Timestamp,
};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp(1_780_000_000_000);
const WHO: ShopperId = ShopperId([1; 16]);

/// One line; its product is numbered by its place, from 1.
pub struct Line {
    /// Of a unit, in minor units.
    pub minor: i64,
    pub quantity: u32,
    /// In hundredths of a percent.
    pub tax: i64,
    pub category: usize,
}

/// A shop as another engine priced it.
pub struct InShop {
    pub mode: &'static str,
    pub tax_included: bool,
    pub lines: Vec<Line>,
    pub shipping: i64,
    /// Numbered by their place, from 1.
    pub promotions: Vec<Value>,
    pub budgets: Vec<Value>,
    /// Those that the shopper is in.
    pub groups: Vec<String>,
}

/// What a promotion takes off a product, or off sending.
pub type Off = BTreeMap<(Option<u32>, u32), i64>;

impl InShop {
    /// The receipt; no unit may cost less than that many hundredths of its price.
    pub fn receipt(&self, floor: i64) -> Result<Receipt, String> {
        let draft = serde_json::from_value(self.draft(floor)).map_err(|error| error.to_string())?;
        let shop = Shop::check(draft).map_err(|error| error.to_string())?;
        if let Some(warning) = shop.warnings().first() {
            return Err(warning.to_string());
        }
        let snapshot = Arc::new(Snapshot::cold(shop.public().clone()));
        let mut engine = Engine::new(snapshot, State::server(Arc::new(shop), Market::default()));
        let joined = self.groups.iter().map(|group| {
            (Actor::Merchant(Role::Owner), Fact::Customer(CustomerFact::GroupJoined { group: group.clone() }))
        });
        let put = (1..).zip(&self.lines).map(|(product, line)| {
            let fact = OrderFact::CartChanged { product: ProductId(product), quantity: line.quantity };
            (Actor::Shopper(WHO), Fact::Order(fact))
        });
        for (n, (actor, fact)) in (0..).zip(joined.chain(put)) {
            let id = EventId { source: SourceId([2; 16]), n };
            let subject = Subject::Shopper(WHO);
            engine.apply(&Event { id, subject, actor, channel: Channel::Web, at: NOW, fact });
        }
        let cart = engine.quote(&WHO, NOW).map_err(|why| why.to_string())?;
        cart.receipt().cloned().ok_or_else(|| "there is no receipt".to_owned())
    }

    fn draft(&self, floor: i64) -> Value {
        let lines = || (1..).zip(&self.lines);
        let most = self.lines.iter().map(|line| line.category).max().unwrap_or(0);
        let product = |(id, line): (u32, &Line)| json!({ "id": id, "department": 0, "category": line.category, "kind": 0, "cost": 0 });
        let item = |(id, line): (u32, &Line)| json!({ "product": id, "tax": line.tax, "floor": (line.minor * floor + 99) / 100 });
        let prices: Vec<Value> = lines().map(|(id, line)| json!([id, line.minor])).collect();
        json!({
            "currency": "USD", "product_url": "/p/{id}",
            "labels": vec![json!({ "en": "a", "fa": "b", "ar": "c" }); most + 1],
            "products": lines().map(product).collect::<Vec<_>>(),
            "price_lists": [{ "id": 0, "name": "list", "currency": "USD", "audience": "everyone", "prices": prices }],
            "terms": {
                "mode": self.mode, "tax_included": self.tax_included, "shipping": self.shipping,
                "items": lines().map(item).collect::<Vec<_>>(),
                "promotions": self.promotions, "budgets": self.budgets,
            },
        })
    }

    /// A promotion of its place, with what else is said of it.
    pub fn promotion(place: usize, gives: &Value, rest: Value) -> Value {
        let mut promotion = json!({ "id": place + 1, "name": "p", "gives": { "foreign": gives } });
        if let (Value::Object(promotion), Value::Object(rest)) = (&mut promotion, rest) {
            promotion.extend(rest);
        }
        promotion
    }

    /// With floors, no discount is above what it is without, and no unit costs less.
    pub fn floors_hold(&self) -> Result<(), String> {
        let free = off(&self.receipt(0)?);
        for floor in [35, 80, 95, 100] {
            let receipt = self.receipt(floor)?;
            for (key, minor) in off(&receipt) {
                let most = free.get(&key).copied().unwrap_or(0);
                if minor > most {
                    return Err(format!("with a floor {key:?} is {minor} and not {most} at most"));
                }
            }
            for (line, own) in receipt.lines.iter().zip(&self.lines) {
                let least = (own.minor * floor + 99) / 100 * i64::from(own.quantity);
                if line.total < least.min(own.minor * i64::from(own.quantity)) {
                    return Err(format!("product `{}` is below its floor", line.product));
                }
            }
        }
        Ok(())
    }
}

/// What a receipt says was taken off.
pub fn off(receipt: &Receipt) -> Off {
    let mut off = Off::new();
    for step in &receipt.steps {
        if let What::Promotion(id) | What::Held(id, _) = step.what {
            *off.entry((step.product.map(|product| product.0), id.0)).or_default() -= step.minor;
        }
    }
    off.retain(|_, minor| *minor != 0);
    off
}

/// Whether two are the same; if not, where they differ.
pub fn same(ours: &Off, theirs: &Off) -> Result<(), String> {
    let differs = ours.keys().chain(theirs.keys()).find(|key| ours.get(key) != theirs.get(key));
    differs.map_or(Ok(()), |key| Err(format!("{key:?} is {:?} and not {:?}", ours.get(key), theirs.get(key))))
}
