//! Many tabs of one browser on one shop: every signal is stored exactly once, whichever tab sends it, and what is
//! said in one holds in all.

#[path = "http/folder.rs"]
mod folder;
mod harness;
mod served;

use std::collections::BTreeMap;

use attar::{Fact, ProductId, ShopperId, Signal};
use serde_json::json;

use folder::Folder;

/// What the script must have seen, in this order.
const CHECKS: [&str; 13] = [
    "two tabs tell at once",
    "what a closed tab left behind is sent by another",
    "what a crashed tab left behind is sent by the next visit",
    "seven tabs share one stream",
    "another tab takes over from the one that leads",
    "without a tracker in sight there is no stream",
    "a page that cannot begin anew goes on",
    "a choice in one tab holds in the other",
    "a login in one tab is followed by the other",
    "a list keeps within its departments, with the engine and without",
    "a page that comes back goes on",
    "a page that was somebody else's does not come back",
    "no page complains",
];

#[tokio::test(flavor = "multi_thread")]
async fn tabs_share_what_there_is_one_of() {
    let folder = Folder::new("tabs");
    let running = served::small(&folder).await;
    let engine = running.app.engine_for(&ShopperId::ANONYMOUS).await.expect("an engine");
    let all = &engine.snapshot().shop.products;
    let products: Vec<ProductId> = all.iter().map(|product| product.id).take(97).collect();
    let plan = json!({
        "url": running.url(), "merchant": running.merchant_link(), "products": products,
        "bought": served::priced(engine.snapshot()), "department": all.iter().map(|product| product.department).next_back(),
    });
    let told = harness::node("tabs.mjs", &[("ATTAR_PLAN", &plan.to_string())]).await;
    let checks: Vec<&str> = told.iter().filter_map(|line| line["check"].as_str()).collect();
    assert_eq!(checks, CHECKS);
    let mut views: BTreeMap<ProductId, u32> = BTreeMap::new();
    for stored in running.app.events_after(0, usize::MAX).await.expect("the log") {
        if let Fact::Signal(Signal::ViewItem { product }) = stored.event.fact {
            *views.entry(product).or_default() += 1;
        }
    }
    // The page of a product tells of it, too.
    let bought = served::priced(engine.snapshot());
    for product in products.into_iter().filter(|product| *product != bought) {
        assert_eq!(views.get(&product), Some(&1), "{product}");
    }
    running.shutdown().await;
}
