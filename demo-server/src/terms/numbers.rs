//! Numbers of promotions and budgets. What was used is counted by number, so none that was ever in force is given
//! again.

use attar::terms::given::Given;
use attar::terms::promotion::PromotionId;
use attar::terms::till::Terms;
use serde::{Deserialize, Serialize};

use super::find;
use crate::log::{LogError, Reader, Transaction};

/// Under this name the store keeps them.
const NUMBERS: &str = "terms_numbers";

/// Numbers for what is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fresh {
    pub(crate) promotion: PromotionId,
    pub(crate) budget: u32,
}

/// The highest that were ever in force; 0 where none was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Numbers {
    promotion: u32,
    budget: u32,
}

impl Numbers {
    /// Those of the store.
    pub(super) fn kept(reader: &(impl Reader + ?Sized)) -> Result<Self, LogError> {
        let Some(bytes) = reader.meta(NUMBERS)? else { return Ok(Self::default()) };
        serde_json::from_slice(&bytes)
            .map_err(|_| LogError::Contradiction("the numbers of promotions and budgets cannot be read"))
    }

    /// With those of other terms.
    pub(super) fn and(self, terms: &Terms) -> Self {
        let promotions = terms.promotions.iter().map(|promotion| promotion.id.0);
        let budgets = terms.budgets.iter().map(|budget| budget.id);
        Self {
            promotion: promotions.fold(self.promotion, u32::max),
            budget: budgets.fold(self.budget, u32::max),
        }
    }

    /// Numbers that these terms have not, and under which nothing was counted.
    pub(super) fn fresh(self, terms: &Terms, given: &Given) -> Fresh {
        let is_free = |id| find(terms, PromotionId(id)).is_none() && given.times(PromotionId(id)) == 0;
        let is_unnamed = |id| super::budget(terms, id).is_none() && given.paid(id) == 0;
        Fresh {
            promotion: PromotionId(behind(self.promotion, is_free)),
            budget: behind(self.budget, is_unnamed),
        }
    }
}

/// The first free number behind the highest; where there is none, any.
fn behind(highest: u32, is_free: impl Fn(u32) -> bool) -> u32 {
    let first = highest.saturating_add(1);
    (first..=u32::MAX).chain(1..first).find(|id| is_free(*id)).unwrap_or_default()
}

/// Keeps in mind which numbers are, or were, in force.
pub(crate) fn keep(tx: &mut dyn Transaction, all: [&Terms; 2]) -> Result<(), LogError> {
    let was = Numbers::kept(tx)?;
    let now = all.into_iter().fold(was, Numbers::and);
    if now == was { Ok(()) } else { tx.put_meta(NUMBERS, &serde_json::to_vec(&now)?) }
}

#[cfg(test)]
mod tests {
    use attar::terms::till::Budget;

    use super::*;
    use crate::terms::Sheet;
    use crate::testing::{Folder, open, shop};

    #[test]
    fn a_new_number_is_behind_all_others_while_there_is_one() {
        assert_eq!(behind(0, |_| true), 1);
        assert_eq!(behind(7, |id| id != 8), 9);
        assert_eq!(behind(u32::MAX, |id| ![1, u32::MAX].contains(&id)), 2);
    }

    #[tokio::test]
    async fn a_number_that_was_in_force_is_not_given_again_after_a_restart() {
        let folder = Folder::new();
        let store = || std::sync::Arc::new(crate::SqliteLog::open(&folder.file()).expect("a store"));
        let one = open(store()).await;
        let mut with = shop();
        let gives = serde_json::json!({ "id": 6, "name": "x", "gives": { "percent": { "rate": 5 } } });
        with.terms.promotions = vec![serde_json::from_value(gives).expect("a promotion")];
        with.terms.budgets = vec![Budget { id: 3, left: 5 }];
        one.publish_shop(with).await.expect("a shop");
        one.publish_shop(shop()).await.expect("a shop");
        drop(one);
        let sheet = Sheet::load(&open(store()).await).await.expect("a sheet");
        assert_eq!(sheet.fresh, Fresh { promotion: PromotionId(7), budget: 4 });
    }
}
