//! The till: a merchant's terms, checked once, price any number of carts.
//!
//! Pure: the cart brings the time and the shopper; the terms bring what was used and what is left of
//! budgets. So the same code previews in a page and decides on the server.

mod check;
#[cfg(feature = "till")]
mod written;

use serde::{Deserialize, Serialize};

use crate::id::ProductId;
use crate::money::{BasisPoints, Currency};
use crate::terms::basket::{Basket, Cart, CartError, Item};
use crate::terms::concern::Index;
use crate::terms::deal::Deal;
use crate::terms::list::PriceList;
use crate::terms::promotion::{Promotion, PromotionId};
use crate::terms::receipt::Receipt;
use crate::time::Zone;

pub use check::{Part, Warning};

/// All that prices are made of.
///
/// With the feature `till`, a promotion or price list that cannot be read, for an unknown field or kind, is left out and
/// told of in [`Terms::unread`]; what is wrong elsewhere is an error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "till", serde(from = "written::Written"))]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Whether prices include tax.
    #[serde(default)]
    pub tax_included: bool,
    /// The rate of tax on shipping, at most [`Terms::MOST_RATE`]. Default 0.
    #[serde(default)]
    pub shipping_tax: BasisPoints,
    /// The shop's clock on the wall. Default UTC.
    #[serde(default)]
    pub zone: Zone,
    /// What is sold. In a shop only what is to be said of a product beyond its price.
    #[serde(default)]
    pub items: Vec<Item>,
    /// What it costs. A shop has its own, so there are none.
    #[serde(default)]
    pub price_lists: Vec<PriceList>,
    /// What lowers it.
    #[serde(default)]
    pub promotions: Vec<Promotion>,
    /// What promotions may still cost.
    #[serde(default)]
    pub budgets: Vec<Budget>,
    /// What must be earned on an item's cost, where that is known: 1,500 is 15 %, 0 is never below
    /// cost; at most [`Terms::MOST_RATE`]. Default: costs bound nothing.
    #[serde(default)]
    pub margin: Option<BasisPoints>,
    /// How promotions are chosen. Default `sequential`.
    #[serde(default)]
    pub mode: Mode,
    /// What a shop asks for sending, in minor units, before promotions; at least 0, default 0. A [`Cart`] says it
    /// itself.
    #[serde(default)]
    pub shipping: i64,
    /// In what the amounts of promotions, budgets and items are. Default: in that of whatever is priced; a shop's is its
    /// own. In a cart of another currency what speaks of amounts does not act, and what has a floor or a cost stays.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// The promotions and price lists that could not be read, each with its field; they are off. Not written again.
    #[serde(skip)]
    pub unread: Vec<Warning>,
}

/// What the promotions of one budget may still cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Its number.
    pub id: u32,
    /// Minor units that are left; in a shop, what was there at first.
    pub left: i64,
}

/// How promotions are chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Lane by lane, the first that gives something.
    #[default]
    Sequential,
    /// The combination that gives most: exact for up to 12 promotions that may act and find something to lower; of
    /// more, the 12 that give most alone. Of equal combinations the one of fewer promotions, then of lower numbers.
    BestForShopper,
    /// As Medusa 2.21 does: all that may act, in its order ([`medusa_2_21`](super::compat::medusa_2_21)).
    #[serde(rename = "medusa_2_21")]
    Medusa221,
    /// As Vendure 3.1 does: all that may act, in its order ([`vendure_3_1`](super::compat::vendure_3_1)).
    #[serde(rename = "vendure_3_1")]
    Vendure31,
    /// As `sequential`; what each gives is what a calculator of Solidus says. Who has the turn is decided before our
    /// guards: where they hold all of it back, the next of its lane gives nothing in its place.
    SolidusCalculators,
    /// The same with what a calculator of Saleor says.
    SaleorCalculators,
}

impl Mode {
    /// The wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sequential => "sequential",
            Self::BestForShopper => "best_for_shopper",
            Self::Medusa221 => "medusa_2_21",
            Self::Vendure31 => "vendure_3_1",
            Self::SolidusCalculators => "solidus_calculators",
            Self::SaleorCalculators => "saleor_calculators",
        }
    }

    /// Whether what promotions give is computed as another engine does.
    pub const fn is_foreign(self) -> bool {
        !matches!(self, Self::Sequential | Self::BestForShopper)
    }
}

