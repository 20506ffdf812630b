//! Two programs, three shoppers, one store: each program knows the log up to somewhere, shows carts by that, and
//! learns the rest before its own wish is judged, as the store has it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use attar::event::{Channel, OrderFact, Role, StockLine, TermsFact};
use attar::id::ContactId;
use attar::shop::ShopDraft;
use attar::state::Market;
use attar::terms::promotion::{Promotion, PromotionId};
use attar::{
    Actor, Command, Engine, Event, EventId, Fact, Money, OrderId, ProductId, Shop, ShopperId, Snapshot,
    SourceId, State, Subject, Timestamp,
};
use serde_json::{Value, json};

use crate::holds;
use crate::random::Random;

/// Interleavings in the shop of one seed.
pub const RUNS: u64 = 100;
/// Wishes of an interleaving.
const WISHES: u32 = 14;
const NOW: Timestamp = Timestamp(1_780_000_000_000);

/// How many wishes were judged otherwise than where they were made.
pub static DIFFERED: AtomicU64 = AtomicU64::new(0);

/// Interleaves checkouts and cancellations in a shop where there is little to give.
pub fn law(seed: u64) -> Result<(), String> {
    let mut random = Random(seed);
    let shop = Arc::new(Shop::check(draft(&mut random)).map_err(|error| error.to_string())?);
    let snapshot = Arc::new(Snapshot::cold(shop.public().clone()));
    let start = Engine::new(snapshot, State::server(Arc::clone(&shop), Market::default()));
    (0..RUNS).try_for_each(|_| Race::new(&shop, &start).run(&mut random))
}

/// What four promotions give: mostly as the shop itself computes it, at times as another engine does.
fn gives(random: &mut Random) -> (&'static str, [Value; 4]) {
    let (one, two, minor) = (1 + random.below(100), 1 + random.below(100), 1 + random.below(300));
    let medusa = |rest: Value| json!({ "foreign": { "medusa_2_21": rest } });
    let vendure = |target: &str, method: Value| json!({ "foreign": { "vendure_3_1": { "target": target, "method": method } } });
    let some = json!([{ "field": "product.id", "op": "in", "values": ["1", "2"] }]);
    let any = json!([{ "field": "quantity", "op": "gte", "values": ["1"] }]);
    let buy = json!({ "buy_get": { "buy_conditions": any, "buy_quantity": 1, "get_quantity": 1 } });
    let (percent, decimal) =
        (|of: u64| of.to_string(), |minor: u64| format!("{}.{:02}", minor / 100, minor % 100));
    match random.below(10) {
        0 => (
            "medusa_2_21",
            [
                medusa(json!({ "method": "percent", "value": percent(one), "max_quantity": 3 })),
                medusa(json!({ "target": "order", "method": "fixed", "value": decimal(minor) })),
                medusa(json!({ "method": "percent", "value": percent(two), "target_conditions": some })),
                medusa(json!({ "kind": buy, "method": "percent", "value": "100" })),
            ],
        ),
        1 => (
            "vendure_3_1",
            [
                vendure("items", json!({ "percent": percent(one) })),
                vendure("order", json!({ "fixed": minor })),
                vendure("order", json!({ "percent": percent(two) })),
                vendure("items", json!({ "fixed": minor })),
            ],
        ),
        _ => (
            "sequential",
            [
                json!({ "percent": { "rate": 100 * one } }),
                json!({ "fixed": { "minor": minor } }),
                json!({ "percent": { "rate": 100 * two, "on": { "items": { "products": [1, 2] } } } }),
                json!({ "buy_get": { "buy_units": 1, "get_units": 1, "rate": 10_000 } }),
            ],
        ),
    }
}

