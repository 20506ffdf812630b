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

use serde::{Deserialize, Serialize};

use super::binary64::Binary64;
use super::{CompatError, Fine, countable, within};

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

/// What one promotion took off one line.
#[derive(Debug, Clone, Copy)]
struct Adjustment {
    promotion: usize,
    amount: i64,
    target: Target,
}

struct Adjusted {
    line: Line,
    adjustments: Vec<Adjustment>,
    /// What it comes to after them, as (net, gross).
    prorated: (i64, i64),
}

impl Adjusted {
    fn of(line: Line, incl: bool) -> Self {
        let mut adjusted = Self { line, adjustments: Vec::new(), prorated: (0, 0) };
        adjusted.prorated = adjusted.of_line(adjusted.unit(true), incl);
        adjusted
    }

    /// The unit price after adjustments, unrounded: on the order too, or on items only.
    fn unit(&self, with_order: bool) -> Binary64 {
        let quantity = Binary64::whole(self.line.quantity.into());
        let counted = self.adjustments.iter().filter(|a| with_order || a.target == Target::Items);
        let per_unit = |a: &Adjustment| Binary64::whole(a.amount).over(quantity);
        let sum = counted.fold(Binary64::default(), |sum, a| sum.plus(per_unit(a)));
        Binary64::whole(self.line.unit_price).plus(sum)
    }

    /// A list price as (net, gross).
    fn taxed(&self, price: Binary64, incl: bool) -> (Binary64, Binary64) {
        let (hundred, rate) = (Binary64::whole(100), double(self.line.tax_rate));
        if incl {
            let part = price.over(hundred.plus(rate).over(hundred));
            (price.minus(price.minus(part)), price)
        } else {
            (price, price.plus(price.times(rate.over(hundred))))
        }
    }

    /// Unit prices as (net, gross) of the whole line, rounded.
    fn of_line(&self, unit: Binary64, incl: bool) -> (i64, i64) {
        let quantity = Binary64::whole(self.line.quantity.into());
        let (net, gross) = self.taxed(unit, incl);
        (net.times(quantity).round(), gross.times(quantity).round())
    }

    fn adjust(&mut self, adjustment: Adjustment, incl: bool) {
        let (net, gross) = self.prorated;
        let left = if incl { gross } else { net };
        let amount = adjustment.amount.max(left.saturating_neg());
        if amount != 0 {
            self.adjustments.push(Adjustment { amount, ..adjustment });
            self.prorated = self.of_line(self.unit(true), incl);
        }
    }

    /// What an adjustment of the line is worth, as (net, gross), rounded.
    fn worth(&self, adjustment: &Adjustment, incl: bool) -> (i64, i64) {
        let quantity = Binary64::whole(self.line.quantity.into());
        let amount = Binary64::whole(adjustment.amount).over(quantity).times(quantity);
        let (net, gross) = self.taxed(amount, incl);
        (net.round(), gross.round())
    }
}

struct Till {
    incl: bool,
    lines: Vec<Adjusted>,
}

impl Till {
    fn subtotal(&self) -> (i64, i64) {
        let sums = self.lines.iter().map(|line| line.prorated);
        sums.fold((0, 0), |(net, gross), (n, g)| (net.saturating_add(n), gross.saturating_add(g)))
    }

    /// In the tax of the prices.
    fn listed_subtotal(&self) -> i64 {
        let (net, gross) = self.subtotal();
        if self.incl { gross } else { net }
    }

    fn holds(&self, promotion: &Promotion) -> bool {
        promotion.minimum.is_none_or(|minimum| self.listed_subtotal() >= minimum)
    }

