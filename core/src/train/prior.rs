//! How far few visits are trusted: by cross-validation, since there are too few to keep some back.

use crate::model::Model;
use crate::personalize::rank::{best_items, weigh};
use crate::shop::PublicShop;

use super::bench::Bench;
use super::params::TrainParams;
use super::recipe::{Knob, Recipe};
use super::sessions::Sessions;
use super::tuning::Tuning;
use super::validation::{Accuracy, LIST, Validation, folds};
use super::visits::Visits;

/// In so many parts.
const FOLDS: usize = 10;
/// A prior must gain so much: less may be chance.
const GAIN: f64 = 0.05;
/// Fewer visits than this tell nothing.
const LEAST_VISITS: usize = 20;

/// The log and all that is told of it.
pub(super) struct Priors<'a> {
    pub(super) params: &'a TrainParams,
    pub(super) neighbours: usize,
    pub(super) shop: Option<&'a PublicShop>,
    /// Ascending by end.
    pub(super) sessions: &'a Sessions,
}

impl Priors<'_> {
    /// The recipe with the prior that predicts best, of equal ones the lowest; as it is, where there is too
    /// little to tell.
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
        let best = best_of(&found);
        Tuning {
            recipe: recipes[best],
            predictions: sums.predictions,
            popular,
            trials: recipes.len(),
            accuracy: found[best],
            ..untold
        }
    }

    /// What sells, and then each recipe, on one part.
    fn fold(&self, recipes: &[Recipe], learned: &Visits, validation: &Validation) -> Vec<Accuracy> {
        let bench = Bench::new(self.params, self.neighbours, learned).in_shop(self.shop);
        let sells = bench.sums.most_popular();
        let nothing = Model { popular: sells, ..Model::default() };
        let models = recipes.iter().map(|recipe| bench.model(&bench.make(recipe, None)));
        let models: Vec<Model> = [nothing].into_iter().chain(models).collect();
        models.iter().map(|model| validation.measure_by(|met, refused| filled(model, met, refused))).collect()
    }
}

/// The place of the best recipe; the first one's, unless another does clearly better.
fn best_of(found: &[Accuracy]) -> usize {
    let objective = |at: usize| found[at].objective() + if at == 0 { GAIN } else { 0.0 };
    (1..found.len()).fold(0, |best, at| if objective(at) > objective(best) { at } else { best })
}

/// The list of a model, filled with what sells, as it is shown.
fn filled(model: &Model, met: &[u32], refused: &dyn Fn(u32) -> bool) -> Vec<u32> {
    let rows = weigh(model, met.iter().rev().copied());
    let mut list: Vec<u32> = best_items(model, &rows, refused, LIST).iter().map(|found| found.item).collect();
    for item in &model.popular {
        if list.len() < LIST && !refused(*item) && !list.contains(item) {
            list.push(*item);
        }
    }
    list
}

/// Sums over all parts: of what sells, then of each recipe.
struct Sums {
    predictions: usize,
    found: Vec<Accuracy>,
}

impl Sums {
    fn new(recipes: usize) -> Self {
        Self { predictions: 0, found: vec![Accuracy::default(); recipes + 1] }
    }

    fn add(&mut self, found: &[Accuracy], predictions: usize) {
        self.predictions += predictions;
        for (sum, Accuracy { hr, mrr }) in self.found.iter_mut().zip(found) {
            sum.hr += hr * predictions as f64;
            sum.mrr += mrr * predictions as f64;
        }
    }

    fn means(&self) -> (Accuracy, Vec<Accuracy>) {
        let all = self.predictions.max(1) as f64;
        let mut means = self.found.iter().map(|sum| Accuracy { hr: sum.hr / all, mrr: sum.mrr / all });
        (means.next().unwrap_or_default(), means.collect())
    }
}
