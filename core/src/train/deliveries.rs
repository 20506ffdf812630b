//! What parcels took, as a fold of the log: what promises are learned from.
//!
//! An order counts from a fortnight after it was to be handed over, whatever became of it: those that are there by then
//! beside those that are not. To count each as it arrives would count the quick ones first, and promise too much.

use std::collections::BTreeMap;

use crate::event::{Event, Fact, OrderFact, PastDelivery, Promise, ShopFact};
use crate::id::OrderId;
use crate::money::BasisPoints;
use crate::service::arrival::Arrivals;
use crate::service::promise::Promises;
use crate::time::{CivilDay, Span, Timestamp, Zone};

/// How often a promise is to hold, of 10,000 times.
const LEVEL: BasisPoints = BasisPoints(9_000);
/// After so many days it is known what became of a parcel, or it counts as lost.
const SETTLED: i32 = 14;

/// Deliveries of the past, and orders on their way or there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deliveries {
    imported: Vec<PastDelivery>,
    sent: BTreeMap<OrderId, Sent>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Sent {
    promise: Promise,
    arrivals: Arrivals,
    /// When it was there; nothing, if it is not yet or never came as it was sent.
    at: Option<Timestamp>,
}

fn delivery(promise: Promise, at: Option<Timestamp>, clock: &Zone) -> PastDelivery {
    let minutes = |at: Timestamp| (at - clock.midnight(promise.handed_over)).0 / Span::minutes(1).0;
    let took = at.and_then(|at| i32::try_from(minutes(at)).ok());
    PastDelivery { despatch: promise.despatch, took }
}

impl Deliveries {
    /// Takes in what happened, in the order of the log.
    pub fn add(&mut self, event: &Event) {
        match &event.fact {
            Fact::Shop(ShopFact::DeliveriesImported { deliveries }) => self.imported.extend(deliveries),
            Fact::Order(fact) => self.follow(fact, event.at),
            _ => {}
        }
    }

    fn follow(&mut self, fact: &OrderFact, told: Timestamp) {
        match fact {
            OrderFact::Placed { order, promise: Some(promise), .. } => {
                let arrivals = Arrivals::default();
                self.sent.entry(*order).or_insert(Sent { promise: *promise, arrivals, at: None });
            }
            OrderFact::Packed { order } => self.change(*order, |sent| sent.arrivals.packed_next()),
            OrderFact::ParcelPacked { order, parcel, .. } => {
                self.change(*order, |sent| sent.arrivals.packed(*parcel));
            }
            // A carrier may tell of it after all of it was said to be there: then it was there when the carrier saw it.
            OrderFact::ParcelScanned { order, parcel, status, at } => self.change(*order, |sent| {
                sent.at = sent.arrivals.scanned((*parcel, *status, *at), told, sent.at);
            }),
            OrderFact::ParcelMoved { order, parcel, status, .. } => self.change(*order, |sent| {
                sent.at = sent.arrivals.moved((*parcel, *status, told), sent.at);
            }),
            OrderFact::Delivered { order } => self.change(*order, |sent| sent.end(told)),
            OrderFact::Cancelled { order } => self.call_off(*order),
            _ => {}
        }
    }

    fn change(&mut self, order: OrderId, how: impl FnOnce(&mut Sent)) {
        if let Some(sent) = self.sent.get_mut(&order) {
            how(sent);
        }
    }

    /// What is called off in the house says nothing of its carrier; what was lost on its way before that does.
    fn call_off(&mut self, order: OrderId) {
        if self.sent.get(&order).is_some_and(|sent| !sent.arrivals.any_lost()) {
            self.sent.remove(&order);
        }
    }

    /// All of which the end is known at a moment.
    pub fn known(&self, at: Timestamp, clock: &Zone) -> Vec<PastDelivery> {
        let last = CivilDay(clock.civil_day(at).0.saturating_sub(SETTLED));
        // What is on its way for so long came to nothing, as far as anybody was promised anything.
        let settled = self.sent.values().filter(|sent| sent.promise.handed_over <= last);
        let settled = settled.map(|sent| delivery(sent.promise, sent.at, clock));
        self.imported.iter().copied().chain(settled).collect()
    }

