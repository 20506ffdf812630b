//! What training may be told, each with its range and default; `check` makes a [`Trainer`] of it.

use core::fmt;

use crate::model::Neighbours;

use super::recipe::Recipe;
use super::trainer::Trainer;

/// What a list will not show again, of what this visit has met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Hidden {
    /// The current item only, as where shoppers click to and fro.
    Current,
    /// All of it, as where a basket fills.
    #[default]
    Met,
}

/// What training may be told, not yet checked.
///
/// ```
/// # use attar::train::{ParamError, TrainParams};
/// let trainer = TrainParams::default().neighbours(24).check()?;
/// # Ok::<(), ParamError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct TrainParams {
    pub(super) recipe: Option<Recipe>,
    pub(super) hidden: Hidden,
    pub(super) neighbours: Option<usize>,
    pub(super) trend_days: f64,
    pub(super) popular_days: f64,
    pub(super) groups: usize,
    pub(super) seed: u64,
    pub(super) threads: usize,
}

impl Default for TrainParams {
    fn default() -> Self {
        Self {
            recipe: None,
            hidden: Hidden::Met,
            neighbours: None,
            trend_days: 7.0,
            popular_days: 7.0,
            groups: 6,
            seed: 42,
            threads: 2,
        }
    }
}

impl TrainParams {
    /// Trains by this recipe and searches for no better one. By default the recipe is searched for.
    pub fn recipe(self, recipe: Recipe) -> Self {
        Self { recipe: Some(recipe), ..self }
    }

    /// What lists will not show again. The search looks for what does best under it.
    /// Default [`Hidden::Met`].
    pub fn hidden(self, hidden: Hidden) -> Self {
        Self { hidden, ..self }
    }

    /// How many neighbours an item keeps, 1 to 255. By default as many as fit into 60 compressed
    /// bytes, up to 32 where lists hide the current item only and up to 40 where they hide all that
    /// was met: baskets have no order, so more of their items speak, and each for more.
    pub fn neighbours(self, neighbours: usize) -> Self {
        Self { neighbours: Some(neighbours), ..self }
    }

    /// How many neighbours an item keeps in a catalogue of so many items.
    pub(super) fn neighbours_of(&self, items: usize) -> usize {
        let most = match self.hidden {
            Hidden::Current => 32,
            Hidden::Met => 40,
        };
        self.neighbours
            .unwrap_or_else(|| (1..=most).rev().find(|most| row_bytes(items, *most) <= 60.0).unwrap_or(1))
    }

    /// An event this many days older counts e times less for the trend. Default 7, 0.1 to 100,000.
    pub fn trend_days(self, trend_days: f64) -> Self {
        Self { trend_days, ..self }
    }

    /// An event this many days older counts e times less for popularity. Default 7, 0.1 to 100,000.
    pub fn popular_days(self, popular_days: f64) -> Self {
        Self { popular_days, ..self }
    }

    /// The most groups of customers; fewer customers make fewer groups. Default 6, 1 to 32.
    pub fn groups(self, groups: usize) -> Self {
        Self { groups, ..self }
    }

    /// Where the search for groups of customers starts from. Default 42, anything.
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// How many threads train. The model is the same for any number. Default 2, 1 to 64.
    pub fn threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    /// Checks every setting against its range.
    ///
    /// # Errors
    /// A [`ParamError`] that names the first setting out of range.
    pub fn check(self) -> Result<Trainer, ParamError> {
        self.recipe.map_or(Ok(()), |recipe| recipe.check())?;
        let out = self.ranges().into_iter().find(|(_, value, low, high)| !(low..=high).contains(&value));
        match out {
            Some((name, found, low, high)) => Err(ParamError { name, found, low, high }),
            None => Ok(Trainer(self)),
        }
    }

    /// Name, value, lowest and highest legal value of every setting that has a range.
    fn ranges(&self) -> [(&'static str, f64, f64, f64); 5] {
        [
            ("neighbours", self.neighbours.unwrap_or(1) as f64, 1.0, Neighbours::MOST as f64),
            ("trend_days", self.trend_days, 0.1, 1e5),
            ("popular_days", self.popular_days, 0.1, 1e5),
            ("groups", self.groups as f64, 1.0, 32.0),
            ("threads", self.threads as f64, 1.0, 64.0),
        ]
    }
}

/// What a compressed row takes: for a cell, the information in a gap between evenly spread items, and
/// what was measured on clicks and baskets for its code and what compression does not see.
fn row_bytes(items: usize, cells: usize) -> f64 {
    let gap = (core::f64::consts::E * items as f64 / cells as f64).log2().max(0.0);
    2.0 + cells as f64 * (gap + 3.9) / 8.0
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
