//! The account of one member: open lots, what the shop's accounts hold against them, progress, tier, and history.

use serde::{Deserialize, Serialize};

use crate::event::Surprise;
use crate::id::{EntryId, OrderId};
use crate::terms::loyalty::Referrals;
use crate::time::{CivilDay, Timestamp};

#[cfg(feature = "till")]
mod delight;
#[cfg(feature = "till")]
mod lots;
#[cfg(feature = "till")]
mod merge;
#[cfg(feature = "till")]
mod post;
#[cfg(feature = "till")]
mod refer;

/// The points of one member.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The last entry.
    pub last: EntryId,
    /// What moved in all.
    pub moved: Moved,
    /// Open lots, in the order of drawing.
    pub lots: Vec<Lot>,
    /// What counts towards a tier, ascending by day, at most [`Account::MOST_DAYS`].
    pub days: Vec<Day>,
    /// What ever counted.
    pub ever: Tally,
    /// The tier.
    pub tier: Option<Held>,
    /// The tiers that it was reached from and that are not over, the latest last, at most [`Account::MOST_BELOW`].
    pub below: Vec<Held>,
    /// The last entries that moved points, oldest first, at most [`Account::MOST_ENTRIES`].
    pub entries: Vec<Entry>,
    /// The balance before these, pending points among it.
    pub opening: i64,
    /// Whom they referred, and who referred them.
    pub referrals: Referrals,
    /// Since when they hold the card, where that is known.
    pub since: Option<Timestamp>,
    /// The surprises that they got, the latest last, at most [`Account::MOST_DELIGHTS`], each with its lot and day.
    pub delights: Vec<(Surprise, EntryId, CivilDay)>,
}

/// Points that moved between the member and the shop's accounts, each at least 0 but `adjusted`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Earned.
    pub issued: i64,
    /// Spent, less what came back.
    pub redeemed: i64,
    /// Expired.
    pub expired: i64,
    /// Clawed back.
    pub clawed_back: i64,
    /// Given by the merchant, less what was taken.
    pub adjusted: i64,
}

/// All accounts at one moment; what a member has is above 0, what the shop issued below. Their sum is 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balances {
    /// The member's, not to be spent yet.
    pub pending: i64,
    /// The member's.
    pub available: i64,
    /// The shop's: what was earned.
    pub issued: i64,
    /// The shop's: what was spent.
    pub redeemed: i64,
    /// The shop's: what expired.
    pub expired: i64,
    /// The shop's: what was clawed back.
    pub clawed_back: i64,
    /// The shop's: what was given, and taken.
    pub adjusted: i64,
}

impl Balances {
    /// Those of two members together.
    #[cfg(feature = "till")]
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            pending: self.pending.saturating_add(other.pending),
            available: self.available.saturating_add(other.available),
            issued: self.issued.saturating_add(other.issued),
            redeemed: self.redeemed.saturating_add(other.redeemed),
            expired: self.expired.saturating_add(other.expired),
            clawed_back: self.clawed_back.saturating_add(other.clawed_back),
            adjusted: self.adjusted.saturating_add(other.adjusted),
        }
    }

    /// What members have, pending points among it.
    pub fn outstanding(&self) -> i64 {
        self.pending.saturating_add(self.available)
    }

    /// The sum of all accounts.
    pub fn sum(&self) -> i64 {
        let shop = [self.issued, self.redeemed, self.expired, self.clawed_back, self.adjusted];
        shop.into_iter().fold(self.pending.saturating_add(self.available), i64::saturating_add)
    }
}

/// Points that were earned together, as far as they are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// The entry that made it.
    pub id: EntryId,
    /// From when on they can be spent.
    pub ripe: Timestamp,
    /// When they expire.
    pub expires: Option<Timestamp>,
    /// How many are left, at least 1.
    pub left: i64,
}

/// What counts towards a tier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Minor units of money.
    pub spend: i64,
    /// Points earned.
    pub points: i64,
    /// Purchases.
    pub orders: i64,
}

/// What of one day counts towards a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Which.
    pub day: CivilDay,
    /// What.
    pub tally: Tally,
}

/// The tier that somebody is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Which.
    pub tier: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when; nothing, if for life.
    pub until: Option<Timestamp>,
    /// When it is looked at then.
    pub review: Option<Timestamp>,
}

