//! What a programme would have come to: purchases that happened, with the points and tiers that it would have given.
//!
//! What people bought is taken as given: nobody buys more for points here. Nobody knows who would have spent points
//! either, so a replay tells one of two ends: points are never spent ([`Spending::Never`]: the most that the shop can
//! owe, and the most that expires), or by everyone as soon as they can be ([`Spending::AtOnce`]: the most that it can
//! cost). The truth lies between.

use std::collections::BTreeMap;

use crate::event::{LoyaltyFact, Posting, Why};
use crate::id::{OrderId, ShopperId};
use crate::money::Money;
use crate::terms::loyalty::{Account, Book, Bought, Programme};
use crate::time::{CivilDay, Timestamp, Zone};

/// Whether points are spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spending {
    /// Nobody ever spends one.
    Never,
    /// Everyone spends what may be spent on whatever they buy next.
    AtOnce,
}

/// A purchase of a member.
#[derive(Debug, Clone, Copy)]
pub struct Purchase<'a> {
    /// Whose.
    pub who: ShopperId,
    /// When; purchases come in this order.
    pub at: Timestamp,
    /// What was paid for, line by line.
    pub lines: &'a [Bought],
}

/// A programme, and what came of it.
#[derive(Debug)]
pub struct Replay<'a> {
    programme: &'a Programme,
    zone: &'a Zone,
    currency: crate::Currency,
    spending: Spending,
    members: BTreeMap<ShopperId, Account>,
    open: Option<CivilDay>,
    /// All of it.
    pub sums: Sums,
    /// By calendar week, named by its Monday.
    pub weeks: BTreeMap<CivilDay, Week>,
}

/// Points and money of a time, in points and in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many purchases.
    pub purchases: u32,
    /// What was paid for them, points among it.
    pub paid: i64,
    /// Points earned.
    pub earned: i64,
    /// Points spent.
    pub redeemed: i64,
    /// What these took off what was to be paid.
    pub cost: i64,
    /// Points that expired.
    pub expired: i64,
}

/// A week, and what the shop owed at its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Week {
    /// What happened in it.
    pub sums: Sums,
    /// Points that members had at its end, pending ones among them.
    pub outstanding: i64,
    /// What these are worth.
    pub liability: i64,
    /// How many were of each tier at its end; the first is of those who are of none, then the lowest.
    pub tiers: Vec<u32>,
}

impl<'a> Replay<'a> {
    /// Nothing bought yet.
    pub fn new(
        programme: &'a Programme,
        (zone, currency): (&'a Zone, crate::Currency),
        spending: Spending,
    ) -> Self {
        let (members, weeks, sums) = (BTreeMap::new(), BTreeMap::new(), Sums::default());
        Self { programme, zone, currency, spending, members, open: None, sums, weeks }
    }

    /// One more purchase; its buyer joined with the first.
    pub fn buy(&mut self, purchase: &Purchase<'_>) {
        let monday = self.zone.civil_day(purchase.at).monday();
        if self.open.is_some_and(|open| open < monday) {
            self.close(purchase.at);
        }
        self.open = Some(monday);
        let known = self.members.remove(&purchase.who);
        let first = known.is_none();
        let mut book = Book::new(Some(self.programme), self.zone, purchase.at, known.unwrap_or_default());
        if first {
            book.join();
        }
        book.tick();
        let paid = purchase.lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.spend));
        let cost = self.spend(&mut book, paid);
        book.buy(&less(purchase.lines, paid, cost), Why::Sale, first);
        let (account, facts) = book.close();
        self.members.insert(purchase.who, account);
        let sums = Sums { purchases: 1, paid, cost, ..moved(&facts) };
        self.count(&sums);
    }

    /// What points take off.
    fn spend(&self, book: &mut Book<'_>, paid: i64) -> i64 {
        let most = book.redeemable(paid).most;
        if self.spending == Spending::Never || !book.redeemable(paid).takes(most) {
            return 0;
        }
        let worth = self.programme.worth.of(most);
        book.redeem(OrderId::default(), most, Money::new(worth, self.currency));
        worth
    }

    fn count(&mut self, sums: &Sums) {
        self.sums.add(sums);
        if let Some(open) = self.open {
            self.weeks.entry(open).or_default().sums.add(sums);
        }
    }

    /// Ends the week that is open, as everything stands at a moment after it. After the last purchase it is for the
    /// caller to do.
    pub fn close(&mut self, at: Timestamp) {
        let Some(open) = self.open else { return };
        let end = self.zone.midnight(open.plus(7)).min(at);
        let tiers = vec![0; self.programme.steps().len().saturating_add(1)];
        let mut week = Week { tiers, ..Week::default() };
        let mut expired = Sums::default();
        for account in self.members.values_mut() {
            let mut book = Book::new(Some(self.programme), self.zone, end, core::mem::take(account));
            book.tick();
            let (after, facts) = book.close();
            *account = after;
            expired.add(&moved(&facts));
            week.outstanding = week.outstanding.saturating_add(account.balances(end).outstanding());
            if let Some(count) = week.tiers.get_mut(rank(self.programme, account)) {
                *count = count.saturating_add(1);
            }
        }
        self.count(&expired);
        week.liability = self.programme.worth.of(week.outstanding);
        let sums = self.weeks.get(&open).map(|week| week.sums).unwrap_or_default();
        self.weeks.insert(open, Week { sums, ..week });
    }

    /// Which tier each member is of, the lowest 1; 0, if of none.
    pub fn tiers(&self) -> impl Iterator<Item = (ShopperId, usize)> + '_ {
        self.members.iter().map(|(who, account)| (*who, rank(self.programme, account)))
    }
}

/// How many members go from one tier to another with another programme: from and to, the lowest 1, and 0 for none.
pub fn moves(before: &Replay<'_>, after: &Replay<'_>) -> BTreeMap<(usize, usize), u32> {
    let were: BTreeMap<ShopperId, usize> = before.tiers().collect();
    let mut moves = BTreeMap::new();
    for (who, now) in after.tiers() {
        let count: &mut u32 = moves.entry((were.get(&who).copied().unwrap_or(0), now)).or_default();
        *count = count.saturating_add(1);
    }
    moves
}

fn rank(programme: &Programme, account: &Account) -> usize {
    let held = account.tier.as_ref().and_then(|held| programme.tiers.as_ref()?.named(&held.tier));
    held.map_or(0, |(rank, _)| rank.saturating_add(1))
}

/// What is left to pay in money of each line.
fn less(lines: &[Bought], paid: i64, cost: i64) -> Vec<Bought> {
    let part = |line: &Bought| super::part(line.spend, paid.saturating_sub(cost), paid.max(1));
    lines.iter().map(|line| Bought { spend: part(line), ..*line }).collect()
}

/// The points that were moved.
fn moved(facts: &[LoyaltyFact]) -> Sums {
    let mut sums = Sums::default();
    for fact in facts {
        match &fact.what {
            Posting::Earned { points, .. } => sums.earned = sums.earned.saturating_add(*points),
            Posting::Redeemed { points, .. } => sums.redeemed = sums.redeemed.saturating_add(*points),
            Posting::Expired { points, .. } => sums.expired = sums.expired.saturating_add(*points),
            _ => {}
        }
    }
    sums
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.purchases = self.purchases.saturating_add(other.purchases);
        self.paid = self.paid.saturating_add(other.paid);
        self.earned = self.earned.saturating_add(other.earned);
        self.redeemed = self.redeemed.saturating_add(other.redeemed);
        self.cost = self.cost.saturating_add(other.cost);
        self.expired = self.expired.saturating_add(other.expired);
    }
}
