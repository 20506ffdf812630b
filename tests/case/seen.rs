//! The names of all variants: a variant that is new does not compile until it has a name here, and
//! a name that no case shows fails the corpus.

use std::collections::BTreeSet;

use attar::command::{Command, Rejection, Status};
use attar::event::{
    CustomerFact, Fact, GiftFact, LoyaltyFact, Opinion, OrderFact, ParcelStatus, PaymentKind, Posting,
    ReferralFault, ReturnReason, ReturnStatus, ShopFact, Signal, StockFact, TermsFact,
};
use attar::query::{Answer, Cause, PriceReason, Query, Reason, Short, Slot, Unknown};

use attar::packed::Packed;
use attar::terms::Guard;
use attar::terms::receipt::{Receipt, What};

use super::{Case, Step, Verdict};

/// Gives every pattern of an enum a name, and lists the names.
macro_rules! names {
    ($list:ident, $name:ident, $type:ty, { $($pattern:pat => $text:literal,)* }) => {
        const $list: &[&str] = &[$($text),*];

        /// The name of the variant.
        pub fn $name(value: &$type) -> &'static str {
            match value { $($pattern => $text,)* }
        }
    };
}

names!(FACTS, fact, Fact, {
    Fact::Signal(Signal::ViewItem { .. }) => "fact signal view_item",
    Fact::Signal(Signal::SelectItem { .. }) => "fact signal select_item",
    Fact::Signal(Signal::AddToCart { .. }) => "fact signal add_to_cart",
    Fact::Signal(Signal::NotForMe { .. }) => "fact signal not_for_me",
    Fact::Signal(Signal::UndoNotForMe { .. }) => "fact signal undo_not_for_me",
    Fact::Signal(Signal::Said { opinion: Opinion::Likes, .. }) => "fact signal said likes",
    Fact::Signal(Signal::Said { opinion: Opinion::NotForMe, .. }) => "fact signal said not_for_me",
    Fact::Signal(Signal::Said { opinion: Opinion::Ignored, .. }) => "fact signal said ignored",
    Fact::Signal(Signal::Said { opinion: Opinion::Unsaid, .. }) => "fact signal said unsaid",
    Fact::Signal(Signal::Purchase { .. }) => "fact signal purchase",
    Fact::Signal(Signal::UserEngagement { .. }) => "fact signal user_engagement",
    Fact::Order(OrderFact::CartChanged { .. }) => "fact order cart_changed",
    Fact::Order(OrderFact::Placed { .. }) => "fact order placed",
    Fact::Order(OrderFact::Packed { .. }) => "fact order packed",
    Fact::Order(OrderFact::Shipped { .. }) => "fact order shipped",
    Fact::Order(OrderFact::Delivered { .. }) => "fact order delivered",
    Fact::Order(OrderFact::Cancelled { .. }) => "fact order cancelled",
    Fact::Order(OrderFact::SoldInStore { .. }) => "fact order sold_in_store",
    Fact::Customer(CustomerFact::Consented { .. }) => "fact customer consented",
    Fact::Customer(CustomerFact::Linked { .. }) => "fact customer linked",
    Fact::Customer(CustomerFact::CardIssued) => "fact customer card_issued",
    Fact::Customer(CustomerFact::Forgotten) => "fact customer forgotten",
    Fact::Shop(ShopFact::Published { .. }) => "fact shop published",
    Fact::Shop(ShopFact::HistoryImported { .. }) => "fact shop history_imported",
    Fact::Shop(ShopFact::Repriced { .. }) => "fact shop repriced",
    Fact::Stock(StockFact::Counted { .. }) => "fact stock counted",
    Fact::Stock(StockFact::Reserved { .. }) => "fact stock reserved",
    Fact::Stock(StockFact::Released { .. }) => "fact stock released",
    Fact::Order(OrderFact::CouponApplied { .. }) => "fact order coupon_applied",
    Fact::Order(OrderFact::CouponRemoved { .. }) => "fact order coupon_removed",
    Fact::Terms(TermsFact::Used { .. }) => "fact terms used",
    Fact::Terms(TermsFact::Returned { .. }) => "fact terms returned",
    Fact::Terms(TermsFact::Refunded { .. }) => "fact terms refunded",
    Fact::Terms(TermsFact::Delighted { .. }) => "fact terms delighted",
    Fact::Order(OrderFact::Refunded { .. }) => "fact order refunded",
    Fact::Customer(CustomerFact::GroupJoined { .. }) => "fact customer group_joined",
    Fact::Customer(CustomerFact::GroupLeft { .. }) => "fact customer group_left",
    Fact::Order(OrderFact::ParcelPacked { .. }) => "fact order parcel_packed",
    Fact::Order(OrderFact::ParcelMoved { .. }) => "fact order parcel_moved",
    Fact::Order(OrderFact::UnitsAllocated { .. }) => "fact order units_allocated",
    Fact::Order(OrderFact::UnitsCancelled { .. }) => "fact order units_cancelled",
    Fact::Order(OrderFact::PaymentRecorded { .. }) => "fact order payment_recorded",
    Fact::Order(OrderFact::ReturnRequested { .. }) => "fact order return_requested",
    Fact::Order(OrderFact::ReturnMoved { .. }) => "fact order return_moved",
    Fact::Shop(ShopFact::Invoiced { .. }) => "fact shop invoiced",
    Fact::Stock(StockFact::Allocated { .. }) => "fact stock allocated",
    Fact::Order(OrderFact::PromiseBroken { .. }) => "fact order promise_broken",
    Fact::Order(OrderFact::Compensated { .. }) => "fact order compensated",
    Fact::Shop(ShopFact::DeliveriesImported { .. }) => "fact shop deliveries_imported",
    Fact::Order(OrderFact::ParcelScanned { .. }) => "fact order parcel_scanned",
    Fact::Stock(StockFact::BackOrdersSet { .. }) => "fact stock back_orders_set",
    Fact::Loyalty(LoyaltyFact { what: Posting::Earned { .. }, .. }) => "fact loyalty earned",
    Fact::Loyalty(LoyaltyFact { what: Posting::Redeemed { .. }, .. }) => "fact loyalty redeemed",
    Fact::Loyalty(LoyaltyFact { what: Posting::GivenBack { .. }, .. }) => "fact loyalty given_back",
    Fact::Loyalty(LoyaltyFact { what: Posting::ClawedBack { .. }, .. }) => "fact loyalty clawed_back",
    Fact::Loyalty(LoyaltyFact { what: Posting::Expired { .. }, .. }) => "fact loyalty expired",
    Fact::Loyalty(LoyaltyFact { what: Posting::Adjusted { .. }, .. }) => "fact loyalty adjusted",
    Fact::Loyalty(LoyaltyFact { what: Posting::TierReached { .. }, .. }) => "fact loyalty tier_reached",
    Fact::Loyalty(LoyaltyFact { what: Posting::TierLeft { .. }, .. }) => "fact loyalty tier_left",
    Fact::Gift(GiftFact::Issued { .. }) => "fact gift issued",
    Fact::Gift(GiftFact::Spent { .. }) => "fact gift spent",
    Fact::Gift(GiftFact::GivenBack { .. }) => "fact gift given_back",
    Fact::Gift(GiftFact::TakenBack { .. }) => "fact gift taken_back",
    Fact::Gift(GiftFact::Expired { .. }) => "fact gift expired",
    Fact::Order(OrderFact::Granted { .. }) => "fact order granted",
    Fact::Order(OrderFact::Revoked { .. }) => "fact order revoked",
    Fact::Loyalty(LoyaltyFact { what: Posting::ReferralOpened { .. }, .. }) => "fact loyalty referral_opened",
    Fact::Loyalty(LoyaltyFact { what: Posting::Referred { .. }, .. }) => "fact loyalty referred",
    Fact::Loyalty(LoyaltyFact { what: Posting::ReferralFollowed, .. }) => "fact loyalty referral_followed",
    Fact::Loyalty(LoyaltyFact { what: Posting::ReferralEnded { .. }, .. }) => "fact loyalty referral_ended",
    Fact::Loyalty(LoyaltyFact { what: Posting::ReferralUndone { .. }, .. }) => "fact loyalty referral_undone",
});

