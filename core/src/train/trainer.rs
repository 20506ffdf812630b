//! From a tally, or from sessions, to a model.

use crate::model::{Model, Segments};
use crate::money::Currency;
use crate::shop::{Names, PublicShop};
use crate::time::Timestamp;

use super::bench::Bench;
use super::content::{fresh, with_content};
use super::params::{Hidden, TrainParams};
use super::people::people;
use super::prior::Priors;
use super::recipe::{Knob, Recipe};
use super::search::Search;
use super::segments::segments;
use super::sessions::Sessions;
use super::tally::Tally;
use super::tuning::Tuning;
use super::unpacked::Unpacked;
use super::validation::split;
use super::visits::{Visits, sessions};

/// Below so many predictions nothing is searched.
const LEAST_PREDICTIONS: usize = 2_000;
/// Of a longer log, only the latest events are searched on.
const SEARCHED_EVENTS: usize = 1_000_000;
/// Up to so many events there are two more sweeps over all knobs, the last in half steps: they gain little.
const SWEPT_MORE: usize = 300_000;

/// What a search must find: so many times the hits of the popular items.
const LEAST_LEAD: f64 = 1.25;

/// Makes models of tallies; made of [`TrainParams`] that passed their check.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trainer(pub(super) TrainParams);

/// A model and how it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// What serves.
    pub model: Model,
    /// What was chosen, and what it is worth.
    pub tuning: Tuning,
    /// The model in floats.
    pub unpacked: Unpacked,
}

impl Trainer {
    /// The model of a tally for this shop, as of a moment: when the log ended. Products that nobody
    /// met have the neighbours that they are like.
    ///
    /// The same tally, shop and moment give the same bytes. A tally that may not train anything
    /// gives a cold model, which still answers.
    pub fn fit(&self, tally: &Tally, shop: &PublicShop, now: Timestamp) -> Model {
        self.fit_reported(tally, shop, now).model
    }

    /// The same with its report.
    pub fn fit_reported(&self, tally: &Tally, shop: &PublicShop, now: Timestamp) -> Fitted {
        self.fit_named(tally, shop, &Names::default(), now)
    }

    /// The same where it is known what products are called, in one language: what nobody met is like what
    /// has a like name.
    pub fn fit_named(&self, tally: &Tally, shop: &PublicShop, names: &Names, now: Timestamp) -> Fitted {
        let people = people(tally);
        let sessions = sessions(&people, shop);
        let mut fitted = self.fit_in(sessions.clone(), Some(shop), now);
        let few = fitted.tuning.recipe.get(Knob::Prior) > 0.0;
        fitted.model = with_content(fitted.model, shop, names, &sessions);
        fitted.model.fresh = fresh(shop, &sessions, few);
        fitted.model.segments = segments(&self.0, &people, shop.currency, now);
        fitted
    }

    /// The groups of a tally's customers alone.
    pub fn segments(&self, tally: &Tally, currency: Currency, now: Timestamp) -> Segments {
        segments(&self.0, &people(tally), currency, now)
    }

    /// The model of sessions, without groups of customers, as of a moment.
    pub fn fit_sessions(&self, sessions: Sessions, now: Timestamp) -> Fitted {
        self.fit_in(sessions, None, now)
    }

    fn fit_in(&self, mut sessions: Sessions, shop: Option<&PublicShop>, now: Timestamp) -> Fitted {
        sessions.sort();
        let visits = Visits::of(&sessions);
        let neighbours = self.0.neighbours_of(visits.items.len());
        let tuning = self.tune(&sessions, shop, neighbours);
        let bench = Bench::new(&self.0, neighbours, &visits).in_shop(shop);
        let ridge = tuning.recipe.get(Knob::Ridge) > 0.0;
        let bench = if ridge { bench.with_ridge() } else { bench };
        let made = bench.make(&tuning.recipe, None);
        let model = Model { trained_at: now, ..bench.model(&made) };
        let unpacked =
            Unpacked { items: visits.items.clone(), table: made.table.as_ref().clone(), curves: made.curves };
        Fitted { model, tuning, unpacked }
    }

    /// The recipe: as told, or the one that predicts the latest part of the log best.
    fn tune(&self, sessions: &Sessions, shop: Option<&PublicShop>, neighbours: usize) -> Tuning {
        let hidden = self.0.hidden;
        let recipe = match (self.0.recipe, hidden) {
            (Some(recipe), _) => return Tuning { recipe, neighbours, ..Tuning::default() },
            (None, Hidden::Current) => Recipe::clicks(),
            (None, Hidden::Met) => Recipe::baskets(),
        };
        let (head, validation) = split(&latest(sessions), hidden, self.0.threads);
        if validation.predictions < LEAST_PREDICTIONS {
            let priors = Priors { params: &self.0, neighbours, shop, sessions };
            return priors.best(recipe);
        }
        let visits = Visits::of(&head);
        let bench = Bench::new(&self.0, neighbours, &visits);
        let bench = if hidden == Hidden::Met { bench.with_ridge() } else { bench };
        let sweeps = if head.events() <= SWEPT_MORE { 3 } else { 1 };
        let tuning = Tuning { neighbours, ..Search::new(&bench, &validation, hidden).run(sweeps) };
        if tuning.accuracy.hr >= LEAST_LEAD * tuning.popular.hr {
            return tuning;
        }
        // Where a log says next to nothing but what is popular, the best recipe shows just that
        // beside every product. The preset keeps to what was met together, however little it is.
        Tuning { recipe, ..tuning }
    }
}

/// The latest sessions, as many as a search can take.
fn latest(sessions: &Sessions) -> Sessions {
    let mut events = 0;
    let lengths = sessions.iter().map(|(_, met)| met.len()).rev();
    let kept = lengths.take_while(|length| {
        events += length;
        events <= SEARCHED_EVENTS
    });
    let kept = kept.count();
    sessions.part(sessions.len() - kept..sessions.len())
}
