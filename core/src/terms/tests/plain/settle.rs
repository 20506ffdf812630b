//! Which promotions act: each question asked anew, every combination tried on a copy of all that there is.

use crate::money::shares;
use crate::terms::basket::Basket;
use crate::terms::condition::Change;
use crate::terms::deal::Deal;
use crate::terms::order::sorted;
use crate::terms::promotion::{Promotion, PromotionId};
use crate::terms::till::Mode;
use crate::terms::{Guard, Verdict, WhyNot};

use super::condition;
use super::lacking;
use super::offer::{Cut, Giving, Left};

/// A promotion that acts.
#[derive(Debug, Clone)]
pub(super) struct Applied<'a> {
    pub promotion: &'a Promotion,
    /// What it would take off without guards.
    pub wanted: Cut,
    /// What it takes off.
    pub cut: Cut,
    /// Per line what the floor or margin holds back, and which of the two.
    pub held: Vec<(i64, Guard)>,
}

/// What was decided for a basket.
pub(super) struct Settlement<'a> {
    pub applied: Vec<Applied<'a>>,
    pub verdicts: Vec<Verdict>,
}

/// The most promotions of which every combination is tried.
const MOST_TRIED: usize = 12;

impl<'a> Settlement<'a> {
    pub(super) fn of(deal: &'a Deal<'a>, basket: &Basket<'_>) -> Self {
        let may = |promotion: &&Promotion| refusal(deal, promotion, basket).is_none();
        let candidates: Vec<&Promotion> = deal.promotions.iter().copied().filter(may).collect();
        let run = match deal.mode {
            Mode::BestForShopper => best(deal, basket, candidates),
            _ => sequence(deal, basket, &candidates),
        };
        let verdicts = deal.promotions.iter().map(|promotion| run.verdict(promotion)).collect();
        Self { applied: run.applied, verdicts }
    }
}

/// Why a promotion may not act, whatever the others do.
fn refusal(deal: &Deal<'_>, promotion: &Promotion, basket: &Basket<'_>) -> Option<WhyNot> {
    if !condition::holds(&promotion.when, basket) {
        return Some(WhyNot::Condition);
    }
    if !has_coupon(promotion, basket) {
        return Some(WhyNot::Coupon);
    }
    promotion.spent(&deal.exhausted, &basket.cart.shopper.used)
}

/// The fewest changes of the cart after which a promotion would qualify.
fn change(deal: &Deal<'_>, promotion: &Promotion, basket: &Basket<'_>) -> Option<Vec<Change>> {
    if promotion.spent(&deal.exhausted, &basket.cart.shopper.used).is_some() {
        return None;
    }
    let mut changes = condition::change(&promotion.when, basket)?;
    if !has_coupon(promotion, basket) {
        changes.push(Change::Coupon);
    }
    Some(changes)
}

fn has_coupon(promotion: &Promotion, basket: &Basket<'_>) -> bool {
    promotion.coupons.is_empty() || basket.cart.coupons.iter().any(|code| promotion.opens_with(code))
}

/// A basket while promotions act on it.
#[derive(Clone)]
struct Run<'t, 'b> {
    deal: &'t Deal<'t>,
    basket: &'b Basket<'b>,
    left: Left,
    /// What is left of each budget, in the order of the deal.
    budgets: Vec<i64>,
    applied: Vec<Applied<'t>>,
}

impl<'t, 'b> Run<'t, 'b> {
    fn new(deal: &'t Deal<'t>, basket: &'b Basket<'b>) -> Self {
        let budgets = deal.budgets.iter().map(|budget| budget.left.max(0)).collect();
        Self { deal, basket, left: Left::of(basket), budgets, applied: Vec::new() }
    }

    fn total(&self) -> i64 {
        self.applied.iter().fold(0, |sum, applied| sum.saturating_add(applied.cut.total()))
    }

    /// The one that acts already and that this cannot act beside.
    fn beside(&self, promotion: &Promotion) -> Option<PromotionId> {
        self.applied
            .iter()
            .map(|a| a.promotion)
            .find(|other| !other.goes_with(promotion))
            .map(|other| other.id)
    }

    /// Lets a promotion act, if it takes anything off.
    fn apply(&mut self, promotion: &'t Promotion) -> bool {
        let applied = self.guarded(promotion);
        let total = applied.cut.total();
        if total <= 0 {
            return false;
        }
        for (left, off) in self.left.lines.iter_mut().zip(&applied.cut.lines) {
            *left = left.saturating_sub(*off);
        }
        for (left, used) in self.left.units.iter_mut().zip(&applied.cut.units) {
            *left = left.saturating_sub(*used);
        }
        self.left.shipping = self.left.shipping.saturating_sub(applied.cut.shipping);
        if let Some(budget) = self.budget(promotion).and_then(|place| self.budgets.get_mut(place)) {
            *budget = budget.saturating_sub(total);
        }
        self.applied.push(applied);
        true
    }

    fn budget(&self, promotion: &Promotion) -> Option<usize> {
        let id = promotion.budget?;
        self.deal.budgets.iter().position(|budget| budget.id == id)
    }

