//! Price lists at the till: what is for some alone, or for many at once, costs nobody less than the guards allow.
//!
//! The price for everyone is what the merchant says, and is only warned of. Of any other list, and of the steps of any,
//! a price below the lowest allowed one is held up to it, never above the price for everyone.

use super::{Audience, PriceList, PriceListDraft, Said, ShopDraft};
use crate::id::ProductId;
use crate::packed::Packed;
use crate::terms::list::Price;
use crate::terms::till::Terms;

/// A shop with its floor prices, costs and margin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guards<'a> {
    pub draft: &'a ShopDraft,
    pub terms: &'a Terms,
}

impl Guards<'_> {
    /// What whoever may know of a list knows: its prices, held up, and as they were written where that differs.
    pub(super) fn list(&self, list: &PriceListDraft) -> PriceList {
        let mut held = self.held(list);
        let prices =
            list.prices.iter().map(|(product, minor)| (*product, self.single(list, *product, *minor)));
        let steps = list.steps.iter().map(|step| Price { minor: self.step(list, step), ..*step });
        let (prices, steps) = (prices.collect(), steps.collect());
        held.sort_unstable_by_key(|price| (price.product, price.from_units));
        PriceList {
            id: list.id,
            currency: list.currency,
            audience: list.audience,
            prices,
            when: list.only.when.clone(),
            steps,
            said: Packed::of(Said { title: list.title.clone(), held }),
        }
    }

    /// The prices of a list that a guard holds up, as they were written.
    pub(crate) fn held(&self, list: &PriceListDraft) -> Vec<Price> {
        let singles = list.prices.iter().map(|(product, minor)| (*product, 1, *minor));
        let singles = singles.filter(|(product, _, minor)| self.single(list, *product, *minor) > *minor);
        let steps = list.steps.iter().filter(|step| self.step(list, step) > step.minor).copied();
        let singles = singles.map(|(product, from_units, minor)| Price { product, from_units, minor });
        singles.chain(steps).collect()
    }

    /// The products that a list sells everyone for less than the guards allow.
    pub(crate) fn below(&self, list: &PriceListDraft) -> Vec<ProductId> {
        let own = list.prices.iter().filter(|(product, _)| self.is_for_everyone(list, *product));
        let low =
            own.filter(|(product, minor)| self.bound(list, *product).is_some_and(|bound| *minor < bound));
        low.map(|(product, _)| *product).collect()
    }

    /// The lowest that a unit may cost, in the currency that costs and floors are in.
    fn bound(&self, list: &PriceListDraft, product: ProductId) -> Option<i64> {
        let item = self.terms.item(product).filter(|_| list.currency == self.draft.currency)?;
        item.bounded(self.terms).floor
    }

    fn single(&self, list: &PriceListDraft, product: ProductId, minor: i64) -> i64 {
        let bound = self.bound(list, product).filter(|_| !self.is_for_everyone(list, product));
        bound.map_or(minor, |bound| minor.max(bound))
    }

    /// Never above what one unit costs.
    fn step(&self, list: &PriceListDraft, step: &Price) -> i64 {
        let Some(bound) = self.bound(list, step.product) else { return step.minor };
        let one = price(list, step.product).map(|minor| self.single(list, step.product, minor));
        let most = if self.is_for_everyone(list, step.product) {
            one.or_else(|| self.plain(list, step.product).max()).unwrap_or(step.minor)
        } else {
            one.unwrap_or(i64::MAX)
        };
        step.minor.max(bound.min(most))
    }

    /// Whether what it says of a product is the price for everyone. One of a channel is, where nothing else is said.
    fn is_for_everyone(&self, list: &PriceListDraft, product: ProductId) -> bool {
        let open = list.audience == Audience::Everyone && list.only.is_for_all();
        open && (list.only.channels.is_empty() || self.plain(list, product).next().is_none())
    }

    /// What lists for everyone in every channel say of one unit, in the currency of this one.
    fn plain(&self, list: &PriceListDraft, product: ProductId) -> impl Iterator<Item = i64> {
        let currency = list.currency;
        let lists = self.draft.price_lists.iter().filter(move |other| {
            let open = other.audience == Audience::Everyone && !other.draft && other.currency == currency;
            open && other.only.is_for_all() && other.only.channels.is_empty()
        });
        lists.filter_map(move |other| price(other, product))
    }
}

fn price(list: &PriceListDraft, product: ProductId) -> Option<i64> {
    let place = list.prices.binary_search_by_key(&product, |(id, _)| *id).ok()?;
    list.prices.get(place).map(|(_, minor)| *minor)
}
