//! What there is to say: each word, by what it says.

use crate::command::Status;
use crate::event::{ParcelStatus, ReferralFault, ReturnReason, ReturnStatus, ReturnWish};
use crate::query::{Cause, Segment};

/// What a view has to say: its place among the words of a language. New ones go last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Why a product is in a list: it was looked at.
    Viewed,
    /// It goes with one in the cart.
    InCart,
    /// It goes with one that was bought.
    Bought,
    /// It goes with the one that the page is about.
    GoesWith,
    /// Many buy it.
    Popular,
    /// Why a price: it is for everyone.
    ListPrice,
    /// It is for holders of the card.
    CardPrice,
    /// Before the price that the card would give.
    WithCard,
    /// Beside a line of the cart.
    OutOfStock,
    /// Before a sum.
    Total,
    /// Instead of a cart.
    CartEmpty,
    /// Before the number of an order.
    Order,
    /// Instead of a list.
    Nothing,
    /// Instead of anything else.
    Unknown,
    /// What `denied` means.
    ConsentDenied,
    /// What `private` means.
    ConsentPrivate,
    /// What `full` means.
    ConsentFull,
    /// In the profile.
    HoldsCard,
    /// In the profile, before a sum.
    Purchases,
    /// In the profile, of a category.
    Likes,
    /// Where an order stands.
    Placed,
    /// Where an order stands.
    Packed,
    /// Where an order stands.
    Shipped,
    /// Where an order stands.
    Delivered,
    /// Where an order stands.
    Cancelled,
    /// A learned group: comes often.
    Regular,
    /// A learned group: comes now and then.
    Occasional,
    /// A learned group: came often.
    LapsedRegular,
    /// A learned group: came.
    Lapsed,
    /// Hardly anybody met it yet.
    New,
    /// The shop sells it.
    Range,
    /// How lists come about.
    Why,
    /// In a receipt: a promotion stops at the lowest price.
    HeldPrice,
    /// In a receipt: a promotion stops at the end of its budget.
    HeldBudget,
    /// In a receipt: what sending costs.
    Sending,
    /// In a receipt.
    Tax,
    /// Before a promotion: how much is to be spent.
    SpendMore,
    /// Before a promotion: how many are to be bought.
    UnitsMore,
    /// Before a promotion: when it begins.
    From,
    /// What a product would add to the cart.
    WouldAdd,
    /// Why a product is in a list that was looked at itself.
    ViewedThis,
    /// Why a product is in a list that was bought before.
    BoughtThis,
    /// Before what a buyer got back.
    Refunded,
    /// Why a price: it is for a group that the shopper is in.
    GroupPrice,
    /// Before a unit price: from how many on.
    FromUnits,
    /// In the profile, of a group.
    InGroup,
    /// Before the price that a lower one is compared with.
    Lowest,
    /// Where a parcel stands.
    InTransit,
    /// Where a parcel stands.
    OutForDelivery,
    /// Where a parcel stands.
    Failed,
    /// Where a parcel stands.
    Lost,
    /// Where a parcel stands.
    SentBack,
    /// Where a parcel stands.
    Unpacked,
    /// The name of a parcel.
    Parcel,
    /// Before units of an order that are not on the shelf.
    Waiting,
    /// Before units of an order that were called off.
    CalledOff,
    /// Before a payment that is set aside.
    Authorised,
    /// Before a payment.
    Captured,
    /// Before what was paid back.
    Repaid,
    /// The number of an invoice.
    Invoice,
    /// Before what is still to be paid.
    Due,
    /// Beside a line of the cart of which there is not enough yet.
    MayWait,
    /// The name of a return.
    Return,
    /// What a return is for.
    ForMoney,
    /// What a return is for.
    ForTheSame,
    /// Why something comes back.
    Damaged,
    /// Why something comes back.
    WrongItem,
    /// Why something comes back.
    NotAsDescribed,
    /// Why something comes back.
    DoesNotSuit,
    /// Why something comes back.
    Late,
    /// Why something comes back.
    Unwanted,
    /// Where a return stands.
    Asked,
    /// Where a return stands.
    Approved,
    /// Where a return stands.
    Labelled,
    /// Where a return stands.
    Received,
    /// Where a return stands.
    MoneyBack,
    /// Where a return stands.
    Exchanged,
    /// Where a return stands.
    NotTaken,
    /// Before the time at which an order is to be there.
    Expected,
    /// Before the time at which an order should have been there.
    ShouldHave,
    /// Where a late order is held up.
    Waits,
    /// Where a late order is held up.
    InHouse,
    /// Where a late order is held up.
    Underway,
    /// Where a late order is held up.
    NobodyThere,
    /// Where a late order is held up.
    SentAnew,
    /// Where a late order was held up.
    CameLate,
    /// Before what is offered for a broken promise.
    Offered,
    /// Before what was taken for a broken promise.
    Compensated,
    /// Which order is late, before the time.
    OrderLate,
    /// Instead of suggestions.
    ServiceFirst,
    /// What leads to a late order.
    SeeOrder,
    /// Instead of the time at which an order is to be there.
    NotPromised,
    /// Where a parcel stands.
    HeldUp,
    /// Where a parcel stands.
    TurnedBack,
    /// Where a late order is held up.
    Stuck,
    /// Before the time at which the page last heard of an order.
    AsOf,
    /// What prices follow, and what not.
    WhyPrice,
    /// In the profile, of a product that is not for them.
    Refused,
    /// In a receipt: what points paid.
    WithPoints,
    /// Before a balance of nobody's: who collects.
    ForMembers,
    /// A balance of points.
    PointsHeld,
    /// Before the time from which on points can be spent.
    PointsPending,
    /// Before the time at which points expire.
    PointsExpire,
    /// Before the name of a tier.
    YourTier,
    /// Before the end of a tier.
    Until,
    /// Behind the name of a tier that has no end.
    ForLife,
    /// How much is to be spent for a tier, before its name.
    TierSpend,
    /// How many points it takes to a tier, before its name.
    TierPoints,
    /// How many purchases it takes to a tier, before its name.
    TierOrders,
    /// Before the time at which less counts towards a tier.
    CountsUntil,
    /// Why a tier pays.
    TierPrices,
    /// Why a tier pays: what its points are worth more.
    WorthIt,
    /// Why a tier does not pay.
    NotWorthIt,
    /// What an entry was.
    PointsEarned,
    /// What an entry was.
    PointsSpent,
    /// What an entry was.
    PointsGivenBack,
    /// What an entry was.
    PointsTakenBack,
    /// What an entry was.
    PointsExpired,
    /// What an entry was.
    PointsAdjusted,
    /// Points that were not taken back.
    PointsForgiven,
    /// What moved points.
    PointsHistory,
    /// Where a late order is held up.
    CameBack,
    /// Where a parcel stands.
    AfterAll,
    /// Why a product is in a list: what it has is liked.
    YouLike,
    /// Why a product is in a list: what it has was met often.
    YouLean,
    /// The name of a brand.
    BrandNumber,
    /// The name of a price band.
    LowPrices,
    /// The name of a price band.
    MiddlePrices,
    /// The name of a price band.
    HighPrices,
    /// In the profile, of what they said they like.
    SaidLikes,
    /// In the profile, of what they said is not for them.
    SaidUnwanted,
    /// In the profile, of what nothing is to be inferred.
    SaidIgnored,
    /// In the profile, of what they seem to like.
    SeemsFor,
    /// In the profile, of what they seem not to like.
    SeemsAgainst,
    /// What an entry was.
    PointsReferral,
    /// What an entry was.
    PointsReferred,
    /// What an entry was.
    PointsReferralUndone,
    /// Above what referring brings.
    Refer,
    /// What it brings to who refers.
    ReferGives,
    /// What it brings to who is referred.
    ReferWelcomes,
    /// What the first order must come to.
    ReferLeast,
    /// Before the own code.
    ReferCode,
    /// On the link with the own code.
    ReferLink,
    /// How many came by the own code.
    ReferFollowed,
    /// What that brought.
    ReferBrought,
    /// What the first order brings to who was referred.
    ReferAwaited,
    /// Before why a code brings nothing.
    ReferEnded,
    /// Why a code brings nothing.
    ReferUnknown,
    /// Why a code brings nothing.
    ReferClosed,
    /// Why a code brings nothing.
    ReferNoConsent,
    /// Why a code brings nothing.
    ReferOwn,
    /// Why a code brings nothing.
    ReferBought,
    /// Why a code brings nothing.
    ReferAnother,
    /// Why a code brings nothing.
    ReferCircle,
    /// Why a code brings nothing.
    ReferEarly,
    /// Why a code brings nothing.
    ReferSpent,
    /// Why a code brings nothing.
    ReferLate,
    /// Why a code brings nothing.
    ReferSmall,
    /// Why a code brings nothing.
    ReferTogether,
    /// Why a code brings nothing.
    ReferMerchant,
    /// What an entry was.
    DelightFirst,
    /// What an entry was.
    DelightLate,
    /// What an entry was.
    DelightYear,
    /// What an entry was.
    DelightOrders,
}

