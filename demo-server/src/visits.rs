//! How often pages of each kind were read, hour by hour. Nobody needs to let that be counted, for it is of nobody: a
//! number of a kind and an hour, without who, in which order or from where; and a number that is small is not told.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use attar::Timestamp;

/// Fewer than so many are told as that.
pub const FEWEST: u32 = 5;
/// So many hours are kept: a week.
const HOURS: usize = 168;
const HOUR_MS: i64 = 3_600_000;

/// What a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The first page.
    Home,
    /// A department.
    Department,
    /// A product.
    Product,
    /// The cart and the checkout.
    Cart,
    /// An order.
    Order,
    /// What is known of whoever reads.
    Account,
    /// A page of another origin that embeds the widget.
    Elsewhere,
}

impl Kind {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::Home,
        Self::Department,
        Self::Product,
        Self::Cart,
        Self::Order,
        Self::Account,
        Self::Elsewhere,
    ];

    /// Of a page of the shop's own, by its path; none of any other.
    pub fn of(path: &str) -> Option<Self> {
        let mut parts = path.trim_start_matches('/').split('/');
        match (parts.next().unwrap_or_default(), parts.next()) {
            ("", None) => Some(Self::Home),
            ("d", Some(_)) => Some(Self::Department),
            ("p", Some(_)) => Some(Self::Product),
            ("cart" | "checkout", None) => Some(Self::Cart),
            ("order", Some(_)) => Some(Self::Order),
            ("account", None) => Some(Self::Account),
            _ => None,
        }
    }
}

/// One hour: when it began, and of each kind how often it was read; none where that is fewer than [`FEWEST`].
pub type Hour = (Timestamp, [Option<u32>; Kind::ALL.len()]);

/// The counters.
#[derive(Debug, Default)]
pub struct Visits(Mutex<BTreeMap<i64, [u32; Kind::ALL.len()]>>);

impl Visits {
    /// One more of a kind.
    pub fn count(&self, kind: Kind, at: Timestamp) {
        let mut hours = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = hours.entry(at.0.div_euclid(HOUR_MS)).or_default();
        counts[kind as usize] = counts[kind as usize].saturating_add(1);
        while hours.len() > HOURS {
            hours.pop_first();
        }
    }

    /// The last hours that had any readers, the latest first.
    pub fn hours(&self, most: usize) -> Vec<Hour> {
        let hours = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let told = |count: &u32| Some(*count).filter(|count| *count >= FEWEST);
        let hour = |(hour, counts): (&i64, &[u32; 7])| {
            (Timestamp(hour.saturating_mul(HOUR_MS)), counts.each_ref().map(told))
        };
        hours.iter().rev().take(most).map(hour).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_from_five_on() {
        let visits = Visits::default();
        for minute in 0..5 {
            visits.count(Kind::Product, Timestamp(HOUR_MS + minute * 60_000));
            if minute < 4 {
                visits.count(Kind::Home, Timestamp(HOUR_MS));
            }
        }
        visits.count(Kind::Home, Timestamp(3 * HOUR_MS));
        let none = [None; 7];
        let product = [None, None, Some(5), None, None, None, None];
        assert_eq!(visits.hours(9), [(Timestamp(3 * HOUR_MS), none), (Timestamp(HOUR_MS), product)]);
        assert_eq!(visits.hours(1).len(), 1);
    }

    #[test]
    fn a_week_is_kept() {
        let visits = Visits::default();
        (0..400).for_each(|hour| visits.count(Kind::Home, Timestamp(hour * HOUR_MS)));
        let hours = visits.hours(1_000);
        assert_eq!(
            (hours.len(), hours[0].0, hours[HOURS - 1].0),
            (HOURS, Timestamp(399 * HOUR_MS), Timestamp(232 * HOUR_MS))
        );
    }

    #[test]
    fn a_page_has_the_kind_that_its_path_says() {
        let kinds =
            ["/", "/d/3", "/p/12", "/checkout", "/order/ab", "/account", "/merchant", "/p", "/shop.css"]
                .map(Kind::of);
        let wanted =
            [Kind::Home, Kind::Department, Kind::Product, Kind::Cart, Kind::Order, Kind::Account].map(Some);
        assert_eq!((&kinds[..6], &kinds[6..]), (&wanted[..], &[None; 3][..]));
        assert!(Kind::ALL.iter().enumerate().all(|(place, kind)| *kind as usize == place));
    }
}
