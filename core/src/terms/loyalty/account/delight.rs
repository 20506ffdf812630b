//! The surprises of a member, and how long they hold the card.

use super::Account;
use crate::event::{LoyaltyFact, Posting, Surprise, Why};
use crate::id::EntryId;
use crate::time::{CivilDay, Timestamp, Zone};

impl Account {
    /// They hold the card since a moment, or earlier.
    pub(crate) fn hold_card(&mut self, at: Timestamp) {
        self.since = Some(self.since.map_or(at, |since| since.min(at)));
    }

    /// Keeps a surprise.
    pub(super) fn note_delight(&mut self, fact: &LoyaltyFact) {
        if let Posting::Earned { why: Why::Delight(surprise), counted, .. } = &fact.what {
            self.delights.push((*surprise, fact.entry, counted.day));
            self.keep_delights();
        }
    }

    fn keep_delights(&mut self) {
        let over = self.delights.len().saturating_sub(Self::MOST_DELIGHTS);
        self.delights.drain(..over);
    }

    pub(super) fn merge_delights(&mut self, other: &Self) {
        self.since = self.since.into_iter().chain(other.since).min();
        self.delights.extend(&other.delights);
        self.delights.sort_unstable_by_key(|(surprise, lot, day)| (*day, *lot, *surprise));
        self.keep_delights();
    }

    /// Whether a lot is a surprise: no refund takes it back.
    pub(crate) fn is_gift(&self, lot: EntryId) -> bool {
        self.delights.iter().any(|(_, own, _)| *own == lot)
    }

    /// Whether they may be surprised so on a day: they were not before, nor otherwise in so many days around it.
    pub(crate) fn may_delight(&self, surprise: Surprise, day: CivilDay, rest: u16) -> bool {
        let near = |other: CivilDay| day.0.abs_diff(other.0) < u32::from(rest);
        self.delights.iter().all(|(own, _, other)| *own != surprise && !near(*other))
    }

    /// The anniversary of the card on a day or the last before it, and its year; nothing in the first year.
    pub(crate) fn anniversary(&self, today: CivilDay, zone: &Zone) -> Option<(CivilDay, u32)> {
        let year = u32::try_from(today.year_month_day().0).ok()?;
        [year, year.saturating_sub(1)].into_iter().find_map(|year| {
            let day = self.anniversary_of(year, zone).filter(|day| *day <= today)?;
            Some((day, year))
        })
    }

    /// When the next one begins after a day.
    pub(crate) fn next_anniversary(&self, today: CivilDay, zone: &Zone) -> Option<Timestamp> {
        let year = u32::try_from(today.year_month_day().0).ok()?;
        let mut all = (0..3).filter_map(|more| self.anniversary_of(year.saturating_add(more), zone));
        all.find(|day| *day > today).map(|day| zone.midnight(day))
    }

    /// The day of a year on which the card is held for whole years; of the 29th of February the 28th, where there is none.
    fn anniversary_of(&self, year: u32, zone: &Zone) -> Option<CivilDay> {
        let since = zone.civil_day(self.since?);
        let (_, month, day) = since.year_month_day();
        let (month, day) = (u32::from(month), u32::from(day));
        let found = CivilDay::of_date(year, month, day);
        let found = found.or_else(|| CivilDay::of_date(year, month, day.saturating_sub(1)));
        found.filter(|found| *found > since)
    }
}
