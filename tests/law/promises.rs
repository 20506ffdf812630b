//! Laws about promised times: told once, made up for once, ordered again within bounds, and counted as they were.

use std::collections::BTreeMap;

use attar::event::{
    Event, Fact, Interval, Line, OrderFact, ParcelStatus, PaymentKind, Promise, Role, StockLine, Subject,
};
use attar::id::{CarrierId, ContactId, EventId, ParcelId, PriceListId, SourceId};
use attar::money::BasisPoints;
use attar::service::ledger::{Ledger, Outcome, Row};
use attar::service::order::Order;
use attar::service::promise::{DeliveryZone, Despatch};
use attar::time::{CivilDay, Span, Weekday};
use attar::{Actor, Channel, Command, Currency, Engine, Money, OrderId, ProductId, Timestamp};
use proptest::prelude::*;
use proptest::sample::select;

use super::trade::as_shown;
use super::{random, tries};

const NOW: Timestamp = Timestamp(random::START);
const OWNER: Actor = Actor::Merchant(Role::Owner);
/// Of each of two buyers one order.
const BUYERS: u8 = 2;

fn order_of(buyer: u8) -> OrderId {
    random::order(buyer, 0)
}

/// A world, what happened in it, and what was decided.
struct Told {
    engine: Engine,
    log: Vec<Event>,
}

impl Told {
    /// Orders of four units for so much, promised from 10 minutes on until so many.
    fn new(engine: &Engine, orders: &[(i64, i64)]) -> Self {
        let mut told = Self { engine: engine.clone(), log: Vec::new() };
        for (buyer, (minor, until)) in (0..).zip(orders) {
            let fact = placed(buyer, *minor, NOW + Span::minutes(*until));
            let buyer = random::shopper(buyer);
            told.note(Actor::Shopper(buyer), Subject::Shopper(buyer), fact, NOW);
        }
        told
    }

    fn note(&mut self, actor: Actor, subject: Subject, fact: Fact, at: Timestamp) {
        let id = EventId { source: SourceId(*b"laws-of-promises"), n: self.log.len() as u32 };
        let event = Event { id, subject, actor, channel: Channel::Console, at, fact };
        self.engine.apply(&event);
        self.log.push(event);
    }

    fn wish(&mut self, actor: Actor, command: Command, at: Timestamp) {
        let command = as_shown(&self.engine, &actor, command);
        for (subject, fact) in self.engine.decide(&actor, &command, at).unwrap_or_default() {
            self.note(actor, subject, fact, at);
        }
    }

    fn order(&self, buyer: u8) -> &Order {
        let shared = self.engine.state().shared(&random::shopper(buyer));
        shared.and_then(|shared| shared.orders.get(order_of(buyer))).expect("the order")
    }

    fn facts(&self, buyer: u8) -> impl Iterator<Item = &OrderFact> {
        self.log.iter().filter_map(move |event| match (&event.subject, &event.fact) {
            (Subject::Shopper(who), Fact::Order(fact)) if *who == random::shopper(buyer) => Some(fact),
            _ => None,
        })
    }
}

fn placed(buyer: u8, minor: i64, until: Timestamp) -> Fact {
    let despatch =
        Despatch { carrier: CarrierId(1), zone: DeliveryZone(0), weekday: Weekday::Monday, handling_days: 0 };
    let interval = Interval { from: NOW + Span::minutes(10), until, level: BasisPoints(9_000) };
    let total = Money::new(minor, Currency::Usd);
    Fact::Order(OrderFact::Placed {
        order: order_of(buyer),
        number: u32::from(buyer) + 1,
        contact: ContactId([buyer; 16]),
        lines: vec![Line { product: ProductId(1), quantity: 4, total, list: PriceListId(0) }],
        total,
        receipt: None,
        uses: Default::default(),
        waiting: Vec::new(),
        promise: Some(Promise { despatch, handed_over: CivilDay(0), interval: Some(interval) }),
        goods: Default::default(),
    })
}

/// What is wanted of which order, and so many minutes after the wish before.
type Step = (u8, i64, Actor, Command);