    /// What can be promised at a moment; nothing, while nothing was sent.
    pub fn promises(&self, at: Timestamp, clock: &Zone) -> Option<Promises> {
        let known = self.known(at, clock);
        (!known.is_empty()).then(|| super::promise::promises(&known, LEVEL))
    }
}

impl Sent {
    /// All of it is there, if none of it was lost on its way: that never came as it was sent.
    fn end(&mut self, told: Timestamp) {
        if self.at.is_none() {
            let there = self.arrivals.end(told);
            self.at = (!self.arrivals.any_lost()).then_some(there);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Actor, Channel, ParcelStatus, StockLine, Subject};
    use crate::id::{CarrierId, ContactId, EventId, ParcelId, ProductId, ShopperId, SourceId};
    use crate::money::{Currency, Money};
    use crate::service::promise::{DeliveryZone, Despatch};
    use crate::time::Weekday;

    fn event(n: u32, at: Timestamp, fact: OrderFact) -> Event {
        Event {
            id: EventId { source: SourceId([7; 16]), n },
            subject: Subject::Shopper(ShopperId([1; 16])),
            actor: Actor::Clock,
            channel: Channel::Console,
            at,
            fact: Fact::Order(fact),
        }
    }

    fn placed(order: OrderId, day: i32) -> OrderFact {
        let despatch = Despatch {
            carrier: CarrierId(1),
            zone: DeliveryZone(0),
            weekday: Weekday::Monday,
            handling_days: 0,
        };
        OrderFact::Placed {
            order,
            number: 1,
            contact: ContactId([2; 16]),
            lines: Vec::new(),
            total: Money::new(100, Currency::Usd),
            receipt: None,
            uses: Default::default(),
            waiting: Vec::new(),
            promise: Some(Promise { despatch, handed_over: CivilDay(day), interval: None }),
            goods: Default::default(),
        }
    }

    #[test]
    fn an_order_counts_a_fortnight_after_it_left_whether_it_is_there_or_not() {
        let (clock, day) = (Zone::default(), |day: i64| Timestamp(0) + Span::days(day));
        let mut deliveries = Deliveries::default();
        let orders = [1, 2, 3, 4].map(|n| OrderId([n; 16]));
        let [quick, slow, lost, cancelled] = orders;
        let facts = [
            orders.map(|order| (0, placed(order, 0))).to_vec(),
            vec![
                (1, OrderFact::Delivered { order: quick }),
                (1, OrderFact::Cancelled { order: cancelled }),
                (
                    2,
                    OrderFact::ParcelMoved {
                        order: lost,
                        parcel: ParcelId(1),
                        status: ParcelStatus::Lost,
                        consignment: None,
                    },
                ),
                (9, OrderFact::Delivered { order: lost }),
            ],
        ];
        for (n, (at, fact)) in (0..).zip(facts.concat()) {
            deliveries.add(&event(n, day(at), fact));
        }
        assert_eq!(deliveries.known(day(13), &clock), [], "the quick one is not counted before the slow one");
        let took = |deliveries: &Deliveries| -> Vec<Option<i32>> {
            deliveries.known(day(14), &clock).iter().map(|delivery| delivery.took).collect()
        };
        assert_eq!(took(&deliveries), [Some(24 * 60), None, None]);
        deliveries.add(&event(9, day(20), OrderFact::Delivered { order: slow }));
        assert_eq!(took(&deliveries), [Some(24 * 60), Some(20 * 24 * 60), None]);
    }

    /// How many days the order took that was placed on day 0; of each fact, on which day it is told.
    fn took(facts: &[(i64, OrderFact)]) -> Option<i32> {
        let day = |day: i64| Timestamp(0) + Span::days(day);
        let mut deliveries = Deliveries::default();
        deliveries.add(&event(0, day(0), placed(ORDER, 0)));
        for (n, (at, fact)) in (1..).zip(facts) {
            deliveries.add(&event(n, day(*at), fact.clone()));
        }
        let known = deliveries.known(day(14), &Zone::default());
        known.first().and_then(|delivery| delivery.took).map(|took| took / (24 * 60))
    }

    const ORDER: OrderId = OrderId([1; 16]);

    fn scan(status: ParcelStatus, day: i64) -> OrderFact {
        OrderFact::ParcelScanned {
            order: ORDER,
            parcel: ParcelId(1),
            status,
            at: Timestamp(0) + Span::days(day),
        }
    }

    fn packed(parcel: u16) -> OrderFact {
        let lines = vec![StockLine { product: ProductId(1), units: 1 }];
        OrderFact::ParcelPacked { order: ORDER, parcel: ParcelId(parcel), lines }
    }

    #[test]
    fn what_is_delivered_behind_a_return_never_came_whichever_is_told_first() {
        let (there, all) = (scan(ParcelStatus::Delivered, 3), OrderFact::Delivered { order: ORDER });
        let took =
            |facts: &[OrderFact]| took(&facts.iter().map(|fact| (4, fact.clone())).collect::<Vec<_>>());
        let turned = |at| scan(ParcelStatus::TurnedBack, at);
        assert_eq!(took(&[there.clone(), all.clone()]), Some(3));
        assert_eq!(took(&[there.clone(), all.clone(), turned(2)]), None);
        assert_eq!(took(&[turned(2), there.clone()]), None);
        assert_eq!(took(&[there, all.clone(), turned(5)]), Some(3), "it was there before");
        assert_eq!(took(&[all, turned(2)]), None, "by hand");
        assert_eq!(took(&[scan(ParcelStatus::Returned, 3)]), None);
    }

    #[test]
    fn what_a_carrier_tells_late_is_when_it_was_there() {
        let (all, there) = (OrderFact::Delivered { order: ORDER }, |day| scan(ParcelStatus::Delivered, day));
        let by_hand = [(1, OrderFact::Packed { order: ORDER }), (9, all.clone())];
        assert_eq!(took(&by_hand), Some(9));
        assert_eq!(took(&[&by_hand[..], &[(11, there(3))]].concat()), Some(3));
        assert_eq!(
            took(&[&by_hand[..], &[(11, there(10))]].concat()),
            Some(9),
            "later than it was said to be there"
        );
        let seen = [(1, packed(1)), (5, there(5)), (5, all.clone())];
        assert_eq!(took(&[&seen[..], &[(6, there(4))]].concat()), Some(4), "told again");
        let two = [(1, packed(1)), (1, packed(2)), (9, all), (11, there(3))];
        assert_eq!(took(&two), Some(9), "the other is there since then");
    }

    #[test]
    fn what_was_turned_back_and_came_after_all_took_as_long_as_it_did() {
        let all = OrderFact::Delivered { order: ORDER };
        let by_hand = OrderFact::ParcelMoved {
            order: ORDER,
            parcel: ParcelId(1),
            status: ParcelStatus::Delivered,
            consignment: None,
        };
        let turned = (4, scan(ParcelStatus::TurnedBack, 4));
        let hand = [(8, by_hand), (8, all.clone())];
        assert_eq!(took(&[std::slice::from_ref(&turned), &hand[..]].concat()), Some(8));
        let seen = (7, scan(ParcelStatus::Delivered, 6));
        assert_eq!(took(&[&[turned.clone(), seen.clone()], &hand[..]].concat()), Some(6));
        let undone = [(6, seen.1), (6, all), turned];
        assert_eq!(took(&[&undone[..], &hand[..]].concat()), Some(6));
    }

    #[test]
    fn what_is_lost_on_its_way_counts_though_it_is_called_off_then() {
        let known = |facts: &[OrderFact]| {
            let mut deliveries = Deliveries::default();
            let cancelled = OrderFact::Cancelled { order: ORDER };
            let all = [placed(ORDER, 0)].into_iter().chain(facts.iter().cloned()).chain([cancelled]);
            (0..).zip(all).for_each(|(n, fact)| deliveries.add(&event(n, Timestamp(i64::from(n)), fact)));
            deliveries.known(Timestamp(0) + Span::days(14), &Zone::default()).len()
        };
        assert_eq!(known(&[]), 0);
        assert_eq!(known(&[packed(1), scan(ParcelStatus::Lost, 1)]), 1);
        assert_eq!(known(&[packed(1), scan(ParcelStatus::Returned, 1)]), 1);
    }
}
