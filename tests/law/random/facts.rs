//! Random things that happened.

use attar::event::{
    AdjustReason, Consent, Counted, CustomerFact, Draw, EarnedLine, Line, LoyaltyFact, Opinion, OrderFact,
    ParcelStatus, Payment, PaymentKind, Posting, Refund, ReturnReason, ReturnStatus, ReturnWish, Role,
    ShopFact, SoldLine, StockFact, StockLine, Topic, Why,
};
use attar::id::{ContentHash, EntryId, LabelId, ParcelId, PriceListId, ProductId, ReturnId};
use attar::time::CivilDay;
use attar::{Actor, Channel, Currency, Event, EventId, Fact, Money, Signal, SourceId, Subject, Timestamp};
use proptest::prelude::*;
use proptest::sample::select;

use super::shops::GROUPS;
use super::{PEOPLE, amount, contact, currency, moment, order, product, shopper};

const OPINIONS: [Opinion; 4] = [Opinion::Unsaid, Opinion::Likes, Opinion::NotForMe, Opinion::Ignored];

/// Something that products may have in common.
fn topic() -> impl Strategy<Value = Topic> {
    prop_oneof![
        (0_u16..4).prop_map(|label| Topic::Category(LabelId(label))),
        (1_u32..5).prop_map(Topic::Brand),
        (0_u8..3).prop_map(Topic::Price),
    ]
}

fn signal() -> impl Strategy<Value = Fact> {
    (0..8, product(), topic(), select(&OPINIONS[..])).prop_map(|(kind, product, topic, opinion)| {
        Fact::Signal(match kind {
            0 => Signal::ViewItem { product },
            1 => Signal::SelectItem { product },
            2 => Signal::NotForMe { product },
            3 => Signal::UndoNotForMe { product },
            4 => Signal::Said { topic, opinion },
            5 => Signal::Purchase { product },
            6 => Signal::UserEngagement { product },
            _ => Signal::AddToCart { product },
        })
    })
}

fn placed(of: u8) -> impl Strategy<Value = Fact> {
    let line = (product(), 1_u32..5, amount(), 0_u16..5);
    (0_u8..3, 1_u32..9, prop::collection::vec(line, 1..4)).prop_map(move |(index, number, lines)| {
        let line = |(product, quantity, minor, list)| {
            let total = Money::new(minor, Currency::Usd);
            Line { product, quantity, total, list: PriceListId(list) }
        };
        let lines: Vec<Line> = lines.into_iter().map(line).collect();
        let total = Money::new(lines.iter().map(|line| line.total.minor).sum(), Currency::Usd);
        let (order, contact) = (order(of, index), contact(of));
        let (receipt, uses, waiting) = (None, Default::default(), Vec::new());
        Fact::Order(OrderFact::Placed {
            order,
            number,
            contact,
            lines,
            total,
            receipt,
            uses,
            waiting,
            promise: None,
            goods: Default::default(),
        })
    })
}

fn order_step(of: u8) -> impl Strategy<Value = Fact> {
    let status = select(&ParcelStatus::ALL[..]);
    (0..15, 0_u8..3, 1_u16..4, status, stock_lines()).prop_map(move |(step, index, parcel, status, lines)| {
        let (order, parcel) = (order(of, index), ParcelId(parcel));
        Fact::Order(match step {
            0 => OrderFact::Packed { order },
            1 => OrderFact::Shipped { order },
            2 => OrderFact::Delivered { order },
            3 => OrderFact::Cancelled { order },
            4 => OrderFact::UnitsAllocated { order, lines },
            5 => OrderFact::UnitsCancelled { order, lines, credit: nothing() },
            6 => OrderFact::ParcelPacked { order, parcel, lines },
            7 => OrderFact::PaymentRecorded { order, payment: captured(parcel) },
            8 => {
                let (reason, wish) = (ReturnReason::Late, ReturnWish::Exchange);
                OrderFact::ReturnRequested { order, number: ReturnId(parcel.0), lines, reason, wish }
            }
            9 => {
                let status = ReturnStatus::ALL[status as usize % 7];
                OrderFact::ReturnMoved { order, number: ReturnId(parcel.0), status, label: None }
            }
            10 => {
                OrderFact::PromiseBroken { order, until: Timestamp(5), offer: Some(captured(parcel).amount) }
            }
            11 => OrderFact::Compensated { order, amount: captured(parcel).amount },
            12 => OrderFact::ParcelScanned { order, parcel, status, at: Timestamp(i64::from(parcel.0)) },
            _ => OrderFact::ParcelMoved { order, parcel, status, consignment: None },
        })
    })
}

fn nothing() -> Refund {
    let amount = Money::zero(Currency::Usd);
    Refund { lines: Vec::new(), shipping: false, amount, uses: Default::default() }
}

fn captured(minor: ParcelId) -> Payment {
    let amount = Money::new(i64::from(minor.0), Currency::Usd);
    Payment { kind: PaymentKind::Captured, amount, invoice: Some(1) }
}

pub(super) fn sold() -> impl Strategy<Value = Fact> {
    let line = (product(), 1_u32..5, amount());
    (currency(), prop::collection::vec(line, 1..4)).prop_map(|(currency, lines)| {
        let line = |(product, quantity, paid)| SoldLine { product, quantity, paid };
        Fact::Order(OrderFact::SoldInStore { currency, lines: lines.into_iter().map(line).collect() })
    })
}

pub(super) fn consent() -> impl Strategy<Value = Consent> {
    select(&[Consent::Denied, Consent::Private, Consent::Full][..])
}

