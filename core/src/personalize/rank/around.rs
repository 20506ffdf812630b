//! The rows that a context touches, numbered anew: lists that are made again without some of them run
//! through a few kilobytes.

use core::cell::Cell;

use crate::model::Model;

use super::ladder::{Found, Ladder};
use super::sums::{self, Numbers, Support};
use super::weigh;

/// The rows of a context's items and all that they hold.
pub(super) struct Around {
    /// The items by their new numbers; those of the context come first, latest first.
    items: Vec<u32>,
    /// The scale of each row, and where its cells end.
    rows: Vec<(u8, u32)>,
    /// `number << 4 | code`.
    cells: Vec<u32>,
    support: Support,
    answers: Vec<Cell<Option<bool>>>,
    sums: Vec<u64>,
    ladder: Ladder,
}

impl Around {
    /// The rows of these items, latest first, and the items as numbers of their rows.
    pub(super) fn of(model: &Model, context: &[u32]) -> (Self, Vec<u32>) {
        let mut numbers = Numbers::new(model);
        let met: Vec<u32> = context.iter().map(|item| numbers.of(*item)).collect();
        let (mut rows, mut cells, mut seen) = (Vec::new(), Vec::new(), 0);
        for (item, number) in context.iter().zip(&met) {
            // Numbers ascend: what has a lower one came before.
            if *number == seen {
                seen = seen.saturating_add(1);
                let row = model.neighbours.row(*item as usize);
                let scale = row.as_ref().map_or(0, |(scale, _)| *scale);
                let row = row.into_iter().flat_map(|(_, row)| row);
                cells.extend(row.map(|cell| numbers.of(cell.item) << 4 | u32::from(cell.code)));
                rows.push((scale, cells.len() as u32));
            }
        }
        let items = numbers.items();
        let (answers, sums) = (vec![Cell::new(None); items.len()], vec![0; items.len()]);
        let support = Support::of(model);
        (Self { items, rows, cells, support, answers, sums, ladder: Ladder::new() }, met)
    }

    /// How many numbers there are.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// The number of an item.
    pub(super) fn number(&self, item: u32) -> Option<usize> {
        self.items.iter().position(|found| *found == item)
    }

    /// The scale of a row and its cells: numbers and codes.
    pub(super) fn row(&self, number: u32) -> (u8, impl Iterator<Item = (usize, u8)> + '_) {
        let start = number.checked_sub(1).and_then(|before| self.rows.get(before as usize));
        let (scale, end) = self.rows.get(number as usize).copied().unwrap_or_default();
        let cells = self.cells.get(start.map_or(0, |(_, end)| *end as usize)..end as usize);
        (scale, cells.unwrap_or_default().iter().map(|cell| ((cell >> 4) as usize, (cell & 15) as u8)))
    }

    /// The best so many after a context of rows, latest first. Whether an item is refused is asked once.
    pub(super) fn best(
        &mut self,
        model: &Model,
        context: impl Iterator<Item = u32>,
        refused: impl Fn(u32) -> bool,
        n: usize,
    ) -> Vec<Found> {
        let rows = weigh(model, context);
        let mut sums = core::mem::take(&mut self.sums);
        sums.fill(0);
        for row in rows.iter().filter(|row| row.weight > 0) {
            let (scale, cells) = self.row(row.item);
            let weight = sums::weight(row, scale);
            for (number, code) in cells {
                if let Some(slot) = sums.get_mut(number) {
                    sums::add(slot, weight, code);
                }
            }
        }
        let met = self.rows.len();
        let score = |(number, (sum, item)): (usize, (&u64, &u32))| {
            let score = self.support.score(*sum);
            (if number < met { sums::revisits(&rows, number as u32, score) } else { score }, *item)
        };
        self.ladder.fill(sums.iter().zip(&self.items).enumerate().map(score));
        self.sums = sums;
        let answers = &self.answers;
        self.ladder.best(n, |found| {
            let Some(answer) = answers.get(found.place as usize) else { return true };
            let said = answer.get().unwrap_or_else(|| refused(found.item));
            answer.set(Some(said));
            said
        })
    }
}