fn draft(random: &mut Random) -> ShopDraft {
    let (mode, [first, second, third, fourth]) = gives(random);
    let lane = |lane: u32| if mode == "sequential" { lane } else { 0 };
    let mut below = |bound| random.below(bound);
    let product = |id: u32| json!({ "id": id, "department": 0, "category": 0, "kind": 0, "cost": 0 });
    let prices = json!([[1, 100 + below(900)], [2, 1 + below(400)], [3, 1 + below(99)]]);
    let promotions = json!([
        { "id": 1, "name": "a", "gives": first, "uses": { "limit": 1 + below(4) } },
        { "id": 2, "name": "b", "lane": lane(1), "budget": 1, "gives": second },
        { "id": 3, "name": "c", "lane": lane(2), "budget": 1, "per_shopper": 1 + below(2), "coupons": ["SESAME"],
          "gives": third },
        { "id": 4, "name": "d", "lane": lane(3), "budget": 2, "uses": { "limit": 1 + below(6), "used": below(3) },
          "gives": fourth },
    ]);
    let draft = json!({
        "currency": "USD", "product_url": "/p/{id}",
        "labels": [{ "en": "a", "fa": "b", "ar": "c" }],
        "products": [product(1), product(2), product(3)],
        "price_lists": [{ "id": 0, "name": "list", "currency": "USD", "audience": "everyone", "prices": prices }],
        "terms": {
            "mode": mode, "promotions": promotions,
            "budgets": [{ "id": 1, "left": below(600) }, { "id": 2, "left": below(200) }],
            "tax_included": below(2) == 0, "shipping": below(300),
        },
    });
    serde_json::from_value(draft).expect("a shop")
}

/// A program: what it knows, and how much of the log that is.
struct Program {
    engine: Engine,
    read: usize,
}

struct Race<'a> {
    shop: &'a Shop,
    log: Vec<Event>,
    programs: [Program; 2],
    /// What each shopper was shown last.
    shown: [Money; 3],
    orders: u8,
    given: Given,
}

impl<'a> Race<'a> {
    fn new(shop: &'a Shop, start: &Engine) -> Self {
        let program = || Program { engine: start.clone(), read: 0 };
        let shown = [Money::zero(attar::Currency::Usd); 3];
        let programs = [program(), program()];
        Self { shop, log: Vec::new(), programs, shown, orders: 0, given: Given::default() }
    }

    fn run(mut self, random: &mut Random) -> Result<(), String> {
        (0..WISHES).try_for_each(|_| self.step(random))
    }

    fn step(&mut self, random: &mut Random) -> Result<(), String> {
        let (who, program) = (random.below(3) as u8, random.below(2) as usize);
        match random.below(11) {
            0..3 => {
                let (product, quantity) = (ProductId(1 + random.below(3) as u32), 1 + random.below(4) as u32);
                self.wish(program, shopper(who), Command::ChangeCart { product, quantity })?;
                self.look(program, who);
                Ok(())
            }
            3..5 => {
                self.look(program, who);
                Ok(())
            }
            5..8 => {
                self.orders += 1;
                let (order, contact) = (order(self.orders), ContactId([who; 16]));
                let expected = self.shown[usize::from(who)];
                let place = Command::PlaceOrder {
                    order,
                    contact,
                    expected,
                    shown: Vec::new(),
                    delivery: None,
                    redeem: 0,
                    gift_card: None,
                };
                self.wish(program, shopper(who), place)
            }
            8 => {
                let order = order(1 + random.below(u64::from(self.orders) + 1) as u8);
                self.wish(program, Actor::Merchant(Role::Owner), Command::CancelOrder { order })
            }
            9 => {
                let order = order(1 + random.below(u64::from(self.orders) + 1) as u8);
                let product = ProductId(1 + random.below(3) as u32);
                let lines = vec![StockLine { product, units: 1 + random.below(2) as u32 }];
                let refund = Command::RefundOrder { order, lines, shipping: random.percent(50) };
                self.wish(program, Actor::Merchant(Role::Owner), refund)
            }
            _ => self.wish(program, shopper(who), Command::ApplyCoupon { code: "sesame".into() }),
        }
    }

