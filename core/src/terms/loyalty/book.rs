//! The book of one member at one moment: what is decided is entered at once, so that what is decided next knows it.

mod delight;
mod refer;
mod tiers;

use crate::event::{AdjustReason, Counted, Draw, EarnedLine, LoyaltyFact, Posting, Why};
use crate::id::{EntryId, OrderId, ProductId};
use crate::money::{BasisPoints, Money, worth};
use crate::terms::loyalty::redeem::part;
use crate::terms::loyalty::{
    Account, Award, Bought, ClawBack, Delight, Earn, Lot, OrderPoints, Programme, Redeemable,
};
use crate::time::{Timestamp, Zone};

/// An account, and what is entered into it.
#[derive(Debug)]
pub struct Book<'a> {
    /// What holds; nothing, where the shop has no programme any more.
    pub programme: Option<&'a Programme>,
    /// The shop's clock on the wall.
    pub zone: &'a Zone,
    /// When.
    pub at: Timestamp,
    /// The account as it is by now.
    pub account: Account,
    /// Surprises; nothing, where there are none or nobody is surprised here.
    pub delight: Option<&'a Delight>,
    facts: Vec<LoyaltyFact>,
}

/// What of an order went back in all, called off or returned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Back {
    /// Units, each product once.
    pub units: Vec<(ProductId, u32)>,
    /// Of what was paid with points, in minor units.
    pub worth: i64,
    /// Whether that is all of it.
    pub whole: bool,
    /// When the order was placed.
    pub placed: Timestamp,
}

impl<'a> Book<'a> {
    /// A book with nothing new in it.
    pub fn new(programme: Option<&'a Programme>, zone: &'a Zone, at: Timestamp, account: Account) -> Self {
        Self { programme, zone, at, account, delight: None, facts: Vec::new() }
    }

    /// What was entered, in order.
    pub fn into_facts(self) -> Vec<LoyaltyFact> {
        self.facts
    }

    /// The account as it is by now, and what was entered.
    pub fn close(self) -> (Account, Vec<LoyaltyFact>) {
        (self.account, self.facts)
    }

    /// The number of the next entry.
    fn next(&self) -> EntryId {
        EntryId(self.account.last.0.saturating_add(1).max(self.at.0))
    }

    fn post(&mut self, what: Posting) {
        let entry = self.next();
        let mut fact = LoyaltyFact { entry, what, due: None };
        self.account.apply(&fact, self.at);
        fact.due = self.due();
        self.facts.push(fact);
    }

    /// When the clock is to look at it next.
    pub(crate) fn due(&self) -> Option<Timestamp> {
        let review = self.account.tier.as_ref().and_then(|held| held.review);
        // In the order of drawing, so the first ends first.
        let expires = self.account.lots.first().and_then(|lot| lot.expires);
        let yearly = self.delight.is_some_and(Delight::is_yearly);
        let today = self.zone.civil_day(self.at);
        let card = self.account.next_anniversary(today, self.zone).filter(|_| yearly);
        expires.into_iter().chain(review).chain(card).min()
    }

    /// Somebody became a member.
    pub fn join(&mut self) {
        let points = |earn: &Earn| if let Earn::Joining { points } = earn { Some(*points) } else { None };
        self.act(points, Why::Joined);
    }

    fn act(&mut self, of: impl Fn(&Earn) -> Option<u32>, why: Why) {
        let Some(programme) = self.programme else { return };
        let points = programme.for_action(of, (self.at, self.zone));
        if points > 0 {
            let counted = Counted { day: self.zone.civil_day(self.at), ..Counted::default() };
            self.earn(points, why, Vec::new(), counted);
        }
    }

    fn earn(&mut self, points: i64, why: Why, lines: Vec<EarnedLine>, counted: Counted) {
        let Some(programme) = self.programme else { return };
        let ripe = match why {
            Why::Order(_) | Why::Sale | Why::Referral | Why::Referred(_) => {
                programme.ripe(self.at, self.zone)
            }
            Why::Joined | Why::FirstPurchase | Why::Delight(_) => self.at,
        };
        let expires = programme.expires(self.at, ripe, self.zone);
        self.post(Posting::Earned { points, why, lines, ripe, expires, counted });
    }

    /// A member bought something, for the first time or not. What the first order brings is earned with it, and goes with
    /// it.
    pub fn buy(&mut self, bought: &[Bought], why: Why, first: bool) {
        let Some(programme) = self.programme else { return };
        let lines = programme.earned(bought, self.multiplier(), (self.at, self.zone));
        let sum = |of: fn(&EarnedLine) -> i64| lines.iter().map(of).fold(0_i64, i64::saturating_add);
        let (mut points, spend) = (sum(|line| line.points), sum(|line| line.spend));
        let is_order = matches!(why, Why::Order(_));
        if first && is_order {
            points = points.saturating_add(programme.for_action(first_purchase, (self.at, self.zone)));
        }
        let orders = bought.iter().any(|line| !programme.is_nothing(line)).into();
        if points > 0 || programme.tiers.is_some() {
            let counted = Counted { day: self.zone.civil_day(self.at), spend, orders };
            // Only of an order can a part come back.
            let lines = if is_order { lines } else { Vec::new() };
            self.earn(points.min(Money::MOST_MINOR), why, lines, counted);
        }
        if first && !is_order {
            self.act(first_purchase, Why::FirstPurchase);
        }
        self.rise();
    }

