//! The sums of a context's rows, in a memory that is used again: nothing is allocated per list.

use core::cell::Cell;

use crate::model::{Model, Neighbours};

use super::ladder::{Found, Ladder};
use super::{Row, row_scale, squared, support};

thread_local! {
    /// Taken while it is used, so that a list made inside another one has a fresh one.
    static SUMS: Cell<Sums> = const { Cell::new(Sums::new()) };
}

/// Dense sums, and a list of what is not 0.
#[derive(Default)]
pub(super) struct Sums {
    /// By item: the sum, [`ROWS`] bits up, whether it was come back to, and how many rows hold it.
    ///
    /// INVARIANT: all 0 but while rows are summed. A sum is less than 2^44 in a sound model.
    slots: Vec<u64>,
    /// The items whose slots are not 0, and behind them anything.
    touched: Vec<u32>,
    ladder: Ladder,
}

/// At most 30 rows hold an item: five bits, and one more for what was come back to.
const ROWS: u32 = 6;
const REVISITED: u64 = 1 << 5;

/// Adds to a sum a cell of a row of this weight, and so many rows that hold it.
pub(super) fn add(slot: &mut u64, weight: u64, code: u8, rows: u64) {
    *slot = slot.wrapping_add((weight.wrapping_mul(squared(code)) << ROWS).wrapping_add(rows));
}

/// What sums are multiplied by, by their number of rows.
pub(super) struct Support([u64; 32]);

impl Support {
    pub(super) fn of(model: &Model) -> Self {
        Self(core::array::from_fn(|rows| support(model, rows)))
    }

    /// The score of a sum without revisits.
    pub(super) fn score(&self, slot: u64) -> u64 {
        (slot >> ROWS).wrapping_mul(self.0[(slot & (REVISITED - 1)) as usize])
    }
}

impl Sums {
    const fn new() -> Self {
        Self { slots: Vec::new(), touched: Vec::new(), ladder: Ladder::new() }
    }

    fn taken(model: &Model) -> Self {
        let mut sums = SUMS.take();
        sums.slots.resize(sums.slots.len().max(model.items.len()), 0);
        sums
    }

    /// The best items after a context, best first.
    pub(super) fn best(model: &Model, rows: &[Row], refused: impl Fn(u32) -> bool, n: usize) -> Vec<Found> {
        let mut sums = Self::taken(model);
        // What a row holds, and its own item, which may be come back to.
        let most = rows.len().saturating_mul(Neighbours::MOST + 1);
        sums.touched.resize(sums.touched.len().max(most), 0);
        let revisited = rows.iter().fold(0, |touched, row| sums.revisit(row, touched));
        let touched = rows.iter().fold(revisited, |touched, row| sums.add(model, row, touched));
        sums.drain(model, rows, revisited, touched);
        let best = sums.ladder.best(n, |found| refused(found.item));
        SUMS.set(sums);
        best
    }

    fn revisit(&mut self, row: &Row, touched: usize) -> usize {
        match self.slots.get_mut(row.item as usize).filter(|_| row.revisit > 0) {
            Some(slot) => touch(slot, row.item, &mut self.touched, touched, |slot| *slot |= REVISITED),
            None => touched,
        }
    }

    fn add(&mut self, model: &Model, row: &Row, mut touched: usize) -> usize {
        let Some((scale, cells)) = model.neighbours.row(row.item as usize).filter(|_| row.weight > 0) else {
            return touched;
        };
        let weight = row.weight.wrapping_mul(row_scale(scale));
        for cell in cells {
            if let Some(slot) = self.slots.get_mut(cell.item as usize) {
                let add = |slot: &mut u64| add(slot, weight, cell.code, 1);
                touched = touch(slot, cell.item, &mut self.touched, touched, add);
            }
        }
        touched
    }

    /// Empties the sums into scores. What was come back to was noted first.
    fn drain(&mut self, model: &Model, rows: &[Row], revisited: usize, touched: usize) {
        let support = Support::of(model);
        let Self { slots, touched: items, ladder } = self;
        let items = items.get(..touched).unwrap_or_default();
        ladder.fill(items.iter().enumerate().map(|(place, item)| {
            let slot = slots.get_mut(*item as usize).map_or(0, core::mem::take);
            let score = support.score(slot);
            (if place < revisited { with_revisits(rows, *item, score) } else { score }, *item)
        }));
    }
}

/// Notes an item and changes its slot; how many are noted now. It counts if it was not noted yet: no branch,
/// as half of all guesses would be wrong.
fn touch(
    slot: &mut u64,
    item: u32,
    items: &mut [u32],
    touched: usize,
    change: impl FnOnce(&mut u64),
) -> usize {
    if let Some(next) = items.get_mut(touched) {
        *next = item;
    }
    let new = usize::from(*slot == 0);
    change(slot);
    touched.wrapping_add(new)
}

/// A score and what its item's own meetings add.
fn with_revisits(rows: &[Row], item: u32, score: u64) -> u64 {
    let own = rows.iter().filter(|row| row.item == item);
    own.fold(score, |score, row| score.saturating_add(row.revisit))
}

/// Items numbered anew in the order in which they come, in the same memory.
pub(super) struct Numbers(Sums);

impl Numbers {
    pub(super) fn new(model: &Model) -> Self {
        let mut sums = Sums::taken(model);
        sums.touched.clear();
        Self(sums)
    }

    /// The number of an item.
    pub(super) fn of(&mut self, item: u32) -> u32 {
        let Some(slot) = self.0.slots.get_mut(item as usize) else { return 0 };
        if *slot == 0 {
            self.0.touched.push(item);
            *slot = self.0.touched.len() as u64;
        }
        (*slot as u32).wrapping_sub(1)
    }

    /// The items in the order of their numbers.
    pub(super) fn items(self) -> Vec<u32> {
        let mut sums = self.0;
        let items = core::mem::take(&mut sums.touched);
        for item in &items {
            if let Some(slot) = sums.slots.get_mut(*item as usize) {
                *slot = 0;
            }
        }
        SUMS.set(sums);
        items
    }
}
