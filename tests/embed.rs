//! The widget on pages of others: another origin, strict policies, what a shop's other tools say, and what the shopper
//! lets it do, with the engine and without.

#[path = "http/folder.rs"]
mod folder;
mod harness;
mod served;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, TcpListener};

use attar::{Answer, Fact, ProductId, Query, ShopperId, Signal};
use attar_server::Running;
use attar_server::demo::{MOST_HOUSEHOLDS, customer_id};
use serde_json::{Value, json};

use folder::Folder;

/// A port that nobody listens on: where the script serves the pages of others.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// Every check of a script, in its order.
fn checks(told: &[Value]) -> Vec<&str> {
    told.iter().filter_map(|line| line["check"].as_str()).collect()
}

/// A small shop that pages on `localhost` may embed, and what a script has to know of it.
async fn shop(folder: &Folder) -> (Running, Value) {
    let port = free_port();
    let running = served::small_for(folder, &format!("http://localhost:{port}")).await;
    let engine = running.app.engine_for(&ShopperId::ANONYMOUS).await.expect("an engine");
    let all = &engine.snapshot().shop.products;
    let products: Vec<ProductId> = all.iter().map(|product| product.id).take(60).collect();
    let priced = served::priced(engine.snapshot());
    let manifest = std::fs::read(harness::setting("ATTAR_WIDGET").join("manifest.json")).expect("a manifest");
    let files: Value = serde_json::from_slice(&manifest).expect("json");
    let collects = collector(&running).await;
    let plan = json!({ "collects": collects, "url": running.url(), "port": port, "products": products, "priced": priced, "files": files, "login": served::LOGIN });
    (running, plan)
}

/// A household that can spend points.
async fn collector(running: &Running) -> u16 {
    let mut found = None;
    for household in 1..=MOST_HOUSEHOLDS {
        let answer = running.app.ask(&customer_id(household), &Query::Loyalty).await.expect("an answer");
        if matches!(answer, Answer::Loyalty(of) if of.available > 0) {
            found = Some(household);
            break;
        }
    }
    found.expect("a household with points")
}

/// Runs a script on such a shop; it must have seen this, in this order. Every view that it says was to be told is in the log
/// as often as that, and no other.
async fn holds(script: &str, wanted: &[&str]) {
    let folder = Folder::new("embed");
    let (running, plan) = shop(&folder).await;
    let told = harness::node(script, &[("ATTAR_PLAN", &plan.to_string())]).await;
    assert_eq!(checks(&told), wanted);
    let mut views: BTreeMap<u64, u32> = BTreeMap::new();
    for stored in running.app.events_after(0, usize::MAX).await.expect("the log") {
        if let Fact::Signal(Signal::ViewItem { product }) = stored.event.fact {
            *views.entry(u64::from(product.0)).or_default() += 1;
        }
    }
    let all = told.iter().filter_map(|line| line["told"].as_array()).flatten();
    let mut wanted: BTreeMap<u64, u32> = BTreeMap::new();
    all.filter_map(Value::as_u64).for_each(|product| *wanted.entry(product).or_default() += 1);
    assert_eq!(views, wanted, "each as often as it was told, and nothing that was not to be told");
    running.shutdown().await;
}

/// What the script must have seen without the engine, in this order.
const WITHOUT_ENGINE: [&str; 13] = [
    "an embed asks for whom it may speak",
    "what full lets be told is told, once",
    "private tells nobody, and says so",
    "a choice holds for the next page",
    "what is not there is said",
    "where nothing can be asked, it says so and tries again",
    "a place is kept before there is an answer",
    "an element named attar is not the script",
    "pictures and links lead to the shop",
    "a list speaks its own language",
    "an old browser keeps what the page has",
    "a signal that changes is another signal",
    "whom the site vouches for is let in, and leaves",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_the_engine_keeps_to_what_the_shopper_said() {
    holds("embed.mjs", &WITHOUT_ENGINE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_asks_for_little_and_loses_nothing_before_the_rest_is_there() {
    let checks = [
        "five requests, and one once it is known",
        "three in the shop, where the page says what the boot would ask",
        "the room is as high as what comes",
        "what is said before the rest is there is not lost",
        "a rest that does not come is asked for again",
        "a file that is not as it was built does not run",
        "a version has an address and a check of its own",
    ];
    holds("boot.mjs", &checks).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_tag_costs_a_page_can_be_measured() {
    let folder = Folder::new("weight");
    let (running, _) = shop(&folder).await;
    let plan = json!({ "url": running.url(), "times": 2 });
    let told = harness::node("weight.mjs", &[("ATTAR_PLAN", &plan.to_string())]).await;
    let figures = told.last().expect("figures");
    println!("{figures}");
    for name in ["tag_first_paint_ratio", "tag_busy_ratio", "tag_latency_ratio", "untagged_busy_ms"] {
        assert!(figures[name].as_f64().is_some_and(|figure| figure > 0.0), "{name} in {figures}");
    }
    assert_eq!(figures["tag_layout_shift"].as_f64(), Some(0.0), "nothing moves: {figures}");
    running.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_nothing_that_was_said_is_lost() {
    let checks = [
        "a no that the shop did not hear is said again",
        "who left before the shop heard it is heard on the next page",
        "who asks to be forgotten without a network is forgotten",
        "signals wait, and are told once",
        "pages of the shop that were visited are there",
        "pages of others show what they showed last, and how old it is",
    ];
    holds("offline.mjs", &checks).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_builds_a_page_sees_what_the_widget_does() {
    holds(
        "debug.mjs",
        &[
            "a panel says what the widget does",
            "who does not ask for it loads none of it",
            "the elements can be tried in the shop",
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn elements_stand_in_pages_of_others() {
    let checks = [
        "a card is the page’s own",
        "what the page put into a list stays its own",
        "what is not for a shopper goes, and comes back",
        "a price says why",
        "a price and a tracker keep their place",
        "what is known is shown, chosen and forgotten",
        "what stays on the device is counted there",
        "every state is open to everyone",
        "words can be read on any page",
    ];
    holds("cards.mjs", &checks).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_collected_is_proved_in_the_page() {
    let checks = [
        "what was collected is drawn and proved in every language",
        "an entry that was changed or left out is noticed",
        "without the keys nothing is claimed, and without the shop it says so",
        "who does not collect is told who does, on pages of others too",
    ];
    holds("loyalty.mjs", &checks).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_widget_follows_what_a_shop_says_to_its_other_tools() {
    let checks = [
        "ga4 is followed, in both its forms",
        "what was said before is heard, and what replaces push",
        "segment and shopify are understood",
        "the page’s own data is a view",
        "a page that goes on without loading",
        "a list is told to the layer, and a choice from it",
        "a page may name its products as it likes",
        "consent mode says what the shopper said",
        "a no holds, however long an earlier yes takes to be told",
        "a browser that says no is heard",
    ];
    holds("layer.mjs", &checks).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_breaks_by_it_and_it_breaks_in_no_page() {
    let checks = [
        "every policy",
        "one global",
        "a script that never comes",
        "storage that is denied or full",
        "a clock a day wrong",
        "a style that resets everything",
        "nothing before consent, on another origin",
        "the page of the examples",
        "a page of an origin that is not listed",
    ];
    holds("policies.mjs", &checks).await;
}