names!(COMMANDS, command, Command, {
    Command::SetConsent { .. } => "command set_consent",
    Command::LinkVisitor { .. } => "command link_visitor",
    Command::ChangeCart { .. } => "command change_cart",
    Command::PlaceOrder { .. } => "command place_order",
    Command::CancelOrder { .. } => "command cancel_order",
    Command::PackOrder { .. } => "command pack_order",
    Command::ShipOrder { .. } => "command ship_order",
    Command::DeliverOrder { .. } => "command deliver_order",
    Command::RecordSale { .. } => "command record_sale",
    Command::IssueCard { .. } => "command issue_card",
    Command::CountStock { .. } => "command count_stock",
    Command::PublishShop { .. } => "command publish_shop",
    Command::RecordImport { .. } => "command record_import",
    Command::Forget { .. } => "command forget",
    Command::ApplyCoupon { .. } => "command apply_coupon",
    Command::RemoveCoupon { .. } => "command remove_coupon",
    Command::RefundOrder { .. } => "command refund_order",
    Command::AddToGroup { .. } => "command add_to_group",
    Command::TakeFromGroup { .. } => "command take_from_group",
    Command::PackUnits { .. } => "command pack_units",
    Command::MoveParcel { .. } => "command move_parcel",
    Command::CancelUnits { .. } => "command cancel_units",
    Command::AllocateUnits { .. } => "command allocate_units",
    Command::RecordPayment { .. } => "command record_payment",
    Command::RequestReturn { .. } => "command request_return",
    Command::MoveReturn { .. } => "command move_return",
    Command::Tick { .. } => "command tick",
    Command::AcceptRemedy { .. } => "command accept_remedy",
    Command::RecordDeliveries { .. } => "command record_deliveries",
    Command::RecordScan { .. } => "command record_scan",
    Command::SetBackOrders { .. } => "command set_back_orders",
    Command::Reorder { .. } => "command reorder",
    Command::AdjustPoints { .. } => "command adjust_points",
    Command::Sell { .. } => "command sell",
    Command::OpenReferral { .. } => "command open_referral",
    Command::AcceptReferral { .. } => "command accept_referral",
    Command::EndReferral { .. } => "command end_referral",
});