/// What may happen to one shopper, links aside.
fn own_fact(of: u8) -> BoxedStrategy<Fact> {
    let cart = (product(), 0_u32..5)
        .prop_map(|(product, quantity)| Fact::Order(OrderFact::CartChanged { product, quantity }));
    prop_oneof![
        5 => signal(),
        2 => cart,
        2 => placed(of),
        3 => order_step(of),
        1 => sold(),
        1 => consent().prop_map(|consent| Fact::Customer(CustomerFact::Consented { consent })),
        1 => Just(Fact::Customer(CustomerFact::CardIssued)),
        1 => Just(Fact::Customer(CustomerFact::Forgotten)),
        1 => select(GROUPS).prop_map(|group| Fact::Customer(CustomerFact::GroupJoined { group: group.into() })),
        1 => select(GROUPS).prop_map(|group| Fact::Customer(CustomerFact::GroupLeft { group: group.into() })),
    ]
    .boxed()
}

pub(super) fn stock_lines() -> impl Strategy<Value = Vec<StockLine>> {
    let line = (product(), 0_u32..9).prop_map(|(product, units)| StockLine { product, units });
    prop::collection::vec(line, 1..4)
}

fn market_fact() -> impl Strategy<Value = Fact> {
    (0..7, 0..PEOPLE, 0_u8..3, stock_lines()).prop_map(|(kind, of, index, lines)| {
        let order = order(of, index);
        match kind {
            0 | 1 => Fact::Stock(StockFact::Counted { lines }),
            2 => Fact::Stock(StockFact::Reserved { order, lines }),
            3 => Fact::Stock(StockFact::Released { order, lines }),
            4 => Fact::Stock(StockFact::Allocated { order, lines }),
            5 => {
                let products = lines.iter().map(|line| line.product).collect();
                Fact::Stock(StockFact::BackOrdersSet { products, allowed: index > 0 })
            }
            _ => Fact::Shop(ShopFact::Published { hash: ContentHash([index; 32]) }),
        }
    })
}

fn about() -> impl Strategy<Value = (Subject, Fact)> {
    let own = (0..PEOPLE)
        .prop_flat_map(|of| own_fact(of).prop_map(move |fact| (Subject::Shopper(shopper(of)), fact)));
    prop_oneof![6 => own, 1 => market_fact().prop_map(|fact| (Subject::Market, fact))]
}

/// A log without links.
pub fn history() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec((about(), moment()), 0..40).prop_map(|facts| numbered(facts, 0))
}

/// A log in which visitors turn out to be customers.
pub fn history_with_links() -> impl Strategy<Value = Vec<Event>> {
    let link = (0..PEOPLE, 0..PEOPLE).prop_map(|(visitor, customer)| {
        let (visitor, customer) = (shopper(visitor), shopper(customer));
        (Subject::Shopper(customer), Fact::Customer(CustomerFact::Linked { visitor, customer }))
    });
    let fact = prop_oneof![12 => about(), 1 => link];
    prop::collection::vec((fact, moment()), 0..40).prop_map(|facts| numbered(facts, 0))
}

/// What became of points. Histories have them by wishes only: an account takes what was decided for it.
fn loyalty() -> impl Strategy<Value = Fact> {
    let draw = (moment(), 1_i64..99, prop::option::of(moment()));
    let draw = draw.prop_map(|(at, points, expires)| Draw { lot: EntryId(at.0), points, expires });
    let draws = prop::collection::vec(draw, 0..3);
    (0..8, 0_u8..3, moment(), 0_i64..999, draws).prop_map(|(kind, of, at, points, from)| {
        let (order, tier, until) = (order(0, of), "gold".to_owned(), Some(at));
        let counted = Counted { day: CivilDay(20_000), spend: points, orders: of.into() };
        let what = match kind {
            0 => {
                let why = if of > 0 { Why::Order(order) } else { Why::Sale };
                let lines =
                    vec![EarnedLine { product: ProductId(1), units: of.into(), spend: points, points }];
                Posting::Earned { points, why, lines, ripe: at, expires: until, counted }
            }
            1 => Posting::Redeemed { order, points, worth: Money::new(points, Currency::Usd), from },
            2 => Posting::GivenBack { order, points, to: from },
            3 => Posting::ClawedBack { order, points, from, forgiven: points, counted },
            4 => Posting::Expired { points, from },
            5 => Posting::Adjusted { points: -points, reason: AdjustReason::Fraud, expires: None, from },
            6 => Posting::TierReached { tier, until, review: None },
            _ => Posting::TierLeft { tier },
        };
        Fact::Loyalty(LoyaltyFact { entry: EntryId(at.0), what, due: (of > 1).then_some(at) })
    })
}

/// Makes events of facts, numbered on from `first`.
pub fn numbered(facts: Vec<((Subject, Fact), Timestamp)>, first: u32) -> Vec<Event> {
    let event = |(n, ((subject, fact), at))| {
        let actor = match subject {
            Subject::Shopper(who) => Actor::Shopper(who),
            Subject::Market => Actor::Merchant(Role::Owner),
        };
        let id = EventId { source: SourceId(*b"random-test-log!"), n };
        Event { id, subject, actor, channel: Channel::Web, at, fact }
    };
    (first..).zip(facts).map(event).collect()
}

/// Any fact with its subject, for round trips.
pub fn any_event() -> impl Strategy<Value = Event> {
    let points = (0..PEOPLE, loyalty()).prop_map(|(of, fact)| (Subject::Shopper(shopper(of)), fact));
    (prop_oneof![6 => about(), 1 => points], moment()).prop_map(|fact| numbered(vec![fact], 7).remove(0))
}
