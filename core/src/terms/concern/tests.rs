//! What an index finds, and what concerns a basket.

use serde_json::{Value, json};

use super::*;
use crate::terms::basket::Cart;
use crate::terms::till::Till;

fn promotion(value: Value) -> Promotion {
    let whole = json!({ "id": 1, "name": "a", "gives": { "fixed": { "minor": 5 } } });
    let mut whole = whole;
    for (field, value) in value.as_object().expect("fields") {
        whole[field] = value.clone();
    }
    serde_json::from_value(whole).expect("a promotion")
}

fn percent(on: Value) -> Value {
    json!({ "percent": { "rate": 1_000, "on": on } })
}

fn items(product: u32) -> Value {
    json!({ "items": { "products": [product] } })
}

fn keys(value: Value) -> Option<Vec<Key>> {
    promotion(value).keys()
}

#[test]
fn a_promotion_is_found_by_what_fewest_baskets_have() {
    let (product, category) = (|n| Key::Product(ProductId(n)), |n| Key::Category(LabelId(n)));
    let group = |name: &str| Key::Group(name.into());
    assert_eq!(keys(json!({})), None, "everyone's");
    assert_eq!(
        keys(json!({ "coupons": [" Spring-26 "], "gives": percent(items(7)) })),
        Some(vec![Key::Code("spring-26".into())])
    );
    assert_eq!(keys(json!({ "gives": percent(items(7)) })), Some(vec![product(7)]));
    assert_eq!(keys(json!({ "gives": percent(json!("order")) })), None);
    let bought = json!({ "when": { "units": { "of": { "categories": [3] }, "at_least": 1 } }, "gives": percent(items(7)) });
    assert_eq!(keys(bought), Some(vec![product(7)]), "products before categories");
    let group_and_category = json!({ "all": [{ "spend": { "of": { "categories": [3] }, "at_least": 1 } }, { "group": ["staff", "club"] }] });
    assert_eq!(keys(json!({ "when": group_and_category })), Some(vec![group("staff"), group("club")]));
    let tier_and_category =
        json!({ "all": [{ "spend": { "of": { "categories": [3] }, "at_least": 1 } }, { "tier": ["gold"] }] });
    assert_eq!(keys(json!({ "when": tier_and_category })), Some(vec![Key::Tier("gold".into())]));
    let either =
        json!({ "any": [{ "group": ["staff"] }, { "units": { "of": { "products": [4] }, "at_least": 2 } }] });
    assert_eq!(keys(json!({ "when": either })), Some(vec![group("staff"), product(4)]));
    assert_eq!(
        keys(json!({ "when": { "any": [{ "group": ["staff"] }, "first_order"] } })),
        None,
        "the other may hold"
    );
    for nothing in [
        json!({ "spend": { "of": { "categories": [3] }, "at_least": 0 } }),
        json!({ "units": { "of": { "products": [3] }, "at_least": 0 } }),
    ] {
        assert_eq!(keys(json!({ "when": nothing })), None, "it asks for nothing: {nothing}");
    }
    assert_eq!(
        keys(json!({ "when": { "spend": { "of": { "categories": [3] }, "at_least": 1 } } })),
        Some(vec![category(3)])
    );
    let pair = json!({ "buy_get": { "buy": { "categories": [3] }, "buy_units": 1, "get": { "products": [4, 5] }, "get_units": 1, "rate": 10_000 } });
    assert_eq!(keys(json!({ "gives": pair })), Some(vec![product(4), product(5)]));
    let bundle = json!({ "bundle": { "parts": [{ "of": { "products": [4, 5] }, "units": 1 }, { "of": { "products": [6] }, "units": 1 }], "minor": 100 } });
    assert_eq!(keys(json!({ "gives": bundle })), Some(vec![product(6)]), "of alike ones the fewest");
}

#[test]
fn what_is_not_in_force_is_not_looked_at() {
    let window = |when: Value| {
        let (from, until) = promotion(json!({ "when": when })).when.window((Timestamp(0), Timestamp(99)));
        (from.0, until.0)
    };
    let at = |from: i64, until: i64| json!({ "when": { "from": from, "until": until } });
    assert_eq!(window(at(5, 50)), (5, 50));
    assert_eq!(window(at(-5, 150)), (0, 99), "within the bounds");
    assert_eq!(window(json!({ "all": [at(5, 50), at(7, 60)] })), (7, 50));
    assert_eq!(window(json!({ "any": [at(5, 50), at(60, 70)] })), (0, 99), "one or the other");
}

