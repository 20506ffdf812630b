//! Why a wish is not granted.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::{Command, Status};
use crate::customer::groups::Groups;
use crate::event::{Consignment, Interval, ParcelStatus, ReferralFault, ReturnStatus};
use crate::id::{CarrierId, OrderId, ParcelId, ProductId, ReturnId};
use crate::money::{Currency, Money, MoneyError};
use crate::service::promise::DeliveryZone;
use crate::terms::loyalty::Redeemable;
use crate::terms::receipt::Changed;
use crate::time::Timestamp;

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
    /// The shop does not send so.
    UnknownDelivery {
        /// With whom.
        carrier: CarrierId,
        /// Where to.
        zone: DeliveryZone,
    },
    /// It would not be there when the shopper was told.
    PromiseChanged {
        /// When it would; nothing, if nobody can tell.
        now: Option<Interval>,
    },
    /// Nothing is offered for this order, or it was taken.
    NoRemedy {
        /// Which.
        order: OrderId,
    },
    /// There are no parcels in it, or more than [`Command::MOST_DELIVERIES`].
    TooManyDeliveries,
    /// No parcel of these carriers has that number.
    UnknownConsignment {
        /// The number.
        number: String,
    },
    /// A scan is of a time to come.
    ScanInFuture {
        /// Of which.
        at: Timestamp,
    },
    /// The parcel was seen before it was ordered.
    ScanTooEarly {
        /// Its order.
        order: OrderId,
        /// When that was placed.
        placed: Timestamp,
    },
    /// The parcel has [`Command::MOST_SCANS`] steps already.
    TooManyScans,
    /// So many points cannot be spent on that now; on nothing, where the shopper is no member.
    NotRedeemable {
        /// How many were wanted.
        points: i64,
        /// How many can be.
        redeemable: Redeemable,
    },
    /// The shopper is no member of a programme.
    NoMember,
    /// So many points cannot be given or taken.
    BadPoints {
        /// How many.
        points: i64,
        /// How many can be taken at most.
        left: i64,
    },
    /// No gift card has that code.
    UnknownGiftCard,
    /// Nothing is left on the gift card, or it is of another currency.
    GiftCardEmpty,
    /// The gift card has ended.
    GiftCardExpired {
        /// When.
        at: Timestamp,
    },
    /// A gift card does not pay for gift cards, and there is nothing else to pay.
    NothingForGiftCard,
    /// Not so many gift cards of it are whole that they could be taken back: others were spent from, or have ended.
    GiftCardSpent {
        /// Of what.
        product: ProductId,
        /// How many can be.
        left: u32,
    },
    /// Nobody is referred so.
    NotReferred {
        /// Why.
        why: ReferralFault,
    },
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
            Self::UnknownDelivery { .. } => "unknown_delivery",
            Self::PromiseChanged { .. } => "promise_changed",
            Self::NoRemedy { .. } => "no_remedy",
            Self::TooManyDeliveries => "too_many_deliveries",
            Self::UnknownConsignment { .. } => "unknown_consignment",
            Self::ScanInFuture { .. } => "scan_in_future",
            Self::ScanTooEarly { .. } => "scan_too_early",
            Self::TooManyScans => "too_many_scans",
            Self::NotRedeemable { .. } => "not_redeemable",
            Self::NoMember => "no_member",
            Self::BadPoints { .. } => "bad_points",
            Self::UnknownGiftCard => "unknown_gift_card",
            Self::GiftCardEmpty => "gift_card_empty",
            Self::GiftCardExpired { .. } => "gift_card_expired",
            Self::NothingForGiftCard => "nothing_for_gift_card",
            Self::GiftCardSpent { .. } => "gift_card_spent",
            Self::NotReferred { .. } => "not_referred",
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
            Self::UnknownDelivery { carrier, zone } => {
                write!(f, "the shop does not send by carrier `{carrier}` to zone `{}`", zone.0)
            }
            Self::PromiseChanged { .. } => f.write_str("the time of delivery is another one than was shown"),
            Self::NoRemedy { order } => write!(f, "nothing is offered for order `{order}`"),
            Self::TooManyDeliveries => {
                write!(f, "`deliveries` must be 1 to {}", Command::MOST_DELIVERIES)
            }
            Self::UnknownConsignment { number } => {
                write!(f, "no parcel of this carrier has the number `{number}`")
            }
            Self::ScanInFuture { at } => write!(f, "the scan is of `{}`, and that is to come", at.0),
            Self::ScanTooEarly { order, placed } => {
                write!(f, "order `{order}` was placed at `{}`, after the scan", placed.0)
            }
            Self::TooManyScans => write!(f, "a parcel takes `{}` steps at most", Command::MOST_SCANS),
            Self::NotRedeemable { points, redeemable } if redeemable.is_open() => {
                let Redeemable { step, most, .. } = redeemable;
                let fewest = redeemable.fewest();
                write!(
                    f,
                    "`redeem` must be `{fewest}` to `{most}` points in steps of `{step}`, not `{points}`"
                )
            }
            Self::NotRedeemable { points, .. } => {
                write!(f, "`redeem` is `{points}` points, and none can be spent on this")
            }
            Self::NoMember => f.write_str("the shopper is no member of a programme"),
            Self::BadPoints { points, left } => {
                let room = Money::MOST_MINOR.saturating_sub(*left);
                write!(f, "`points` is `{points}`; it must be `1` to `{room}` to give")?;
                if *left > 0 { write!(f, ", or `-1` to `-{left}` to take") } else { Ok(()) }
            }
            Self::UnknownGiftCard => f.write_str("there is no gift card of that `code`"),
            Self::GiftCardEmpty => f.write_str("nothing is left on this gift card"),
            Self::GiftCardExpired { at } => write!(f, "this gift card ended at `{}`", at.0),
            Self::NothingForGiftCard => f.write_str("a gift card does not pay for gift cards"),
            Self::GiftCardSpent { product, left } => {
                write!(f, "only `{left}` gift cards of product `{product}` in this order can be taken back")
            }
            Self::NotReferred { why } => write!(f, "{why}"),
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
