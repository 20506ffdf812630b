//! Wishes: what somebody wants to happen.

mod rejection;

use serde::{Deserialize, Serialize};

use crate::event::{
    Actor, AdjustReason, Consent, Consignment, Interval, ParcelStatus, PastDelivery, PaymentKind,
    ReferralFault, ReturnReason, ReturnStatus, ReturnWish, SoldLine, StockLine,
};
use crate::id::{
    CarrierId, ContactId, ContentHash, GiftCardId, OrderId, ParcelId, ProductId, ReturnId, ShopperId,
};
use crate::money::{Currency, Money};
use crate::service::promise::DeliveryZone;
use crate::terms::promotion::{Promotion, PromotionId};
use crate::terms::receipt::Step;
use crate::time::{Span, Timestamp};

pub use rejection::Rejection;

/// What somebody wants to happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// The shopper chooses what may be remembered.
    SetConsent {
        /// The choice.
        consent: Consent,
    },
    /// The acting customer says that this visitor was them.
    LinkVisitor {
        /// Who they were before login.
        visitor: ShopperId,
    },
    /// The cart shall hold this many of a product.
    ChangeCart {
        /// Which.
        product: ProductId,
        /// How many, 0..=[`Command::MOST_UNITS`]; 0 takes it out.
        quantity: u32,
    },
    /// The cart shall become an order.
    PlaceOrder {
        /// Minted by the server for this checkout; the same one again is the same order.
        order: OrderId,
        /// Where name and address lie.
        contact: ContactId,
        /// The total that the shopper was shown.
        expected: Money,
        /// How it came about, as it was shown; so a refusal can say what changed.
        #[serde(default)]
        shown: Vec<Step>,
        /// How it is to go; unsaid, nothing is promised.
        #[serde(default)]
        delivery: Option<DeliveryWish>,
        /// How many points pay for it. Default: none.
        #[serde(default)]
        redeem: i64,
        /// Which gift card pays for it, as far as there is something on it. Default: none.
        #[serde(default)]
        gift_card: Option<Bearer>,
    },
    /// Call an order off: its buyer or the owner, until some of it is shipped.
    CancelOrder {
        /// Which.
        order: OrderId,
    },
    /// The owner packed all that is left of an order, in one parcel.
    PackOrder {
        /// Which.
        order: OrderId,
    },
    /// The owner handed all packed parcels of an order to a carrier.
    ShipOrder {
        /// Which.
        order: OrderId,
    },
    /// The owner knows that all parcels of an order that were on their way arrived.
    DeliverOrder {
        /// Which.
        order: OrderId,
    },
    /// A till records a basket.
    RecordSale {
        /// Whose.
        shopper: ShopperId,
        /// Of `paid` in the lines.
        currency: Currency,
        /// What, at least one line.
        lines: Vec<SoldLine>,
    },
    /// The owner gives a customer the loyalty card.
    IssueCard {
        /// To whom.
        shopper: ShopperId,
    },
    /// The owner counted the shelf.
    CountStock {
        /// Per product.
        lines: Vec<StockLine>,
    },
    /// The owner puts a version of the shop in force.
    PublishShop {
        /// Of the blob in the store.
        hash: ContentHash,
    },
    /// The owner brought in sales of the past.
    RecordImport {
        /// How far every time was moved: whole weeks.
        shift: Span,
        /// How many baskets there were.
        baskets: u32,
    },
    /// All that is known of a shopper, and of the visitors they were, shall be forgotten. Their orders and
    /// sales stay, under a name that leads to nobody.
    Forget {
        /// Whom: the acting shopper, if unsaid; the owner says whom.
        #[serde(default)]
        shopper: Option<ShopperId>,
        /// Under which name orders and sales stay. Minted by the server; one on the wire is not believed.
        #[serde(default)]
        pseudonym: ShopperId,
    },
    /// The shopper enters a code.
    ApplyCoupon {
        /// As it is written, at most [`Command::LONGEST_CODE`] bytes; small or large letters are the same.
        code: String,
    },
    /// The shopper takes a coupon back.
    RemoveCoupon {
        /// Which promotion it opened.
        promotion: PromotionId,
    },
    /// The owner gives money back for part of an order: exactly what was paid for it, with its part of every
    /// discount and tax. What comes back to the shelf is counted there.
    RefundOrder {
        /// Which.
        order: OrderId,
        /// For so many units of these products, each named once.
        lines: Vec<StockLine>,
        /// And for sending it.
        #[serde(default)]
        shipping: bool,
    },
    /// The owner puts a customer into a group: prices and promotions of the group are theirs from now on.
    AddToGroup {
        /// Whom.
        shopper: ShopperId,
        /// Which; see [`Groups::is_name`](crate::customer::groups::Groups::is_name).
        group: String,
    },
    /// The owner takes a customer out of a group.
    TakeFromGroup {
        /// Whom.
        shopper: ShopperId,
        /// Which.
        group: String,
    },
    /// The owner packed these units of an order, in a parcel of their own.
    PackUnits {
        /// Which order.
        order: OrderId,
        /// What is in the parcel, each product once.
        lines: Vec<StockLine>,
    },
    /// The owner knows that a parcel went a step on.
    MoveParcel {
        /// Of which order.
        order: OrderId,
        /// Which.
        parcel: ParcelId,
        /// Where it stands now.
        status: ParcelStatus,
        /// Who carries it, if that is new.
        #[serde(default)]
        consignment: Option<Consignment>,
    },
    /// Call units of an order off that have not left the house: its buyer or the owner.
    CancelUnits {
        /// Of which order.
        order: OrderId,
        /// Which, each product once.
        lines: Vec<StockLine>,
    },
    /// The owner gives an order of the free stock what it waits for, as far as there is some.
    AllocateUnits {
        /// Which order.
        order: OrderId,
    },
    /// The owner records that an order's payment was authorised or captured. A capture gets the next invoice.
    RecordPayment {
        /// Of which order.
        order: OrderId,
        /// What happened.
        kind: PaymentKind,
        /// How much; if unsaid, all that is due.
        #[serde(default)]
        amount: Option<Money>,
    },
    /// The owner says whether more of these may be ordered than are on the shelf.
    SetBackOrders {
        /// Which, at least one.
        products: Vec<ProductId>,
        /// Whether.
        allowed: bool,
    },
    /// The buyer, or the owner for them, wants to send units back that were delivered.
    RequestReturn {
        /// Of which order.
        order: OrderId,
        /// Which, each product once.
        lines: Vec<StockLine>,
        /// Why.
        reason: ReturnReason,
        /// What for.
        wish: ReturnWish,
    },
    /// The owner takes a return a step on. One that is refunded gives back what was paid for it; one that is exchanged
    /// lets the same units wait for stock.
    MoveReturn {
        /// Of which order.
        order: OrderId,
        /// Which.
        number: ReturnId,
        /// Where it stands now.
        status: ReturnStatus,
        /// How it is sent, if that is new.
        #[serde(default)]
        label: Option<Consignment>,
        /// Whether what the shop keeps, as it is refunded or exchanged, can be sold again.
        #[serde(default)]
        restock: bool,
    },
    /// The shop's clock: what is due for a shopper by now happens.
    Tick {
        /// For whom.
        shopper: ShopperId,
    },
    /// The buyer of an order whose promise was broken, or the owner for them, takes what was offered for that.
    AcceptRemedy {
        /// Of which order.
        order: OrderId,
    },
    /// The owner brings in what parcels took that were sent before, so that the shop can promise from its first day.
    RecordDeliveries {
        /// Each parcel, 1 to [`Command::MOST_DELIVERIES`].
        deliveries: Vec<PastDelivery>,
    },
    /// The buyer wants an order's products again: what of it can be bought now comes into the cart, beside what is in
    /// it, as many as were ordered or as there are. Nothing is ordered by it.
    Reorder {
        /// Which.
        order: OrderId,
    },
    /// A carrier saw a parcel at a moment. The same again is nothing new; what is late stands at its own time and takes
    /// nothing back.
    RecordScan {
        /// The carrier's own number of the parcel.
        number: String,
        /// What the carrier is called, at least one name; as [`Consignment::is_of`] compares.
        carriers: Vec<String>,
        /// Where it was, from [`ParcelStatus::Shipped`] on.
        status: ParcelStatus,
        /// When.
        at: Timestamp,
    },
    /// The owner gives a member points, or takes some: what is there can be taken, pending points too.
    AdjustPoints {
        /// Whose.
        shopper: ShopperId,
        /// How many more; fewer, below 0. Not 0.
        points: i64,
        /// Why.
        reason: AdjustReason,
    },
    /// A till sells a basket to a customer who takes it along, at the prices and promotions of tills, which the shop
    /// decides: it is an order that was delivered. What they mean to buy on a page stays in their cart.
    Sell {
        /// Minted by the till for this basket; the same one again is the same order.
        order: OrderId,
        /// To whom.
        shopper: ShopperId,
        /// What, each product once.
        lines: Vec<StockLine>,
        /// The total that the shopper was told.
        expected: Money,
        /// How it came about, as it was told; so a refusal can say what changed.
        #[serde(default)]
        shown: Vec<Step>,
    },
    /// The acting member wants a code by which others may come. Who has one keeps it.
    OpenReferral {
        /// Made by the server; one on the wire is not believed.
        #[serde(default)]
        code: String,
    },
    /// The acting shopper, who bought nothing yet, came by somebody's code: with their first order both get points.
    AcceptReferral {
        /// As people write it; see [`referral::code_of`](crate::terms::loyalty::referral::code_of).
        code: String,
    },
    /// That a shopper came by somebody's code shall bring nothing: the owner says so, or the shop itself found it.
    EndReferral {
        /// Who came.
        shopper: ShopperId,
        /// Why.
        why: ReferralFault,
    },
}

