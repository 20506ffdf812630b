//! How an account takes in an entry; one that does not fit changes nothing.

use super::{Account, Day, Entry, Held, Kind, Tally};
use crate::event::{Counted, Draw, LoyaltyFact, Moment, Posting, Why};
use crate::time::Timestamp;

impl Account {
    /// Takes in what happened at a moment.
    pub fn apply(&mut self, fact: &LoyaltyFact, at: Timestamp) {
        if fact.entry <= self.last || !self.fits(&fact.what) {
            return;
        }
        self.last = fact.entry;
        match &fact.what {
            Posting::Earned { points, ripe, expires, counted, .. } => {
                self.put(&Draw { lot: fact.entry, points: *points, expires: *expires }, *ripe);
                self.moved.issued = self.moved.issued.saturating_add(*points);
                self.count(counted, *points, i64::saturating_add);
            }
            Posting::Redeemed { points, from, .. } => {
                self.take(from);
                self.moved.redeemed = self.moved.redeemed.saturating_add(*points);
            }
            Posting::GivenBack { points, to, .. } => {
                to.iter().for_each(|draw| self.put(draw, at));
                self.moved.redeemed = self.moved.redeemed.saturating_sub(*points);
            }
            Posting::ClawedBack { points, from, forgiven, counted, .. } => {
                self.claw_back(*points, from, points.saturating_add(*forgiven), counted);
            }
            Posting::Expired { points, from } => {
                self.take(from);
                self.moved.expired = self.moved.expired.saturating_add(*points);
            }
            Posting::Adjusted { points, expires, from, .. } => {
                self.take(from);
                self.put(&Draw { lot: fact.entry, points: *points, expires: *expires }, at);
                self.moved.adjusted = self.moved.adjusted.saturating_add(*points);
            }
            Posting::TierReached { tier, until, review } => {
                self.reach(Held { tier: tier.clone(), since: at, until: *until, review: *review }, at);
            }
            Posting::ReferralUndone { points, from, forgiven, day, .. } => {
                let counted = Counted { day: *day, ..Counted::default() };
                self.claw_back(*points, from, points.saturating_add(*forgiven), &counted);
            }
            Posting::TierLeft { .. } => self.tier = None,
            Posting::ReferralOpened { .. }
            | Posting::Referred { .. }
            | Posting::ReferralFollowed
            | Posting::ReferralEnded { .. } => {}
        }
        self.referrals.apply(fact);
        self.note_delight(fact);
        self.join(at);
        self.note(fact, at);
    }

    /// So many points are taken of these lots, and so many do not count any more.
    fn claw_back(&mut self, points: i64, from: &[Draw], due: i64, counted: &Counted) {
        self.take(from);
        self.moved.clawed_back = self.moved.clawed_back.saturating_add(points);
        self.count(counted, due, less);
    }

    /// A tier that is held already goes on, and so does one below that is held again as it was; a higher one stands on
    /// the one that was held.
    fn reach(&mut self, reached: Held, at: Timestamp) {
        self.below.retain(|held| held.until.is_none_or(|until| until > at));
        let since = match self.tier.take() {
            Some(held) if held.tier == reached.tier => held.since,
            Some(held) => {
                self.below.push(held);
                at
            }
            None => {
                let again = self.below.iter().position(|held| held.tier == reached.tier);
                let found = again.and_then(|place| self.below.drain(place..).next());
                found.filter(|held| held.until == reached.until).map_or(at, |held| held.since)
            }
        };
        let over = self.below.len().saturating_sub(Self::MOST_BELOW);
        self.below.drain(..over);
        self.tier = Some(Held { since, ..reached });
    }

