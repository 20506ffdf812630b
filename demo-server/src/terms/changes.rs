//! What makes two terms differ, promotion by promotion.

use attar::terms::promotion::Promotion;
use attar::terms::till::Terms;

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
    let id = promotion.budget?;
    terms.budgets.iter().find(|budget| budget.id == id).map(|budget| budget.left)
}

/// All but promotions and budgets.
fn settings(terms: &Terms) -> Terms {
    Terms { promotions: Vec::new(), budgets: Vec::new(), ..terms.clone() }
}
