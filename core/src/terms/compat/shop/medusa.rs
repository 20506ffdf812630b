//! A basket as Medusa sees it, and what it takes off.

use std::borrow::Cow;

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
use crate::vec_map::VecMap;

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
    let mut attributes = Attributes::new();
    attributes.insert("product.id".to_owned(), Attribute::One(product.clone()));
    attributes.insert("product_category.id".to_owned(), Attribute::One(category.clone()));
    attributes.insert("product.categories.id".to_owned(), Attribute::Many(vec![category]));
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
    // INVARIANT: in this mode all are of Medusa, so that each stands where ours does.
    let theirs: Vec<Theirs> = may.iter().filter_map(|promotion| theirs(deal, exponent, promotion)).collect();
    let outcome = compute(&cart, &theirs).ok()?;
    let promotions = Places::of(theirs.iter().map(|one| one.code.as_str()));
    let lines = Places::of(cart.lines.iter().map(|line| line.id.as_str()));
    let listed = |discount: &Discount| {
        let with_tax = promotions.of_id(&discount.code).and_then(|n| theirs.get(n))?.tax_inclusive;
        let On::Line(id) = &discount.on else { return None };
        let line = lines.of_id(id).and_then(|i| cart.lines.get(i))?;
        (with_tax != deal.tax_included).then(|| other_tax(discount.amount, line, with_tax))
    };
    let amounts = outcome.discounts.iter().map(|one| listed(one).unwrap_or(one.amount));
    let minor = to_minor(&amounts.collect::<Vec<_>>(), exponent)?;
    let mut computed: Vec<Computed> = may.iter().map(|_| Computed::none(basket)).collect();
    for (discount, minor) in outcome.discounts.iter().zip(minor) {
        let one = promotions.of_id(&discount.code).and_then(|n| computed.get_mut(n));
        match (one, &discount.on) {
            (Some(one), On::Line(id)) => lines.of_id(id).into_iter().for_each(|i| one.lower(i, minor)),
            (Some(one), On::Shipping(_)) => one.cut.shipping = one.cut.shipping.saturating_add(minor),
            (None, _) => {}
        }
    }
    for rejected in &outcome.rejected {
        let one = promotions.of_id(&rejected.code).and_then(|n| computed.get_mut(n));
        one.into_iter().for_each(|one| one.is_out_of_budget = true);
    }
    Some(computed)
}

/// Where what has a number stands.
struct Places(VecMap<u32, usize>);

impl Places {
    fn of<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        let mut places = VecMap::default();
        ids.enumerate().for_each(|(n, id)| places.insert(id.parse().unwrap_or(0), n));
        Self(places)
    }

    fn of_id(&self, id: &str) -> Option<usize> {
        self.0.get(&id.parse().ok()?).copied()
    }
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