    /// Whether what it takes is there, and comes to what it says.
    fn fits(&self, what: &Posting) -> bool {
        match what {
            Posting::Earned { points, why: Why::Referred(_), .. } => {
                *points >= 0 && self.referrals.awaited().is_some()
            }
            Posting::Earned { points, .. } => *points >= 0,
            Posting::Redeemed { points, from, .. } | Posting::Expired { points, from } => {
                *points > 0 && self.holds(from, *points)
            }
            Posting::GivenBack { points, to, .. } => {
                let sum = to.iter().fold(0_i64, |sum, draw| sum.saturating_add(draw.points));
                let all = to.iter().all(|draw| draw.points > 0);
                all && *points > 0 && sum == *points && *points <= self.moved.redeemed
            }
            Posting::ClawedBack { points, from, forgiven, .. } => {
                *points >= 0 && *forgiven >= 0 && self.holds(from, *points)
            }
            Posting::ReferralUndone { lot, points, from, forgiven, .. } => {
                let sound = *points >= 0 && *forgiven >= 0 && self.holds(from, *points);
                sound && self.referrals.stands(*lot)
            }
            Posting::Adjusted { points, from, .. } if *points < 0 => {
                self.holds(from, points.saturating_neg())
            }
            Posting::Adjusted { points, from, .. } => *points > 0 && from.is_empty(),
            Posting::TierReached { .. } => true,
            Posting::ReferralOpened { .. } | Posting::ReferralFollowed => true,
            Posting::Referred { .. } => self.referrals.came.is_none(),
            Posting::ReferralEnded { .. } => self.referrals.awaited().is_some(),
            Posting::TierLeft { tier } => self.tier.as_ref().is_some_and(|held| held.tier == *tier),
        }
    }

    fn count(&mut self, counted: &Counted, points: i64, with: fn(i64, i64) -> i64) {
        let add = |tally: &mut Tally| {
            tally.spend = with(tally.spend, counted.spend);
            tally.points = with(tally.points, points);
            tally.orders = with(tally.orders, counted.orders.into());
        };
        add(&mut self.ever);
        let place = self.days.partition_point(|day| day.day < counted.day);
        if self.days.get(place).is_none_or(|day| day.day != counted.day) {
            self.days.insert(place, Day { day: counted.day, tally: Tally::default() });
        }
        self.days.iter_mut().skip(place).take(1).for_each(|day| add(&mut day.tally));
        self.keep_days();
    }

    /// Keeps the history of it.
    fn note(&mut self, fact: &LoyaltyFact, at: Timestamp) {
        let (kind, points, forgiven) = match &fact.what {
            Posting::Earned { points, why, .. } => (earned(*why), *points, 0),
            Posting::Redeemed { points, .. } => (Kind::Redeemed, points.saturating_neg(), 0),
            Posting::GivenBack { points, .. } => (Kind::GivenBack, *points, 0),
            Posting::ClawedBack { points, forgiven, .. } => {
                (Kind::ClawedBack, points.saturating_neg(), *forgiven)
            }
            Posting::Expired { points, .. } => (Kind::Expired, points.saturating_neg(), 0),
            Posting::Adjusted { points, .. } => (Kind::Adjusted, *points, 0),
            Posting::ReferralUndone { points, forgiven, .. } => {
                (Kind::ReferralUndone, points.saturating_neg(), *forgiven)
            }
            Posting::TierReached { .. }
            | Posting::TierLeft { .. }
            | Posting::ReferralOpened { .. }
            | Posting::Referred { .. }
            | Posting::ReferralFollowed
            | Posting::ReferralEnded { .. } => return,
        };
        if points != 0 || forgiven != 0 {
            let entry = Entry { entry: fact.entry, at, kind, points, order: fact.order(), forgiven };
            self.entries.push(entry);
            self.keep_entries();
        }
    }
}

/// What an entry is that earned something.
fn earned(why: Why) -> Kind {
    match why {
        Why::Order(_) | Why::Sale | Why::Joined | Why::FirstPurchase => Kind::Earned,
        Why::Referral => Kind::Referral,
        Why::Referred(_) => Kind::Referred,
        Why::Delight(surprise) => match surprise.moment {
            Moment::FirstDelivered => Kind::FirstDelivered,
            Moment::Late => Kind::CameLate,
            Moment::Anniversary => Kind::Anniversary,
            Moment::Orders(_) => Kind::ManyOrders,
        },
    }
}

/// Never below 0.
fn less(a: i64, b: i64) -> i64 {
    a.saturating_sub(b).max(0)
}
