//! What somebody collected, and what that brings.

use serde::{Deserialize, Serialize};

use crate::event::ReferralFault;
use crate::money::Money;
use crate::shop::Label;
use crate::terms::loyalty::{Entry, Measure, Redeem};
use crate::time::Timestamp;

/// The points and the tier of a shopper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loyalty {
    /// Whether they collect: members are the holders of the card.
    pub member: bool,
    /// What they can spend.
    pub available: i64,
    /// What that is worth.
    pub worth: Money,
    /// What they will be able to spend, and when; the soonest first, at most [`Loyalty::MOST`], the last of which holds
    /// all that come later.
    pub pending: Vec<Points>,
    /// What expires, and when, likewise.
    pub expiring: Vec<Points>,
    /// How points are spent; nothing, where they are not.
    pub redeem: Option<Redeem>,
    /// The tier they are of.
    pub tier: Option<Standing>,
    /// The next one, and what it takes.
    pub ahead: Option<Ahead>,
    /// What moved points, the latest first, at most [`Account::MOST_ENTRIES`](crate::terms::loyalty::Account::MOST_ENTRIES).
    pub history: Vec<Entry>,
    /// The balance before these: with their points it is all that there is, pending points among it.
    pub opening: i64,
    /// What referring somebody brings, and brought; nothing, where it brings nothing.
    pub referral: Option<Box<Referring>>,
}

impl Loyalty {
    /// The most moments that are told one by one.
    pub const MOST: usize = 12;
}

/// Points, and a moment at which something becomes of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Points {
    /// When.
    pub at: Timestamp,
    /// How many.
    pub points: i64,
}

/// The tier somebody is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Its name in the programme.
    pub tier: String,
    /// What people call it.
    pub title: Label,
    /// Since when.
    pub since: Timestamp,
    /// Until when; nothing, if for life. Who earned it again by then stays.
    pub until: Option<Timestamp>,
}

/// A tier that somebody has not reached, and the cheapest honest way there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ahead {
    /// Its name in the programme.
    pub tier: String,
    /// What people call it.
    pub title: Label,
    /// What counts.
    pub by: Measure,
    /// How much there is of it.
    pub have: i64,
    /// How much it takes.
    pub need: i64,
    /// When less of that will count, if nothing more comes: a calendar window ends then, or a day falls out of one
    /// that moves on.
    pub until: Option<Timestamp>,
    /// The least money that is to be spent for it by one rule alone, where that can be told. Rules add up, so less may do.
    pub spend: Option<Money>,
    /// What its points would be worth more than now, for what was bought within the window, while the tier lasts.
    pub brings: Money,
    /// Whether it has prices or promotions of its own beside.
    pub prices: bool,
    /// Whether it pays to buy for it: what it brings in points is worth more than what is to be spent, or it has prices
    /// of its own.
    pub worth_it: bool,
}

/// What referring brings, and what it brought to one shopper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referring {
    /// Points for who refers.
    pub gives: i64,
    /// Points for who is referred.
    pub welcomes: i64,
    /// What the first order of who is referred must come to.
    pub least: Money,
    /// The shopper's own code; nothing, until they ask for one.
    pub code: Option<String>,
    /// How many came by it.
    pub followed: u32,
    /// Of how many the first order brought points.
    pub brought: u32,
    /// How many points, less what was taken back.
    pub points: i64,
    /// That the shopper came by somebody's code.
    pub came: Option<Invited>,
}

/// That somebody came by a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Invited {
    /// Their first order is awaited until then.
    Until(Timestamp),
    /// It brought points: the history tells of them.
    Welcomed,
    /// It brings nothing.
    Ended(ReferralFault),
}