names!(REJECTIONS, rejection, Rejection, {
    Rejection::Anonymous => "rejection anonymous",
    Rejection::Forbidden => "rejection forbidden",
    Rejection::OnlyServer => "rejection only_server",
    Rejection::UnknownProduct { .. } => "rejection unknown_product",
    Rejection::NoPrice { .. } => "rejection no_price",
    Rejection::UnknownOrder { .. } => "rejection unknown_order",
    Rejection::WrongStep { .. } => "rejection wrong_step",
    Rejection::Empty => "rejection empty",
    Rejection::BadQuantity { .. } => "rejection bad_quantity",
    Rejection::OutOfStock { .. } => "rejection out_of_stock",
    Rejection::PriceChanged { .. } => "rejection price_changed",
    Rejection::LinkedElsewhere => "rejection linked_elsewhere",
    Rejection::AmountTooLarge => "rejection amount_too_large",
    Rejection::NotWholeWeeks => "rejection not_whole_weeks",
    Rejection::UnknownCoupon => "rejection unknown_coupon",
    Rejection::CouponSpent => "rejection coupon_spent",
    Rejection::TooManyCoupons => "rejection too_many_coupons",
    Rejection::NotRefundable { .. } => "rejection not_refundable",
    Rejection::BadGroup { .. } => "rejection bad_group",
    Rejection::TooManyGroups => "rejection too_many_groups",
    Rejection::UnknownParcel { .. } => "rejection unknown_parcel",
    Rejection::WrongParcelStep { .. } => "rejection wrong_parcel_step",
    Rejection::NotOpen { .. } => "rejection not_open",
    Rejection::TooManyParcels => "rejection too_many_parcels",
    Rejection::BadConsignment => "rejection bad_consignment",
    Rejection::UnknownReturn { .. } => "rejection unknown_return",
    Rejection::WrongReturnStep { .. } => "rejection wrong_return_step",
    Rejection::TooManyReturns => "rejection too_many_returns",
    Rejection::UnknownDelivery { .. } => "rejection unknown_delivery",
    Rejection::PromiseChanged { .. } => "rejection promise_changed",
    Rejection::NoRemedy { .. } => "rejection no_remedy",
    Rejection::TooManyDeliveries => "rejection too_many_deliveries",
    Rejection::UnknownConsignment { .. } => "rejection unknown_consignment",
    Rejection::ScanInFuture { .. } => "rejection scan_in_future",
    Rejection::ScanTooEarly { .. } => "rejection scan_too_early",
    Rejection::TooManyScans => "rejection too_many_scans",
    Rejection::TooMuch { .. } => "rejection too_much",
    Rejection::NotRedeemable { .. } => "rejection not_redeemable",
    Rejection::NoMember => "rejection no_member",
    Rejection::BadPoints { .. } => "rejection bad_points",
    Rejection::UnknownGiftCard => "rejection unknown_gift_card",
    Rejection::GiftCardEmpty => "rejection gift_card_empty",
    Rejection::GiftCardExpired { .. } => "rejection gift_card_expired",
    Rejection::NothingForGiftCard => "rejection nothing_for_gift_card",
    Rejection::GiftCardSpent { .. } => "rejection gift_card_spent",
    Rejection::NotReferred { why: ReferralFault::Unknown } => "rejection not_referred unknown",
    Rejection::NotReferred { why: ReferralFault::Closed } => "rejection not_referred closed",
    Rejection::NotReferred { why: ReferralFault::NoConsent } => "rejection not_referred no_consent",
    Rejection::NotReferred { why: ReferralFault::Own } => "rejection not_referred own",
    Rejection::NotReferred { why: ReferralFault::Bought } => "rejection not_referred bought",
    Rejection::NotReferred { why: ReferralFault::Another } => "rejection not_referred another",
    Rejection::NotReferred { why: ReferralFault::Circle } => "rejection not_referred circle",
    Rejection::NotReferred { why: ReferralFault::Early } => "rejection not_referred early",
    // The others only end what was accepted: see the facts.
    Rejection::NotReferred {
        why: ReferralFault::Spent
        | ReferralFault::Late
        | ReferralFault::Small
        | ReferralFault::Together
        | ReferralFault::Merchant,
    } => "rejection not_referred spent",
});

