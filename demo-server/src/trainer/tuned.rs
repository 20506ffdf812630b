//! The recipe that a search found for this shop, kept in the store until the log has grown.

use attar::train::{Knob, Recipe};
use serde::{Deserialize, Serialize};

use crate::App;
use crate::log::{self, LogError};

/// Under this name the store keeps the recipe.
const RECIPE: &str = "recipe";

/// A recipe, and on how much it was searched.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tuned {
    pub(super) recipe: Recipe,
    visits: u32,
}

/// As the store has it: names and values, so that a knob more or less does no harm.
#[derive(Serialize, Deserialize)]
struct Kept {
    visits: u32,
    knobs: Vec<(String, f64)>,
}

impl Tuned {
    pub(super) fn new(recipe: Recipe, visits: u32) -> Self {
        Self { recipe, visits }
    }

    /// Whether the log has grown by half since, so that another recipe may do better.
    pub(super) fn is_old(&self, visits: u32) -> bool {
        visits > self.visits.saturating_add(self.visits / 2)
    }

    /// What the store keeps; nothing, if it keeps none that can be read.
    pub(super) async fn load(app: &App) -> Result<Option<Self>, LogError> {
        let bytes = log::read(app.log(), |reader| reader.meta(RECIPE)).await?;
        let kept: Option<Kept> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(kept.map(|Kept { visits, knobs }| Self { recipe: recipe(&knobs), visits }))
    }

    /// Keeps it for the next start.
    pub(super) async fn keep(&self, app: &App) -> Result<(), LogError> {
        let knobs = self.recipe.values().map(|(knob, value)| (knob.name().to_owned(), value)).collect();
        let kept = serde_json::to_vec(&Kept { visits: self.visits, knobs }).unwrap_or_default();
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
