//! From floats to the model's bytes: 4-bit cells, a scale byte per row, integer curves.

use crate::model::{Cell, Model, Neighbours};
use crate::personalize::rank::row_scale;

use super::recipe::{Knob, Recipe};
use super::table::{Table, largest};

/// Packs a table: a cell's code is the square root of its share of the row's largest cell, in 15ths;
/// a row's scale is the logarithm of its largest cell, in twelfths of an octave below the table's.
pub(super) fn neighbours(table: &Table) -> Neighbours {
    let largest = table.largest();
    let rows: Vec<(u8, Vec<Cell>)> = table.rows.iter().map(|row| pack_row(row, largest)).collect();
    Neighbours::pack(rows.iter().map(|(scale, cells)| (*scale, cells.as_slice())))
}

fn pack_row(row: &[(u32, f32)], table_largest: f32) -> (u8, Vec<Cell>) {
    let row_largest = largest(row);
    let code = |value: f32| ((value / row_largest).sqrt() * 15.0).round() as u8;
    let cells = row.iter().map(|(item, value)| Cell { item: *item, code: code(*value) });
    let cells: Vec<Cell> = cells.filter(|cell| cell.code > 0).collect();
    // An empty row is `0 0`. Casts from float saturate, which is the clip at 0 and 255.
    let octaves = f64::from(row_largest / table_largest).log2();
    let scale = if cells.is_empty() { 0 } else { (255.0 + 12.0 * octaves).round() as u8 };
    (scale, cells)
}

/// How a recipe reads a context, in floats and as the model has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Curves {
    /// What an item weighs by its distance from the last.
    pub(super) positions: Vec<f64>,
    /// What a meeting adds for the item itself, in units of the table's cells.
    pub(super) revisits: Vec<f64>,
    /// By how many context items speak for an item, from 1.
    pub(super) support: Vec<f64>,
}

impl Curves {
    /// The unit of a revisit is the mean of the rows' largest cells.
    pub(super) fn of(recipe: &Recipe, mean_largest: f64) -> Self {
        let distances = 0..Model::CONTEXT;
        Self {
            positions: distances.clone().map(|distance| position(recipe, distance)).collect(),
            revisits: distances.map(|distance| mean_largest * revisit(recipe, distance)).collect(),
            support: (1..=Model::SUPPORT).map(|m| (m as f64).powf(recipe.get(Knob::Support))).collect(),
        }
    }

    /// The same in the integers of the model, for a table with this largest cell.
    pub(super) fn pack(&self, largest: f64, model: &mut Model) {
        let most = |values: &[f64]| values.iter().fold(0.0_f64, |most, value| value.max(most));
        let (position, support) = (255.0 / most(&self.positions), 256.0 / most(&self.support));
        let cell = 225.0 * row_scale(255) as f64 / largest.max(1e-30);
        model.positions = self.positions.iter().map(|weight| (weight * position).round() as u8).collect();
        model.support = self.support.iter().map(|share| ((share * support).round() as u16).max(1)).collect();
        let revisit = |value: &f64| (value * position * cell * support).round() as u64;
        model.revisits = self.revisits.iter().map(|value| revisit(value).min(Model::MOST_REVISIT)).collect();
    }
}

fn position(recipe: &Recipe, distance: usize) -> f64 {
    let (far, reach) = (distance as f64, recipe.get(Knob::Reach));
    let curve =
        if recipe.get(Knob::Fade) < 0.5 { (-far / reach).exp() } else { (1.0 + far).powf(-2.0 / reach) };
    curve
        * match distance {
            0 => 1.0,
            1 => recipe.get(Knob::Second),
            2 => 1.0,
            _ => recipe.get(Knob::Older),
        }
}

fn revisit(recipe: &Recipe, distance: usize) -> f64 {
    let curve = |far: usize| (-(far as f64 - 1.0) / recipe.get(Knob::RevisitReach)).exp();
    recipe.get(Knob::Revisit)
        * match distance {
            0 => 0.0,
            1 => recipe.get(Knob::RevisitSecond),
            2 => recipe.get(Knob::RevisitThird) * curve(2),
            far => curve(far),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_a_square_of_fifteenths_and_a_row_so_many_twelfths_of_an_octave() {
        let rows = vec![vec![(0, 8.0), (1, 2.0), (2, 0.001)], vec![], vec![(1, 4.0)]];
        let packed = neighbours(&Table { rows });
        let row = |index| packed.row(index).map(|(scale, cells)| (scale, cells.collect::<Vec<_>>()));
        // A quarter of the largest: half of 15, rounded; a thousandth of it rounds to nothing.
        assert_eq!(row(0), Some((255, vec![Cell { item: 0, code: 15 }, Cell { item: 1, code: 8 }])));
        assert_eq!(row(1), Some((0, vec![])));
        assert_eq!(row(2), Some((243, vec![Cell { item: 1, code: 15 }])));
    }

    #[test]
    fn curves_become_integers_on_one_scale() {
        let recipe = Recipe::clicks()
            .with(Knob::Reach, 2.0)
            .with(Knob::Revisit, 0.5)
            .with(Knob::RevisitSecond, 2.0)
            .with(Knob::Support, 1.0);
        let mut model = Model::default();
        Curves::of(&recipe, 3.0).pack(6.0, &mut model);
        // 1 / (1 + d): 255 / 2 is 127.5.
        assert_eq!(model.positions[..3], [255, 128, 85]);
        assert_eq!((model.support[0], model.support[30]), (8, 256));
        // The last item itself is never a revisit; the one before counts 0.5 * 3.0 * 2, half of the
        // largest cell, and with 31 rows behind it a cell would count 256 / 31 a row.
        let cell = 255.0 * 225.0 * row_scale(255) as f64 * 256.0 / 31.0;
        assert_eq!((model.revisits[0], model.revisits[1]), (0, (0.5 * cell).round() as u64));
        assert_eq!(model.check(), Ok(()));
    }
}