    /// A shopper sees the cart as a program knows it, which may be long past.
    fn look(&mut self, program: usize, who: u8) {
        if let Ok(cart) = self.programs[program].engine.quote(&ShopperId([who; 16]), NOW) {
            self.shown[usize::from(who)] = cart.total;
        }
    }

    /// A program learns what it has not read, judges, and writes.
    fn wish(&mut self, program: usize, actor: Actor, command: Command) -> Result<(), String> {
        let Program { engine, read } = &mut self.programs[program];
        let before = engine.decide(&actor, &command, NOW);
        self.log[*read..].iter().for_each(|event| engine.apply(event));
        *read = self.log.len();
        let judged = engine.decide(&actor, &command, NOW);
        DIFFERED.fetch_add(u64::from(before != judged), Ordering::Relaxed);
        for (subject, fact) in judged.unwrap_or_default() {
            let id = EventId { source: SourceId([7; 16]), n: self.log.len() as u32 };
            self.given.take_in(&subject, &fact);
            self.log.push(Event { id, subject, actor, channel: Channel::Web, at: NOW, fact });
        }
        self.given.hold(self.shop).map_err(|why| format!("{why} after {command:?}"))
    }
}

fn shopper(who: u8) -> Actor {
    Actor::Shopper(ShopperId([who; 16]))
}

fn order(number: u8) -> OrderId {
    OrderId([number; 16])
}

/// What promotions gave, as a child would count it.
#[derive(Default)]
struct Given {
    times: BTreeMap<PromotionId, i64>,
    paid: BTreeMap<u32, i64>,
    /// Orders that stand: whose they are, and which promotions acted.
    orders: BTreeMap<OrderId, (ShopperId, Vec<PromotionId>)>,
}

impl Given {
    fn take_in(&mut self, subject: &Subject, fact: &Fact) {
        let (uses, (times, sign)) = match (subject, fact) {
            (Subject::Shopper(who), Fact::Order(OrderFact::Placed { order, uses, .. })) => {
                let promotions = uses.read().iter().flatten().map(|one| one.promotion).collect();
                self.orders.insert(*order, (*who, promotions));
                return;
            }
            (_, Fact::Order(OrderFact::Cancelled { order })) => {
                self.orders.remove(order);
                return;
            }
            (_, Fact::Terms(TermsFact::Used { uses, .. })) => (uses, (1, 1)),
            (_, Fact::Terms(TermsFact::Returned { uses, .. })) => (uses, (-1, -1)),
            (_, Fact::Terms(TermsFact::Refunded { uses, .. })) => (uses, (0, -1)),
            _ => return,
        };
        for one in uses.read().iter().flatten() {
            *self.times.entry(one.promotion).or_default() += times;
            if let Some(budget) = one.budget {
                *self.paid.entry(budget).or_default() += sign * one.minor;
            }
        }
    }

    fn hold(&self, shop: &Shop) -> Result<(), String> {
        let terms = shop.terms();
        terms.budgets.iter().try_for_each(|budget| {
            let paid = self.paid.get(&budget.id).copied().unwrap_or(0);
            holds((0..=budget.left).contains(&paid), || format!("budget `{}` paid `{paid}`", budget.id))
        })?;
        terms.promotions.iter().try_for_each(|promotion| self.limits_hold(promotion))
    }

    fn limits_hold(&self, promotion: &Promotion) -> Result<(), String> {
        let (id, times) = (promotion.id, self.times.get(&promotion.id).copied().unwrap_or(0));
        let left = promotion.uses.map_or(i64::MAX, |uses| i64::from(uses.limit) - i64::from(uses.used));
        holds((0..=left.max(0)).contains(&times), || format!("promotion `{}` gave `{times}` times", id.0))?;
        let most = promotion.per_shopper.map_or(usize::MAX, |most| most as usize);
        (0..3).map(|who| ShopperId([who; 16])).try_for_each(|who| {
            let own = self.orders.values().filter(|(buyer, ids)| *buyer == who && ids.contains(&id)).count();
            holds(own <= most, || format!("a shopper had promotion `{}` `{own}` times", id.0))
        })
    }
}
