//! Prices as simply as they can be had: every question anew for every promotion. What the till does in less time must
//! come to the same receipt.

mod condition;
mod lacking;
mod offer;
mod receipt;
mod settle;
mod units;

use crate::terms::basket::{Basket, Cart};
use crate::terms::receipt::Receipt;
use crate::terms::till::Terms;

/// The receipt of a cart; nothing, if it cannot be priced. The terms are those of an open till.
pub(super) fn price(terms: &Terms, cart: &Cart) -> Option<Receipt> {
    let basket = Basket::new(terms, cart).ok()?;
    let deal = terms.deal();
    let receipt = receipt::receipt(&deal, &basket, settle::Settlement::of(&deal, &basket));
    (receipt.total <= crate::money::Money::MOST_MINOR).then_some(receipt)
}
