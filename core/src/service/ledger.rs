//! The promise ledger: every time, price and stock that a buyer was promised, beside what happened.
//!
//! A report of the merchant's: a fold of the log of its own, and nothing that a page is told.

use std::collections::BTreeMap;

use crate::event::{Actor, Event, Fact, OrderFact, ParcelStatus, PaymentKind, StockLine};
use crate::id::{CarrierId, OrderId, ProductId};
use crate::time::Timestamp;

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

/// What one order was promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number for people.
    pub number: u32,
    /// When it was placed.
    pub placed: Timestamp,
    /// What is in it.
    pub products: Box<[ProductId]>,
    /// Who brings it, where its buyer chose somebody.
    pub carrier: Option<CarrierId>,
    /// Until when it was to be there, where that was promised.
    pub until: Option<Timestamp>,
    /// When it was.
    pub delivered: Option<Timestamp>,
    /// What became of the time.
    pub date: Outcome,
    /// The total that was agreed, in minor units.
    pub agreed: i64,
    /// What was charged for it: captured, less what was paid back; nothing, where that is not recorded.
    pub charged: Option<i64>,
    /// Units that were said to be on the shelf.
    pub in_stock: u32,
    /// Of these, what the shop called off.
    pub withdrawn: u32,
    over: bool,
    /// When the last parcel was there so far, and when that was told.
    seen: Option<(Timestamp, Timestamp)>,
    /// Units that were not said to be on the shelf, and did not come there yet.
    waiting: Vec<StockLine>,
}

impl Row {
    /// What became of the price: it is broken if ever more was charged than was agreed.
    pub fn price(&self) -> Outcome {
        match (self.over, self.charged) {
            (true, _) => Outcome::Broken,
            (false, Some(_)) => Outcome::Kept,
            (false, None) => Outcome::Open,
        }
    }

    /// What became of the stock: it is kept once the order is there.
    pub fn stock(&self) -> Outcome {
        match (self.withdrawn, self.delivered, self.date) {
            (1.., ..) => Outcome::Broken,
            (0, Some(_), _) => Outcome::Kept,
            (0, None, Outcome::Void) => Outcome::Void,
            (0, None, _) => Outcome::Open,
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
            // A carrier may tell of it later than it was.
            OrderFact::ParcelScanned { order, status: ParcelStatus::Delivered, at, .. } => {
                self.change(*order, |row| row.there(*at, event.at));
            }
            OrderFact::ParcelMoved { order, status: ParcelStatus::Delivered, .. } => {
                self.change(*order, |row| row.there(event.at, event.at));
            }
            OrderFact::Delivered { order } => self.change(*order, |row| {
                if row.delivered.is_none() {
                    // What is told by itself is of what was not there before.
                    let seen = row.seen.filter(|(_, told)| *told == event.at).map(|(at, _)| at);
                    let there = seen.unwrap_or(event.at);
                    row.delivered = Some(there);
                    let late = row.until.is_some_and(|until| there > until);
                    row.end(if late { Outcome::Broken } else { Outcome::Kept });
                }
            }),
            OrderFact::PromiseBroken { order, .. } => self.change(*order, |row| row.end(Outcome::Broken)),
            OrderFact::UnitsAllocated { order, lines } => self.change(*order, |row| row.came(lines)),
            OrderFact::UnitsCancelled { order, lines, .. } if is_shop(&event.actor) => {
                self.change(*order, |row| row.withdraw_lines(lines));
            }
            OrderFact::Cancelled { order } => self.change(*order, |row| {
                if is_shop(&event.actor) && row.delivered.is_none() {
                    row.withdraw(row.in_stock);
                }
                row.end(if is_shop(&event.actor) { Outcome::Broken } else { Outcome::Void });
            }),
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

    /// Whether each time was kept, in the order in which that was known to be due, of one carrier.
    pub fn dates_of(&self, carrier: CarrierId) -> Vec<bool> {
        let own = self.rows.values().filter(|row| row.carrier == Some(carrier));
        let mut dates: Vec<(Timestamp, u32, bool)> = own
            .filter_map(|row| match row.date {
                Outcome::Kept => Some((row.until?, row.number, true)),
                Outcome::Broken => Some((row.until?, row.number, false)),
                Outcome::Open | Outcome::Void => None,
            })
            .collect();
        dates.sort_unstable();
        dates.into_iter().map(|(.., kept)| kept).collect()
    }
}

impl Row {
    /// What is broken stays broken.
    fn end(&mut self, outcome: Outcome) {
        if self.until.is_some() && self.date == Outcome::Open {
            self.date = outcome;
        }
    }

    fn there(&mut self, at: Timestamp, told: Timestamp) {
        let last = self.seen.map_or(at, |(seen, _)| seen.max(at));
        self.seen = Some((last, told));
    }

    fn waits(&self, product: ProductId) -> u32 {
        units(self.waiting.iter().filter(|line| line.product == product))
    }

    /// What came to the shelf is waited for no more.
    fn came(&mut self, lines: &[StockLine]) {
        for line in &mut self.waiting {
            let came = units(lines.iter().filter(|other| other.product == line.product));
            line.units = line.units.saturating_sub(came);
        }
    }

    /// Of what is called off, what waits goes first: nobody had said that it was there.
    fn withdraw_lines(&mut self, lines: &[StockLine]) {
        for line in lines {
            let said = line.units.saturating_sub(self.waits(line.product));
            self.came(core::slice::from_ref(line));
            self.withdraw(said);
        }
    }

    fn withdraw(&mut self, units: u32) {
        self.withdrawn = self.withdrawn.saturating_add(units).min(self.in_stock);
    }

    fn charge(&mut self, minor: i64) {
        let charged = self.charged.unwrap_or(0).saturating_add(minor);
        self.over |= charged > self.agreed;
        self.charged = Some(charged);
    }
}

fn placed(fact: &OrderFact, at: Timestamp) -> Option<Row> {
    let OrderFact::Placed { number, lines, total, waiting, promise, .. } = fact else { return None };
    let ordered = lines.iter().fold(0_u32, |sum, line| sum.saturating_add(line.quantity));
    Some(Row {
        number: *number,
        placed: at,
        products: lines.iter().map(|line| line.product).collect(),
        carrier: promise.map(|promise| promise.despatch.carrier),
        until: promise.and_then(|promise| promise.interval).map(|interval| interval.until),
        delivered: None,
        date: Outcome::Open,
        agreed: total.minor,
        charged: None,
        in_stock: ordered.saturating_sub(units(waiting)),
        withdrawn: 0,
        over: false,
        seen: None,
        waiting: waiting.clone(),
    })
}

fn units<'a>(lines: impl IntoIterator<Item = &'a StockLine>) -> u32 {
    lines.into_iter().fold(0, |sum, line| sum.saturating_add(line.units))
}

/// Whether it was the shop's doing and not the buyer's.
const fn is_shop(actor: &Actor) -> bool {
    !matches!(actor, Actor::Shopper(_))
}

#[cfg(test)]
mod tests;
