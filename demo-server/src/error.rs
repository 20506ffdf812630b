//! Why the server cannot do what it was asked: short sentences for the caller, causes for the log.

use std::time::Duration;

use attar::Rejection;
use attar::id::ContentHash;
use attar::shop::ShopError;
use attar::snapshot::SnapshotError;

use crate::log::LogError;

/// Why a store cannot be opened, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The snapshot in the store is damaged or of a newer version.
    #[error(
        "the snapshot `{hash}` in the store cannot be served: {error}; update this program, or take it out \
         with `sqlite3 attar.sqlite \"delete from meta where name = 'snapshot'\"` and the shop learns again"
    )]
    Snapshot {
        /// Which.
        hash: ContentHash,
        /// Why.
        error: SnapshotError,
    },
    /// The shop in the store is damaged or missing.
    #[error("the shop `{hash}` in the store cannot be read: {why}; restore the store from a backup")]
    Shop {
        /// Which.
        hash: ContentHash,
        /// Why.
        why: String,
    },
    /// The machine gives no random numbers.
    #[error(transparent)]
    Failure(#[from] Failure),
}

/// Why a wish was not granted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The shop's rules say no.
    #[error("{0}")]
    Rejected(#[from] Rejection),
    /// No shop of that hash lies in the store.
    #[error("there is no shop `{0}` in the store")]
    UnknownShop(ContentHash),
    /// Nothing may be remembered of this shopper.
    #[error("this needs the consent `full` first")]
    NoConsent,
    /// Whoever this was is forgotten; nothing is written about them any more.
    #[error("this identity is forgotten, and is not used again")]
    Forgotten,
    /// The numbers at this source belong to the shop itself, or end.
    #[error("this source cannot number signals")]
    BadSource,
    /// The queue of the writer is full; the same again in a second may pass.
    #[error("the shop is busy, try again in a second")]
    Busy,
    /// Somebody tried many coupon codes.
    #[error("too many codes were tried: wait as long as `retry-after` says")]
    TooManyCodes(Duration),
    /// Somebody looked for many orders, or many times for one.
    #[error("too many orders were looked for: wait as long as `retry-after` says")]
    TooManySearches(Duration),
    /// The store did not take it; nothing was written.
    #[error("the store did not take it, nothing was written, try again")]
    Unavailable,
}

/// Why something cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The store cannot be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The machine gives no random numbers.
    #[error("the machine gives no random numbers: {0}")]
    Random(#[from] getrandom::Error),
    /// Something of ours cannot be written as JSON or postcard.
    #[error("an answer cannot be encoded: {0}")]
    Encoding(String),
}

/// Why a shop or a model is not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The shop contradicts itself.
    #[error(transparent)]
    Shop(#[from] ShopError),
    /// The tables of the model contradict one another.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// Somebody that it has learned from was forgotten meanwhile: it is to be learned anew.
    #[error("somebody that the model has learned from is forgotten: learn again")]
    Outdated,
    /// Another shop came into force meanwhile, and this one would undo what it changed.
    #[error("another shop came into force meanwhile: have a look at it, then publish again")]
    Moved,
    /// The writer did not take it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It cannot be encoded or stored.
    #[error(transparent)]
    Failure(#[from] Failure),
}

/// Why wishes of the past were not recorded. Transactions before the one that holds it remain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// One of them is refused.
    #[error("wish `{index}`: {rejection}")]
    Rejected {
        /// Its place among the wishes.
        index: usize,
        /// Why.
        rejection: Rejection,
    },
    /// The writer did not take it.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl RecordError {
    /// The same, counted from further ahead.
    pub(crate) fn behind(self, first: usize) -> Self {
        match self {
            Self::Rejected { index, rejection } => {
                Self::Rejected { index: index.saturating_add(first), rejection }
            }
            other @ Self::Refused(_) => other,
        }
    }
}
