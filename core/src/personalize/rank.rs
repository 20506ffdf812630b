//! From a context to a list: sums of the context items' rows, in integers.

mod around;
mod ladder;
mod reasons;
mod sums;
#[cfg(test)]
mod tests;

use crate::id::ProductId;
use crate::model::Model;
use crate::query::{Pick, Reason};

pub(crate) use ladder::Found;
use reasons::Reasons;
use sums::Sums;

/// One item of the context and how it got there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// Which product.
    pub product: ProductId,
    /// How it will be cited.
    pub reason: Reason,
}

/// A part of a pick's sum so many times smaller than the whole is no cause: less than any of the thirty items
/// of a context has of it, where all have the same.
pub const NEXT_TO_NOTHING: u64 = 32;

/// `2^(k/12)` in units of 2^-20.
const TWELFTH_ROOTS: [u64; 12] = [
    1_048_576, 1_110_928, 1_176_987, 1_246_974, 1_321_123, 1_399_681, 1_482_910, 1_571_089, 1_664_511,
    1_763_488, 1_868_350, 1_979_448,
];

/// `4 * 2^(scale/12)`, rounded down: what a row's scale byte stands for.
pub fn row_scale(scale: u8) -> u64 {
    let (octave, step) = (u32::from(scale) / 12, usize::from(scale) % 12);
    TWELFTH_ROOTS.get(step).map_or(0, |root| (root << octave) >> 18)
}

/// The best items after this context (oldest cause first), without those that are refused.
///
/// The context is its last [`Model::CONTEXT`] known items, consecutive repeats as one. The score of
/// an item is the sum over the context of position weight x row scale x code squared, times what
/// [`Model::support`] says of the number of rows that hold it, plus its own [`Model::revisits`].
/// Equal scores go by item number. Each pick cites the cause without which it would stand lowest; and
/// where it would stand no lower without any one, the others that must go too.
pub fn rank(model: &Model, context: &[Cause], refused: impl Fn(ProductId) -> bool, n: usize) -> Vec<Pick> {
    let ranked = Ranked::of(model, context, &refused, n);
    let places: Vec<usize> = (0..ranked.best.len()).collect();
    ranked.explain(&places, refused).into_iter().flatten().collect()
}

/// The picks of [`rank`] before their reasons: those take longer, and are wanted for what is shown only.
pub struct Ranked<'a> {
    model: &'a Model,
    /// The known items of the context, latest first, and how each would be cited.
    known: Vec<(u32, Reason)>,
    best: Vec<Found>,
}

impl<'a> Ranked<'a> {
    /// The best items after a context, oldest cause first.
    pub fn of(model: &'a Model, context: &[Cause], refused: impl Fn(ProductId) -> bool, n: usize) -> Self {
        let known = context
            .iter()
            .rev()
            .filter_map(|cause| model.index(cause.product).map(|item| (item as u32, cause.reason)));
        let known: Vec<(u32, Reason)> = known.collect();
        let rows = weigh(model, known.iter().map(|(item, _)| *item));
        let best = best_items(model, &rows, by_item(model, refused), n);
        Self { model, known, best }
    }

    /// Best first.
    pub fn products(&self) -> impl Iterator<Item = ProductId> {
        self.best.iter().filter_map(|found| self.model.product(found.item as usize))
    }

    /// The picks at these places of the list, from 0 and below its length, with their reasons; nothing for a pick that
    /// has none. `refused` must say what it said before.
    pub fn explain(&self, places: &[usize], refused: impl Fn(ProductId) -> bool) -> Vec<Option<Pick>> {
        match places {
            [] => Vec::new(),
            _ => Reasons::of(self, places, by_item(self.model, refused)).cite(self),
        }
    }
}

fn by_item(model: &Model, refused: impl Fn(ProductId) -> bool) -> impl Fn(u32) -> bool {
    move |item| model.product(item as usize).is_none_or(&refused)
}

/// The same items as [`rank`] picks, best first, without their reasons.
pub fn best(
    model: &Model,
    context: &[ProductId],
    refused: impl Fn(ProductId) -> bool,
    n: usize,
) -> Vec<ProductId> {
    let rows = rows(model, context.iter().rev().copied());
    let best = best_items(model, &rows, by_item(model, refused), n);
    best.iter().filter_map(|found| model.product(found.item as usize)).collect()
}

/// Popular items, most popular first.
pub fn popular(model: &Model) -> impl Iterator<Item = Pick> {
    let products = model.popular.iter().filter_map(|item| model.product(*item as usize));
    products.map(|product| Pick::of(product, Reason::Popular))
}

/// A context item that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) item: u32,
    weight: u64,
    revisit: u64,
}

/// The known items of a context, last item first, with what they weigh.
fn rows(model: &Model, context: impl Iterator<Item = ProductId>) -> Vec<Row> {
    weigh(model, context.filter_map(|product| Some(model.index(product)? as u32)))
}

/// Weighs the items of a context, last item first.
pub(crate) fn weigh(model: &Model, context: impl Iterator<Item = u32>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::with_capacity(Model::CONTEXT);
    for item in context {
        if rows.len() >= Model::CONTEXT {
            break;
        }
        if rows.last().map(|row| row.item) != Some(item) {
            let place = rows.len();
            let weight = model.positions.get(place).copied().unwrap_or_default();
            let revisit = model.revisits.get(place).copied().unwrap_or_default();
            rows.push(Row { item, weight: u64::from(weight), revisit });
        }
    }
    rows
}

/// The best items, best first.
pub(crate) fn best_items(model: &Model, rows: &[Row], refused: impl Fn(u32) -> bool, n: usize) -> Vec<Found> {
    Sums::best(model, rows, refused, n)
}

fn squared(code: u8) -> u64 {
    u64::from(code).saturating_mul(u64::from(code))
}

/// What a score is multiplied by when so many rows hold the item.
fn support(model: &Model, rows: usize) -> u64 {
    let share = model.support.get(rows.saturating_sub(1)).or(model.support.last());
    share.map_or(1, |share| u64::from(*share))
}
