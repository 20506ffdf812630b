//! Each promise beside what happened.

use super::*;
use crate::event::{
    Channel, Interval, Line, ParcelStatus, Payment, Promise, Refund, Role, StockLine, Subject,
};
use crate::id::{ContactId, EventId, ParcelId, PriceListId, ProductId, ShopperId, SourceId};
use crate::money::{BasisPoints, Currency, Money};
use crate::service::promise::{DeliveryZone, Despatch};
use crate::time::{CivilDay, Weekday};

const ORDER: OrderId = OrderId([1; 16]);
mod month;

const BUYER: Actor = Actor::Shopper(ShopperId([1; 16]));
const OWNER: Actor = Actor::Merchant(Role::Owner);

fn dollars(minor: i64) -> Money {
    Money::new(minor, Currency::Usd)
}

/// Three units for 10, of which one waits, by carrier 7, from moment 50 until 100.
fn order() -> OrderFact {
    placed(ORDER, 3, Timestamp(50), Timestamp(100))
}

fn placed(order: OrderId, number: u32, from: Timestamp, until: Timestamp) -> OrderFact {
    let despatch =
        Despatch { carrier: CarrierId(7), zone: DeliveryZone(0), weekday: Weekday::Monday, handling_days: 0 };
    let interval = Interval { from, until, level: BasisPoints(9_000) };
    let promise = Promise { despatch, handed_over: CivilDay(0), interval: Some(interval) };
    let product = ProductId(5);
    OrderFact::Placed {
        order,
        number,
        contact: ContactId::default(),
        lines: vec![Line { product, quantity: 3, total: dollars(10), list: PriceListId(1) }],
        total: dollars(10),
        receipt: None,
        uses: Default::default(),
        waiting: vec![StockLine { product, units: 1 }],
        promise: Some(promise),
        goods: Default::default(),
    }
}

fn paid(kind: PaymentKind, minor: i64) -> OrderFact {
    OrderFact::PaymentRecorded {
        order: ORDER,
        payment: Payment { kind, amount: dollars(minor), invoice: None },
    }
}

/// The ledger after these facts.
fn ledger(facts: &[(i64, Actor, OrderFact)]) -> Ledger {
    let mut ledger = Ledger::default();
    for (n, (at, actor, fact)) in (0..).zip(facts) {
        ledger.apply(&Event {
            id: EventId { source: SourceId([1; 16]), n },
            subject: Subject::Shopper(ShopperId([1; 16])),
            actor: *actor,
            channel: Channel::Web,
            at: Timestamp(*at),
            fact: Fact::Order(fact.clone()),
        });
    }
    ledger
}

/// The ledger's row after the order and these facts.
fn row(facts: &[(i64, Actor, OrderFact)]) -> Row {
    let all = [&[(0, BUYER, order())], facts].concat();
    ledger(&all).rows().first().copied().cloned().expect("a row")
}

fn scan(parcel: u16, status: ParcelStatus, at: i64) -> OrderFact {
    OrderFact::ParcelScanned { order: ORDER, parcel: ParcelId(parcel), status, at: Timestamp(at) }
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
    let scan = |parcel, at| scan(parcel, ParcelStatus::Delivered, at);
    let delivered = OrderFact::Delivered { order: ORDER };
    let told_late = row(&[(120, OWNER, scan(1, 90)), (120, OWNER, delivered.clone())]);
    assert_eq!((told_late.date, told_late.delivered), (Outcome::Kept, Some(Timestamp(90))));
    let by_hand = row(&[(95, OWNER, scan(1, 90)), (130, OWNER, delivered)]);
    assert_eq!((by_hand.date, by_hand.delivered), (Outcome::Broken, Some(Timestamp(130))));
}

#[test]
fn what_is_told_again_with_another_time_was_there_at_the_earliest() {
    let there = |at| scan(1, ParcelStatus::Delivered, at);
    let delivered = OrderFact::Delivered { order: ORDER };
    let told = row(&[(95, OWNER, there(95)), (95, OWNER, delivered), (97, OWNER, there(90))]);
    assert_eq!((told.date, told.delivered), (Outcome::Kept, Some(Timestamp(90))));
}

