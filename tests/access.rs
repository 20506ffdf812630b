//! Whoever uses the shop: every page and state under the rules of WCAG 2.2 AA, in every language and, Persian
//! against the others, in both colour schemes; a purchase by keyboard alone; forced colours and reduced motion.

#[path = "http/folder.rs"]
mod folder;
mod harness;
#[path = "harness/shop.rs"]
mod shop;

use serde_json::json;

use folder::Folder;

/// Pages and states, times languages.
const LOOKS: usize = 48 * 3;
/// The fewest nodes that a page's rules were applied to.
const FEWEST_NODES: u64 = 20;

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_open_to_everyone() {
    let folder = Folder::new("access");
    let running = shop::open(&folder).await;
    let plan = json!({ "url": running.url(), "merchant": running.merchant_link() });
    let told = harness::node("access.mjs", &[("ATTAR_PLAN", &plan.to_string())]).await;
    running.shutdown().await;
    let looks: Vec<_> = told.iter().filter(|line| line["page"].is_string()).collect();
    assert_eq!(looks.len(), LOOKS);
    for look in looks {
        assert_eq!(look["wrong"], json!([]), "{} in {}", look["page"], look["lang"]);
        assert!(look["nodes"].as_u64() >= Some(FEWEST_NODES), "{look}: too little was looked at");
    }
    let checks = [
        "bought by keyboard",
        "forced colours",
        "reduced motion",
        "nothing shifts",
        "a card says why by keyboard",
        "nothing shifts in pieces",
    ];
    for check in checks {
        assert!(told.iter().any(|line| line["check"] == check), "{check}");
    }
}
