//! What parcels took, as a fold of the log: what promises are learned from.
//!
//! An order counts from a fortnight after it was to be handed over, whatever became of it: those that are there by then
//! beside those that are not. To count each as it arrives would count the quick ones first, and promise too much.

use std::collections::BTreeMap;

use crate::event::{Event, Fact, OrderFact, ParcelStatus, PastDelivery, Promise, ShopFact};
use crate::id::{OrderId, ParcelId};
use crate::money::BasisPoints;
use crate::service::arrival::Arrivals;
use crate::service::promise::Promises;
use crate::time::{CivilDay, Span, Timestamp, Zone};

/// How often a promise is to hold, of 10,000 times.
const LEVEL: BasisPoints = BasisPoints(9_000);
/// After so many days it is known what became of a parcel, or it counts as lost.
const SETTLED: i32 = 14;

/// Deliveries of the past, and orders on their way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deliveries {
    imported: Vec<PastDelivery>,
    underway: BTreeMap<OrderId, Underway>,
    ended: Vec<Ended>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Underway {
    promise: Promise,
    /// Something of it was lost or came back: it never came as it was sent.
    lost: bool,
    arrivals: Arrivals,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Ended {
    order: OrderId,
    arrivals: Arrivals,
    promise: Promise,
    /// When it was there; nothing, if it never came as it was sent.
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
            Fact::Order(OrderFact::Placed { order, promise: Some(promise), .. }) => {
                self.underway.insert(
                    *order,
                    Underway { promise: *promise, lost: false, arrivals: Arrivals::default() },
                );
            }
            Fact::Order(OrderFact::ParcelScanned { order, parcel, status, at }) => {
                self.seen((*order, *parcel), *status, *at, event.at);
            }
            Fact::Order(OrderFact::ParcelMoved { order, parcel, status, .. }) => {
                self.seen((*order, *parcel), *status, event.at, event.at);
            }
            Fact::Order(OrderFact::Delivered { order }) => self.end(*order, event.at),
            Fact::Order(OrderFact::Cancelled { order }) => drop(self.underway.remove(order)),
            _ => {}
        }
    }

    fn seen(
        &mut self,
        (order, parcel): (OrderId, ParcelId),
        status: ParcelStatus,
        at: Timestamp,
        told: Timestamp,
    ) {
        let Some(underway) = self.underway.get_mut(&order) else {
            if status == ParcelStatus::TurnedBack {
                self.turned((order, parcel), at);
            }
            return;
        };
        match status {
            ParcelStatus::Delivered => underway.arrivals.there(parcel, at, told),
            ParcelStatus::TurnedBack => {
                underway.arrivals.turned(parcel, at, None);
            }
            ParcelStatus::Lost | ParcelStatus::Returned => underway.lost = true,
            _ => {}
        }
    }

    fn end(&mut self, order: OrderId, told: Timestamp) {
        if let Some(Underway { promise, lost, arrivals }) = self.underway.remove(&order) {
            let came = !lost && !arrivals.any_turned();
            let at = came.then(|| arrivals.all(told));
            self.ended.push(Ended { order, arrivals, promise, at });
        }
    }

    /// What was delivered behind that never came.
    fn turned(&mut self, (order, parcel): (OrderId, ParcelId), at: Timestamp) {
        if let Some(ended) = self.ended.iter_mut().rfind(|ended| ended.order == order) {
            let undone = ended.arrivals.turned(parcel, at, ended.at);
            ended.at = ended.at.filter(|_| undone.is_none());
        }
    }

    /// All of which the end is known at a moment.
    pub fn known(&self, at: Timestamp, clock: &Zone) -> Vec<PastDelivery> {
        let last = CivilDay(clock.civil_day(at).0.saturating_sub(SETTLED));
        let ended = self.ended.iter().map(|ended| (ended.promise, ended.at));
        // What is on its way for so long came to nothing, as far as anybody was promised anything.
        let rest = self.underway.values().map(|underway| (underway.promise, None));
        let settled = ended.chain(rest).filter(|(promise, _)| promise.handed_over <= last);
        let settled = settled.map(|(promise, at)| delivery(promise, at, clock));
        self.imported.iter().copied().chain(settled).collect()
    }

    /// What can be promised at a moment; nothing, while nothing was sent.
    pub fn promises(&self, at: Timestamp, clock: &Zone) -> Option<Promises> {
        let known = self.known(at, clock);
        (!known.is_empty()).then(|| super::promise::promises(&known, LEVEL))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Actor, Channel, Subject};
    use crate::id::{CarrierId, ContactId, EventId, ShopperId, SourceId};
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
                        parcel: crate::id::ParcelId(1),
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
        assert_eq!(took(&deliveries), [Some(24 * 60), None, Some(20 * 24 * 60)]);
    }
    #[test]
    fn what_is_delivered_behind_a_return_never_came_whichever_is_told_first() {
        let (clock, day) = (Zone::default(), |day: i64| Timestamp(0) + Span::days(day));
        let order = OrderId([1; 16]);
        let scan = |status, at| OrderFact::ParcelScanned { order, parcel: ParcelId(1), status, at: day(at) };
        let (there, all) = (scan(ParcelStatus::Delivered, 3), OrderFact::Delivered { order });
        let took = |facts: &[OrderFact]| {
            let mut deliveries = Deliveries::default();
            for (n, fact) in (0..).zip([placed(order, 0)].iter().chain(facts)) {
                deliveries.add(&event(n, day(i64::from(n > 0) * 4), fact.clone()));
            }
            deliveries.known(day(14), &clock).first().and_then(|delivery| delivery.took)
        };
        let turned = |at| scan(ParcelStatus::TurnedBack, at);
        assert_eq!(took(&[there.clone(), all.clone()]), Some(3 * 24 * 60));
        assert_eq!(took(&[there.clone(), all.clone(), turned(2)]), None);
        assert_eq!(took(&[turned(2), there.clone()]), None);
        assert_eq!(took(&[there, all.clone(), turned(5)]), Some(3 * 24 * 60), "it was there before");
        assert_eq!(took(&[all, turned(2)]), None, "by hand");
        assert_eq!(took(&[scan(ParcelStatus::Returned, 3)]), None);
    }
}