#[test]
fn what_was_there_by_hand_was_there_when_its_carrier_saw_it() {
    let there = |at| scan(1, ParcelStatus::Delivered, at);
    let by_hand = [
        (10, OWNER, OrderFact::Packed { order: ORDER }),
        (130, OWNER, OrderFact::Delivered { order: ORDER }),
    ];
    let told = |late: &[(i64, Actor, OrderFact)]| row(&[&by_hand[..], late].concat());
    assert_eq!((told(&[]).date, told(&[]).delivered), (Outcome::Broken, Some(Timestamp(130))));
    let late = told(&[(140, OWNER, there(90))]);
    assert_eq!((late.delivered, late.is_hit()), (Some(Timestamp(90)), Some(true)));
    assert_eq!(late.date, Outcome::Broken, "its buyer was told too late");
    let moved =
        |status| OrderFact::ParcelMoved { order: ORDER, parcel: ParcelId(1), status, consignment: None };
    let all = OrderFact::Delivered { order: ORDER };
    let after_all = [
        (81, OWNER, scan(1, ParcelStatus::TurnedBack, 80)),
        (99, OWNER, moved(ParcelStatus::Delivered)),
        (99, OWNER, all),
        (120, OWNER, scan(1, ParcelStatus::TurnedBack, 79)),
    ];
    let after_all = row(&after_all);
    assert_eq!((after_all.date, after_all.delivered), (Outcome::Kept, Some(Timestamp(99))));
}

#[test]
fn what_is_delivered_behind_a_return_is_no_promise_kept_whichever_is_told_first() {
    let (there, turned) = (scan(1, ParcelStatus::Delivered, 90), scan(1, ParcelStatus::TurnedBack, 80));
    let delivered = || OrderFact::Delivered { order: ORDER };
    let undone = row(&[(91, OWNER, there.clone()), (91, OWNER, delivered()), (92, OWNER, turned.clone())]);
    assert_eq!((undone.date, undone.delivered, undone.stock()), (Outcome::Open, None, Outcome::Open));
    let never = row(&[(81, OWNER, turned.clone()), (91, OWNER, there.clone())]);
    assert_eq!((never.date, never.delivered), (Outcome::Open, None));
    let again = [(91, OWNER, there), (92, OWNER, turned), (99, OWNER, scan(2, ParcelStatus::Delivered, 98))];
    let again = row(&[&again[..], &[(99, OWNER, delivered())]].concat());
    assert_eq!((again.date, again.delivered), (Outcome::Kept, Some(Timestamp(98))), "sent anew");
    let later = [(60, OWNER, scan(1, ParcelStatus::Delivered, 60)), (60, OWNER, delivered())];
    let later = row(&[&later[..], &[(70, OWNER, scan(1, ParcelStatus::TurnedBack, 70))]].concat());
    assert_eq!((later.date, later.delivered), (Outcome::Kept, Some(Timestamp(60))), "it was there before");
}

#[test]
fn a_parcel_that_came_back_before_takes_nothing_from_what_was_sent_anew() {
    let moved =
        |status| OrderFact::ParcelMoved { order: ORDER, parcel: ParcelId(1), status, consignment: None };
    for status in [ParcelStatus::Returned, ParcelStatus::Lost] {
        for back in [moved(status), scan(1, status, 40)] {
            let there = [(40, OWNER, back), (60, OWNER, OrderFact::Delivered { order: ORDER })];
            let late = (70, OWNER, scan(1, ParcelStatus::TurnedBack, 30));
            let kept = row(&[&there[..], &[late]].concat());
            assert_eq!((kept.date, kept.delivered), (Outcome::Kept, Some(Timestamp(60))), "{status:?}");
        }
    }
}

