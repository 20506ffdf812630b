//! What carriers say, in our words: the statuses of each feed as a table, and what each means for a parcel.

use core::fmt;

use crate::event::ParcelStatus;
use crate::id::CarrierId;

mod tables;
#[cfg(test)]
mod tests;

/// Who tells of many carriers at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feed {
    /// AfterShip, by the tag of a tracking.
    AfterShip,
    /// EasyPost, by the status of a tracker.
    EasyPost,
    /// Karrio, by the status of a tracker.
    Karrio,
    /// Shopify, by the shipment status of a fulfilment.
    Shopify,
}

/// What a status means for a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// It was seen there.
    Step(ParcelStatus),
    /// Nothing new: a label was made, somebody was told.
    Nothing,
    /// It waits or is held up: [`ParcelStatus::HeldUp`], and the shop may want to look after it.
    Held,
    /// It is on its way back: [`ParcelStatus::TurnedBack`], and the shop may want to look after it.
    TurnedBack,
}

/// A word that is in no table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownStatus {
    /// Whose word.
    pub feed: Feed,
    /// The word.
    pub status: String,
}

impl fmt::Display for UnknownStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` has no status `{}` that is known here", self.feed.name(), self.status)
    }
}

impl core::error::Error for UnknownStatus {}

impl Feed {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::AfterShip, Self::EasyPost, Self::Karrio, Self::Shopify];

    /// Its name in addresses and settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AfterShip => "aftership",
            Self::EasyPost => "easypost",
            Self::Karrio => "karrio",
            Self::Shopify => "shopify",
        }
    }

    /// The feed of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|feed| feed.name() == name)
    }

    /// Who acts where it tells something; single carriers have numbers below 1,001.
    pub const fn id(self) -> CarrierId {
        match self {
            Self::AfterShip => CarrierId(1_001),
            Self::EasyPost => CarrierId(1_002),
            Self::Karrio => CarrierId(1_003),
            Self::Shopify => CarrierId(1_004),
        }
    }

    /// Every status that it may send, and what it means.
    pub const fn statuses(self) -> &'static [(&'static str, Meaning)] {
        match self {
            Self::AfterShip => tables::AFTERSHIP,
            Self::EasyPost => tables::EASYPOST,
            Self::Karrio => tables::KARRIO,
            Self::Shopify => tables::SHOPIFY,
        }
    }

    /// What a status means.
    ///
    /// # Errors
    /// [`UnknownStatus`] names it.
    pub fn meaning(self, status: &str) -> Result<Meaning, UnknownStatus> {
        let found = self.statuses().iter().find(|(known, _)| *known == status);
        let unknown = || UnknownStatus { feed: self, status: status.to_owned() };
        found.map(|(_, meaning)| *meaning).ok_or_else(unknown)
    }
}
