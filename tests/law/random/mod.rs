//! Random shops, models, histories, wishes and questions, small enough to meet one another often.

mod facts;
mod shops;
mod wishes;

use attar::id::{ContactId, LabelId, OrderId};
use attar::query::Slot;
use attar::time::Span;
use attar::{Currency, ProductId, Query, ShopperId, Timestamp};
use proptest::prelude::*;
use proptest::sample::select;

pub use facts::{any_event, history, history_with_links, numbered};
pub use shops::{draft, engine, groups};
pub use wishes::{AS_SHOWN, any_command, wishes};

/// When the histories begin.
pub const START: i64 = 1_764_590_400_000;
/// The shopper who looks on; the others are 0..PEOPLE too.
pub const PEOPLE: u8 = 4;
pub(super) const PRODUCTS: u32 = 8;

/// A shopper whose identifier can be searched for.
pub fn shopper(index: u8) -> ShopperId {
    ShopperId(std::array::from_fn(|i| b"shopper-number-#"[i] ^ (index * 16)))
}

/// An order identifier that belongs to one shopper.
pub fn order(of: u8, index: u8) -> OrderId {
    OrderId(std::array::from_fn(|i| b"order-of-shopper"[i] ^ (of * 16 + index)))
}

fn contact(of: u8) -> ContactId {
    ContactId(std::array::from_fn(|i| b"contact-of-someb"[i] ^ (of * 16)))
}

fn product() -> impl Strategy<Value = ProductId> {
    (1..=PRODUCTS + 1).prop_map(ProductId)
}

fn currency() -> impl Strategy<Value = Currency> {
    select(&Currency::ALL[..])
}

/// Some day.
pub fn moment() -> impl Strategy<Value = Timestamp> {
    (-50_000_i64..50_000).prop_map(|minutes| Timestamp(START) + Span::minutes(minutes))
}

/// Amounts that are mostly small and sometimes as large as an amount may be.
fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![8 => 0_i64..5_000, 1 => Just(1 << 53)]
}

/// Any question.
pub fn query() -> impl Strategy<Value = Query> {
    let some = prop::option::of(product());
    let slot = select(&Slot::ALL[..]);
    let within =
        prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec((0_u16..4).prop_map(LabelId), 0..10)];
    prop_oneof![
        4 => (slot, some, 0_u8..60, within).prop_map(|(slot, product, n, within)| Query::Recommend { slot, product, n, within }),
        2 => (product(), prop::option::of(currency())).prop_map(|(product, currency)| Query::Price { product, currency }),
        1 => Just(Query::Cart),
        1 => (0..PEOPLE, 0_u8..3).prop_map(|(of, index)| Query::Track { order: order(of, index) }),
        1 => Just(Query::Profile),
        1 => Just(Query::Loyalty),
    ]
}

/// When a question is asked: around the times of the histories.
pub fn asked_at() -> impl Strategy<Value = Timestamp> {
    moment()
}

/// Somebody, or nobody in particular.
pub fn anybody() -> impl Strategy<Value = ShopperId> {
    prop_oneof![6 => (0..PEOPLE).prop_map(shopper), 1 => Just(ShopperId::ANONYMOUS)]
}
