//! What happened: an [`Event`] is one fact, who it is about, who did it, where and when.
//!
//! The log stores events as JSON for ever, so variants and fields are only ever added, last.

use serde::{Deserialize, Serialize};

use crate::id::{CarrierId, EventId, ShopperId};
use crate::time::Timestamp;

mod delight;
mod gift;
mod loyalty;
mod market;
mod observation;
mod order;
mod parcel;
mod promise;
mod referral;
mod returns;
mod signal;
mod taste;

pub use delight::{Moment, Surprise};
pub use gift::{CardMoney, GiftFact, Good, GoodKind, IssuedCards};
pub use loyalty::{AdjustReason, Counted, Draw, EarnedLine, LoyaltyFact, Posting, Why};
pub use market::{Repricing, ShopFact, StockFact, StockLine, TermsFact, Use};
pub use observation::Observation;
pub use order::{Line, OrderFact, Refund, SoldLine};
pub use parcel::{Consignment, ParcelStatus, Payment, PaymentKind};
pub use promise::{Interval, PastDelivery, Promise};
pub use referral::{ReferralFault, Welcome};
pub use returns::{ReturnReason, ReturnStatus, ReturnWish};
pub use signal::{About, Signal};
pub use taste::{Opinion, Topic};

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its number at its source; the same number twice counts once.
    pub id: EventId,
    /// Who is affected.
    pub subject: Subject,
    /// Who did it.
    pub actor: Actor,
    /// Where it happened.
    pub channel: Channel,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub fact: Fact,
}

/// Who is affected: a merchant's click on an order has the buyer as subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// One shopper.
    Shopper(ShopperId),
    /// What all shoppers share: stock, the published shop.
    Market,
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A shopper, for themselves.
    Shopper(ShopperId),
    /// Somebody of the shop.
    Merchant(Role),
    /// The shop's clock: what is due happens by itself.
    Clock,
    /// A carrier, or who tells of several.
    Carrier(CarrierId),
}

/// What somebody of the shop may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything: orders, stock, the shop itself.
    Owner,
    /// Records sales made in a store.
    Till,
}

/// Where an event happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A page of the shop, or one that embeds it.
    Web,
    /// A till in a store.
    Pos,
    /// The merchant's console.
    Console,
    /// A carrier's feed.
    Feed,
}

/// What happened, by subject matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Something a page observed.
    Signal(Signal),
    /// A cart or an order changed.
    Order(OrderFact),
    /// A customer said or got something.
    Customer(CustomerFact),
    /// The shop itself changed.
    Shop(ShopFact),
    /// Stock changed.
    Stock(StockFact),
    /// What promotions gave.
    Terms(TermsFact),
    /// Points of a shopper, or their tier, changed.
    Loyalty(LoyaltyFact),
    /// Gift cards were issued, spent or taken back.
    Gift(GiftFact),
}

impl Fact {
    /// Whether it says that somebody is forgotten.
    pub fn is_forgotten(&self) -> bool {
        matches!(self, Self::Customer(CustomerFact::Forgotten))
    }

    /// Whether it changes what a shopper may know of the shop, beside what is theirs.
    pub fn is_of_groups(&self) -> bool {
        matches!(self, Self::Customer(CustomerFact::GroupJoined { .. } | CustomerFact::GroupLeft { .. }))
    }
}

/// What a customer said or got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerFact {
    /// The shopper chose what may be remembered from now on.
    Consented {
        /// The choice.
        consent: Consent,
    },
    /// A visitor turned out to be this customer, for ever: the two histories are one.
    Linked {
        /// The visitor.
        visitor: ShopperId,
        /// The customer.
        customer: ShopperId,
    },
    /// The customer holds the loyalty card from now on.
    CardIssued,
    /// Nothing is known of this shopper any more. The store keeps it without their identifier.
    Forgotten,
    /// The merchant put the customer into a group.
    GroupJoined {
        /// Which.
        group: String,
    },
    /// The merchant took the customer out of a group.
    GroupLeft {
        /// Which.
        group: String,
    },
}

/// What a shopper lets the shop remember.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Nothing. The default, and what Global Privacy Control means.
    #[default]
    Denied,
    /// On the shopper's own device only; never sent.
    Private,
    /// With the shop.
    Full,
}
