//! The rows that a context touches, numbered anew: lists that are made again and again, each a little
//! different from the one before, run through a few kilobytes and sum only what differs.

use core::cell::Cell;

use crate::model::Model;

use super::ladder::{Found, Ladder};
use super::sums::{self, Numbers, Support};
use super::{row_scale, weigh};

/// The rows of a context's items and all that they hold.
pub(super) struct Around {
    /// Those of the context come first, latest first: a row has the number of its item.
    rows: Vec<Span>,
    /// `number << 4 | code`.
    cells: Vec<u32>,
    support: Support,
    /// By number: what was said when it was asked about.
    answers: Vec<Cell<Option<bool>>>,
    /// By number, for the list made last: the sums, as in [`sums::Sums`], and of rows what they weigh.
    sums: Vec<u64>,
    weights: Vec<Weight>,
    /// And what they weighed in the list before.
    before: Vec<Weight>,
    ladder: Ladder,
}

/// The scale of a row and where its cells end.
#[derive(Clone, Copy, Default)]
struct Span {
    scale: u64,
    end: usize,
}

/// What all meetings of an item weigh, how many of them do, and what they add to its own score.
#[derive(Clone, Copy, Default, PartialEq)]
struct Weight {
    weight: u64,
    rows: u64,
    revisit: u64,
}

impl Around {
    /// The rows of these items, latest first, for lists of scores not far above `most`; the items as numbers
    /// of their rows, and the numbers of some items that the rows hold.
    pub(super) fn of(model: &Model, context: &[u32], held: &[u32], most: u64) -> (Self, Vec<u32>, Vec<u32>) {
        let mut numbers = Numbers::new(model);
        let met: Vec<u32> = context.iter().map(|item| numbers.of(*item)).collect();
        let (mut rows, mut cells) = (Vec::new(), Vec::new());
        for (item, number) in context.iter().zip(&met) {
            // Numbers ascend: what has a lower one came before.
            if *number as usize == rows.len() {
                let row = model.neighbours.row(*item as usize);
                let scale = row.as_ref().map_or(0, |(scale, _)| row_scale(*scale));
                let row = row.into_iter().flat_map(|(_, row)| row);
                cells.extend(row.map(|cell| numbers.of(cell.item) << 4 | u32::from(cell.code)));
                rows.push(Span { scale, end: cells.len() });
            }
        }
        let held = held.iter().map(|item| numbers.of(*item)).collect();
        let items = numbers.items();
        let mut ladder = Ladder::new();
        ladder.fill_empty(&items, most);
        let (answers, sums) = (vec![Cell::new(None); items.len()], vec![0; items.len()]);
        let weights = vec![Weight::default(); rows.len()];
        let support = Support::of(model);
        (Self { rows, cells, support, answers, sums, before: weights.clone(), weights, ladder }, met, held)
    }

    /// How many numbers there are.
    pub(super) fn len(&self) -> usize {
        self.sums.len()
    }

    /// The scale of a row and its cells: numbers and codes.
    pub(super) fn row(&self, number: usize) -> (u64, impl Iterator<Item = (usize, u8)> + '_) {
        let start = number.checked_sub(1).and_then(|before| self.rows.get(before));
        let Span { scale, end } = self.rows.get(number).copied().unwrap_or_default();
        let cells = self.cells.get(start.map_or(0, |span| span.end)..end);
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
        self.ladder.put_back();
        self.reweigh(model, context);
        let answers = &self.answers;
        self.ladder.best(n, |found| {
            let Some(answer) = answers.get(found.place as usize) else { return true };
            let said = answer.get().unwrap_or_else(|| refused(found.item));
            answer.set(Some(said));
            said
        })
    }

    /// Brings sums and scores to another context.
    fn reweigh(&mut self, model: &Model, context: impl Iterator<Item = u32>) {
        core::mem::swap(&mut self.weights, &mut self.before);
        let weights = &mut self.weights;
        weights.fill(Weight::default());
        for row in weigh(model, context) {
            if let Some(own) = weights.get_mut(row.item as usize) {
                own.weight = own.weight.saturating_add(row.weight);
                own.rows = own.rows.saturating_add(u64::from(row.weight > 0));
                own.revisit = own.revisit.saturating_add(row.revisit);
            }
        }
        for number in 0..self.rows.len() {
            self.shift(number);
        }
    }

    /// Adds what a row weighs more than before; wrapping, what it weighs less goes.
    fn shift(&mut self, number: usize) {
        let weights = self.weights.get(number).copied().zip(self.before.get(number).copied());
        let Some((now, before)) = weights.filter(|(now, before)| now != before) else { return };
        let mut sums = core::mem::take(&mut self.sums);
        let mut ladder = core::mem::take(&mut self.ladder);
        let (scale, cells) = self.row(number);
        let weight = now.weight.wrapping_sub(before.weight).wrapping_mul(scale);
        let rows = now.rows.wrapping_sub(before.rows);
        let score = |number: usize, sum: u64| {
            let revisit = self.weights.get(number).map_or(0, |weight| weight.revisit);
            self.support.score(sum).saturating_add(revisit)
        };
        for (other, code) in cells {
            if let Some(sum) = sums.get_mut(other) {
                sums::add(sum, weight, code, rows);
                ladder.set(other, score(other, *sum));
            }
        }
        ladder.set(number, score(number, sums.get(number).copied().unwrap_or_default()));
        (self.sums, self.ladder) = (sums, ladder);
    }
}
