//! The terms of a shop: all of them for the server, and the part that everyone may see.

use super::lists::is_open;
use super::{PriceListDraft, ShopDraft};
use crate::id::ProductId;
use crate::money::BasisPoints;
use crate::terms::basket::Item;
use crate::terms::condition::Condition;
use crate::terms::promotion::{Offer, Promotion, PromotionId, Target};
use crate::terms::till::{Part, Terms, Till, Warning};

/// The group of all who hold the card: the one group that everyone may know of.
pub const CARD: &str = "card";

/// All terms, without what is broken, and a warning for each part that is.
pub(super) fn whole(draft: &ShopDraft) -> (Terms, Vec<Warning>) {
    let mut terms = draft.terms.clone();
    let mut warnings = Vec::new();
    if !terms.price_lists.is_empty() {
        terms.price_lists.clear();
        let why = "`price_lists` are those of the shop; these are off".to_owned();
        warnings.push(Warning { part: Part::Terms, why });
    }
    terms.zone = draft.zone.clone();
    terms.items = items(draft, core::mem::take(&mut terms.items), &mut warnings);
    let till = Till::open(terms);
    warnings.extend(till.warnings().iter().cloned());
    let mut terms = till.into_terms();
    hold(&mut terms.items, draft);
    (terms, warnings)
}

/// A product whose item is off is sold all the same: untouched by promotions, for nobody knows what guards it.
fn hold(items: &mut Vec<Item>, draft: &ShopDraft) {
    let known: Vec<ProductId> = items.iter().map(|item| item.product).collect();
    let off = draft.products.iter().filter(|product| known.binary_search(&product.id).is_err());
    let held = |product: &super::ProductDraft| Item {
        fixed_price: true,
        cost: Some(product.cost),
        ..Item::of(product.id, product.category)
    };
    items.extend(off.map(held).collect::<Vec<_>>());
    items.sort_by_key(|item| item.product);
}

/// What the merchant says of products, and what products say of themselves.
fn items(draft: &ShopDraft, mut said: Vec<Item>, warnings: &mut Vec<Warning>) -> Vec<Item> {
    said.retain(|item| {
        let sold = draft.products.binary_search_by_key(&item.product, |product| product.id).is_ok();
        if !sold {
            let why = "there is no such `product`".to_owned();
            warnings.push(Warning { part: Part::Item(item.product), why });
        }
        sold
    });
    said.sort_by_key(|item| item.product);
    let silent = |id: ProductId| said.binary_search_by_key(&id, |item| item.product).is_err();
    let rest = draft.products.iter().filter(|product| silent(product.id));
    let rest: Vec<Item> = rest.map(|product| Item::of(product.id, product.category)).collect();
    said.extend(rest);
    for item in &mut said {
        let found = draft.products.binary_search_by_key(&item.product, |product| product.id).ok();
        if let Some(product) = found.and_then(|place| draft.products.get(place)) {
            item.category = product.category;
            item.cost = item.cost.or(Some(product.cost));
            super::goods::hold(item, product);
        }
    }
    said
}

/// What everyone may see: promotions that need no code and that somebody in no group but the card's may meet, without
/// their limits and budgets and as they are for such a shopper ([`Own`](super::Own) has what is otherwise for others); of a product its tax, whether its price is fixed, and the lowest price where one could
/// be felt by somebody in no group.
pub(super) fn public(terms: &Terms, draft: &ShopDraft) -> Terms {
    let open = terms.promotions.iter().filter(|promotion| promotion.coupons.is_empty());
    let promotions = open.filter_map(of_nobody).collect();
    let said = |item: &Item| item.tax.0 > 0 || item.fixed_price || item.floor.is_some();
    let reach = Reach::of_all(terms, draft);
    let told = |item: &Item| Item { floor: reach.felt(item, terms), ..item.bounded(terms) };
    Terms {
        tax_included: terms.tax_included,
        shipping_tax: terms.shipping_tax,
        items: terms.items.iter().map(told).filter(said).collect(),
        promotions,
        mode: terms.mode,
        shipping: terms.shipping,
        currency: terms.currency,
        ..Terms::default()
    }
}

/// What a promotion is for somebody in no group but the card's, if it may act for them.
fn of_nobody(promotion: &Promotion) -> Option<Promotion> {
    if !is_for_some(&promotion.when) {
        return Some(promotion.public());
    }
    let when = super::lists::of_nobody(&promotion.when)?;
    Some(Promotion { when, ..promotion.public() })
}