impl Word {
    /// Why a code brings nothing.
    pub const fn referral(fault: ReferralFault) -> Self {
        match fault {
            ReferralFault::Unknown => Self::ReferUnknown,
            ReferralFault::Closed => Self::ReferClosed,
            ReferralFault::NoConsent => Self::ReferNoConsent,
            ReferralFault::Own => Self::ReferOwn,
            ReferralFault::Bought => Self::ReferBought,
            ReferralFault::Another => Self::ReferAnother,
            ReferralFault::Circle => Self::ReferCircle,
            ReferralFault::Early => Self::ReferEarly,
            ReferralFault::Spent => Self::ReferSpent,
            ReferralFault::Late => Self::ReferLate,
            ReferralFault::Small => Self::ReferSmall,
            ReferralFault::Together => Self::ReferTogether,
            ReferralFault::Merchant => Self::ReferMerchant,
        }
    }

    /// Where an order stands.
    pub const fn status(status: Status) -> Self {
        match status {
            Status::Placed => Self::Placed,
            Status::Packed => Self::Packed,
            Status::Shipped => Self::Shipped,
            Status::Delivered => Self::Delivered,
            Status::Cancelled => Self::Cancelled,
        }
    }

    /// Where a parcel stands.
    pub const fn parcel(status: ParcelStatus) -> Self {
        match status {
            ParcelStatus::Packed => Self::Packed,
            ParcelStatus::Shipped => Self::Shipped,
            ParcelStatus::InTransit => Self::InTransit,
            ParcelStatus::OutForDelivery => Self::OutForDelivery,
            ParcelStatus::Delivered => Self::Delivered,
            ParcelStatus::Failed => Self::Failed,
            ParcelStatus::Lost => Self::Lost,
            ParcelStatus::Returned => Self::SentBack,
            ParcelStatus::Unpacked => Self::Unpacked,
            ParcelStatus::HeldUp => Self::HeldUp,
            ParcelStatus::TurnedBack => Self::TurnedBack,
            ParcelStatus::AfterAll => Self::AfterAll,
        }
    }

