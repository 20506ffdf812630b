//! What a promotion of another engine gives, as a merchant writes it. Who it is for, when, how often and at whose
//! cost is said by our own [`Promotion`](crate::terms::promotion::Promotion).

mod fault;

use serde::{Deserialize, Serialize};

use super::{Fine, medusa_2_21 as medusa, vendure_3_1 as vendure};
use crate::terms::basket::Item;
use crate::terms::condition::Selector;
use crate::terms::till::Mode;

/// An offer of another engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Foreign {
    /// Of Medusa 2.21.
    #[serde(rename = "medusa_2_21")]
    Medusa(Medusa),
    /// Of Vendure 3.1.
    #[serde(rename = "vendure_3_1")]
    Vendure(Vendure),
    /// A calculator of Solidus.
    #[serde(rename = "solidus_calculators")]
    Solidus(Solidus),
    /// A calculator of Saleor.
    #[serde(rename = "saleor_calculators")]
    Saleor(Saleor),
}

/// As a promotion of Medusa, without its code, currency, campaign and limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Medusa {
    /// Standard, which is the default, or buy-get.
    #[serde(default)]
    pub kind: medusa::Kind,
    /// On what. Default: items.
    #[serde(default)]
    pub target: medusa::Target,
    /// Percent or fixed.
    pub method: medusa::Method,
    /// Percent, or currency units; at least 0.
    pub value: Fine,
    /// How it is shared.
    #[serde(default)]
    pub allocation: Option<medusa::Allocation>,
    /// The most units, at most 1,000,000.
    #[serde(default)]
    pub max_quantity: Option<u32>,
    /// Whether bases are with tax.
    #[serde(default)]
    pub tax_inclusive: bool,
    /// What the cart must be like: fields of [`Medusa::CART`] and, behind `items.`, of [`Medusa::LINE`].
    #[serde(default)]
    pub conditions: Vec<medusa::Condition>,
    /// What a target must be like: fields of [`Medusa::LINE`].
    #[serde(default)]
    pub target_conditions: Vec<medusa::Condition>,
}

/// As a promotion of Vendure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vendure {
    /// On lines or on the order.
    pub target: vendure::Target,
    /// Percent, or minor units; at least 0.
    pub method: vendure::Method,
    /// Which subtotal the order must have, in minor units, at least 0.
    #[serde(default)]
    pub minimum: Option<i64>,
}

/// A calculator of Solidus, and what it is asked of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Solidus {
    /// Which lines. Default: all.
    #[serde(default)]
    pub of: Selector,
    /// Whether each line is asked for, or all at once. Default: each.
    #[serde(default)]
    pub per: Per,
    /// How much.
    pub calculator: Calculator,
}

/// What a calculator is asked of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Each line.
    #[default]
    Line,
    /// All lines together; `DistributedAmount` shares it among them.
    Order,
}

/// A calculator of Solidus; percents and currency units at least 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Calculator {
    /// `FlatRate`.
    FlatRate {
        /// Currency units.
        amount: Fine,
    },
    /// `FlexiRate`.
    FlexiRate {
        /// For the first item.
        first: Fine,
        /// For each further one.
        additional: Fine,
        /// At most so many; 0 or unsaid: no limit.
        #[serde(default)]
        max_items: Option<u32>,
    },
    /// `FlatPercentItemTotal`.
    FlatPercentItemTotal {
        /// Percent.
        percent: Fine,
    },
    /// `PercentOnLineItem`.
    PercentOnLineItem {
        /// Percent.
        percent: Fine,
    },
    /// `TieredFlatRate`.
    TieredFlatRate {
        /// Below all tiers.
        base: Fine,
        /// (From, currency units), in any order.
        tiers: Vec<(Fine, Fine)>,
    },
    /// `TieredPercent`: the tier is that of the whole order.
    TieredPercent {
        /// Below all tiers.
        base: Fine,
        /// (From, percent), in any order.
        tiers: Vec<(Fine, Fine)>,
    },
}

/// A percentage as Saleor takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saleor {
    /// Off which lines. Default: all.
    #[serde(default)]
    pub of: Selector,
    /// Percent, at least 0.
    pub percent: Fine,
}

impl Foreign {
    /// The mode of a shop in which it acts.
    pub const fn mode(&self) -> Mode {
        match self {
            Self::Medusa(_) => Mode::Medusa221,
            Self::Vendure(_) => Mode::Vendure31,
            Self::Solidus(_) => Mode::SolidusCalculators,
            Self::Saleor(_) => Mode::SaleorCalculators,
        }
    }

    /// Whether its engine sees the whole cart, and all that may act at once.
    pub(crate) const fn is_of_a_whole_cart(&self) -> bool {
        matches!(self, Self::Medusa(_) | Self::Vendure(_))
    }

    /// Whether it says anything in an amount of money.
    pub(crate) fn has_amounts(&self) -> bool {
        match self {
            Self::Medusa(own) => own.has_amounts(),
            Self::Vendure(own) => matches!(own.method, vendure::Method::Fixed(_)) || own.minimum.is_some(),
            Self::Solidus(own) => own.calculator.has_amounts(),
            Self::Saleor(_) => false,
        }
    }

    /// Whether it could lower the price of an item that is bought alone.
    pub(crate) fn lowers(&self, item: &Item) -> bool {
        let takes = |of: &Selector| of.takes(item.product, item.category);
        !item.fixed_price
            && match self {
                Self::Medusa(own) => own.target != medusa::Target::Shipping,
                Self::Vendure(_) => true,
                Self::Solidus(own) => takes(&own.of),
                Self::Saleor(own) => takes(&own.of),
            }
    }
}

impl Medusa {
    /// What a condition may ask of a cart.
    pub const CART: [&'static str; 2] = ["currency_code", "shipping_methods.subtotal"];
    /// What a condition may ask of a line, with or without `items.` before it.
    pub const LINE: [&'static str; 8] = [
        "id",
        "product.id",
        "product.categories.id",
        "product_category.id",
        "quantity",
        "subtotal",
        "original_total",
        "is_discountable",
    ];

    fn has_amounts(&self) -> bool {
        let speaks = |one: &medusa::Condition| one.field.ends_with("total");
        self.method == medusa::Method::Fixed || self.all_conditions().any(speaks)
    }

    fn bought(&self) -> &[medusa::Condition] {
        match &self.kind {
            medusa::Kind::BuyGet { buy_conditions, .. } => buy_conditions,
            medusa::Kind::Standard => &[],
        }
    }

    fn all_conditions(&self) -> impl Iterator<Item = &medusa::Condition> {
        self.conditions.iter().chain(&self.target_conditions).chain(self.bought())
    }
}

impl Calculator {
    fn has_amounts(&self) -> bool {
        !matches!(self, Self::FlatPercentItemTotal { .. } | Self::PercentOnLineItem { .. })
    }
}
