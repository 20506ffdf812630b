//! What promotions gave so far: the fold by which limits and budgets hold.

use serde::{Deserialize, Serialize};

use crate::event::{TermsFact, Use};
use crate::terms::promotion::{Promotion, PromotionId};
use crate::terms::till::{Budget, Terms};
use crate::vec_map::VecMap;

/// How often promotions were used, and what budgets paid. Server only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    times: VecMap<PromotionId, u32>,
    paid: VecMap<u32, i64>,
}

impl Given {
    /// Takes in what happened.
    pub fn apply(&mut self, fact: &TermsFact) {
        match fact {
            TermsFact::Used { uses, .. } => uses.read().iter().flatten().for_each(|one| self.used(one)),
            TermsFact::Returned { uses, .. } => uses.read().iter().flatten().for_each(|one| {
                self.change(one, |times| times.saturating_sub(1), one.minor.saturating_neg());
            }),
            TermsFact::Delighted { .. } => {}
            TermsFact::Refunded { uses, .. } => uses.read().iter().flatten().for_each(|one| {
                self.change(one, |times| times, one.minor.saturating_neg());
            }),
        }
    }

    /// A promotion was used once more.
    pub(crate) fn used(&mut self, one: &Use) {
        self.change(one, |times| times.saturating_add(1), one.minor);
    }

    fn change(&mut self, one: &Use, times: fn(u32) -> u32, minor: i64) {
        let count = self.times.or_default(one.promotion);
        *count = times(*count);
        if let Some(budget) = one.budget {
            let paid = self.paid.or_default(budget);
            *paid = paid.saturating_add(minor);
        }
    }

    /// How often a promotion was used, and not given back.
    pub fn times(&self, promotion: PromotionId) -> u32 {
        self.times.get(&promotion).copied().unwrap_or_default()
    }

    /// What a budget paid, and did not get back.
    pub fn paid(&self, budget: u32) -> i64 {
        self.paid.get(&budget).copied().unwrap_or_default()
    }

    /// What is left of the budgets of some terms, never below 0.
    pub fn budgets(&self, terms: &Terms) -> Vec<Budget> {
        let left = |budget: &Budget| Budget {
            id: budget.id,
            left: budget.left.saturating_sub(self.paid(budget.id)).max(0),
        };
        terms.budgets.iter().map(left).collect()
    }

    /// The promotions of some terms that nobody can use any more, ascending.
    pub fn exhausted(&self, terms: &Terms) -> Vec<PromotionId> {
        self.exhausted_of(terms, terms.promotions.iter())
    }

    /// The same of some of them.
    pub(crate) fn exhausted_of<'p>(
        &self,
        terms: &Terms,
        promotions: impl Iterator<Item = &'p Promotion>,
    ) -> Vec<PromotionId> {
        let budgets = self.budgets(terms);
        let is_out = |promotion: &&Promotion| {
            let broke = |id: u32| budgets.iter().any(|budget| budget.id == id && budget.left == 0);
            let used =
                promotion.uses.map(|uses| (uses.used.saturating_add(self.times(promotion.id)), uses.limit));
            used.is_some_and(|(used, limit)| used >= limit) || promotion.budget.is_some_and(broke)
        };
        let mut out: Vec<PromotionId> = promotions.filter(is_out).map(|p| p.id).collect();
        out.sort_unstable();
        out
    }
}
