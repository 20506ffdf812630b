//! The receipt of what was settled plainly.

use crate::money::{BasisPoints, ratio, shares};
use crate::shop::Label;
use crate::terms::basket::Basket;
use crate::terms::deal::Deal;
use crate::terms::order::sorted;
use crate::terms::promotion::{Promotion, PromotionId};
use crate::terms::receipt::{LineTotal, Receipt, Step, TaxTotal, What};
use crate::terms::{Guard, Verdict};

use super::settle::{Applied, Settlement};

pub(super) fn receipt(deal: &Deal<'_>, basket: &Basket<'_>, settlement: Settlement<'_>) -> Receipt {
    let applied = &settlement.applied;
    let mut steps = Vec::new();
    for i in 0..basket.lines.len() {
        line_steps(basket, applied, i, &mut steps);
    }
    let shipping = shipping_steps(basket, applied, &mut steps);
    let mut lines: Vec<LineTotal> =
        (0..basket.lines.len()).filter_map(|i| line(basket, applied, i)).collect();
    let taxes = taxes(deal, basket, &mut lines, shipping);
    if !deal.tax_included {
        let step = |tax: &TaxTotal| Step { what: What::Tax(tax.rate), product: None, minor: tax.tax };
        steps.extend(taxes.iter().map(step));
    }
    steps.retain(|step| step.minor != 0 || step.what == What::Public);
    // INVARIANT: the steps sum to the total; it is made from nothing else.
    let total = steps.iter().fold(0_i64, |sum, step| sum.saturating_add(step.minor));
    let (currency, tax_included) = (basket.cart.currency, deal.tax_included);
    let called = called(deal, &settlement);
    let verdicts = settlement.verdicts;
    Receipt {
        currency,
        steps,
        lines,
        shipping,
        taxes,
        total,
        verdicts,
        tax_included,
        called,
        lists: Vec::new(),
        lowest: Vec::new(),
    }
}

fn line_steps(basket: &Basket<'_>, applied: &[Applied<'_>], i: usize, steps: &mut Vec<Step>) {
    let Some(line) = basket.lines.get(i) else { return };
    let mut step = |what, minor| steps.push(Step { what, product: Some(line.item.product), minor });
    step(What::Public, line.public);
    step(What::List(line.list), line.price.saturating_sub(line.public).saturating_sub(line.held));
    let guard = if line.margin > line.floor { Guard::Margin } else { Guard::Floor };
    step(What::HeldList(line.list, guard), line.held);
    for one in applied {
        let at = |lines: &[i64]| lines.get(i).copied().unwrap_or(0);
        let (wanted, cut) = (at(&one.wanted.lines), at(&one.cut.lines));
        let (held, guard) = one.held.get(i).copied().unwrap_or((0, Guard::Floor));
        let id = one.promotion.id;
        step(What::Promotion(id), wanted.saturating_neg());
        step(What::Held(id, guard), held);
        step(What::Held(id, Guard::Budget), wanted.saturating_sub(held).saturating_sub(cut));
    }
}

fn shipping_steps(basket: &Basket<'_>, applied: &[Applied<'_>], steps: &mut Vec<Step>) -> i64 {
    let mut step = |what, minor| steps.push(Step { what, product: None, minor });
    step(What::Shipping, basket.cart.shipping);
    let mut left = basket.cart.shipping;
    for one in applied {
        let (wanted, cut) = (one.wanted.shipping, one.cut.shipping);
        step(What::Promotion(one.promotion.id), wanted.saturating_neg());
        step(What::Held(one.promotion.id, Guard::Budget), wanted.saturating_sub(cut));
        left = left.saturating_sub(cut);
    }
    left
}

fn line(basket: &Basket<'_>, applied: &[Applied<'_>], i: usize) -> Option<LineTotal> {
    let line = basket.lines.get(i)?;
    let off = |one: &Applied<'_>| one.cut.lines.get(i).copied().unwrap_or(0);
    let by: Vec<_> =
        applied.iter().map(|one| (one.promotion.id, off(one))).filter(|(_, off)| *off > 0).collect();
    let total = by.iter().fold(line.price, |left, (_, off)| left.saturating_sub(*off));
    let (product, quantity, public) = (line.item.product, line.quantity, line.public);
    Some(LineTotal { product, quantity, public, total, tax: 0, by })
}

/// The names of promotions that act, and of those that a change of the cart would bring.
fn called(deal: &Deal<'_>, settlement: &Settlement<'_>) -> Vec<(PromotionId, Label)> {
    let told =
        |verdict: &Verdict| verdict.gives.is_some() || verdict.change.as_ref().is_some_and(|c| !c.is_empty());
    // One that comes after what acts, and never acts beside it, would bring nothing.
    let useful = |promotion: &Promotion| {
        let beside = |one: &Applied<'_>| {
            let same = one.promotion.id == promotion.id;
            same || promotion.goes_with(one.promotion) || promotion.rank() < one.promotion.rank()
        };
        settlement.applied.iter().all(beside)
    };
    // INVARIANT: there is one verdict for each promotion, in the same order.
    let pairs = settlement.verdicts.iter().zip(&deal.promotions);
    let pairs = pairs.filter(|(verdict, promotion)| told(verdict) && useful(promotion));
    pairs.map(|(_, promotion)| (promotion.id, promotion.label())).collect()
}

/// The tax per rate, rounded once, and shared among its lines and the shipping.
fn taxes(deal: &Deal<'_>, basket: &Basket<'_>, lines: &mut [LineTotal], shipping: i64) -> Vec<TaxTotal> {
    let mut rates: Vec<BasisPoints> = basket.lines.iter().map(|line| line.item.tax).collect();
    rates.push(deal.shipping_tax);
    let mut rates = sorted(rates, |a, b| a < b);
    rates.dedup();
    let of_rate = |rate: BasisPoints| {
        let own = |i: usize| basket.lines.get(i).is_some_and(|line| line.item.tax == rate);
        let sending = if deal.shipping_tax == rate { shipping } else { 0 };
        let mut weights: Vec<u64> = (0..lines.len())
            .map(|i| lines.get(i).filter(|_| own(i)).map_or(0, |line| line.total.unsigned_abs()))
            .collect();
        weights.push(sending.unsigned_abs());
        let base = weights.iter().fold(0_i64, |sum, w| sum.saturating_add_unsigned(*w));
        let tax = tax_of(base, rate, deal.tax_included);
        if base > 0 {
            let shares = shares(tax, &weights);
            lines.iter_mut().zip(shares).for_each(|(line, share)| line.tax = line.tax.saturating_add(share));
        }
        TaxTotal { rate, base, tax }
    };
    rates.into_iter().filter(|rate| rate.0 > 0).map(of_rate).filter(|tax| tax.base > 0).collect()
}

/// Included: `base * rate / (10,000 + rate)`; added: `base * rate / 10,000`; half up.
fn tax_of(base: i64, rate: BasisPoints, included: bool) -> i64 {
    let rate = u64::from(rate.0);
    let whole = if included { rate.saturating_add(10_000) } else { 10_000 };
    // Beyond 64 bits the total is too large, and the cart is refused.
    ratio(base, rate, whole).unwrap_or(i64::MAX)
}
