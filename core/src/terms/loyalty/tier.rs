//! Which tier somebody reaches, keeps or leaves.
//!
//! A tier is reached as soon as enough counts within the window, and lasts as long as the window says. At its end,
//! [`Tiers::grace_days`] later, it is looked at again: who has enough then, or had enough at the end, stays as long
//! again; else they go where [`Tiers::downgrade`] says. A tier is not lost before that, whatever the window forgets;
//! only one that was reached with or after an order that is given back, and not without it, is lost at once, and the one
//! that was held before is held again as it was.

use crate::money::BasisPoints;
use crate::terms::loyalty::{Account, Measure, Tally, Tier, Tiers};
use crate::time::{CivilDay, Timestamp, Zone};

impl Measure {
    /// What counts by it.
    pub const fn of(self, tally: &Tally) -> i64 {
        match self {
            Self::Spend => tally.spend,
            Self::Points => tally.points,
            Self::Orders => tally.orders,
        }
    }
}

impl Tiers {
    /// What counts on a day.
    pub fn have(&self, account: &Account, day: CivilDay) -> i64 {
        self.by.of(&account.tally(self.window.first(day), day))
    }

    /// The highest tier that so much reaches, and which it is.
    fn reached(&self, have: i64) -> Option<(usize, &Tier)> {
        self.steps.iter().enumerate().rfind(|(_, tier)| tier.from <= have)
    }

    /// The highest tier that somebody is in for life by now.
    fn for_life(&self, account: &Account) -> Option<(usize, &Tier)> {
        let ever = self.by.of(&account.ever);
        self.steps.iter().enumerate().rfind(|(_, tier)| tier.for_life.is_some_and(|from| from <= ever))
    }

    /// The tier that somebody has earned on a day, and until when they are in it.
    pub(crate) fn earned(
        &self,
        account: &Account,
        day: CivilDay,
        zone: &Zone,
    ) -> Option<(usize, &Tier, Option<Timestamp>)> {
        let life = self.for_life(account);
        let (rank, tier) = higher(self.reached(self.have(account, day)), life)?;
        let is_for_life = life.is_some_and(|(own, _)| own == rank);
        Some((rank, tier, if is_for_life { None } else { self.window.term(day, zone) }))
    }

    /// How much more somebody of a tier earns.
    pub fn multiplier(&self, account: &Account) -> BasisPoints {
        let held = account.tier.as_ref().and_then(|held| self.named(&held.tier));
        held.map_or(BasisPoints(10_000), |(_, tier)| tier.multiplier)
    }

    /// When a tier that ends is looked at.
    pub(crate) fn review(&self, until: Timestamp, zone: &Zone) -> Timestamp {
        match self.grace_days {
            0 => until,
            // The end is the midnight that begins a day.
            days => zone.midnight(zone.civil_day(until).plus(days.into())),
        }
    }
}

type Ranked<'a> = Option<(usize, &'a Tier)>;

fn higher<'a>(one: Ranked<'a>, other: Ranked<'a>) -> Ranked<'a> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.0 > one.0 { other } else { one }),
        (one, other) => one.or(other),
    }
}
