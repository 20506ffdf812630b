//! A basket as Vendure sees it, what it takes off, and the tax as it rounds it.

use std::borrow::Cow;

use super::Computed;
use crate::money::BasisPoints;
use crate::terms::basket::{Basket, Priced};
use crate::terms::compat::Fine;
use crate::terms::compat::offer::{Foreign, Vendure};
use crate::terms::compat::vendure_3_1::{self as theirs, Line, Order, Target};
use crate::terms::condition::{Selector, Trace};
use crate::terms::deal::Deal;
use crate::terms::promotion::{Offer, Promotion, PromotionId};
use crate::terms::receipt::LineTotal;
use crate::terms::till::Mode;

fn line(priced: &Priced<'_>) -> Line {
    let BasisPoints(rate) = priced.item.tax;
    Line {
        unit_price: priced.price.checked_div(priced.quantity.into()).unwrap_or(0),
        quantity: priced.quantity,
        tax_rate: Fine::whole(rate.into()).ratio(1, 100),
    }
}

fn own(promotion: &Promotion) -> Option<&Vendure> {
    let Offer::Foreign(foreign) = &promotion.gives else { return None };
    if let Foreign::Vendure(own) = &**foreign { Some(own) } else { None }
}

/// What each takes off.
pub(super) fn computed(deal: &Deal<'_>, basket: &Basket<'_>, may: &[&Promotion]) -> Option<Vec<Computed>> {
    let order =
        Order { prices_include_tax: deal.tax_included, lines: basket.lines.iter().map(line).collect() };
    let promotions: Vec<theirs::Promotion> = may
        .iter()
        .filter_map(|promotion| {
            let Vendure { target, method, minimum } = own(promotion)?.clone();
            Some(theirs::Promotion { code: promotion.id.0.to_string(), target, method, minimum })
        })
        .collect();
    let totals = theirs::total(&order, &promotions).ok()?;
    let mut computed: Vec<Computed> = may.iter().map(|_| Computed::none(basket)).collect();
    for (i, line) in totals.lines.iter().enumerate() {
        for (n, minor) in &line.by {
            computed.get_mut(*n).into_iter().for_each(|one| one.lower(i, *minor));
        }
    }
    Some(computed)
}

/// The least subtotal, if one asks for it.
pub(super) fn asked(own: &Vendure, basket: &Basket<'_>) -> Vec<Trace> {
    let have = basket.spend(&Selector::default());
    let answer = |need: i64| Trace {
        what: Cow::Borrowed("minimum"),
        holds: have >= need,
        have_need: Some((have, need)),
        parts: Vec::new(),
    };
    own.minimum.map(answer).into_iter().collect()
}

/// Taxes as Vendure rounds them.
pub(crate) struct Taxes {
    included: bool,
    /// Promotions on the order, ascending.
    on_order: Vec<PromotionId>,
}

impl Taxes {
    /// Those of a shop in its mode; nothing in another.
    pub(crate) fn of(deal: &Deal<'_>) -> Option<Self> {
        let on_order =
            deal.promotions.iter().filter(|one| own(one).is_some_and(|own| own.target == Target::Order));
        let mut on_order: Vec<PromotionId> = on_order.map(|promotion| promotion.id).collect();
        on_order.sort_unstable();
        (deal.mode == Mode::Vendure31).then_some(Self { included: deal.tax_included, on_order })
    }

    /// The tax of a line after promotions, rounded for it alone.
    pub(crate) fn of_line(&self, priced: &Priced<'_>, total: &LineTotal) -> i64 {
        // What is taken off items goes before what is taken off the order: the last bit of a double depends on it.
        let (order, items): (Vec<_>, Vec<_>) =
            total.by.iter().copied().partition(|(id, _)| self.on_order.binary_search(id).is_ok());
        let off = items.into_iter().chain(order).map(|(_, off)| off);
        theirs::line_tax(line(priced), off, self.included)
    }
}
