//! Neighbours of neighbours: what an item's neighbours go with counts a little for the item too.

use super::parallel::map_rows;
use super::recipe::{Knob, Recipe};
use super::table::{Table, prune};

/// Between the rounds, this many cells of a row are kept.
pub(super) const WIDTH: usize = 60;

/// The table with its neighbours of neighbours, pruned to so many cells a row.
///
/// One round adds to the row of `i`, for each neighbour `k` of it, `hop * T[i,k]` shared out as row
/// `k` is; each further round takes the rows of `k` from the round before. The diagonal stays.
pub(super) fn hop(recipe: &Recipe, table: &Table, threads: usize, most: usize) -> Table {
    let share = recipe.get(Knob::Hop) as f32;
    let rounds = 1 + recipe.get(Knob::Rounds) as usize;
    let first = Round::new(table, table, share).run(threads, if rounds == 1 { most } else { WIDTH });
    (2..=rounds).fold(first, |rows, round| {
        let most = if round == rounds { most } else { WIDTH };
        Round::new(table, &rows, share).run(threads, most)
    })
}

struct Round<'a> {
    table: &'a Table,
    rows: &'a Table,
    /// By item: the share, divided by what its row sums to without the diagonal.
    shares: Vec<f32>,
}

impl<'a> Round<'a> {
    fn new(table: &'a Table, rows: &'a Table, share: f32) -> Self {
        let sum = |(item, row): (u32, &Vec<(u32, f32)>)| -> f32 {
            row.iter().filter(|(other, _)| *other != item).map(|(_, value)| value).sum()
        };
        let share = |sum: f32| if sum > 0.0 { share / sum } else { 0.0 };
        Self { table, rows, shares: (0..).zip(&rows.rows).map(sum).map(share).collect() }
    }

    fn run(&self, threads: usize, most: usize) -> Table {
        let items = self.table.rows.len();
        let row = |scratch: &mut Scratch, item: usize| self.row(item as u32, scratch, most);
        Table { rows: map_rows(threads, items, || Scratch::new(items), row) }
    }

    fn row(&self, item: u32, scratch: &mut Scratch, most: usize) -> Vec<(u32, f32)> {
        let own = &self.table.rows[item as usize];
        own.iter().for_each(|(other, value)| scratch.add(*other, *value));
        for (neighbour, value) in own.iter().filter(|(other, _)| *other != item) {
            let share = value * self.shares[*neighbour as usize];
            for (other, value) in &self.rows.rows[*neighbour as usize] {
                if *other != *neighbour && *other != item {
                    scratch.add(*other, share * value);
                }
            }
        }
        let mut row = scratch.drain();
        prune(&mut row, most);
        row
    }
}

/// One row while it is summed: dense, with a list of what is not 0, so that nothing is sorted.
struct Scratch {
    values: Vec<f32>,
    touched: Vec<u32>,
}

impl Scratch {
    fn new(items: usize) -> Self {
        Self { values: vec![0.0; items], touched: Vec::new() }
    }

    fn add(&mut self, item: u32, value: f32) {
        let sum = &mut self.values[item as usize];
        if *sum == 0.0 {
            self.touched.push(item);
        }
        *sum += value;
    }

    /// Empties it into the cells above 0.
    fn drain(&mut self) -> Vec<(u32, f32)> {
        let Self { values, touched } = self;
        let cell = |item: u32| (item, core::mem::take(&mut values[item as usize]));
        touched.drain(..).map(cell).filter(|(_, value)| *value > 0.0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_round_shares_out_the_neighbours_rows() {
        // 0 -> 1 (2.0), itself (9.0); 1 -> 0 (1.0), 2 (3.0), itself (5.0); 2 -> 1 (4.0).
        let rows = vec![vec![(0, 9.0), (1, 2.0)], vec![(0, 1.0), (1, 5.0), (2, 3.0)], vec![(1, 4.0)]];
        let recipe = Recipe::clicks().with(Knob::Hop, 0.5).with(Knob::Rounds, 0.0);
        let hopped = hop(&recipe, &Table { rows }, 2, 32);
        // Row 0: 0.5 * 2 of row 1 without 0 itself: 3/4 of it goes to 2.
        assert_eq!(hopped.rows[0], [(0, 9.0), (1, 2.0), (2, 0.75)]);
        // Row 1: nothing of row 0, whose only other neighbour is 1; nothing of row 2 either.
        assert_eq!(hopped.rows[1], [(0, 1.0), (1, 5.0), (2, 3.0)]);
        // Row 2: 0.5 * 4 of row 1 without 2 itself: 1/4 of it goes to 0.
        assert_eq!(hopped.rows[2], [(0, 0.5), (1, 4.0)]);
    }

    #[test]
    fn a_second_round_hops_over_the_rows_of_the_first() {
        // A chain 0 -> 1 -> 2 -> 3: after two rounds 0 reaches 3.
        let rows = vec![vec![(1, 1.0)], vec![(2, 1.0)], vec![(3, 1.0)], vec![]];
        let recipe = Recipe::clicks().with(Knob::Hop, 1.0).with(Knob::Rounds, 1.0);
        let hopped = hop(&recipe, &Table { rows }, 1, 32);
        // Row 1 of the first round is 2 (1.0), 3 (1.0): a half each of 1.0.
        assert_eq!(hopped.rows[0], [(1, 1.0), (2, 0.5), (3, 0.5)]);
    }
}
