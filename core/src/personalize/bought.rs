//! What a shopper bought, and on which days: what they will buy again, and when.

use core::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::event::{Event, Fact, OrderFact};
use crate::id::ProductId;
use crate::time::Timestamp;
use crate::vec_map::{VecMap, pairs};

use super::rank::row_scale;

/// The latest days on which each product was bought; at most [`Bought::MOST`] products, those bought latest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bought {
    #[serde(with = "pairs")]
    days: VecMap<ProductId, Vec<u16>>,
}

impl Bought {
    /// How many products are kept.
    pub const MOST: usize = 300;
    /// How many days of a product are kept.
    pub const DAYS: usize = 8;
    /// A purchase so many days ago counts half.
    pub const HALF_LIFE: u16 = 120;

    /// Takes in what happened.
    pub fn apply(&mut self, event: &Event) {
        let day = day(event.at);
        match &event.fact {
            Fact::Order(OrderFact::Placed { lines, .. }) => {
                lines.iter().for_each(|line| self.add(line.product, day));
            }
            Fact::Order(OrderFact::SoldInStore { lines, .. }) => {
                lines.iter().for_each(|line| self.add(line.product, day));
            }
            _ => {}
        }
    }

    /// Takes over what the same person bought under another name.
    pub fn merge(&mut self, other: &Self) {
        for (product, days) in other.days.iter() {
            days.iter().for_each(|day| self.add(*product, *day));
        }
    }

    fn add(&mut self, product: ProductId, day: u16) {
        let days = self.days.or_default(product);
        if let Err(place) = days.binary_search(&day) {
            days.insert(place, day);
            days.drain(..days.len().saturating_sub(Self::DAYS));
        }
        if self.days.iter().count() > Self::MOST {
            let oldest = self.days.iter().min_by_key(|(product, days)| (days.last().copied(), *product));
            let oldest = oldest.map(|(product, _)| *product);
            oldest.map(|product| self.days.remove(&product));
        }
    }

    /// The products by how likely they are in the next basket, likeliest first: each day counts half as
    /// much as one [`Bought::HALF_LIFE`] days later. Of equal ones the latest, then the lowest number.
    ///
    /// Counting what a household bought and letting that fade beats the plain count (Faggioli, Polato and
    /// Aiolli, "Recency aware collaborative filtering for next basket recommendation", 2020).
    pub fn again(&self, at: Timestamp) -> Vec<ProductId> {
        let today = day(at);
        let key = |(product, days): &(ProductId, Vec<u16>)| {
            let sum =
                days.iter().fold(0_u64, |sum, day| sum.saturating_add(weight(today.saturating_sub(*day))));
            (Reverse(sum), Reverse(days.last().copied()), *product)
        };
        let mut all: Vec<_> = self.days.iter().map(key).collect();
        all.sort_unstable();
        all.into_iter().map(|(.., product)| product).collect()
    }
}

/// What a purchase counts so many days later: `2^(-age / HALF_LIFE)`, in steps of ten days.
fn weight(age: u16) -> u64 {
    row_scale(u8::MAX.saturating_sub((age / (Bought::HALF_LIFE / 12)).min(255) as u8))
}

/// The day since 1970, UTC; as far as 2149.
fn day(at: Timestamp) -> u16 {
    at.0.div_euclid(86_400_000).clamp(0, i64::from(u16::MAX)) as u16
}
