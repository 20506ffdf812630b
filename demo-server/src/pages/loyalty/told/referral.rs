//! What referring brings, in words.

use attar::terms::loyalty::Referral;

use super::super::super::terms::told::Teller;
use super::super::super::words::{ReferralWords, fill};
use super::Told;

impl Told<'_> {
    pub(super) fn referral_title(&self) -> &'static str {
        ReferralWords::of(self.caller.lang()).title
    }

    /// What it gives, and what bounds it.
    pub(super) fn referral(&self, referral: Option<&Referral>) -> Vec<String> {
        let Some(referral) = referral else { return Vec::new() };
        let words = ReferralWords::of(self.caller.lang());
        let (gives, welcomes) = (self.points(referral.gives), self.points(referral.welcomes));
        let gives = match referral.least {
            0 => fill(words.is_any, &[&gives, &welcomes]),
            least => fill(words.is, &[&gives, &welcomes, &Teller::new(self.caller).money(least)]),
        };
        let times = |count: u32| self.caller.counted(count, |nouns| nouns.time_of);
        let most = referral.most.map(|most| fill(words.bounded, &[&times(most), &self.days(referral.days)]));
        let ever = referral.most_ever.map(|most| fill(words.bounded_ever, &[&times(most)]));
        let waits = fill(words.waits, &[&self.days(referral.wait_days)]);
        [gives].into_iter().chain(most).chain(ever).chain([waits]).collect()
    }
}
