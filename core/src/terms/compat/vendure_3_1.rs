//! Orders as Vendure 3.1 totals them (`@vendure/core` 3.1.0, default money strategy), in minor
//! units. It calculates in doubles and rounds often, halves up; so does this, in integers.
//!
//! **Prices** are net or gross for the whole order. A line's net or gross is converted from its
//! unit price after adjustments and rounded once, times the quantity.
//!
//! **Order.** First item promotions, line by line: for each line the promotions whose condition
//! holds before it is touched, each tested again before it acts. Then order promotions in list
//! order, filtered and tested again in the same way. So an item promotion acts before an order
//! promotion wherever it stands in the list.
//!
//! **Item.** Percent: of the unit price, times the quantity, rounded. Fixed: that much off the line.
//!
//! **Order.** Percent of the subtotal, or the value but no more than the subtotal, both in the tax
//! of the prices; rounded; then shared by [`prorate`] with the gross prices of the lines as weights.
//!
//! No adjustment takes a line below zero: a share that would is cut, and the rest is lost. A minimum
//! total is compared in the tax of the prices.

mod till;

use serde::{Deserialize, Serialize};

use super::binary64::Binary64;
use super::{CompatError, Fine, countable, within};
use till::{Adjusted, Adjustment, Till};

/// What is to be totalled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// Whether unit prices are gross.
    pub prices_include_tax: bool,
    /// What is bought.
    pub lines: Vec<Line>,
}

/// One line of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// In minor units, at most 10^12.
    pub unit_price: i64,
    /// How many.
    pub quantity: u32,
    /// In percent.
    pub tax_rate: Fine,
}

/// One promotion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promotion {
    /// Unique among those given.
    pub code: String,
    /// On lines or on the order.
    pub target: Target,
    /// What it takes off.
    pub method: Method,
    /// Which subtotal the order must have, in minor units.
    pub minimum: Option<i64>,
}

/// What a promotion lowers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Each line.
    Items,
    /// All lines together.
    Order,
}

/// What a promotion takes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Percent.
    Percent(Fine),
    /// Minor units.
    Fixed(i64),
}

/// What an order comes to, in minor units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Without tax.
    pub net: i64,
    /// With tax.
    pub gross: i64,
    /// In the order of the lines.
    pub lines: Vec<LineTotals>,
    /// What each promotion that did something took off, in the order of the promotions.
    pub discounts: Vec<Discount>,
}

/// What a line comes to, in minor units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineTotals {
    /// After all promotions, without tax.
    pub prorated_net: i64,
    /// After all promotions, with tax.
    pub prorated_gross: i64,
    /// After item promotions, without tax.
    pub discounted_net: i64,
    /// After item promotions, with tax.
    pub discounted_gross: i64,
    /// The tax before promotions.
    pub tax: i64,
    /// What promotions took off, in the tax of the prices, in the order in which they acted: their places in the
    /// list and how much.
    pub by: Vec<(usize, i64)>,
}

/// What one promotion took off, as negative minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discount {
    /// Which promotion.
    pub code: String,
    /// Without tax.
    pub net: i64,
    /// With tax.
    pub gross: i64,
}

/// Applies the promotions to an order and totals it.
///
/// # Errors
/// A [`CompatError`] for numbers beyond reason.
pub fn total(order: &Order, promotions: &[Promotion]) -> Result<Totals, CompatError> {
    let fixed = |p: &Promotion| match p.method {
        Method::Percent(rate) => rate,
        Method::Fixed(value) => Fine::whole(value),
    };
    within(order.lines.iter().flat_map(|line| [Fine::whole(line.unit_price), line.tax_rate]))?;
    within(promotions.iter().map(fixed))?;
    countable(order.lines.iter().map(|line| line.quantity))?;
    let mut till = Till {
        incl: order.prices_include_tax,
        lines: order.lines.iter().map(|line| Adjusted::of(*line, order.prices_include_tax)).collect(),
    };
    till.item_promotions(promotions);
    till.order_promotions(promotions);
    Ok(till.totals(promotions))
}

/// The tax of a line off which so much was taken, in the order in which it was: its gross less its net, each rounded.
pub fn line_tax(line: Line, off: impl Iterator<Item = i64>, prices_include_tax: bool) -> i64 {
    let mut adjusted = Adjusted::of(line, prices_include_tax);
    for off in off {
        let adjustment = Adjustment { promotion: 0, amount: off.saturating_neg(), target: Target::Order };
        adjusted.adjust(adjustment, prices_include_tax);
    }
    let (net, gross) = adjusted.prorated;
    gross.saturating_sub(net)
}

/// Splits an amount in proportion to weights, as Vendure does: doubles, floors, then one unit at a
/// time to the largest error, ties to the earlier weight. All weights zero share evenly.
pub fn prorate(weights: &[i64], amount: i64) -> Vec<i64> {
    let total = weights.iter().fold(0_i64, |sum, weight| sum.saturating_add(*weight));
    let whole = Binary64::whole(amount);
    let count = i64::try_from(weights.len()).unwrap_or(i64::MAX);
    let exact = |weight: &i64| match total {
        0 => whole.over(Binary64::whole(count)),
        total => whole.times(Binary64::whole(*weight).over(Binary64::whole(total))),
    };
    let exact: Vec<Binary64> = weights.iter().map(exact).collect();
    let mut shares: Vec<i64> = exact.iter().map(|e| e.floor()).collect();
    let errors = exact.iter().zip(&shares).map(|(e, share)| e.minus(Binary64::whole(*share)));
    let mut errors: Vec<Binary64> = errors.collect();
    let mut added = shares.iter().fold(0_i64, |sum, share| sum.saturating_add(*share));
    // At most one unit per weight is missing, or one more where a double fell short.
    for _ in 0..weights.len().saturating_mul(2) {
        if added >= amount {
            break;
        }
        added = added.saturating_add(1);
        if let Some(i) = largest(&errors)
            && let (Some(share), Some(error)) = (shares.get_mut(i), errors.get_mut(i))
        {
            *share = share.saturating_add(1);
            *error = error.minus(Binary64::whole(1));
        }
    }
    shares
}

/// The place of the largest error above zero; the earlier of equal ones.
fn largest(errors: &[Binary64]) -> Option<usize> {
    let (mut place, mut most) = (None, Binary64::default());
    for (i, error) in errors.iter().enumerate() {
        if error.is_above(most) {
            (place, most) = (Some(i), *error);
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_never_costs_less_than_nothing() {
        let line = Line { unit_price: 100, quantity: 2, tax_rate: Fine::whole(20) };
        let order = Order { prices_include_tax: false, lines: vec![line] };
        let promotion =
            Promotion { code: "A".into(), target: Target::Items, method: Method::Fixed(500), minimum: None };
        let totals = total(&order, &[promotion]).expect("totals");
        assert_eq!((totals.net, totals.gross), (0, 0));
        assert_eq!(totals.discounts, [Discount { code: "A".into(), net: -200, gross: -240 }]);
        let many = Order { lines: vec![Line { quantity: 1_000_001, ..line }], ..order };
        assert_eq!(total(&many, &[]), Err(CompatError::TooMany));
    }
}
