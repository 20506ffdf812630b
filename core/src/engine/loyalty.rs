//! What somebody collected: read from the snapshot and their slice alone.

use crate::engine::ask::Reader;
use crate::event::ReferralFault;
use crate::money::{BasisPoints, Money, ratio};
use crate::query::{Ahead, Invited, Loyalty, Points, Referring, Standing, Unknown};
use crate::terms::loyalty::{Account, Came, Earn, Measure, Programme, Referral, Stands, Tiers};
use crate::time::Timestamp;

impl Reader<'_> {
    /// Their points and tier.
    pub(super) fn loyalty(&self) -> Result<Loyalty, Unknown> {
        let programme = self.engine.snapshot().shop.loyalty().ok_or(Unknown::Programme)?;
        let nobody = Account::default();
        let account = self.shared.account().unwrap_or(&nobody);
        let available = account.available(self.at);
        let ends = account.lots.iter().filter(|lot| !lot.is_over(self.at));
        let ends = ends.filter_map(|lot| Some(Points { at: lot.expires?, points: lot.left }));
        let waits = account.lots.iter().filter(|lot| !lot.is_over(self.at) && !lot.is_ripe(self.at));
        let waits = waits.map(|lot| Points { at: lot.ripe, points: lot.left });
        Ok(Loyalty {
            member: self.shared.card,
            available,
            worth: self.money(programme.worth.of(available)),
            pending: by_moment(waits),
            expiring: by_moment(ends),
            redeem: programme.redeem,
            tier: self.standing(programme, account),
            ahead: programme.tiers.as_ref().and_then(|tiers| self.ahead(programme, tiers, account)),
            history: account.entries.iter().rev().copied().collect(),
            opening: account.opening,
            referral: programme.referral.as_ref().map(|own| Box::new(self.referring(own, account))),
        })
    }

    /// What referring brings, and brought.
    fn referring(&self, referral: &Referral, account: &Account) -> Referring {
        let own = &account.referrals;
        Referring {
            gives: referral.gives.into(),
            welcomes: referral.welcomes.into(),
            least: self.money(referral.least),
            code: own.codes.first().cloned(),
            followed: own.followed,
            brought: own.brought,
            points: own.points,
            came: own.came.as_ref().map(|came| came.told(self.at)),
        }
    }

    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.engine.snapshot().shop.currency)
    }

    fn standing(&self, programme: &Programme, account: &Account) -> Option<Standing> {
        let held = account.tier.as_ref()?;
        let (_, tier) = programme.tiers.as_ref()?.named(&held.tier)?;
        Some(Standing { tier: tier.name.clone(), title: tier.label(), since: held.since, until: held.until })
    }

    /// The next tier; nothing for who is in the highest, or does not collect.
    fn ahead(&self, programme: &Programme, tiers: &Tiers, account: &Account) -> Option<Ahead> {
        let held = account.tier.as_ref().and_then(|held| tiers.named(&held.tier));
        let next = held.map_or(0, |(rank, _)| rank.saturating_add(1));
        let tier = tiers.steps.get(next).filter(|_| self.shared.card)?;
        let zone = &self.engine.snapshot().shop.zone;
        let today = zone.civil_day(self.at);
        let have = tiers.have(account, today);
        let spend = cheapest(programme, tiers, account, tier.from.saturating_sub(have).max(0));
        let spent = Measure::Spend.of(&account.tally(tiers.window.first(today), today));
        let brings = more(programme, tiers.multiplier(account), tier.multiplier, spent);
        Some(Ahead {
            tier: tier.name.clone(),
            title: tier.label(),
            by: tiers.by,
            have,
            need: tier.from,
            until: self.falls(tiers, account),
            spend: spend.map(|minor| self.money(minor)),
            brings: self.money(brings),
            prices: tier.prices,
            worth_it: tier.prices || spend.is_some_and(|spend| brings >= spend),
        })
    }

    /// When less will count, if nothing more comes.
    fn falls(&self, tiers: &Tiers, account: &Account) -> Option<Timestamp> {
        let zone = &self.engine.snapshot().shop.zone;
        let today = zone.civil_day(self.at);
        if let Some(last) = tiers.window.last(today) {
            return Some(zone.end_of(last));
        }
        let first = tiers.window.first(today)?;
        let counts = account.days.iter().find(|day| day.day >= first && tiers.by.of(&day.tally) > 0)?;
        // It is the first that falls out: so many days later as the window is long.
        let length = today.0.saturating_sub(first.0);
        Some(zone.end_of(counts.day.plus(length)))
    }
}

impl Came {
    /// How it stands at a moment: what is too late is told so before an order says it.
    fn told(&self, at: Timestamp) -> Invited {
        match &self.stands {
            Stands::Awaited if self.until <= at => Invited::Ended(ReferralFault::Late),
            Stands::Awaited => Invited::Until(self.until),
            Stands::Welcomed { .. } | Stands::Undone => Invited::Welcomed,
            Stands::Ended(why) => Invited::Ended(*why),
        }
    }
}

/// Moments once each, ascending; what comes after [`Loyalty::MOST`] is in the last.
fn by_moment(points: impl Iterator<Item = Points>) -> Vec<Points> {
    let mut all: Vec<Points> = points.collect();
    all.sort_by_key(|one| (one.at, one.points));
    let mut told: Vec<Points> = Vec::new();
    for one in all {
        let full = told.len() >= Loyalty::MOST;
        match told.last_mut().filter(|last| full || last.at == one.at) {
            Some(last) => last.points = last.points.saturating_add(one.points),
            None => told.push(one),
        }
    }
    told
}

/// The least money that makes so much more count.
fn cheapest(programme: &Programme, tiers: &Tiers, account: &Account, missing: i64) -> Option<i64> {
    match tiers.by {
        Measure::Spend => Some(missing),
        // An order may cost anything.
        Measure::Orders => None,
        Measure::Points => {
            let BasisPoints(multiplier) = tiers.multiplier(account);
            let of = |earn: &Earn| match earn {
                Earn::Spend { points, per, .. } => {
                    // Rounded up: the least of which so many whole points come.
                    let each = i128::from(*points).checked_mul(multiplier.into())?;
                    let whole = i128::from(missing).checked_mul(i128::from(*per).checked_mul(10_000)?)?;
                    let spend = whole.checked_add(each.checked_sub(1)?)?.checked_div(each)?;
                    i64::try_from(spend).ok()
                }
                _ => None,
            };
            programme.earn.iter().filter_map(|rule| of(&rule.by)).min()
        }
    }
}

/// What more points are worth for the same spend.
fn more(programme: &Programme, now: BasisPoints, then: BasisPoints, spent: i64) -> i64 {
    let of = |earn: &Earn| match earn {
        Earn::Spend { points, per, .. } => {
            let rate = u64::from(then.0.saturating_sub(now.0)).saturating_mul(u64::from(*points));
            ratio(spent, rate, per.unsigned_abs().saturating_mul(10_000))
        }
        _ => None,
    };
    let points = programme.earn.iter().filter_map(|rule| of(&rule.by)).max().unwrap_or(0);
    programme.worth.of(points)
}
