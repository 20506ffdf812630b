//! A cart, and the same cart with a price on every line.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{LabelId, PriceListId, ProductId};
use crate::money::{BasisPoints, Currency, Money, ratio};
use crate::terms::condition::Selector;
use crate::terms::list::{Open, Resolved};
use crate::terms::promotion::PromotionId;
use crate::terms::settle::Guard;
use crate::terms::till::Terms;
use crate::time::{Timestamp, Zone};

/// What somebody wants to buy, and who, where and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cart {
    /// In what it is paid.
    pub currency: Currency,
    /// When.
    pub at: Timestamp,
    /// Through which channel: `web`, `pos`.
    #[serde(default)]
    pub channel: String,
    /// Who.
    #[serde(default)]
    pub shopper: Shopper,
    /// Codes that were entered.
    #[serde(default)]
    pub coupons: Vec<String>,
    /// What; each product once.
    pub lines: Vec<Line>,
    /// What sending it costs before promotions, in minor units.
    #[serde(default)]
    pub shipping: i64,
}

/// What prices may know of a shopper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Shopper {
    /// Groups they are in.
    pub groups: Vec<String>,
    /// Their tier.
    pub tier: Option<String>,
    /// Orders before this one.
    pub orders: u32,
    /// How often they used a promotion before.
    pub used: Vec<(PromotionId, u32)>,
}

/// One line of a cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What.
    pub product: ProductId,
    /// How many: 1..=10,000.
    pub quantity: u32,
}

/// What pricing knows of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Which.
    pub product: ProductId,
    /// Its category.
    #[serde(default)]
    pub category: LabelId,
    /// Its rate of tax, at most [`Terms::MOST_RATE`]. Default 0.
    #[serde(default)]
    pub tax: BasisPoints,
    /// Whether no promotion may touch it.
    #[serde(default)]
    pub fixed_price: bool,
    /// What a unit costs the shop, in minor units.
    #[serde(default)]
    pub cost: Option<i64>,
    /// What no promotion and no price list lowers a unit below, in minor units. The price for everyone of one unit may
    /// be lower: it is what the merchant says.
    #[serde(default)]
    pub floor: Option<i64>,
}

/// Why a cart cannot be priced. Nothing is applied then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CartError {
    /// There are no lines.
    Empty,
    /// `quantity` is 0 or above [`Basket::MOST_UNITS`].
    Quantity(ProductId),
    /// A product stands on two lines.
    Twice(ProductId),
    /// No such product.
    Unknown(ProductId),
    /// The product has no price in this currency and channel now.
    NoPrice(ProductId, Currency),
    /// `shipping` is below 0.
    Shipping,
    /// There are more lines than [`Basket::MOST_LINES`].
    TooLong,
    /// The sum of `lines` and `shipping` is above [`Money::MOST_MINOR`], or beyond what an engine is followed in.
    TooLarge,
    /// The price of all units of a line is.
    LineTooLarge(ProductId),
}

impl fmt::Display for CartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("`lines` is empty"),
            Self::Quantity(product) => {
                write!(f, "`quantity` of product `{product}` must be `1` to `{}`", Basket::MOST_UNITS)
            }
            Self::Twice(product) => write!(f, "product `{product}` stands on two `lines`"),
            Self::Unknown(product) => write!(f, "there is no `product` `{product}`"),
            Self::NoPrice(product, currency) => {
                write!(f, "product `{product}` has no price in `currency` `{}`", currency.code())
            }
            Self::Shipping => f.write_str("`shipping` is below `0`"),
            Self::TooLong => write!(f, "`lines` are more than `{}`", Basket::MOST_LINES),
            Self::TooLarge => f.write_str("`lines` and `shipping` come to more than can be priced"),
            Self::LineTooLarge(product) => {
                write!(
                    f,
                    "the price of product `{product}` times its `quantity` is above `{}`",
                    Money::MOST_MINOR
                )
            }
        }
    }
}

impl core::error::Error for CartError {}

/// A cart with a price on every line. All sums fit: checked once, here.
#[derive(Debug)]
pub struct Basket<'a> {
    /// The cart.
    pub cart: &'a Cart,
    /// The shop's clock on the wall.
    pub zone: &'a Zone,
    /// Its lines, in the cart's order.
    pub lines: Vec<Priced<'a>>,
}

/// One priced line; amounts are of all its units, in minor units.
#[derive(Debug, Clone, Copy)]
pub struct Priced<'a> {
    /// What.
    pub item: &'a Item,
    /// How many.
    pub quantity: u32,
    /// At the price for everyone.
    pub public: i64,
    /// At the shopper's price.
    pub price: i64,
    /// By which list.
    pub list: PriceListId,
    /// What a guard holds back of what that list would lower.
    pub held: i64,
    /// Below this no promotion brings it: its floor price.
    pub floor: i64,
    /// Nor below this: its cost and the margin on it.
    pub margin: i64,
}

impl<'a> Basket<'a> {
    /// The most units of one line.
    pub const MOST_UNITS: u32 = 10_000;
    /// The most lines.
    pub const MOST_LINES: usize = 500;

    /// Puts prices on a cart.
    ///
    /// # Errors
    /// A [`CartError`] that names the field.
    pub fn new(terms: &'a Terms, cart: &'a Cart) -> Result<Self, CartError> {
        check(cart)?;
        let open = Open::of(&terms.price_lists, cart, &terms.zone);
        let mut lines = Vec::with_capacity(cart.lines.len());
        for line in &cart.lines {
            lines.push(priced(terms, cart, line, &open)?);
        }
        let sums = lines.iter().map(|line| line.public).chain([cart.shipping]);
        let sum = sums.fold(0_i64, i64::saturating_add);
        if sum > Money::MOST_MINOR {
            return Err(CartError::TooLarge);
        }
        Ok(Self { cart, zone: &terms.zone, lines })
    }