    fn multiplier(&self) -> BasisPoints {
        let tiers = self.programme.and_then(|programme| programme.tiers.as_ref());
        tiers.map_or(BasisPoints(10_000), |tiers| tiers.multiplier(&self.account))
    }

    /// How many points may be spent on what comes to so much.
    pub fn redeemable(&self, total: i64) -> Redeemable {
        let programme = self.programme;
        programme.map(|own| own.redeemable(self.account.available(self.at), total)).unwrap_or_default()
    }

    /// Points pay for an order.
    pub fn redeem(&mut self, order: OrderId, points: i64, worth: Money) {
        let at = self.at;
        let from = self.account.draw(points, |lot| lot.is_ripe(at));
        self.post(Posting::Redeemed { order, points, worth, from });
    }

    /// Units of an order went back: what they earned is clawed back, what points paid for them is given back.
    pub fn undo(&mut self, order: OrderId, points: &OrderPoints, back: &Back) {
        if let Some(redemption) = &points.redemption {
            let due = part(redemption.points, back.worth, redemption.worth.minor.max(1));
            let more = due.saturating_sub(points.given_back);
            if more > 0 {
                let to = self.revived(redemption.undone(points.given_back, more));
                self.post(Posting::GivenBack { order, points: more, to });
            }
        }
        if let Some(award) = &points.award {
            let merited = self.merited();
            self.claw_back(order, award, points, back);
            self.fall(back.placed, merited);
        }
    }

    /// Lots that have expired meanwhile live longer.
    fn revived(&self, mut to: Vec<Draw>) -> Vec<Draw> {
        let (at, programme) = (self.at, self.programme);
        let end = programme.map_or(at, |programme| programme.revived(at, self.zone));
        for draw in to.iter_mut().filter(|draw| draw.expires.is_some_and(|expires| expires <= at)) {
            draw.expires = Some(end);
        }
        to
    }

    fn claw_back(&mut self, order: OrderId, award: &Award, points: &OrderPoints, back: &Back) {
        let units =
            |product| back.units.iter().find(|(own, _)| *own == product).map_or(0, |(_, units)| *units);
        let (mut due, mut spend) = (0_i64, 0_i64);
        for line in &award.lines {
            let units = if back.whole { line.units } else { units(line.product) };
            due = due.saturating_add(worth(line.points, units, line.units));
            spend = spend.saturating_add(worth(line.spend, units, line.units));
        }
        if back.whole {
            due = award.points;
        }
        let more = due.saturating_sub(points.clawed_back).max(0);
        let counted = Counted {
            day: award.counted.day,
            spend: spend.saturating_sub(points.uncounted.spend).max(0),
            orders: if back.whole { award.counted.orders } else { 0 }.saturating_sub(points.uncounted.orders),
        };
        if more == 0 && counted.spend == 0 && counted.orders == 0 {
            return;
        }
        let from = self.taken_back(award.lot, more);
        let taken = sum_of(&from);
        let forgiven = more.saturating_sub(taken);
        self.post(Posting::ClawedBack { order, points: taken, from, forgiven, counted });
    }

    /// Never more than there is, its own lot first.
    fn taken_back(&self, own: EntryId, points: i64) -> Vec<Draw> {
        let at = self.at;
        let cap = self.programme.map(|programme| programme.claw_back).unwrap_or_default();
        let is_own = |lot: &Lot| lot.id == own && !lot.is_over(at);
        let mut from = match cap {
            ClawBack::Nothing => return Vec::new(),
            ClawBack::Lot | ClawBack::Balance => self.account.draw(points, is_own),
        };
        if cap == ClawBack::Balance {
            let rest = points.saturating_sub(sum_of(&from));
            from.extend(
                self.account
                    .draw(rest, |lot| !is_own(lot) && !lot.is_over(at) && !self.account.is_gift(lot.id)),
            );
        }
        from
    }

    /// The merchant gives points, or takes some: nothing, if there are not so many.
    pub fn adjust(&mut self, points: i64, reason: AdjustReason) {
        let at = self.at;
        let from = self.account.draw(points.saturating_neg(), |lot| !lot.is_over(at));
        let expires = self.programme.and_then(|programme| programme.expires(at, at, self.zone));
        let expires = expires.filter(|_| points > 0);
        self.post(Posting::Adjusted { points, reason, expires, from });
    }

    /// What is due by now.
    pub fn tick(&mut self) {
        let at = self.at;
        let over = |lot: &Lot| lot.is_over(at);
        let from = self.account.draw(i64::MAX, over);
        let points = sum_of(&from);
        if points > 0 {
            self.post(Posting::Expired { points, from });
        }
        self.review();
    }
}

fn sum_of(from: &[Draw]) -> i64 {
    from.iter().fold(0, |sum, draw| sum.saturating_add(draw.points))
}

fn first_purchase(earn: &Earn) -> Option<u32> {
    if let Earn::FirstPurchase { points } = earn { Some(*points) } else { None }
}
