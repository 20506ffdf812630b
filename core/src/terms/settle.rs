//! Which promotions act on a basket, what each takes off, and why the others do not.

mod best;
mod run;

use serde::{Deserialize, Serialize};

use crate::terms::basket::Basket;
use crate::terms::compat::shop;
use crate::terms::condition::{Change, Condition, Trace};
use crate::terms::deal::Deal;
use crate::terms::promotion::{Offer, Promotion, PromotionId};
use crate::terms::sums::Sums;
use crate::terms::till::Mode;

use run::Run;

pub(crate) use run::Applied;

/// Why a promotion does not act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// Its conditions do not hold; the trace says which.
    Condition,
    /// Its coupon was not entered.
    Coupon,
    /// This shopper used it as often as they may.
    PerShopper,
    /// It was used as often as it may be.
    UsedUp,
    /// It cannot be combined with this one.
    Beside(PromotionId),
    /// There is nothing it could lower.
    Nothing,
    /// A guard holds all of it back.
    Held(Guard),
    /// The shopper is better off without it.
    BetterWithout,
    /// It speaks of amounts in another currency than the cart's.
    Currency,
}

/// What no promotion gets past.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guard {
    /// The floor price of an item.
    Floor,
    /// An item's cost and the margin on it.
    Margin,
    /// What is left of the budget.
    Budget,
}

/// What became of one promotion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Which.
    pub promotion: PromotionId,
    /// What it takes off, in minor units, if it acts.
    pub gives: Option<i64>,
    /// Why not, if it does not.
    pub why_not: Option<WhyNot>,
    /// What it asked, answer by answer.
    pub trace: Trace,
    /// The fewest changes of the cart after which it would qualify; empty if it does already, whatever
    /// else keeps it from acting; nothing if no change can, as once it is used up. Where its conditions hold and
    /// there is nothing it could lower, what its offer lacks: units of a group or bundle, or spending up to a step.
    pub change: Option<Vec<Change>>,
}

/// What was decided for a basket.
pub(crate) struct Settlement<'a> {
    pub applied: Vec<Applied<'a>>,
    /// For each promotion of the deal, in the same order.
    pub verdicts: Vec<Verdict>,
}

impl<'a> Settlement<'a> {
    /// Nothing, if another engine cannot compute it.
    pub(crate) fn of(deal: &'a Deal<'a>, basket: &'a Basket<'a>) -> Option<Self> {
        let sums = Sums::new(basket);
        let mut verdicts: Vec<Verdict> =
            deal.promotions.iter().map(|promotion| promotion.asked(deal, &sums)).collect();
        shop::explain(deal, basket, &mut verdicts);
        let may: Vec<&Promotion> = (verdicts.iter().zip(&deal.promotions))
            .filter_map(|(verdict, promotion)| verdict.why_not.is_none().then_some(*promotion))
            .collect();
        let run = Run::new(deal, basket);
        let (applied, outcomes) = match deal.mode {
            Mode::Sequential | Mode::SolidusCalculators | Mode::SaleorCalculators => run.take(&may, &may),
            Mode::BestForShopper => {
                let chosen = best::best(run.clone(), &may);
                run.take(&may, &chosen)
            }
            Mode::Medusa221 | Mode::Vendure31 => run.follow(&may, shop::computed(deal, basket, &may)?),
        };
        let open = verdicts.iter_mut().filter(|verdict| verdict.why_not.is_none());
        for ((verdict, outcome), promotion) in open.zip(outcomes).zip(&may) {
            (verdict.gives, verdict.why_not) = (outcome.ok(), outcome.err());
            if verdict.why_not == Some(WhyNot::Nothing) {
                verdict.change = Some(promotion.gives.change(basket));
            }
        }
        Some(Self { applied, verdicts })
    }
}

impl Promotion {
    /// What it asks, and why it may not act, whatever the others do. Each question is asked once.
    fn asked(&self, deal: &Deal<'_>, sums: &Sums<'_>) -> Verdict {
        let (basket, trace) = (sums.basket, self.when.trace(sums));
        let spent = self.spent(&deal.exhausted, &basket.cart.shopper.used);
        let has_coupon = self.is_open_to(basket);
        let is_of_another =
            deal.currency.is_some_and(|own| own != basket.cart.currency) && self.has_amounts();
        let why_not = match (trace.holds, has_coupon) {
            _ if is_of_another => Some(WhyNot::Currency),
            (false, _) => Some(WhyNot::Condition),
            (_, false) => Some(WhyNot::Coupon),
            _ => spent,
        };
        let is_lost = spent.is_some() || is_of_another;
        let mut change = if is_lost { None } else { self.when.change(&trace, basket) };
        if let Some(changes) = change.as_mut().filter(|_| !has_coupon) {
            changes.reserve_exact(1);
            changes.push(Change::Coupon);
        }
        Verdict { promotion: self.id, gives: None, why_not, trace, change }
    }

    /// Whether it says anything in minor units, or a budget does for it.
    fn has_amounts(&self) -> bool {
        fn asks(when: &Condition) -> bool {
            matches!(when, Condition::Spend { at_least, .. } if *at_least > 0)
                || when.parts().iter().any(asks)
        }
        let gives = match &self.gives {
            Offer::Fixed { .. } | Offer::Bundle { .. } | Offer::Steps { .. } => true,
            Offer::Percent { .. } | Offer::BuyGet { .. } => false,
            Offer::Foreign(foreign) => foreign.has_amounts(),
        };
        gives || self.budget.is_some() || asks(&self.when)
    }

    /// Why it may not act again for a shopper who used promotions so often, whatever is in the cart.
    pub(crate) fn spent(&self, exhausted: &[PromotionId], used: &[(PromotionId, u32)]) -> Option<WhyNot> {
        let used_up = self.uses.is_some_and(|uses| uses.used >= uses.limit);
        if used_up || exhausted.binary_search(&self.id).is_ok() {
            return Some(WhyNot::UsedUp);
        }
        let most = self.per_shopper?;
        let times = used.iter().filter(|(id, _)| *id == self.id).map(|(_, times)| *times).max();
        (times.unwrap_or(0) >= most).then_some(WhyNot::PerShopper)
    }

    /// Whether it needs no coupon, or has one.
    pub(crate) fn is_open_to(&self, basket: &Basket<'_>) -> bool {
        self.coupons.is_empty() || basket.cart.coupons.iter().any(|code| self.opens_with(code))
    }
}
