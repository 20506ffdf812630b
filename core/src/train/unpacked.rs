//! The same table and curves before they are packed, to tell what packing loses.

use crate::id::ProductId;
use crate::model::Model;

use super::pack::Curves;
use super::table::Table;
use super::visits::place;

/// The model in floats. Nothing serves from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Unpacked {
    pub(super) items: Vec<ProductId>,
    pub(super) table: Table,
    pub(super) curves: Curves,
}

impl Unpacked {
    /// What [`rank::best`](crate::personalize::rank::best) would say in floats.
    pub fn best(
        &self,
        context: &[ProductId],
        refused: impl Fn(ProductId) -> bool,
        n: usize,
    ) -> Vec<ProductId> {
        let context: Vec<u32> = context.iter().filter_map(|item| place(&self.items, *item)).collect();
        let refused = |item: u32| refused(self.items[item as usize]);
        let best = best(&self.table, &self.curves, &context, &refused, n);
        best.into_iter().map(|item| self.items[item as usize]).collect()
    }
}

/// The best items in floats, best first; ties by item.
pub(super) fn best(
    table: &Table,
    curves: &Curves,
    context: &[u32],
    refused: &dyn Fn(u32) -> bool,
    n: usize,
) -> Vec<u32> {
    let mut context: Vec<u32> = context.to_vec();
    context.dedup();
    context.reverse();
    context.truncate(Model::CONTEXT);
    let mut cells: Vec<(u32, f64, f64)> = Vec::new();
    for ((item, weight), revisit) in context.iter().zip(&curves.positions).zip(&curves.revisits) {
        let row = table.rows.get(*item as usize).filter(|_| curves.counts(*weight));
        cells.extend(
            row.into_iter().flatten().map(|(other, value)| (*other, weight * f64::from(*value), 0.0)),
        );
        cells.push((*item, 0.0, *revisit));
    }
    cells.sort_by_key(|(item, ..)| *item);
    let scored = cells.chunk_by(|(a, ..), (b, ..)| a == b).map(|cells| (cells[0].0, curves.score(cells)));
    let mut scored: Vec<(u32, f64)> =
        scored.filter(|(item, score)| *score > 0.0 && !refused(*item)).collect();
    scored.sort_unstable_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
    scored.into_iter().take(n).map(|(item, _)| item).collect()
}

impl Curves {
    /// Whether a weight is more than nothing in the model, which rounds to 255ths.
    fn counts(&self, weight: f64) -> bool {
        let most = self.positions.iter().fold(0.0_f64, |most, weight| weight.max(most));
        (255.0 * weight / most).round() > 0.0
    }

    /// Of (item, part of the sum, revisit).
    fn score(&self, cells: &[(u32, f64, f64)]) -> f64 {
        let rows = cells.iter().filter(|(_, part, _)| *part > 0.0).count();
        let sum: f64 = cells.iter().map(|(_, part, _)| part).sum();
        let revisit: f64 = cells.iter().map(|(.., revisit)| revisit).sum();
        sum * self.support.get(rows.clamp(1, Model::SUPPORT) - 1).copied().unwrap_or(1.0) + revisit
    }
}
