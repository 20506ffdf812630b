//! What one order was promised, and what became of that.

use super::Outcome;
use crate::event::{OrderFact, StockLine};
use crate::id::{CarrierId, ProductId};
use crate::money::Currency;
use crate::service::arrival::Arrivals;
use crate::time::Timestamp;

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
    /// From when on it was to be there, where that was promised.
    pub from: Option<Timestamp>,
    /// Until when.
    pub until: Option<Timestamp>,
    /// When it was.
    pub delivered: Option<Timestamp>,
    /// What became of the time.
    pub date: Outcome,
    /// The total that was agreed, in minor units of [`Row::currency`].
    pub agreed: i64,
    /// What it was ordered in.
    pub currency: Currency,
    /// What was charged for it: captured, less what was paid back; nothing, where that is not recorded.
    pub charged: Option<i64>,
    /// Units that were said to be on the shelf.
    pub in_stock: u32,
    /// Of these, what the shop called off.
    pub withdrawn: u32,
    over: bool,
    /// Whether the shop called it off.
    called_off: bool,
    arrivals: Arrivals,
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

impl Row {
    /// What is broken stays broken.
    pub(super) fn end(&mut self, outcome: Outcome) {
        if self.until.is_some() && self.date == Outcome::Open {
            self.date = outcome;
        }
    }

    /// What was delivered behind a return did not come, and so the order did not.
    pub(super) fn note(&mut self, since: impl FnOnce(&mut Arrivals, Option<Timestamp>) -> Option<Timestamp>) {
        let was = self.delivered;
        self.delivered = since(&mut self.arrivals, was);
        if was.is_some() && self.delivered.is_none() && self.date == Outcome::Kept {
            self.date = Outcome::Open;
        }
    }

    pub(super) fn all_there(&mut self, told: Timestamp) {
        if self.delivered.is_none() {
            let there = self.arrivals.end(told);
            self.delivered = Some(there);
            let late = self.until.is_some_and(|until| there > until);
            self.end(if late { Outcome::Broken } else { Outcome::Kept });
        }
    }

    pub(super) fn call_off(&mut self, by_shop: bool) {
        if by_shop && self.delivered.is_none() {
            self.withdraw(self.in_stock);
        }
        self.called_off |= by_shop;
        self.end(if by_shop { Outcome::Broken } else { Outcome::Void });
    }

    /// Whether it was there neither before nor after its time; nothing, while nobody knows, or where that is not its
    /// carrier's doing.
    pub(super) fn is_hit(&self) -> Option<bool> {
        let (from, until) = (self.from?, self.until?);
        match (self.delivered, self.date) {
            (Some(there), Outcome::Kept | Outcome::Broken) => Some(from <= there && there <= until),
            (None, Outcome::Broken) if !self.called_off => Some(false),
            _ => None,
        }
    }

    fn waits(&self, product: ProductId) -> u32 {
        units(self.waiting.iter().filter(|line| line.product == product))
    }

    /// What came to the shelf is waited for no more.
    pub(super) fn came(&mut self, lines: &[StockLine]) {
        for line in &mut self.waiting {
            let came = units(lines.iter().filter(|other| other.product == line.product));
            line.units = line.units.saturating_sub(came);
        }
    }

    /// Of what is called off, what waits goes first: nobody had said that it was there.
    pub(super) fn withdraw_lines(&mut self, lines: &[StockLine]) {
        for line in lines {
            let said = line.units.saturating_sub(self.waits(line.product));
            self.came(core::slice::from_ref(line));
            self.withdraw(said);
        }
    }

    fn withdraw(&mut self, units: u32) {
        self.withdrawn = self.withdrawn.saturating_add(units).min(self.in_stock);
    }

    pub(super) fn charge(&mut self, minor: i64) {
        let charged = self.charged.unwrap_or(0).saturating_add(minor);
        self.over |= charged > self.agreed;
        self.charged = Some(charged);
    }
}

pub(super) fn placed(fact: &OrderFact, at: Timestamp) -> Option<Row> {
    let OrderFact::Placed { number, lines, total, waiting, promise, .. } = fact else { return None };
    let interval = promise.and_then(|promise| promise.interval);
    let ordered = lines.iter().fold(0_u32, |sum, line| sum.saturating_add(line.quantity));
    Some(Row {
        number: *number,
        placed: at,
        products: lines.iter().map(|line| line.product).collect(),
        carrier: promise.map(|promise| promise.despatch.carrier),
        from: interval.map(|interval| interval.from),
        until: interval.map(|interval| interval.until),
        delivered: None,
        date: Outcome::Open,
        agreed: total.minor,
        currency: total.currency,
        charged: None,
        in_stock: ordered.saturating_sub(units(waiting)),
        withdrawn: 0,
        over: false,
        called_off: false,
        arrivals: Arrivals::default(),
        waiting: waiting.clone(),
    })
}

fn units<'a>(lines: impl IntoIterator<Item = &'a StockLine>) -> u32 {
    lines.into_iter().fold(0, |sum, line| sum.saturating_add(line.units))
}
