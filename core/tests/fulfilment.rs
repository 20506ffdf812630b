//! Laws of fulfilment on very many seeded sequences of wishes about one order: `cargo test -p attar --test fulfilment`.
//!
//! A model that knows units one by one says beside the engine what may happen. `ATTAR_PROVE` asks for 100,000
//! sequences, some minutes: `cargo xtask prove unit`.
#![allow(clippy::arithmetic_side_effects, reason = "numbers of tests are small")]

#[path = "fulfilment/model.rs"]
mod model;
#[path = "pricing/random.rs"]
#[allow(dead_code, reason = "carts use the rest")]
mod random;

use std::sync::Arc;

use attar::command::DeliveryWish;
use attar::event::{
    Channel, Consignment, OrderFact, ParcelStatus, PaymentKind, ReturnReason, ReturnStatus, ReturnWish, Role,
    ShopFact, StockFact, StockLine,
};
use attar::id::{CarrierId, ContactId, ParcelId, ReturnId};
use attar::packed::Packed;
use attar::query::DeliveryOption;
use attar::service::order::Order;
use attar::service::promise::{DeliveryZone, Promises};
use attar::state::Market;
use attar::{
    Actor, Answer, Command, Currency, Engine, Event, EventId, Fact, Money, OrderId, ProductId, Query, Shop,
    ShopperId, Snapshot, SourceId, State, Status, Timestamp,
};
use model::Model;
use random::Random;
use serde_json::json;

const ADA: ShopperId = ShopperId([1; 16]);
const ORDER: OrderId = OrderId([2; 16]);
const OWNER: Actor = Actor::Merchant(Role::Owner);
const TRACK: Query = Query::Track { order: ORDER };
/// Wishes of one sequence.
const WISHES: i64 = 30;

fn shop(random: &mut Random) -> Arc<Shop> {
    let mut below = |bound| random.below(bound);
    let product = |id: u32| json!({ "id": id, "department": 0, "category": 0, "kind": 0, "cost": 0 });
    let prices = json!([[1, 1 + below(900)], [2, 1 + below(400)], [3, below(99)]]);
    let draft = json!({
        "currency": "USD", "product_url": "/p/{id}",
        "labels": [{ "en": "a", "fa": "b", "ar": "c" }],
        "products": [product(1), product(2), product(3)],
        "price_lists": [{ "id": 0, "name": "list", "currency": "USD", "audience": "everyone", "prices": prices }],
        "terms": {
            "promotions": [
                { "id": 1, "name": "a", "budget": 1, "gives": { "percent": { "rate": 1 + below(10_000) } } },
                { "id": 2, "name": "b", "lane": 1, "gives": { "fixed": { "minor": 1 + below(300) } } },
            ],
            "budgets": [{ "id": 1, "left": below(900) }],
            "items": [{ "product": 1, "tax": 900 }],
            "tax_included": below(2) == 0, "shipping": below(300),
        },
        "delivery": {
            "zones": [{ "en": "a", "fa": "b", "ar": "c" }],
            "carriers": [{ "id": 1, "name": { "en": "a", "fa": "b", "ar": "c" } }],
            "remedy": below(10_001),
        },
    });
    Arc::new(Shop::check(serde_json::from_value(draft).expect("a draft")).expect("a sound shop"))
}

/// Everything is there within the first minute of its day, says what was learned; the clock of a story passes that.
fn promises() -> Packed<Option<Promises>> {
    let all = json!({ "carrier": null, "zone": null, "weekday": null, "handling_days": null });
    let learned = json!({ "level": 9_000, "windows": [[all, { "from": 0, "until": 1 }]] });
    Packed::of(Some(serde_json::from_value(learned).expect("promises")))
}

/// One order and all that happened.
struct Story {
    start: Engine,
    engine: Engine,
    log: Vec<Event>,
    now: i64,
    /// What its buyer was told, and when.
    told: Vec<(Timestamp, Answer)>,
    /// Units that there ever were of each product: a count of the shelf adds what it finds, or takes away.
    counted: [i64; 3],
}

