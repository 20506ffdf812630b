//! Photographs the shop; `cargo xtask screenshots` runs it. Nothing is compared: people look.

#[path = "http/folder.rs"]
mod folder;
mod harness;
#[path = "harness/shop.rs"]
mod shop;

use serde_json::json;

use folder::Folder;

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_photographed() {
    let into = std::env::var("ATTAR_SCREENSHOTS").expect("`cargo xtask screenshots` says where to put them");
    let pages = std::env::var("ATTAR_PAGES").unwrap_or_default();
    let only: Vec<&str> = pages.split(',').filter(|name| !name.is_empty()).collect();
    let folder = Folder::new("screenshots");
    let running = shop::open(&folder).await;
    let plan =
        json!({ "url": running.url(), "merchant": running.merchant_link(), "into": into, "only": only });
    let told = harness::node("screenshots.mjs", &[("ATTAR_PLAN", &plan.to_string())]).await;
    running.shutdown().await;
    assert!(!told.is_empty(), "no page has that name");
}
