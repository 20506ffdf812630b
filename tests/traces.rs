//! What a browser keeps and sends, before consent, after each choice and after a logout.

#[path = "http/folder.rs"]
mod folder;
mod harness;
mod served;

use attar::ShopperId;
use serde_json::json;

use folder::Folder;

/// What the script must have seen, in this order.
const CHECKS: [&str; 7] = [
    "before consent nothing is kept and nothing told",
    "after a refusal only the refusal is kept",
    "what is private stays on the device",
    "Global Privacy Control is a refusal",
    "with consent there are an id and signals, and after logout neither",
    "a guest buys and follows the order",
    "no page complains",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_keeps_and_sends_what_is_on_the_list() {
    let folder = Folder::new("traces");
    let running = served::small(&folder).await;
    let engine = running.app.engine_for(&ShopperId::ANONYMOUS).await.expect("an engine");
    let plan = json!({
        "url": running.url(), "merchant": running.merchant_link(), "bought": served::priced(engine.snapshot()),
    });
    let told = harness::node("traces.mjs", &[("ATTAR_PLAN", &plan.to_string())]).await;
    let checks: Vec<&str> = told.iter().filter_map(|line| line["check"].as_str()).collect();
    assert_eq!(checks, CHECKS);
    running.shutdown().await;
}
