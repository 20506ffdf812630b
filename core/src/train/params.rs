//! The settings of training, each with its range and default; `check` makes a [`Trainer`] of them.
//!
//! The defaults are what did best, untuned, on a year of a grocer's baskets.

use core::fmt;

use crate::model::Neighbours;

use super::trainer::Trainer;

/// The settings of training, not yet checked.
///
/// ```
/// # use attar::train::{ParamError, TrainParams};
/// let trainer = TrainParams::default().age_days(60.0).neighbours(24).check()?;
/// # Ok::<(), ParamError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct TrainParams {
    pub(super) gap_power: f64,
    pub(super) gap_floor: f64,
    pub(super) backward: f64,
    pub(super) length_power: f64,
    pub(super) age_days: f64,
    pub(super) count_power: f64,
    pub(super) row_power: f64,
    pub(super) column_power: f64,
    pub(super) shrinkage: f64,
    pub(super) trend_power: f64,
    pub(super) trend_days: f64,
    pub(super) popular_days: f64,
    pub(super) reach: f64,
    pub(super) neighbours: usize,
    pub(super) groups: usize,
    pub(super) seed: u64,
}

impl Default for TrainParams {
    fn default() -> Self {
        Self {
            gap_power: 0.5,
            gap_floor: 0.1,
            backward: 0.8,
            length_power: 0.25,
            age_days: 120.0,
            count_power: 0.9,
            row_power: 0.75,
            column_power: 0.3,
            shrinkage: 30.0,
            trend_power: 0.2,
            trend_days: 7.0,
            popular_days: 7.0,
            reach: 4.0,
            neighbours: 32,
            groups: 6,
            seed: 42,
        }
    }
}

impl TrainParams {
    /// How fast a pair fades with the gap between its events: `gap^-power`. Default 0.5, 0 to 4.
    pub fn gap_power(self, gap_power: f64) -> Self {
        Self { gap_power, ..self }
    }

    /// The share of a pair's weight that no gap takes away. Default 0.1, 0 to 1.
    pub fn gap_floor(self, gap_floor: f64) -> Self {
        Self { gap_floor, ..self }
    }

    /// What the earlier event of a pair counts as a neighbour of the later one; the other way
    /// round it is 1. Default 0.8, 0 to 1.
    pub fn backward(self, backward: f64) -> Self {
        Self { backward, ..self }
    }

    /// How much less each event of a longer visit weighs: `length^-power`. Default 0.25, 0 to 2.
    pub fn length_power(self, length_power: f64) -> Self {
        Self { length_power, ..self }
    }

    /// A visit this many days older weighs e times less. Default 120, 0.1 to 100,000.
    pub fn age_days(self, age_days: f64) -> Self {
        Self { age_days, ..self }
    }

    /// The power that the count of a pair is raised to. Default 0.9, 0.1 to 2.
    pub fn count_power(self, count_power: f64) -> Self {
        Self { count_power, ..self }
    }

    /// How much less a popular item counts as context. Default 0.75, 0 to 2.
    pub fn row_power(self, row_power: f64) -> Self {
        Self { row_power, ..self }
    }

    /// How much a popular item is damped as a neighbour. Default 0.3, 0 to 2.
    pub fn column_power(self, column_power: f64) -> Self {
        Self { column_power, ..self }
    }

    /// So many events are added to every item's own before its powers are taken, so that a rare
    /// item's few pairs do not count as certainties. Default 30, 0 to 10,000.
    pub fn shrinkage(self, shrinkage: f64) -> Self {
        Self { shrinkage, ..self }
    }

    /// How much a rising item gains as a neighbour. Default 0.2, 0 to 2.
    pub fn trend_power(self, trend_power: f64) -> Self {
        Self { trend_power, ..self }
    }

    /// An event this many days older counts e times less for the trend. Default 7, 0.1 to 100,000.
    pub fn trend_days(self, trend_days: f64) -> Self {
        Self { trend_days, ..self }
    }

    /// An event this many days older counts e times less for popularity. Default 7, 0.1 to 100,000.
    pub fn popular_days(self, popular_days: f64) -> Self {
        Self { popular_days, ..self }
    }

    /// How far back the context reaches: the item at distance `d` from the last one weighs
    /// `(1 + d)^(-2 / reach)`. Default 4, 0.1 to 1,000.
    ///
    /// Measured alone, clicks want about 1.4 (what was looked at last says most) and baskets 20
    /// (their lines have no order, all say the same). A shop's context mixes both: with 4 the last
    /// view leads, and the tenth line of a basket still weighs a third of it.
    pub fn reach(self, reach: f64) -> Self {
        Self { reach, ..self }
    }

    /// How many neighbours an item keeps. Default 32, 1 to 255.
    pub fn neighbours(self, neighbours: usize) -> Self {
        Self { neighbours, ..self }
    }

    /// The most groups of customers; fewer customers make fewer groups. Default 6, 1 to 32.
    pub fn groups(self, groups: usize) -> Self {
        Self { groups, ..self }
    }

    /// Where the search for groups of customers starts from. Default 42, anything.
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// Checks every setting against its range.
    ///
    /// # Errors
    /// A [`ParamError`] that names the first setting out of range.
    pub fn check(self) -> Result<Trainer, ParamError> {
        let out = self.ranges().into_iter().find(|(_, value, low, high)| !(low..=high).contains(&value));
        match out {
            Some((name, found, low, high)) => Err(ParamError { name, found, low, high }),
            None => Ok(Trainer(self)),
        }
    }

    /// Name, value, lowest and highest legal value of every setting that has a range.
    fn ranges(&self) -> [(&'static str, f64, f64, f64); 15] {
        [
            ("gap_power", self.gap_power, 0.0, 4.0),
            ("gap_floor", self.gap_floor, 0.0, 1.0),
            ("backward", self.backward, 0.0, 1.0),
            ("length_power", self.length_power, 0.0, 2.0),
            ("age_days", self.age_days, 0.1, 1e5),
            ("count_power", self.count_power, 0.1, 2.0),
            ("row_power", self.row_power, 0.0, 2.0),
            ("column_power", self.column_power, 0.0, 2.0),
            ("shrinkage", self.shrinkage, 0.0, 1e4),
            ("trend_power", self.trend_power, 0.0, 2.0),
            ("trend_days", self.trend_days, 0.1, 1e5),
            ("popular_days", self.popular_days, 0.1, 1e5),
            ("reach", self.reach, 0.1, 1e3),
            ("neighbours", self.neighbours as f64, 1.0, Neighbours::MOST as f64),
            ("groups", self.groups as f64, 1.0, 32.0),
        ]
    }
}

/// A setting is out of its range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParamError {
    /// Which.
    pub name: &'static str,
    /// What it was set to.
    pub found: f64,
    /// The lowest legal value.
    pub low: f64,
    /// The highest legal value.
    pub high: f64,
}

impl fmt::Display for ParamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, found, low, high } = self;
        write!(f, "`{name}` must be `{low}` to `{high}`, not `{found}`")
    }
}

impl core::error::Error for ParamError {}
