//! What a shopper bought, and on which days: a bounded memory that does not depend on the order of arrival.

use core::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::event::{Event, Observation, Signal};
use crate::id::ProductId;
use crate::time::Timestamp;
use crate::vec_map::VecMap;

use super::rank::row_scale;
use super::touch::{How, Touch};

/// Which product was bought on which day, ascending by day; at most [`Bought::MOST`], the latest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bought {
    days: Vec<(u16, ProductId)>,
}

impl Bought {
    /// How many are kept.
    pub const MOST: usize = 1_000;
    /// A purchase so many days ago counts half.
    pub const HALF_LIFE: u16 = 120;

    /// Takes in what happened.
    pub fn apply(&mut self, event: &Event) {
        let bought = Touch::of(event).into_iter().filter(|touch| touch.how == How::Bought);
        bought.for_each(|touch| self.add((day(touch.at), touch.product)));
    }

    /// Takes in what somebody says that they bought elsewhere.
    pub fn observe(&mut self, observed: &Observation) {
        if let Signal::Purchase { product } = observed.signal {
            self.add((day(observed.at), product));
        }
    }

    /// Takes over what the same person bought under another name.
    pub fn merge(&mut self, other: &Self) {
        other.days.iter().for_each(|bought| self.add(*bought));
    }

    /// Which product on which day since 1970, ascending by day.
    pub fn days(&self) -> &[(u16, ProductId)] {
        &self.days
    }

    /// INVARIANT: what is kept is the latest of all that ever came, in whatever order it came.
    fn add(&mut self, bought: (u16, ProductId)) {
        if let Err(place) = self.days.binary_search(&bought) {
            self.days.insert(place, bought);
            self.days.drain(..self.days.len().saturating_sub(Self::MOST));
        }
    }

    /// The products by how likely they are in the next basket, likeliest first: each day counts half as
    /// much as one [`Bought::HALF_LIFE`] days later. Of equal ones the latest, then the lowest number.
    ///
    /// Counting what a household bought and letting that fade beats the plain count (Faggioli, Polato and
    /// Aiolli, "Recency aware collaborative filtering for next basket recommendation", 2020).
    pub fn again(&self, at: Timestamp) -> Vec<ProductId> {
        let today = day(at);
        let mut counts = VecMap::<ProductId, (u64, u16)>::default();
        for (day, product) in &self.days {
            let (sum, last) = counts.or_default(*product);
            *sum = sum.saturating_add(weight(today.saturating_sub(*day)));
            *last = *day;
        }
        let mut likeliest: Vec<(Reverse<(u64, u16)>, ProductId)> = Vec::with_capacity(self.days.len());
        for (product, count) in counts.iter() {
            let found = (Reverse(*count), *product);
            let place = likeliest.partition_point(|better| *better < found);
            likeliest.insert(place, found);
        }
        likeliest.into_iter().map(|(_, product)| product).collect()
    }
}

/// What a purchase counts so many days later: `2^(-age / HALF_LIFE)`, in steps of ten days.
fn weight(age: u16) -> u64 {
    row_scale(u8::MAX.saturating_sub((age / (Bought::HALF_LIFE / 12)).min(255) as u8))
}

/// The day since 1970, UTC; as far as 2149.
fn day(at: Timestamp) -> u16 {
    (at - Timestamp(0)).whole_days().clamp(0, i64::from(u16::MAX)) as u16
}
