//! The till: a merchant's terms, checked once, price any number of carts.
//!
//! Pure: the cart brings the time and the shopper; the terms bring what was used and what is left of
//! budgets. So the same code previews in a page and decides on the server.

use serde::{Deserialize, Serialize};

use crate::id::ProductId;
use crate::money::BasisPoints;
use crate::terms::basket::{Basket, Cart, CartError, Item};
use crate::terms::list::PriceList;
use crate::terms::promotion::{Promotion, PromotionId, Warning};
use crate::terms::receipt::Receipt;
use crate::terms::settle::Settlement;
use crate::time::Zone;

/// All that prices are made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Whether prices include tax.
    #[serde(default)]
    pub tax_included: bool,
    /// The rate of tax on shipping. Default 0.
    #[serde(default)]
    pub shipping_tax: BasisPoints,
    /// The shop's clock on the wall. Default UTC.
    #[serde(default)]
    pub zone: Zone,
    /// What is sold.
    pub items: Vec<Item>,
    /// What it costs.
    pub price_lists: Vec<PriceList>,
    /// What lowers it.
    #[serde(default)]
    pub promotions: Vec<Promotion>,
    /// What promotions may still cost.
    #[serde(default)]
    pub budgets: Vec<Budget>,
    /// What must be earned on an item's cost, where that is known: 1,500 is 15 %, 0 is never below
    /// cost. Default: costs bound nothing.
    #[serde(default)]
    pub margin: Option<BasisPoints>,
    /// How promotions are chosen. Default `sequential`.
    #[serde(default)]
    pub mode: Mode,
}

/// What the promotions of one budget may still cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Its number.
    pub id: u32,
    /// Minor units that are left.
    pub left: i64,
}

/// How promotions are chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Lane by lane, the first that gives something.
    #[default]
    Sequential,
    /// The combination that gives most: exact for up to 12 promotions that may act; of more, the 12
    /// that give most alone. Of equal combinations the one of fewer promotions, then of lower numbers.
    BestForShopper,
}

impl Terms {
    /// What is known of a product.
    pub fn item(&self, product: ProductId) -> Option<&Item> {
        // Sorted by `Till::open`.
        let place = self.items.binary_search_by_key(&product, |item| item.product).ok()?;
        self.items.get(place)
    }
}

/// Checked terms, ready to price.
#[derive(Debug, Clone)]
pub struct Till {
    terms: Terms,
    warnings: Vec<Warning>,
}

impl Till {
    /// Checks terms. A promotion that is broken, or whose number was taken, is off, with a warning.
    pub fn open(mut terms: Terms) -> Self {
        terms.items.sort_by_key(|item| item.product);
        terms.items.dedup_by_key(|item| item.product);
        for list in &mut terms.price_lists {
            list.prices.sort_by_key(|price| (price.product, price.from_units));
        }
        let mut warnings = Vec::new();
        let mut sound: Vec<Promotion> = Vec::with_capacity(terms.promotions.len());
        terms.promotions.sort_by_key(Promotion::rank);
        for promotion in core::mem::take(&mut terms.promotions) {
            let twice = sound.iter().any(|other| other.id == promotion.id);
            let fault = if twice { Some("its `id` is taken".to_owned()) } else { promotion.fault() };
            match fault.or_else(|| budget_fault(&terms.budgets, &promotion)) {
                Some(why) => warnings.push(Warning { promotion: promotion.id, why }),
                None => sound.push(promotion),
            }
        }
        terms.promotions = sound;
        Self { terms, warnings }
    }

    /// What is off, and why.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The terms, without what is off, promotions in the order in which they are taken.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The receipt of a cart.
    ///
    /// # Errors
    /// A [`CartError`] that names the field; nothing is applied then.
    pub fn price(&self, cart: &Cart) -> Result<Receipt, CartError> {
        let basket = Basket::new(&self.terms, cart)?;
        let settlement = Settlement::of(&self.terms, &basket);
        Ok(Receipt::of(&self.terms, &basket, &settlement))
    }

    /// What the cart would come to with so many more units of a product, without adding them.
    ///
    /// # Errors
    /// As [`Till::price`].
    pub fn would_be(&self, cart: &Cart, product: ProductId, units: u32) -> Result<Receipt, CartError> {
        let mut cart = cart.clone();
        match cart.lines.iter_mut().find(|line| line.product == product) {
            Some(line) => line.quantity = line.quantity.saturating_add(units),
            None => cart.lines.push(super::basket::Line { product, quantity: units }),
        }
        self.price(&cart)
    }
}

fn budget_fault(budgets: &[Budget], promotion: &Promotion) -> Option<String> {
    let id = promotion.budget?;
    let known = budgets.iter().any(|budget| budget.id == id);
    (!known).then(|| format!("there is no `budget` `{id}`"))
}

/// How often a shopper used a promotion before.
pub(crate) fn used_before(cart: &Cart, id: PromotionId) -> u32 {
    cart.shopper.used.iter().filter(|(other, _)| *other == id).map(|(_, times)| *times).max().unwrap_or(0)
}
