//! What happened: an [`Event`] is one fact, who it is about, who did it, where and when.
//!
//! The log stores events as JSON for ever, so variants and fields are only ever added, last.

use serde::{Deserialize, Serialize};

use crate::id::{ContactId, ContentHash, EventId, OrderId, PriceListId, ProductId, ShopperId};
use crate::money::{Currency, Money};
use crate::packed::Packed;
use crate::terms::promotion::{Coupon, PromotionId};
use crate::terms::receipt::Receipt;
use crate::time::{Span, Timestamp};

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
}

impl Fact {
    /// Whether it says that somebody is forgotten.
    pub fn is_forgotten(&self) -> bool {
        matches!(self, Self::Customer(CustomerFact::Forgotten))
    }
}

/// All that a browser may claim. Signals teach; they never change a cart, an order or a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// The page of a product was seen. Feeds: recommendations.
    ViewItem {
        /// Which.
        product: ProductId,
    },
    /// A product was chosen from a list. Feeds: recommendations.
    SelectItem {
        /// Which.
        product: ProductId,
    },
    /// A product was put into the cart. Feeds: recommendations.
    AddToCart {
        /// Which.
        product: ProductId,
    },
    /// The shopper does not want to be shown this product. Feeds: their own lists, which leave it out.
    NotForMe {
        /// Which.
        product: ProductId,
    },
    /// The shopper took that back. Feeds: their own lists.
    UndoNotForMe {
        /// Which.
        product: ProductId,
    },
}

impl Signal {
    /// What makes a signal of that name, in the words of GA4 or of ours where it has none.
    pub fn named(name: &str) -> Option<fn(ProductId) -> Self> {
        Some(match name {
            "view_item" => |product| Self::ViewItem { product },
            "select_item" => |product| Self::SelectItem { product },
            "add_to_cart" => |product| Self::AddToCart { product },
            "not_for_me" => |product| Self::NotForMe { product },
            "undo_not_for_me" => |product| Self::UndoNotForMe { product },
            _ => return None,
        })
    }

    /// The name that [`Signal::named`] reads.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ViewItem { .. } => "view_item",
            Self::SelectItem { .. } => "select_item",
            Self::AddToCart { .. } => "add_to_cart",
            Self::NotForMe { .. } => "not_for_me",
            Self::UndoNotForMe { .. } => "undo_not_for_me",
        }
    }

    /// The product that the signal is about.
    pub fn product(&self) -> ProductId {
        match self {
            Self::ViewItem { product }
            | Self::SelectItem { product }
            | Self::AddToCart { product }
            | Self::NotForMe { product }
            | Self::UndoNotForMe { product } => *product,
        }
    }
}

/// The cart and the life of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderFact {
    /// The cart now holds this many of a product; 0 takes it out.
    CartChanged {
        /// Which.
        product: ProductId,
        /// How many there are now.
        quantity: u32,
    },
    /// The cart became an order.
    Placed {
        /// Its identifier.
        order: OrderId,
        /// Its number for people, counted by the shop from 1.
        number: u32,
        /// Where name and address are kept, outside the log.
        contact: ContactId,
        /// What was bought, at which price.
        lines: Vec<Line>,
        /// What is to be paid: the sum of the lines, and of sending as the receipt has it.
        total: Money,
        /// How the total came about; orders of old have none.
        #[serde(default)]
        receipt: Option<Packed<Receipt>>,
        /// What promotions gave for it, each once.
        #[serde(default)]
        uses: Packed<Vec<Use>>,
    },
    /// The order is packed.
    Packed {
        /// Which.
        order: OrderId,
    },
    /// The order left the house.
    Shipped {
        /// Which.
        order: OrderId,
    },
    /// The order arrived.
    Delivered {
        /// Which.
        order: OrderId,
    },
    /// The order was called off before it left the house.
    Cancelled {
        /// Which.
        order: OrderId,
    },
    /// A basket was paid at a till.
    SoldInStore {
        /// Of `paid` in the lines.
        currency: Currency,
        /// What was in the basket.
        lines: Vec<SoldLine>,
    },
    /// A code was accepted: its promotion acts on this cart from now on.
    CouponApplied {
        /// Which, and what the shopper may see of it.
        coupon: Coupon,
    },
    /// The shopper took a coupon back.
    CouponRemoved {
        /// Which promotion it opened.
        promotion: PromotionId,
    },
    /// The buyer got money back.
    Refunded {
        /// Which order.
        order: OrderId,
        /// For what.
        refund: Refund,
    },
}

/// Money that a buyer got back for part of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// For these units.
    pub lines: Vec<StockLine>,
    /// Whether what sending cost is in it.
    pub shipping: bool,
    /// How much.
    pub amount: Money,
    /// What promotions had taken off of it, each once: their budgets have it again.
    pub uses: Packed<Vec<Use>>,
}

/// One line of an order: a line carries its total, a unit price is display only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What.
    pub product: ProductId,
    /// How many, at least 1.
    pub quantity: u32,
    /// What the line costs.
    pub total: Money,
    /// The price list that the price came from.
    pub list: PriceListId,
}

/// One line of a basket sold in a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoldLine {
    /// What.
    pub product: ProductId,
    /// How many, at least 1.
    pub quantity: u32,
    /// What was paid for the line, in minor units of the basket's currency.
    pub paid: i64,
}

/// What a customer said or got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