names!(QUERIES, query, Query, {
    Query::Recommend { slot: Slot::ForYou, .. } => "query recommend for_you",
    Query::Recommend { slot: Slot::Similar, .. } => "query recommend similar",
    Query::Recommend { slot: Slot::Trending, .. } => "query recommend trending",
    Query::Recommend { slot: Slot::BoughtTogether, .. } => "query recommend bought_together",
    Query::Recommend { slot: Slot::Recent, .. } => "query recommend recent",
    Query::Recommend { slot: Slot::BuyAgain, .. } => "query recommend buy_again",
    Query::Price { .. } => "query price",
    Query::Cart => "query cart",
    Query::Track { .. } => "query track",
    Query::Profile => "query profile",
    Query::WouldBe { .. } => "query would_be",
    Query::Delivery { .. } => "query delivery",
    Query::Loyalty => "query loyalty",
});

names!(ANSWERS, answer, Answer, {
    Answer::Recommended(_) => "answer recommended",
    Answer::Priced(_) => "answer priced",
    Answer::Cart(_) => "answer cart",
    Answer::Tracked(_) => "answer tracked",
    Answer::Profile(_) => "answer profile",
    // A build without the feature `till` is not what the cases run on.
    Answer::Unknown(Unknown::Product(_) | Unknown::OnlyServer) => "answer unknown product",
    Answer::Unknown(Unknown::Price(..)) => "answer unknown price",
    Answer::Unknown(Unknown::Order(_)) => "answer unknown order",
    Answer::Unknown(Unknown::ProductUnsaid) => "answer unknown product_unsaid",
    Answer::Unknown(Unknown::Quantity(_)) => "answer unknown quantity",
    Answer::WouldBe(_) => "answer would_be",
    Answer::Delivery(_) => "answer delivery",
    Answer::Unknown(Unknown::Zone(_)) => "answer unknown zone",
    Answer::Loyalty(_) => "answer loyalty",
    Answer::Unknown(Unknown::Programme) => "answer unknown programme",
});

