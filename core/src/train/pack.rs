//! From floats to the model's bytes: 4-bit cells, a scale byte per row, 8-bit position weights.

use crate::model::{Cell, Model, Neighbours};

use super::similarity::Table;

/// Packs a table: a cell's code is the square root of its share of the row's largest cell, in 15ths;
/// a row's scale is the logarithm of its largest cell, in twelfths of an octave below the table's.
pub(super) fn neighbours(table: &Table) -> Neighbours {
    let largest = table.largest();
    let rows: Vec<(u8, Vec<Cell>)> = table.rows.iter().map(|row| pack_row(row, largest)).collect();
    Neighbours::pack(rows.iter().map(|(scale, cells)| (*scale, cells.as_slice())))
}

fn pack_row(row: &[(u32, f64)], largest: f64) -> (u8, Vec<Cell>) {
    let row_largest = row.iter().fold(0.0_f64, |most, (_, value)| value.max(most));
    let code = |value: f64| ((value / row_largest).sqrt() * 15.0).round() as u8;
    let cells = row.iter().map(|(item, value)| Cell { item: *item, code: code(*value) });
    let cells: Vec<Cell> = cells.filter(|cell| cell.code > 0).collect();
    // An empty row is `0 0`. Casts from float saturate, which is the clip at 0 and 255.
    let scale =
        if cells.is_empty() { 0 } else { (255.0 + 12.0 * (row_largest / largest).log2()).round() as u8 };
    (scale, cells)
}

/// The weight of a context item by its distance from the last: `(1 + d)^(-2 / reach)`, 255 at 0.
pub(super) fn positions(reach: f64) -> Vec<u8> {
    let weight = |distance: usize| (255.0 * (1.0 + distance as f64).powf(-2.0 / reach)).round() as u8;
    (0..Model::CONTEXT).map(weight).collect()
}
