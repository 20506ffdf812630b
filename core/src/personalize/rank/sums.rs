//! The sums of a context's rows, in a memory that is used again: nothing is allocated per list.

use core::cell::Cell;

use crate::model::Model;

use super::{Row, row_scale, squared, support};

thread_local! {
    /// Taken while it is used, so that a list made inside another one has a fresh one.
    static SUMS: Cell<Sums> = const { Cell::new(Sums::new()) };
}

/// Dense sums, and a list of what is not 0.
#[derive(Default)]
pub(super) struct Sums {
    /// By item: the sum, [`Sums::ROWS`] bits up, whether it was come back to, and how many rows hold it.
    ///
    /// INVARIANT: all 0 but while rows are summed. A sum is less than 2^44 in a sound model.
    slots: Vec<u64>,
    touched: Vec<u32>,
    revisits: Vec<(u32, u64)>,
}

impl Sums {
    const ROWS: u32 = 6;
    /// At most 30 rows hold an item: the sixth bit is free.
    const REVISITED: u64 = 1 << 5;

    const fn new() -> Self {
        Self { slots: Vec::new(), touched: Vec::new(), revisits: Vec::new() }
    }

    /// Sums the rows of a context, and hands over each item that was touched with its score.
    pub(super) fn each_score(model: &Model, rows: &[Row], mut take: impl FnMut(u32, u64)) {
        let mut sums = SUMS.take();
        sums.slots.resize(sums.slots.len().max(model.items.len()), 0);
        rows.iter().for_each(|row| sums.add(model, row));
        sums.drain(model, &mut take);
        SUMS.set(sums);
    }

    fn add(&mut self, model: &Model, row: &Row) {
        if row.revisit > 0 {
            self.revisits.push((row.item, row.revisit));
            if let Some(slot) = self.slots.get_mut(row.item as usize) {
                touch(slot, row.item, &mut self.touched);
                *slot |= Self::REVISITED;
            }
        }
        let Some((scale, cells)) = model.neighbours.row(row.item as usize) else { return };
        if row.weight == 0 {
            return;
        }
        let weight = row.weight.saturating_mul(row_scale(scale)) << Self::ROWS;
        for cell in cells {
            let Some(slot) = self.slots.get_mut(cell.item as usize) else { continue };
            touch(slot, cell.item, &mut self.touched);
            *slot = slot.wrapping_add(weight.wrapping_mul(squared(cell.code)) | 1);
        }
    }

    fn drain(&mut self, model: &Model, take: &mut impl FnMut(u32, u64)) {
        let multipliers: [u64; 32] = core::array::from_fn(|rows| support(model, rows));
        for item in self.touched.drain(..) {
            let slot = self.slots.get_mut(item as usize).map_or(0, core::mem::take);
            let multiplier = multipliers[(slot & (Self::REVISITED - 1)) as usize];
            let mut score = (slot >> Self::ROWS).wrapping_mul(multiplier);
            if slot & Self::REVISITED != 0 {
                let own = self.revisits.iter().filter(|(revisited, _)| *revisited == item);
                score = own.fold(score, |score, (_, revisit)| score.saturating_add(*revisit));
            }
            take(item, score);
        }
        self.revisits.clear();
    }
}

fn touch(slot: &u64, item: u32, touched: &mut Vec<u32>) {
    if *slot == 0 {
        touched.push(item);
    }
}
