//! What goes with what where few visits are known: each item's own counts are shrunk towards those of its type,
//! these towards its category's and its department's, and those towards what sells.
//!
//! Of `n` pairs of an item, `n[j]` with `j`, the share of `j` is `(n[j] + prior * above[j]) / (n + prior)`, where
//! `above` is the share among the pairs of the like, made in the same way (MacKay and Peto 1995, "A hierarchical
//! Dirichlet language model").

use std::collections::BTreeMap;

use ndarray::Array1;

use crate::id::LabelId;
use crate::shop::PublicShop;

use super::parallel::map_rows;
use super::table::{Table, prune};
use super::visits::Visits;

/// So many shares are kept at most, 8 bytes each: where types are so many that they have more, they count no more than
/// their categories.
const MOST_SHARES: usize = 20_000_000;

/// An item's department, category and type.
type Kind = [LabelId; 3];

/// What is known.
pub(super) struct Few<'a> {
    pub(super) visits: &'a Visits,
    /// Of each item: how much it sells.
    pub(super) sells: &'a Array1<f64>,
    /// Of each item; nothing where that is not known.
    pub(super) kinds: Vec<Kind>,
}

/// The kinds of the items of some visits, as the shop has them.
pub(super) fn kinds(visits: &Visits, shop: Option<&PublicShop>) -> Vec<Kind> {
    let Some(shop) = shop else { return Vec::new() };
    let product =
        |item| shop.product(item).map(|product| [product.department, product.category, product.kind]);
    visits.items.iter().map(|item| product(*item).unwrap_or_default()).collect()
}

/// Of each group of items: what share each item has of what goes with them.
struct Shares {
    /// The group of each item.
    group: Vec<usize>,
    rows: Vec<Vec<f64>>,
}

impl Shares {
    /// The items of each group, the largest share first, of equal ones the lower item.
    fn orders(&self) -> Vec<Vec<u32>> {
        let order = |row: &Vec<f64>| {
            let mut items: Vec<u32> = (0..).take(row.len()).collect();
            items.sort_by(|a, b| row[*b as usize].total_cmp(&row[*a as usize]));
            items
        };
        self.rows.iter().map(order).collect()
    }
}

/// One item's row while it is made: few of its shares are other than what stands above them.
struct Row {
    shares: Vec<f64>,
    is_own: Vec<bool>,
    own: Vec<usize>,
}

impl Row {
    fn of(items: usize) -> Self {
        Self { shares: vec![0.0; items], is_own: vec![false; items], own: Vec::new() }
    }

    /// The share of an item that is to have one of its own; at first it is what stands above it.
    fn at(&mut self, item: usize, above: impl Fn(usize) -> f64) -> &mut f64 {
        if !self.is_own[item] {
            (self.is_own[item], self.shares[item]) = (true, above(item));
            self.own.push(item);
        }
        &mut self.shares[item]
    }

    /// The largest shares but the item's own, and an empty row again. Of those that are as they stand above, as many
    /// as are kept are enough, and those that are equal to the last.
    fn take(
        &mut self,
        item: usize,
        most: usize,
        order: &[u32],
        above: impl Fn(usize) -> f64,
    ) -> Vec<(u32, f32)> {
        let own = self.own.iter().map(|other| (*other as u32, self.shares[*other] as f32));
        let mut cells: Vec<(u32, f32)> = own.filter(|(other, _)| *other as usize != item).collect();
        let (mut taken, mut last) = (0, 0.0);
        for other in order.iter().filter(|other| !self.is_own[**other as usize] && **other as usize != item) {
            let share = above(*other as usize) as f32;
            if taken >= most && share < last {
                break;
            }
            cells.push((*other, share));
            (taken, last) = (taken + 1, share);
        }
        while let Some(other) = self.own.pop() {
            self.is_own[other] = false;
        }
        cells.retain(|(_, share)| *share > 0.0);
        prune(&mut cells, most);
        above_the_least(&mut cells);
        cells
    }
}

/// So much of its least share is taken from all of a row: what is not in it counts as nothing, though it has nearly
/// that. The order of the row stays, and its 15 steps tell more of it apart.
const LEAST: f32 = 0.95;

fn above_the_least(cells: &mut [(u32, f32)]) {
    let least = cells.iter().map(|(_, share)| *share).fold(f32::INFINITY, f32::min);
    cells.iter_mut().for_each(|(_, share)| *share -= LEAST * least);
}

