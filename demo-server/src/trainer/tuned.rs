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
    /// The share of visits kept back whose next product was among the first 20.
    hit_rate: f64,
}

/// As the store has it: names and values, so that a knob more or less does no harm.
#[derive(Serialize, Deserialize)]
struct Kept {
    visits: u32,
    knobs: Vec<(String, f64)>,
    #[serde(default)]
    hit_rate: f64,
}

impl Tuned {
    pub(super) fn new(recipe: Recipe, visits: u32, hit_rate: f64) -> Self {
        Self { recipe, visits, hit_rate }
    }

    /// Whether the log has grown by half since, so that another recipe may do better.
    pub(super) fn is_old(&self, visits: u32) -> bool {
        visits > self.visits.saturating_add(self.visits / 2)
    }

    /// What the store keeps; nothing, if it keeps none that can be read.
    pub(super) async fn load(app: &App) -> Result<Option<Self>, LogError> {
        let bytes = log::read(app.log(), |reader| reader.meta(RECIPE)).await?;
        let kept: Option<Kept> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(kept.map(|Kept { visits, knobs, hit_rate }| Self { recipe: recipe(&knobs), visits, hit_rate }))
    }

    /// Keeps it for the next start.
    pub(super) async fn keep(&self, app: &App) -> Result<(), LogError> {
        let knobs = self.recipe.values().map(|(knob, value)| (knob.name().to_owned(), value)).collect();
        let kept = serde_json::to_vec(&Kept { visits: self.visits, knobs, hit_rate: self.hit_rate })
            .unwrap_or_default();
        log::transact(app.log(), move |tx| tx.put_meta(RECIPE, &kept)).await
    }
}

/// How often the model in force was right when its recipe was searched, and on how many visits; nothing before.
pub(crate) async fn accuracy(app: &App) -> Result<Option<(f64, u32)>, LogError> {
    let tuned = Tuned::load(app).await?;
    Ok(tuned.filter(|tuned| tuned.hit_rate > 0.0).map(|tuned| (tuned.hit_rate, tuned.visits)))
}

fn recipe(knobs: &[(String, f64)]) -> Recipe {
    let value = |knob: Knob| knobs.iter().find(|(name, _)| name == knob.name()).map(|(_, value)| *value);
    Knob::all().fold(Recipe::baskets(), |recipe, knob| match value(knob) {
        Some(value) => recipe.with(knob, value),
        None => recipe,
    })
}
