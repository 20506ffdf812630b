//! A shop that prices as another engine does: written, published, told and taken back.

use axum::http::StatusCode;

use super::browser::{Browser, Place};
use super::terms::{TERMS, merchant, publish, send};

/// All terms, as JSON.
async fn keep(merchant: &mut Browser, terms: &str) -> (StatusCode, String) {
    let json: String = terms.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let kept = send(merchant, "/whole", &format!("json={json}")).await;
    (kept.status, kept.text)
}

/// A promotion of Medusa on rice, with a condition.
fn medusa(field: &str) -> String {
    let condition = format!(r#"[{{"field": "{field}", "op": "in", "values": ["1"]}}]"#);
    let gives = format!(
        r#"{{"method": "percent", "value": "12.5", "max_quantity": 1, "target_conditions": {condition}}}"#
    );
    format!(
        r#"{{"mode": "medusa_2_21", "promotions": [
            {{"id": 1, "name": "Rice week", "gives": {{"foreign": {{"medusa_2_21": {gives}}}}}}}]}}"#
    )
}

#[tokio::test]
async fn a_shop_goes_over_to_another_engine_and_back() {
    let place = Place::open().await;
    let (mut buyer, mut merchant) = (place.browser(), merchant(&place).await);
    buyer.post("/cart", "product=1&quantity=2").await;
    buyer.get("/cart").await.says(&["$5.00"]);
    let (status, text) = keep(&mut merchant, &medusa("customer.groups")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text.contains("is said in `when`, as a `group` or `tier`"), "{text}");

    assert_eq!(keep(&mut merchant, &medusa("product.id")).await.0, StatusCode::SEE_OTHER);
    buyer.get("/cart").await.says(&["$5.00"]);
    assert_eq!(publish(&mut merchant).await.location(), "/merchant/terms?said=published");
    // An eighth off one of the two: 0.3125, rounded once.
    buyer.get("/cart").await.says(&["$4.69", "Rice week"]);
    let list = merchant.get(TERMS).await;
    list.says(&[
        "Discounts are computed as \u{2068}Medusa 2.21\u{2069} does",
        "as \u{2068}Medusa 2.21\u{2069} computes it: \u{2068}12.5%\u{2069} off everything, \
         only where \u{2068}product.id in 1\u{2069}",
    ]);
    for (lang, words) in
        [("fa", "به روش \u{2068}Medusa 2.21\u{2069}"), ("ar", "كما يحسبه \u{2068}Medusa 2.21\u{2069}")]
    {
        merchant.post("/lang", &format!("lang={lang}")).await;
        merchant.get(TERMS).await.says(&[words]);
    }
    merchant.post("/lang", "lang=en").await;
    merchant.get("/merchant/terms/1").await.says(&["medusa_2_21"]);

    let version = list.text.split("/merchant/terms/versions/").nth(1).expect("an earlier version");
    let shown = format!("in_force={}", list.field("in_force"));
    let address = format!("/merchant/terms/versions/{}", &version[..64]);
    assert_eq!(merchant.post(&address, &shown).await.location(), "/merchant/terms?said=back");
    buyer.get("/cart").await.says(&["$5.00"]);
    assert!(!merchant.get(TERMS).await.text.contains("Discounts are computed as"));
}

#[tokio::test]
async fn what_an_engine_gives_is_told_in_words() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    for (mode, gives, words) in [
        (
            "medusa_2_21",
            r#"{"kind": {"buy_get": {"buy_conditions": [{"field": "product.id", "op": "eq", "values": ["1"]}],
                "buy_quantity": 2, "get_quantity": 1}}, "method": "fixed", "value": "1.5"}"#,
            "buy 2 of everything, then 1 of everything: \u{2068}$1.50\u{2069} off, only where \
             \u{2068}product.id = 1\u{2069}",
        ),
        (
            "medusa_2_21",
            r#"{"target": "shipping", "method": "percent", "value": "50", "allocation": "each"}"#,
            "\u{2068}50%\u{2069} off sending",
        ),
        (
            "vendure_3_1",
            r#"{"target": "order", "method": {"fixed": 250}, "minimum": 1000}"#,
            "as \u{2068}Vendure 3.1\u{2069} computes it: \u{2068}$2.50\u{2069} off the order, from \u{2068}$10.00\u{2069}",
        ),
        (
            "solidus_calculators",
            r#"{"of": {"categories": [1]}, "calculator": {"percent_on_line_item": {"percent": "10"}}}"#,
            "as \u{2068}Solidus\u{2069} computes it: by its calculator \u{2068}PercentOnLineItem\u{2069}, off \
             \u{2068}Dry goods\u{2069}",
        ),
        (
            "saleor_calculators",
            r#"{"percent": "10"}"#,
            "as \u{2068}Saleor\u{2069} computes it: \u{2068}10%\u{2069} off each of everything",
        ),
    ] {
        let terms = format!(
            r#"{{"mode": "{mode}", "promotions": [{{"id": 1, "name": "x", "gives": {{"foreign": {{"{mode}": {gives}}}}}}}]}}"#
        );
        let (status, text) = keep(&mut merchant, &terms).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        merchant.get(TERMS).await.says(&[words]);
    }
}