impl Few<'_> {
    /// The shares of every item's neighbours, pruned to the largest, less what the others of the row have at most; none
    /// is its own.
    pub(super) fn table(&self, prior: f64, most: usize, threads: usize) -> Table {
        let above = self.shares_of_types(prior);
        let like = self.like();
        let items = self.visits.items.len();
        let own = self.counts(&(0..items).collect::<Vec<_>>(), items);
        let orders = above.orders();
        let row = |row: &mut Row, item: usize| {
            let (group, count) = (above.group[item], &own[item]);
            let all = count.values().sum::<f64>() + prior;
            let share = |other: usize| above.rows[group][other] * prior / all;
            count.iter().for_each(|(other, n)| *row.at(*other, share) += n / all);
            like.iter().for_each(|like| like.each(item, self.sells, |other, n| *row.at(other, share) += n));
            row.take(item, most, &orders[group], share)
        };
        Table { rows: map_rows(threads, items, || Row::of(items), row) }
    }

    /// By type and by category: what is met together is of one of these more often than by chance. That is soon
    /// known, as all types speak for it.
    fn like(&self) -> Vec<Like> {
        let groups = |level: usize| {
            let mut keys: Vec<LabelId> = self.kinds.iter().map(|kind| kind[level]).collect();
            keys.sort_unstable();
            keys.dedup();
            self.kinds.iter().map(|kind| keys.binary_search(&kind[level]).unwrap_or_default()).collect()
        };
        let levels = [2, 1].into_iter().filter(|_| !self.kinds.is_empty());
        let mut like: Vec<Like> = levels.map(|level| Like::of(self, groups(level))).collect();
        // What is of one type is of one category, and counts once.
        let of_types = like.first().map_or(0.0, |types| types.excess);
        like.iter_mut().skip(1).for_each(|wider| wider.excess -= of_types);
        like
    }

    /// From what sells down to types.
    fn shares_of_types(&self, prior: f64) -> Shares {
        let all = self.sells.sum().max(1e-30);
        let sells = self.sells.iter().map(|sells| sells / all).collect();
        let mut above = Shares { group: vec![0; self.visits.items.len()], rows: vec![sells] };
        for depth in 0..if self.kinds.is_empty() { 0 } else { 3 } {
            let key = |kind: &Kind| [0, 1, 2].map(|level| Some(kind[level]).filter(|_| level <= depth));
            let mut keys: Vec<[Option<LabelId>; 3]> = self.kinds.iter().map(key).collect();
            keys.sort_unstable();
            keys.dedup();
            if keys.len().saturating_mul(self.kinds.len()) > MOST_SHARES {
                break;
            }
            let group = |kind| keys.binary_search(&key(kind)).unwrap_or_default();
            above = self.below(&above, prior, self.kinds.iter().map(group).collect(), keys.len());
        }
        above
    }

    /// The shares of finer groups, shrunk towards those of the groups that they are parts of.
    fn below(&self, above: &Shares, prior: f64, group: Vec<usize>, groups: usize) -> Shares {
        let mut part_of = vec![0; groups];
        group.iter().zip(&above.group).for_each(|(group, above)| part_of[*group] = *above);
        let counts = self.counts(&group, groups);
        let rows = counts.iter().zip(part_of).map(|(count, of)| shrink(count, prior, &above.rows[of]));
        Shares { rows: rows.collect(), group }
    }

    /// Of each group: how often each item was met together with one of it. A visit counts once for each item of
    /// it, however many others there are.
    fn counts(&self, group: &[usize], groups: usize) -> Vec<BTreeMap<usize, f64>> {
        let mut counts = vec![BTreeMap::new(); groups];
        for (_, met) in self.visits.iter() {
            let mut met: Vec<usize> = met.iter().map(|item| *item as usize).collect();
            met.sort_unstable();
            met.dedup();
            let share = 1.0 / met.len() as f64;
            for (item, other) in met.iter().flat_map(|item| met.iter().map(move |other| (item, other))) {
                if item != other {
                    *counts[group[*item]].entry(*other).or_default() += share;
                }
            }
        }
        counts
    }
}

/// Groups of like items.
struct Like {
    /// The group of each item, and the items of each group.
    group: Vec<usize>,
    members: Vec<Vec<usize>>,
    /// The share of pairs inside a group, less what it would be by chance.
    excess: f64,
}

impl Like {
    /// What an item that was not met counts among its group, in meetings.
    const UNMET: f64 = 0.3;

    fn of(few: &Few<'_>, group: Vec<usize>) -> Self {
        let mut members = vec![Vec::new(); few.kinds.len()];
        group.iter().enumerate().for_each(|(item, group)| members[*group].push(item));
        let (mut inside, mut pairs) = (0.0, 0.0);
        for (item, count) in few.counts(&(0..group.len()).collect::<Vec<_>>(), group.len()).iter().enumerate()
        {
            pairs += count.values().sum::<f64>();
            inside +=
                count.iter().filter(|(other, _)| group[**other] == group[item]).map(|(_, n)| n).sum::<f64>();
        }
        let sells: f64 = few.sells.sum().max(1e-30);
        let chance =
            |members: &Vec<usize>| (members.iter().map(|item| few.sells[*item]).sum::<f64>() / sells).powi(2);
        let excess = inside / f64::max(pairs, 1e-30) - members.iter().map(chance).sum::<f64>();
        Self { group, members, excess }
    }