    /// What is spent on some lines, before promotions.
    pub fn spend(&self, of: &Selector) -> i64 {
        self.of(of).fold(0, |sum, line| sum.saturating_add(line.price))
    }

    /// How many units some lines have.
    pub fn units(&self, of: &Selector) -> i64 {
        self.of(of).fold(0, |sum, line| sum.saturating_add(line.quantity.into()))
    }

    fn of(&self, of: &Selector) -> impl Iterator<Item = &Priced<'a>> {
        self.lines.iter().filter(|line| of.takes(line.item.product, line.item.category))
    }
}

fn check(cart: &Cart) -> Result<(), CartError> {
    if cart.lines.is_empty() {
        return Err(CartError::Empty);
    }
    if cart.lines.len() > Basket::MOST_LINES {
        return Err(CartError::TooLong);
    }
    if cart.shipping < 0 {
        return Err(CartError::Shipping);
    }
    let mut products: Vec<ProductId> = Vec::with_capacity(cart.lines.len());
    for line in &cart.lines {
        if !(1..=Basket::MOST_UNITS).contains(&line.quantity) {
            return Err(CartError::Quantity(line.product));
        }
        match products.binary_search(&line.product) {
            Ok(_) => return Err(CartError::Twice(line.product)),
            Err(place) => products.insert(place, line.product),
        }
    }
    Ok(())
}

fn priced<'a>(terms: &'a Terms, cart: &Cart, line: &Line, open: &Open<'_>) -> Result<Priced<'a>, CartError> {
    let item = terms.item(line.product).ok_or(CartError::Unknown(line.product))?;
    let earned = terms.earned(item);
    let is_guarded = item.floor.max(earned).is_some();
    let is_of_another = terms.is_of_another_currency(cart.currency);
    let bound = if is_of_another { None } else { item.floor.max(earned) }.unwrap_or(0);
    let resolved = open
        .price(line.product, line.quantity, bound)
        .filter(|resolved| resolved.minor >= 0)
        .ok_or(CartError::NoPrice(line.product, cart.currency))?;
    let mut priced =
        Priced::new(item, line.quantity, resolved, earned).ok_or(CartError::LineTooLarge(line.product))?;
    if is_of_another {
        // What it may not cost less than is not known here, so it costs what it costs.
        (priced.floor, priced.margin) = (if is_guarded { priced.price } else { 0 }, 0);
    }
    Ok(priced)
}

impl<'a> Priced<'a> {
    /// Below this no promotion brings it, and what holds it there.
    pub(crate) fn bound(&self) -> (i64, Guard) {
        if self.item.fixed_price {
            return (i64::MAX, Guard::Floor);
        }
        (self.floor, Guard::Floor).max((self.margin, Guard::Margin))
    }

    /// What holds its price list up.
    pub(crate) fn holds_list(&self) -> Guard {
        if self.margin > self.floor { Guard::Margin } else { Guard::Floor }
    }

    /// So many units of an item at a unit price, of which each must earn so much ([`Terms::earned`]); nothing, if they
    /// come to more than [`Money::MOST_MINOR`].
    pub(crate) fn new(
        item: &'a Item,
        quantity: u32,
        resolved: Resolved,
        earned: Option<i64>,
    ) -> Option<Self> {
        let times = |minor: i64| minor.checked_mul(quantity.into()).filter(|sum| *sum <= Money::MOST_MINOR);
        // A bound that does not fit holds everything back, it never lets go.
        let bound = |minor: Option<i64>| minor.map_or(0, |minor| times(minor).unwrap_or(i64::MAX));
        let (public, price) = (times(resolved.public)?, times(resolved.minor)?);
        let (floor, margin) = (bound(item.floor), bound(earned));
        let (wanted, list) = resolved.wanted.unwrap_or((resolved.minor, resolved.list));
        let held = times(resolved.minor.saturating_sub(wanted).max(0))?;
        Some(Self { item, quantity, public, price, list, held, floor, margin })
    }
}

impl Item {
    /// The same with one lowest price instead of floor, cost and margin: which of them it is, is nobody's matter.
    pub(crate) fn bounded(self, terms: &Terms) -> Self {
        Self { cost: None, floor: self.floor.max(terms.earned(&self)), ..self }
    }

    /// A product of which nothing is said.
    pub(crate) const fn of(product: ProductId, category: LabelId) -> Self {
        Self { product, category, tax: BasisPoints(0), fixed_price: false, cost: None, floor: None }
    }
}

impl Terms {
    /// What a unit must bring in at least: its cost with the margin on it, and the tax on that where prices include
    /// it. Nothing, where the one or the other is unsaid.
    pub(crate) fn earned(&self, item: &Item) -> Option<i64> {
        let net = ratio(item.cost?, u64::from(self.margin?.0).saturating_add(10_000), 10_000);
        let gross = |net: i64| {
            let all = i128::from(net).checked_mul(i128::from(item.tax.0).checked_add(10_000)?)?;
            i64::try_from(all.checked_add(9_999)?.div_euclid(10_000)).ok()
        };
        let earned = if self.tax_included { net.and_then(gross) } else { net };
        Some(earned.unwrap_or(i64::MAX))
    }
}
