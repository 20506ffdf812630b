//! How often the next item was in the list, how near its top, and whether the reasons are true.

use std::collections::{BTreeMap, BTreeSet};

use attar::personalize::rank::{self, Cause};
use attar::query::Pick;
use attar::{ProductId, Reason};

use crate::protocol::{LIST, Protocol};

/// Means over all predictions.
#[derive(Debug, Default)]
pub struct Figures {
    /// Hit rate.
    pub hr: f64,
    /// Mean of 1 / rank.
    pub mrr: f64,
    /// Mean of 1 / log2(1 + rank).
    pub ndcg: f64,
    /// The share of all items that were in some list.
    pub coverage: f64,
}

/// Measures lists made of what was met.
pub fn measure(protocol: &Protocol<'_>, list: impl Fn(&[ProductId]) -> Vec<ProductId>) -> Figures {
    let (mut figures, mut shown) = (Figures::default(), BTreeSet::new());
    for (met, next) in protocol.each() {
        let list = list(met);
        if let Some(rank) = list.iter().position(|item| *item == next) {
            figures.hr += 1.0;
            figures.mrr += 1.0 / (rank + 1) as f64;
            figures.ndcg += 1.0 / ((rank + 2) as f64).log2();
        }
        shown.extend(list);
    }
    let predictions = protocol.predictions() as f64;
    let coverage = shown.len() as f64 / protocol.model.items.len() as f64;
    let [hr, mrr, ndcg] = [figures.hr, figures.mrr, figures.ndcg].map(|sum| sum / predictions);
    Figures { hr, mrr, ndcg, coverage }
}

/// Of all picks, the shares that fall when what they cite is taken out of the session: they stand lower in the list
/// of the rest, filled as any list is, or not in it. A pick that cites no item of the session does not fall.
#[derive(Debug, Default)]
pub struct Counterfactuals {
    /// All that a pick cites is taken out.
    pub cited: f64,
    /// Only the first item of it is.
    pub first: f64,
}

/// Tries the reasons of all picks.
pub fn counterfactuals(protocol: &Protocol<'_>) -> Counterfactuals {
    let (mut cited, mut first, mut all) = (0, 0, 0);
    for (met, _) in protocol.each() {
        let falling = Falling::of(protocol, met);
        cited += falling.count(usize::MAX);
        first += falling.count(1);
        all += protocol.list(met).len();
    }
    let share = |count: usize| count as f64 / all.max(1) as f64;
    Counterfactuals { cited: share(cited), first: share(first) }
}

/// The picks after some items.
struct Falling<'a> {
    protocol: &'a Protocol<'a>,
    met: &'a [ProductId],
    picks: Vec<Pick>,
}

impl<'a> Falling<'a> {
    fn of(protocol: &'a Protocol<'a>, met: &'a [ProductId]) -> Self {
        let hidden = protocol.hidden(met);
        let causes: Vec<Cause> =
            met.iter().map(|item| Cause { product: *item, reason: Reason::Viewed(*item) }).collect();
        let picks = rank::rank(protocol.model, &causes, |item| hidden.contains(&item), LIST);
        Self { protocol, met, picks }
    }

    /// How many fall without the first so many items that they cite.
    fn count(&self, most: usize) -> usize {
        let mut without: BTreeMap<Vec<ProductId>, Vec<ProductId>> = BTreeMap::new();
        let falls = |(place, pick): (usize, &Pick)| {
            let mut cited = cited(pick);
            cited.truncate(most);
            let list = without.entry(cited.clone()).or_insert_with(|| {
                let rest: Vec<ProductId> =
                    self.met.iter().filter(|item| !cited.contains(item)).copied().collect();
                self.protocol.list_without(&rest, self.protocol.hidden(self.met))
            });
            let rank = list.iter().position(|item| *item == pick.product);
            !cited.is_empty() && rank.is_none_or(|rank| rank > place)
        };
        self.picks.iter().enumerate().map(falls).filter(|falls| *falls).count()
    }
}

/// The items of the session that a pick cites: mostly one.
fn cited(pick: &Pick) -> Vec<ProductId> {
    let item = |reason| match reason {
        Reason::Viewed(item) => Some(item),
        _ => None,
    };
    [pick.reason].iter().chain(&pick.also).copied().filter_map(item).collect()
}