names!(REASONS, reason, Reason, {
    Reason::Viewed(_) => "reason viewed",
    Reason::InCart(_) => "reason in_cart",
    Reason::Bought(_) => "reason bought",
    Reason::GoesWith(_) => "reason goes_with",
    Reason::Popular => "reason popular",
    Reason::New => "reason new",
    Reason::Range => "reason range",
    Reason::Liked(_) => "reason liked",
    Reason::Leaning(_) => "reason leaning",
});

names!(PRICE_REASONS, price_reason, PriceReason, {
    PriceReason::List(_) => "price reason list",
    PriceReason::Card(_) => "price reason card",
    PriceReason::Group(_) => "price reason group",
});

names!(SHORTS, short, Short, {
    Short::NothingElse => "short nothing_else",
    Short::TooMany => "short too_many",
    Short::Late { .. } => "short late",
});

names!(WHATS, what, What, {
    What::Public => "step public",
    What::List(_) => "step list",
    What::Promotion(_) => "step promotion",
    // To a shopper, the floor price and the margin on the cost are one lowest price.
    What::Held(_, Guard::Floor | Guard::Margin) => "step held floor",
    What::Held(_, Guard::Budget) => "step held budget",
    What::Shipping => "step shipping",
    What::Tax(_) => "step tax",
    What::HeldList(..) => "step held list",
    What::Points => "step points",
    What::GiftCard => "step gift_card",
});

names!(CAUSES, cause, Cause, {
    Cause::Waits => "cause waits",
    Cause::InHouse => "cause in_house",
    Cause::Underway => "cause underway",
    Cause::NobodyThere => "cause nobody_there",
    Cause::Lost => "cause lost",
    Cause::Arrived => "cause arrived",
    Cause::HeldUp => "cause held_up",
    Cause::CameBack => "cause came_back",
});

names!(STATUSES, status, Status, {
    Status::Placed => "status placed",
    Status::Packed => "status packed",
    Status::Shipped => "status shipped",
    Status::Delivered => "status delivered",
    Status::Cancelled => "status cancelled",
});

names!(PARCELS, parcel, ParcelStatus, {
    ParcelStatus::Packed => "parcel packed",
    ParcelStatus::Shipped => "parcel shipped",
    ParcelStatus::InTransit => "parcel in_transit",
    ParcelStatus::OutForDelivery => "parcel out_for_delivery",
    ParcelStatus::Delivered => "parcel delivered",
    ParcelStatus::Failed => "parcel failed",
    ParcelStatus::Lost => "parcel lost",
    ParcelStatus::Returned => "parcel returned",
    ParcelStatus::Unpacked => "parcel unpacked",
    ParcelStatus::HeldUp => "parcel held_up",
    ParcelStatus::TurnedBack => "parcel turned_back",
    ParcelStatus::AfterAll => "parcel after_all",
});

names!(RETURNS, sent_back, ReturnStatus, {
    ReturnStatus::Requested => "return requested",
    ReturnStatus::Approved => "return approved",
    ReturnStatus::Labelled => "return labelled",
    ReturnStatus::Received => "return received",
    ReturnStatus::Refunded => "return refunded",
    ReturnStatus::Exchanged => "return exchanged",
    ReturnStatus::Refused => "return refused",
});