#[test]
fn a_carrier_is_judged_by_both_ends_of_its_times_and_its_buyer_by_the_last() {
    let hit = |facts: &[(i64, Actor, OrderFact)]| row(facts).is_hit();
    let delivered = |at| (at, OWNER, OrderFact::Delivered { order: ORDER });
    assert_eq!((hit(&[]), hit(&[delivered(50)]), hit(&[delivered(100)])), (None, Some(true), Some(true)));
    assert_eq!((hit(&[delivered(49)]), row(&[delivered(49)]).date), (Some(false), Outcome::Kept));
    assert_eq!(hit(&[delivered(101)]), Some(false));
    let broken =
        (101, Actor::Clock, OrderFact::PromiseBroken { order: ORDER, until: Timestamp(100), offer: None });
    assert_eq!(hit(std::slice::from_ref(&broken)), Some(false));
    let told = [broken, (102, OWNER, scan(1, ParcelStatus::Delivered, 99)), delivered(102)];
    assert_eq!((hit(&told), row(&told).date), (Some(true), Outcome::Broken), "in time, but told too late");
    let cancelled = |actor| (9, actor, OrderFact::Cancelled { order: ORDER });
    assert_eq!((hit(&[cancelled(OWNER)]), hit(&[cancelled(BUYER)])), (None, None), "not the carrier's doing");
}

/// What is found of so many orders, each of which came somewhere in so many days where from the 5th to the 94th was
/// promised.
#[cfg(feature = "train")]
fn watched(orders: u32, (first, days): (i64, u64)) -> Option<crate::train::promise::Drift> {
    use rand_xoshiro::rand_core::{RngCore, SeedableRng};
    let mut random = rand_xoshiro::Xoshiro256Plus::seed_from_u64(7);
    let mut facts = Vec::new();
    for n in 1..=orders {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&n.to_be_bytes());
        let (order, start) = (OrderId(id), i64::from(n) * 1_000);
        facts.push((start, BUYER, placed(order, n, Timestamp(start + 5), Timestamp(start + 94))));
        let there = start + first + ((random.next_u64() >> 32) % days) as i64;
        facts.push((there, OWNER, OrderFact::Delivered { order }));
    }
    crate::train::promise::drift(BasisPoints(9_000), ledger(&facts).hits_of(CarrierId(7)))
}

#[cfg(feature = "train")]
#[test]
fn a_carrier_as_it_was_raises_no_alarm_and_a_worse_one_does() {
    assert_eq!(watched(1_000, (0, 100)), None);
    let worse = watched(1_000, (0, 130)).expect("a quarter comes too late");
    assert!(worse.rate() < 8_500, "{worse:?}");
    assert!(
        watched(1_000, (10, 80)).is_some_and(|always| always.rate() > 9_000),
        "the times are too wide for it"
    );
}

#[test]
fn what_came_to_the_shelf_and_is_then_called_off_was_said_to_be_there() {
    let credit = Refund { lines: Vec::new(), shipping: false, amount: dollars(0), uses: Default::default() };
    let lines = vec![StockLine { product: ProductId(5), units: 1 }];
    let came = OrderFact::UnitsAllocated { order: ORDER, lines: lines.clone() };
    let off = OrderFact::UnitsCancelled { order: ORDER, lines, credit };
    assert_eq!(row(&[(5, OWNER, came), (9, OWNER, off)]).withdrawn, 1);
}

#[test]
fn what_was_said_to_be_there_by_hand_was_there_with_the_last_of_its_parcels() {
    let packed = |parcel| {
        let lines = vec![StockLine { product: ProductId(5), units: 1 }];
        (10, OWNER, OrderFact::ParcelPacked { order: ORDER, parcel: ParcelId(parcel), lines })
    };
    let by_hand = (130, OWNER, OrderFact::Delivered { order: ORDER });
    let seen = |parcel, at| (140, OWNER, scan(parcel, ParcelStatus::Delivered, at));
    let first = [packed(1), packed(2), by_hand, seen(1, 90)];
    assert_eq!(row(&first).delivered, Some(Timestamp(130)), "the other is still said to be later");
    assert_eq!(row(&[&first[..], &[seen(2, 95)]].concat()).delivered, Some(Timestamp(95)));
}

#[test]
fn times_of_which_nobody_knows_yet_are_of_nobody() {
    let by = |facts: &[(i64, Actor, OrderFact)]| {
        let all = [&[(0, BUYER, order())], facts].concat();
        ledger(&all).dates_by(|row| row.carrier).into_iter().collect::<Vec<_>>()
    };
    assert_eq!(by(&[]), []);
    let there = (60, OWNER, OrderFact::Delivered { order: ORDER });
    assert_eq!(by(&[there]), [(CarrierId(7), Kept { kept: 1, broken: 0 })]);
}
