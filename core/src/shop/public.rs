//! The part of a shop that everyone may see.

#[cfg(feature = "till")]
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::alike::Alike;
use super::guards::Guards;
use super::topics::Means;
use super::{Audience, Delivery, Label, ShopDraft, lists};
use crate::event::Good;
use crate::id::{LabelId, OrderId, PriceListId, ProductId};
use crate::money::Currency;
use crate::packed::Packed;
#[cfg(feature = "till")]
use crate::terms::concern::{Index, Kept};
use crate::terms::condition::Schedule;
use crate::terms::history::PriceHistory;
use crate::terms::list::Price;
use crate::terms::loyalty::Programme;
use crate::terms::promotion::PromotionId;
use crate::terms::till::Terms;
use crate::text::{Lang, decimal};
use crate::time::Zone;

/// The part of a shop that lies in the snapshot, for everyone to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicShop {
    /// The currency that carts are kept in.
    pub currency: Currency,
    /// The shop's clock on the wall.
    pub zone: Zone,
    /// Where a product's page is; `{id}` stands for its number.
    pub product_url: String,
    /// What is sold, ascending by number.
    pub products: Vec<Product>,
    /// At which prices, ascending by number.
    pub price_lists: Vec<PriceList>,
    /// Which products are like one another: [`Alike::among`] of `products`.
    #[serde(skip)]
    pub alike: Alike,
    /// What products cost in the mean, by type.
    #[serde(skip)]
    pub means: Means,
    /// What lowers prices for whom, as far as everyone may see it.
    pub terms: Packed<Terms>,
    /// An index of its promotions, made when it is asked for first.
    #[cfg(feature = "till")]
    #[serde(skip)]
    pub index: Kept,
    /// The promotions in force that need a code, ascending: their numbers and nothing else. A coupon of any other is
    /// one whose promotion is over.
    pub coded: Vec<PromotionId>,
    /// What prices for everyone were, as the market knew it when the snapshot was made.
    pub history: PriceHistory,
    /// How the shop sends.
    pub delivery: Packed<Option<Delivery>>,
    /// Where an order's page is; `{id}` stands for its identifier. Empty: nothing leads there.
    pub order_url: String,
    /// What is earned with purchases, and what that brings.
    pub loyalty: Packed<Option<Programme>>,
    /// What is not sent, ascending by product.
    pub goods: Packed<Vec<Good>>,
}

/// One product, as everyone may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Its number.
    pub id: ProductId,
    /// The department it lies in.
    pub department: LabelId,
    /// Its category.
    pub category: LabelId,
    /// Its type.
    pub kind: LabelId,
    /// How large a package is: products of one size have one number. What says none has a size of its
    /// own: what comes in no package is compared with what comes in none.
    pub size: u16,
    /// Who makes it.
    pub make: Make,
}

impl Product {
    /// The size of what comes behind 65,535 other sizes.
    const UNNUMBERED: u16 = u16::MAX;

    /// Whether nothing that is declared tells the two apart but the price: they are of one type, size,
    /// brand class and maker. What declares no maker is like nothing, nor is what has no number of its
    /// size.
    pub fn is_like(&self, other: &Self) -> bool {
        let same = (self.kind, self.size, self.make) == (other.kind, other.size, other.make);
        same && self.make.maker != 0 && self.size != Self::UNNUMBERED
    }
}

/// Who makes a product.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Make {
    /// Whose name it bears.
    #[serde(default)]
    pub brand: Brand,
    /// The number of its maker; 0 is undeclared.
    #[serde(default)]
    pub maker: u32,
}

/// Whose name a product bears.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Brand {
    /// Its maker's, sold by many shops.
    #[default]
    National,
    /// The shop's own.
    Private,
}

/// One published list of prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceList {
    /// Its number.
    pub id: PriceListId,
    /// Of the prices.
    pub currency: Currency,
    /// For whom.
    pub audience: Audience,
    /// Minor units, ascending by product.
    pub prices: Vec<(ProductId, i64)>,
    /// When it holds.
    pub when: Schedule,
    /// Other unit prices from a quantity on, ascending by product and quantity.
    pub steps: Vec<Price>,
    /// What only a till reads of it.
    pub said: Packed<Said>,
}

