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
    merchant.get("/merchant/terms/1").await.says(&["name=\"offer\"", "value=\"12.5\""]);
    merchant.get("/merchant/terms/1?as=json").await.says(&["medusa_2_21"]);

    let version = list.text.split("/merchant/terms/versions/").nth(1).expect("an earlier version");
    let shown = format!("in_force={}", list.field("in_force"));
    let address = format!("/merchant/terms/versions/{}", &version[..64]);
    assert_eq!(merchant.post(&address, &shown).await.location(), "/merchant/terms?said=back");
    buyer.get("/cart").await.says(&["$5.00"]);
    assert!(!merchant.get(TERMS).await.text.contains("Discounts are computed as"));
}

/// The form of a promotion of Medusa, and more.
const MEDUSA: &str =
    "as=form&do=save&name_en=Rice+week&offer=standard&kind=percent&amount=50&on=items&allocation=";

#[tokio::test]
async fn a_promotion_of_an_engine_is_written_and_changed_in_a_form() {
    let place = Place::open().await;
    let (mut buyer, mut merchant) = (place.browser(), merchant(&place).await);
    buyer.post("/cart", "product=1&quantity=2").await;
    assert_eq!(keep(&mut merchant, r#"{"mode": "medusa_2_21"}"#).await.0, StatusCode::SEE_OTHER);
    let fresh = merchant.get("/merchant/terms/new").await;
    fresh.says(&["name=\"allocation\"", "name=\"target_field\"", "name=\"cart_values\""]);
    assert!(!fresh.text.contains("name=\"lane\""), "an engine that sees whole carts has no lanes");
    let bad = format!("{MEDUSA}each&most_units=-1&cart_field=items.quantity&cart_op=gte&cart_values=");
    let again = send(&mut merchant, "/new", &bad.replace("amount=50", "amount=much")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.says(&[
        "A number from 0, with four decimals at most.",
        "A whole number from 0 to 1000000.",
        "Each condition has a field and at least one value.",
        "value=\"much\"",
        "<option value=\"items.quantity\" selected>",
    ]);
    let women = format!("{MEDUSA}each&target_field=product.id&target_op=in&target_values=women");
    send(&mut merchant, "/new", &women).await.says(&["is a protected trait; a price may not depend on it."]);

    let asks = "&target_field=product.id&target_op=in&target_values=1%2C+2&target_field=&target_op=eq&target_values=";
    let kept = send(&mut merchant, "/new", &format!("{MEDUSA}each&most_units=1{asks}")).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let page = merchant.get(kept.location()).await;
    page.says(&["value=\"1, 2\"", "only where \u{2068}product.id in 1/2\u{2069}", "value=\"each\" checked"]);
    assert!(!page.text.contains("more than the form can say"));
    assert_eq!(publish(&mut merchant).await.location(), "/merchant/terms?said=published");
    buyer.get("/cart").await.says(&["$3.75", "Rice week"]);
}

#[tokio::test]
async fn every_engine_has_its_form_in_every_language() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    for (mode, form, words) in [
        (
            "vendure_3_1",
            "kind=fixed&amount=2.50&on=order&minimum=10.00",
            "\u{2068}$2.50\u{2069} off the order",
        ),
        (
            "solidus_calculators",
            "calculator=tiered_flat_rate&base=0&tier_from=5&tier_gives=1.00&tier_from=&tier_gives=&per=order&on=order",
            "by its calculator \u{2068}TieredFlatRate\u{2069}",
        ),
        ("saleor_calculators", "rate=12.5&on=items&products=1", "\u{2068}12.5%\u{2069} off each of"),
    ] {
        assert_eq!(keep(&mut merchant, &format!(r#"{{"mode": "{mode}"}}"#)).await.0, StatusCode::SEE_OTHER);
        let kept = send(&mut merchant, "/new", &format!("as=form&do=save&name_en=x&{form}")).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{mode}: {}", kept.text);
        let page = merchant.get(kept.location()).await;
        page.says(&[words, "aria-current=\"page\">As a form"]);
        for lang in ["fa", "ar", "en"] {
            merchant.post("/lang", &format!("lang={lang}")).await;
            let page = merchant.get(kept.location()).await;
            assert_eq!(page.text.matches("name=\"as\" value=\"form\"").count(), 1, "{mode} {lang}");
        }
    }
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
