//! Random wishes of random people.

use attar::command::DeliveryWish;
use attar::event::{
    Actor, AdjustReason, Consent, Consignment, Fact, OrderFact, ParcelStatus, PaymentKind, ReferralFault,
    ReturnReason, ReturnStatus, ReturnWish, Role, StockLine,
};
use attar::id::{CarrierId, ContentHash, ParcelId, ReturnId};
use attar::service::promise::DeliveryZone;
use attar::terms::promotion::PromotionId;
use attar::time::Span;
use attar::{Command, Currency, Money, ShopperId, Timestamp};
use proptest::prelude::*;
use proptest::sample::select;

use super::facts::{consent, sold, stock_lines};
use super::{PEOPLE, amount, anybody, contact, order, product};

/// Stands for the total that the shopper is shown at that moment.
pub const AS_SHOWN: Money = Money::new(-1, Currency::Usd);

fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        5 => anybody().prop_map(Actor::Shopper),
        4 => Just(Actor::Merchant(Role::Owner)),
        1 => Just(Actor::Merchant(Role::Till)),
        1 => Just(Actor::Clock),
    ]
}

fn order_command() -> impl Strategy<Value = Command> {
    let expected = prop_oneof![Just(None), amount().prop_map(|minor| Some(Money::new(minor, Currency::Usd)))];
    (0..PEOPLE, 0_u8..3, 0..11, expected, stock_lines()).prop_map(|(of, index, kind, expected, lines)| {
        let (order, contact) = (order(of, index), contact(of));
        match kind {
            0 => Command::CancelOrder { order },
            1 => Command::PackOrder { order },
            2 => Command::ShipOrder { order },
            3 => Command::DeliverOrder { order },
            4 => Command::RefundOrder { order, shipping: lines.len() > 1, lines },
            5 => Command::CancelUnits { order, lines },
            6 => Command::Reorder { order },
            _ => Command::PlaceOrder {
                order,
                contact,
                expected: expected.unwrap_or(AS_SHOWN),
                shown: Vec::new(),
                delivery: (kind > 7).then(|| DeliveryWish {
                    carrier: CarrierId(kind as u16 - 7),
                    zone: DeliveryZone(0),
                    shown: None,
                }),
                redeem: 0,
                gift_card: None,
            },
        }
    })
}

fn group() -> impl Strategy<Value = String> {
    let named = select(super::shops::GROUPS).prop_map(str::to_owned);
    prop_oneof![6 => named, 1 => Just("card".to_owned()), 1 => Just("income-high".to_owned())]
}

fn parcel_command() -> impl Strategy<Value = Command> {
    let status = select(&ParcelStatus::ALL[..]);
    (0..PEOPLE, 0_u8..3, 0..4, 1_u16..4, status, any::<bool>()).prop_map(
        |(of, index, kind, parcel, status, odd)| {
            let order = order(of, index);
            let consignment = odd.then(|| Consignment { carrier: "Post".into(), number: "RR-1".into() });
            match kind {
                0 => Command::AllocateUnits { order },
                1 => Command::RecordPayment { order, kind: payment_kind(parcel), amount: None },
                _ => Command::MoveParcel { order, parcel: ParcelId(parcel), status, consignment },
            }
        },
    )
}

fn payment_kind(number: u16) -> PaymentKind {
    match number {
        1 => PaymentKind::Authorised,
        2 => PaymentKind::Repaid,
        _ => PaymentKind::Captured,
    }
}

