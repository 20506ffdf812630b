//! One price for one product and one shopper, and why it is that one.

use crate::id::{PriceListId, ProductId};
use crate::money::{Currency, Money};
use crate::query::{FromUnits, PriceReason, Priced};
use crate::shop::{Audience, PriceList, PublicShop};
use crate::terms::history;
use crate::time::Timestamp;

/// Who asks for a price, and when.
#[derive(Debug, Clone, Copy)]
pub struct Buyer<'a> {
    /// Whether they hold the card.
    pub card: bool,
    /// The lists that only they may know: [`Own::lists`](crate::shop::Own::lists).
    pub own: &'a [PriceList],
    /// The moment.
    pub at: Timestamp,
}

impl Buyer<'_> {
    /// Anybody at all.
    pub const fn anybody(at: Timestamp) -> Self {
        Self { card: false, own: &[], at }
    }
}

/// What each of so many units of a product costs a shopper.
///
/// The lowest eligible price wins, whichever group it is for. Of equal ones the price for everyone, then the list
/// with the lower number. Nothing if there is no price for everyone in that currency then.
pub fn resolve(
    shop: &PublicShop,
    product: ProductId,
    currency: Currency,
    units: u32,
    buyer: &Buyer<'_>,
) -> Option<Priced> {
    let ask = Ask { shop, product, currency, units, at: buyer.at };
    let money = |minor| Money::new(minor, currency);
    let (public, list) = ask.best(&shop.price_lists, Audience::Everyone)?;
    let card = first(ask.best(&shop.price_lists, Audience::Card), ask.best(buyer.own, Audience::Card));
    let group = ask.best(buyer.own, Audience::Everyone);
    let mine = if buyer.card { first(card, group) } else { group };
    // INVARIANT: a personal price is below the public one, or it is not used.
    let (minor, reason) = match mine.filter(|(minor, _)| *minor < public) {
        Some((minor, list)) if mine == group => (minor, PriceReason::Group(list)),
        Some((minor, list)) => (minor, PriceReason::Card(list)),
        None => (public, PriceReason::List(list)),
    };
    let with_card =
        card.map(|(with_card, _)| with_card).filter(|with_card| !buyer.card && *with_card < minor);
    Some(Priced {
        product,
        price: money(minor),
        public: money(public),
        with_card: with_card.map(money),
        reason,
        steps: Vec::new(),
        lowest: None,
    })
}

#[cfg(feature = "till")]
/// What a list says of a price where a guard holds it up: less than it is, in minor units, and which list.
pub(crate) fn wanted(
    shop: &PublicShop,
    one: &Priced,
    units: u32,
    buyer: &Buyer<'_>,
) -> Option<(i64, PriceListId)> {
    let lists = shop.price_lists.iter().chain(buyer.own).filter(|list| {
        let is_theirs = list.audience == Audience::Everyone || buyer.card;
        is_theirs && list.currency == one.price.currency && list.when.holds(buyer.at, &shop.zone)
    });
    let written = lists.filter_map(|list| Some((list.written(one.product, units)?, list.id))).min();
    written.filter(|(minor, _)| *minor < one.price.minor)
}

/// Where the price for everyone is a lower one than before: the lowest of the 30 days before it began.
pub fn lowest(shop: &PublicShop, one: &Priced, at: Timestamp) -> Option<Money> {
    let Money { minor, currency } = one.public;
    history::lowest(shop, one.product, minor, currency, at).map(|minor| Money::new(minor, currency))
}

/// At which quantities beyond one a unit gets cheaper for a shopper, ascending.
pub fn steps(shop: &PublicShop, one: &Priced, buyer: &Buyer<'_>) -> Vec<FromUnits> {
    let lists = || shop.price_lists.iter().chain(buyer.own);
    let own = || lists().flat_map(|list| &list.steps).filter(|step| step.product == one.product);
    // One after the other: to sort the few there are takes more of what a page loads.
    let beyond = |units| own().map(|step| step.from_units).filter(|from| *from > units).min();
    let (mut last, mut steps, mut next) = (one.price, Vec::new(), beyond(0));
    while let Some(from_units) = next {
        next = beyond(from_units);
        let priced = resolve(shop, one.product, last.currency, from_units, buyer);
        if let Some(priced) = priced.filter(|priced| priced.price.minor < last.minor) {
            last = priced.price;
            steps.push(FromUnits { from_units, price: last });
        }
    }
    steps
}

fn first(a: Option<(i64, PriceListId)>, b: Option<(i64, PriceListId)>) -> Option<(i64, PriceListId)> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

struct Ask<'a> {
    shop: &'a PublicShop,
    product: ProductId,
    currency: Currency,
    units: u32,
    at: Timestamp,
}

impl Ask<'_> {
    #[inline(never)]
    fn best(&self, lists: &[PriceList], audience: Audience) -> Option<(i64, PriceListId)> {
        lists
            .iter()
            .filter(|list| list.currency == self.currency && list.audience == audience)
            .filter(|list| list.when.holds(self.at, &self.shop.zone))
            .filter_map(|list| Some((list.unit_price(self.product, self.units)?, list.id)))
            .min()
    }
}
