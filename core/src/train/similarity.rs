//! Which items go with which: weighted pairs of the visits, row by row, pruned to the strongest.
//!
//! A pair counts by the weight of its visit and by how near the two stand. The count is raised to a
//! power, then divided by powers of how much either item occurs: the row power says how much a
//! popular context counts, the column power damps popular targets.

use ndarray::Array1;

use super::params::TrainParams;
use super::sums::Sums;
use super::visits::Visits;

/// Only the last events of a visit make pairs.
const LONGEST: usize = 60;
/// Only events that stand this near make pairs.
const FARTHEST: usize = 40;

/// The strongest cells of each row, ascending by item; no item is its own neighbour.
pub(super) struct Table {
    pub(super) rows: Vec<Vec<(u32, f64)>>,
}

impl Table {
    /// Counts the pairs of all visits and keeps the strongest of each row.
    pub(super) fn of(params: &TrainParams, visits: &Visits, sums: &Sums) -> Self {
        let counter = Counter::new(params, visits, sums);
        let factors = Factors::new(params, sums);
        let mut row = Row { counts: Array1::zeros(visits.items.len()), touched: Vec::new() };
        let rows = (0..visits.items.len()).map(|item| {
            counter.count(item, &mut row);
            let mut cells = row.drain(|other, count| factors.cell(item, other, count));
            prune(&mut cells, params.neighbours);
            cells
        });
        Self { rows: rows.collect() }
    }

    /// The largest cell of all.
    pub(super) fn largest(&self) -> f64 {
        self.rows.iter().flatten().fold(0.0, |largest, (_, value)| value.max(largest))
    }
}

/// One row while it is summed: dense, with a list of what is not 0, so that nothing is sorted.
struct Row {
    counts: Array1<f64>,
    touched: Vec<u32>,
}

impl Row {
    fn add(&mut self, item: u32, weight: f64) {
        let count = &mut self.counts[item as usize];
        if *count == 0.0 {
            self.touched.push(item);
        }
        *count += weight;
    }

    /// Empties the row into cells above 0.
    fn drain(&mut self, cell: impl Fn(usize, f64) -> f64) -> Vec<(u32, f64)> {
        let Self { counts, touched } = self;
        let value = |item: u32| (item, cell(item as usize, core::mem::take(&mut counts[item as usize])));
        touched.drain(..).map(value).filter(|(_, value)| *value > 0.0).collect()
    }
}

/// Where each item occurs, and what a pair weighs.
struct Counter<'a> {
    visits: &'a Visits,
    weights: &'a Array1<f64>,
    /// Where the occurrences of each item begin; one more entry than there are items.
    starts: Vec<usize>,
    /// (visit, place in it), by item.
    occurrences: Vec<(u32, u32)>,
    /// Weight of a pair by its gap: the other comes later, or earlier.
    later: Vec<f64>,
    earlier: Vec<f64>,
}

impl<'a> Counter<'a> {
    fn new(params: &TrainParams, visits: &'a Visits, sums: &'a Sums) -> Self {
        let (starts, occurrences) = occurrences(visits);
        let gap = |d: usize| {
            params.gap_floor + (1.0 - params.gap_floor) * (d.max(1) as f64).powf(-params.gap_power)
        };
        let later: Vec<f64> = (0..=FARTHEST).map(gap).collect();
        let earlier = later.iter().map(|weight| weight * params.backward).collect();
        Self { visits, weights: &sums.weights, starts, occurrences, later, earlier }
    }

    /// Sums the pairs of one item into an empty row.
    fn count(&self, item: usize, row: &mut Row) {
        for (visit, place) in &self.occurrences[self.starts[item]..self.starts[item + 1]] {
            let met = self.visits.met(*visit as usize);
            let weight = self.weights[*visit as usize];
            self.count_around(met, *place as usize, weight, row);
        }
    }

    fn count_around(&self, met: &[u32], place: usize, weight: f64, row: &mut Row) {
        let first = met.len().saturating_sub(LONGEST);
        if place < first {
            return;
        }
        let from = first.max(place.saturating_sub(FARTHEST));
        let to = met.len().min(place + FARTHEST + 1);
        for (other, item) in (from..to).zip(&met[from..to]) {
            let gaps = if other > place { &self.later } else { &self.earlier };
            let weight = weight * gaps[other.abs_diff(place)];
            if *item != met[place] && weight > 0.0 {
                row.add(*item, weight);
            }
        }
    }
}

/// A counting sort of all events by item; inside an item they keep the order of the visits.
fn occurrences(visits: &Visits) -> (Vec<usize>, Vec<(u32, u32)>) {
    let mut starts = vec![0; visits.items.len() + 1];
    for item in visits.iter().flat_map(|(_, met)| met) {
        starts[*item as usize + 1] += 1;
    }
    for item in 1..starts.len() {
        starts[item] += starts[item - 1];
    }
    let mut next = starts.clone();
    let mut occurrences = vec![(0, 0); starts.last().copied().unwrap_or(0)];
    for (visit, (_, met)) in (0..).zip(visits.iter()) {
        for (place, item) in (0..).zip(met) {
            let next = &mut next[*item as usize];
            occurrences[*next] = (visit, place);
            *next += 1;
        }
    }
    (starts, occurrences)
}

/// What a count is multiplied by, by row and by column.
struct Factors {
    count_power: f64,
    rows: Array1<f64>,
    columns: Array1<f64>,
}

impl Factors {
    fn new(params: &TrainParams, sums: &Sums) -> Self {
        let mass = sums.steady_mass(params.shrinkage);
        let trend = sums.trend().mapv_into(|trend| trend.powf(params.trend_power));
        Self {
            count_power: params.count_power,
            rows: mass.mapv(|mass| mass.powf(-params.row_power)),
            columns: mass.mapv(|mass| mass.powf(-params.column_power)) * trend,
        }
    }

    fn cell(&self, row: usize, column: usize, count: f64) -> f64 {
        count.powf(self.count_power) * self.rows[row] * self.columns[column]
    }
}

/// Keeps the largest cells, of equal ones the lower items, ascending by item.
fn prune(cells: &mut Vec<(u32, f64)>, most: usize) {
    let stronger = |(a, x): &(u32, f64), (b, y): &(u32, f64)| y.total_cmp(x).then(a.cmp(b));
    if cells.len() > most {
        cells.select_nth_unstable_by(most, stronger);
        cells.truncate(most);
        cells.shrink_to_fit();
    }
    cells.sort_unstable_by_key(|(item, _)| *item);
}
