//! From people to visits: a sale is a visit of its own, signals split where nothing came for 30 minutes.

use crate::id::ProductId;
use crate::shop::PublicShop;
use crate::time::{Span, Timestamp};

use super::people::Person;
use super::sessions::Sessions;
use super::tally::{Met, Sale};

/// So many sales of three lines and more tell whether their lines were sorted by number.
const TELLING_SALES: usize = 100;

/// The visits of these people to this shop. What is no longer sold is passed over.
pub(super) fn sessions(people: &[Person<'_>], shop: &PublicShop) -> Sessions {
    let mut writer = Writer { shop, sorted: lines_are_sorted(people), sessions: Sessions::default() };
    people.iter().for_each(|person| writer.write(person));
    writer.sessions
}

/// Whether the lines of sales stand in the order of their numbers, as a till or a cart may list
/// them. That says nothing of the shopper, and would be learned as if it did.
fn lines_are_sorted(people: &[Person<'_>]) -> bool {
    let sales = people.iter().flat_map(Person::sales).filter(|(_, sale)| sale.lines.len() > 2);
    let (mut all, mut sorted) = (0, 0);
    for (_, sale) in sales {
        (all, sorted) = (all + 1, sorted + usize::from(sale.lines.is_sorted()));
    }
    all >= TELLING_SALES && sorted * 10 >= all * 9
}

struct Writer<'a> {
    shop: &'a PublicShop,
    /// Whether the order of a sale's lines says nothing.
    sorted: bool,
    sessions: Sessions,
}

impl Writer<'_> {
    fn write(&mut self, person: &Person<'_>) {
        let (mut visit, mut before) = (Vec::new(), Timestamp::default());
        for (moment, met) in &person.met {
            let Met::Signal(_, product) = met else { continue };
            if moment.at - before > Span::VISIT {
                self.sessions.push(before, visit.drain(..));
            }
            before = moment.at;
            visit.extend(self.sold(*product));
        }
        self.sessions.push(before, visit);
        person.sales().for_each(|(at, sale)| self.write_sale(at, sale));
    }

    fn write_sale(&mut self, at: Timestamp, sale: &Sale) {
        let mut lines: Vec<ProductId> = sale.lines.iter().filter_map(|line| self.sold(*line)).collect();
        if self.sorted {
            lines.sort_by_key(|line| mix(at.0 as u64 ^ mix(u64::from(line.0))));
        }
        self.sessions.push(at, lines);
    }

    fn sold(&self, product: ProductId) -> Option<ProductId> {
        self.shop.position(product).map(|_| product)
    }
}

/// The finaliser of splitmix64: an order that says nothing, and is the same again.
fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
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