/// The lowest prices that somebody in a group could feel and others could not: of these the public part says nothing.
pub(super) fn held_back(terms: &Terms, draft: &ShopDraft) -> Vec<ProductId> {
    let (open, whole) = (Reach::of_all(terms, draft), Reach::whole(terms, draft));
    let hidden = |item: &&Item| open.felt(item, terms).is_none() && whole.felt(item, terms).is_some();
    terms.items.iter().filter(hidden).map(|item| item.product).collect()
}

/// The numbers of the promotions that need a code, ascending.
pub(super) fn coded(terms: &Terms) -> Vec<PromotionId> {
    let coded = terms.promotions.iter().filter(|promotion| !promotion.coupons.is_empty());
    let mut coded: Vec<PromotionId> = coded.map(|promotion| promotion.id).collect();
    coded.sort_unstable();
    coded
}

/// Whether it speaks of a group or tier: who is in which is nobody else's matter.
fn is_for_some(condition: &Condition) -> bool {
    match condition {
        Condition::Group(names) => names.iter().any(|name| name != CARD),
        Condition::Tier(_) => true,
        other => other.parts().iter().any(is_for_some),
    }
}

/// What could lower prices for somebody.
pub(super) struct Reach<'a> {
    lists: Vec<&'a PriceListDraft>,
    /// In the order in which they are taken.
    promotions: Vec<&'a Promotion>,
}

impl<'a> Reach<'a> {
    /// Of somebody in no group: who has a code may use it.
    fn of_all(terms: &'a Terms, draft: &'a ShopDraft) -> Self {
        Self::of(terms, draft, is_open, |_| false)
    }

    fn whole(terms: &'a Terms, draft: &'a ShopDraft) -> Self {
        Self::of(terms, draft, |list| !list.draft, |_| true)
    }

    /// Of somebody to whom these lists are known, and these promotions beside those for everyone.
    pub(super) fn of(
        terms: &'a Terms,
        draft: &'a ShopDraft,
        list: impl Fn(&PriceListDraft) -> bool,
        own: impl Fn(&Promotion) -> bool,
    ) -> Self {
        let lists = draft.price_lists.iter().filter(|one| one.currency == draft.currency && list(one));
        let known = |one: &&Promotion| !one.coupons.is_empty() || of_nobody(one).is_some() || own(one);
        Self { lists: lists.collect(), promotions: terms.promotions.iter().filter(known).collect() }
    }

    /// What it may not cost less than, if it could.
    pub(super) fn felt(&self, item: &Item, terms: &Terms) -> Option<i64> {
        let bound = item.bounded(terms).floor?;
        (bound > 0 && self.deepest(item)? < bound).then_some(bound)
    }

    /// Not above the lowest that promotions could bring a unit to, if it has a price.
    fn deepest(&self, item: &Item) -> Option<i64> {
        let prices = self.lists.iter().filter_map(|list| super::lists::lowest(list, item.product));
        let mut left = prices.min()?;
        // In the order in which they are taken, so a lane is one run of them: one of it acts, but of another engine all.
        for lane in self.promotions.chunk_by(|a, b| a.lane == b.lane && !a.gives.is_of_a_whole_cart()) {
            let rate = lane.iter().map(|promotion| most_off(&promotion.gives, item)).max().unwrap_or(0);
            let kept = 10_000_i64.saturating_sub(rate.into());
            // What is shared among lines may fall by one more.
            left = left.saturating_mul(kept).div_euclid(10_000).saturating_sub(1);
        }
        Some(left)
    }
}

/// The most that an offer takes off a product, in basis points: an amount may take all.
fn most_off(offer: &Offer, item: &Item) -> u32 {
    let takes = |of: &crate::terms::condition::Selector| of.takes(item.product, item.category);
    let whole = BasisPoints(10_000);
    let (touched, rate) = match offer {
        _ if item.fixed_price => (false, whole),
        Offer::Percent { on, rate, .. } => (touches(on, item), *rate),
        Offer::Fixed { on, .. } => (touches(on, item), whole),
        Offer::BuyGet { get, rate, .. } => (takes(get), *rate),
        Offer::Bundle { parts, .. } => (parts.iter().any(|part| takes(&part.of)), whole),
        Offer::Steps { of, steps } => {
            (takes(of), steps.iter().map(|(_, rate)| *rate).max().unwrap_or_default())
        }
        Offer::Foreign(foreign) => (foreign.lowers(item), whole),
    };
    if touched { rate.0.min(10_000) } else { 0 }
}

fn touches(on: &Target, item: &Item) -> bool {
    match on {
        Target::Items(of) => of.takes(item.product, item.category),
        Target::Order => true,
        Target::Shipping => false,
    }
}
