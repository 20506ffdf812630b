//! The recipe that predicts best: presets first, then one knob at a time along its grid.

use std::collections::BTreeMap;

use super::bench::{Bench, Made};
use super::params::Hidden;
use super::recipe::{Knob, Recipe};
use super::tuning::Tuning;
use super::unpacked;
use super::validation::{Accuracy, LIST, Validation};

/// A step must gain so much.
const GAIN: f64 = 3e-4;

/// So many sweeps go by whole steps of the grids.
const WHOLE: usize = 2;

/// The order in which knobs are turned where the table is counted, and where it has ridge.
const COUNTED: [Knob; 22] = [
    Knob::Reach,
    Knob::Hop,
    Knob::GapPower,
    Knob::RowPower,
    Knob::ColumnPower,
    Knob::Revisit,
    Knob::Diagonal,
    Knob::AgeDays,
    Knob::CountPower,
    Knob::TrendPower,
    Knob::Shrinkage,
    Knob::LengthPower,
    Knob::Backward,
    Knob::Support,
    Knob::Fade,
    Knob::RevisitReach,
    Knob::RevisitSecond,
    Knob::RevisitThird,
    Knob::Rounds,
    Knob::Second,
    Knob::Older,
    Knob::GapFloor,
];
const RIDGED: [Knob; 14] = [
    Knob::Ridge,
    Knob::RidgeDamping,
    Knob::RidgeRowPower,
    Knob::RidgeColumnPower,
    Knob::RidgeTrendPower,
    Knob::Reach,
    Knob::RidgeAgeDays,
    Knob::ColumnPower,
    Knob::RowPower,
    Knob::AgeDays,
    Knob::Support,
    Knob::RidgeLengthPower,
    Knob::CountPower,
    Knob::TrendPower,
];
/// What says nothing where all that was met is hidden.
const REVISITS: [Knob; 5] =
    [Knob::Revisit, Knob::Diagonal, Knob::RevisitReach, Knob::RevisitSecond, Knob::RevisitThird];

/// The recipes that a search starts from, with their names.
pub(super) fn presets(hidden: Hidden, ridge: bool) -> Vec<(&'static str, Recipe)> {
    let clicks = match hidden {
        Hidden::Current => Recipe::clicks(),
        Hidden::Met => Recipe::clicks().with(Knob::Revisit, 0.0).with(Knob::Diagonal, 0.0),
    };
    let mut presets = vec![
        ("clicks", clicks),
        ("clicks without hop", clicks.with(Knob::Hop, 0.0)),
        ("baskets", Recipe::baskets()),
    ];
    presets.extend(ridge.then(|| ("baskets with ridge", Recipe::baskets_with_ridge())));
    presets
}

/// A search on one bench. The same visits and validation take the same steps.
pub(super) struct Search<'a> {
    bench: &'a Bench<'a>,
    validation: &'a Validation,
    hidden: Hidden,
    /// Whether steps go halfway to the next value of the grid.
    half: bool,
    tried: BTreeMap<[u64; Recipe::KNOBS], Accuracy>,
}

struct Best {
    made: Made,
    accuracy: Accuracy,
}

impl<'a> Search<'a> {
    pub(super) fn new(bench: &'a Bench<'a>, validation: &'a Validation, hidden: Hidden) -> Self {
        Self { bench, validation, hidden, half: false, tried: BTreeMap::new() }
    }

    /// The best recipe after so many sweeps over all knobs, from the third on in half steps, and how it was
    /// found.
    pub(super) fn run(mut self, sweeps: usize) -> Tuning {
        let mut tried = Vec::new();
        let mut best: Option<Best> = None;
        for (name, recipe) in presets(self.hidden, self.bench.has_ridge()) {
            let (made, accuracy) = self.measure(&recipe, best.as_ref());
            tried.push((name, accuracy));
            if best.as_ref().is_none_or(|best| accuracy.objective() > best.accuracy.objective()) {
                best = Some(Best { made, accuracy });
            }
        }
        for sweep in 0..sweeps {
            self.half = sweep >= WHOLE;
            best = best.map(|best| self.sweep(best));
        }
        self.report(tried, best)
    }

    /// The accuracy of showing everyone what is popular.
    fn popular(&self) -> Accuracy {
        let popular = self.bench.sums.most_popular();
        self.validation.measure_by(|_, refused| {
            popular.iter().copied().filter(|item| !refused(*item)).take(LIST).collect()
        })
    }

    fn report(self, presets: Vec<(&'static str, Accuracy)>, best: Option<Best>) -> Tuning {
        let popular = self.popular();
        let mut tuning =
            Tuning { predictions: self.validation.predictions, popular, presets, ..Tuning::default() };
        if let Some(Best { made, accuracy }) = best {
            let floats = self.validation.measure_by(|context, refused| {
                unpacked::best(&made.table, &made.curves, context, refused, LIST)
            });
            tuning.recipe = made.recipe;
            tuning.hr_lost_by_packing = if floats.hr > 0.0 { 1.0 - accuracy.hr / floats.hr } else { 0.0 };
            tuning.accuracy = accuracy;
        }
        tuning.trials = self.tried.len();
        tuning
    }

    fn knobs(&self, recipe: &Recipe) -> Vec<Knob> {
        let knobs: &[Knob] = if recipe.get(Knob::Ridge) > 0.0 { &RIDGED } else { &COUNTED };
        let says = |knob: &&Knob| self.hidden == Hidden::Current || !REVISITS.contains(knob);
        knobs.iter().filter(says).copied().collect()
    }

    fn sweep(&mut self, best: Best) -> Best {
        let knobs = self.knobs(&best.made.recipe);
        knobs.into_iter().fold(best, |best, knob| {
            if knob == Knob::Rounds && best.made.recipe.get(Knob::Hop) == 0.0 {
                return best;
            }
            match self.climb(knob, best, true) {
                (best, true) => best,
                (best, false) => self.climb(knob, best, false).0,
            }
        })
    }

    /// Steps a knob one way as long as that gains; whether it did.
    fn climb(&mut self, knob: Knob, mut best: Best, up: bool) -> (Best, bool) {
        let mut climbed = false;
        let next =
            |recipe: &Recipe, half| if half { recipe.halfway(knob, up) } else { recipe.next(knob, up) };
        while let Some(recipe) = next(&best.made.recipe, self.half) {
            let Some(better) = self.try_recipe(&recipe, &best) else { break };
            (best, climbed) = (better, true);
        }
        (best, climbed)
    }

    fn try_recipe(&mut self, recipe: &Recipe, best: &Best) -> Option<Best> {
        let gains = |accuracy: &Accuracy| accuracy.objective() > best.accuracy.objective() + GAIN;
        if self.tried.get(&recipe.key()).is_some_and(|accuracy| !gains(accuracy)) {
            return None;
        }
        let (made, accuracy) = self.measure(recipe, Some(best));
        gains(&accuracy).then_some(Best { made, accuracy })
    }

    fn measure(&mut self, recipe: &Recipe, like: Option<&Best>) -> (Made, Accuracy) {
        let made = self.bench.make(recipe, like.map(|best| &best.made));
        let accuracy = self.validation.measure(&self.bench.model(&made));
        self.tried.insert(recipe.key(), accuracy);
        (made, accuracy)
    }
}
