//! Wishes, and why they may be refused.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::customer::groups::Groups;
use crate::event::{
    Actor, Consent, Consignment, ParcelStatus, PaymentKind, ReturnReason, ReturnStatus, ReturnWish, SoldLine,
    StockLine,
};
use crate::id::{ContactId, ContentHash, OrderId, ParcelId, ProductId, ReturnId, ShopperId};
use crate::money::{Currency, Money, MoneyError};
use crate::terms::promotion::{Promotion, PromotionId};
use crate::terms::receipt::{Changed, Step};
use crate::time::Span;

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
    /// The longest code, in bytes.
    pub const LONGEST_CODE: usize = Promotion::LONGEST_CODE;

    /// Whose histories must be at hand to judge this; the market always is.
    pub fn reads(&self, actor: &Actor) -> Reads {
        let own: Vec<ShopperId> = match actor {
            Actor::Shopper(who) => vec![*who],
            Actor::Merchant(_) => Vec::new(),
        };
        match self {
            Self::SetConsent { .. }
            | Self::RecordSale { .. }
            | Self::CountStock { .. }
            | Self::PublishShop { .. }
            | Self::SetBackOrders { .. }
            | Self::RecordImport { .. } => Reads { shoppers: Vec::new(), order: None },
            Self::LinkVisitor { visitor } => {
                Reads { shoppers: own.into_iter().chain([*visitor]).collect(), order: None }
            }
            Self::ChangeCart { .. } | Self::ApplyCoupon { .. } | Self::RemoveCoupon { .. } => {
                Reads { shoppers: own, order: None }
            }
            Self::Forget { shopper, pseudonym } => {
                let who = shopper.map_or(own, |who| vec![who]);
                Reads { shoppers: who.into_iter().chain([*pseudonym]).collect(), order: None }
            }
            Self::IssueCard { shopper }
            | Self::AddToGroup { shopper, .. }
            | Self::TakeFromGroup { shopper, .. } => Reads { shoppers: vec![*shopper], order: None },
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
            | Self::RecordPayment { order, .. } => Reads { shoppers: own, order: Some(*order) },
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
}

/// Why a wish was not granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// This needs an identity first.
    Anonymous,
    /// This actor may not do that.
    Forbidden,
    /// Only the server can decide this; in the page it is checked at checkout.
    OnlyServer,
    /// No such product is sold here.
    UnknownProduct {
        /// Which.
        product: ProductId,
    },
    /// The product has no price in this currency.
    NoPrice {
        /// Which.
        product: ProductId,
        /// In what.
        currency: Currency,
    },
    /// The actor has no such order.
    UnknownOrder {
        /// Which.
        order: OrderId,
    },
    /// The order is past that step, or not yet there.
    WrongStep {
        /// Which.
        order: OrderId,
        /// Where it stands.
        status: Status,
    },
    /// There is nothing to order or to record.
    Empty,
    /// A quantity is 0 or above [`Command::MOST_UNITS`], or there are too many lines.
    BadQuantity {
        /// Of which product.
        product: ProductId,
    },
    /// Not enough of it is left.
    OutOfStock {
        /// Which.
        product: ProductId,
        /// How many are left.
        left: u32,
    },
    /// The total is another one than the shopper was shown.
    PriceChanged {
        /// What was shown.
        was: Money,
        /// What it is.
        now: Money,
        /// What makes the difference, where it is known what was shown.
        #[serde(default)]
        changes: Vec<Changed>,
    },
    /// The visitor belongs to another customer, for ever, or is no visitor.
    LinkedElsewhere,
    /// A sum does not fit.
    AmountTooLarge,
    /// A length of time is not a number of whole weeks.
    NotWholeWeeks,
    /// No coupon has that code.
    UnknownCoupon,
    /// The coupon was used as often as it may be: in all, or by this shopper.
    CouponSpent,
    /// The cart has [`Command::MOST_COUPONS`] already.
    TooManyCoupons,
    /// The order has not so many units of it that are not refunded yet.
    NotRefundable {
        /// Of what.
        product: ProductId,
        /// How many it has.
        left: u32,
    },
    /// No group may be called so: the name is empty or too long, is that of the card, or names a protected trait.
    BadGroup {
        /// The name.
        group: String,
    },
    /// The customer is in as many groups as anybody may be.
    TooManyGroups,
    /// The order has no such parcel.
    UnknownParcel {
        /// Which order.
        order: OrderId,
        /// Which parcel.
        parcel: ParcelId,
    },
    /// The parcel is past that step, or not yet there.
    WrongParcelStep {
        /// Of which order.
        order: OrderId,
        /// Which.
        parcel: ParcelId,
        /// Where it stands.
        status: ParcelStatus,
    },
    /// Not so many units of it can be packed, called off, or sent back.
    NotOpen {
        /// Of what.
        product: ProductId,
        /// How many can.
        left: u32,
    },
    /// The order has [`Command::MOST_PARCELS`] already.
    TooManyParcels,
    /// The carrier's name or number is none.
    BadConsignment,
    /// So much was not paid, or is not to be paid.
    TooMuch {
        /// How much is.
        left: Money,
    },
    /// The order has no such return.
    UnknownReturn {
        /// Which order.
        order: OrderId,
        /// Which return.
        number: ReturnId,
    },
    /// The return is past that step, or not yet there.
    WrongReturnStep {
        /// Of which order.
        order: OrderId,
        /// Which.
        number: ReturnId,
        /// Where it stands.
        status: ReturnStatus,
    },
    /// The order has [`Command::MOST_RETURNS`] already.
    TooManyReturns,
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
    /// There. The end.
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

impl Rejection {
    /// A stable name for programs: `out_of_stock`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Forbidden => "forbidden",
            Self::OnlyServer => "only_server",
            Self::UnknownProduct { .. } => "unknown_product",
            Self::NoPrice { .. } => "no_price",
            Self::UnknownOrder { .. } => "unknown_order",
            Self::WrongStep { .. } => "wrong_step",
            Self::Empty => "empty",
            Self::BadQuantity { .. } => "bad_quantity",
            Self::OutOfStock { .. } => "out_of_stock",
            Self::PriceChanged { .. } => "price_changed",
            Self::LinkedElsewhere => "linked_elsewhere",
            Self::AmountTooLarge => "amount_too_large",
            Self::NotWholeWeeks => "not_whole_weeks",
            Self::UnknownCoupon => "unknown_coupon",
            Self::CouponSpent => "coupon_spent",
            Self::TooManyCoupons => "too_many_coupons",
            Self::NotRefundable { .. } => "not_refundable",
            Self::BadGroup { .. } => "bad_group",
            Self::TooManyGroups => "too_many_groups",
            Self::UnknownParcel { .. } => "unknown_parcel",
            Self::WrongParcelStep { .. } => "wrong_parcel_step",
            Self::NotOpen { .. } => "not_open",
            Self::TooManyParcels => "too_many_parcels",
            Self::BadConsignment => "bad_consignment",
            Self::TooMuch { .. } => "too_much",
            Self::UnknownReturn { .. } => "unknown_return",
            Self::WrongReturnStep { .. } => "wrong_return_step",
            Self::TooManyReturns => "too_many_returns",
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anonymous => f.write_str("an anonymous visitor may only ask"),
            Self::Forbidden => f.write_str("this actor may not do that"),
            Self::OnlyServer => f.write_str("this is checked at checkout"),
            Self::UnknownProduct { product } => write!(f, "there is no product `{product}`"),
            Self::NoPrice { product, currency } => {
                write!(f, "product `{product}` has no price in `{}`", currency.code())
            }
            Self::UnknownOrder { order } => write!(f, "there is no order `{order}`"),
            Self::WrongStep { order, status } => {
                write!(f, "order `{order}` is {}, so this step is not open to it", status.name())
            }
            Self::Empty => f.write_str("there is nothing in it"),
            Self::BadQuantity { product } => write!(
                f,
                "the quantity of product `{product}` must be 1 to {} and a cart holds {} products at most",
                Command::MOST_UNITS,
                Command::MOST_LINES
            ),
            Self::OutOfStock { product, left } => {
                write!(f, "only `{left}` of product `{product}` are left")
            }
            Self::PriceChanged { was, now, .. } => write!(f, "the total is now `{now}`, not `{was}`"),
            Self::LinkedElsewhere => f.write_str("this visitor cannot be linked to this customer"),
            Self::AmountTooLarge => f.write_str("the amount is too large"),
            Self::NotWholeWeeks => f.write_str("the past is moved by whole weeks only"),
            Self::UnknownCoupon => f.write_str("there is no coupon of that `code`"),
            Self::CouponSpent => f.write_str("this coupon was used as often as it may be"),
            Self::TooManyCoupons => {
                write!(f, "a cart takes `{}` coupons at most", Command::MOST_COUPONS)
            }
            Self::NotRefundable { product, left } => {
                write!(f, "`{left}` units of product `{product}` in this order are not refunded yet")
            }
            Self::BadGroup { group } => {
                write!(f, "`{group}` is no group: it is too long, empty, the card's, or a protected trait")
            }
            Self::TooManyGroups => write!(f, "a customer is in `{}` groups at most", Groups::MOST),
            Self::UnknownParcel { order, parcel } => write!(f, "order `{order}` has no parcel `{parcel}`"),
            Self::WrongParcelStep { order, parcel, status } => {
                let status = status.name();
                write!(f, "parcel `{parcel}` of order `{order}` is {status}, so this step is not open to it")
            }
            Self::NotOpen { product, left } => {
                write!(f, "only `{left}` units of product `{product}` in this order are open to that")
            }
            Self::TooManyParcels => write!(f, "an order takes `{}` parcels at most", Command::MOST_PARCELS),
            Self::BadConsignment => write!(
                f,
                "`carrier` is 1 to {0} bytes, `number` 1 to {0} letters, digits and hyphens",
                Consignment::LONGEST
            ),
            Self::UnknownReturn { order, number } => write!(f, "order `{order}` has no return `{number}`"),
            Self::WrongReturnStep { order, number, status } => {
                let status = status.name();
                write!(f, "return `{number}` of order `{order}` is {status}, so this step is not open to it")
            }
            Self::TooManyReturns => write!(f, "an order takes `{}` returns at most", Command::MOST_RETURNS),
            Self::TooMuch { left } => write!(f, "for this order it can be `{left}` at most"),
        }
    }
}

impl core::error::Error for Rejection {}

impl From<MoneyError> for Rejection {
    fn from(_: MoneyError) -> Self {
        Self::AmountTooLarge
    }
}
