//! The sums of a context's rows: as large as what they touch, whatever the size of the catalogue.

use crate::model::Model;

use super::{Row, row_scale, squared, support};

/// What was touched, in the order it was, and a table to find it by item.
///
/// The table is open addressing over a fixed mix of the item's number, so that the same context is
/// always summed in the same steps.
pub(super) struct Sums<'a> {
    model: &'a Model,
    touched: Vec<Touched>,
    /// One more than a place in `touched`; 0 is free. INVARIANT: at least half are free.
    slots: Vec<u16>,
}

struct Touched {
    item: u32,
    /// How many rows hold it.
    rows: u32,
    sum: u64,
    revisit: u64,
}

impl<'a> Sums<'a> {
    pub(super) fn of(model: &'a Model, rows: &[Row]) -> Self {
        let cells = |row: &Row| model.neighbours.row(row.item as usize).map_or(0, |(_, cells)| cells.len());
        let counting = rows.iter().filter(|row| row.weight > 0);
        // At most 30 rows of at most 255 cells: a place fits 16 bits.
        let most = counting.map(cells).sum::<usize>().saturating_add(rows.len());
        let slots = vec![0; most.saturating_mul(2).next_power_of_two()];
        let mut sums = Self { model, touched: Vec::with_capacity(most), slots };
        rows.iter().for_each(|row| sums.add(row));
        sums
    }

    fn add(&mut self, row: &Row) {
        if row.revisit > 0 {
            let touched = self.find(row.item);
            touched.revisit = touched.revisit.saturating_add(row.revisit);
        }
        let Some((scale, cells)) = self.model.neighbours.row(row.item as usize) else { return };
        if row.weight == 0 {
            return;
        }
        let weight = row.weight.saturating_mul(row_scale(scale));
        for cell in cells {
            let touched = self.find(cell.item);
            touched.rows = touched.rows.saturating_add(1);
            touched.sum = touched.sum.saturating_add(weight.saturating_mul(squared(cell.code)));
        }
    }

    /// What there is of an item, new if need be.
    fn find(&mut self, item: u32) -> &mut Touched {
        let mask = self.slots.len().wrapping_sub(1);
        // Fibonacci hashing: the high half of a product with 2^64 / golden ratio.
        let mut slot = (u64::from(item).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask;
        loop {
            match self.slots[slot] {
                0 => {
                    self.touched.push(Touched { item, rows: 0, sum: 0, revisit: 0 });
                    self.slots[slot] = self.touched.len() as u16;
                    let place = self.touched.len().saturating_sub(1);
                    return &mut self.touched[place];
                }
                taken => {
                    let place = usize::from(taken).saturating_sub(1);
                    if self.touched[place].item == item {
                        return &mut self.touched[place];
                    }
                    slot = slot.wrapping_add(1) & mask;
                }
            }
        }
    }

    /// Every item that was touched, with its score.
    pub(super) fn scores(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        self.touched.iter().map(|touched| {
            let sum = touched.sum.saturating_mul(support(self.model, touched.rows as usize));
            (touched.item, sum.saturating_add(touched.revisit))
        })
    }
}
