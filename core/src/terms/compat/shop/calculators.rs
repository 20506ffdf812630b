//! What the calculators of Solidus and Saleor take off a basket.

use crate::terms::basket::{Basket, Priced};
use crate::terms::compat::fine::to_minor;
use crate::terms::compat::offer::{Calculator, Foreign, Per, Saleor, Solidus};
use crate::terms::compat::{Fine, saleor_calculators as saleor, solidus_calculators as solidus};
use crate::terms::offer::Cut;

/// What an offer takes off what is left of each line; nothing, where its engine must see the whole cart.
pub(crate) fn cut(foreign: &Foreign, basket: &Basket<'_>, left: &[i64]) -> Cut {
    let amounts = match foreign {
        Foreign::Medusa(_) | Foreign::Vendure(_) => return Cut::default(),
        Foreign::Solidus(own) => own.amounts(basket, left),
        Foreign::Saleor(own) => own.amounts(basket, left),
    };
    let lines = to_minor(&amounts, basket.cart.currency.exponent()).unwrap_or_default();
    Cut { lines, ..Cut::default() }
}

impl Solidus {
    /// Off what is left of each line; tiers look at the whole order's price.
    fn amounts(&self, basket: &Basket<'_>, left: &[i64]) -> Vec<Fine> {
        let decimals = basket.cart.currency.exponent();
        let is_meant = |line: &Priced<'_>| line.is_lowered_by(&self.of);
        let price = |line: &Priced<'_>| Fine::minor(line.price, decimals);
        let sum = |lines: &mut dyn Iterator<Item = Fine>| lines.fold(Fine::ZERO, Fine::plus);
        let asked = Asked {
            calculator: &self.calculator,
            item_total: sum(&mut basket.lines.iter().map(price)),
            decimals,
        };
        let meant = |(line, left): (&Priced<'_>, &i64)| {
            if is_meant(line) { Fine::minor(*left, decimals) } else { Fine::ZERO }
        };
        let amounts: Vec<Fine> = basket.lines.iter().zip(left).map(meant).collect();
        let units = |line: &Priced<'_>| if is_meant(line) { line.quantity } else { 0 };
        if self.per == Per::Line {
            let lines = basket.lines.iter().zip(amounts);
            return lines.map(|(line, amount)| asked.of(amount, units(line))).collect();
        }
        let units = basket.lines.iter().map(units).fold(0, u32::saturating_add);
        let total = asked.of(sum(&mut amounts.iter().copied()), units);
        solidus::distribute(&amounts, total, decimals)
    }
}

/// A calculator, and what it knows of the order.
struct Asked<'a> {
    calculator: &'a Calculator,
    item_total: Fine,
    decimals: u8,
}

impl Asked<'_> {
    /// Off an amount of so many units, never more than it.
    fn of(&self, amount: Fine, units: u32) -> Fine {
        let off = match self.calculator {
            // Of a shop all is in one currency.
            Calculator::FlatRate { amount } => solidus::flat_rate(*amount, "", ""),
            Calculator::FlexiRate { first, additional, max_items } => {
                solidus::first_plus_additional(*first, *additional, *max_items, units)
            }
            Calculator::FlatPercentItemTotal { percent } => {
                solidus::percent_of_amount(amount, *percent, self.decimals)
            }
            Calculator::PercentOnLineItem { percent } => solidus::percent_on_line(amount, *percent),
            Calculator::TieredFlatRate { base, tiers } => solidus::tiered_flat(*base, tiers, amount, "", ""),
            Calculator::TieredPercent { base, tiers } => {
                solidus::tiered_percent(*base, tiers, self.item_total, amount, self.decimals)
            }
        };
        off.min(amount)
    }
}

impl Saleor {
    /// Off what is left of each line: that of a unit, never more than it, so many times.
    fn amounts(&self, basket: &Basket<'_>, left: &[i64]) -> Vec<Fine> {
        let decimals = basket.cart.currency.exponent();
        let unit = |(line, left): (&Priced<'_>, &i64)| {
            let minor = if line.is_lowered_by(&self.of) { *left } else { 0 };
            Fine::minor(minor.checked_div(line.quantity.into()).unwrap_or(0), decimals)
        };
        let units: Vec<Fine> = basket.lines.iter().zip(left).map(unit).collect();
        let off = saleor::percent_per_line(&units, self.percent, decimals);
        let off = off.iter().zip(&units).map(|(off, unit)| (*off).min(*unit));
        off.zip(&basket.lines).map(|(off, line)| off.times(line.quantity.into())).collect()
    }
}
