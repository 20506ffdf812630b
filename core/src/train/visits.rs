//! From people to visits: a sale is a visit of its own, signals split where nothing came for 30 minutes.

use core::ops::Range;

use crate::id::ProductId;
use crate::shop::PublicShop;
use crate::time::{Span, Timestamp};

use super::people::Person;
use super::tally::Met;

/// The visits that train, in one block: what was met in each, as places in `items`.
pub(super) struct Visits {
    /// Products of the shop that occur, ascending.
    pub(super) items: Vec<ProductId>,
    // INVARIANT: every entry is a place in `items`; all sums and rows are indexed by it.
    met: Vec<u32>,
    visits: Vec<Visit>,
}

struct Visit {
    end: Timestamp,
    met: Range<usize>,
}

impl Visits {
    /// The visits of these people to this shop. What is no longer sold is passed over.
    pub(super) fn of(people: &[Person<'_>], shop: &PublicShop) -> Self {
        let mut writer = Writer { shop, met: Vec::new(), visits: Vec::new(), open: 0 };
        people.iter().for_each(|person| writer.write(person));
        let (items, met) = renumber(shop, writer.met);
        Self { items, met, visits: writer.visits }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.visits.len()
    }

    /// When the last of them ended.
    pub(super) fn end(&self) -> Timestamp {
        self.visits.iter().map(|visit| visit.end).max().unwrap_or_default()
    }

    /// The end of each visit and the items met in it, consecutive repeats as one.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Timestamp, &[u32])> {
        self.visits.iter().map(|visit| (visit.end, self.slice(visit)))
    }

    /// The items met in a visit.
    pub(super) fn met(&self, visit: usize) -> &[u32] {
        self.visits.get(visit).map_or(&[], |visit| self.slice(visit))
    }

    fn slice(&self, visit: &Visit) -> &[u32] {
        self.met.get(visit.met.clone()).unwrap_or_default()
    }
}

/// Writes visits one after another, items as positions in the shop.
struct Writer<'a> {
    shop: &'a PublicShop,
    met: Vec<u32>,
    visits: Vec<Visit>,
    /// Where the visit that is being written begins.
    open: usize,
}

impl Writer<'_> {
    fn write(&mut self, person: &Person<'_>) {
        let mut signal_before = None;
        for (moment, met) in &person.met {
            let Met::Signal(_, product) = met else { continue };
            if let Some(before) = signal_before.filter(|before| moment.at - *before > Span::VISIT) {
                self.close(before);
            }
            self.push(*product);
            signal_before = Some(moment.at);
        }
        self.close(signal_before.unwrap_or_default());
        for (at, sale) in person.sales() {
            sale.lines.iter().for_each(|product| self.push(*product));
            self.close(at);
        }
    }

    fn push(&mut self, product: ProductId) {
        let Some(place) = self.shop.position(product) else { return };
        let visit = self.met.get(self.open..).unwrap_or_default();
        if visit.last() != Some(&(place as u32)) {
            self.met.push(place as u32);
        }
    }

    fn close(&mut self, end: Timestamp) {
        let met = self.open..self.met.len();
        self.open = met.end;
        if !met.is_empty() {
            self.visits.push(Visit { end, met });
        }
    }
}

/// From positions in the shop to places among the products that occur.
fn renumber(shop: &PublicShop, mut met: Vec<u32>) -> (Vec<ProductId>, Vec<u32>) {
    let mut occurs = vec![false; shop.products.len()];
    met.iter().for_each(|position| occurs[*position as usize] = true);
    let mut places = vec![0; occurs.len()];
    let occurring = (0..occurs.len()).filter(|position| occurs[*position]);
    (0_u32..).zip(occurring).for_each(|(place, position)| places[position] = place);
    met.iter_mut().for_each(|position| *position = places[*position as usize]);
    let items =
        shop.products.iter().zip(&occurs).filter(|(_, occurs)| **occurs).map(|(product, _)| product.id);
    (items.collect(), met)
}