/// How an order is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryWish {
    /// With whom.
    pub carrier: CarrierId,
    /// Where to.
    pub zone: DeliveryZone,
    /// When the shopper was told that it is there; nothing, if they were not.
    #[serde(default)]
    pub shown: Option<Interval>,
}

/// Who shows a gift card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bearer {
    /// Its code as it is written: letters of any size, with what separates them or without.
    pub code: String,
    /// Which card that is. The server reads it off the code; one on the wire is not believed.
    pub card: Option<GiftCardId>,
}

/// What pays for an order beside money.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tender {
    /// Points.
    pub points: i64,
    /// A gift card.
    pub gift_card: Option<GiftCardId>,
}

impl Tender {
    /// So many points, and no gift card.
    pub const fn points(points: i64) -> Self {
        Self { points, gift_card: None }
    }
}

impl Command {
    /// The most units of one product in one cart or basket.
    pub const MOST_UNITS: u32 = 999;
    /// The most different products in one cart.
    pub const MOST_LINES: usize = 200;
    /// The most coupons in one cart.
    pub const MOST_COUPONS: usize = 8;
    /// The most parcels of one order, whatever became of them.
    pub const MOST_PARCELS: usize = 32;
    /// The most returns of one order, whatever became of them.
    pub const MOST_RETURNS: usize = 32;
    /// The most parcels of the past at once.
    pub const MOST_DELIVERIES: usize = 1_000;
    /// The most steps of one parcel.
    pub const MOST_SCANS: usize = 200;
    /// How far the clock of a carrier may be ahead: 5 minutes.
    pub const SCAN_AHEAD: Span = Span::minutes(5);
    /// The most that becomes of one tick: what else is due comes with the next.
    pub const MOST_DUE: usize = 8;
    /// The longest code, in bytes.
    pub const LONGEST_CODE: usize = Promotion::LONGEST_CODE;