impl Terms {
    /// The highest rate of a tax or margin: 1,000 %. Tobacco is taxed above 100 %, jewels earn more
    /// than they cost.
    pub const MOST_RATE: u32 = 100_000;

    /// The rules as they stand, nothing used up.
    pub fn deal(&self) -> Deal<'_> {
        self.deal_of(self.promotions.iter().collect())
    }

    /// The same, with some of the promotions alone, in their order.
    pub fn deal_of<'a>(&self, promotions: Vec<&'a Promotion>) -> Deal<'a> {
        Deal {
            promotions,
            budgets: self.budgets.clone(),
            exhausted: Vec::new(),
            mode: self.mode,
            tax_included: self.tax_included,
            shipping_tax: self.shipping_tax,
            currency: self.currency,
        }
    }

    /// Whether amounts of these terms mean nothing in a currency.
    pub(crate) fn is_of_another_currency(&self, currency: Currency) -> bool {
        self.currency.is_some_and(|own| own != currency)
    }

    #[cfg(feature = "till")]
    /// Whether items and promotions are as [`Till::open`] leaves them.
    pub(crate) fn is_sorted(&self) -> bool {
        self.items.is_sorted_by(|a, b| a.product < b.product)
            && self.promotions.is_sorted_by(|a, b| a.rank() < b.rank())
    }

    /// A code that opens a promotion, and beside it none but these: one code may open several.
    pub fn code(&self, promotion: PromotionId, but: &[PromotionId]) -> Option<&str> {
        let found = self.promotions.iter().find(|other| other.id == promotion)?;
        let opens_no_other = |code: &&String| {
            let opened = self.promotions.iter().filter(|other| other.opens_with(code));
            opened.map(|other| other.id).all(|id| id == promotion || but.contains(&id))
        };
        found.coupons.iter().find(opens_no_other).map(String::as_str)
    }

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
    index: Index,
}

impl Till {
    /// Checks terms; what is broken is off, with a warning, whatever the order it is written in:
    ///
    /// - a promotion that is broken or was not read ([`Terms::unread`]), and all promotions of one number;
    /// - an item whose tax is out of range, and all items of one product, if they differ;
    /// - a price below 0; of prices of one list, product and quantity all but the lowest;
    /// - an item whose floor or cost is below 0;
    /// - a price list of a protected group or tier, or of no time, and all lists of one number;
    /// - of budgets of one number all but the one with the least left; what is left below 0 is 0;
    /// - a tax on shipping that is out of range; such a margin is [`Terms::MOST_RATE`].
    pub fn open(mut terms: Terms) -> Self {
        let warnings = check::check(&mut terms);
        let index = Index::of(&terms.promotions);
        Self { terms, warnings, index }
    }

    /// What is wrong with the terms, and what is off.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The terms, without what is off, promotions in the order in which they are taken.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The same, to keep.
    pub fn into_terms(self) -> Terms {
        self.terms
    }

    /// The receipt of a cart.
    ///
    /// # Errors
    /// A [`CartError`] that names the field; nothing is applied then.
    pub fn price(&self, cart: &Cart) -> Result<Receipt, CartError> {
        let basket = Basket::new(&self.terms, cart)?;
        self.terms.deal().settle(&basket).ok_or(CartError::TooLarge)
    }

    /// The same prices as [`Till::price`], with verdicts of those promotions alone that concern the cart
    /// ([`Promotion::concerns`]): what acts, and what more of the same would bring, but not what a code, a group or
    /// another product would. It costs what these cost, however many others there are.
    ///
    /// # Errors
    /// As [`Till::price`].
    pub fn quote(&self, cart: &Cart) -> Result<Receipt, CartError> {
        let basket = Basket::new(&self.terms, cart)?;
        let promotions = self.index.concerned(&self.terms.promotions, &basket);
        self.terms.deal_of(promotions).settle(&basket).ok_or(CartError::TooLarge)
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
