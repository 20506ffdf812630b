//! What comes of it that one shopper refers another.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{EntryId, OrderId};

/// With which order somebody who was referred got their points, and what that brought on the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// The order.
    pub order: OrderId,
    /// What of it must be left, in minor units: else all of it is taken back.
    pub least: i64,
    /// The lot of who referred, in their own account.
    pub theirs: EntryId,
    /// How many points are in that.
    pub brought: i64,
}

/// Why a referral brings nothing, or is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferralFault {
    /// Nobody has that code.
    Unknown,
    /// The shop's programme has no referral, or no more.
    Closed,
    /// The shopper lets nothing be remembered.
    NoConsent,
    /// It is the shopper's own code.
    Own,
    /// The shopper bought before.
    Bought,
    /// The shopper came by another code.
    Another,
    /// Others came by a code of the shopper's: who refers is no newcomer.
    Circle,
    /// Who has the code came by one themself, and has not bought yet.
    Early,
    /// The code brought as much as it may.
    Spent,
    /// The first order came too late.
    Late,
    /// The first order was too small.
    Small,
    /// Both have one mailbox, or one address.
    Together,
    /// The merchant says so.
    Merchant,
}

impl ReferralFault {
    /// Every one of them.
    pub const ALL: [Self; 13] = [
        Self::Unknown,
        Self::Closed,
        Self::NoConsent,
        Self::Own,
        Self::Bought,
        Self::Another,
        Self::Circle,
        Self::Early,
        Self::Spent,
        Self::Late,
        Self::Small,
        Self::Together,
        Self::Merchant,
    ];
}

impl fmt::Display for ReferralFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "nobody has that `code`",
            Self::Closed => "this shop gives nothing for referring",
            Self::NoConsent => "it can only be kept for who lets the shop remember them",
            Self::Own => "nobody refers themself",
            Self::Bought => "only who never bought here can be referred",
            Self::Another => "the shopper came by another code",
            Self::Circle => "others came by a code of the shopper's, so they are no newcomer",
            Self::Early => "who has that `code` came by one themself and did not buy yet",
            Self::Spent => "that code brought as much as it may",
            Self::Late => "the first order came too late",
            Self::Small => "the first order was too small",
            Self::Together => "both have the same mailbox or the same address",
            Self::Merchant => "the shop took it back",
        })
    }
}
