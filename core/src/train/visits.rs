//! From people to visits: a sale is a visit of its own, signals split where nothing came for 30 minutes.

use crate::id::ProductId;
use crate::shop::PublicShop;
use crate::time::{Span, Timestamp};

use super::people::Person;
use super::sessions::Sessions;
use super::tally::Met;

/// The visits of these people to this shop. What is no longer sold is passed over.
pub(super) fn sessions(people: &[Person<'_>], shop: &PublicShop) -> Sessions {
    let mut sessions = Sessions::default();
    people.iter().for_each(|person| write(person, shop, &mut sessions));
    sessions
}

fn write(person: &Person<'_>, shop: &PublicShop, sessions: &mut Sessions) {
    let sold = |product: &ProductId| shop.position(*product).is_some();
    let (mut visit, mut before) = (Vec::new(), Timestamp::default());
    for (moment, met) in &person.met {
        let Met::Signal(_, product) = met else { continue };
        if moment.at - before > Span::VISIT {
            sessions.push(before, visit.drain(..));
        }
        before = moment.at;
        visit.extend(Some(*product).filter(sold));
    }
    sessions.push(before, visit);
    for (at, sale) in person.sales() {
        sessions.push(at, sale.lines.iter().copied().filter(sold));
    }
}

/// Sessions with their items as places in one list.
pub(super) struct Visits {
    /// Products that occur, ascending.
    pub(super) items: Vec<ProductId>,
    // INVARIANT: every entry is a place in `items`; all sums and rows are indexed by it.
    met: Vec<u32>,
    /// Where each visit ends in `met`, and when it did.
    ends: Vec<(usize, Timestamp)>,
}

impl Visits {
    pub(super) fn of(sessions: &Sessions) -> Self {
        let mut items: Vec<ProductId> = sessions.iter().flat_map(|(_, met)| met).copied().collect();
        items.sort_unstable();
        items.dedup();
        let (mut met, mut ends) = (Vec::with_capacity(sessions.events()), Vec::with_capacity(sessions.len()));
        for (end, products) in sessions.iter() {
            met.extend(products.iter().filter_map(|product| place(&items, *product)));
            ends.push((met.len(), end));
        }
        Self { items, met, ends }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// When the last of them ended.
    pub(super) fn end(&self) -> Timestamp {
        self.ends.iter().map(|(_, end)| *end).max().unwrap_or_default()
    }

    /// The end of each visit and the items met in it.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Timestamp, &[u32])> {
        self.ends.iter().enumerate().map(|(visit, (_, end))| (*end, self.met(visit)))
    }

    /// The items met in a visit.
    pub(super) fn met(&self, visit: usize) -> &[u32] {
        let before = visit.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.map_or(0, |(end, _)| *end);
        self.ends.get(visit).and_then(|(end, _)| self.met.get(start..*end)).unwrap_or_default()
    }
}

/// Where a product stands in an ascending list.
pub(super) fn place(items: &[ProductId], product: ProductId) -> Option<u32> {
    items.binary_search(&product).ok().map(|place| place as u32)
}
