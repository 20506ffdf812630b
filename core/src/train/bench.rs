//! Where recipes are tried: what no recipe changes is found once, what two recipes share is made once.

use std::sync::Arc;

use ndarray::Array1;

use crate::model::Model;
use crate::shop::PublicShop;

use super::few::{self, Few};
use super::hop::{self, hop};
use super::pack::{self, Curves};
use super::pairs::{self, Counts, Pairs};
use super::params::TrainParams;
use super::recipe::{Knob, Recipe};
use super::ridge::{self, Dense, Ridge};
use super::sums::{Sums, mass_of};
use super::table::{Parts, Table};
use super::visits::Visits;

/// So many of a row's cells are kept of the counts, and as many of the ridge.
const CANDIDATES: usize = 150;

/// What only changes how a table is read, not what is in it.
const READING: [Knob; 9] = [
    Knob::Fade,
    Knob::Reach,
    Knob::Second,
    Knob::Older,
    Knob::Revisit,
    Knob::RevisitReach,
    Knob::RevisitSecond,
    Knob::RevisitThird,
    Knob::Support,
];

/// The visits that recipes are tried on.
pub(super) struct Bench<'a> {
    params: &'a TrainParams,
    /// How many cells of a row are kept.
    neighbours: usize,
    visits: &'a Visits,
    pairs: Pairs<'a>,
    pub(super) sums: Sums,
    /// What is known of the items beside the visits.
    shop: Option<&'a PublicShop>,
    /// Where there is a ridge: the columns of each row, and the ridge of the preset.
    ridge: Option<(Vec<Vec<u32>>, Arc<Ridge>)>,
}

/// What a recipe made, in parts that another recipe may share.
#[derive(Clone)]
pub(super) struct Made {
    pub(super) recipe: Recipe,
    counted: Arc<(Counts, Array1<f64>)>,
    ridge: Option<Arc<Ridge>>,
    pub(super) table: Arc<Table>,
    pub(super) curves: Curves,
    mean_largest: f64,
}

impl<'a> Bench<'a> {
    pub(super) fn new(params: &'a TrainParams, neighbours: usize, visits: &'a Visits) -> Self {
        let sums = Sums::of(visits, params.trend_days, params.popular_days);
        let pairs = Pairs::of(visits, params.threads);
        Self { params, neighbours, visits, pairs, sums, shop: None, ridge: None }
    }

    /// Where it is known of what type, category and department the items are.
    pub(super) fn in_shop(self, shop: Option<&'a PublicShop>) -> Self {
        Self { shop, ..self }
    }

    /// Finds the cells that a table with ridge has. Without effect where ridge is not possible.
    pub(super) fn with_ridge(mut self) -> Self {
        let preset = Recipe::baskets_with_ridge();
        let Some(dense) = self.dense(&preset) else { return self };
        let counted = Made::counted(&self, &Recipe::baskets());
        let strongest = self.parts(&counted, None).table(&Recipe::baskets(), CANDIDATES);
        let mut columns = dense.strongest(&self.sums, CANDIDATES);
        for (columns, row) in columns.iter_mut().zip(&strongest.rows) {
            columns.extend(row.iter().map(|(column, _)| *column));
            columns.sort_unstable();
            columns.dedup();
        }
        let ridge = Arc::new(dense.at(&columns));
        self.ridge = Some((columns, ridge));
        self
    }

    /// Whether recipes may have a part of ridge.
    pub(super) fn has_ridge(&self) -> bool {
        self.ridge.is_some()
    }

    fn dense(&self, recipe: &Recipe) -> Option<Dense> {
        Dense::of(recipe, self.visits, &self.pairs, self.params.threads)
    }

    fn columns(&self, recipe: &Recipe) -> Option<&[Vec<u32>]> {
        let (columns, _) = self.ridge.as_ref()?;
        (recipe.get(Knob::Ridge) > 0.0).then_some(columns)
    }

