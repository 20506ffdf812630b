//! One price for one product and one shopper, and why it is that one.

use crate::id::{PriceListId, ProductId};
use crate::money::{Currency, Money};
use crate::query::{PriceReason, Priced};
use crate::shop::{Audience, PublicShop};

/// The price of a product for a shopper with or without the card.
///
/// The lowest eligible price wins; of equal ones the list with the lower number. Nothing if there
/// is no price for everyone in that currency.
pub fn resolve(shop: &PublicShop, product: ProductId, currency: Currency, card: bool) -> Option<Priced> {
    let money = |minor| Money::new(minor, currency);
    let (public, list) = best(shop, product, currency, Audience::Everyone)?;
    // INVARIANT: a personal price is below the public one, or it is not used.
    let members = best(shop, product, currency, Audience::Card).filter(|(minor, _)| *minor < public);
    let (price, reason) = match members {
        Some((minor, list)) if card => (minor, PriceReason::Card(list)),
        _ => (public, PriceReason::List(list)),
    };
    let with_card = members.filter(|_| !card).map(|(minor, _)| money(minor));
    Some(Priced { product, price: money(price), public: money(public), with_card, reason })
}

fn best(
    shop: &PublicShop,
    product: ProductId,
    currency: Currency,
    audience: Audience,
) -> Option<(i64, PriceListId)> {
    shop.price_lists
        .iter()
        .filter(|list| list.currency == currency && list.audience == audience)
        .filter_map(|list| Some((list.price(product)?, list.id)))
        .min()
}
