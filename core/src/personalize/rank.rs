//! From a context to a list: sums of the context items' rows, in integers.

mod sums;
#[cfg(test)]
mod tests;

use core::cell::Cell;
use core::cmp::Reverse;

use crate::id::ProductId;
use crate::model::Model;
use crate::query::{Pick, Reason};

use sums::Sums;

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
    let known = context.iter().rev().filter_map(|cause| model.index(cause.product).map(|item| item as u32));
    let known: Vec<u32> = known.collect();
    let rows = weigh(model, known.iter().copied());
    let answers = vec![Cell::new(None); model.items.len()];
    // Asked for many lists, and answered once.
    let refused = |item: u32| {
        let ask = || model.product(item as usize).is_none_or(&refused);
        answers.get(item as usize).is_none_or(|answer| {
            let said = answer.get().unwrap_or_else(ask);
            answer.set(Some(said));
            said
        })
    };
    let best = best_items(model, &rows, refused, n);
    let picks = best.iter().map(|(_, item)| *item).collect();
    let mut reasons = Reasons { model, rows: &rows, picks, cited: vec![None; best.len()] };
    let without = |gone: &[u32]| {
        let rest = weigh(model, known.iter().copied().filter(|item| !gone.contains(item)));
        if rest.is_empty() { Vec::new() } else { best_items(model, &rest, refused, n) }
    };
    for (place, row) in rows.iter().enumerate() {
        let repeated = rows.iter().take(place).any(|before| before.item == row.item);
        if !repeated && (row.weight > 0 || row.revisit > 0) {
            reasons.take_out(row.item, &without(&[row.item]));
        }
    }
    reasons.take_out_more(without);
    reasons.picks(context)
}

/// The same items as [`rank`] picks, best first, without their reasons.
pub fn best(
    model: &Model,
    context: &[ProductId],
    refused: impl Fn(ProductId) -> bool,
    n: usize,
) -> Vec<ProductId> {
    let rows = rows(model, context.iter().rev().copied());
    let best = best_rows(model, &rows, refused, n);
    best.into_iter().filter_map(|item| model.product(item as usize)).collect()
}

/// Popular items, most popular first.
pub fn popular(model: &Model) -> impl Iterator<Item = Pick> {
    let products = model.popular.iter().filter_map(|item| model.product(*item as usize));
    products.map(|product| Pick::of(product, Reason::Popular))
}

/// Items with their scores, best first.
type List = Vec<(Reverse<u64>, u32)>;

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

fn best_rows(model: &Model, rows: &[Row], refused: impl Fn(ProductId) -> bool, n: usize) -> Vec<u32> {
    let refused = |item: u32| model.product(item as usize).is_none_or(&refused);
    best_items(model, rows, refused, n).into_iter().map(|(Reverse(_), item)| item).collect()
}

/// The best items with their scores, best first.
pub(crate) fn best_items(model: &Model, rows: &[Row], refused: impl Fn(u32) -> bool, n: usize) -> List {
    let mut best = Vec::with_capacity(n.saturating_add(1));
    Sums::each_score(model, rows, |item, score| {
        let found = (Reverse(score), item);
        // What cannot enter the list is not asked about: most items, and asking may cost.
        let enters = best.len() < n || best.last().is_some_and(|last| found < *last);
        if score > 0 && enters && !refused(item) {
            let place = best.partition_point(|better| *better < found);
            best.insert(place, found);
            best.truncate(n);
        }
    });
    best
}

/// What a row gives to an item, before support; nothing if it does not hold it.
fn gives(model: &Model, row: &Row, item: u32) -> Option<u64> {
    let (scale, code) = model.neighbours.cell(row.item as usize, item)?;
    Some(row.weight.saturating_mul(row_scale(scale)).saturating_mul(squared(code)))
}

fn squared(code: u8) -> u64 {
    u64::from(code).saturating_mul(u64::from(code))
}

/// What a pick cites.
#[derive(Debug, Clone)]
struct Cited {
    /// Where the pick would stand without the first item.
    stands: usize,
    /// What the first item gave to the pick.
    gave: u64,
    /// The first item, and those that must go too for the pick to fall.
    items: Vec<u32>,
}

/// What each pick may cite.
struct Reasons<'a> {
    model: &'a Model,
    rows: &'a [Row],
    picks: Vec<u32>,
    cited: Vec<Option<Cited>>,
}