    /// Whose histories must be at hand to judge this; the market always is.
    pub fn reads(&self, actor: &Actor) -> Reads {
        let own: Vec<ShopperId> = match actor {
            Actor::Shopper(who) => vec![*who],
            Actor::Merchant(_) | Actor::Clock | Actor::Carrier(_) => Vec::new(),
        };
        match self {
            Self::SetConsent { .. }
            | Self::CountStock { .. }
            | Self::PublishShop { .. }
            | Self::SetBackOrders { .. }
            | Self::RecordDeliveries { .. }
            | Self::RecordImport { .. } => Reads::default(),
            Self::RecordScan { number, .. } => {
                // Nobody else learns whether there is such a parcel.
                let number = matches!(actor, Actor::Carrier(_)).then(|| number.clone());
                Reads { number, ..Reads::default() }
            }
            Self::LinkVisitor { visitor } => {
                Reads { shoppers: own.into_iter().chain([*visitor]).collect(), ..Reads::default() }
            }
            Self::ChangeCart { .. } | Self::ApplyCoupon { .. } | Self::RemoveCoupon { .. } => {
                Reads { shoppers: own, ..Reads::default() }
            }
            Self::OpenReferral { code } | Self::AcceptReferral { code } => {
                Reads { shoppers: own, code: Some(code.clone()), ..Reads::default() }
            }
            Self::Forget { shopper, pseudonym } => {
                let who = shopper.map_or(own, |who| vec![who]);
                Reads { shoppers: who.into_iter().chain([*pseudonym]).collect(), ..Reads::default() }
            }
            Self::RecordSale { shopper, .. }
            | Self::AdjustPoints { shopper, .. }
            | Self::IssueCard { shopper }
            | Self::Tick { shopper }
            | Self::EndReferral { shopper, .. }
            | Self::AddToGroup { shopper, .. }
            | Self::TakeFromGroup { shopper, .. } => Reads { shoppers: vec![*shopper], ..Reads::default() },
            Self::Sell { order, shopper, .. } => {
                Reads { shoppers: vec![*shopper], order: Some(*order), ..Reads::default() }
            }
            Self::PlaceOrder { order, .. }
            | Self::CancelOrder { order }
            | Self::PackOrder { order }
            | Self::ShipOrder { order }
            | Self::DeliverOrder { order }
            | Self::RefundOrder { order, .. }
            | Self::PackUnits { order, .. }
            | Self::MoveParcel { order, .. }
            | Self::CancelUnits { order, .. }
            | Self::AllocateUnits { order }
            | Self::RequestReturn { order, .. }
            | Self::MoveReturn { order, .. }
            | Self::AcceptRemedy { order }
            | Self::Reorder { order }
            | Self::RecordPayment { order, .. } => {
                Reads { shoppers: own, order: Some(*order), ..Reads::default() }
            }
        }
    }
}

/// Whose histories a command is judged by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reads {
    /// These shoppers'.
    pub shoppers: Vec<ShopperId>,
    /// And the buyer's of this order, if there is such an order.
    pub order: Option<OrderId>,
    /// And of the parcels that have this number of a carrier.
    pub number: Option<String>,
    /// And of who has this code for others to come by, as it was written.
    pub code: Option<String>,
}

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Accepted, stock reserved.
    Placed,
    /// In a parcel.
    Packed,
    /// On its way.
    Shipped,
    /// There. What is exchanged is placed again.
    Delivered,
    /// Called off. The end.
    Cancelled,
}

impl Status {
    /// The wire and view name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Packed => "packed",
            Self::Shipped => "shipped",
            Self::Delivered => "delivered",
            Self::Cancelled => "cancelled",
        }
    }
}
