//! A shop with so many promotions that a cart is told of those alone that concern it.

use crate::engine::till::Rules;
use crate::query::Cart;
use crate::terms::basket::Basket;
use crate::terms::concern::Index;
use crate::terms::deal::Deal;
use crate::terms::given::Given;
use crate::terms::promotion::Promotion;

/// How the promotions for a cart are found.
pub(super) struct Many<'a> {
    /// Of the promotions of the rules' terms.
    pub(super) index: &'a Index,
    /// Those that the shopper has a code for: told of, whatever is in the cart.
    pub(super) coupons: Vec<&'a Promotion>,
    /// Those of the shopper's groups, each in the place of what everyone may know of it.
    pub(super) own: &'a [Promotion],
    /// What was used up, where all of it is known.
    pub(super) given: Option<&'a Given>,
}

impl<'a> Many<'a> {
    /// Whether there are more promotions than a cart is told of.
    pub(super) fn is_met(promotions: &[Promotion]) -> bool {
        promotions.len() > Cart::MOST_TOLD
    }

    /// The rules with those promotions alone that can act on a basket or nearly so, and those of the shopper's codes.
    pub(super) fn deal(&self, rules: &Rules<'a>, basket: &Basket<'_>) -> Deal<'a> {
        let mut promotions = self.index.concerned(&rules.terms.promotions, basket);
        promotions.retain(|promotion| promotion.coupons.is_empty());
        promotions.extend(&self.coupons);
        for own in self.own {
            promotions.retain(|other| other.id != own.id);
            promotions.extend(own.concerns(basket).then_some(own));
        }
        promotions.sort_by_key(|promotion| promotion.rank());
        let mut deal = Deal { promotions, ..rules.deal.clone() };
        if let Some(given) = self.given {
            deal.exhausted = given.exhausted_of(rules.terms, deal.promotions.iter().copied());
        }
        deal
    }
}
