//! Refunds: any subset, in any order, returns exactly what was paid, and gives budgets back.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::money::worth;
use crate::terms::promotion::PromotionId;
use crate::terms::receipt::Receipt;

/// What was paid and what was returned of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    lines: Vec<Entry>,
    shipping: i64,
    /// What promotions took off the shipping.
    shipping_by: Vec<(PromotionId, i64)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    quantity: u32,
    returned: u32,
    paid: i64,
    by: Vec<(PromotionId, i64)>,
}

/// What one return gives back, in minor units.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// To the shopper.
    pub minor: i64,
    /// To the budgets of these promotions.
    pub promotions: Vec<(PromotionId, i64)>,
}

/// Why nothing is returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundError {
    /// There is no such line.
    UnknownLine,
    /// `units` is 0, or more than are left of the line.
    Units(u32),
}

impl fmt::Display for RefundError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownLine => f.write_str("there is no such `line`"),
            Self::Units(left) => write!(f, "`units` must be `1` to `{left}`"),
        }
    }
}

impl core::error::Error for RefundError {}

impl Ledger {
    /// Nothing was returned yet of what a receipt says.
    pub fn new(receipt: &Receipt) -> Self {
        // Tax that is not in the prices was paid too.
        let added = |tax: i64| if receipt.tax_included { 0 } else { tax };
        let paid_lines = receipt.lines.iter().map(|line| Entry {
            quantity: line.quantity,
            returned: 0,
            paid: line.total.saturating_add(added(line.tax)),
            by: line.by.clone(),
        });
        let lines: Vec<Entry> = paid_lines.collect();
        let on_lines = lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.paid));
        let on_line = |promotion: PromotionId| {
            let all = lines.iter().flat_map(|line| &line.by).filter(|(id, _)| *id == promotion);
            all.fold(0_i64, |sum, (_, minor)| sum.saturating_add(*minor))
        };
        let rest = receipt.given().into_iter().map(|(id, minor)| (id, minor.saturating_sub(on_line(id))));
        let shipping_by = rest.filter(|(_, minor)| *minor > 0).collect();
        // INVARIANT: lines and shipping sum to the total.
        Self { shipping: receipt.total.saturating_sub(on_lines), lines, shipping_by }
    }

    /// Nothing was returned yet of lines of so many units at so much, without promotions or sending.
    pub fn plain(lines: impl Iterator<Item = (u32, i64)>) -> Self {
        let entry = |(quantity, paid)| Entry { quantity, returned: 0, paid, by: Vec::new() };
        Self { lines: lines.map(entry).collect(), shipping: 0, shipping_by: Vec::new() }
    }

    /// Returns some units of a line.
    ///
    /// The part of the n-th unit is what n units are worth, cut, less what n - 1 are: so the parts
    /// sum to the whole in any order.
    ///
    /// # Errors
    /// A [`RefundError`]; nothing is returned then.
    pub fn refund(&mut self, line: usize, units: u32) -> Result<Refund, RefundError> {
        let entry = self.lines.get_mut(line).ok_or(RefundError::UnknownLine)?;
        let left = entry.quantity.saturating_sub(entry.returned);
        if units == 0 || units > left {
            return Err(RefundError::Units(left));
        }
        let (before, after) = (entry.returned, entry.returned.saturating_add(units));
        let part = |whole: i64| {
            let until = |n: u32| worth(whole, n, entry.quantity);
            until(after).saturating_sub(until(before))
        };
        let promotions = entry.by.iter().map(|(id, minor)| (*id, part(*minor))).collect();
        let refund = Refund { minor: part(entry.paid), promotions };
        entry.returned = after;
        Ok(refund)
    }

    /// Returns what sending cost, once.
    pub fn refund_shipping(&mut self) -> Refund {
        let (minor, promotions) =
            (core::mem::take(&mut self.shipping), core::mem::take(&mut self.shipping_by));
        Refund { minor, promotions }
    }

    /// What could still be returned.
    pub fn left(&self) -> i64 {
        self.lines.iter().fold(self.shipping, |sum, line| {
            let back = worth(line.paid, line.returned, line.quantity);
            sum.saturating_add(line.paid.saturating_sub(back))
        })
    }
}
