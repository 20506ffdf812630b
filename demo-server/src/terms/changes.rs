//! What makes two terms differ, promotion by promotion.

use attar::terms::promotion::Promotion;
use attar::terms::till::{Budget, Terms};

use super::find;

/// The differences; promotions in the order in which they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Changes<'a> {
    /// That were not there before.
    pub(crate) added: Vec<&'a Promotion>,
    /// That are other ones now, or have another budget: as they are now.
    pub(crate) changed: Vec<&'a Promotion>,
    /// That are gone: as they were.
    pub(crate) removed: Vec<&'a Promotion>,
    /// Whether something else differs: margin, sending, tax, mode, what is said of items.
    pub(crate) settings: bool,
}

impl<'a> Changes<'a> {
    /// From one to the other.
    pub(crate) fn between(was: &'a Terms, now: &'a Terms) -> Self {
        let is_new = |promotion: &&Promotion| find(was, promotion.id).is_none();
        let differs = |promotion: &&Promotion| {
            let before = find(was, promotion.id);
            before.is_some_and(|before| {
                before != *promotion || budget(was, promotion) != budget(now, promotion)
            })
        };
        Self {
            added: now.promotions.iter().filter(is_new).collect(),
            changed: now.promotions.iter().filter(differs).collect(),
            removed: was.promotions.iter().filter(|promotion| find(now, promotion.id).is_none()).collect(),
            settings: settings(was) != settings(now),
        }
    }

    /// Promotions that somebody wrote: new or changed.
    pub(crate) fn written(&self) -> impl Iterator<Item = &'a Promotion> + '_ {
        self.added.iter().chain(&self.changed).copied()
    }
}

/// What its budget has at first.
fn budget(terms: &Terms, promotion: &Promotion) -> Option<i64> {
    super::budget(terms, promotion.budget?).map(|budget| budget.left)
}

/// All but promotions and the budgets that they name.
fn settings(terms: &Terms) -> Terms {
    let named =
        |budget: &Budget| terms.promotions.iter().any(|promotion| promotion.budget == Some(budget.id));
    let unnamed = terms.budgets.iter().filter(|budget| !named(budget)).copied().collect();
    sorted(Terms { promotions: Vec::new(), budgets: unnamed, ..terms.clone() })
}

/// Whether both say the same; the order in which they are written says nothing.
pub(super) fn same(one: &Terms, other: &Terms) -> bool {
    sorted(one.clone()) == sorted(other.clone())
}

fn sorted(mut terms: Terms) -> Terms {
    terms.promotions.sort_by_key(|promotion| promotion.id);
    terms.budgets.sort_by_key(|budget| (budget.id, budget.left));
    // No draft has it, for it is not written again.
    terms.unread.clear();
    terms
}

#[cfg(test)]
mod tests {
    use attar::terms::promotion::PromotionId;
    use serde_json::{Value, json};

    use super::*;

    fn terms(promotions: &[(u32, &str, Option<u32>)], budgets: &[(u32, i64)]) -> Terms {
        let promotion = |(id, name, budget): &(u32, &str, Option<u32>)| json!({ "id": id, "name": name, "budget": budget, "gives": { "percent": { "rate": 5 } } });
        let promotions: Vec<Value> = promotions.iter().map(promotion).collect();
        let budgets: Vec<Value> =
            budgets.iter().map(|(id, left)| json!({ "id": id, "left": left })).collect();
        serde_json::from_value(json!({ "promotions": promotions, "budgets": budgets })).expect("terms")
    }

    #[test]
    fn promotions_are_new_changed_or_gone_and_a_budget_is_a_change_of_who_names_it() {
        let was = terms(&[(1, "a", None), (2, "b", Some(7)), (3, "c", None)], &[(7, 10)]);
        let now = terms(&[(4, "d", None), (3, "e", None), (2, "b", Some(7))], &[(7, 11)]);
        let changes = Changes::between(&was, &now);
        let ids = |all: &[&Promotion]| all.iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(ids(&changes.added), [PromotionId(4)]);
        assert_eq!(ids(&changes.changed), [PromotionId(3), PromotionId(2)]);
        assert_eq!(ids(&changes.removed), [PromotionId(1)]);
        assert!(!changes.settings && changes.written().count() == 3);
    }

    #[test]
    fn order_says_nothing_and_a_budget_of_nobody_is_a_setting() {
        let was = terms(&[(1, "a", None), (2, "b", None)], &[]);
        let swapped = terms(&[(2, "b", None), (1, "a", None)], &[]);
        assert!(same(&was, &swapped));
        assert_eq!(Changes::between(&was, &swapped), Changes::default());
        let more = terms(&[(1, "a", None), (2, "b", None)], &[(7, 10)]);
        assert!(!same(&was, &more) && Changes::between(&was, &more).settings);
    }
}