    /// Makes what a recipe says; what another one made alike is shared.
    pub(super) fn make(&self, recipe: &Recipe, like: Option<&Made>) -> Made {
        let same = |knobs: &[Knob]| {
            like.filter(|made| {
                let ridge = |recipe: &Recipe| recipe.get(Knob::Ridge) > 0.0;
                made.recipe.agrees(recipe, knobs) && ridge(&made.recipe) == ridge(recipe)
            })
        };
        let counted =
            same(&pairs::KNOBS).map_or_else(|| Made::counted(self, recipe), |made| made.counted.clone());
        let ridge = same(&ridge::KNOBS).map_or_else(|| self.ridge(recipe), |made| made.ridge.clone());
        let mut reading = *recipe;
        if let Some(made) = like {
            READING.iter().for_each(|knob| reading = reading.with(*knob, made.recipe.get(*knob)));
        }
        let made = like.filter(|made| made.recipe == reading);
        let (table, mean_largest) = match made {
            Some(made) => (made.table.clone(), made.mean_largest),
            None => self.table(recipe, &counted, ridge.as_deref()),
        };
        Made {
            recipe: *recipe,
            counted,
            ridge,
            table,
            curves: Curves::of(recipe, mean_largest),
            mean_largest,
        }
    }

    fn ridge(&self, recipe: &Recipe) -> Option<Arc<Ridge>> {
        let columns = self.columns(recipe)?;
        let (_, preset) = self.ridge.as_ref()?;
        if recipe.agrees(&Recipe::baskets_with_ridge(), &ridge::KNOBS) {
            return Some(preset.clone());
        }
        Some(Arc::new(self.dense(recipe)?.at(columns)))
    }

    fn parts<'b>(
        &'b self,
        counted: &'b (Counts, Array1<f64>),
        ridge: Option<(&'b [Vec<u32>], &'b Ridge)>,
    ) -> Parts<'b> {
        Parts {
            columns: ridge.map_or(self.pairs.columns(), |(columns, _)| columns),
            counts: &counted.0,
            mass: &counted.1,
            sums: &self.sums,
            ridge: ridge.map(|(_, ridge)| ridge),
            threads: self.params.threads,
        }
    }

    /// The table, and the mean of its rows' largest cells.
    fn table(
        &self,
        recipe: &Recipe,
        counted: &(Counts, Array1<f64>),
        ridge: Option<&Ridge>,
    ) -> (Arc<Table>, f64) {
        let parts = self.parts(counted, self.columns(recipe).zip(ridge));
        let (threads, most) = (self.params.threads, self.neighbours);
        let prior = recipe.get(Knob::Prior);
        let table = match recipe.get(Knob::Hop) > 0.0 {
            _ if prior > 0.0 => self.few().table(prior, most, threads),
            true => hop(recipe, &parts.table(recipe, hop::WIDTH), threads, most),
            false => parts.table(recipe, most),
        };
        let mean_largest = table.mean_largest(&self.sums);
        (Arc::new(table), mean_largest)
    }

    fn few(&self) -> Few<'_> {
        Few { visits: self.visits, sells: &self.sums.popular, kinds: few::kinds(self.visits, self.shop) }
    }

    /// The model of what was made.
    pub(super) fn model(&self, made: &Made) -> Model {
        let mut model = Model {
            visits: u32::try_from(self.visits.len()).unwrap_or(u32::MAX),
            items: self.visits.items.clone(),
            neighbours: pack::neighbours(&made.table),
            popular: self.sums.most_popular(),
            ..Model::default()
        };
        made.curves.pack(f64::from(made.table.largest()), &mut model);
        model
    }
}

impl Made {
    fn counted(bench: &Bench<'_>, recipe: &Recipe) -> Arc<(Counts, Array1<f64>)> {
        let (weights, mass) = mass_of(recipe, bench.visits);
        Arc::new((bench.pairs.count(recipe, &weights, bench.columns(recipe)), mass))
    }
}