fn step() -> impl Strategy<Value = Step> {
    let seen = select(&ParcelStatus::ALL[..]);
    (0..BUYERS, 0_i64..60, 0_u8..14, 1_u16..4, seen, 0_i64..300).prop_map(
        |(of, gap, kind, parcel, status, minute)| {
            let (order, buyer) = (order_of(of), Actor::Shopper(random::shopper(of)));
            let lines = vec![StockLine { product: ProductId(1), units: u32::from(parcel) }];
            let number = format!("{of}-{parcel}");
            let (actor, command) = match kind {
                0 | 1 => (OWNER, Command::PackUnits { order, lines }),
                2 | 3 => {
                    let consignment = Some(attar::event::Consignment { carrier: "Post".into(), number });
                    let (parcel, status) = (ParcelId(parcel), ParcelStatus::Shipped);
                    (OWNER, Command::MoveParcel { order, parcel, status, consignment })
                }
                4 => (
                    OWNER,
                    Command::MoveParcel { order, parcel: ParcelId(parcel), status, consignment: None },
                ),
                5 | 6 => {
                    let (carriers, at) = (vec!["Post".into()], NOW + Span::minutes(minute));
                    (Actor::Carrier(CarrierId(1)), Command::RecordScan { number, carriers, status, at })
                }
                7 => (OWNER, Command::RecordPayment { order, kind: PaymentKind::Captured, amount: None }),
                8 => (OWNER, Command::RefundOrder { order, lines, shipping: false }),
                9 if parcel == 1 => (buyer, Command::CancelOrder { order }),
                9 => (OWNER, Command::CancelUnits { order, lines }),
                10 | 11 => (buyer, Command::AcceptRemedy { order }),
                12 => (OWNER, Command::PackOrder { order }),
                _ => (OWNER, Command::DeliverOrder { order }),
            };
            (of, gap, actor, command)
        },
    )
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 0..30)
}

fn orders() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((1_i64..5_000, 10_i64..300), usize::from(BUYERS))
}

/// All of it, while the clock looks so often before each wish.
fn live(engine: &Engine, orders: &[(i64, i64)], steps: &[Step], looks: usize) -> Told {
    let mut told = Told::new(engine, orders);
    let mut at = NOW;
    for (_, gap, actor, command) in steps {
        at = at + Span::minutes(*gap);
        for buyer in (0..BUYERS).cycle().take(usize::from(BUYERS) * looks) {
            told.wish(Actor::Clock, Command::Tick { shopper: random::shopper(buyer) }, at);
        }
        told.wish(*actor, command.clone(), at);
    }
    told
}

fn there(order: &Order) -> Option<Timestamp> {
    order.timeline.iter().find(|step| step.status == attar::Status::Delivered).map(|step| step.at)
}

fn until(order: &Order) -> Timestamp {
    order.promise.and_then(|promise| promise.interval).expect("a promise").until
}

