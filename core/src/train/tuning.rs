//! What the training chose, and why: its report.

use core::fmt;

use super::recipe::Recipe;
use super::validation::Accuracy;

/// How a recipe was found. All figures are of the latest part of the log, which the models that
/// were compared had not seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuning {
    /// The recipe of the model.
    pub recipe: Recipe,
    /// How many neighbours an item keeps.
    pub neighbours: usize,
    /// How many predictions the figures rest on; 0 where nothing was searched.
    pub predictions: usize,
    /// What it would be worth to show everyone what is popular.
    pub popular: Accuracy,
    /// What each preset was worth.
    pub presets: Vec<(&'static str, Accuracy)>,
    /// How many recipes were tried, presets included.
    pub trials: usize,
    /// What the recipe is worth, packed as it is served.
    pub accuracy: Accuracy,
    /// The share of hits that packing loses: 1 - packed / the same table in floats.
    pub hr_lost_by_packing: f64,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            recipe: Recipe::baskets(),
            neighbours: 0,
            predictions: 0,
            popular: Accuracy::default(),
            presets: Vec::new(),
            trials: 0,
            accuracy: Accuracy::default(),
            hr_lost_by_packing: 0.0,
        }
    }
}

impl fmt::Display for Tuning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} predictions, {} trials, {} neighbours",
            self.predictions, self.trials, self.neighbours
        )?;
        for (name, Accuracy { hr, mrr }) in [("popular", self.popular)].iter().chain(&self.presets) {
            writeln!(f, "{name}: HR@20 {hr:.4}, MRR@20 {mrr:.4}")?;
        }
        let Accuracy { hr, mrr } = self.accuracy;
        let lost = 100.0 * self.hr_lost_by_packing;
        writeln!(f, "chosen: HR@20 {hr:.4}, MRR@20 {mrr:.4}, {lost:.2} % of hits lost by packing")?;
        for (knob, value) in self.recipe.values() {
            write!(f, "{} {value}  ", knob.name())?;
        }
        Ok(())
    }
}
