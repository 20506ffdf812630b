//! Promotions as Medusa 2.21 computes them (`@medusajs/promotion` 2.21.2). It does not round.
//!
//! **Order.** Buy-get first, then the rest; inside each group by value, highest first, whatever the
//! method; buy-get ties by what must be bought, then by what is given, highest first; other ties
//! stay in list order. Each promotion sees lines net of what earlier ones took.
//!
//! **Standard.** `each` (also when nothing is said): per line the base is what is left of it, at
//! most unit price x `max_quantity` (1 if unsaid); a percent of the base, or the value times
//! min(quantity, `max_quantity`), at most the base. `across`: in proportion to what is left over
//! all eligible lines, the sum ignoring `max_quantity`; percent of what is left. `once`: lines by
//! unit price, lowest first; each takes min(units left of `max_quantity`, quantity) as in `each`;
//! without a `max_quantity` nobody takes anything. Target `order` is `across` unless it says
//! otherwise, and may have target conditions. On shipping `max_quantity` counts methods and only
//! for `once`; without an allocation nothing happens there.
//!
//! **Buy-get.** Lines by subtotal, highest first. Reserve what must be bought, preferring lines
//! that cannot be given; then give from the rest at full unit price; repeat until `max_quantity`
//! (1 if unsaid) or until no group is whole, at most 1,000 times. What one buy-get used to buy is
//! not there for the next to buy, what it gave not for the next to give; across the two sides
//! units count twice. No buy conditions, no discount.
//!
//! **Conditions.** All must hold. Values compare as texts, for `gt gte lt lte` as numbers with any
//! of the values, each element of an array in turn (`in` needs one, the others all; an empty array
//! satisfies `ne` only). What is missing satisfies `ne`, fails `eq` and `in`, and counts as 0 in
//! comparisons of numbers. A condition without values fails.
//!
//! **Limits.** Checked per line against what was used before the cart, so one cart may overspend;
//! a line that would exceed is skipped. A budget without limit, or of 0, never ends. Amounts not
//! above 1e-4 are dropped, except on shipping. A promotion in another currency is passed over.

mod attributes;
mod buy_get;
mod condition;
mod standard;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::{CompatError, Fine, countable, within};
use crate::terms::order::sorted;
pub use attributes::{Attribute, Attributes};

/// What is to be priced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cart {
    /// `usd`; compared with that of a promotion as text.
    pub currency: String,
    /// What is bought.
    pub lines: Vec<Line>,
    /// How it is sent.
    pub shipping: Vec<Shipping>,
    /// What else is known: customer, tier.
    pub attributes: Attributes,
}

/// One line of a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Unique in the cart.
    pub id: String,
    /// At least 1.
    pub quantity: u32,
    /// Of all units, without tax.
    pub subtotal: Fine,
    /// Of all units, with tax; without one there is no tax.
    pub gross: Option<Fine>,
    /// Whether promotions on items and orders may touch it.
    pub discountable: bool,
    /// What conditions may ask for.
    pub attributes: Attributes,
}

/// One way of sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipping {
    /// Unique in the cart.
    pub id: String,
    /// Its price.
    pub amount: Fine,
    /// What conditions may ask for.
    pub attributes: Attributes,
}

/// One promotion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promotion {
    /// Unique among those given.
    pub code: String,
    /// What kind.
    pub kind: Kind,
    /// On what.
    pub target: Target,
    /// Percent or fixed.
    pub method: Method,
    /// Percent, or an amount.
    pub value: Fine,
    /// How it is shared; see the module.
    pub allocation: Option<Allocation>,
    /// The most units; see the module.
    pub max_quantity: Option<u32>,
    /// Whether bases are with tax.
    pub tax_inclusive: bool,
    /// In which currency only.
    pub currency: Option<String>,
    /// What the cart must be like.
    pub conditions: Vec<Condition>,
    /// What a target must be like.
    pub target_conditions: Vec<Condition>,
    /// Of its campaign.
    pub budget: Option<Budget>,
    /// How often it may be used, and how often it was.
    pub usage: Option<(u64, u64)>,
}

/// Standard or buy-get.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// A discount on what it targets.
    #[default]
    Standard,
    /// Buy some, get some.
    BuyGet {
        /// Which lines count as bought.
        buy_conditions: Vec<Condition>,
        /// How many must be bought.
        buy_quantity: u32,
        /// How many are given.
        get_quantity: u32,
    },
}

/// What a promotion lowers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Lines.
    #[default]
    Items,
    /// All lines together.
    Order,
    /// Shipping methods.
    Shipping,
}

/// How a value is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Percent.
    Percent,
    /// Currency units.
    Fixed,
}

/// How a discount is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allocation {
    /// To each line.
    Each,
    /// Over all lines.
    Across,
    /// To the cheapest lines, a number of units in all.
    Once,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Which attribute.
    pub field: String,
    /// How it compares.
    pub op: Op,
    /// With what.
    pub values: Vec<String>,
}

/// How values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of the engine itself")]
pub enum Op {
    Eq,
    Ne,
    In,
    Gt,
    Gte,
    Lt,
    Lte,
}

