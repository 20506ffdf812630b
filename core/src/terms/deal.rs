//! The rules of one moment: which promotions may act, and what is left of their limits and budgets.

use crate::money::{BasisPoints, Currency, Money};
use crate::terms::basket::Basket;
use crate::terms::promotion::{Promotion, PromotionId};
use crate::terms::receipt::Receipt;
use crate::terms::till::{Budget, Mode};

/// What a basket is settled by: the same in a page, with what everyone may know, and on the server, with all of it.
#[derive(Debug, Clone, Default)]
pub struct Deal<'a> {
    /// Those that may act, in the order in which they are taken.
    pub promotions: Vec<&'a Promotion>,
    /// What the budgets have left; a promotion whose budget is not among them has no bound.
    pub budgets: Vec<Budget>,
    /// Promotions that nobody can use any more, ascending.
    pub exhausted: Vec<PromotionId>,
    /// How promotions are chosen.
    pub mode: Mode,
    /// Whether prices include tax.
    pub tax_included: bool,
    /// The rate of tax on shipping.
    pub shipping_tax: BasisPoints,
    /// In what amounts of promotions are; nothing, where that is said by the basket.
    pub currency: Option<Currency>,
}

impl Deal<'_> {
    /// The receipt of a basket, with a verdict for each promotion; nothing, if what is to be paid is above
    /// [`Money::MOST_MINOR`], or an amount beyond what the engine of the [`Mode`] is followed in.
    pub fn settle(&self, basket: &Basket<'_>) -> Option<Receipt> {
        let receipt = Receipt::of(self, basket)?;
        // Tax came on top.
        (receipt.total <= Money::MOST_MINOR).then_some(receipt)
    }
}
