//! What is wrong with a programme: what cannot hold at all is a fault, and a rule that is broken is off.

use crate::money::Money;
use crate::terms::loyalty::{
    Delight, Earn, EarnRule, Expiry, Programme, Redeem, Referral, Tiers, Window, Worth,
};
use crate::terms::promotion::{is_protected, schedule_fault};

/// The most whole days that points wait, come back, or a tier outlasts its end; and that a window has.
const MOST_DAYS: u16 = 366;
/// The longest name of a tier, in bytes.
const LONGEST: usize = 40;

impl Programme {
    /// The programme without what is broken, and a sentence for each part that is off.
    ///
    /// # Errors
    /// A sentence that names the field without which nothing holds.
    pub fn checked(mut self) -> Result<(Self, Vec<String>), String> {
        self.fault().map_or(Ok(()), Err)?;
        let mut off = Vec::new();
        let all = core::mem::take(&mut self.earn);
        let twice = |rule: &EarnRule| all.iter().filter(|other| other.id == rule.id).count() > 1;
        let fault = |rule: &EarnRule| {
            let twice = twice(rule).then(|| "its `id` is used twice".to_owned());
            twice.or_else(|| rule.fault())
        };
        for rule in &all {
            match fault(rule) {
                Some(why) => off.push(format!("earn rule `{}` is off: {why}", rule.id)),
                None => self.earn.push(rule.clone()),
            }
        }
        self.earn.sort_by_key(|rule| rule.id);
        if let Some(why) = self.expiry.and_then(|expiry| expiry.fault(self.pending_days)) {
            off.push(format!("`expiry` is off, points never expire: {why}"));
            self.expiry = None;
        }
        Ok((self, off))
    }

    fn fault(&self) -> Option<String> {
        let Worth { points, minor } = self.worth;
        if points < 1 || !(1..=Worth::MOST_MINOR).contains(&minor) {
            let most = Worth::MOST_MINOR;
            return Some(format!("`worth`: `points` must be at least `1`, and `minor` `1` to `{most}`"));
        }
        for (field, days) in [("pending_days", self.pending_days), ("revive_days", self.revive_days)] {
            if days > MOST_DAYS {
                return Some(format!("`{field}` must be at most `{MOST_DAYS}`"));
            }
        }
        let redeem = self.redeem.as_ref().and_then(Redeem::fault);
        let tiers = || self.tiers.as_ref().and_then(Tiers::fault).map(|why| format!("`tiers`: {why}"));
        let delight =
            || self.delight.as_ref().and_then(Delight::fault).map(|why| format!("`delight`: {why}"));
        let referral =
            || self.referral.as_ref().and_then(Referral::fault).map(|why| format!("`referral`: {why}"));
        redeem.map(|why| format!("`redeem`: {why}")).or_else(tiers).or_else(referral).or_else(delight)
    }
}

impl EarnRule {
    fn fault(&self) -> Option<String> {
        let (Earn::Spend { points, .. }
        | Earn::Units { points, .. }
        | Earn::Joining { points }
        | Earn::FirstPurchase { points }) = self.by;
        if points < 1 {
            return Some("`points` must be at least `1`".to_owned());
        }
        match self.by {
            Earn::Spend { per, .. } if !(1..=Money::MOST_MINOR).contains(&per) => {
                Some(format!("`per` must be `1` to `{}`", Money::MOST_MINOR))
            }
            _ => schedule_fault(&self.when).map(|why| format!("`when`: {why}")),
        }
    }
}

impl Expiry {
    fn fault(self, pending: u16) -> Option<String> {
        match self {
            Self::Days(0 | 3_661..) => Some("`days` must be `1` to `3660`".to_owned()),
            Self::Days(days) if days <= pending => {
                Some(format!("`days` must be above `pending_days`, `{pending}`"))
            }
            Self::Months(121..) => Some("`months` must be at most `120`".to_owned()),
            Self::Years(11..) => Some("`years` must be at most `10`".to_owned()),
            _ => None,
        }
    }
}

