//! The cart and the life of an order.

use serde::{Deserialize, Serialize};

use super::{
    Consignment, Good, ParcelStatus, Payment, Promise, ReturnReason, ReturnStatus, ReturnWish, StockLine, Use,
};
use crate::id::{ContactId, OrderId, ParcelId, PriceListId, ProductId, ReturnId};
use crate::money::{Currency, Money};
use crate::packed::Packed;
use crate::terms::promotion::{Coupon, PromotionId};
use crate::terms::receipt::Receipt;
use crate::time::Timestamp;

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
        /// What is to be paid: the sum of the lines, and of sending as the receipt has it, less what points and a gift
        /// card pay.
        total: Money,
        /// How the total came about; orders of old have none.
        #[serde(default)]
        receipt: Option<Packed<Receipt>>,
        /// What promotions gave for it, each once.
        #[serde(default)]
        uses: Packed<Vec<Use>>,
        /// Units that were not on the shelf: they are sent when they come, see [`OrderFact::UnitsAllocated`].
        #[serde(default)]
        waiting: Vec<StockLine>,
        /// How it goes and when it was said to be there; nothing, where its buyer chose nobody to bring it.
        #[serde(default)]
        promise: Option<Promise>,
        /// What of it is not sent, each product once.
        #[serde(default)]
        goods: Packed<Vec<Good>>,
    },
    /// All that is left of the order is packed, in one parcel.
    Packed {
        /// Which.
        order: OrderId,
    },
    /// Every parcel that was packed left the house.
    Shipped {
        /// Which.
        order: OrderId,
    },
    /// Every parcel on its way arrived; so the order is done, where nothing else is left of it.
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
    /// Units of the order are packed, in a parcel of their own.
    ParcelPacked {
        /// Which order.
        order: OrderId,
        /// The number of the parcel, the next of its order.
        parcel: ParcelId,
        /// What is in it.
        lines: Vec<StockLine>,
    },
    /// A parcel went a step on. The units of one that is lost wait for stock again; those of one that was opened or
    /// came back can be packed again.
    ParcelMoved {
        /// Of which order.
        order: OrderId,
        /// Which.
        parcel: ParcelId,
        /// Where it stands now.
        status: ParcelStatus,
        /// Who carries it, where that is new.
        #[serde(default)]
        consignment: Option<Consignment>,
    },
    /// Units that waited are on the shelf now and are this order's.
    UnitsAllocated {
        /// Which order.
        order: OrderId,
        /// Which of them.
        lines: Vec<StockLine>,
    },
    /// Units that had not left the house were called off.
    UnitsCancelled {
        /// Of which order.
        order: OrderId,
        /// Which.
        lines: Vec<StockLine>,
        /// What need not be paid for them any more. Its lines are those units that were not refunded before.
        credit: Refund,
    },
    /// The payment of the order went a step on.
    PaymentRecorded {
        /// Of which order.
        order: OrderId,
        /// What happened.
        payment: Payment,
    },
    /// Somebody wants to send units of the order back.
    ReturnRequested {
        /// Of which order.
        order: OrderId,
        /// The number of the return, the next of its order.
        number: ReturnId,
        /// Which units.
        lines: Vec<StockLine>,
        /// Why.
        reason: ReturnReason,
        /// What for.
        wish: ReturnWish,
    },
    /// A return went a step on. The units of one that is exchanged wait for stock and go out again.
    ReturnMoved {
        /// Of which order.
        order: OrderId,
        /// Which.
        number: ReturnId,
        /// Where it stands now.
        status: ReturnStatus,
        /// How it is sent, where that is new.
        #[serde(default)]
        label: Option<Consignment>,
    },
    /// The order was to be there by now, and is not.
    PromiseBroken {
        /// Which.
        order: OrderId,
        /// When it should have been there.
        until: Timestamp,
        /// What its buyer is offered for that; nothing, where the shop offers nothing.
        offer: Option<Money>,
    },
    /// The buyer of an order whose promise was broken took what was offered for that.
    Compensated {
        /// Which.
        order: OrderId,
        /// So much less is to be paid for it.
        amount: Money,
    },
    /// The carrier of a parcel saw it at a moment, now or a while ago.
    ParcelScanned {
        /// Of which order.
        order: OrderId,
        /// Which.
        parcel: ParcelId,
        /// Where it stood.
        status: ParcelStatus,
        /// When it was seen.
        at: Timestamp,
    },
    /// Units were paid that entitle to something: its buyer has it from now on, once for each.
    Granted {
        /// Of which order.
        order: OrderId,
        /// Which, each product once.
        lines: Vec<StockLine>,
    },
    /// Units that entitle to something were called off or given back: those that were granted last are so no more.
    Revoked {
        /// Of which order.
        order: OrderId,
        /// Which, each product once.
        lines: Vec<StockLine>,
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