fn command() -> impl Strategy<Value = Command> {
    let quantity = prop_oneof![8 => 0_u32..4, 1 => 998_u32..1_001];
    let sale = (anybody(), sold()).prop_map(|(shopper, fact)| match fact {
        Fact::Order(OrderFact::SoldInStore { currency, lines }) => {
            Command::RecordSale { shopper, currency, lines }
        }
        _ => Command::SetConsent { consent: Consent::Denied },
    });
    prop_oneof![
        8 => order_command(),
        5 => parcel_command(),
        1 => (product(), any::<bool>()).prop_map(|(product, allowed)| Command::SetBackOrders { products: vec![product], allowed }),
        6 => (product(), quantity).prop_map(|(product, quantity)| Command::ChangeCart { product, quantity }),
        2 => select(&[super::shops::CODE, "other"][..]).prop_map(|code| Command::ApplyCoupon { code: code.into() }),
        1 => (1_u32..5).prop_map(|id| Command::RemoveCoupon { promotion: PromotionId(id) }),
        2 => stock_lines().prop_map(|lines| Command::CountStock { lines }),
        1 => consent().prop_map(|consent| Command::SetConsent { consent }),
        1 => anybody().prop_map(|visitor| Command::LinkVisitor { visitor }),
        1 => anybody().prop_map(|shopper| Command::IssueCard { shopper }),
        2 => (anybody(), group()).prop_map(|(shopper, group)| Command::AddToGroup { shopper, group }),
        1 => (anybody(), group()).prop_map(|(shopper, group)| Command::TakeFromGroup { shopper, group }),
        1 => sale,
        1 => anybody().prop_map(|shopper| Command::Tick { shopper }),
        1 => (0..PEOPLE, 0_u8..3).prop_map(|(of, index)| Command::AcceptRemedy { order: order(of, index) }),
        1 => Just(Command::RecordDeliveries { deliveries: Vec::new() }),
        1 => (anybody(), -200_i64..400).prop_map(|(shopper, points)| Command::AdjustPoints { shopper, points, reason: AdjustReason::Goodwill }),
        1 => (prop::option::of(anybody()), any::<u8>()).prop_map(|(shopper, byte)| Command::Forget { shopper, pseudonym: ShopperId([byte; 16]) }),
        1 => any::<u8>().prop_map(|byte| Command::PublishShop { hash: ContentHash([byte; 32]) }),
        1 => (any::<i64>(), any::<u32>()).prop_map(|(shift, baskets)| Command::RecordImport { shift: Span(shift), baskets }),
    ]
}

/// Somebody fills their cart and orders it, as they are shown it.
fn purchase() -> impl Strategy<Value = Vec<(Actor, Command)>> {
    let redeem = prop_oneof![2 => Just(0), 1 => 1_i64..60];
    (0..PEOPLE, 0_u8..3, product(), 1_u32..4, redeem).prop_map(|(who, index, product, quantity, redeem)| {
        let actor = Actor::Shopper(super::shopper(who));
        let fill = Command::ChangeCart { product, quantity };
        let (order, contact) = (order(who, index), contact(who));
        vec![
            (actor, fill),
            (
                actor,
                Command::PlaceOrder {
                    order,
                    contact,
                    expected: AS_SHOWN,
                    shown: Vec::new(),
                    delivery: None,
                    redeem,
                    gift_card: None,
                },
            ),
        ]
    })
}

/// The owner takes an order some steps on, or calls it off.
fn fulfilment() -> impl Strategy<Value = Vec<(Actor, Command)>> {
    (0..PEOPLE, 0_u8..3, 1_usize..4, any::<bool>(), product()).prop_map(
        |(who, index, steps, cancels, product)| {
            let order = order(who, index);
            let way =
                [Command::PackOrder { order }, Command::ShipOrder { order }, Command::DeliverOrder { order }];
            let cancel = cancels.then_some(Command::CancelOrder { order });
            let lines = vec![StockLine { product, units: 1 }];
            let refund = Command::RefundOrder { order, lines, shipping: cancels };
            let steps = way.into_iter().take(steps).chain([refund]).chain(cancel);
            steps.map(|step| (Actor::Merchant(Role::Owner), step)).collect()
        },
    )
}

/// Carriers tell what they saw, the owner does all else.
fn by(wish: &Command) -> Actor {
    match wish {
        Command::RecordScan { .. } => Actor::Carrier(CarrierId(1)),
        _ => Actor::Merchant(Role::Owner),
    }
}

