//! What was learned, as integer tables. The default is a cold start that still answers.
//!
//! The table is one row of neighbours per item. Measured on public click and basket data, 32
//! neighbours with 4-bit weights lose less than 1 % of the hit rate of the float table.

mod neighbours;

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::id::ProductId;
use crate::packed::Packed;
use crate::service::promise::Promises;
use crate::time::Timestamp;

pub use neighbours::{Cell, Neighbours};

/// What `train` learned from a log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// When the log that it was learned from ended.
    pub trained_at: Timestamp,
    /// How many visits and baskets it was learned from.
    pub visits: u32,
    /// The items that the tables speak of, ascending.
    #[serde(with = "ascending")]
    pub items: Vec<ProductId>,
    /// Which items go with which.
    pub neighbours: Neighbours,
    /// Items that sell now, most first, as indices into `items`; at most [`Model::MOST_POPULAR`].
    pub popular: Vec<u32>,
    /// Weight of a context item by its distance from the last one, 0..=255, last first.
    pub positions: Vec<u8>,
    /// What a context item adds to its own score by its distance from the last one, last first, at
    /// most [`Model::MOST_REVISIT`]. Empty where nothing is come back to.
    pub revisits: Vec<u64>,
    /// What a score is multiplied by when so many context items speak for it, from 1 on; 1..=256,
    /// and the last for any number above. Empty where that says nothing.
    pub support: Vec<u16>,
    /// Groups of customers.
    pub segments: Segments,
    /// Products that hardly anybody met yet, ascending; at most [`Model::MOST_FRESH`].
    pub fresh: Vec<ProductId>,
    /// When parcels are due; nothing, where none were sent yet.
    #[serde(default)]
    pub promises: Packed<Option<Promises>>,
}

impl Model {
    /// How many popular items are kept.
    pub const MOST_POPULAR: usize = 100;
    /// How many fresh products are kept.
    pub const MOST_FRESH: usize = 100;
    /// A product that was met so many times is fresh no more.
    pub const MET: u32 = 5;
    /// At this place of a shopper's own list, from 0, one fresh product may stand, and at no other: that is
    /// all that what nobody knows is shown. Of a list of 20 it is a twentieth; a list of four has none.
    pub const FRESH_PLACE: usize = 4;
    /// How many items of the context count.
    pub const CONTEXT: usize = 30;
    /// How many numbers of context items that speak for one are told apart.
    pub const SUPPORT: usize = 31;
    /// The most that a revisit adds. Then no score exceeds 62 bits: 30 rows make at most
    /// 30 * 255 * [`row_scale(255)`](crate::personalize::rank::row_scale) * 225 * 256 < 2^52.
    pub const MOST_REVISIT: u64 = 1 << 56;

    /// The index of a product, if the model knows it.
    pub fn index(&self, product: ProductId) -> Option<usize> {
        product.place_in(&self.items, |item| *item)
    }

    /// The product at an index.
    pub fn product(&self, index: usize) -> Option<ProductId> {
        self.items.get(index).copied()
    }

    /// Whether every index stays inside the tables.
    pub(crate) fn check(&self) -> Result<(), ModelError> {
        let items = self.items.len();
        if !self.items.is_sorted_by(|a, b| a < b) {
            return Err(ModelError::UnsortedItems);
        }
        if self.popular.len() > Self::MOST_POPULAR || self.popular.iter().any(|i| *i as usize >= items) {
            return Err(ModelError::BadPopular);
        }
        if self.positions.len() > Self::CONTEXT {
            return Err(ModelError::BadPositions);
        }
        if self.revisits.len() > Self::CONTEXT || self.revisits.iter().any(|v| *v > Self::MOST_REVISIT) {
            return Err(ModelError::BadRevisits);
        }
        if self.support.len() > Self::SUPPORT || self.support.iter().any(|u| !(1..=256).contains(u)) {
            return Err(ModelError::BadSupport);
        }
        if self.fresh.len() > Self::MOST_FRESH || !self.fresh.is_sorted_by(|a, b| a < b) {
            return Err(ModelError::BadFresh);
        }
        self.neighbours.check(items)?;
        self.segments.check()
    }
}

/// Ascending numbers as the steps between them. Other numbers read back as well.
mod ascending {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::id::ProductId;

    pub fn serialize<S: Serializer>(items: &[ProductId], to: S) -> Result<S::Ok, S::Error> {
        let mut before = 0;
        to.collect_seq(items.iter().map(|item| {
            let step = item.0.wrapping_sub(before);
            before = item.0;
            step
        }))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<ProductId>, D::Error> {
        let steps = Vec::<u32>::deserialize(from)?;
        let items = steps.into_iter().scan(0_u32, |item, step| {
            *item = item.wrapping_add(step);
            Some(ProductId(*item))
        });
        Ok(items.collect())
    }
}

/// Why bytes are no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelError {
    /// Items are not in ascending order.
    UnsortedItems,
    /// The popular list is too long or names no item.
    BadPopular,
    /// There are more position weights than context items.
    BadPositions,
    /// There are more revisits than context items, or one is too large.
    BadRevisits,
    /// There are too many multipliers of support, or one is out of range.
    BadSupport,
    /// A row of neighbours is cut short, unsorted or names no item.
    BadRow,
    /// A segment table has the wrong shape.
    BadSegments,
    /// The fresh products are too many or not in order.
    BadFresh,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnsortedItems => "the items of the model are not in order",
            Self::BadPopular => "the popular list of the model is wrong",
            Self::BadPositions => "the position weights of the model are too many",
            Self::BadRevisits => "the revisits of the model are wrong",
            Self::BadSupport => "the support of the model is wrong",
            Self::BadRow => "a row of neighbours of the model is wrong",
            Self::BadSegments => "the segments of the model are wrong",
            Self::BadFresh => "the fresh products of the model are wrong",
        })
    }
}

impl core::error::Error for ModelError {}

/// Groups of customers by recency, frequency and money: percentiles first, then the nearest centre.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segments {
    /// Days since the last purchase at each percentile step, ascending.
    pub recency_days: Vec<u32>,
    /// Number of purchases at each percentile step, ascending.
    pub frequency: Vec<u32>,
    /// Minor units spent at each percentile step, ascending.
    pub money: Vec<i64>,
    /// The centres: percentiles (0..=100) of recency, frequency and money, high is good.
    pub centres: Vec<[u8; 3]>,
}

impl Segments {
    /// Percentile steps: 0, 5, 10 .. 100.
    pub const STEPS: usize = 21;

    fn check(&self) -> Result<(), ModelError> {
        let shape = |n: usize| n == if self.centres.is_empty() { 0 } else { Self::STEPS };
        let shaped = shape(self.recency_days.len()) && shape(self.frequency.len()) && shape(self.money.len());
        let sane = self.centres.len() <= 32 && self.centres.iter().flatten().all(|p| *p <= 100);
        if shaped && sane { Ok(()) } else { Err(ModelError::BadSegments) }
    }
}
