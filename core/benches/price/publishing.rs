//! What it takes to put a large shop in force: what its prices were, product by product.

use std::time::Instant;

use attar::Shop;
use attar::terms::history::{PriceHistory, repriced};
use attar::time::Timestamp;
use serde_json::{Value, json};

/// As many as a large grocer has.
const PRODUCTS: u32 = 18_000;
const PROMOTIONS: u32 = 120;
const CATEGORIES: u32 = 180;

/// Milliseconds to tell what changes with a shop of 18,000 products under 120 promotions; the median of five.
pub fn millis() -> f64 {
    let (old, new) = (shop(1_000), shop(2_000));
    super::middle((0..5).map(|_| {
        let began = Instant::now();
        let told = repriced(&old, &new, &PriceHistory::default(), Timestamp(30_000));
        let millis = began.elapsed().as_secs_f64() * 1e3;
        assert!(told.is_some(), "nothing changes");
        millis
    }))
}

fn shop(off: u32) -> Shop {
    let product =
        |n: u32| json!({ "id": n, "department": 0, "category": n % CATEGORIES, "kind": 0, "cost": n % 700 });
    let promotion = |n: u32| {
        let items = json!({ "items": { "categories": [n] } });
        json!({
            "id": n, "name": "x", "lane": n % 3, "gives": { "percent": { "rate": off, "on": items } },
            "when": { "when": { "from": n % 9 * 1_000, "until": 50_000 + n % 9 } },
        })
    };
    let prices: Vec<Value> = (0..PRODUCTS).map(|n| json!([n, n % 1_000 + 100])).collect();
    let draft = json!({
        "currency": "USD", "product_url": "/p/{id}",
        "labels": vec![json!({ "en": "x", "fa": "x", "ar": "x" }); CATEGORIES as usize],
        "products": (0..PRODUCTS).map(product).collect::<Vec<_>>(),
        "price_lists": [{ "id": 0, "name": "x", "currency": "USD", "audience": "everyone", "prices": prices }],
        "terms": { "margin": 500, "promotions": (0..PROMOTIONS).map(promotion).collect::<Vec<_>>() },
    });
    Shop::check(serde_json::from_value(draft).expect("a draft")).expect("a shop")
}
