//! The promise ledger: every time, price and stock that a buyer was promised, beside what happened.
//!
//! A report of the merchant's: a fold of the log of its own, and nothing that a page is told.

use std::collections::BTreeMap;

use crate::event::{Actor, Event, Fact, OrderFact, PaymentKind};
use crate::id::{CarrierId, OrderId};
use crate::service::arrival::Arrivals;
use crate::time::Timestamp;

mod row;

pub use row::Row;
use row::placed;

/// What became of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Nobody knows yet.
    Open,
    /// It was kept.
    Kept,
    /// It was broken, whatever came later.
    Broken,
    /// The buyer called it off before it was due.
    Void,
}

impl Outcome {
    /// Its name in a table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Kept => "kept",
            Self::Broken => "broken",
            Self::Void => "void",
        }
    }
}

/// How many promises were kept, of those whose end is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// Kept.
    pub kept: u32,
    /// Broken.
    pub broken: u32,
}

impl Kept {
    /// Takes one more in; what is open or void does not count.
    pub fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Kept => self.kept = self.kept.saturating_add(1),
            Outcome::Broken => self.broken = self.broken.saturating_add(1),
            Outcome::Open | Outcome::Void => {}
        }
    }

    /// All of both.
    pub fn all(self) -> u32 {
        self.kept.saturating_add(self.broken)
    }

    /// The share that was kept, of 10,000; nothing, where nothing is known yet.
    pub fn rate(self) -> Option<u32> {
        let all = u64::from(self.kept).saturating_add(u64::from(self.broken));
        u64::from(self.kept).saturating_mul(10_000).checked_div(all).map(|rate| rate as u32)
    }
}

/// All promises, in the order of the orders' identifiers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    rows: BTreeMap<OrderId, Row>,
}

impl Ledger {
    /// Takes in what happened, in the order of the log.
    pub fn apply(&mut self, event: &Event) {
        let Fact::Order(fact) = &event.fact else { return };
        match fact {
            OrderFact::Placed { order, .. } => {
                if let Some(row) = placed(fact, event.at) {
                    self.rows.entry(*order).or_insert(row);
                }
            }
            OrderFact::Packed { order } => self.arrived(*order, |arrivals, all| {
                arrivals.packed_next();
                all
            }),
            OrderFact::ParcelPacked { order, parcel, .. } => self.arrived(*order, |arrivals, all| {
                arrivals.packed(*parcel);
                all
            }),
            // A carrier may tell of it later than it was.
            OrderFact::ParcelScanned { order, parcel, status, at } => {
                let scan = (*parcel, *status, *at);
                self.arrived(*order, |arrivals, all| arrivals.scanned(scan, event.at, all));
            }
            OrderFact::ParcelMoved { order, parcel, status, .. } => {
                let step = (*parcel, *status, event.at);
                self.arrived(*order, |arrivals, all| arrivals.moved(step, all));
            }
            OrderFact::Delivered { order } => self.change(*order, |row| row.all_there(event.at)),
            OrderFact::PromiseBroken { order, .. } => self.change(*order, |row| row.end(Outcome::Broken)),
            OrderFact::UnitsAllocated { order, lines } => self.change(*order, |row| row.came(lines)),
            OrderFact::UnitsCancelled { order, lines, .. } if is_shop(&event.actor) => {
                self.change(*order, |row| row.withdraw_lines(lines));
            }
            OrderFact::Cancelled { order } => self.change(*order, |row| row.call_off(is_shop(&event.actor))),
            OrderFact::PaymentRecorded { order, payment } => {
                let minor = payment.amount.minor;
                self.change(*order, |row| match payment.kind {
                    PaymentKind::Captured => row.charge(minor),
                    PaymentKind::Repaid => row.charge(minor.saturating_neg()),
                    PaymentKind::Authorised => {}
                });
            }
            _ => {}
        }
    }

    fn change(&mut self, order: OrderId, how: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&order) {
            how(row);
        }
    }

    fn arrived(
        &mut self,
        order: OrderId,
        since: impl FnOnce(&mut Arrivals, Option<Timestamp>) -> Option<Timestamp>,
    ) {
        self.change(order, |row| row.note(since));
    }

    /// All of them, by their numbers.
    pub fn rows(&self) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self.rows.values().collect();
        rows.sort_by_key(|row| row.number);
        rows
    }

    /// How many of what was promised was kept, in all.
    pub fn kept(&self, of: impl Fn(&Row) -> Outcome) -> Kept {
        let mut kept = Kept::default();
        self.rows.values().for_each(|row| kept.add(of(row)));
        kept
    }

    /// How many times were kept, by whatever rows are told apart by; a row may count for several.
    pub fn dates_by<K: Ord, I: IntoIterator<Item = K>>(&self, keys: impl Fn(&Row) -> I) -> BTreeMap<K, Kept> {
        let mut by = BTreeMap::<K, Kept>::new();
        for row in self.rows.values().filter(|row| row.until.is_some()) {
            for key in keys(row) {
                by.entry(key).or_default().add(row.date);
            }
        }
        by.retain(|_, kept| kept.all() > 0);
        by
    }

    /// Whether each order was there in its time, neither before nor after, by one carrier: what was learned from its
    /// past says how often. In the order in which that was known to be due.
    pub fn hits_of(&self, carrier: CarrierId) -> Vec<bool> {
        let own = self.rows.values().filter(|row| row.carrier == Some(carrier));
        let mut hits: Vec<(Timestamp, u32, bool)> =
            own.filter_map(|row| Some((row.until?, row.number, row.is_hit()?))).collect();
        hits.sort_unstable();
        hits.into_iter().map(|(.., hit)| hit).collect()
    }
}

/// Whether it was the shop's doing and not the buyer's.
const fn is_shop(actor: &Actor) -> bool {
    !matches!(actor, Actor::Shopper(_))
}

#[cfg(test)]
mod tests;
