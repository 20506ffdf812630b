//! What becomes of gift cards: every fact moves money from one account to another, and says of which card how much.

use serde::{Deserialize, Serialize};

use crate::id::{GiftCardId, OrderId, ProductId};
use crate::money::Money;
use crate::time::Timestamp;

/// What happened to gift cards. A card is whoever's who has its code: nothing here says whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GiftFact {
    /// Cards were bought and paid for: one for each unit.
    Issued {
        /// With which order.
        order: OrderId,
        /// By product, numbered one behind the other from the next number of the shop on.
        cards: Vec<IssuedCards>,
    },
    /// A card paid for an order, or for part of it.
    Spent {
        /// Which.
        card: GiftCardId,
        /// For which order; one card pays for an order, and once.
        order: OrderId,
        /// How much.
        amount: Money,
    },
    /// What a card paid for was called off or given back.
    GivenBack {
        /// To which card.
        card: GiftCardId,
        /// Of which order.
        order: OrderId,
        /// How much.
        amount: Money,
        /// How much of that order is back on the card in all by now.
        whole: Money,
        /// When the card ends from now on, where it had ended.
        #[serde(default)]
        expires: Option<Timestamp>,
    },
    /// The purchase of cards was called off or given back: what was on them is taken back. Nothing was spent of them.
    TakenBack {
        /// Of which order.
        order: OrderId,
        /// Which, ascending, and how much of each.
        cards: Vec<CardMoney>,
    },
    /// A card had ended, and with it what was left on it.
    Expired {
        /// Which.
        card: GiftCardId,
        /// How much.
        amount: Money,
    },
}

/// Cards of one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedCards {
    /// What was bought.
    pub product: ProductId,
    /// The number of the first card.
    pub first: GiftCardId,
    /// How many cards.
    pub units: u32,
    /// What is on each.
    pub value: Money,
    /// When they end; nothing, if they never do.
    #[serde(default)]
    pub expires: Option<Timestamp>,
}

/// Money of one card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardMoney {
    /// Which.
    pub card: GiftCardId,
    /// How much.
    pub amount: Money,
}

/// A product that is not sent: what its buyer gets for each unit that is paid, as it was when it was ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Good {
    /// Which.
    pub product: ProductId,
    /// What they get.
    pub what: GoodKind,
}

/// What the buyer of something that is not sent gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoodKind {
    /// A gift card, with so much on it.
    GiftCard(Money),
    /// What is called so: a lesson, a licence.
    Entitlement(String),
}
