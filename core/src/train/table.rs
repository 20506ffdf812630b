//! From counts to a table: divided by powers of how much either item occurs, pruned to the strongest.
//!
//! The row power says how much a popular context counts, the column power damps popular targets.

use ndarray::Array1;

use super::pairs::Counts;
use super::parallel::map_rows;
use super::recipe::{Knob, Recipe};
use super::ridge::Ridge;
use super::sums::Sums;

/// The strongest cells of each row, ascending by item.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub(super) rows: Vec<Vec<(u32, f32)>>,
}

impl Table {
    /// The largest cell of all.
    pub(super) fn largest(&self) -> f32 {
        self.rows.iter().flatten().fold(0.0, |largest, (_, value)| value.max(largest))
    }

    /// The mean of the rows' largest cells, an item counting as often as it was met.
    pub(super) fn mean_largest(&self, sums: &Sums) -> f64 {
        sums.mean(|item| f64::from(largest(&self.rows[item])))
    }
}

pub(super) fn largest(row: &[(u32, f32)]) -> f32 {
    row.iter().fold(0.0, |largest, (_, value)| value.max(largest))
}

/// What a table is made of.
pub(super) struct Parts<'a> {
    pub(super) columns: &'a [Vec<u32>],
    pub(super) counts: &'a Counts,
    /// See [`super::sums::mass_of`].
    pub(super) mass: &'a Array1<f64>,
    pub(super) sums: &'a Sums,
    pub(super) ridge: Option<&'a Ridge>,
    pub(super) threads: usize,
}

impl Parts<'_> {
    /// The table of a recipe, at most so many cells a row.
    pub(super) fn table(&self, recipe: &Recipe, most: usize) -> Table {
        let counted = Factors::of_counts(recipe, self.mass, self.sums);
        let blend = self.ridge.map(|ridge| self.blend(recipe, &counted, ridge));
        let make = |(): &mut (), item: usize| {
            let mut row: Vec<(u32, f32)> = match &blend {
                Some(blend) => blend.row(self, &counted, item).collect(),
                None => self.counted_row(&counted, item).collect(),
            };
            row.retain(|(_, value)| *value > 0.0);
            prune(&mut row, most);
            row
        };
        Table { rows: map_rows(self.threads, self.columns.len(), || (), make) }
    }

    fn counted_row<'b>(&'b self, factors: &'b Factors, item: usize) -> impl Iterator<Item = (u32, f32)> + 'b {
        let cells = self.columns[item].iter().zip(&self.counts[item]);
        cells.map(move |(other, count)| (*other, count * factors.of(item, *other)))
    }

    /// How counts and ridge are put on one scale: either is divided by the mean of its rows' largest.
    fn blend<'b>(&'b self, recipe: &Recipe, counted: &Factors, ridge: &'b Ridge) -> Blend<'b> {
        let factors = Factors::of_ridge(recipe, self.sums);
        let largest = |(): &mut (), item: usize| {
            let counted = self.counted_row(counted, item).fold(0.0_f32, |most, (_, value)| value.max(most));
            let cells = self.columns[item].iter().zip(&ridge.rows[item]);
            (
                counted,
                cells.fold(0.0_f32, |most, (other, value)| (value * factors.of(item, *other)).max(most)),
            )
        };
        let largest = map_rows(self.threads, self.columns.len(), || (), largest);
        let mean =
            |of: fn(&(f32, f32)) -> f32| self.sums.mean(|item| f64::from(of(&largest[item]))).max(1e-30);
        let part = recipe.get(Knob::Ridge);
        let counted = if part >= ONLY_RIDGE { 0.0 } else { (1.0 / mean(|(counted, _)| *counted)) as f32 };
        Blend { ridge, factors, counted, part: (part / mean(|(_, ridge)| *ridge)) as f32 }
    }
}

/// From this part of ridge on, nothing else is left.
const ONLY_RIDGE: f64 = 99.0;

struct Blend<'a> {
    ridge: &'a Ridge,
    factors: Factors,
    counted: f32,
    part: f32,
}

impl Blend<'_> {
    fn row<'b>(
        &'b self,
        parts: &'b Parts<'_>,
        counted: &'b Factors,
        item: usize,
    ) -> impl Iterator<Item = (u32, f32)> + 'b {
        let cells = parts.counted_row(counted, item).zip(&self.ridge.rows[item]);
        cells.map(move |((other, count), ridge)| {
            (other, count * self.counted + ridge * self.factors.of(item, other) * self.part)
        })
    }
}

/// What a cell is multiplied by, by row and by column, and on the diagonal.
struct Factors {
    rows: Array1<f32>,
    columns: Array1<f32>,
    diagonal: f32,
}

impl Factors {
    fn of_counts(recipe: &Recipe, mass: &Array1<f64>, sums: &Sums) -> Self {
        let powers = [Knob::RowPower, Knob::ColumnPower, Knob::TrendPower].map(|knob| recipe.get(knob));
        Self::new(mass, sums, powers, recipe.get(Knob::Diagonal))
    }

    fn of_ridge(recipe: &Recipe, sums: &Sums) -> Self {
        let steady = steady_events(sums);
        let powers = [Knob::RidgeRowPower, Knob::RidgeColumnPower, Knob::RidgeTrendPower];
        Self::new(&steady, sums, powers.map(|knob| recipe.get(knob)), 0.0)
    }

    fn new(mass: &Array1<f64>, sums: &Sums, [row, column, trend]: [f64; 3], diagonal: f64) -> Self {
        let rows = mass.mapv(|mass| mass.powf(-row));
        let columns = mass.mapv(|mass| mass.powf(-column)) * sums.trend.mapv(|t| t.powf(trend));
        Self { rows: rows.mapv(|v| v as f32), columns: columns.mapv(|v| v as f32), diagonal: diagonal as f32 }
    }

    fn of(&self, row: usize, column: u32) -> f32 {
        let column = column as usize;
        let own = if row == column { self.diagonal } else { 1.0 };
        self.rows[row] * self.columns[column] * own
    }
}

/// Of each item: how often it was met, and three tenths of the mean.
pub(super) fn steady_events(sums: &Sums) -> Array1<f64> {
    let some = 0.3 * sums.events.sum() / sums.events.len().max(1) as f64;
    sums.events.mapv(|events| events + some)
}

/// Keeps the largest cells, of equal ones the lower items, ascending by item.
pub(super) fn prune(cells: &mut Vec<(u32, f32)>, most: usize) {
    let stronger = |(a, x): &(u32, f32), (b, y): &(u32, f32)| y.total_cmp(x).then(a.cmp(b));
    if cells.len() > most {
        cells.select_nth_unstable_by(most, stronger);
        cells.truncate(most);
        cells.shrink_to_fit();
    }
    cells.sort_unstable_by_key(|(item, _)| *item);
}
