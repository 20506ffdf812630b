//! What became of somebody's points: every fact moves them from one account to another, and says how many.

use serde::{Deserialize, Serialize};

use super::delight::Surprise;
use super::referral::{ReferralFault, Welcome};
use crate::id::{EntryId, OrderId, ProductId};
use crate::money::Money;
use crate::time::{CivilDay, Timestamp};

/// One entry in the account of a shopper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoyaltyFact {
    /// Its number. One that does not come after the last entry of the account changes nothing, so the same counts once.
    pub entry: EntryId,
    /// What happened.
    pub what: Posting,
    /// When the clock is to look at the account next: points expire then, or a tier ends.
    #[serde(default)]
    pub due: Option<Timestamp>,
}

/// What happened to points or to a tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Posting {
    /// Points were earned: a lot of its own, whose number is that of the entry.
    Earned {
        /// How many; 0 where only progress towards a tier was made.
        points: i64,
        /// What for.
        why: Why,
        /// With an order: for what was bought, in the order of its lines.
        lines: Vec<EarnedLine>,
        /// From when on they can be spent: the return window is closed then.
        ripe: Timestamp,
        /// When they expire; nothing, if they never do.
        expires: Option<Timestamp>,
        /// What counts towards a tier beside the points.
        counted: Counted,
    },
    /// Points paid for an order, or for part of it.
    Redeemed {
        /// Which order.
        order: OrderId,
        /// How many.
        points: i64,
        /// What they were worth.
        worth: Money,
        /// From which lots, in the order of drawing.
        from: Vec<Draw>,
    },
    /// What was paid with points was called off or sent back: they are the shopper's again.
    GivenBack {
        /// Of which order.
        order: OrderId,
        /// How many.
        points: i64,
        /// To which lots. One that had expired meanwhile has another end.
        to: Vec<Draw>,
    },
    /// Points had been earned with what was called off or sent back.
    ClawedBack {
        /// With which order.
        order: OrderId,
        /// How many were taken back.
        points: i64,
        /// From which lots.
        from: Vec<Draw>,
        /// How many should have been taken back and are not: there were no more of them.
        forgiven: i64,
        /// What no longer counts towards a tier.
        counted: Counted,
    },
    /// Points reached their end.
    Expired {
        /// How many.
        points: i64,
        /// From which lots.
        from: Vec<Draw>,
    },
    /// The merchant gave points, or took some.
    Adjusted {
        /// How many more there are; fewer, below 0.
        points: i64,
        /// Why.
        reason: AdjustReason,
        /// Of points that were given: when they expire.
        expires: Option<Timestamp>,
        /// Of points that were taken: from which lots.
        from: Vec<Draw>,
    },
    /// The shopper is of a tier now, or stays in it longer.
    TierReached {
        /// Which.
        tier: String,
        /// Until when; nothing, if for life.
        until: Option<Timestamp>,
        /// When it is looked at then: the grace is over.
        review: Option<Timestamp>,
    },
    /// The shopper is no longer of a tier.
    TierLeft {
        /// Which.
        tier: String,
    },
    /// The member has a code by which others may come.
    ReferralOpened {
        /// As [`referral::code_of`](crate::terms::loyalty::referral::code_of) writes it.
        code: String,
    },
    /// The shopper came by somebody's code: it counts with their first order.
    Referred {
        /// Whose.
        code: String,
        /// Until when that order is awaited.
        until: Timestamp,
    },
    /// Somebody came by the member's code.
    ReferralFollowed,
    /// That the shopper came by somebody's code brings nothing, to neither.
    ReferralEnded {
        /// Why.
        why: ReferralFault,
    },
    /// The first order of who was referred came back: what it brought is taken back, on this side and on the other.
    ReferralUndone {
        /// The lot that was given.
        lot: EntryId,
        /// Of which order; nothing for who referred.
        order: Option<OrderId>,
        /// How many were taken back.
        points: i64,
        /// From which lots.
        from: Vec<Draw>,
        /// How many should have been taken back and are not: there were no more of them.
        forgiven: i64,
        /// On which day they had been given.
        day: CivilDay,
    },
}

/// What points were earned for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// An order.
    Order(OrderId),
    /// A basket at a till.
    Sale,
    /// The shopper became a member.
    Joined,
    /// It was the first purchase of the shopper.
    FirstPurchase,
    /// It was the first order of somebody who came by the member's code.
    Referral,
    /// It was the first order of the shopper, who came by somebody's code.
    Referred(Welcome),
    /// It was a surprise.
    Delight(Surprise),
}

/// Points earned with one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarnedLine {
    /// What was bought.
    pub product: ProductId,
    /// How many.
    pub units: u32,
    /// What of the money paid for it counts, in minor units.
    pub spend: i64,
    /// Points for all of them.
    pub points: i64,
}

/// What counts towards a tier beside points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The day of the purchase, in the shop.
    pub day: CivilDay,
    /// What was paid in money, in minor units.
    pub spend: i64,
    /// Purchases.
    pub orders: u32,
}

/// Points of one lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// Which lot: the entry that made it.
    pub lot: EntryId,
    /// How many.
    pub points: i64,
    /// When the lot expires.
    pub expires: Option<Timestamp>,
}

/// Why the merchant gave or took points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdjustReason {
    /// To make up for something.
    Goodwill,
    /// To put an error right.
    Correction,
    /// They come from another programme.
    Transfer,
    /// They were got by fraud.
    Fraud,
}