/// What became of an order's time, as the order itself has it.
fn by_hand(order: &Order, log: &[Event]) -> Outcome {
    let called_off = log.iter().find_map(|event| match &event.fact {
        Fact::Order(OrderFact::Cancelled { order: own }) if *own == order.id => Some(event.actor),
        _ => None,
    });
    match called_off {
        _ if order.broken.is_some() => Outcome::Broken,
        Some(Actor::Shopper(_)) => Outcome::Void,
        Some(_) => Outcome::Broken,
        None => match there(order) {
            // Of what was given back nothing is told; late it was all the same.
            Some(there) if there > until(order) => Outcome::Broken,
            Some(_) => Outcome::Kept,
            None => Outcome::Open,
        },
    }
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn a_broken_promise_is_told_once_however_often_the_clock_looks(
        engine in random::engine(),
        orders in orders(),
        steps in steps(),
    ) {
        let [once, often] = [1, 3].map(|looks| live(&engine, &orders, &steps, looks));
        for buyer in 0..BUYERS {
            let broken = |told: &Told| {
                told.facts(buyer).filter(|fact| matches!(fact, OrderFact::PromiseBroken { .. })).count()
            };
            prop_assert!(broken(&once) <= 1, "{:?}", once.log);
            prop_assert_eq!(once.order(buyer), often.order(buyer));
        }
        prop_assert_eq!(&once.log, &often.log);
    }

    #[test]
    fn a_remedy_is_given_once_and_never_above_what_is_owed(
        engine in random::engine(),
        orders in orders(),
        steps in steps(),
    ) {
        let mut told = Told::new(&engine, &orders);
        let mut at = NOW;
        let mut given = BTreeMap::<OrderId, usize>::new();
        for (buyer, gap, actor, command) in &steps {
            at = at + Span::minutes(*gap);
            told.wish(Actor::Clock, Command::Tick { shopper: random::shopper(*buyer) }, at);
            let (before, len) = (told.order(*buyer).tracked(), told.log.len());
            let owed = told.order(*buyer).owed() - before.refunded.map_or(0, |amount| amount.minor);
            told.wish(*actor, command.clone(), at);
            for event in &told.log[len..] {
                let Fact::Order(OrderFact::Compensated { order, amount }) = &event.fact else { continue };
                *given.entry(*order).or_default() += 1;
                let offer = before.late.and_then(|late| late.offer).expect("it was offered");
                prop_assert!(0 < amount.minor && amount.minor <= offer.minor && amount.minor <= owed);
            }
            let order = told.order(*buyer);
            prop_assert!(order.owed() >= 0 && order.due() >= 0 && order.overpaid() == 0, "{:?}", order);
        }
        prop_assert!(given.values().all(|times| *times == 1));
    }

    #[test]
    fn the_ledger_is_what_is_counted_by_hand(
        engine in random::engine(),
        orders in orders(),
        steps in steps(),
    ) {
        let told = live(&engine, &orders, &steps, 1);
        let mut ledger = Ledger::default();
        told.log.iter().for_each(|event| ledger.apply(event));
        let rows = ledger.rows();
        prop_assert_eq!(rows.len(), usize::from(BUYERS));
        for (buyer, row) in (0..BUYERS).zip(rows) {
            let order = told.order(buyer);
            prop_assert_eq!(row.date, by_hand(order, &told.log), "{:?}", told.log);
            prop_assert_eq!(row.charged.unwrap_or(0), order.received());
            prop_assert_eq!(row.delivered.is_some(), order.arrived(), "{:?}", told.log);
            let price = if order.payments.is_empty() { Outcome::Open } else { Outcome::Kept };
            prop_assert_eq!(row.price(), price);
        }
        let dates = ledger.kept(|row: &Row| row.date);
        let broken = (0..BUYERS).filter(|buyer| by_hand(told.order(*buyer), &told.log) == Outcome::Broken);
        prop_assert_eq!(dates.broken as usize, broken.count());
    }

    #[test]
    fn what_is_ordered_again_never_exceeds_stock_or_the_limits_of_a_cart(
        engine in random::engine(),
        stock in prop::collection::vec((1_u32..9, 0_u32..1_200, any::<bool>()), 0..9),
        bought in prop::collection::vec((1_u32..9, 1_u32..1_000), 1..9),
        cart in prop::collection::vec((1_u32..9, 1_u32..1_000), 0..4),
        again in 1_usize..4,
    ) {
        let buyer = random::shopper(0);
        let actor = Actor::Shopper(buyer);
        let mut told = Told { engine, log: Vec::new() };
        let total = Money::zero(Currency::Usd);
        let line = |(product, quantity)| Line { product: ProductId(product), quantity, total, list: PriceListId(0) };
        let lines: Vec<Line> = bought.into_iter().map(line).collect();
        let Fact::Order(OrderFact::Placed { order, number, contact, uses, .. }) = placed(0, 1, NOW) else {
            unreachable!("an order")
        };
        let (receipt, waiting, promise) = (None, Vec::new(), None);
        let fact = OrderFact::Placed { order, number, contact, lines, total, receipt, uses, waiting, promise, goods: Default::default() };
        told.note(actor, Subject::Shopper(buyer), Fact::Order(fact), NOW);
        for (product, units, back_orders) in stock {
            let product = ProductId(product);
            told.wish(OWNER, Command::CountStock { lines: vec![StockLine { product, units }] }, NOW);
            told.wish(OWNER, Command::SetBackOrders { products: vec![product], allowed: back_orders }, NOW);
        }
        for (product, quantity) in cart {
            told.wish(actor, Command::ChangeCart { product: ProductId(product), quantity }, NOW);
        }
        let held = |told: &Told, product| {
            told.engine.state().shared(&buyer).map_or(0, |shared| shared.cart.quantity(product))
        };
        let before: BTreeMap<ProductId, u32> =
            (1..9).map(ProductId).map(|product| (product, held(&told, product))).collect();
        for _ in 0..again {
            told.wish(actor, Command::Reorder { order }, NOW);
        }
        let stock = &told.engine.state().market().expect("a market").stock;
        for (product, before) in before {
            let now = held(&told, product);
            let free = stock.units(product).filter(|_| !stock.back_orders(product)).unwrap_or(u32::MAX);
            prop_assert!(now >= before && now <= Command::MOST_UNITS);
            prop_assert!(now == before || now <= free, "{} of {} free", now, free);
        }
        let lines = told.engine.state().shared(&buyer).map_or(0, |shared| shared.cart.lines().len());
        prop_assert!(lines <= Command::MOST_LINES);
    }
}
