//! Another engine in a shop: the one place that knows both sides. A basket is told in the engine's words, and what it
//! computed comes back as what each promotion would take off.

pub(crate) mod calculators;
mod medusa;
pub(crate) mod vendure;

use std::borrow::Cow;

use super::offer::Foreign;
use crate::terms::basket::Basket;
use crate::terms::condition::Trace;
use crate::terms::deal::Deal;
use crate::terms::offer::Cut;
use crate::terms::promotion::{Offer, Promotion};
use crate::terms::settle::{Verdict, WhyNot};
use crate::terms::till::Mode;

/// What an engine computed for one promotion.
pub(crate) struct Computed {
    /// What it would take off, before our guards.
    pub cut: Cut,
    /// Whether the engine itself took less, because the budget would not pay it.
    pub is_out_of_budget: bool,
}

impl Computed {
    /// Nothing yet.
    fn none(basket: &Basket<'_>) -> Self {
        let cut = Cut { lines: vec![0; basket.lines.len()], ..Cut::default() };
        Self { cut, is_out_of_budget: false }
    }

    /// So much more off a line.
    fn lower(&mut self, line: usize, minor: i64) {
        if let Some(off) = self.cut.lines.get_mut(line) {
            *off = off.saturating_add(minor);
        }
    }
}

/// What the engine of the mode computes for those that may act, in their order, the whole cart at once; nothing, if an
/// amount is beyond what it is followed in.
pub(crate) fn computed(deal: &Deal<'_>, basket: &Basket<'_>, may: &[&Promotion]) -> Option<Vec<Computed>> {
    match deal.mode {
        _ if may.is_empty() => Some(Vec::new()),
        Mode::Medusa221 => medusa::computed(deal, basket, may),
        _ => vendure::computed(deal, basket, may),
    }
}

/// Adds to what each promotion was asked what its engine asks too. Of that nobody is told what change would do.
pub(crate) fn explain(deal: &Deal<'_>, basket: &Basket<'_>, verdicts: &mut [Verdict]) {
    let cart = match deal.mode {
        Mode::Medusa221 => medusa::cart(deal, basket),
        Mode::Vendure31 => medusa::Cart::default(),
        _ => return,
    };
    for (verdict, promotion) in verdicts.iter_mut().zip(&deal.promotions) {
        let asked = match &promotion.gives {
            Offer::Foreign(foreign) => match &**foreign {
                Foreign::Medusa(own) => medusa::asked(own, &cart),
                Foreign::Vendure(own) => vendure::asked(own, basket),
                Foreign::Solidus(_) | Foreign::Saleor(_) => Vec::new(),
            },
            _ => Vec::new(),
        };
        add(verdict, asked);
    }
}

fn add(verdict: &mut Verdict, asked: Vec<Trace>) {
    if asked.is_empty() {
        return;
    }
    let holds = asked.iter().all(|trace| trace.holds);
    let own = core::mem::take(&mut verdict.trace);
    let is_nothing = own == Trace::default();
    let parts: Vec<Trace> = (!is_nothing).then_some(own).into_iter().chain(asked).collect();
    let all = parts.iter().all(|trace| trace.holds);
    verdict.trace = Trace { what: Cow::Borrowed("all"), holds: all, have_need: None, parts };
    if !holds {
        verdict.change = None;
        if verdict.why_not != Some(WhyNot::Currency) {
            verdict.why_not = Some(WhyNot::Condition);
        }
    }
}
