//! What changes for all shoppers at once: the shop, its stock, and what promotions gave.

use serde::{Deserialize, Serialize};

use super::PastDelivery;
use crate::id::{ContentHash, OrderId, ProductId};
use crate::money::Currency;
use crate::packed::Packed;
use crate::terms::promotion::PromotionId;
use crate::time::{CivilDay, Span, Timestamp};

/// Changes of the shop itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShopFact {
    /// This version of the shop is in force; the blob lies in the store.
    Published {
        /// Of the blob.
        hash: ContentHash,
    },
    /// Sales of the past were brought in, moved forward in time by whole weeks.
    HistoryImported {
        /// How far every time was moved.
        shift: Span,
        /// How many baskets there were.
        baskets: u32,
    },
    /// With the next shop prices for everyone are other ones, or promotions for everyone begin.
    Repriced {
        /// When.
        at: Timestamp,
        /// What they were and are, of each product that changed.
        prices: Packed<Vec<Repricing>>,
        /// The promotions that begin.
        #[serde(default)]
        begun: Vec<PromotionId>,
        /// What was paid and will be, of each product that promotions for everyone lower; no prices where they do so
        /// no more.
        #[serde(default)]
        promoted: Packed<Vec<Repricing>>,
    },
    /// An invoice was issued: the next of the shop's, without gaps.
    Invoiced {
        /// For which order.
        order: OrderId,
        /// Its number, counted from 1.
        invoice: u32,
    },
    /// What parcels took that were sent before the shop kept its orders here.
    DeliveriesImported {
        /// Each parcel.
        deliveries: Vec<PastDelivery>,
    },
}

/// What a product cost everyone, as far back as a lower price is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repricing {
    /// Which.
    pub product: ProductId,
    /// In what.
    pub currency: Currency,
    /// From when on it cost what, in minor units, ascending; what it cost at first has the time 0.
    pub prices: Vec<(Timestamp, i64)>,
}

/// Changes of stock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StockFact {
    /// So many lie on the shelf and are free to sell.
    Counted {
        /// Per product.
        lines: Vec<StockLine>,
    },
    /// An order took these off the free stock.
    Reserved {
        /// Whose.
        order: OrderId,
        /// What.
        lines: Vec<StockLine>,
    },
    /// A cancelled order gave these back.
    Released {
        /// Whose.
        order: OrderId,
        /// What.
        lines: Vec<StockLine>,
    },
    /// An order that had waited for these took them off the free stock.
    Allocated {
        /// Whose.
        order: OrderId,
        /// What.
        lines: Vec<StockLine>,
    },
    /// Whether more of these may be ordered than are on the shelf.
    BackOrdersSet {
        /// Which.
        products: Vec<ProductId>,
        /// Whether.
        allowed: bool,
    },
}

/// What promotions gave and got back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermsFact {
    /// An order used these.
    Used {
        /// Whose.
        order: OrderId,
        /// Each promotion once.
        uses: Packed<Vec<Use>>,
    },
    /// A cancelled order gave these back.
    Returned {
        /// Whose.
        order: OrderId,
        /// Each promotion once.
        uses: Packed<Vec<Use>>,
    },
    /// A refund gave these amounts back to their budgets; the promotions stay used.
    Refunded {
        /// Of which order.
        order: OrderId,
        /// Each promotion once.
        uses: Packed<Vec<Use>>,
    },
    /// A surprise was given out of its budget.
    Delighted {
        /// On which day, in the shop.
        day: CivilDay,
        /// How many points.
        points: i64,
        /// What they were worth, in minor units of the book currency, rounded up.
        minor: i64,
    },
}

/// One use of a promotion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// Which.
    pub promotion: PromotionId,
    /// What it took off, in minor units of the book currency.
    pub minor: i64,
    /// Which budget paid for it.
    pub budget: Option<u32>,
}

/// Units of one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockLine {
    /// Which.
    pub product: ProductId,
    /// How many.
    pub units: u32,
}