/// The owner sends an order in parcels: packs units one by one, moves parcels, gets paid, calls units off.
fn parcels() -> impl Strategy<Value = Vec<(Actor, Command)>> {
    let step = (0..18, product(), 1_u32..4, 1_u16..4, select(&ParcelStatus::ALL[..]), 1_i64..900);
    (0..PEOPLE, 0_u8..3, prop::collection::vec(step, 1..12)).prop_map(|(who, index, steps)| {
        let order = order(who, index);
        let wish = |(kind, product, units, parcel, status, minor)| match kind {
            0 | 1 => Command::PackUnits { order, lines: vec![StockLine { product, units }] },
            2 => Command::CancelUnits { order, lines: vec![StockLine { product, units }] },
            3 => Command::RecordPayment {
                order,
                kind: payment_kind(parcel),
                amount: Some(Money::new(minor, Currency::Usd)),
            },
            4 => Command::RecordPayment { order, kind: PaymentKind::Captured, amount: None },
            5 => {
                Command::RefundOrder { order, lines: vec![StockLine { product, units }], shipping: units > 2 }
            }
            6 => Command::RequestReturn {
                order,
                lines: vec![StockLine { product, units }],
                reason: ReturnReason::ALL[minor as usize % 6],
                wish: if minor > 400 { ReturnWish::Refund } else { ReturnWish::Exchange },
            },
            7 | 8 => Command::MoveReturn {
                order,
                number: ReturnId(parcel),
                status: ReturnStatus::ALL[minor as usize % 7],
                label: None,
                restock: units > 1,
            },
            9 | 10 => Command::RecordScan {
                number: "RR-1".into(),
                carriers: vec!["Post".into()],
                status,
                at: Timestamp(super::START + minor * 1_000),
            },
            11 => {
                let consignment = Some(Consignment { carrier: "Post".into(), number: "RR-1".into() });
                let status = ParcelStatus::Shipped;
                Command::MoveParcel { order, parcel: ParcelId(parcel), status, consignment }
            }
            _ => Command::MoveParcel { order, parcel: ParcelId(parcel), status, consignment: None },
        };
        steps.into_iter().map(wish).map(|wish| (by(&wish), wish)).collect()
    })
}

/// Somebody gets a code, and somebody else comes by it.
fn referral() -> impl Strategy<Value = Vec<(Actor, Command)>> {
    (0..PEOPLE, 0..PEOPLE, any::<bool>(), 0..4).prop_map(|(of, to, ends, why)| {
        let (giver, friend) = (super::shopper(of), super::shopper(to));
        let code = format!("ABCDEFGH0{of}");
        let ended = ends && why == 0;
        let end = ended.then_some(Command::EndReferral { shopper: friend, why: ReferralFault::Merchant });
        let wishes = vec![
            (Actor::Merchant(Role::Owner), Command::IssueCard { shopper: giver }),
            (Actor::Shopper(giver), Command::OpenReferral { code: code.clone() }),
            (Actor::Shopper(friend), Command::SetConsent { consent: Consent::Full }),
            (Actor::Shopper(friend), Command::AcceptReferral { code }),
        ];
        wishes.into_iter().chain(end.map(|wish| (Actor::Merchant(Role::Owner), wish))).collect()
    })
}

/// Wishes of anybody, one after the other.
pub fn wishes() -> impl Strategy<Value = Vec<(Actor, Command)>> {
    let one = (actor(), command()).prop_map(|wish| vec![wish]);
    let script = prop_oneof![3 => one, 1 => purchase(), 1 => fulfilment(), 1 => parcels(), 1 => referral()];
    prop::collection::vec(script, 0..40).prop_map(|scripts| scripts.concat())
}

/// Any wish.
pub fn any_command() -> impl Strategy<Value = Command> {
    command()
}