    /// What a promotion takes off once guards have held back their part.
    fn guarded(&self, promotion: &'t Promotion) -> Applied<'t> {
        let wanted = Giving { basket: self.basket, left: &self.left }.cut(&promotion.gives);
        let mut cut = wanted.clone();
        let mut held = Vec::with_capacity(cut.lines.len());
        for ((off, left), line) in cut.lines.iter_mut().zip(&self.left.lines).zip(&self.basket.lines) {
            let (bound, guard) = (line.floor, Guard::Floor).max((line.margin, Guard::Margin));
            let allowed = (*off).min(left.saturating_sub(bound).max(0));
            held.push((off.saturating_sub(allowed), guard));
            *off = allowed;
        }
        if let Some(most) = self.budget(promotion).and_then(|place| self.budgets.get(place)) {
            shrink(&mut cut, *most);
        }
        Applied { promotion, wanted, cut, held }
    }

    fn verdict(&self, promotion: &'t Promotion) -> Verdict {
        let acts = self.applied.iter().find(|applied| applied.promotion.id == promotion.id);
        let why_not = || refusal(self.deal, promotion, self.basket).unwrap_or_else(|| self.idle(promotion));
        let why_not = acts.is_none().then(why_not);
        let change = match why_not {
            Some(WhyNot::Nothing) => Some(lacking::change(&promotion.gives, self.basket)),
            _ => change(self.deal, promotion, self.basket),
        };
        Verdict {
            promotion: promotion.id,
            gives: acts.map(|applied| applied.cut.total()),
            why_not,
            trace: condition::trace(&promotion.when, self.basket),
            change,
        }
    }

    /// Why a promotion that may act does not.
    fn idle(&self, promotion: &'t Promotion) -> WhyNot {
        if let Some(other) = self.beside(promotion) {
            return WhyNot::Beside(other);
        }
        let mut run = Self::new(self.deal, self.basket);
        for earlier in self.applied.iter().filter(|earlier| earlier.promotion.rank() < promotion.rank()) {
            run.apply(earlier.promotion);
        }
        let tried = run.guarded(promotion);
        let held = tried.held.iter().find(|(held, _)| *held > 0);
        match (tried.wanted.total(), tried.cut.total()) {
            (0, _) => WhyNot::Nothing,
            (_, 0) => WhyNot::Held(held.map_or(Guard::Budget, |(_, guard)| *guard)),
            _ => WhyNot::BetterWithout,
        }
    }
}

/// Lowers a cut to at most that much, in proportion.
fn shrink(cut: &mut Cut, most: i64) {
    if cut.total() <= most {
        return;
    }
    let weights = cut.lines.iter().chain([&cut.shipping]).map(|minor| minor.unsigned_abs());
    let weights: Vec<u64> = weights.collect();
    // INVARIANT: no share is above its weight, for `most` is below their sum.
    let mut shares = shares(most, &weights).into_iter();
    cut.lines.iter_mut().for_each(|off| *off = shares.next().unwrap_or(0));
    cut.shipping = shares.next().unwrap_or(0);
}

fn sequence<'t, 'b>(deal: &'t Deal<'t>, basket: &'b Basket<'b>, candidates: &[&'t Promotion]) -> Run<'t, 'b> {
    let mut run = Run::new(deal, basket);
    for promotion in candidates {
        if run.beside(promotion).is_none() {
            run.apply(promotion);
        }
    }
    run
}

fn best<'t, 'b>(
    deal: &'t Deal<'t>,
    basket: &'b Basket<'b>,
    mut candidates: Vec<&'t Promotion>,
) -> Run<'t, 'b> {
    // What finds nothing to lower is no combination with anything.
    candidates.retain(|promotion| promotion.gives.finds(basket));
    let run = Run::new(deal, basket);
    let alone = |promotion: &'t Promotion| {
        let mut run = run.clone();
        run.apply(promotion);
        run.total()
    };
    if candidates.len() > MOST_TRIED {
        let gains = candidates.iter().map(|promotion| (core::cmp::Reverse(alone(promotion)), promotion.id));
        let mut gains = sorted(gains.collect(), |a, b| a < b);
        gains.truncate(MOST_TRIED);
        candidates.retain(|promotion| gains.iter().any(|(_, id)| *id == promotion.id));
    }
    let mut found = run.clone();
    explore(run, &candidates, &mut found);
    found
}

/// Tries every combination, in the order in which promotions are taken.
fn explore<'t, 'b>(run: Run<'t, 'b>, candidates: &[&'t Promotion], found: &mut Run<'t, 'b>) {
    let Some((promotion, rest)) = candidates.split_first() else {
        if merit(&run) > merit(found) {
            *found = run;
        }
        return;
    };
    if run.beside(promotion).is_none() {
        let mut with = run.clone();
        if with.apply(promotion) {
            explore(with, rest, found);
        }
    }
    explore(run, rest, found);
}

type Merit = (i64, core::cmp::Reverse<usize>, core::cmp::Reverse<Vec<PromotionId>>);

/// More off; of equals fewer promotions; of equals lower numbers.
fn merit(run: &Run<'_, '_>) -> Merit {
    let ids = run.applied.iter().map(|applied| applied.promotion.id);
    let ids = sorted(ids.collect(), |a: &PromotionId, b| a < b);
    (run.total(), core::cmp::Reverse(ids.len()), core::cmp::Reverse(ids))
}
