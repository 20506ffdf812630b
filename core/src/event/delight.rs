//! Small surprises: points that nobody was promised.

use serde::{Deserialize, Serialize};

/// What a surprise is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// The first order that was brought.
    FirstDelivered,
    /// An order came later than it was promised.
    Late,
    /// The card is held for another year.
    Anniversary,
    /// So many orders were brought.
    Orders(u32),
}

/// A surprise, and which of its kind: each is given once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Surprise {
    /// What for.
    pub moment: Moment,
    /// Which: the number of a late order, or a year; else 0.
    pub which: u32,
}