/// What is said of a price list beside its prices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What people call it, if that is said.
    pub title: Option<Label>,
    /// Unit prices as the merchant wrote them where a guard holds them up, ascending by product and quantity.
    pub held: Vec<Price>,
}

impl PriceList {
    /// What the list says for one unit of a product, in minor units.
    pub fn price(&self, product: ProductId) -> Option<i64> {
        let place = product.place_in(&self.prices, |(id, _)| *id)?;
        self.prices.get(place).map(|(_, minor)| *minor)
    }

    /// What it says for each of so many units: the highest quantity step that is reached.
    pub fn unit_price(&self, product: ProductId, units: u32) -> Option<i64> {
        self.step(product, units).map(|step| step.minor).or_else(|| self.price(product))
    }

    fn step(&self, product: ProductId, units: u32) -> Option<&Price> {
        let reached = self.steps.partition_point(|step| (step.product, step.from_units) <= (product, units));
        let step = reached.checked_sub(1).and_then(|last| self.steps.get(last));
        step.filter(|step| step.product == product)
    }

    #[cfg(feature = "till")]
    /// The same as the merchant wrote it, before a guard held it up.
    pub(crate) fn written(&self, product: ProductId, units: u32) -> Option<i64> {
        let held = self.held();
        let from_units = self.step(product, units).map_or(1, |step| step.from_units);
        let place = held.binary_search_by_key(&(product, from_units), |one| (one.product, one.from_units));
        let written = place.ok().and_then(|place| held.get(place)).map(|one| one.minor);
        written.or_else(|| self.unit_price(product, units))
    }

    #[cfg(feature = "till")]
    fn held(&self) -> &[Price] {
        self.said.get().map(|said| said.held.as_slice()).unwrap_or_default()
    }

    /// The lowest that it says for a product, whatever the quantity.
    pub fn lowest(&self, product: ProductId) -> Option<i64> {
        let steps = self.steps.iter().filter(|step| step.product == product).map(|step| step.minor);
        steps.chain(self.price(product)).min()
    }

    pub(super) fn is_sorted(&self) -> bool {
        let is_before = |a: &Price, b: &Price| (a.product, a.from_units) < (b.product, b.from_units);
        self.prices.is_sorted_by(|a, b| a.0 < b.0) && self.steps.is_sorted_by(is_before)
    }
}

impl PublicShop {
    /// A shop that sells nothing yet.
    #[cfg(test)]
    pub(crate) fn bare() -> Self {
        Self {
            currency: Currency::Usd,
            zone: Zone::default(),
            product_url: "/p/{id}".into(),
            products: Vec::new(),
            price_lists: Vec::new(),
            alike: Alike::default(),
            means: Means::default(),
            terms: Packed::of(Terms::default()),
            #[cfg(feature = "till")]
            index: Kept::default(),
            coded: Vec::new(),
            history: PriceHistory::default(),
            delivery: Packed::default(),
            order_url: String::new(),
            loyalty: Packed::default(),
            goods: Packed::default(),
        }
    }

    pub(super) fn of(draft: &ShopDraft, terms: &Terms) -> Self {
        let mut sizes: Vec<&str> = draft.products.iter().map(|p| p.size.in_lang(Lang::En)).collect();
        sizes.sort_unstable();
        sizes.dedup();
        let place = |name: &str| sizes.binary_search(&name).ok().and_then(|place| u16::try_from(place).ok());
        let size = |name: &str| place(name).unwrap_or(Product::UNNUMBERED);
        let products = draft.products.iter().map(|p| Product {
            id: p.id,
            department: p.department,
            category: p.category,
            kind: p.kind,
            size: size(p.size.in_lang(Lang::En)),
            make: p.make,
        });
        let guards = Guards { draft, terms };
        let lists =
            draft.price_lists.iter().filter(|list| lists::is_open(list)).map(|list| guards.list(list));
        let products: Vec<Product> = products.collect();
        Self {
            alike: Alike::among(&products),
            means: Means::default(),
            currency: draft.currency,
            zone: draft.zone.clone(),
            product_url: draft.product_url.clone(),
            products,
            price_lists: lists.collect(),
            terms: Packed::of(super::terms::public(terms, draft)),
            #[cfg(feature = "till")]
            index: Kept::default(),
            coded: super::terms::coded(terms),
            history: PriceHistory::default(),
            delivery: Packed::of(draft.delivery.clone()),
            order_url: draft.order_url.clone(),
            loyalty: Packed::default(),
            goods: Packed::of(super::goods::all(draft)),
        }
        .with_means()
    }

