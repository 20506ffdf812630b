//! The recipe that a search found for this shop, kept in the store until the log has grown.

use attar::train::{Knob, Recipe, Tuning};
use serde::{Deserialize, Serialize};

use crate::App;
use crate::log::{self, LogError};

/// Under this name the store keeps the recipe.
const RECIPE: &str = "recipe";

/// A recipe, on how much it was searched, and what the search found out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tuned {
    pub(crate) recipe: Recipe,
    pub(crate) visits: u32,
    pub(crate) found: Found,
}

/// Figures of the visits kept back from a search.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Found {
    /// The share of predictions whose first 20 held the next product; of what sells, likewise.
    #[serde(rename = "hit_rate")]
    pub(crate) hits: f64,
    pub(crate) hits_of_popular: f64,
    /// The mean of 1 / place, 0 where the first 20 did not hold it; of what sells, likewise.
    pub(crate) ranks: f64,
    pub(crate) ranks_of_popular: f64,
    /// How many predictions that rests on, and how many recipes were tried.
    pub(crate) predictions: usize,
    pub(crate) trials: usize,
    /// How many neighbours an item keeps.
    pub(crate) neighbours: usize,
}

/// As the store has it: names and values, so that a knob or a figure more or less does no harm.
#[derive(Serialize, Deserialize)]
struct Kept {
    visits: u32,
    knobs: Vec<(String, f64)>,
    #[serde(flatten)]
    found: Found,
}

impl Tuned {
    pub(crate) fn new(tuning: &Tuning, visits: u32) -> Self {
        let found = Found {
            hits: tuning.accuracy.hr,
            hits_of_popular: tuning.popular.hr,
            ranks: tuning.accuracy.mrr,
            ranks_of_popular: tuning.popular.mrr,
            predictions: tuning.predictions,
            trials: tuning.trials,
            neighbours: tuning.neighbours,
        };
        Self { recipe: tuning.recipe, visits, found }
    }

    /// Whether the log has grown by half since, so that another recipe may do better.
    pub(super) fn is_old(&self, visits: u32) -> bool {
        visits > self.visits.saturating_add(self.visits / 2)
    }

    /// What the store keeps; nothing, if it keeps none that can be read.
    pub(crate) async fn load(app: &App) -> Result<Option<Self>, LogError> {
        let bytes = log::read(app.log(), |reader| reader.meta(RECIPE)).await?;
        let kept: Option<Kept> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(kept.map(|Kept { visits, knobs, found }| Self { recipe: recipe(&knobs), visits, found }))
    }

    /// Keeps it for the next start.
    pub(crate) async fn keep(&self, app: &App) -> Result<(), LogError> {
        let knobs = self.recipe.values().map(|(knob, value)| (knob.name().to_owned(), value)).collect();
        let kept = serde_json::to_vec(&Kept { visits: self.visits, knobs, found: self.found.clone() })
            .unwrap_or_default();
        log::transact(app.log(), move |tx| tx.put_meta(RECIPE, &kept)).await
    }
}

fn recipe(knobs: &[(String, f64)]) -> Recipe {
    let value = |knob: Knob| knobs.iter().find(|(name, _)| name == knob.name()).map(|(_, value)| *value);
    Knob::all().fold(Recipe::baskets(), |recipe, knob| match value(knob) {
        Some(value) => recipe.with(knob, value),
        None => recipe,
    })
}
