//! What points are worth, and how many of them may be spent.

use serde::{Deserialize, Serialize};

use crate::money::BasisPoints;
#[cfg(feature = "till")]
use crate::terms::loyalty::How;
use crate::terms::loyalty::{Programme, Redeem, Worth};

/// How many points may be spent at once: none, or `least` to `most` in steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redeemable {
    /// The fewest.
    pub least: i64,
    /// Only multiples of so many.
    pub step: i64,
    /// The most; 0 or below `least`, if none can be spent.
    pub most: i64,
}

impl Redeemable {
    /// The fewest that may be spent: a multiple of the step.
    pub fn fewest(&self) -> i64 {
        let step = self.step.max(1);
        let over = self.least.max(1).checked_rem(step).unwrap_or(0);
        let up = if over == 0 { 0 } else { step.saturating_sub(over) };
        self.least.max(1).saturating_add(up)
    }

    /// Whether any may be spent.
    pub fn is_open(&self) -> bool {
        self.most >= self.fewest()
    }

    /// Whether so many may be spent.
    pub fn takes(&self, points: i64) -> bool {
        let whole = points.checked_rem(self.step) == Some(0);
        whole && points > 0 && points >= self.least && points <= self.most
    }
}

/// `whole * n / d`, cut; the largest there is, where that does not fit.
pub(crate) fn part(whole: i64, n: i64, d: i64) -> i64 {
    let product = i128::from(whole).saturating_mul(n.into());
    let part = product.checked_div(d.into()).unwrap_or(0);
    i64::try_from(part).unwrap_or(i64::MAX)
}

impl Worth {
    /// The most minor units that some points may be worth: a billion.
    pub const MOST_MINOR: i64 = 1_000_000_000;

    /// What so many points are worth, in minor units, cut.
    pub fn of(&self, points: i64) -> i64 {
        part(points, self.minor, self.points.into())
    }

    /// The most points that are worth no more than that.
    fn within(&self, minor: i64) -> i64 {
        part(minor, self.points.into(), self.minor)
    }

    /// The fewest points that are worth so much.
    #[cfg(feature = "till")]
    pub(crate) fn at_least(&self, minor: i64) -> i64 {
        let points = self.within(minor);
        if self.of(points) < minor { points.saturating_add(1) } else { points }
    }
}

impl Programme {
    /// How many of so many points are spent that came to so much: of a discount that guards held back, fewer.
    #[cfg(feature = "till")]
    pub(crate) fn spent(&self, points: i64, minor: i64) -> i64 {
        match self.redeem.map(|redeem| redeem.how) {
            Some(How::Discount) => self.worth.at_least(minor).min(points),
            _ => points,
        }
    }

    /// How many of so many points may be spent on what comes to so much.
    pub fn redeemable(&self, available: i64, total: i64) -> Redeemable {
        let Some(Redeem { least, step, most_share: BasisPoints(share), .. }) = self.redeem else {
            return Redeemable::default();
        };
        let step = i64::from(step).max(1);
        let most = self.worth.within(part(total, share.into(), 10_000)).min(available).max(0);
        let over = most.checked_rem(step).unwrap_or(0);
        Redeemable { least: least.into(), step, most: most.saturating_sub(over) }
    }
}
