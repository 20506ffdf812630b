//! A basket as Medusa sees it, and what it takes off.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Computed;
use crate::money::BasisPoints;
use crate::terms::basket::{Basket, Priced};
use crate::terms::compat::Fine;
use crate::terms::compat::fine::to_minor;
use crate::terms::compat::medusa_2_21::{
    Attribute, Attributes, Budget, Condition, Discount, Line, On, Promotion as Theirs, Shipping, compute,
    fits,
};
use crate::terms::compat::offer::{Foreign, Medusa};
use crate::terms::condition::Trace;
use crate::terms::deal::Deal;
use crate::terms::promotion::{Offer, Promotion};

pub(super) use crate::terms::compat::medusa_2_21::Cart;

/// The one way of sending.
const SENDING: &str = "shipping";

/// The lines at the shopper's prices, with tax and without it, and the one way of sending.
pub(super) fn cart(deal: &Deal<'_>, basket: &Basket<'_>) -> Cart {
    let exponent = basket.cart.currency.exponent();
    let shipping = Shipping {
        id: SENDING.to_owned(),
        amount: Fine::minor(basket.cart.shipping, exponent),
        attributes: Attributes::new(),
    };
    Cart {
        currency: basket.cart.currency.code().to_ascii_lowercase(),
        lines: basket.lines.iter().map(|priced| line(deal, priced, exponent)).collect(),
        shipping: vec![shipping],
        attributes: Attributes::new(),
    }
}

fn line(deal: &Deal<'_>, priced: &Priced<'_>, exponent: u8) -> Line {
    let BasisPoints(rate) = priced.item.tax;
    let (whole, taxed) = (10_000_i128, i128::from(rate).saturating_add(10_000));
    let listed = Fine::minor(priced.price, exponent);
    let (subtotal, gross) = if deal.tax_included {
        (listed.ratio(whole, taxed), listed)
    } else {
        (listed, listed.ratio(taxed, whole))
    };
    let (product, category) = (priced.item.product.0.to_string(), priced.item.category.0.to_string());
    let attributes = Attributes::from([
        ("product.id".to_owned(), Attribute::One(product.clone())),
        ("product_category.id".to_owned(), Attribute::One(category.clone())),
        ("product.categories.id".to_owned(), Attribute::Many(vec![category])),
    ]);
    Line {
        id: product,
        quantity: priced.quantity,
        subtotal,
        gross: (rate > 0).then_some(gross),
        discountable: !priced.item.fixed_price,
        attributes,
    }
}

/// One of ours as one of theirs, whose campaign has what is left of the budget.
fn theirs(deal: &Deal<'_>, exponent: u8, promotion: &Promotion) -> Option<Theirs> {
    let Offer::Foreign(foreign) = &promotion.gives else { return None };
    let Foreign::Medusa(own) = &**foreign else { return None };
    let budget = promotion.budget.and_then(|id| deal.budgets.iter().find(|budget| budget.id == id));
    let spend = |left: i64| Budget::Spend { limit: Some(Fine::minor(left, exponent)), used: Fine::ZERO };
    Some(Theirs {
        code: promotion.id.0.to_string(),
        kind: own.kind.clone(),
        target: own.target,
        method: own.method,
        value: own.value,
        allocation: own.allocation,
        max_quantity: own.max_quantity,
        tax_inclusive: own.tax_inclusive,
        currency: None,
        conditions: own.conditions.clone(),
        target_conditions: own.target_conditions.clone(),
        budget: budget.map(|budget| spend(budget.left)),
        usage: None,
    })
}

/// What each takes off, made into minor units once.
pub(super) fn computed(deal: &Deal<'_>, basket: &Basket<'_>, may: &[&Promotion]) -> Option<Vec<Computed>> {
    let exponent = basket.cart.currency.exponent();
    let cart = cart(deal, basket);
    let theirs: Vec<Theirs> = may.iter().filter_map(|promotion| theirs(deal, exponent, promotion)).collect();
    let outcome = compute(&cart, &theirs).ok()?;
    let promotions: BTreeMap<String, usize> =
        may.iter().enumerate().map(|(n, promotion)| (promotion.id.0.to_string(), n)).collect();
    let lines: BTreeMap<&str, usize> =
        cart.lines.iter().enumerate().map(|(i, line)| (line.id.as_str(), i)).collect();
    let listed = |discount: &Discount| {
        let tax_inclusive = theirs.iter().any(|one| one.code == discount.code && one.tax_inclusive);
        match &discount.on {
            On::Line(id) if tax_inclusive != deal.tax_included => {
                let line = lines.get(id.as_str()).and_then(|i| cart.lines.get(*i));
                line.map_or(discount.amount, |line| other_tax(discount.amount, line, tax_inclusive))
            }
            _ => discount.amount,
        }
    };
    let amounts: Vec<Fine> = outcome.discounts.iter().map(listed).collect();
    let minor = to_minor(&amounts, exponent)?;
    let mut computed: Vec<Computed> = may.iter().map(|_| Computed::none(basket)).collect();
    for (discount, minor) in outcome.discounts.iter().zip(minor) {
        let Some(one) = promotions.get(&discount.code).and_then(|n| computed.get_mut(*n)) else { continue };
        match &discount.on {
            On::Line(id) => lines.get(id.as_str()).into_iter().for_each(|i| one.lower(*i, minor)),
            On::Shipping(_) => one.cut.shipping = one.cut.shipping.saturating_add(minor),
        }
    }
    for rejected in &outcome.rejected {
        if let Some(one) = promotions.get(&rejected.code).and_then(|n| computed.get_mut(*n)) {
            one.is_out_of_budget = true;
        }
    }
    Some(computed)
}

/// An amount with tax as one without it, or the other way round.
fn other_tax(amount: Fine, line: &Line, with_tax: bool) -> Fine {
    let (net, gross) = (line.subtotal.0, line.gross.unwrap_or(line.subtotal).0);
    if with_tax { amount.ratio(net, gross) } else { amount.ratio(gross, net) }
}

/// What one asks of a cart, one answer each.
pub(super) fn asked(own: &Medusa, cart: &Cart) -> Vec<Trace> {
    let answer = |one: &Condition| Trace {
        what: Cow::Owned(one.field.clone()),
        holds: fits(one, cart),
        have_need: None,
        parts: Vec::new(),
    };
    own.conditions.iter().map(answer).collect()
}
