//! The combination of promotions that gives most: every one is tried but those that cannot come to as much.

use core::cmp::Reverse;

use crate::terms::condition::Selector;
use crate::terms::offer::share;
use crate::terms::order::sorted;
use crate::terms::promotion::{Offer, Promotion, PromotionId};

use super::run::{Applied, Run};

/// The most promotions of which every combination is tried.
const MOST_TRIED: usize = 12;

/// Of those that may act and find something to lower, those that give most together, in their order.
pub(super) fn best<'t>(run: Run<'t>, may: &[&'t Promotion]) -> Vec<&'t Promotion> {
    let find = may.iter().copied().filter(|promotion| promotion.gives.finds(run.basket));
    let mut tried: Vec<Tried<'t>> = find.map(|promotion| Tried::of(&run, promotion)).collect();
    let gains = tried.iter().map(|one| (Reverse(one.alone), one.promotion.id));
    let mut gains = sorted(gains.collect(), |a, b| a < b);
    gains.truncate(MOST_TRIED);
    tried.retain(|one| gains.iter().any(|(_, id)| *id == one.promotion.id));
    let mut later = 0_i64;
    for lane in tried.chunk_by_mut(|a, b| a.promotion.lane == b.promotion.lane).rev() {
        let mut most = 0;
        for one in lane.iter_mut().rev() {
            most = most.max(one.most);
            one.rest = later.saturating_add(most);
        }
        later = later.saturating_add(most);
    }
    let mut search = Search { run, total: 0, found: (0, Vec::new()) };
    search.explore(&tried);
    search.found.1
}

/// A promotion that is tried.
struct Tried<'t> {
    promotion: &'t Promotion,
    /// What it gives where no other acts.
    alone: i64,
    /// What it gives at most, whatever else acts.
    most: i64,
    /// What it and those behind it give at most; of a lane only one acts.
    rest: i64,
}

impl<'t> Tried<'t> {
    fn of(run: &Run<'t>, promotion: &'t Promotion) -> Self {
        let applied = run.guarded(promotion);
        let (alone, most) = (applied.cut.total(), most(run, &applied));
        Self { promotion, alone, most, rest: 0 }
    }
}

/// What a promotion gives at most, whatever else acts.
fn most(run: &Run<'_>, alone: &Applied<'_>) -> i64 {
    let wanted = match &alone.promotion.gives {
        // Units that others used up leave dearer ones to give.
        Offer::BuyGet { get, rate, .. } => share(run.basket.spend(get), *rate),
        // A bundle that fits less often may be the better for it.
        Offer::Bundle { parts, .. } => {
            parts.iter().fold(0, |sum: i64, part| sum.saturating_add(run.basket.spend(&part.of)))
        }
        // No mode of another engine looks for the best.
        Offer::Foreign(_) => run.basket.spend(&Selector::default()),
        // The less is left of a line, the less these take off it.
        Offer::Percent { .. } | Offer::Fixed { .. } | Offer::Steps { .. } => alone.wanted(),
    };
    run.budget_left(alone.promotion).map_or(wanted, |left| left.min(wanted))
}

struct Search<'t> {
    run: Run<'t>,
    /// What the run gives.
    total: i64,
    /// The best so far, and what it gives.
    found: (i64, Vec<&'t Promotion>),
}

impl<'t> Search<'t> {
    /// Tries what is left, in the order in which promotions are taken.
    fn explore(&mut self, rest: &[Tried<'t>]) {
        let Some((one, others)) = rest.split_first() else {
            return self.compare();
        };
        if self.total.saturating_add(one.rest) < self.found.0 {
            return;
        }
        if self.run.beside(one.promotion).is_none() {
            let applied = self.run.guarded(one.promotion);
            let total = applied.cut.total();
            if total > 0 {
                self.run.push(applied, total);
                self.total = self.total.saturating_add(total);
                self.explore(others);
                self.total = self.total.saturating_sub(total);
                self.run.pop();
            }
        }
        self.explore(others);
    }

    /// More off; of equals fewer promotions; of equals lower numbers.
    fn compare(&mut self) {
        let acting: Vec<&Promotion> = self.run.applied.iter().map(|applied| applied.promotion).collect();
        let merit = |total: i64, acting: &[&Promotion]| {
            let ids =
                sorted(acting.iter().map(|promotion| promotion.id).collect(), |a: &PromotionId, b| a < b);
            (total, Reverse(ids.len()), Reverse(ids))
        };
        if merit(self.total, &acting) > merit(self.found.0, &self.found.1) {
            self.found = (self.total, acting);
        }
    }
}
