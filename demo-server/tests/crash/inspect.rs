//! Reads a store that nobody serves any more, and holds it against what the clients were told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use attar::event::{Channel, Event, Fact, OrderFact, StockFact, StockLine, TermsFact, Use};
use attar::id::{ContactId, SourceId};
use attar::money::Currency;
use attar::packed::Packed;
use attar::terms::promotion::PromotionId;
use attar::{Actor, Command, Money, OrderId, ProductId, Rejection, ShopperId};
use attar_server::{App, Refusal};

use crate::buyer::Bought;
use crate::page::Acknowledged;
use crate::prepared::{closed, open, wait};

/// The whole log of a folder's store, in order; its places have no gap.
pub fn log(folder: &Path) -> Vec<Event> {
    let log = wait(async { all(&open(folder).await).await });
    closed(folder);
    log
}

async fn all(app: &App) -> Vec<Event> {
    let mut events = Vec::new();
    loop {
        let seq = events.len() as u64;
        let next = app.events_after(seq, 10_000).await.expect("the log");
        if next.is_empty() {
            return events;
        }
        assert!((seq + 1..).zip(&next).all(|(seq, stored)| stored.seq == seq), "a gap behind {seq}");
        events.extend(next.into_iter().map(|stored| stored.event));
    }
}

/// The numbers stored of a source.
pub fn numbers(log: &[Event], source: SourceId) -> Vec<u32> {
    log.iter().filter(|event| event.id.source == source).map(|event| event.id.n).collect()
}

/// What was acknowledged to pages is what is stored, once each.
pub fn signals_are(log: &[Event], told: &[Acknowledged]) {
    for page in told {
        let mut stored = numbers(log, page.source);
        stored.sort_unstable();
        let expected: Vec<u32> = (0..page.signals).collect();
        assert_eq!(stored, expected, "source {}", page.source);
    }
}

/// The orders that were acknowledged are those that are stored, once each; likewise what was called off.
pub fn orders_are(log: &[Event], told: &[Bought]) {
    let orders = log.iter().filter_map(|event| match &event.fact {
        Fact::Order(fact) => Some(fact),
        _ => None,
    });
    let placed = orders.clone().filter_map(|fact| match fact {
        OrderFact::Placed { order, .. } => Some(*order),
        _ => None,
    });
    let cancelled = orders.filter_map(|fact| match fact {
        OrderFact::Cancelled { order } => Some(*order),
        _ => None,
    });
    same(placed, told.iter().flat_map(|bought| &bought.placed));
    same(cancelled, told.iter().flat_map(|bought| &bought.cancelled));
}

fn same<'a>(stored: impl Iterator<Item = OrderId>, told: impl Iterator<Item = &'a OrderId>) {
    let mut stored: Vec<OrderId> = stored.collect();
    let told: BTreeSet<OrderId> = told.copied().collect();
    stored.sort_unstable();
    assert_eq!(stored, told.into_iter().collect::<Vec<_>>());
}

/// What promotions had cost after each fact about them, less what was given back.
pub fn spent(log: &[Event]) -> Vec<i64> {
    let sum = |uses: &Packed<Vec<Use>>| uses.get().into_iter().flatten().map(|one| one.minor).sum::<i64>();
    let changes = log.iter().filter_map(|event| match &event.fact {
        Fact::Terms(TermsFact::Used { uses, .. }) => Some(sum(uses)),
        Fact::Terms(TermsFact::Returned { uses, .. }) => Some(-sum(uses)),
        _ => None,
    });
    let spent = changes.scan(0, |spent, change| {
        *spent += change;
        Some(*spent)
    });
    spent.collect()
}

/// How often a promotion had been used after each fact about it, less what was given back.
pub fn used(log: &[Event], promotion: PromotionId) -> Vec<i64> {
    let times = |uses: &Packed<Vec<Use>>| {
        let own = uses.get().into_iter().flatten().filter(|one| one.promotion == promotion);
        own.count() as i64
    };
    let changes = log.iter().filter_map(|event| match &event.fact {
        Fact::Terms(TermsFact::Used { uses, .. }) => Some(times(uses)),
        Fact::Terms(TermsFact::Returned { uses, .. }) => Some(-times(uses)),
        _ => None,
    });
    let used = changes.scan(0, |used, change| {
        *used += change;
        Some(*used)
    });
    used.collect()
}

/// Counted, less reserved, and released again: by arithmetic on the log alone.
pub fn left(log: &[Event]) -> BTreeMap<ProductId, i64> {
    let mut left = BTreeMap::new();
    let add = |left: &mut BTreeMap<ProductId, i64>, lines: &[StockLine], sign: i64| {
        for line in lines {
            *left.entry(line.product).or_default() += sign * i64::from(line.units);
        }
    };
    for event in log {
        match &event.fact {
            Fact::Stock(StockFact::Counted { lines }) => add(&mut left, lines, 1),
            Fact::Stock(StockFact::Reserved { lines, .. }) => add(&mut left, lines, -1),
            Fact::Stock(StockFact::Released { lines, .. }) => add(&mut left, lines, 1),
            _ => {}
        }
    }
    left
}

/// The shop itself says the same of its stock: an order for more than that is refused with the number left.
pub fn stock_is(folder: &Path, left: &BTreeMap<ProductId, i64>) {
    wait(async {
        let app = open(folder).await;
        let scarce = left.iter().filter(|(_, units)| **units < i64::from(Command::MOST_UNITS));
        for (product, units) in scarce {
            assert_eq!(i64::from(told_left(&app, *product).await), *units, "product {product}");
        }
    });
    closed(folder);
}

async fn told_left(app: &App, product: ProductId) -> u32 {
    let who = ShopperId([9; 16]);
    let wish = async |command| app.command(Actor::Shopper(who), Channel::Web, command).await;
    let quantity = Command::MOST_UNITS;
    wish(Command::ChangeCart { product, quantity }).await.expect("a cart");
    let expected = Money::new(i64::from(quantity) * i64::from(product.0) * 100, Currency::Usd);
    let order = OrderId([product.0.to_le_bytes()[0]; 16]);
    let refused = wish(Command::PlaceOrder {
        order,
        contact: ContactId([9; 16]),
        expected,
        shown: Vec::new(),
        delivery: None,
        redeem: 0,
        gift_card: None,
    })
    .await;
    wish(Command::ChangeCart { product, quantity: 0 }).await.expect("an empty cart");
    match refused {
        Err(Refusal::Rejected(Rejection::OutOfStock { left, .. })) => left,
        other => {
            assert!(other.is_err(), "more was sold than there is: {other:?}");
            u32::MAX
        }
    }
}
