//! What is entered where somebody refers somebody else: each of both has a book of their own.

use super::{Back, Book, sum_of};
use crate::event::{Counted, EarnedLine, Posting, ReferralFault, Welcome, Why};
use crate::id::{EntryId, OrderId};
use crate::money::worth;
use crate::terms::loyalty::{Bought, Referral, Stands};
use crate::time::CivilDay;

/// What is taken back of a first order, on either side.
#[derive(Debug, Clone, Copy)]
struct Undone {
    lot: EntryId,
    order: Option<OrderId>,
    points: i64,
    day: CivilDay,
}

impl<'a> Book<'a> {
    /// What referring brings; nothing, where it does not.
    pub fn referral(&self) -> Option<&'a Referral> {
        self.programme.and_then(|programme| programme.referral.as_ref())
    }

    /// The member has a code now.
    pub fn open_referral(&mut self, code: String) {
        self.post(Posting::ReferralOpened { code });
    }

    /// The shopper came by a code, whose owner's book is the other one.
    pub fn come(&mut self, code: String, referral: &Referral, giver: &mut Book<'_>) {
        let until = self.zone.end_of(self.zone.civil_day(self.at).plus(referral.wait_days.into()));
        self.post(Posting::Referred { code, until });
        giver.post(Posting::ReferralFollowed);
    }

    /// That they came brings nothing.
    pub fn end_referral(&mut self, why: ReferralFault) {
        self.post(Posting::ReferralEnded { why });
    }

    /// Whether the code may bring something once more today.
    pub fn may_bring(&self, referral: &Referral) -> bool {
        let first = self.zone.civil_day(self.at).plus(1_i32.saturating_sub(referral.days.into()));
        let own = &self.account.referrals;
        referral.most.is_none_or(|most| own.since(first) < most)
            && referral.most_ever.is_none_or(|most| own.brought < most)
    }

    /// Both get their points for a first order.
    pub fn welcome(&mut self, order: OrderId, bought: &[Bought], referral: &Referral, giver: &mut Book<'_>) {
        let counted = Counted { day: self.zone.civil_day(self.at), ..Counted::default() };
        let (brought, theirs) = (i64::from(referral.gives), giver.next());
        let welcome = Welcome { order, least: referral.least, theirs, brought };
        let lines = self.programme.map(|own| own.counting(bought)).unwrap_or_default();
        self.earn(referral.welcomes.into(), Why::Referred(welcome), lines, counted);
        self.rise();
        giver.earn(brought, Why::Referral, Vec::new(), counted);
        giver.rise();
    }

    /// Of an order so much went back that it would not have counted: what it brought is taken back on this side. Whose
    /// lot is to be taken back on the other, and on which day it was given.
    pub fn undo_welcome(&mut self, order: OrderId, back: &Back) -> Option<(Welcome, CivilDay)> {
        let Stands::Welcomed { welcome, lot, points, day, lines } =
            self.account.referrals.came.as_ref()?.stands.clone()
        else {
            return None;
        };
        if welcome.order != order || !back.whole && left(&lines, back) >= welcome.least.max(1) {
            return None;
        }
        self.undo_reward(Undone { lot, order: Some(order), points, day }, back);
        Some((welcome, day))
    }

    /// The same on the side of who referred; nothing, if it is not there any more.
    pub fn undo_brought(&mut self, (welcome, day): (Welcome, CivilDay), back: &Back) {
        let lot = welcome.theirs;
        if self.account.referrals.lots.contains(&lot) {
            self.undo_reward(Undone { lot, order: None, points: welcome.brought, day }, back);
        }
    }

    fn undo_reward(&mut self, undone: Undone, back: &Back) {
        let Undone { lot, order, points: due, day } = undone;
        let merited = self.merited();
        let from = self.taken_back(lot, due);
        let points = sum_of(&from);
        let forgiven = due.saturating_sub(points);
        self.post(Posting::ReferralUndone { lot, order, points, from, forgiven, day });
        self.fall(back.placed, merited);
    }
}

/// What of the money that counts is left of an order.
fn left(lines: &[EarnedLine], back: &Back) -> i64 {
    let gone = |line: &EarnedLine| {
        let units = back.units.iter().find(|(product, _)| *product == line.product);
        worth(line.spend, units.map_or(0, |(_, units)| *units), line.units)
    };
    lines.iter().fold(0, |sum, line| sum.saturating_add(line.spend).saturating_sub(gone(line)))
}