/// Promotions of all kinds, many of which ask for more than one thing.
fn many() -> Vec<Promotion> {
    let whens = [
        json!({ "all": [] }),
        json!({ "group": ["staff"] }),
        json!({ "tier": ["gold"] }),
        json!({ "not": { "group": ["staff"] } }),
        json!({ "any": [{ "group": ["staff"] }, { "units": { "of": { "products": [2] }, "at_least": 1 } }] }),
        json!({ "all": [{ "tier": ["gold"] }, { "spend": { "of": { "categories": [2] }, "at_least": 1 } }] }),
        json!({ "when": { "from": 40, "until": 60 } }),
        json!({ "all": [{ "when": { "from": 50 } }, { "channel": ["web"] }] }),
        json!({ "units": { "of": { "products": [3] }, "at_least": 0 } }),
    ];
    let gives = [
        json!({ "fixed": { "minor": 5 } }),
        percent(items(1)),
        percent(json!({ "items": { "categories": [2] } })),
        percent(json!("shipping")),
        json!({ "buy_get": { "buy": { "categories": [1] }, "buy_units": 1, "get": { "products": [2] }, "get_units": 1, "rate": 5_000 } }),
        json!({ "bundle": { "parts": [{ "of": { "products": [1] }, "units": 1 }, { "of": { "products": [3] }, "units": 1 }], "minor": 1 } }),
    ];
    let coupons = [json!([]), json!(["SPRING-2026"])];
    let mut all = Vec::new();
    for when in &whens {
        for gives in &gives {
            for coupons in &coupons {
                let id = 500_u32.saturating_sub(u32::try_from(all.len()).expect("a number"));
                all.push(promotion(json!({ "id": id, "when": when, "gives": gives, "coupons": coupons })));
            }
        }
    }
    all
}

fn till() -> Till {
    let items: Vec<Value> = (1..4_u32).map(|n| json!({ "product": n, "category": n.min(2) })).collect();
    let prices: Vec<Value> =
        (1..4_u32).map(|n| json!({ "product": n, "from_units": 1, "minor": 100 })).collect();
    let list = json!({ "id": 0, "currency": "USD", "prices": prices });
    Till::open(serde_json::from_value(json!({ "items": items, "price_lists": [list] })).expect("terms"))
}

#[test]
fn an_index_finds_exactly_what_concerns_a_basket() {
    let (till, all) = (till(), many());
    let index = Index::of(&all);
    let lines = [json!([1]), json!([2]), json!([3]), json!([1, 2]), json!([1, 3]), json!([1, 2, 3])];
    for (n, products) in lines.iter().enumerate() {
        for (groups, tier, coupons, at, shipping) in [
            (json!([]), Value::Null, json!([]), 39, 0),
            (json!(["staff"]), Value::Null, json!(["spring-2026 "]), 40, 1),
            (json!([]), json!("gold"), json!([]), 59, 0),
            (json!(["club", "staff"]), json!("gold"), json!(["other", "SPRING-2026"]), 60, 300),
        ] {
            let lines: Vec<Value> = (products.as_array().expect("products").iter())
                .map(|product| json!({ "product": product, "quantity": 1 }))
                .collect();
            let cart = json!({ "currency": "USD", "at": at, "channel": "web", "coupons": coupons, "lines": lines,
                "shipping": shipping, "shopper": { "groups": groups, "tier": tier } });
            let cart: Cart = serde_json::from_value(cart).expect("a cart");
            let basket = Basket::new(till.terms(), &cart).expect("a basket");
            let numbers = |found: Vec<&Promotion>| found.iter().map(|one| one.id.0).collect::<Vec<_>>();
            let brute = numbers(all.iter().filter(|one| one.concerns(&basket)).collect());
            assert_eq!(numbers(index.concerned(&all, &basket)), brute, "basket {n} at {at}");
        }
    }
    assert!(index.rest.len() < all.len() / 4, "few are looked through: {}", index.rest.len());
    assert!(all.iter().all(|one| index.find(&all, one.id) == Some(one)));
}

#[test]
fn what_lowers_an_item_takes_it_and_may_lower_it() {
    let lowers = |gives: Value, product: u32, fixed_price: bool| {
        let item = crate::terms::basket::Item::of(ProductId(product), LabelId(9));
        promotion(json!({ "gives": gives })).gives.lowers(&crate::terms::basket::Item { fixed_price, ..item })
    };
    let steps = json!({ "steps": { "of": { "products": [1] }, "steps": [[100, 500]] } });
    let pair = |buy: u32, get: u32| json!({ "buy_get": { "buy": { "products": [buy] }, "buy_units": 1, "get": { "products": [get] }, "get_units": 1, "rate": 5_000 } });
    let part = |product: u32| json!({ "of": { "products": [product] }, "units": 1 });
    let bundle = |other: u32| json!({ "bundle": { "parts": [part(1), part(other)], "minor": 1 } });
    for gives in [percent(items(1)), percent(json!("order")), steps, pair(1, 1), bundle(1)] {
        assert!(lowers(gives.clone(), 1, false), "{gives}");
        assert!(!lowers(gives.clone(), 1, true), "its price is fixed: {gives}");
    }
    for gives in [percent(items(2)), percent(json!("shipping")), pair(1, 2), pair(2, 1), bundle(2)] {
        assert!(!lowers(gives.clone(), 1, false), "alone it is not: {gives}");
    }
}
