//! What carriers saw comes to the same in whatever order it comes.

use attar::event::{Consignment, Event, Fact, Line, OrderFact, ParcelStatus, StockLine, Subject};
use attar::id::{CarrierId, ContactId, EventId, ParcelId, PriceListId, SourceId};
use attar::query::Parcel;
use attar::{
    Actor, Channel, Command, Currency, Engine, Money, OrderId, ProductId, ShopperId, Status, Timestamp,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{random, tries};

const ADA: ShopperId = ShopperId([1; 16]);
const ORDER: OrderId = OrderId([2; 16]);
const CARRIER: Actor = Actor::Carrier(CarrierId(1));
/// All of it was handed over by then, and all scans are told after this.
const SENT: Timestamp = Timestamp(50);
const NOW: Timestamp = Timestamp(1_000);

/// Which of two parcels, where, and when.
type Seen = (u16, ParcelStatus, Timestamp);

/// Wherever a carrier may see a parcel.
fn seen_by_carriers() -> Vec<ParcelStatus> {
    let in_house = |status: &ParcelStatus| matches!(status, ParcelStatus::Packed | ParcelStatus::Unpacked);
    ParcelStatus::ALL.into_iter().filter(|status| !in_house(status)).collect()
}

fn seen() -> impl Strategy<Value = Seen> {
    let status = select(seen_by_carriers());
    // Few moments, so that some are the same.
    (1_u16..3, status, 10_i64..90).prop_map(|(parcel, status, at)| (parcel, status, Timestamp(at)))
}

/// An order of three of one and one of another product, on its way in two parcels.
fn sent(engine: &mut Engine) {
    let line = |product, quantity| Line {
        product: ProductId(product),
        quantity,
        total: Money::new(100, Currency::Usd),
        list: PriceListId(1),
    };
    let packed = |parcel, product, units| OrderFact::ParcelPacked {
        order: ORDER,
        parcel: ParcelId(parcel),
        lines: vec![StockLine { product: ProductId(product), units }],
    };
    let shipped = |parcel: u16| OrderFact::ParcelMoved {
        order: ORDER,
        parcel: ParcelId(parcel),
        status: ParcelStatus::Shipped,
        consignment: Some(Consignment { carrier: "Post".into(), number: parcel.to_string() }),
    };
    let placed = OrderFact::Placed {
        order: ORDER,
        number: 1,
        contact: ContactId([3; 16]),
        lines: vec![line(1, 3), line(2, 1)],
        total: Money::new(200, Currency::Usd),
        receipt: None,
        uses: Default::default(),
        waiting: Vec::new(),
        promise: None,
        goods: Default::default(),
    };
    let facts = [placed, packed(1, 1, 3), packed(2, 2, 1), shipped(1), shipped(2)];
    for (n, fact) in (0..).zip(facts) {
        // Placed at 0, sent at 50.
        let at = if n < 3 { Timestamp(0) } else { SENT };
        apply(engine, n, Fact::Order(fact), at);
    }
}

fn apply(engine: &mut Engine, n: u32, fact: Fact, at: Timestamp) {
    let id = EventId { source: SourceId([7; 16]), n };
    let (subject, channel) = (Subject::Shopper(ADA), Channel::Feed);
    engine.apply(&Event { id, subject, actor: CARRIER, channel, at, fact });
}

/// How many facts there were of each scan, and what became of the parcels and the order.
fn told(engine: &Engine, scans: &[Seen]) -> (Vec<usize>, Vec<Parcel>, Status, Vec<StockLine>) {
    let mut engine = engine.clone();
    sent(&mut engine);
    let mut numbers = 10..;
    let facts = scans.iter().map(|(parcel, status, at)| {
        let carriers = vec!["post".to_owned()];
        let (number, status, at) = (parcel.to_string(), *status, *at);
        let scan = Command::RecordScan { number, carriers, status, at };
        let facts = engine.decide(&CARRIER, &scan, NOW).expect("a scan");
        let many = facts.len();
        for (_, fact) in facts {
            apply(&mut engine, numbers.next().expect("a number"), fact, NOW);
        }
        many
    });
    let facts = facts.collect();
    let order = engine.state().shared(&ADA).and_then(|shared| shared.orders.get(ORDER)).expect("an order");
    (facts, order.parcels.clone(), order.status(), order.waiting.clone())
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn the_same_scans_in_any_order_come_to_the_same(
        engine in random::engine(),
        scans in prop::collection::vec(seen(), 0..12),
        order in prop::collection::vec(any::<Index>(), 12),
    ) {
        let mut other = scans.clone();
        let mut mixed = Vec::new();
        for index in order {
            if !other.is_empty() {
                mixed.push(other.remove(index.index(other.len())));
            }
        }
        let (_, parcels, status, waiting) = told(&engine, &scans);
        let (_, again, then, left) = told(&engine, &mixed);
        prop_assert_eq!((&parcels, status, &waiting), (&again, then, &left));
        for parcel in parcels {
            prop_assert!(parcel.timeline.is_sorted_by_key(|step| step.at), "{:?}", parcel.timeline);
        }
    }

    #[test]
    fn a_scan_that_is_known_is_no_fact_and_none_takes_a_delivery_back(
        engine in random::engine(),
        scans in prop::collection::vec(seen(), 1..12),
    ) {
        let twice = [scans.clone(), scans.clone()].concat();
        let (facts, parcels, ..) = told(&engine, &twice);
        prop_assert!(facts[scans.len()..].iter().all(|many| *many == 0));
        prop_assert_eq!(&parcels, &told(&engine, &scans).1);
        for parcel in parcels {
            let first = |which| {
                let own = scans.iter().filter(|(of, status, _)| *of == parcel.id.0 && *status == which);
                own.map(|(.., at)| *at).min()
            };
            // Behind a return it is back in the house.
            let there = first(ParcelStatus::Delivered);
            let turned = first(ParcelStatus::TurnedBack);
            let brought = there.is_some_and(|there| turned.is_none_or(|turned| turned > there));
            prop_assert_eq!(parcel.status() == ParcelStatus::Delivered, brought);
            for (status, at) in [ParcelStatus::Delivered, ParcelStatus::Returned].map(|end| (end, first(end))) {
                let told: Vec<Timestamp> =
                    parcel.timeline.iter().filter(|step| step.status == status).map(|step| step.at).collect();
                prop_assert_eq!(told, Vec::from_iter(at), "the earliest, and once");
            }
        }
    }
}