    fn open<'a>(&self, promotions: &'a [Promotion]) -> Vec<(usize, &'a Promotion)> {
        promotions.iter().enumerate().filter(|(_, promotion)| self.holds(promotion)).collect()
    }

    fn item_promotions(&mut self, promotions: &[Promotion]) {
        for i in 0..self.lines.len() {
            for (n, promotion) in self.open(promotions) {
                if promotion.target == Target::Items && self.holds(promotion) {
                    self.lower_line(i, n, promotion);
                }
            }
        }
    }

    fn lower_line(&mut self, i: usize, n: usize, promotion: &Promotion) {
        let incl = self.incl;
        let Some(adjusted) = self.lines.get_mut(i) else { return };
        let line = adjusted.line;
        let amount = match promotion.method {
            Method::Percent(rate) => {
                let unit = Binary64::whole(line.unit_price).negated();
                let off = unit.times(double(rate).over(Binary64::whole(100)));
                off.times(Binary64::whole(line.quantity.into())).round()
            }
            Method::Fixed(value) => value.saturating_neg(),
        };
        adjusted.adjust(Adjustment { promotion: n, amount, target: Target::Items }, incl);
    }

    fn order_promotions(&mut self, promotions: &[Promotion]) {
        for (n, promotion) in self.open(promotions) {
            if promotion.target == Target::Order && self.holds(promotion) {
                self.lower_order(n, promotion);
            }
        }
    }

    fn lower_order(&mut self, n: usize, promotion: &Promotion) {
        let (incl, subtotal) = (self.incl, self.listed_subtotal());
        let amount = match promotion.method {
            Method::Percent(rate) => {
                let rate = double(rate).over(Binary64::whole(100));
                Binary64::whole(subtotal).negated().times(rate).round()
            }
            Method::Fixed(value) => value.min(subtotal).saturating_neg(),
        };
        if amount == 0 {
            return;
        }
        let weight = |line: &Adjusted| if line.line.quantity == 0 { 0 } else { line.prorated.1 };
        let weights: Vec<i64> = self.lines.iter().map(weight).collect();
        for (line, amount) in self.lines.iter_mut().zip(prorate(&weights, amount)) {
            line.adjust(Adjustment { promotion: n, amount, target: Target::Order }, incl);
        }
    }

    fn totals(&self, promotions: &[Promotion]) -> Totals {
        let (net, gross) = self.subtotal();
        let lines = self.lines.iter().map(|line| self.line_totals(line)).collect();
        let discounts = promotions.iter().enumerate().filter_map(|(n, p)| self.discount(n, p)).collect();
        Totals { net, gross, lines, discounts }
    }

    fn line_totals(&self, adjusted: &Adjusted) -> LineTotals {
        let (prorated_net, prorated_gross) = adjusted.prorated;
        let (discounted_net, discounted_gross) = adjusted.of_line(adjusted.unit(false), self.incl);
        let (net, gross) = adjusted.of_line(Binary64::whole(adjusted.line.unit_price), self.incl);
        let tax = gross.saturating_sub(net);
        let by = adjusted.adjustments.iter().map(|a| (a.promotion, a.amount.saturating_neg())).collect();
        LineTotals { prorated_net, prorated_gross, discounted_net, discounted_gross, tax, by }
    }

    fn discount(&self, n: usize, promotion: &Promotion) -> Option<Discount> {
        let mut sum: Option<(i64, i64)> = None;
        for line in &self.lines {
            for adjustment in line.adjustments.iter().filter(|a| a.promotion == n) {
                let (net, gross) = line.worth(adjustment, self.incl);
                let before = sum.unwrap_or_default();
                sum = Some((before.0.saturating_add(net), before.1.saturating_add(gross)));
            }
        }
        sum.map(|(net, gross)| Discount { code: promotion.code.clone(), net, gross })
    }
}

/// The double that a decimal is read as.
fn double(decimal: Fine) -> Binary64 {
    let (mut digits, mut scale) = (decimal.0, Fine::ONE.0);
    while scale > 1 && digits.checked_rem(10) == Some(0) {
        digits = digits.checked_div(10).unwrap_or(0);
        scale = scale.checked_div(10).unwrap_or(1);
    }
    Binary64::fraction(i64::try_from(digits).unwrap_or(i64::MAX), i64::try_from(scale).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_read_as_the_double_of_its_digits() {
        for (text, n, d) in [
            ("123456.7", 1_234_567, 10),
            ("0.1", 1, 10),
            ("20", 20, 1),
            ("12345678.5", 123_456_785, 10),
            ("12345.678", 12_345_678, 1_000),
        ] {
            let decimal: Fine = text.parse().expect("a decimal");
            assert_eq!(double(decimal), Binary64::fraction(n, d), "{text}");
        }
    }

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