const PRODUCTS: [ProductId; 3] = [ProductId(1), ProductId(2), ProductId(3)];

impl Story {
    fn begin(random: &mut Random) -> Self {
        let shop = shop(random);
        let mut snapshot = Snapshot::cold(shop.public().clone());
        snapshot.model.promises = promises();
        let snapshot = Arc::new(snapshot);
        let start = Engine::new(snapshot, State::server(shop, Market::default()));
        let engine = start.clone();
        let mut story = Self { start, engine, log: Vec::new(), now: 0, told: Vec::new(), counted: [0; 3] };
        let products = PRODUCTS;
        let counted = products.map(|product| StockLine { product, units: random.below(6) as u32 });
        story.wish(OWNER, Command::CountStock { lines: counted.to_vec() });
        story.wish(OWNER, Command::SetBackOrders { products: products.to_vec(), allowed: true });
        for product in products {
            let quantity = random.below(5) as u32 + u32::from(product.0 == 1);
            story.wish(Actor::Shopper(ADA), Command::ChangeCart { product, quantity });
        }
        let expected = story.engine.quote(&ADA, Timestamp(0)).expect("a quote").total;
        let (order, contact) = (ORDER, ContactId([3; 16]));
        let shown = story.engine.ask(&ADA, &Query::Delivery { zone: DeliveryZone(0) }, Timestamp(story.now));
        let wish = |option: &DeliveryOption| DeliveryWish {
            carrier: option.carrier,
            zone: DeliveryZone(0),
            shown: option.promise.interval,
        };
        let delivery = match &shown {
            Answer::Delivery(options) => options.first().map(wish),
            _ => None,
        };
        let wish = Command::PlaceOrder {
            order,
            contact,
            expected,
            shown: Vec::new(),
            delivery,
            redeem: 0,
            gift_card: None,
        };
        story.wish(Actor::Shopper(ADA), wish).expect("an order");
        story
    }

    /// What follows, if it is granted.
    fn wish(&mut self, actor: Actor, command: Command) -> Option<Vec<Fact>> {
        self.now += 3_000;
        let at = Timestamp(self.now);
        let command = match command {
            Command::RecordScan { number, carriers, status, .. } => {
                Command::RecordScan { number, carriers, status, at }
            }
            other => other,
        };
        let facts = self.engine.decide(&actor, &command, at).ok()?;
        for (subject, fact) in &facts {
            let before = self.shelf();
            let id = EventId { source: SourceId([9; 16]), n: self.log.len() as u32 };
            let (subject, fact) = (*subject, fact.clone());
            let event = Event { id, subject, actor, channel: Channel::Console, at, fact };
            self.engine.apply(&event);
            if let Fact::Stock(StockFact::Counted { .. }) = &event.fact {
                let found = self.shelf().into_iter().zip(before);
                self.counted.iter_mut().zip(found).for_each(|(all, (now, before))| *all += now - before);
            }
            self.log.push(event);
        }
        self.told.push((at, self.engine.ask(&ADA, &TRACK, at)));
        Some(facts.into_iter().map(|(_, fact)| fact).collect())
    }

    /// Units of each product that are free to sell.
    fn shelf(&self) -> [i64; 3] {
        let stock = &self.engine.state().market().expect("a market").stock;
        PRODUCTS.map(|product| i64::from(stock.units(product).unwrap_or_default()))
    }

    /// Units are free, in the house for the order, or out. Of what was out, only what the shop took back for good may
    /// be free again.
    fn conserves(&self, model: &Model) -> bool {
        let mut each = PRODUCTS.into_iter().zip(self.shelf()).zip(self.counted);
        each.all(|((product, free), counted)| {
            let out = counted - free - model.in_house(product);
            let (left, kept) = (model.left(product), model.kept(product));
            (left - kept..=left).contains(&out)
        })
    }

    fn order(&self) -> &Order {
        let shared = self.engine.state().shared(&ADA).expect("a shopper");
        shared.orders.get(ORDER).expect("an order")
    }
}