names!(WHY_BACK, why_back, ReturnReason, {
    ReturnReason::Damaged => "return reason damaged",
    ReturnReason::WrongItem => "return reason wrong_item",
    ReturnReason::NotAsDescribed => "return reason not_as_described",
    ReturnReason::DoesNotSuit => "return reason does_not_suit",
    ReturnReason::Late => "return reason late",
    ReturnReason::Unwanted => "return reason unwanted",
});

names!(PAYMENTS, payment, PaymentKind, {
    PaymentKind::Authorised => "payment authorised",
    PaymentKind::Captured => "payment captured",
    PaymentKind::Repaid => "payment repaid",
});

/// Every name there is.
pub fn every_name() -> BTreeSet<&'static str> {
    let lists = [
        FACTS,
        COMMANDS,
        REJECTIONS,
        QUERIES,
        ANSWERS,
        REASONS,
        PRICE_REASONS,
        SHORTS,
        CAUSES,
        WHATS,
        STATUSES,
        PARCELS,
        PAYMENTS,
        RETURNS,
        WHY_BACK,
    ];
    lists.into_iter().flatten().copied().collect()
}

/// The names of all fact variants.
pub fn every_fact() -> BTreeSet<&'static str> {
    FACTS.iter().copied().collect()
}

/// Every name that a case shows.
pub fn names_in(case: &Case) -> BTreeSet<&'static str> {
    let given = case.given.iter().map(|event| fact(&event.fact));
    given.chain(case.steps.iter().flat_map(in_step)).collect()
}

fn in_step(step: &Step) -> Vec<&'static str> {
    match step {
        Step::Observe(event) => vec![fact(&event.fact)],
        Step::Ask { query: asked, then, .. } => [vec![query(asked)], in_answer(then)].concat(),
        Step::Decide { command: wish, then: Verdict::Facts(facts), .. } => {
            let facts = facts.iter().flat_map(|(_, decided)| in_fact(decided));
            facts.chain([command(wish)]).collect()
        }
        Step::Decide { command: wish, then: Verdict::Rejection(why), .. } => {
            vec![command(wish), rejection(why)]
        }
    }
}

fn in_receipt(receipt: Option<&Packed<Receipt>>) -> Vec<&'static str> {
    let receipt = receipt.and_then(Packed::get);
    receipt.map(|receipt| receipt.steps.iter().map(|step| what(&step.what)).collect()).unwrap_or_default()
}

fn in_fact(of: &Fact) -> Vec<&'static str> {
    match of {
        Fact::Order(OrderFact::Placed { receipt, .. }) => {
            [vec![fact(of)], in_receipt(receipt.as_ref())].concat()
        }
        _ => vec![fact(of)],
    }
}

fn in_answer(said: &Answer) -> Vec<&'static str> {
    let mut names = vec![answer(said)];
    match said {
        Answer::Recommended(list) => {
            names.extend(list.picks.iter().map(|pick| reason(&pick.reason)));
            names.extend(list.short.iter().map(short));
        }
        Answer::Priced(priced) => names.push(price_reason(&priced.reason)),
        Answer::Cart(cart) => {
            names.extend(cart.lines.iter().map(|line| price_reason(&line.reason)));
            names.extend(in_receipt(cart.receipt.as_ref()));
        }
        Answer::Tracked(tracked) => {
            names.push(status(&tracked.status));
            names.extend(tracked.late.iter().map(|late| cause(&late.cause)));
            let steps = tracked.parcels.iter().flat_map(|parcel| &parcel.timeline);
            names.extend(steps.map(|step| parcel(&step.status)));
            let steps = tracked.returns.iter().flat_map(|back| &back.timeline);
            names.extend(steps.map(|step| sent_back(&step.status)));
            names.extend(tracked.returns.iter().map(|back| why_back(&back.reason)));
            names.extend(tracked.payments.iter().map(|paid| payment(&paid.payment.kind)));
        }
        Answer::Profile(profile) => names.extend(profile.recent.iter().map(reason)),
        Answer::WouldBe(would_be) => names.extend(in_receipt(would_be.cart.receipt.as_ref())),
        Answer::Delivery(_) | Answer::Loyalty(_) | Answer::Unknown(_) => {}
    }
    names
}
