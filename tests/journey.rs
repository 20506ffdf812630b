//! The tracer journey: a real shop with its whole year of baskets, a real browser, from the first
//! consent to what a stranger is shown after training.

#[path = "http/folder.rs"]
mod folder;
mod harness;
#[path = "harness/shop.rs"]
mod shop;

use std::collections::{BTreeMap, BTreeSet};

use attar::event::OrderFact;
use attar::terms::price::{Buyer, resolve};
use attar::{
    Answer, Engine, Event, Fact, ProductId, Query, ShopperId, Signal, Slot, Snapshot, Subject, Timestamp,
};
use attar_server::Running;
use serde_json::{Value, json};

use folder::Folder;

/// What the script must have seen, in this order.
const CHECKS: [&str; 14] = [
    "anonymous pages set no cookie and shift nothing",
    "consent is given and remembered",
    "three views move the list without the network",
    "the outbox survives a reload",
    "an order is placed",
    "the tracker moves within a second",
    "a household logs in",
    "the card price is there with its reason",
    "two products never sold together are bought together",
    "the shop learns",
    "another visitor is shown the other product",
    "pages of a known visitor shift nothing",
    "all of it can be bought without script",
    "no page complains",
];

async fn log(running: &Running) -> Vec<Event> {
    let all = running.app.events_after(0, usize::MAX).await.expect("the log");
    all.into_iter().map(|stored| stored.event).collect()
}

fn baskets(log: &[Event]) -> impl Iterator<Item = BTreeSet<ProductId>> + '_ {
    log.iter().filter_map(|event| match &event.fact {
        Fact::Order(OrderFact::SoldInStore { lines, .. }) => {
            Some(lines.iter().map(|line| line.product).collect())
        }
        _ => None,
    })
}

/// Two products that are sold least of all, and never in one basket.
fn strangers(log: &[Event], snapshot: &Snapshot) -> (ProductId, ProductId) {
    let mut company: BTreeMap<ProductId, (u32, BTreeSet<ProductId>)> = BTreeMap::new();
    for basket in baskets(log) {
        for product in &basket {
            let (times, others) = company.entry(*product).or_default();
            *times += 1;
            others.extend(&basket);
        }
    }
    let priced = |product: &ProductId| {
        resolve(&snapshot.shop, *product, snapshot.shop.currency, 1, &Buyer::anybody(Timestamp(0))).is_some()
    };
    let mut rare: Vec<_> = company.iter().filter(|(product, _)| priced(product)).collect();
    rare.sort_by_key(|(product, (times, _))| (*times, **product));
    let (first, (_, company)) = rare.first().expect("a rare product");
    let other = rare.iter().find(|(product, _)| *product != *first && !company.contains(product));
    (**first, *other.expect("a stranger to it").0)
}

/// A product that is cheaper with the card.
fn cheaper_with_card(snapshot: &Snapshot) -> ProductId {
    let shop = &snapshot.shop;
    let cheaper = |product: &ProductId| {
        let buyer = Buyer { card: true, ..Buyer::anybody(Timestamp(0)) };
        let priced = resolve(shop, *product, shop.currency, 1, &buyer);
        priced.is_some_and(|priced| priced.price.minor < priced.public.minor)
    };
    shop.products.iter().map(|product| product.id).find(cheaper).expect("a card price")
}

fn views(log: &[Event], who: ShopperId) -> Vec<&Event> {
    let own = log.iter().filter(|event| event.subject == Subject::Shopper(who));
    own.filter(|event| matches!(event.fact, Fact::Signal(Signal::ViewItem { .. }))).collect()
}

fn products(list: &Value) -> Vec<ProductId> {
    serde_json::from_value(list.clone()).unwrap_or_else(|e| panic!("{e}: {list}"))
}

/// The visitor of the script, by the products that only they looked at in that order.
fn visitor_of(log: &[Event], viewed: &[ProductId]) -> ShopperId {
    let shoppers: BTreeSet<ShopperId> = log
        .iter()
        .filter_map(|event| match (event.subject, &event.fact) {
            (Subject::Shopper(who), Fact::Signal(_)) => Some(who),
            _ => None,
        })
        .collect();
    let first_views = |who: &ShopperId| -> Vec<ProductId> {
        let products = views(log, *who).into_iter().filter_map(|event| match event.fact {
            Fact::Signal(signal) => signal.product(),
            _ => None,
        });
        products.take(viewed.len()).collect()
    };
    shoppers.into_iter().find(|who| first_views(who) == viewed).expect("the visitor's signals are in the log")
}

/// What a native engine answers after the same three signals, read from the log.
fn native_list(mut engine: Engine, log: &[Event], told: &Value) -> Vec<ProductId> {
    let viewed = products(&told["viewed"]);
    let who = visitor_of(log, &viewed);
    views(log, who).into_iter().take(viewed.len()).for_each(|event| engine.apply(event));
    let at = Timestamp(told["at"].as_i64().expect("a time"));
    match engine.ask(&who, &Query::list(Slot::ForYou, 10), at) {
        Answer::Recommended(list) => list.picks.into_iter().map(|pick| pick.product).collect(),
        other => panic!("no list: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopper_goes_all_the_way() {
    let folder = Folder::new("journey");
    let running = shop::open(&folder).await;
    let before = running.app.engine_for(&ShopperId::ANONYMOUS).await.expect("an engine");
    let snapshot = before.snapshot();
    let (one, other) = strangers(&log(&running).await, snapshot);
    let plan = json!({
        "url": running.url(), "merchant": running.merchant_link(), "card": cheaper_with_card(snapshot),
        "one": one, "other": other, "households": [1, 2, 3, 4, 5, 6],
    });
    let told = harness::node("journey.mjs", &[("ATTAR_PLAN", &plan.to_string())]).await;
    let checks: Vec<&str> = told.iter().filter_map(|line| line["check"].as_str()).collect();
    assert_eq!(checks, CHECKS);
    let moved = &told[2];
    let after = log(&running).await;
    assert_eq!(
        products(&moved["after"]),
        native_list(before, &after, moved),
        "the page is not the native engine"
    );
    assert_ne!(moved["after"], moved["before"]);
    assert_eq!(moved["after"].as_array().map(Vec::len), Some(10));
    let kept = views(&after, visitor_of(&after, &products(&moved["viewed"]))).into_iter();
    let kept = kept
        .filter(|event| matches!(event.fact, Fact::Signal(s) if json!(s.product()) == told[3]["product"]));
    assert_eq!(kept.count(), 1, "what lay in the outbox arrived, once");
    running.shutdown().await;
}
