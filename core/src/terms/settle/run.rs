//! A basket while promotions act on it, one after the other.

use crate::money::shares;
use crate::terms::basket::Basket;
use crate::terms::compat::shop::Computed;
use crate::terms::deal::Deal;
use crate::terms::offer::{Cut, Giving, Left, cheapest_first};
use crate::terms::promotion::{Offer, Promotion, PromotionId};

use super::{Guard, WhyNot};

/// A promotion that acts.
#[derive(Debug, Clone)]
pub(crate) struct Applied<'a> {
    pub promotion: &'a Promotion,
    /// What it takes off.
    pub cut: Cut,
    /// Per line what the floor or margin holds back, and which of the two; none if nothing is held back.
    pub held: Vec<(i64, Guard)>,
    /// What its budget does not pay of the rest.
    pub unpaid: Cut,
}

/// What is left of a basket and of budgets, and what acted.
#[derive(Clone)]
pub(super) struct Run<'t> {
    deal: &'t Deal<'t>,
    pub(super) basket: &'t Basket<'t>,
    left: Left,
    cheapest_first: Vec<usize>,
    /// What is left of each budget, in the order of the deal.
    budgets: Vec<i64>,
    pub(super) applied: Vec<Applied<'t>>,
    /// Of another engine those of which our guards hold all back: it knows of no guard, so they keep their lane.
    held: Vec<Applied<'t>>,
}

impl<'t> Run<'t> {
    pub(super) fn new(deal: &'t Deal<'t>, basket: &'t Basket<'t>) -> Self {
        let budgets = deal.budgets.iter().map(|budget| budget.left.max(0)).collect();
        let cheapest_first = cheapest_first(basket);
        let (left, applied, held) = (Left::of(basket), Vec::new(), Vec::new());
        Self { deal, basket, left, cheapest_first, budgets, applied, held }
    }