    #[cfg(feature = "till")]
    /// How the shop sends; nothing, if it does not say.
    pub fn delivery(&self) -> Option<&Delivery> {
        self.delivery.get()?.as_ref()
    }

    #[cfg(feature = "till")]
    /// What is earned with purchases, and what that brings; nothing, if nobody collects.
    pub fn loyalty(&self) -> Option<&Programme> {
        self.loyalty.get()?.as_ref()
    }

    #[cfg(feature = "till")]
    /// What lowers prices, as far as everyone may see it; nothing, if that is damaged.
    pub fn terms(&self) -> &Terms {
        static NOTHING: OnceLock<Terms> = OnceLock::new();
        let sound = self.terms.get().filter(|terms| self.index.is_sorted(terms));
        sound.unwrap_or_else(|| NOTHING.get_or_init(Terms::default))
    }

    #[cfg(feature = "till")]
    /// The promotions that everyone may know, by what a cart must have for them to concern it, and by number.
    pub fn index(&self) -> &Index {
        self.index.of(&self.terms().promotions)
    }

    /// The place of a product in `products`.
    pub fn position(&self, id: ProductId) -> Option<usize> {
        id.place_in(&self.products, |product| product.id)
    }

    /// The products that are like this one, see [`Product::is_like`]; itself among them.
    pub fn like<'a>(&'a self, product: &'a Product) -> impl Iterator<Item = &'a Product> {
        self.alike.of(&self.products, product)
    }

    /// The product of that number.
    pub fn product(&self, id: ProductId) -> Option<&Product> {
        self.products.get(self.position(id)?)
    }

    /// The address of a product's page.
    pub fn product_url(&self, id: ProductId) -> String {
        numbered(&self.product_url, id)
    }

    /// The address of an order's page, if the shop says where that is.
    pub fn order_url(&self, id: OrderId) -> Option<String> {
        (!self.order_url.is_empty()).then(|| filled(&self.order_url, &id.hex()))
    }

    /// Whether the order of products and prices is as [`Shop::check`] leaves it.
    pub(crate) fn is_sorted(&self) -> bool {
        self.products.is_sorted_by(|a, b| a.id < b.id)
            && self.price_lists.is_sorted_by(|a, b| a.id < b.id)
            && self.price_lists.iter().all(PriceList::is_sorted)
            && self.history.is_sorted()
    }
}

/// The address with a number in the place of `{id}`.
pub(crate) fn numbered(address: &str, id: ProductId) -> String {
    filled(address, &decimal(i64::from(id.0)))
}

/// The address with an identifier in the place of `{id}`.
#[inline(never)]
fn filled(address: &str, number: &str) -> String {
    let mut rest = address;
    let mut url = String::with_capacity(rest.len().saturating_add(number.len()));
    while let Some(letter) = rest.chars().next() {
        match rest.strip_prefix("{id}") {
            Some(behind) => {
                url.push_str(number);
                rest = behind;
            }
            None => {
                url.push(letter);
                rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            }
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_without_a_number_are_like_nothing() {
        let make = Make { maker: 1, ..Make::default() };
        let of = |size| Product {
            id: ProductId(1),
            department: LabelId(0),
            category: LabelId(0),
            kind: LabelId(0),
            size,
            make,
        };
        assert!(of(0).is_like(&of(0)) && !of(0).is_like(&of(1)));
        assert!(!of(Product::UNNUMBERED).is_like(&of(Product::UNNUMBERED)));
    }
}
