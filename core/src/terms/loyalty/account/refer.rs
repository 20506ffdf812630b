//! How an account keeps whom its member referred, and who referred them.

use super::Account;
use crate::event::{LoyaltyFact, Posting, Why};
use crate::id::EntryId;
use crate::terms::loyalty::{Came, Referrals, Stands};
use crate::time::CivilDay;

impl Referrals {
    /// Takes in an entry that fits.
    pub(super) fn apply(&mut self, fact: &LoyaltyFact) {
        match &fact.what {
            Posting::ReferralOpened { code } => self.open(code),
            Posting::Referred { code, until } => {
                self.came = Some(Came { code: code.clone(), until: *until, stands: Stands::Awaited });
            }
            Posting::ReferralFollowed => self.followed = self.followed.saturating_add(1),
            Posting::ReferralEnded { why } => self.become_of(Stands::Ended(*why)),
            Posting::Earned { points, why: Why::Referred(welcome), lines, counted, .. } => {
                let (lot, lines) = (fact.entry, lines.clone());
                let (welcome, points, day) = (*welcome, *points, counted.day);
                self.become_of(Stands::Welcomed { welcome, lot, points, day, lines });
            }
            Posting::Earned { points, why: Why::Referral, counted, .. } => {
                self.brought = self.brought.saturating_add(1);
                self.points = self.points.saturating_add(*points);
                self.count(counted.day, 1);
                self.lots.push(fact.entry);
                self.keep_lots();
            }
            Posting::ReferralUndone { lot, order, points, .. } => match order {
                Some(_) => self.become_of(Stands::Undone),
                None => {
                    self.points = self.points.saturating_sub(*points);
                    self.lots.retain(|own| own != lot);
                }
            },
            _ => {}
        }
    }

    /// Whether a lot was given on either side, and not taken back.
    pub(super) fn stands(&self, lot: EntryId) -> bool {
        let own = |came: &Came| matches!(came.stands, Stands::Welcomed { lot: own, .. } if own == lot);
        self.lots.contains(&lot) || self.came.as_ref().is_some_and(own)
    }

    fn open(&mut self, code: &str) {
        if self.codes.iter().all(|own| own != code) {
            self.codes.push(code.to_owned());
        }
    }

    fn become_of(&mut self, stands: Stands) {
        if let Some(came) = &mut self.came {
            came.stands = stands;
        }
    }

    fn count(&mut self, day: CivilDay, times: u32) {
        match self.days.binary_search_by_key(&day, |(day, _)| *day) {
            Ok(place) => self
                .days
                .iter_mut()
                .skip(place)
                .take(1)
                .for_each(|(_, count)| *count = count.saturating_add(times)),
            Err(place) => self.days.insert(place, (day, times)),
        }
        let last = self.days.last().map(|(day, _)| *day).unwrap_or_default();
        self.days.retain(|(day, _)| last < day.plus(Account::MOST_DAYS));
    }

    fn keep_lots(&mut self) {
        let over = self.lots.len().saturating_sub(Self::MOST_LOTS);
        self.lots.drain(..over);
    }

    /// Takes over what the same person had under another name. Of two codes that they came by, one that was decided
    /// goes before one that is awaited; of two such it is the customer's own.
    pub(super) fn merge(&mut self, other: &Self) {
        other.codes.iter().for_each(|code| self.open(code));
        let is_decided = |came: &Came| came.stands != Stands::Awaited;
        let takes = match (&self.came, &other.came) {
            (None, _) => true,
            (Some(own), Some(theirs)) => !is_decided(own) && is_decided(theirs),
            (Some(_), None) => false,
        };
        if takes {
            self.came.clone_from(&other.came);
        }
        self.followed = self.followed.saturating_add(other.followed);
        self.brought = self.brought.saturating_add(other.brought);
        self.points = self.points.saturating_add(other.points);
        other.days.iter().for_each(|(day, times)| self.count(*day, *times));
        self.lots.extend(&other.lots);
        self.lots.sort_unstable();
        self.keep_lots();
    }

    /// How many rewards were given on some days, both among them and all that come after the last.
    pub(crate) fn since(&self, first: CivilDay) -> u32 {
        let own = self.days.iter().filter(|(day, _)| *day >= first);
        own.fold(0, |sum, (_, times)| sum.saturating_add(*times))
    }
}
