//! The promotion that an address names, and what it is part of.

use std::collections::BTreeSet;

use attar::id::ContentHash;
use attar::terms::promotion::{Promotion, PromotionId};
use attar::terms::till::Terms;

use super::super::caller::Caller;
use super::super::problem::Problem;
use super::filled::Hand;
use super::read::{self, Against};
use crate::terms::{self, Draft, Sheet, find};

/// The promotion of an address, and the terms that it is part of: of the draft, if there is one. One that the draft
/// takes away can be written again.
pub(super) struct Place {
    pub terms: Terms,
    pub draft: Option<Draft>,
    /// The fingerprint of the terms that it is drawn from.
    pub seen: ContentHash,
    pub id: PromotionId,
    pub is_new: bool,
    /// Whether it is not there any more, and so is written as a new one.
    pub is_gone: bool,
    /// A number for a new budget.
    free: u32,
}

impl Place {
    pub async fn of(caller: &Caller, id: &str) -> Result<Self, Problem> {
        let Sheet { draft, terms, seen } = Sheet::load(caller.app()).await?;
        let (fresh, free) = free_numbers(caller, &terms).await?;
        let mut place = Self { terms, draft, seen, id: fresh, is_new: true, is_gone: false, free };
        if id == "new" {
            return Ok(place);
        }
        let id = PromotionId(id.parse().map_err(|_| Problem::Missing)?);
        read::restore(&mut place.terms, &terms::in_force(caller.app()), id);
        if find(&place.terms, id).is_none() {
            return Ok(Self { is_gone: true, ..place });
        }
        Ok(Self { id, is_new: false, ..place })
    }

    pub fn promotion(&self) -> Option<&Promotion> {
        find(&self.terms, self.id)
    }

    pub fn against<'a>(&'a self, caller: &'a Caller) -> Against<'a> {
        let shop = &caller.snapshot().shop;
        Against { hand: hand(caller), shop, terms: &self.terms, id: self.id, free: self.free }
    }
}

/// In which words and units this merchant writes.
pub(super) fn hand(caller: &Caller) -> Hand<'_> {
    let shop = &caller.snapshot().shop;
    Hand { lang: caller.lang(), currency: shop.currency, zone: &shop.zone }
}

/// Numbers that no promotion and no budget has, or had in a version that is told, or was counted under: what was used
/// is counted by number.
async fn free_numbers(caller: &Caller, terms: &Terms) -> Result<(PromotionId, u32), Problem> {
    let mut versions = caller.terms().versions.lock().await;
    let versions = versions.read_on(caller.app()).await?;
    let all = || versions.iter().map(|version| &*version.terms).chain([terms]);
    let promotions = all().flat_map(|terms| &terms.promotions).map(|promotion| promotion.id.0);
    let budgets = all().flat_map(|terms| &terms.budgets).map(|budget| budget.id);
    let current = caller.app().current();
    let given = &current.market.given;
    let promotion = free(promotions.collect(), |id| given.times(PromotionId(id)) == 0);
    Ok((PromotionId(promotion), free(budgets.collect(), |id| given.paid(id) == 0)))
}

/// The number behind all that are taken, and unused; where there is none, any.
fn free(taken: BTreeSet<u32>, is_unused: impl Fn(u32) -> bool) -> u32 {
    let behind = taken.last().map_or(1, |last| last.saturating_add(1));
    let mut all = (behind..=u32::MAX).chain(1..behind);
    all.find(|id| !taken.contains(id) && is_unused(*id)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_number_is_behind_all_others_while_there_is_one() {
        assert_eq!(free(BTreeSet::new(), |_| true), 1);
        assert_eq!(free(BTreeSet::from([2, 7]), |id| id != 8), 9);
        assert_eq!(free(BTreeSet::from([1, u32::MAX]), |_| true), 2);
    }
}
