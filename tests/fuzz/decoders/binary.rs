//! What travels as postcard.

use std::fmt::Debug;
use std::sync::Arc;

use attar::decode::Postcard;
use attar::event::Observation;
use attar::packed::Packed;
use attar::query::{Query, Tracked};
use attar::shop::Names;
use attar::state::MarketView;
use attar::terms::basket::{Cart, Line};
use attar::terms::receipt::Receipt;
use attar::terms::refund::Ledger;
use attar::terms::till::{Terms, Till};
use attar::view::Viewer;
use attar::{Answer, Currency, Engine, Slice, Snapshot, State, Timestamp};
use serde::Serialize;

use super::world;

/// What was read, where it can be; then it is written and read again, and postcard's own reader agrees.
fn read<T: Postcard + Serialize + PartialEq + Debug>(bytes: &[u8]) -> Option<T> {
    let value = attar::decode::<T>(bytes);
    if let Ok((theirs, [])) = postcard::take_from_bytes::<T>(bytes) {
        assert_eq!(value.as_ref(), Some(&theirs), "postcard reads something else");
    }
    let value = value?;
    let written = postcard::to_allocvec(&value).expect("what was read can be written");
    assert_eq!(attar::decode::<T>(&written).as_ref(), Some(&value), "it reads back as something else");
    Some(value)
}

/// The same of what may hold itself, which ours reads to a depth only.
fn read_shallow<T: Postcard + Serialize + PartialEq + Debug>(bytes: &[u8]) -> Option<T> {
    attar::decode::<T>(bytes).and_then(|_| read(bytes))
}

pub fn receipt(bytes: &[u8]) {
    let Some(receipt) = read_shallow::<Receipt>(bytes) else { return };
    let order = Tracked { receipt: Some(Packed::of(receipt)), ..world::order() };
    let server = world::server();
    let (names, answer) = (Names::default(), Answer::Tracked(order));
    let viewer = Viewer::new(&server.snapshot().shop, &names, Timestamp(0));
    drop(viewer.view(&answer));
    let Answer::Tracked(order) = answer else { return };
    drop(viewer.order_receipt(&order));
    drop(order.receipt.as_ref().and_then(|receipt| receipt.get()).map(Ledger::new));
}

pub fn terms(bytes: &[u8]) {
    let Some(terms) = read_shallow::<Terms>(bytes) else { return };
    let till = Till::open(terms);
    let lines: Vec<Line> =
        till.terms().items.iter().take(5).map(|item| Line { product: item.product, quantity: 3 }).collect();
    for currency in [Currency::Usd, Currency::Irr] {
        let cart = Cart { lines: lines.clone(), ..world::cart(currency) };
        let Ok(receipt) = till.price(&cart) else { continue };
        let sum: i128 = receipt.steps.iter().map(|step| i128::from(step.minor)).sum();
        assert_eq!(sum, i128::from(receipt.total), "the steps sum to the total");
    }
}

pub fn snapshot(bytes: &[u8]) {
    let Ok(snapshot) = Snapshot::decode(bytes) else { return };
    let written = snapshot.encode().expect("what was read can be written");
    assert_eq!(Snapshot::decode(&written).as_ref(), Ok(&snapshot));
    let mut engine = world::server();
    engine.set_snapshot(Arc::new(snapshot));
    world::question(&engine);
}

pub fn slice(bytes: &[u8]) {
    let Some(slice) = read::<Slice>(bytes) else { return };
    let who = slice.who;
    let mut page = Engine::new(Arc::clone(world::server().snapshot()), State::from(slice));
    world::question(&page);
    for event in world::past() {
        page.apply(&event);
        page.apply_private(&event);
    }
    world::question(&page);
    drop(page.slice(&who));
}

pub fn events(bytes: &[u8]) {
    let Some(observed) = read::<Vec<Observation>>(bytes) else { return };
    let mut engine = world::server();
    observed.iter().for_each(|observed| engine.observe(observed));
    world::question(&engine);
    observed.iter().for_each(|observed| engine.observe_private(observed));
    world::question(&engine);
}

pub fn market_view(bytes: &[u8]) {
    let Some(view) = read::<MarketView>(bytes) else { return };
    let server = world::server();
    for who in server.state().shoppers() {
        let mut page = Engine::new(Arc::clone(server.snapshot()), server.slice(who).into());
        page.set_market_view(view.clone());
        world::question(&page);
    }
}

pub fn names(bytes: &[u8]) {
    let Some(names) = read::<Names>(bytes) else { return };
    let server = world::server();
    let viewer = Viewer::new(&server.snapshot().shop, &names, Timestamp(0));
    for who in server.state().shoppers() {
        for query in [Query::Cart, Query::Profile, world::list()] {
            drop(viewer.view(&server.ask(who, &query, world::NOW)));
        }
    }
}

pub fn query(bytes: &[u8]) {
    let Some(query) = read::<Query>(bytes) else { return };
    let server = world::server();
    for who in server.state().shoppers() {
        drop(server.ask(who, &query, world::NOW));
    }
}