    /// Takes those that are chosen, of those that may act; of each what it gives, or why it does not act.
    pub(super) fn take(
        mut self,
        may: &[&'t Promotion],
        chosen: &[&'t Promotion],
    ) -> (Vec<Applied<'t>>, Vec<Result<i64, WhyNot>>) {
        // INVARIANT: both are in the order in which promotions are taken.
        let mut chosen = chosen.iter().peekable();
        let mut outcomes: Vec<Result<i64, WhyNot>> = may
            .iter()
            .map(|promotion| {
                let is_chosen = chosen.next_if(|next| next.id == promotion.id).is_some();
                self.attempt(promotion, is_chosen)
            })
            .collect();
        for (outcome, promotion) in outcomes.iter_mut().zip(may).filter(|(outcome, _)| outcome.is_err()) {
            // By now all that act are known, those too that come later.
            *outcome = self.beside(promotion).map_or(*outcome, |other| Err(WhyNot::Beside(other)));
        }
        (self.applied, outcomes)
    }

    /// Takes what another engine computed for each that may act; of each what it gives, or why it does not act.
    pub(super) fn follow(
        mut self,
        may: &[&'t Promotion],
        computed: Vec<Computed>,
    ) -> (Vec<Applied<'t>>, Vec<Result<i64, WhyNot>>) {
        // INVARIANT: the engine has finished, so that what a guard holds back of one raises no other.
        let outcomes = may.iter().zip(computed).map(|(promotion, Computed { cut, is_out_of_budget })| {
            let applied = self.guard(promotion, cut);
            let total = applied.cut.total();
            if total > 0 {
                self.push(applied, total);
                return Ok(total);
            }
            Err(match applied.idle(total) {
                WhyNot::Nothing if is_out_of_budget => WhyNot::Held(Guard::Budget),
                other => other,
            })
        });
        let outcomes = outcomes.collect();
        (self.applied, outcomes)
    }

    fn attempt(&mut self, promotion: &'t Promotion, is_chosen: bool) -> Result<i64, WhyNot> {
        if let Some(other) = self.beside(promotion) {
            return Err(WhyNot::Beside(other));
        }
        let applied = self.guarded(promotion);
        let total = applied.cut.total();
        if is_chosen && total > 0 {
            self.push(applied, total);
            return Ok(total);
        }
        let why = applied.idle(total);
        if self.deal.mode.is_foreign() && matches!(why, WhyNot::Held(_)) {
            self.held.push(applied);
        }
        Err(why)
    }

    /// The one that acts already and that this cannot act beside; of another engine also one that a guard holds back: a
    /// guard lowers what that engine gives, it gives no other its turn.
    pub(super) fn beside(&self, promotion: &Promotion) -> Option<PromotionId> {
        let mut taken = self.applied.iter().chain(&self.held).map(|a| a.promotion);
        taken.find(|other| other.id != promotion.id && !other.goes_with(promotion)).map(|other| other.id)
    }

    /// Lets a promotion act that takes something off.
    pub(super) fn push(&mut self, applied: Applied<'t>, total: i64) {
        self.spend(&applied, total, i64::saturating_sub, u32::saturating_sub);
        self.applied.push(applied);
    }

    /// Takes back what acted last.
    pub(super) fn pop(&mut self) {
        if let Some(applied) = self.applied.pop() {
            // INVARIANT: a cut is never above what was left, so what it took is what comes back.
            self.spend(&applied, applied.cut.total(), i64::saturating_add, u32::saturating_add);
        }
    }

    fn spend(
        &mut self,
        applied: &Applied<'t>,
        total: i64,
        minor: fn(i64, i64) -> i64,
        units: fn(u32, u32) -> u32,
    ) {
        for (left, off) in self.left.lines.iter_mut().zip(&applied.cut.lines) {
            *left = minor(*left, *off);
        }
        for (left, used) in self.left.units.iter_mut().zip(&applied.cut.units) {
            *left = units(*left, *used);
        }
        self.left.shipping = minor(self.left.shipping, applied.cut.shipping);
        let place = self.budget(applied.promotion);
        if let Some(budget) = place.and_then(|place| self.budgets.get_mut(place)) {
            *budget = minor(*budget, total);
        }
    }

    fn budget(&self, promotion: &Promotion) -> Option<usize> {
        let id = promotion.budget?;
        self.deal.budgets.iter().position(|budget| budget.id == id)
    }

    /// What is left of the budget that pays for a promotion, if it has a bound.
    pub(super) fn budget_left(&self, promotion: &Promotion) -> Option<i64> {
        self.budgets.get(self.budget(promotion)?).copied()
    }

    /// What a promotion takes off once guards have held back their part.
    pub(super) fn guarded(&self, promotion: &'t Promotion) -> Applied<'t> {
        let unguarded = matches!(promotion.gives, Offer::Foreign(_)).then(|| self.unguarded());
        let left = unguarded.as_ref().unwrap_or(&self.left);
        let giving = Giving { basket: self.basket, left, cheapest_first: &self.cheapest_first };
        self.guard(promotion, giving.cut(&promotion.gives))
    }

    /// What another engine takes to be left: it knows nothing of our guards, so that what they hold back of one promotion
    /// raises no other.
    fn unguarded(&self) -> Left {
        let mut left = Left::of(self.basket);
        for applied in self.applied.iter().chain(&self.held) {
            for (i, left) in left.lines.iter_mut().enumerate() {
                *left = left.saturating_sub(applied.wanted_of(i));
            }
        }
        left
    }

    /// Holds back what guards forbid of a cut, whoever made it: it is only ever lowered.
    fn guard(&self, promotion: &'t Promotion, mut cut: Cut) -> Applied<'t> {
        let mut held = Vec::new();
        let lines = cut.lines.iter_mut().zip(&self.left.lines).zip(&self.basket.lines);
        for (i, ((off, left), line)) in lines.enumerate() {
            let (bound, guard) = line.bound();
            let wanted = (*off).clamp(0, (*left).max(0));
            let allowed = wanted.min(left.saturating_sub(bound).max(0));
            if allowed < wanted {
                held.resize(self.basket.lines.len(), (0, Guard::Floor));
                if let Some(held) = held.get_mut(i) {
                    *held = (wanted.saturating_sub(allowed), guard);
                }
            }
            *off = allowed;
        }
        cut.shipping = cut.shipping.clamp(0, self.left.shipping.max(0));
        let most = self.budget_left(promotion);
        let unpaid = most.map_or_else(Cut::default, |most| cut.shrink(most));
        Applied { promotion, cut, held, unpaid }
    }
}

impl Applied<'_> {
    /// What it would take off without guards.
    pub(super) fn wanted(&self) -> i64 {
        let held = self.held.iter().fold(0_i64, |sum, (held, _)| sum.saturating_add(*held));
        self.cut.total().saturating_add(held).saturating_add(self.unpaid.total())
    }

    /// The same of a line.
    fn wanted_of(&self, line: usize) -> i64 {
        let of = |lines: &[i64]| lines.get(line).copied().unwrap_or(0);
        let held = self.held.get(line).map_or(0, |(held, _)| *held);
        of(&self.cut.lines).saturating_add(held).saturating_add(of(&self.unpaid.lines))
    }

    /// Why one that may act does not, where it would take off this much in all.
    fn idle(&self, total: i64) -> WhyNot {
        let held = self.held.iter().find(|(held, _)| *held > 0);
        match (self.wanted(), total) {
            (0, _) => WhyNot::Nothing,
            (_, 0) => WhyNot::Held(held.map_or(Guard::Budget, |(_, guard)| *guard)),
            _ => WhyNot::BetterWithout,
        }
    }
}

impl Cut {
    /// Lowers it to at most that much, in proportion; by how much.
    fn shrink(&mut self, most: i64) -> Self {
        if self.total() <= most {
            return Self::default();
        }
        let weights = self.lines.iter().chain([&self.shipping]).map(|minor| minor.unsigned_abs());
        let weights: Vec<u64> = weights.collect();
        // INVARIANT: no share is above its weight, for `most` is below their sum.
        let mut shares = shares(most, &weights).into_iter();
        let mut off = |minor: &mut i64| {
            let share = shares.next().unwrap_or(0);
            core::mem::replace(minor, share).saturating_sub(share)
        };
        let lines = self.lines.iter_mut().map(&mut off).collect();
        Self { lines, shipping: off(&mut self.shipping), units: Vec::new() }
    }
}