    /// Where a return stands.
    pub const fn sent_back(status: ReturnStatus) -> Self {
        match status {
            ReturnStatus::Requested => Self::Asked,
            ReturnStatus::Approved => Self::Approved,
            ReturnStatus::Labelled => Self::Labelled,
            ReturnStatus::Received => Self::Received,
            ReturnStatus::Refunded => Self::MoneyBack,
            ReturnStatus::Exchanged => Self::Exchanged,
            ReturnStatus::Refused => Self::NotTaken,
        }
    }

    /// Why something comes back.
    pub const fn reason(reason: ReturnReason) -> Self {
        match reason {
            ReturnReason::Damaged => Self::Damaged,
            ReturnReason::WrongItem => Self::WrongItem,
            ReturnReason::NotAsDescribed => Self::NotAsDescribed,
            ReturnReason::DoesNotSuit => Self::DoesNotSuit,
            ReturnReason::Late => Self::Late,
            ReturnReason::Unwanted => Self::Unwanted,
        }
    }

    /// What a return is for.
    pub const fn wish(wish: ReturnWish) -> Self {
        match wish {
            ReturnWish::Refund => Self::ForMoney,
            ReturnWish::Exchange => Self::ForTheSame,
        }
    }

    /// Where a late order is held up.
    pub const fn cause(cause: Cause) -> Self {
        match cause {
            Cause::Waits => Self::Waits,
            Cause::InHouse => Self::InHouse,
            Cause::Underway => Self::Underway,
            Cause::NobodyThere => Self::NobodyThere,
            Cause::Lost => Self::SentAnew,
            Cause::Arrived => Self::CameLate,
            Cause::HeldUp => Self::Stuck,
            Cause::CameBack => Self::CameBack,
        }
    }

    /// What a learned group has in common.
    pub const fn segment(segment: &Segment) -> Self {
        match (segment.recency >= 50, segment.frequency >= 50) {
            (true, true) => Self::Regular,
            (true, false) => Self::Occasional,
            (false, true) => Self::LapsedRegular,
            (false, false) => Self::Lapsed,
        }
    }
}
