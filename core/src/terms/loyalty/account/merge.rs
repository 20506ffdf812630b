//! How an account stays bounded, and how the accounts of one person become one.

use super::{Account, Held};
use crate::event::Draw;

impl Account {
    /// What lies too far back for any window goes.
    pub(super) fn keep_days(&mut self) {
        let Some(last) = self.days.last().map(|day| day.day) else { return };
        self.days.retain(|day| last < day.day.plus(Self::MOST_DAYS));
    }

    /// What is too old to be told one by one goes into the opening balance.
    pub(super) fn keep_entries(&mut self) {
        let over = self.entries.len().saturating_sub(Self::MOST_ENTRIES);
        for gone in self.entries.drain(..over) {
            self.opening = self.opening.saturating_add(gone.points);
        }
    }

    /// Takes over what the same person had under another name. Of two tiers it is the one that lasts longer.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.last = self.last.max(other.last);
        let (own, theirs) = (&mut self.moved, other.moved);
        own.issued = own.issued.saturating_add(theirs.issued);
        own.redeemed = own.redeemed.saturating_add(theirs.redeemed);
        own.expired = own.expired.saturating_add(theirs.expired);
        own.clawed_back = own.clawed_back.saturating_add(theirs.clawed_back);
        own.adjusted = own.adjusted.saturating_add(theirs.adjusted);
        for lot in &other.lots {
            self.put(&Draw { lot: lot.id, points: lot.left, expires: lot.expires }, lot.ripe);
        }
        self.ever = self.ever.plus(other.ever);
        for theirs in &other.days {
            match self.days.binary_search_by_key(&theirs.day, |day| day.day) {
                Ok(place) => {
                    self.days
                        .iter_mut()
                        .skip(place)
                        .take(1)
                        .for_each(|day| day.tally = day.tally.plus(theirs.tally));
                }
                Err(place) => self.days.insert(place, *theirs),
            }
        }
        self.keep_days();
        let own = self.tier.take();
        self.tier = longer(own.clone(), other.tier.clone());
        if self.tier != own {
            self.below.clone_from(&other.below);
        }
        self.entries.extend(&other.entries);
        self.entries.sort_by_key(|entry| (entry.entry, entry.kind as u8, entry.points));
        self.opening = self.opening.saturating_add(other.opening);
        self.keep_entries();
        self.referrals.merge(&other.referrals);
        self.merge_delights(other);
    }
}

fn longer(own: Option<Held>, theirs: Option<Held>) -> Option<Held> {
    let end = |held: &Held| held.until.map_or(i64::MAX, |until| until.0);
    match (own, theirs) {
        (Some(own), Some(theirs)) => Some(if end(&theirs) > end(&own) { theirs } else { own }),
        (own, theirs) => own.or(theirs),
    }
}
