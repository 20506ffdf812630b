//! How many points a purchase earns, line by line.

use crate::event::EarnedLine;
use crate::id::{LabelId, ProductId};
use crate::money::{BasisPoints, Money, shares};
use crate::terms::condition::Selector;
use crate::terms::loyalty::redeem::part;
use crate::terms::loyalty::{Earn, Programme};
use crate::time::{Timestamp, Zone};

/// One line of a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bought {
    /// What.
    pub product: ProductId,
    /// Its category.
    pub category: LabelId,
    /// How many.
    pub units: u32,
    /// What was paid for it in money, in minor units.
    pub spend: i64,
}

impl Programme {
    /// What each line earns somebody whose tier multiplies points by so much. What earns nothing whatever the rules say
    /// counts for nothing either.
    pub fn earned(
        &self,
        lines: &[Bought],
        multiplier: BasisPoints,
        (at, zone): (Timestamp, &Zone),
    ) -> Vec<EarnedLine> {
        let mut earned = self.counting(lines);
        for rule in self.earn.iter().filter(|rule| rule.when.holds(at, zone)) {
            let points = match &rule.by {
                Earn::Spend { points, per, of } => {
                    let weights = self.weights(lines, of, |line| line.spend);
                    let spend = sum(&weights);
                    let total = part(
                        spend,
                        i64::from(*points).saturating_mul(multiplier.0.into()),
                        per.saturating_mul(10_000),
                    );
                    shares(total.min(Money::MOST_MINOR), &weights)
                }
                Earn::Units { points, of } => {
                    let weights =
                        self.weights(lines, of, |line| if line.spend > 0 { line.units.into() } else { 0 });
                    let total =
                        part(sum(&weights), i64::from(*points).saturating_mul(multiplier.0.into()), 10_000);
                    shares(total.min(Money::MOST_MINOR), &weights)
                }
                Earn::Joining { .. } | Earn::FirstPurchase { .. } => continue,
            };
            for (line, points) in earned.iter_mut().zip(points) {
                line.points = line.points.saturating_add(points).min(Money::MOST_MINOR);
            }
        }
        earned
    }

    /// What was bought, with the money that counts, and no points.
    pub(crate) fn counting(&self, bought: &[Bought]) -> Vec<EarnedLine> {
        let line = |line: &Bought| EarnedLine {
            product: line.product,
            units: line.units,
            spend: if self.is_nothing(line) { 0 } else { line.spend },
            points: 0,
        };
        bought.iter().map(line).collect()
    }

    fn weights(&self, lines: &[Bought], of: &Selector, weight: impl Fn(&Bought) -> i64) -> Vec<u64> {
        let own = |line: &Bought| of.takes(line.product, line.category) && !self.is_nothing(line);
        lines.iter().map(|line| if own(line) { weight(line).max(0).unsigned_abs() } else { 0 }).collect()
    }

    pub(crate) fn is_nothing(&self, line: &Bought) -> bool {
        self.nothing_on.products.contains(&line.product)
            || self.nothing_on.categories.contains(&line.category)
    }

    /// What an action earns, all its rules together.
    pub(crate) fn for_action(
        &self,
        of: impl Fn(&Earn) -> Option<u32>,
        (at, zone): (Timestamp, &Zone),
    ) -> i64 {
        let open = self.earn.iter().filter(|rule| rule.when.holds(at, zone));
        open.filter_map(|rule| of(&rule.by)).fold(0, |sum, points| sum.saturating_add(points.into()))
    }
}

fn sum(weights: &[u64]) -> i64 {
    weights.iter().fold(0_i64, |sum, weight| sum.saturating_add_unsigned(*weight))
}
