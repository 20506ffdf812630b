//! A ridge regression of every item on all others, for baskets whose lines have no order.
//!
//! With `G` the weighted counts of items bought together and `P = (G + damping)^-1`, the weight of
//! `i` for `j` is `-P[i,j] / P[j,j]` (Steck 2019, EASE). Dense, so for a few thousand items only.

use faer::Mat;

use super::inverse::inverse;
use super::pairs::Pairs;
use super::parallel::map_rows;
use super::recipe::{Knob, Recipe};
use super::sums::{Sums, weights};
use super::table::{prune, steady_events};
use super::visits::Visits;

/// Up to so many items.
pub(super) const MOST_ITEMS: usize = 6_000;

/// What the regression depends on.
pub(super) const KNOBS: [Knob; 3] = [Knob::RidgeDamping, Knob::RidgeAgeDays, Knob::RidgeLengthPower];

/// The regression of all items.
pub(super) struct Dense {
    /// Column by column, which is row by row: it is symmetric.
    inverse: Mat<f32>,
    threads: usize,
}

/// The regression's weights in the order of a table's columns.
pub(super) struct Ridge {
    pub(super) rows: Vec<Vec<f32>>,
}

impl Dense {
    /// Nothing where there are too many items, or no visit to learn from.
    pub(super) fn of(recipe: &Recipe, visits: &Visits, pairs: &Pairs<'_>, threads: usize) -> Option<Self> {
        let items = visits.items.len();
        if items == 0 || items > MOST_ITEMS {
            return None;
        }
        let powers = [Knob::RidgeLengthPower, Knob::RidgeAgeDays].map(|knob| recipe.get(knob));
        let weights = weights(visits, powers[0], powers[1]);
        let mut gram = gram(visits, pairs, &weights, threads);
        let mean = weights.iter().sum::<f64>() / weights.len().max(1) as f64;
        let damping = (recipe.get(Knob::RidgeDamping) * mean) as f32;
        (0..items).for_each(|item| gram[(item, item)] += damping);
        Some(Self { inverse: inverse(gram.as_ref(), threads)?, threads })
    }

    fn cell(&self, row: usize, column: usize) -> f32 {
        if row == column { 0.0 } else { -self.inverse[(column, row)] / self.inverse[(column, column)] }
    }

    /// The columns of each row's largest weights, popular targets damped a little.
    pub(super) fn strongest(&self, sums: &Sums, most: usize) -> Vec<Vec<u32>> {
        let damped = steady_events(sums).mapv(|events| events.powf(-0.1) as f32);
        let items = damped.len();
        let row = |(): &mut (), row: usize| {
            let cells = (0..items).map(|column| (column as u32, self.cell(row, column) * damped[column]));
            let mut cells = cells.filter(|(_, value)| *value > 0.0).collect();
            prune(&mut cells, most);
            cells.into_iter().map(|(column, _)| column).collect()
        };
        map_rows(self.threads, items, || (), row)
    }

    /// The weights at these columns of each row.
    pub(super) fn at(&self, columns: &[Vec<u32>]) -> Ridge {
        let row = |(): &mut (), row: usize| {
            columns[row].iter().map(|column| self.cell(row, *column as usize)).collect()
        };
        Ridge { rows: map_rows(self.threads, columns.len(), || (), row) }
    }
}

/// Which items the visits hold together, whatever their order and number.
fn gram(visits: &Visits, pairs: &Pairs<'_>, weights: &[f64], threads: usize) -> Mat<f32> {
    let sets: Vec<Vec<u32>> = visits.iter().map(|(_, met)| distinct(met)).collect();
    let items = visits.items.len();
    let row = |(): &mut (), item: usize| {
        let mut row = vec![0.0_f64; items];
        let mut before = None;
        for (visit, _) in pairs.occurrences(item) {
            if before.replace(*visit) != Some(*visit) {
                let (set, weight) = (&sets[*visit as usize], weights[*visit as usize]);
                set.iter().for_each(|other| row[*other as usize] += weight);
            }
        }
        row.into_iter().map(|sum| sum as f32).collect::<Vec<f32>>()
    };
    let rows = map_rows(threads, items, || (), row);
    Mat::from_fn(items, items, |row, column| rows[column][row])
}

fn distinct(met: &[u32]) -> Vec<u32> {
    let mut set = met.to_vec();
    set.sort_unstable();
    set.dedup();
    set
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ProductId;
    use crate::time::Timestamp;
    use crate::train::sessions::Sessions;

    /// By elimination, as in a schoolbook.
    fn brute_inverse(mut matrix: [[f64; 4]; 4]) -> [[f64; 4]; 4] {
        let mut inverse =
            core::array::from_fn(|row| core::array::from_fn(|column| f64::from(u8::from(row == column))));
        for pivot in 0..4 {
            let by = matrix[pivot][pivot];
            let (pivot_row, pivot_inverse): ([f64; 4], [f64; 4]) =
                (matrix[pivot].map(|v| v / by), inverse[pivot].map(|v: f64| v / by));
            for row in 0..4 {
                let share = matrix[row][pivot];
                for column in 0..4 {
                    if row != pivot {
                        matrix[row][column] -= share * pivot_row[column];
                        inverse[row][column] -= share * pivot_inverse[column];
                    }
                }
            }
            (matrix[pivot], inverse[pivot]) = (pivot_row, pivot_inverse);
        }
        inverse
    }

    #[test]
    fn the_weights_are_those_of_the_inverse_by_brute_force() {
        let baskets: [&[usize]; 5] = [&[0, 1, 2], &[0, 1], &[2, 3, 2], &[1, 3], &[0, 1, 3]];
        let mut sessions = Sessions::default();
        baskets
            .iter()
            .for_each(|b| sessions.push(Timestamp(0), b.iter().map(|item| ProductId(*item as u32))));
        let visits = Visits::of(&sessions);
        let pairs = Pairs::of(&visits, 1);
        let recipe =
            Recipe::baskets_with_ridge().with(Knob::RidgeDamping, 0.5).with(Knob::RidgeLengthPower, 0.0);
        let dense = Dense::of(&recipe, &visits, &pairs, 2).expect("few items");
        let mut gram = [[0.0; 4]; 4];
        for basket in baskets {
            let has = |item: usize| f64::from(u8::from(basket.contains(&item)));
            gram.iter_mut().enumerate().for_each(|(a, row)| {
                row.iter_mut().enumerate().for_each(|(b, sum)| *sum += has(a) * has(b));
            });
        }
        (0..4).for_each(|item| gram[item][item] += 0.5);
        let inverse = brute_inverse(gram);
        let ridge = dense.at(&vec![vec![0, 1, 2, 3]; 4]);
        for (row, weights) in ridge.rows.iter().enumerate() {
            for (column, weight) in weights.iter().enumerate() {
                let expected =
                    if row == column { 0.0 } else { -inverse[row][column] / inverse[column][column] };
                assert!((f64::from(*weight) - expected).abs() < 1e-5);
            }
        }
    }
}