    /// Shares the excess out to what is like an item, by how much it sells.
    fn each(&self, item: usize, sells: &Array1<f64>, mut add: impl FnMut(usize, f64)) {
        let members = &self.members[self.group[item]];
        let weight = |item: &usize| sells[*item] + Self::UNMET;
        let all: f64 = members.iter().map(weight).sum();
        members.iter().for_each(|member| add(*member, self.excess.max(0.0) * weight(member) / all));
    }
}

/// Shares of some counts and, as so many more, of what stands above them.
fn shrink(counts: &BTreeMap<usize, f64>, prior: f64, above: &[f64]) -> Vec<f64> {
    let all = counts.values().sum::<f64>() + prior;
    let mut row: Vec<f64> = above.iter().map(|share| share * prior / all).collect();
    counts.iter().for_each(|(item, count)| row[*item] += count / all);
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ProductId;
    use crate::time::Timestamp;
    use crate::train::sessions::Sessions;

    fn visits() -> Visits {
        let mut sessions = Sessions::default();
        sessions.push(Timestamp(0), [0, 1].map(ProductId));
        sessions.push(Timestamp(0), [0, 2].map(ProductId));
        sessions.push(Timestamp(0), [3, 2].map(ProductId));
        Visits::of(&sessions)
    }

    /// Row by row in full, as the definition has it.
    fn plain(few: &Few<'_>, prior: f64, most: usize) -> Vec<Vec<(u32, f32)>> {
        let (above, like, items) = (few.shares_of_types(prior), few.like(), few.visits.items.len());
        let own = few.counts(&(0..items).collect::<Vec<_>>(), items);
        let row = |item: usize| {
            let mut row = shrink(&own[item], prior, &above.rows[above.group[item]]);
            like.iter().for_each(|like| like.each(item, few.sells, |other, n| row[other] += n));
            row[item] = 0.0;
            let cells = (0..).zip(row).map(|(other, share)| (other, share as f32));
            let mut cells = cells.filter(|(_, share)| *share > 0.0).collect();
            prune(&mut cells, most);
            above_the_least(&mut cells);
            cells
        };
        (0..items).map(row).collect()
    }

    proptest::proptest! {
        #[test]
        fn rows_are_those_of_the_definition(
            met in proptest::collection::vec(proptest::collection::vec(0_u32..12, 1..6), 1..20),
            sold in proptest::collection::vec(0_u8..4, 12),
            kinds in proptest::collection::vec((0_u16..2, 0_u16..3, 0_u16..4), 12),
            (prior, most, bare) in (0.1_f64..30.0, 1_usize..15, proptest::bool::ANY),
        ) {
            let mut sessions = Sessions::default();
            met.iter().for_each(|met| sessions.push(Timestamp(0), met.iter().map(|item| ProductId(*item))));
            let visits = Visits::of(&sessions);
            let items = visits.items.len();
            let sells = sold.iter().take(items).map(|n| f64::from(*n)).collect();
            let kind = |(a, b, c): &(u16, u16, u16)| [LabelId(*a), LabelId(*b), LabelId(*c)];
            let kinds = if bare { Vec::new() } else { kinds.iter().take(items).map(kind).collect() };
            let few = Few { visits: &visits, sells: &sells, kinds };
            proptest::prop_assert_eq!(few.table(prior, most, 2).rows, plain(&few, prior, most));
        }
    }

    fn shares(few: &Few<'_>, item: usize) -> Vec<(u32, f32)> {
        few.table(1.0, 9, 1).rows[item].clone()
    }

    #[test]
    fn own_counts_are_shrunk_towards_what_sells() {
        let (visits, sells) = (visits(), Array1::from(vec![2.0, 1.0, 2.0, 1.0]));
        let few = Few { visits: &visits, sells: &sells, kinds: Vec::new() };
        // 0 was met with 1 and 2, by halves: (1/2 + 1/6) / 2, (1/2 + 2/6) / 2, and of 3 only what sells.
        let less = LEAST / 12.0;
        let expected = [(1, 1.0 / 3.0 - less), (2, 5.0 / 12.0 - less), (3, 1.0 / 12.0 - less)];
        for ((item, share), (other, value)) in shares(&few, 0).iter().zip(expected) {
            assert!(*item == other && (share - value).abs() < 1e-6);
        }
    }

    #[test]
    fn what_a_type_goes_with_counts_for_all_of_it() {
        let (visits, sells) = (visits(), Array1::from(vec![2.0, 1.0, 2.0, 1.0]));
        let kind = |kind| [LabelId(0), LabelId(0), LabelId(kind)];
        let apart = Few { visits: &visits, sells: &sells, kinds: [0, 1, 2, 3].map(kind).to_vec() };
        let one_type = Few { visits: &visits, sells: &sells, kinds: [0, 1, 2, 0].map(kind).to_vec() };
        let share =
            |few: &Few<'_>| shares(few, 3).iter().find(|(item, _)| *item == 1).map(|(_, share)| *share);
        // Nobody met 3 with 1, but with 0, which is of its type.
        assert!(share(&one_type) > share(&apart));
    }
}
