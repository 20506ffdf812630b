//! What a buyer was promised: when their order is there. And what parcels of the past took.

use serde::{Deserialize, Serialize};

use crate::money::BasisPoints;
use crate::service::promise::Despatch;
use crate::time::{CivilDay, Timestamp};

/// How an order goes, and when it was said to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// With whom, where to, and how soon.
    pub despatch: Despatch,
    /// The day on which the shop means to hand it over.
    pub handed_over: CivilDay,
    /// When it is to be there; nothing, where too little was known to promise anything.
    pub interval: Option<Interval>,
}

/// A time within which something is to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// Not earlier than this.
    pub from: Timestamp,
    /// Not later than this.
    pub until: Timestamp,
    /// How many of 10,000 such promises hold.
    pub level: BasisPoints,
}

/// A parcel of the past, of which the end is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastDelivery {
    /// What was known of it when it was sent.
    pub despatch: Despatch,
    /// Minutes from the midnight, on the shop's clock, that began the day of handing over until it was delivered;
    /// nothing, if it was lost.
    pub took: Option<i32>,
}
