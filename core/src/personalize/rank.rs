//! From a context to a list: sums of the context items' rows, in integers.

use core::cmp::Reverse;

use crate::id::ProductId;
use crate::model::Model;
use crate::query::{Pick, Reason};

/// One item of the context and how it got there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// Which product.
    pub product: ProductId,
    /// How it will be cited.
    pub reason: Reason,
}

/// `2^(k/12)` in units of 2^-20.
const TWELFTH_ROOTS: [u64; 12] = [
    1_048_576, 1_110_928, 1_176_987, 1_246_974, 1_321_123, 1_399_681, 1_482_910, 1_571_089, 1_664_511,
    1_763_488, 1_868_350, 1_979_448,
];

/// `4 * 2^(scale/12)`, rounded down: what a row's scale byte stands for.
fn row_scale(scale: u8) -> u64 {
    let (octave, step) = (u32::from(scale) / 12, usize::from(scale) % 12);
    TWELFTH_ROOTS.get(step).map_or(0, |root| (root << octave) >> 18)
}

/// The best items after this context (oldest cause first), without those that are refused.
///
/// Score of an item: the sum over the last [`Model::CONTEXT`] causes of position weight x row
/// scale x code squared. Equal scores go by item number. Each pick cites the cause that gave it most.
pub fn rank(model: &Model, context: &[Cause], refused: impl Fn(ProductId) -> bool, n: usize) -> Vec<Pick> {
    let rows = weighted_rows(model, context);
    let scores = score(model, &rows);
    let mut best: Vec<(Reverse<u64>, usize)> = scores
        .iter()
        .enumerate()
        .filter(|(_, score)| **score > 0)
        .filter(|(item, _)| model.product(*item).is_some_and(|product| !refused(product)))
        .map(|(item, score)| (Reverse(*score), item))
        .collect();
    keep_least(&mut best, n);
    best.into_iter().filter_map(|(_, item)| pick(model, &rows, item)).collect()
}

/// Popular items, most popular first, without those that are refused.
pub fn popular(model: &Model, refused: impl Fn(ProductId) -> bool) -> impl Iterator<Item = Pick> {
    model
        .popular
        .iter()
        .filter_map(|item| model.product(*item as usize))
        .filter(move |product| !refused(*product))
        .map(|product| Pick { product, reason: Reason::Popular })
}

struct WeightedRow {
    index: usize,
    weight: u64,
    reason: Reason,
}

/// The rows of the known causes, last cause first.
fn weighted_rows(model: &Model, context: &[Cause]) -> Vec<WeightedRow> {
    let known = context.iter().rev().filter_map(|cause| Some((model.index(cause.product)?, cause.reason)));
    known
        .zip(&model.positions)
        .filter(|(_, weight)| **weight > 0)
        .map(|((index, reason), weight)| WeightedRow { index, weight: u64::from(*weight), reason })
        .collect()
}

fn cell_score(row: &WeightedRow, scale: u8, code: u8) -> u64 {
    let code = u64::from(code);
    row.weight.saturating_mul(row_scale(scale)).saturating_mul(code.saturating_mul(code))
}

fn score(model: &Model, rows: &[WeightedRow]) -> Vec<u64> {
    let mut scores = vec![0_u64; model.items.len()];
    for row in rows {
        let Some((scale, cells)) = model.neighbours.row(row.index) else { continue };
        for cell in cells {
            if let Some(score) = scores.get_mut(cell.item as usize) {
                *score = score.saturating_add(cell_score(row, scale, cell.code));
            }
        }
    }
    scores
}

/// The `n` least in order, put there one by one: `n` is small, and a sort costs a page 2 KB.
fn keep_least<T: Ord>(items: &mut Vec<T>, n: usize) {
    let mut least: Vec<T> = Vec::with_capacity(n.saturating_add(1));
    for item in items.drain(..) {
        if least.len() < n || least.last().is_some_and(|last| item < *last) {
            let place = least.partition_point(|other| *other < item);
            least.insert(place, item);
            least.truncate(n);
        }
    }
    *items = least;
}

fn pick(model: &Model, rows: &[WeightedRow], item: usize) -> Option<Pick> {
    let gave = |row: &WeightedRow| {
        let (scale, mut cells) = model.neighbours.row(row.index)?;
        let cell = cells.find(|cell| cell.item as usize == item)?;
        Some(cell_score(row, scale, cell.code))
    };
    // Of causes that gave the same, the latest: rows are in that order, and `Reverse` keeps the first.
    let cause = rows.iter().enumerate().max_by_key(|(place, row)| (gave(row), Reverse(*place)));
    Some(Pick { product: model.product(item)?, reason: cause?.1.reason })
}
