//! What an order has to do with points: what it earned, what of it was paid with them, and what went back.

use serde::{Deserialize, Serialize};

use crate::event::{Counted, Draw, EarnedLine, LoyaltyFact, Posting, Welcome, Why};
use crate::id::{EntryId, OrderId};
use crate::money::Money;

/// The points of one order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPoints {
    /// The last entry that was about it: none counts twice.
    pub last: EntryId,
    /// What it earned.
    pub award: Option<Award>,
    /// Points that were to be taken back so far, forgiven ones among them.
    pub clawed_back: i64,
    /// What no longer counts towards a tier so far.
    pub uncounted: Counted,
    /// What was paid with points.
    pub redemption: Option<Redemption>,
    /// Points that came back of these so far.
    pub given_back: i64,
}

/// What an order earned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// The lot.
    pub lot: EntryId,
    /// All of it.
    pub points: i64,
    /// For what; the rest is for the first purchase.
    pub lines: Vec<EarnedLine>,
    /// What counts towards a tier.
    pub counted: Counted,
}

/// What was paid with points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redemption {
    /// How many.
    pub points: i64,
    /// What they were worth.
    pub worth: Money,
    /// From which lots, in the order of drawing.
    pub from: Vec<Draw>,
}

impl LoyaltyFact {
    /// Of which order it is.
    pub fn order(&self) -> Option<OrderId> {
        match &self.what {
            Posting::Earned { why: Why::Order(order) | Why::Referred(Welcome { order, .. }), .. }
            | Posting::Redeemed { order, .. }
            | Posting::GivenBack { order, .. }
            | Posting::ClawedBack { order, .. } => Some(*order),
            Posting::ReferralUndone { order, .. } => *order,
            _ => None,
        }
    }
}

impl OrderPoints {
    /// Takes in a fact about the order.
    pub fn apply(&mut self, fact: &LoyaltyFact) {
        if fact.entry <= self.last {
            return;
        }
        self.last = fact.entry;
        match &fact.what {
            Posting::Earned { points, why: Why::Order(_), lines, counted, .. } if self.award.is_none() => {
                let (lot, lines) = (fact.entry, lines.clone());
                self.award = Some(Award { lot, points: *points, lines, counted: *counted });
            }
            Posting::Redeemed { points, worth, from, .. } if self.redemption.is_none() => {
                self.redemption = Some(Redemption { points: *points, worth: *worth, from: from.clone() });
            }
            Posting::GivenBack { points, .. } => self.given_back = self.given_back.saturating_add(*points),
            Posting::ClawedBack { points, forgiven, counted, .. } => {
                self.clawed_back = self.clawed_back.saturating_add(*points).saturating_add(*forgiven);
                self.uncounted.day = counted.day;
                self.uncounted.spend = self.uncounted.spend.saturating_add(counted.spend);
                self.uncounted.orders = self.uncounted.orders.saturating_add(counted.orders);
            }
            _ => {}
        }
    }
}

impl Redemption {
    /// The draws of so many points behind so many that came back before: what was drawn last comes back first.
    pub fn undone(&self, before: i64, points: i64) -> Vec<Draw> {
        let (mut skip, mut left) = (before, points);
        let mut back = Vec::new();
        for draw in self.from.iter().rev() {
            let passed = draw.points.min(skip);
            skip = skip.saturating_sub(passed);
            let points = draw.points.saturating_sub(passed).min(left);
            left = left.saturating_sub(points);
            if points > 0 {
                back.push(Draw { points, ..*draw });
            }
        }
        back
    }
}