/// One entry that moved points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number.
    pub entry: EntryId,
    /// When.
    pub at: Timestamp,
    /// What it was.
    pub kind: Kind,
    /// How many points more the member has for it; fewer, below 0.
    pub points: i64,
    /// Of which order.
    pub order: Option<OrderId>,
    /// Points that should have been taken and were forgiven.
    pub forgiven: i64,
}

/// What an entry was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Earned with a purchase or by joining.
    Earned,
    /// Spent.
    Redeemed,
    /// What was spent came back.
    GivenBack,
    /// What was earned was taken back.
    ClawedBack,
    /// Expired.
    Expired,
    /// Given or taken by the merchant.
    Adjusted,
    /// Earned as somebody who was referred placed their first order.
    Referral,
    /// Earned with the own first order, by invitation.
    Referred,
    /// What such an order had brought was taken back with it.
    ReferralUndone,
    /// A surprise for the first order that was brought.
    FirstDelivered,
    /// A surprise for an order that came late.
    CameLate,
    /// A surprise for another year with the card.
    Anniversary,
    /// A surprise for many orders.
    ManyOrders,
}

impl Account {
    /// The most entries that are kept one by one.
    pub const MOST_ENTRIES: usize = 50;
    /// The most tiers below the one held that are remembered.
    pub const MOST_BELOW: usize = 16;
    /// The most surprises that are remembered.
    pub const MOST_DELIGHTS: usize = 100;
    /// How many days back progress is kept: a leap year, and the day itself.
    pub const MOST_DAYS: i32 = 367;
    /// The most lots that are kept apart. Of more, two ripe ones that expire together become one; where no two do, those
    /// that expire first, and they then expire as the later of both.
    pub const MOST_LOTS: usize = 128;

    /// What can be spent at a moment.
    pub fn available(&self, at: Timestamp) -> i64 {
        self.sum(|lot| lot.is_ripe(at))
    }

    /// What will ripen, and has not.
    pub fn pending(&self, at: Timestamp) -> i64 {
        self.sum(|lot| !lot.is_ripe(at) && !lot.is_over(at))
    }

    fn sum(&self, of: impl Fn(&Lot) -> bool) -> i64 {
        self.lots.iter().filter(|lot| of(lot)).fold(0, |sum, lot| sum.saturating_add(lot.left))
    }

    /// Every account as it stands at a moment.
    pub fn balances(&self, at: Timestamp) -> Balances {
        let Moved { issued, redeemed, expired, clawed_back, adjusted } = self.moved;
        Balances {
            pending: self.pending(at),
            available: self.available(at),
            issued: issued.saturating_neg(),
            redeemed,
            // What has ended is nobody's, whether the clock has booked it or not.
            expired: expired.saturating_add(self.sum(|lot| lot.is_over(at))),
            clawed_back,
            adjusted: adjusted.saturating_neg(),
        }
    }

    /// What counts within some days, both among them.
    pub fn tally(&self, first: Option<CivilDay>, last: CivilDay) -> Tally {
        let Some(first) = first else { return self.ever };
        let own = self.days.iter().filter(|day| first <= day.day && day.day <= last);
        own.fold(Tally::default(), |sum, day| sum.plus(day.tally))
    }
}

impl Tally {
    fn plus(self, other: Self) -> Self {
        Self {
            spend: self.spend.saturating_add(other.spend),
            points: self.points.saturating_add(other.points),
            orders: self.orders.saturating_add(other.orders),
        }
    }
}

impl Lot {
    /// Whether it can be spent at a moment.
    pub fn is_ripe(&self, at: Timestamp) -> bool {
        self.ripe <= at && !self.is_over(at)
    }

    /// Whether it has expired.
    pub fn is_over(&self, at: Timestamp) -> bool {
        self.expires.is_some_and(|end| end <= at)
    }

    /// Lots are drawn in this order; what never expires comes last.
    #[cfg(feature = "till")]
    fn rank(&self) -> (i64, EntryId) {
        rank(self.expires, self.id)
    }
}

#[cfg(feature = "till")]
fn rank(expires: Option<Timestamp>, id: EntryId) -> (i64, EntryId) {
    (expires.map_or(i64::MAX, |end| end.0), id)
}
