//! Who refers whom, and what the first order of who was referred brings to both.

use super::{Facts, Judge};
use crate::command::Rejection;
use crate::engine::decide::points::{Decided, with};
use crate::event::Consent;
use crate::event::ReferralFault as Fault;
use crate::id::{OrderId, ShopperId};
use crate::terms::loyalty::referral::code_of;
use crate::terms::loyalty::{Back, Book, Bought, Came, Referral, Stands};
use crate::time::CivilDay;

type Both<'a> = (ShopperId, Book<'a>);

fn not_referred(why: Fault) -> Rejection {
    Rejection::NotReferred { why }
}

impl Judge<'_> {
    fn referral(&self) -> Result<&Referral, Fault> {
        self.programme().and_then(|own| own.referral.as_ref()).ok_or(Fault::Closed)
    }

    pub(super) fn open_referral(&self, who: ShopperId, code: &str) -> Facts {
        self.referral().map_err(not_referred)?;
        if !self.member(&who).0 {
            return Err(Rejection::NoMember);
        }
        let mut book = self.book(&who);
        if !book.account.referrals.codes.is_empty() {
            return Ok(Vec::new());
        }
        let code = code_of(code).filter(|code| self.engine.state.referrer(code).is_none());
        book.open_referral(code.ok_or(not_referred(Fault::Unknown))?);
        Ok(with(Vec::new(), who, book))
    }

    pub(super) fn accept_referral(&self, who: ShopperId, said: &str) -> Facts {
        let code = code_of(said).ok_or(not_referred(Fault::Unknown))?;
        let mut book = self.book(&who);
        if book.account.referrals.came.as_ref().is_some_and(|came| came.code == code) {
            return Ok(Vec::new());
        }
        if self.engine.state.referrer(&code) == Some(self.engine.state.resolve(who)) {
            return Err(not_referred(Fault::Own));
        }
        let shared = self.engine.state.shared(&who);
        if shared.is_none_or(|shared| shared.consent != Consent::Full) {
            return Err(not_referred(Fault::NoConsent));
        }
        let referral = self.referral().map_err(not_referred)?;
        if book.account.referrals.came.is_some() {
            return Err(not_referred(Fault::Another));
        }
        let (giver, mut theirs) = self.giver(&who, &book, &code).map_err(not_referred)?;
        book.come(code, referral, &mut theirs);
        Ok(with(with(Vec::new(), who, book), giver, theirs))
    }

    pub(super) fn end_referral(&self, who: ShopperId, why: Fault) -> Facts {
        let mut book = self.book(&who);
        if book.account.referrals.awaited().is_none() {
            return Ok(Vec::new());
        }
        book.end_referral(why);
        Ok(with(Vec::new(), who, book))
    }

    /// Whose code it is, if it may refer somebody who has that book.
    fn giver(&self, who: &ShopperId, book: &Book<'_>, code: &str) -> Result<Both<'_>, Fault> {
        let giver = self.engine.state.referrer(code).ok_or(Fault::Unknown)?;
        if giver == self.engine.state.resolve(*who) {
            return Err(Fault::Own);
        }
        if !self.member(who).1 {
            return Err(Fault::Bought);
        }
        if book.account.referrals.followed > 0 {
            return Err(Fault::Circle);
        }
        let theirs = self.book(&giver);
        if theirs.account.referrals.awaited().is_some_and(|came| came.until > self.at) {
            return Err(Fault::Early);
        }
        if !theirs.may_bring(self.referral()?) {
            return Err(Fault::Spent);
        }
        Ok((giver, theirs))
    }

    /// What the first order of somebody who came by a code brings: both sides are entered, or why there is nothing.
    pub(super) fn welcomed(
        &self,
        book: &mut Book<'_>,
        who: &ShopperId,
        (order, bought): (OrderId, &[Bought]),
    ) -> Option<Both<'_>> {
        let came = book.account.referrals.awaited()?.clone();
        match self.counts(book, who, (&came.code, came.until <= self.at), bought) {
            Err(why) => {
                book.end_referral(why);
                None
            }
            Ok((referral, (giver, mut theirs))) => {
                book.welcome(order, bought, referral, &mut theirs);
                Some((giver, theirs))
            }
        }
    }

    fn counts(
        &self,
        book: &Book<'_>,
        who: &ShopperId,
        (code, is_late): (&str, bool),
        bought: &[Bought],
    ) -> Result<(&Referral, Both<'_>), Fault> {
        let programme = self.programme().ok_or(Fault::Closed)?;
        let referral = self.referral()?;
        if is_late {
            return Err(Fault::Late);
        }
        let both = self.giver(who, book, code)?;
        let spend = programme.counting(bought).iter().fold(0_i64, |sum, line| sum.saturating_add(line.spend));
        if spend < referral.least.max(1) {
            return Err(Fault::Small);
        }
        Ok((referral, both))
    }

    /// A visitor who turns out to be who referred them, or somebody who had bought before, was nobody new: what that
    /// brought is taken back on both sides.
    pub(super) fn link_with_points(&self, customer: ShopperId, visitor: ShopperId) -> Facts {
        let linked = self.link(customer, visitor)?;
        let mut facts = Vec::new();
        for (came, gave) in [(visitor, customer), (customer, visitor)] {
            let book = self.book(&came);
            let own = book.account.referrals.came.clone().filter(|_| !linked.is_empty());
            let giver = own.as_ref().and_then(|came| self.engine.state.referrer(&came.code));
            if let Some(Came { stands: Stands::Welcomed { welcome, day, .. }, .. }) = own
                && (giver == Some(self.engine.state.resolve(gave)) || self.bought_before(&gave, day))
            {
                let placed = self.engine.snapshot.shop.zone.midnight(day);
                let back = Back { whole: true, placed, ..Back::default() };
                facts = self.with_unwelcomed(facts, book, (came, welcome.order, &back));
            }
        }
        facts.extend(linked);
        Ok(facts)
    }

    fn bought_before(&self, who: &ShopperId, day: CivilDay) -> bool {
        let bought = self.engine.state.shared(who).and_then(|shared| shared.bought.days().first());
        bought.is_some_and(|(first, _)| i32::from(*first) < day.0)
    }

    /// With what the other side loses as well, where an order went back that had brought something.
    pub(super) fn with_unwelcomed(
        &self,
        facts: Decided,
        mut book: Book<'_>,
        back: (ShopperId, OrderId, &Back),
    ) -> Decided {
        let (who, order, back) = back;
        let Some(undone) = book.undo_welcome(order, back) else { return with(facts, who, book) };
        let code = book.account.referrals.came.as_ref().map(|came| came.code.as_str());
        let giver = code.and_then(|code| self.engine.state.referrer(code));
        let facts = with(facts, who, book);
        let Some(giver) = giver else { return facts };
        let mut theirs = self.book(&giver);
        theirs.undo_brought(undone, back);
        with(facts, giver, theirs)
    }
}
