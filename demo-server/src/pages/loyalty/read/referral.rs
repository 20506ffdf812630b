//! Reads what referring brings.

use attar::terms::loyalty::Referral;

use super::{MOST_DAYS, Reader};

impl Reader<'_> {
    /// Nothing, where neither side gets points.
    pub(super) fn referral(&mut self) -> Option<Referral> {
        let [gives, welcomes] =
            ["referral_gives", "referral_welcomes"].map(|field| self.up_to(field, Referral::MOST_POINTS));
        if gives.is_none() && welcomes.is_none() {
            return None;
        }
        Some(Referral {
            gives: gives.unwrap_or(0),
            welcomes: welcomes.unwrap_or(0),
            least: self.entries.money("referral_least").unwrap_or(0),
            most: self.entries.count("referral_most"),
            days: self.within("referral_days", 1, MOST_DAYS),
            most_ever: self.entries.count("referral_most_ever"),
            wait_days: self.within("referral_wait_days", 1, MOST_DAYS),
        })
    }

    /// A whole number up to another; nothing where nothing stands, or 0.
    pub(super) fn up_to(&mut self, field: &str, most: u32) -> Option<u32> {
        let text = self.entries.filled.one(field);
        let is_said = !text.is_empty();
        let read: u32 = if is_said { self.within(field, 0, most.into()) } else { 0 };
        Some(read).filter(|read| is_said && *read > 0)
    }
}
