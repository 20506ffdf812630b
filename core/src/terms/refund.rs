//! Refunds: any subset, in any order, returns exactly what was paid, and gives budgets back.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::money::worth;
use crate::terms::loyalty::part;
use crate::terms::promotion::PromotionId;
use crate::terms::receipt::Receipt;

/// What was paid and what was returned of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    lines: Vec<Entry>,
    shipping: i64,
    /// What promotions took off the shipping.
    shipping_by: Vec<(PromotionId, i64)>,
    /// What all of it cost, in money, points and from a gift card.
    gross: i64,
    /// What points paid of that.
    by_points: i64,
    /// What a gift card paid of it.
    by_card: i64,
    /// What went back of it, in money, points and to a gift card.
    back: i64,
    /// Of a discount for points: what went back.
    discount_back: i64,
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
    /// To the shopper, in money.
    pub minor: i64,
    /// To the gift card that paid.
    pub card: i64,
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
        let gross = receipt.gross();
        let by_card = receipt.by_card();
        let by_points = gross.saturating_sub(receipt.total).saturating_sub(by_card);
        // INVARIANT: lines and shipping sum to what is paid, in money and points and from a card.
        let shipping = gross.saturating_sub(on_lines);
        Self { shipping, lines, shipping_by, gross, by_points, by_card, back: 0, discount_back: 0 }
    }

    /// Nothing was returned yet of lines of so many units at so much, without promotions or sending.
    pub fn plain(lines: impl Iterator<Item = (u32, i64)>) -> Self {
        let entry = |(quantity, paid)| Entry { quantity, returned: 0, paid, by: Vec::new() };
        let lines: Vec<Entry> = lines.map(entry).collect();
        let gross = lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.paid));
        let (shipping_by, by_points) = (Vec::new(), 0);
        Self { lines, shipping: 0, shipping_by, gross, by_points, by_card: 0, back: 0, discount_back: 0 }
    }

    /// What points had paid or taken off of what went back so far, in minor units.
    pub fn back_to_points(&self) -> i64 {
        self.paid_back(self.back).saturating_add(self.discount_back)
    }

    /// What went back to the gift card that paid, so far: all that is not for points goes there first, until all is back
    /// that it paid; only then money goes back. So no card becomes money as long as money was not all that was paid.
    pub fn back_to_card(&self) -> i64 {
        self.card_back(self.back)
    }

    fn card_back(&self, back: i64) -> i64 {
        back.saturating_sub(self.paid_back(back)).min(self.by_card)
    }

    /// What points paid of the first so much that goes back: so the parts sum to the whole in any order.
    fn paid_back(&self, back: i64) -> i64 {
        part(self.by_points, back, self.gross.max(1))
    }

    /// What is given back in money of what cost so much.
    fn give_back(&mut self, cost: i64, promotions: Vec<(PromotionId, i64)>) -> Refund {
        let (points, card) = (self.paid_back(self.back), self.card_back(self.back));
        self.back = self.back.saturating_add(cost);
        let points = self.paid_back(self.back).saturating_sub(points);
        let card = self.card_back(self.back).saturating_sub(card);
        let discount = promotions.iter().filter(|(id, _)| *id == PromotionId::POINTS);
        self.discount_back = discount.fold(self.discount_back, |sum, (_, minor)| sum.saturating_add(*minor));
        Refund { minor: cost.saturating_sub(points).saturating_sub(card), card, promotions }
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
        let cost = part(entry.paid);
        entry.returned = after;
        Ok(self.give_back(cost, promotions))
    }

    /// Returns what sending cost, once.
    pub fn refund_shipping(&mut self) -> Refund {
        let (minor, promotions) =
            (core::mem::take(&mut self.shipping), core::mem::take(&mut self.shipping_by));
        self.give_back(minor, promotions)
    }

    /// What could still be returned, in money.
    pub fn left(&self) -> i64 {
        let left = self.lines.iter().fold(self.shipping, |sum, line| {
            let back = worth(line.paid, line.returned, line.quantity);
            sum.saturating_add(line.paid.saturating_sub(back))
        });
        let by_card = self.by_card.saturating_sub(self.back_to_card());
        left.saturating_sub(self.by_points.saturating_sub(self.paid_back(self.back))).saturating_sub(by_card)
    }
}