fn any_wish(random: &mut Random) -> (Actor, Command) {
    let order = ORDER;
    let lines = |random: &mut Random| {
        let line = |random: &mut Random| StockLine {
            product: ProductId(1 + random.below(3) as u32),
            units: random.below(4) as u32,
        };
        (0..=random.below(2)).map(|_| line(random)).collect::<Vec<_>>()
    };
    let amount =
        |random: &mut Random| random.sometimes(50, |random| Money::new(random.among(-1, 600), Currency::Usd));
    let actor = if random.percent(90) { OWNER } else { Actor::Shopper(ADA) };
    let command = match random.below(37) {
        33..35 => return (Actor::Clock, Command::Tick { shopper: ADA }),
        35.. => Command::AcceptRemedy { order },
        0..5 => Command::PackUnits { order, lines: lines(random) },
        5..12 => {
            let parcel = ParcelId(random.below(5) as u16);
            let status = ParcelStatus::ALL[random.below(11) as usize];
            // Each has a number of its own.
            let consignment = (status == ParcelStatus::Shipped)
                .then(|| Consignment { carrier: "Post".into(), number: parcel.to_string() });
            Command::MoveParcel { order, parcel, status, consignment }
        }
        27..33 => {
            let (number, status) =
                (random.below(5).to_string(), ParcelStatus::ALL[random.below(11) as usize]);
            let command =
                Command::RecordScan { number, carriers: vec!["Post".into()], status, at: Timestamp(0) };
            return (Actor::Carrier(CarrierId(1)), command);
        }
        12 => Command::CancelUnits { order, lines: lines(random) },
        13 => Command::AllocateUnits { order },
        14 => {
            let lines =
                [StockLine { product: ProductId(1 + random.below(3) as u32), units: random.below(6) as u32 }];
            Command::CountStock { lines: lines.to_vec() }
        }
        15 => {
            let kinds =
                [PaymentKind::Authorised, PaymentKind::Captured, PaymentKind::Captured, PaymentKind::Repaid];
            let kind = kinds[random.below(4) as usize];
            Command::RecordPayment { order, kind, amount: amount(random) }
        }
        16 => Command::RefundOrder { order, lines: lines(random), shipping: random.percent(30) },
        17 => Command::PackOrder { order },
        20..22 => {
            let wish = if random.percent(50) { ReturnWish::Refund } else { ReturnWish::Exchange };
            let reason = ReturnReason::ALL[random.below(6) as usize];
            Command::RequestReturn { order, lines: lines(random), reason, wish }
        }
        22..27 => {
            let (number, status) =
                (ReturnId(1 + random.below(2) as u16), ReturnStatus::ALL[random.below(7) as usize]);
            Command::MoveReturn { order, number, status, label: None, restock: random.percent(50) }
        }
        18 if random.percent(30) => Command::CancelOrder { order },
        18 => Command::DeliverOrder { order },
        _ => Command::ShipOrder { order },
    };
    (actor, command)
}

/// Random wishes; of every third order after it was sent and some of it asked back.
fn wishes(random: &mut Random) -> Vec<(Actor, Command)> {
    let (order, mut wishes) = (ORDER, Vec::new());
    if random.percent(33) {
        let lines = vec![StockLine { product: ProductId(1), units: 1 }];
        let (reason, wish) = (ReturnReason::Damaged, ReturnWish::Exchange);
        let way = [
            Command::AllocateUnits { order },
            Command::PackOrder { order },
            Command::ShipOrder { order },
            Command::DeliverOrder { order },
            Command::RequestReturn { order, lines, reason, wish },
        ];
        wishes.extend(way.map(|command| (OWNER, command)));
    }
    wishes.extend((0..WISHES).map(|_| any_wish(random)));
    wishes
}

