//! An order while promotions act on it, line by line.

use super::{Discount, Line, LineTotals, Method, Promotion, Target, Totals, prorate};
use crate::terms::compat::Fine;
use crate::terms::compat::binary64::Binary64;

/// What one promotion took off one line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Adjustment {
    pub(super) promotion: usize,
    pub(super) amount: i64,
    pub(super) target: Target,
}

/// A line, and what was taken off it.
pub(super) struct Adjusted {
    line: Line,
    adjustments: Vec<Adjustment>,
    /// What it comes to after them, as (net, gross).
    pub(super) prorated: (i64, i64),
}

impl Adjusted {
    pub(super) fn of(line: Line, incl: bool) -> Self {
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

    pub(super) fn adjust(&mut self, adjustment: Adjustment, incl: bool) {
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

/// All lines.
pub(super) struct Till {
    pub(super) incl: bool,
    pub(super) lines: Vec<Adjusted>,
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

    pub(super) fn item_promotions(&mut self, promotions: &[Promotion]) {
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

    pub(super) fn order_promotions(&mut self, promotions: &[Promotion]) {
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

    pub(super) fn totals(&self, promotions: &[Promotion]) -> Totals {
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
}