impl Reasons<'_> {
    /// Notes where the picks stand in the list without one item of the context.
    fn take_out(&mut self, item: u32, list: &[(Reverse<u64>, u32)]) {
        for place in 0..self.picks.len() {
            let Some(pick) = self.picks.get(place).copied() else { continue };
            let (stands, gave) = (stands(list, pick), self.gave(item, pick));
            // Rows are taken out last first: of items that are worth the same, the latest is cited.
            let cited = self.cited.get(place).and_then(Option::as_ref);
            if cited.is_none_or(|cited| (stands, gave) > (cited.stands, cited.gave)) {
                self.cite(place, Cited { stands, gave, items: vec![item] });
            }
        }
    }

    /// A pick that stands without any one item rests on several: those that gave it most are taken out
    /// too, until it falls.
    fn take_out_more(&mut self, without: impl Fn(&[u32]) -> List) {
        // Picks mostly rest on the same few: a list is made once.
        let mut lists: Vec<(Vec<u32>, List)> = Vec::new();
        for place in 0..self.picks.len() {
            let Some(pick) = self.picks.get(place).copied() else { continue };
            let Some(Some(mut cited)) = self.cited.get_mut(place).map(Option::take) else { continue };
            let mut falls = cited.stands > place;
            while !falls && cited.items.len() <= Pick::MOST_ALSO {
                let Some(next) = self.most_giving(pick, &cited.items) else { break };
                cited.items.push(next);
                let list = made(&mut lists, &cited.items, &without);
                falls = list.is_none_or(|list| stands(list, pick) > place);
            }
            if !falls {
                cited.items.truncate(1);
            }
            self.cite(place, cited);
        }
    }

    /// Of the items that are not among these, the one that gave a pick most; the latest of equal ones.
    /// What gave nothing is no cause.
    fn most_giving(&self, pick: u32, but: &[u32]) -> Option<u32> {
        let others = self.rows.iter().rev().map(|row| row.item).filter(|item| !but.contains(item));
        let giving = others.map(|item| (self.gave(item, pick), item)).filter(|(gave, _)| *gave > 0);
        giving.max_by_key(|(gave, _)| *gave).map(|(_, item)| item)
    }

    fn cite(&mut self, place: usize, found: Cited) {
        if let Some(cited) = self.cited.get_mut(place) {
            *cited = Some(found);
        }
    }

    /// What all meetings of an item gave to a pick.
    fn gave(&self, item: u32, pick: u32) -> u64 {
        let gave = |row: &Row| gives(self.model, row, pick).unwrap_or_default();
        let rows = self.rows.iter().filter(|row| row.item == item);
        rows.fold(0, |sum, row| sum.saturating_add(gave(row)))
    }

    fn picks(self, context: &[Cause]) -> Vec<Pick> {
        let reason = |item: u32| {
            let product = self.model.product(item as usize)?;
            context.iter().rev().find(|met| met.product == product).map(|met| met.reason)
        };
        let pick = |(item, cited): (&u32, &Option<Cited>)| {
            let mut reasons = cited.as_ref()?.items.iter().filter_map(|item| reason(*item));
            let product = self.model.product(*item as usize)?;
            Some(Pick { product, reason: reasons.next()?, also: reasons.collect() })
        };
        self.picks.iter().zip(&self.cited).filter_map(pick).collect()
    }
}

/// The list without these items, in whatever order they are named.
fn made<'a>(
    lists: &'a mut Vec<(Vec<u32>, List)>,
    gone: &[u32],
    without: impl Fn(&[u32]) -> List,
) -> Option<&'a List> {
    let same = |(known, _): &(Vec<u32>, List)| {
        known.len() == gone.len() && known.iter().all(|item| gone.contains(item))
    };
    let place = lists.iter().position(same).unwrap_or(lists.len());
    if place == lists.len() {
        lists.push((gone.to_vec(), without(gone)));
    }
    lists.get(place).map(|(_, list)| list)
}

/// The place of an item in a list, from 0; beyond any if it is not there.
fn stands(list: &[(Reverse<u64>, u32)], item: u32) -> usize {
    list.iter().position(|(_, found)| *found == item).unwrap_or(usize::MAX)
}

/// What a score is multiplied by when so many rows hold the item.
fn support(model: &Model, rows: usize) -> u64 {
    let share = model.support.get(rows.saturating_sub(1)).or(model.support.last());
    share.map_or(1, |share| u64::from(*share))
}