/// What was to be paid was called off, is paid, or is due; nobody gets back more than they paid.
fn reconciles(order: &Order) -> bool {
    let back: i64 = order.refunds.iter().map(|refund| refund.amount.minor).sum();
    let credits: i64 = order.cancels.iter().map(|cancel| cancel.credit.amount.minor).sum();
    let off = credits + order.compensated.map_or(0, |amount| amount.minor);
    let whole = (0..=order.total.minor).contains(&(off + back));
    if order.payments.is_empty() {
        return whole;
    }
    let cancelled = if order.status() == Status::Cancelled { order.total.minor - back } else { off };
    let sums = cancelled + order.received() + order.due() == order.total.minor;
    whole && sums && order.overpaid() == 0 && back <= order.received()
}

/// One sequence, all laws.
fn law(seed: u64) -> Result<(), String> {
    let random = &mut Random(seed);
    let mut story = Story::begin(random);
    let mut model = Model::of(story.order());
    let mut invoices = 0;
    for (actor, command) in wishes(random) {
        let told = format!("{command:?}");
        let Some(facts) = story.wish(actor, command) else { continue };
        for fact in &facts {
            match fact {
                Fact::Order(fact) => model.take_in(fact).map_err(|why| format!("{told}: {why}"))?,
                Fact::Shop(ShopFact::Invoiced { invoice, .. }) => {
                    invoices += 1;
                    holds(*invoice == invoices, "an invoice number is missing")?;
                }
                _ => {}
            }
        }
        holds(model.agrees(story.order()), &format!("{told}: the order is another: {:?}", story.order()))?;
        holds(story.conserves(&model), &format!("{told}: units came from nowhere or are gone"))?;
        holds(
            reconciles(story.order()),
            &format!("{told}: the money does not reconcile: {:?}", story.order()),
        )?;
    }
    as_of_any_moment(&story)
}

/// The log up to a moment tells what was told then.
fn as_of_any_moment(story: &Story) -> Result<(), String> {
    for (at, told) in &story.told {
        let past = story.start.as_of(&story.log, *at);
        holds(past.ask(&ADA, &TRACK, *at) == *told, "the past is another than it was")?;
    }
    Ok(())
}

fn holds(law: bool, why: &str) -> Result<(), String> {
    if law { Ok(()) } else { Err(why.to_owned()) }
}

#[test]
fn no_sequence_of_wishes_is_illegal_and_every_sum_reconciles() {
    let count = if std::env::var_os("ATTAR_PROVE").is_some() { 100_000 } else { 2_000 };
    for seed in 0..count {
        assert_eq!(law(seed), Ok(()), "seed {seed}");
    }
}

#[test]
fn the_sequences_get_everywhere() {
    let mut seen = std::collections::BTreeSet::new();
    // Five statuses of an order and nine of a parcel have eleven names.
    let all = 11 + 3 + 1 + 7 + 3;
    for seed in 0..20_000 {
        let random = &mut Random(seed);
        let mut story = Story::begin(random);
        for (actor, command) in wishes(random) {
            let _ = story.wish(actor, command);
        }
        let order = story.order();
        seen.insert(order.status().name());
        seen.extend(order.parcels.iter().map(|parcel| parcel.status().name()));
        seen.extend(order.payments.iter().map(|paid| match paid.payment.kind {
            PaymentKind::Authorised => "authorised",
            PaymentKind::Captured => "captured",
            PaymentKind::Repaid => "repaid",
        }));
        seen.extend(order.returns.iter().map(|back| match back.status() {
            ReturnStatus::Refunded => "return refunded",
            other => other.name(),
        }));
        for event in &story.log {
            match event.fact {
                Fact::Order(OrderFact::UnitsAllocated { .. }) => drop(seen.insert("allocated")),
                Fact::Order(OrderFact::PromiseBroken { .. }) => drop(seen.insert("promise broken")),
                _ => {}
            }
        }
        if order.compensated.is_some() {
            seen.insert("compensated");
            // What was taken before it was given back limits what is.
            seen.extend((!order.refunds.is_empty()).then_some("compensated and refunded"));
        }
        if seen.len() == all {
            break;
        }
    }
    assert_eq!(seen.len(), all, "{seen:?}");
}
