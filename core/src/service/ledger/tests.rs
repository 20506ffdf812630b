//! Each promise beside what happened.

use super::*;
use crate::event::{Channel, Interval, Line, Payment, Promise, Refund, Role, Subject};
use crate::id::{ContactId, EventId, PriceListId, ShopperId, SourceId};
use crate::money::{BasisPoints, Currency, Money};
use crate::service::promise::{DeliveryZone, Despatch};
use crate::time::{CivilDay, Weekday};

const ORDER: OrderId = OrderId([1; 16]);
const BUYER: Actor = Actor::Shopper(ShopperId([1; 16]));
const OWNER: Actor = Actor::Merchant(Role::Owner);

fn dollars(minor: i64) -> Money {
    Money::new(minor, Currency::Usd)
}

/// Three units for 10, of which one waits, by carrier 7, until moment 100.
fn order() -> OrderFact {
    let despatch =
        Despatch { carrier: CarrierId(7), zone: DeliveryZone(0), weekday: Weekday::Monday, handling_days: 0 };
    let interval = Interval { from: Timestamp(50), until: Timestamp(100), level: BasisPoints(9_000) };
    let promise = Promise { despatch, handed_over: CivilDay(0), interval: Some(interval) };
    let product = ProductId(5);
    OrderFact::Placed {
        order: ORDER,
        number: 3,
        contact: ContactId::default(),
        lines: vec![Line { product, quantity: 3, total: dollars(10), list: PriceListId(1) }],
        total: dollars(10),
        receipt: None,
        uses: Default::default(),
        waiting: vec![StockLine { product, units: 1 }],
        promise: Some(promise),
    }
}

fn paid(kind: PaymentKind, minor: i64) -> OrderFact {
    OrderFact::PaymentRecorded {
        order: ORDER,
        payment: Payment { kind, amount: dollars(minor), invoice: None },
    }
}

/// The ledger's row after the order and these facts.
fn row(facts: &[(i64, Actor, OrderFact)]) -> Row {
    let mut ledger = Ledger::default();
    for (n, (at, actor, fact)) in (0..).zip([(0, BUYER, order())].iter().chain(facts)) {
        ledger.apply(&Event {
            id: EventId { source: SourceId([1; 16]), n },
            subject: Subject::Shopper(ShopperId([1; 16])),
            actor: *actor,
            channel: Channel::Web,
            at: Timestamp(*at),
            fact: Fact::Order(fact.clone()),
        });
    }
    ledger.rows().first().copied().cloned().expect("a row")
}

#[test]
fn what_is_there_in_time_is_kept_and_what_comes_later_is_not() {
    let delivered = OrderFact::Delivered { order: ORDER };
    assert_eq!((row(&[]).date, row(&[]).stock()), (Outcome::Open, Outcome::Open));
    let there = row(&[(100, OWNER, delivered.clone())]);
    assert_eq!(
        (there.date, there.stock(), there.delivered),
        (Outcome::Kept, Outcome::Kept, Some(Timestamp(100)))
    );
    assert_eq!(row(&[(101, OWNER, delivered.clone())]).date, Outcome::Broken);
    let broken = OrderFact::PromiseBroken { order: ORDER, until: Timestamp(100), offer: None };
    let late = row(&[(101, Actor::Clock, broken), (150, OWNER, delivered)]);
    assert_eq!((late.date, late.delivered), (Outcome::Broken, Some(Timestamp(150))));
}

#[test]
fn what_the_buyer_calls_off_is_void_and_what_the_shop_does_is_broken() {
    let cancelled = OrderFact::Cancelled { order: ORDER };
    let by_buyer = row(&[(9, BUYER, cancelled.clone())]);
    assert_eq!((by_buyer.date, by_buyer.stock(), by_buyer.withdrawn), (Outcome::Void, Outcome::Void, 0));
    let by_shop = row(&[(9, OWNER, cancelled)]);
    assert_eq!((by_shop.date, by_shop.stock(), by_shop.withdrawn), (Outcome::Broken, Outcome::Broken, 2));
    let credit = Refund { lines: Vec::new(), shipping: false, amount: dollars(0), uses: Default::default() };
    let lines = vec![StockLine { product: ProductId(5), units: 1 }];
    let some = OrderFact::UnitsCancelled { order: ORDER, lines, credit };
    assert_eq!(row(&[(9, OWNER, some.clone())]).withdrawn, 0, "the one that waits goes first");
    assert_eq!(row(&[(8, OWNER, some.clone()), (9, OWNER, some.clone())]).withdrawn, 1);
    assert_eq!(row(&[(8, OWNER, some.clone()), (9, BUYER, some)]).withdrawn, 0);
}

#[test]
fn a_price_is_broken_where_more_was_charged_than_agreed() {
    assert_eq!(row(&[(1, OWNER, paid(PaymentKind::Authorised, 10))]).price(), Outcome::Open);
    let kept = row(&[(1, OWNER, paid(PaymentKind::Captured, 10)), (2, OWNER, paid(PaymentKind::Repaid, 4))]);
    assert_eq!((kept.price(), kept.charged), (Outcome::Kept, Some(6)));
    let over = row(&[(1, OWNER, paid(PaymentKind::Captured, 11)), (2, OWNER, paid(PaymentKind::Repaid, 4))]);
    assert_eq!(over.price(), Outcome::Broken);
}

#[test]
fn shares_are_of_what_is_known() {
    let mut kept = Kept::default();
    assert_eq!(kept.rate(), None);
    [Outcome::Kept, Outcome::Broken, Outcome::Kept, Outcome::Open, Outcome::Void]
        .into_iter()
        .for_each(|one| kept.add(one));
    assert_eq!((kept.all(), kept.rate()), (3, Some(6_666)));
}

#[test]
fn an_order_is_there_with_the_last_of_its_parcels_when_that_was_seen() {
    let scan = |parcel, at| OrderFact::ParcelScanned {
        order: ORDER,
        parcel: crate::id::ParcelId(parcel),
        status: ParcelStatus::Delivered,
        at: Timestamp(at),
    };
    let delivered = OrderFact::Delivered { order: ORDER };
    let told_late = row(&[(120, OWNER, scan(1, 90)), (120, OWNER, delivered.clone())]);
    assert_eq!((told_late.date, told_late.delivered), (Outcome::Kept, Some(Timestamp(90))));
    let by_hand = row(&[(95, OWNER, scan(1, 90)), (130, OWNER, delivered)]);
    assert_eq!((by_hand.date, by_hand.delivered), (Outcome::Broken, Some(Timestamp(130))));
}
