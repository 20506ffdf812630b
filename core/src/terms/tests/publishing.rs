//! What it takes to put a large shop in force.

use crate::id::{LabelId, PriceListId, ProductId};
use crate::money::Currency;
use crate::shop::{Label, PriceListDraft, ProductDraft, Shop, ShopDraft};
use crate::terms::history::{PriceHistory, repriced};
use crate::time::Timestamp;

const CATEGORIES: u16 = 180;

fn shop(products: u32, off: u32) -> Shop {
    let product = |n| ProductDraft {
        id: ProductId(n),
        department: LabelId(0),
        category: LabelId((n % u32::from(CATEGORIES)) as u16),
        kind: LabelId(0),
        size: "1 kg".into(),
        cost: i64::from(n % 700),
        make: Default::default(),
        gift_card: None,
        entitles: None,
    };
    let promotion = |n: u32| {
        format!(
            r#"{{"id": {n}, "name": "x", "lane": {}, "gives": {{"percent": {{"rate": {off}, "on": {{"items": {{"categories": [{n}]}}}}}}}},
                "when": {{"when": {{"from": {}, "until": {}}}}}}}"#,
            n % 3,
            n % 9 * 1_000,
            50_000 + n % 9
        )
    };
    let promotions: Vec<String> = (0..120).map(promotion).collect();
    let terms = format!(r#"{{"margin": 500, "promotions": [{}]}}"#, promotions.join(","));
    let prices = |add: i64| (0..products).map(|n| (ProductId(n), i64::from(n % 1_000) + add)).collect();
    let list = |id, add| PriceListDraft::everyone(PriceListId(id), "x", Currency::Usd, prices(add));
    let card = PriceListDraft { audience: crate::shop::Audience::Card, ..list(1, 50) };
    let draft = ShopDraft {
        currency: Currency::Usd,
        zone: Default::default(),
        product_url: "/p/{id}".into(),
        picture_url: String::new(),
        labels: vec![Label { en: "x".into(), fa: "x".into(), ar: "x".into() }; CATEGORIES.into()],
        products: (0..products).map(product).collect(),
        price_lists: vec![list(0, 100), card],
        terms: serde_json::from_str(&terms).expect("terms"),
        delivery: None,
        order_url: String::new(),
        loyalty: None,
        gift_cards: Default::default(),
    };
    Shop::check(draft).expect("a shop")
}

#[test]
fn each_product_that_promotions_lower_is_told_of_once() {
    let (old, new) = (shop(360, 1_000), shop(360, 2_000));
    let told = repriced(&old, &new, &PriceHistory::default(), Timestamp(30_000));
    let promoted = match told {
        Some(crate::event::ShopFact::Repriced { promoted, .. }) => promoted.read(),
        _ => None,
    };
    let promoted = promoted.expect("prices");
    assert!(promoted.iter().all(|one| one.product.0 % u32::from(CATEGORIES) < 120));
    assert!(
        promoted.len() > 200 && promoted.is_sorted_by(|a, b| a.product < b.product),
        "{}",
        promoted.len()
    );
}