impl Redeem {
    fn fault(&self) -> Option<&'static str> {
        match self {
            Self { least: 0, .. } => Some("`least` must be at least `1`"),
            Self { step: 0, .. } => Some("`step` must be at least `1`"),
            own if !(1..=10_000).contains(&own.most_share.0) => Some("`most_share` must be `1` to `10000`"),
            _ => None,
        }
    }
}

impl Referral {
    /// The most points for one of both.
    pub const MOST_POINTS: u32 = 1_000_000;

    fn fault(&self) -> Option<String> {
        let Self { gives, welcomes, least, most, days, most_ever, wait_days } = *self;
        let points = [("gives", gives), ("welcomes", welcomes)];
        if let Some((field, _)) = points.into_iter().find(|(_, points)| *points > Self::MOST_POINTS) {
            return Some(format!("`{field}` must be at most `{}`", Self::MOST_POINTS));
        }
        if gives == 0 && welcomes == 0 {
            return Some("`gives` or `welcomes` must be at least `1`".to_owned());
        }
        if !(0..=Money::MOST_MINOR).contains(&least) {
            return Some(format!("`least` must be `0` to `{}`", Money::MOST_MINOR));
        }
        if let Some((field, _)) = [("days", days), ("wait_days", wait_days)]
            .into_iter()
            .find(|(_, days)| !(1..=MOST_DAYS).contains(days))
        {
            return Some(format!("`{field}` must be `1` to `{MOST_DAYS}`"));
        }
        let limits = [("most", most), ("most_ever", most_ever)];
        let none = limits.into_iter().find(|(_, limit)| *limit == Some(0));
        none.map(|(field, _)| format!("`{field}` must be at least `1`"))
    }
}

impl Tiers {
    fn fault(&self) -> Option<String> {
        if self.steps.is_empty() {
            return Some("`steps` must not be empty".to_owned());
        }
        if self.grace_days > MOST_DAYS {
            return Some(format!("`grace_days` must be at most `{MOST_DAYS}`"));
        }
        match self.window {
            Window::Days(days) if !(1..=MOST_DAYS).contains(&days) => {
                return Some(format!("`window`: `days` must be `1` to `{MOST_DAYS}`"));
            }
            Window::Lifetime => {}
            _ if self.downgrade.is_none() => {
                return Some(
                    "`downgrade` must say where a tier leads that ends: `step` or `earned`".to_owned(),
                );
            }
            _ => {}
        }
        if !self.steps.is_sorted_by(|a, b| a.from < b.from) {
            return Some("`steps` must ascend by `from`, and no two be the same".to_owned());
        }
        self.steps.iter().find_map(|tier| {
            let why = self.step_fault(tier)?;
            Some(format!("`{}`: {why}", tier.name))
        })
    }

    fn step_fault(&self, tier: &super::Tier) -> Option<String> {
        let name = tier.name.as_str();
        let fits = (1..=LONGEST).contains(&name.len()) && name.trim().len() == name.len();
        if !fits {
            return Some(format!("`name` must have `1` to `{LONGEST}` bytes, and no space at its ends"));
        }
        if is_protected(name) {
            return Some("`name` is a protected trait; no price may depend on it".to_owned());
        }
        if self.steps.iter().filter(|other| other.name == name).count() > 1 {
            return Some("`name` is used twice".to_owned());
        }
        if !(1..=Money::MOST_MINOR).contains(&tier.from) {
            return Some(format!("`from` must be `1` to `{}`", Money::MOST_MINOR));
        }
        if !(10_000..=100_000).contains(&tier.multiplier.0) {
            return Some("`multiplier` must be `10000` to `100000`".to_owned());
        }
        let life = tier.for_life.is_some_and(|from| from < tier.from);
        life.then(|| "`for_life` must be at least `from`".to_owned())
    }
}
