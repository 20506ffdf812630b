use proptest::prelude::*;
use serde::Serialize;

use super::*;
use crate::event::{Line, OrderFact, SoldLine};
use crate::id::{ContactId, OrderId, PriceListId, SourceId};
use crate::query::Slot;
use crate::terms::Verdict;
use crate::terms::condition::Trace;
use crate::terms::promotion::PromotionId;
use crate::{
    Actor, Channel, Currency, EventId, Fact, Money, ProductId, ShopperId, Signal, Subject, Timestamp,
};

fn event(n: u32, at: i64, fact: Fact) -> Event {
    Event {
        id: EventId { source: SourceId([7; 16]), n },
        subject: Subject::Shopper(ShopperId([1; 16])),
        actor: Actor::Shopper(ShopperId([1; 16])),
        channel: Channel::Web,
        at: Timestamp(at),
        fact,
    }
}

fn facts(product: u32, paid: i64) -> Vec<Fact> {
    let (product, total) = (ProductId(product), Money::new(paid, Currency::Kwd));
    let line = Line { product, quantity: 3, total, list: PriceListId(9) };
    let placed = OrderFact::Placed {
        order: OrderId([3; 16]),
        number: u32::MAX,
        contact: ContactId([4; 16]),
        lines: vec![line; 2],
        total,
        receipt: None,
        uses: Default::default(),
        waiting: Vec::new(),
        promise: None,
        goods: Default::default(),
    };
    let sold = OrderFact::SoldInStore {
        currency: Currency::Irr,
        lines: vec![SoldLine { product, quantity: 1, paid }; 3],
    };
    vec![Fact::Signal(Signal::ViewItem { product }), Fact::Order(placed), Fact::Order(sold)]
}

fn slice(product: u32, at: i64, paid: i64) -> Slice {
    let who = ShopperId([1; 16]);
    let state = Slice { who, ..Slice::default() }.into();
    let shop = crate::shop::PublicShop::bare();
    let mut engine = crate::Engine::new(std::sync::Arc::new(Snapshot::cold(shop)), state);
    for (n, fact) in (0..).zip(facts(product, paid)) {
        engine.apply(&event(n, at, fact));
    }
    engine.slice(&who)
}

fn bytes(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).expect("bytes")
}

/// What postcard reads, this reads, and the same.
fn agrees<T: Postcard + PartialEq + fmt::Debug>(bytes: &[u8]) {
    let ours = decode::<T>(bytes);
    if let Ok((theirs, [])) = postcard::take_from_bytes::<T>(bytes) {
        assert_eq!(ours, Some(theirs));
    }
}

proptest! {
    #[test]
    fn what_was_written_reads_back(product: u32, at: i64, paid: i64) {
        let slice = slice(product, at, paid);
        let written = bytes(&slice);
        prop_assert_eq!(decode::<Slice>(&written), Some(slice));
        prop_assert_eq!(decode::<Slice>(&written[..written.len() - 1]), None);
        let events: Vec<Event> = facts(product, paid).into_iter().map(|fact| event(1, at, fact)).collect();
        prop_assert_eq!(decode(&bytes(&events)), Some(events));
        let query = Query::Recommend { slot: Slot::Similar, product: Some(ProductId(product)), n: 9, within: Vec::new() };
        prop_assert_eq!(decode(&bytes(&query)), Some(query));
    }

    #[test]
    fn damaged_bytes_are_read_as_postcard_reads_them_or_refused(
        product: u32,
        place in any::<prop::sample::Index>(),
        byte: u8,
    ) {
        let mut damaged = bytes(&slice(product, 5, 6));
        let place = place.index(damaged.len());
        damaged[place] = byte;
        agrees::<Slice>(&damaged);
        agrees::<Slice>(&damaged[..place]);
    }

    #[test]
    fn any_bytes_are_read_as_postcard_reads_them_or_refused(bytes: Vec<u8>) {
        agrees::<Slice>(&bytes);
        agrees::<Vec<Event>>(&bytes);
        agrees::<Query>(&bytes);
        agrees::<Names>(&bytes);
        agrees::<MarketView>(&bytes);
        agrees::<Snapshot>(&bytes);
    }
}

/// The error of the reader has no value, so a type that refuses would trap. None does, whatever stands in any
/// place of a real value: every variant, flag and length is tried.
#[test]
fn no_type_refuses_what_the_reader_gives() {
    let slice = slice(7, 5, 6);
    let events: Vec<Event> = facts(7, 6).into_iter().map(|fact| event(1, 5, fact)).collect();
    let query =
        Query::Recommend { slot: Slot::Similar, product: Some(ProductId(7)), n: 9, within: Vec::new() };
    any_byte_anywhere::<Slice>(&bytes(&slice));
    any_byte_anywhere::<MarketView>(&bytes(&slice.market));
    any_byte_anywhere::<Vec<Event>>(&bytes(&events));
    any_byte_anywhere::<Query>(&bytes(&query));
}

fn any_byte_anywhere<T: Postcard + PartialEq + fmt::Debug>(written: &[u8]) {
    for place in 0..written.len() {
        for byte in 0..=u8::MAX {
            let mut damaged = written.to_vec();
            damaged[place] = byte;
            agrees::<T>(&damaged);
        }
    }
}

#[test]
fn a_length_that_lies_costs_no_memory() {
    let lies = [&[1][..], &[0xff, 0xff, 0xff, 0xff, 0x0f]].concat();
    assert_eq!(decode::<Vec<Event>>(&lies[1..]), None);
    assert_eq!(decode::<Names>(&lies), None);
}

#[test]
fn what_holds_itself_is_read_to_a_depth() {
    let nested = |deep: usize| {
        let leaf = || Trace { what: "all".into(), holds: true, have_need: None, parts: Vec::new() };
        let trace = (1..deep).fold(leaf(), |inner, _| Trace { parts: vec![inner], ..leaf() });
        let verdict = Verdict { promotion: PromotionId(1), gives: None, why_not: None, trace, change: None };
        bytes(&Receipt {
            currency: Currency::Usd,
            steps: Vec::new(),
            lines: Vec::new(),
            shipping: 0,
            taxes: Vec::new(),
            total: 0,
            verdicts: vec![verdict],
            tax_included: true,
            called: Vec::new(),
            lists: Vec::new(),
            lowest: Vec::new(),
        })
    };
    assert!(decode::<Receipt>(&nested(33)).is_some(), "as deep as conditions go");
    assert_eq!(decode::<Receipt>(&nested(10_000)), None);
}
