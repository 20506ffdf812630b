//! How far few visits are trusted: by cross-validation, since there are too few to keep some back.

use crate::personalize::rank::{best_items, weigh};
use crate::shop::PublicShop;

use super::bench::Bench;
use super::params::{Hidden, TrainParams};
use super::recipe::{Knob, Recipe};
use super::sessions::Sessions;
use super::tuning::Tuning;
use super::unpacked;
use super::validation::{Accuracy, LIST, Validation, folds};
use super::visits::Visits;

/// In so many parts.
const FOLDS: usize = 10;
/// Another must gain this much, divided by the root of the number of predictions: less may be chance.
const SURE: f64 = 3.0;
/// Fewer visits than this tell nothing.
const LEAST_VISITS: usize = 20;

/// The place of the prior that is taken where there is no telling: of clicks none, since what was looked at last says
/// most; of baskets one that keeps near what sells.
const fn preset(hidden: Hidden) -> usize {
    match hidden {
        Hidden::Current => 0,
        Hidden::Met => 2,
    }
}

/// The log and all that is told of it.
pub(super) struct Priors<'a> {
    pub(super) params: &'a TrainParams,
    pub(super) neighbours: usize,
    pub(super) shop: Option<&'a PublicShop>,
    /// Ascending by end.
    pub(super) sessions: &'a Sessions,
}

impl Priors<'_> {
    /// The recipe with the prior that predicts best; as it is, where there is too little to tell.
    pub(super) fn best(&self, recipe: Recipe) -> Tuning {
        let untold = Tuning { recipe, neighbours: self.neighbours, ..Tuning::default() };
        if self.sessions.len() < LEAST_VISITS {
            return untold;
        }
        let recipes: Vec<Recipe> =
            Knob::Prior.grid().iter().map(|prior| recipe.with(Knob::Prior, *prior)).collect();
        let mut sums = Sums::new(recipes.len());
        for (learned, validation) in folds(self.sessions, FOLDS, self.params.hidden, self.params.threads) {
            sums.add(&self.fold(&recipes, &learned, &validation), validation.predictions);
        }
        let (popular, found) = sums.means();
        let best = best_of(preset(self.params.hidden), sums.predictions, popular, &found);
        Tuning {
            recipe: recipes[best],
            predictions: sums.predictions,
            popular,
            trials: recipes.len(),
            accuracy: found[best].packed,
            hr_lost_by_packing: found[best].hr_lost(),
            ..untold
        }
    }

    /// What sells, and then each recipe, on one part.
    fn fold(&self, recipes: &[Recipe], learned: &Visits, validation: &Validation) -> Vec<Trial> {
        let bench = Bench::new(self.params, self.neighbours, learned).in_shop(self.shop);
        let popular = bench.sums.most_popular();
        let sells = validation.measure_by(|_, refused| fill(Vec::new(), &popular, refused));
        let trial = |recipe: &Recipe| {
            let made = bench.make(recipe, None);
            let model = bench.model(&made);
            let packed = |met: &[u32], refused: &dyn Fn(u32) -> bool| {
                let rows = weigh(&model, met.iter().rev().copied());
                best_items(&model, &rows, refused, LIST).iter().map(|found| found.item).collect()
            };
            let floats = |met: &[u32], refused: &dyn Fn(u32) -> bool| {
                unpacked::best(&made.table, &made.curves, met, refused, LIST)
            };
            Trial {
                packed: validation.measure_by(|met, refused| fill(packed(met, refused), &popular, refused)),
                floats: validation.measure_by(|met, refused| fill(floats(met, refused), &popular, refused)),
            }
        };
        [Trial { packed: sells, floats: sells }].into_iter().chain(recipes.iter().map(trial)).collect()
    }
}

/// What a recipe is worth: as it is served, and in floats.
#[derive(Debug, Clone, Copy, Default)]
struct Trial {
    packed: Accuracy,
    floats: Accuracy,
}

impl Trial {
    fn hr_lost(&self) -> f64 {
        if self.floats.hr > 0.0 { 1.0 - self.packed.hr / self.floats.hr } else { 0.0 }
    }
}

/// The place of the best recipe: the preset's, unless another is better by more than chance makes of so few
/// predictions, and hits no less than what sells.
fn best_of(preset: usize, predictions: usize, popular: Accuracy, found: &[Trial]) -> usize {
    let gain = SURE / (predictions.max(1) as f64).sqrt();
    let objective = |at: usize| found[at].packed.objective() + if at == preset { gain } else { 0.0 };
    let leads = |at: &usize| found[*at].packed.hr >= popular.hr;
    let others = (0..found.len()).filter(leads);
    others.fold(preset, |best, at| if objective(at) > objective(best) { at } else { best })
}

/// A list filled with what sells, as it is shown.
fn fill(mut list: Vec<u32>, popular: &[u32], refused: &dyn Fn(u32) -> bool) -> Vec<u32> {
    for item in popular {
        if list.len() < LIST && !refused(*item) && !list.contains(item) {
            list.push(*item);
        }
    }
    list
}

/// Sums over all parts: of what sells, then of each recipe.
struct Sums {
    predictions: usize,
    found: Vec<Trial>,
}

impl Sums {
    fn new(recipes: usize) -> Self {
        Self { predictions: 0, found: vec![Trial::default(); recipes + 1] }
    }

    fn add(&mut self, found: &[Trial], predictions: usize) {
        self.predictions += predictions;
        for (sum, trial) in self.found.iter_mut().zip(found) {
            sum.packed = sum.packed.plus(trial.packed, predictions as f64);
            sum.floats = sum.floats.plus(trial.floats, predictions as f64);
        }
    }

    fn means(&self) -> (Accuracy, Vec<Trial>) {
        let share = 1.0 / self.predictions.max(1) as f64;
        let mean = |sum: Accuracy| Accuracy::default().plus(sum, share);
        let mut means =
            self.found.iter().map(|sum| Trial { packed: mean(sum.packed), floats: mean(sum.floats) });
        (means.next().unwrap_or_default().packed, means.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(hr: f64, mrr: f64) -> Trial {
        Trial { packed: Accuracy { hr, mrr }, floats: Accuracy { hr, mrr } }
    }

    #[test]
    fn another_prior_must_be_clearly_better_and_hit_no_less_than_what_sells() {
        let popular = Accuracy { hr: 0.20, mrr: 0.05 };
        let some = trial(0.22, 0.05);
        let best = |predictions, first, last| best_of(2, predictions, popular, &[first, some, some, last]);
        assert_eq!(best(100, trial(0.24, 0.055), some), 2);
        assert_eq!(best(900, trial(0.24, 0.055), some), 0);
        // It stands higher in its lists, but holds less.
        assert_eq!(best(900, trial(0.19, 0.09), some), 2);
        assert_eq!(best(900, trial(0.24, 0.055), trial(0.26, 0.06)), 3);
    }
}