/// What a campaign may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// Currency units.
    Spend {
        /// In all.
        limit: Option<Fine>,
        /// Before this cart.
        used: Fine,
    },
    /// Times.
    Usage {
        /// In all.
        limit: Option<u64>,
        /// Before this cart.
        used: u64,
    },
}

impl Budget {
    fn exceeded_by(self, amount: Fine) -> bool {
        match self {
            Self::Spend { limit: Some(limit), used } => limit != Fine::ZERO && used.plus(amount) > limit,
            Self::Usage { limit: Some(limit), used } => limit != 0 && used >= limit,
            Self::Spend { limit: None, .. } | Self::Usage { limit: None, .. } => false,
        }
    }
}

/// What the promotions give.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// In the order they were found.
    pub discounts: Vec<Discount>,
    /// What a limit stopped, once per line stopped.
    pub rejected: Vec<Rejected>,
}

/// One promotion on one line or shipping method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discount {
    /// On what.
    pub on: On,
    /// Which promotion.
    pub code: String,
    /// How much; with tax if the promotion is tax inclusive.
    pub amount: Fine,
}

/// What a discount is on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum On {
    /// This line.
    Line(String),
    /// This shipping method.
    Shipping(String),
}

/// One promotion that a limit stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Which.
    pub code: String,
    /// By what.
    pub reason: Reason,
}

/// What stopped a promotion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Its campaign's budget.
    BudgetExceeded,
    /// Its own number of uses.
    LimitReached,
}

/// What the promotions give for a cart.
///
/// # Errors
/// A [`CompatError`] for numbers beyond reason.
pub fn compute(cart: &Cart, promotions: &[Promotion]) -> Result<Outcome, CompatError> {
    within(cart.lines.iter().flat_map(|l| [l.subtotal, l.gross.unwrap_or_default()]))?;
    within(cart.shipping.iter().map(|s| s.amount))?;
    within(promotions.iter().map(|p| p.value))?;
    countable(cart.lines.iter().map(|l| l.quantity).chain(promotions.iter().filter_map(|p| p.max_quantity)))?;
    let mut till = Till::new(cart);
    for promotion in in_order(promotions) {
        till.apply(promotion);
    }
    Ok(till.outcome)
}

/// Whether a cart is as a condition asks.
pub fn fits(condition: &Condition, cart: &Cart) -> bool {
    condition::cart_fits(core::slice::from_ref(condition), cart)
}

fn in_order(promotions: &[Promotion]) -> Vec<&Promotion> {
    use core::cmp::Reverse;
    let rank = |promotion: &&Promotion| match promotion.kind {
        Kind::BuyGet { buy_quantity, get_quantity, .. } => {
            (false, Reverse(promotion.value), Reverse(buy_quantity), Reverse(get_quantity))
        }
        Kind::Standard => (true, Reverse(promotion.value), Reverse(0), Reverse(0)),
    };
    sorted(promotions.iter().collect(), |a, b| rank(a) < rank(b))
}

/// A cart while promotions are taken off it.
struct Till<'a> {
    cart: &'a Cart,
    /// What was taken off each line, without tax.
    lines: Vec<Fine>,
    /// What was taken off each shipping method.
    shipping: Vec<Fine>,
    buy_get: buy_get::Used<'a>,
    outcome: Outcome,
}

impl<'a> Till<'a> {
    fn new(cart: &'a Cart) -> Self {
        Self {
            cart,
            lines: vec![Fine::ZERO; cart.lines.len()],
            shipping: vec![Fine::ZERO; cart.shipping.len()],
            buy_get: buy_get::Used::default(),
            outcome: Outcome::default(),
        }
    }

    fn apply(&mut self, promotion: &'a Promotion) {
        if promotion.usage.is_some_and(|(limit, used)| used >= limit) {
            self.reject(promotion, Reason::LimitReached);
            return;
        }
        let currency = promotion.currency.as_ref().is_none_or(|c| c.is_empty() || *c == self.cart.currency);
        if !currency || !condition::cart_fits(&promotion.conditions, self.cart) {
            return;
        }
        match (&promotion.kind, promotion.target) {
            (Kind::BuyGet { .. }, _) => self.give(promotion),
            (Kind::Standard, Target::Shipping) => self.lower_shipping(promotion),
            (Kind::Standard, Target::Items | Target::Order) => self.lower_lines(promotion),
        }
    }

    fn reject(&mut self, promotion: &Promotion, reason: Reason) {
        self.outcome.rejected.push(Rejected { code: promotion.code.clone(), reason });
    }

    /// Whether the budget has room; if not, the promotion is rejected once more.
    fn affords(&mut self, promotion: &Promotion, amount: Fine) -> bool {
        let exceeded = promotion.budget.is_some_and(|budget| budget.exceeded_by(amount));
        if exceeded {
            self.reject(promotion, Reason::BudgetExceeded);
        }
        !exceeded
    }

    fn grant(&mut self, on: On, promotion: &Promotion, amount: Fine) {
        self.outcome.discounts.push(Discount { on, code: promotion.code.clone(), amount });
    }
}
