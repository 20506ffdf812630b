//! A return: why somebody sends something back, what they want for it, and where it stands.

use serde::{Deserialize, Serialize};

/// Why something comes back. Kept as a fact: what learns from the log may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnReason {
    /// It is broken or spoilt.
    Damaged,
    /// It is not what was ordered.
    WrongItem,
    /// It is not as the shop had said.
    NotAsDescribed,
    /// It does not suit its buyer.
    DoesNotSuit,
    /// It came too late.
    Late,
    /// It is not wanted any more.
    Unwanted,
}

impl ReturnReason {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Damaged, Self::WrongItem, Self::NotAsDescribed, Self::DoesNotSuit, Self::Late, Self::Unwanted];

    /// Whether it says something of what its buyer likes, and not of what became of it on its way.
    pub const fn is_of_taste(self) -> bool {
        matches!(self, Self::NotAsDescribed | Self::DoesNotSuit | Self::Unwanted)
    }

    /// The wire and view name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::WrongItem => "wrong_item",
            Self::NotAsDescribed => "not_as_described",
            Self::DoesNotSuit => "does_not_suit",
            Self::Late => "late",
            Self::Unwanted => "unwanted",
        }
    }
}

/// What somebody wants for what they send back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnWish {
    /// Their money.
    Refund,
    /// The same again.
    Exchange,
}

/// Where a return stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnStatus {
    /// Its buyer asked for it.
    Requested,
    /// The shop agrees.
    Approved,
    /// Its buyer has a label to send it with.
    Labelled,
    /// The shop has it back.
    Received,
    /// Its buyer has the money back. The end.
    Refunded,
    /// Its buyer gets the same again. The end.
    Exchanged,
    /// The shop does not take it back. The end.
    Refused,
}

impl ReturnStatus {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Requested,
        Self::Approved,
        Self::Labelled,
        Self::Received,
        Self::Refunded,
        Self::Exchanged,
        Self::Refused,
    ];

    /// Whether a return that stands here may go there.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Requested => matches!(next, Self::Approved | Self::Refused),
            // What never arrives is refused in the end.
            Self::Approved => matches!(next, Self::Labelled | Self::Received | Self::Refused),
            Self::Labelled => matches!(next, Self::Received | Self::Refused),
            Self::Received => next > Self::Received,
            Self::Refunded | Self::Exchanged | Self::Refused => false,
        }
    }

    /// The wire and view name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Approved => "approved",
            Self::Labelled => "labelled",
            Self::Received => "received",
            Self::Refunded => "refunded",
            Self::Exchanged => "exchanged",
            Self::Refused => "refused",
        }
    }
}
