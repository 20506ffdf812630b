//! Money back on the merchant's page of an order, by forms alone.

use axum::http::StatusCode;

use super::browser::{Browser, Place};
use super::terms::merchant;

/// Three rice and beans, with a tenth off rice that a budget pays and 3.00 for sending: 10.95 in all. Returns where its
/// buyer sees it.
async fn ordered(place: &Place, buyer: &mut Browser) -> String {
    let mut shop = super::browser::draft([250, 120, 400]);
    let terms = serde_json::json!({ "shipping": 300, "budgets": [{ "id": 1, "left": 10_000 }], "promotions": [{
        "id": 1, "name": "A tenth off rice", "budget": 1,
        "gives": { "percent": { "rate": 1_000, "on": { "items": { "products": [1] } } } } }] });
    shop.terms = serde_json::from_value(terms).expect("terms");
    place.app.publish_shop(shop).await.expect("a shop");
    buyer.post("/cart", "product=1&quantity=3").await;
    buyer.post("/cart", "product=2&quantity=1").await;
    let order = buyer.get("/checkout").await.field("order");
    let form = format!("order={order}&expected=1095+USD&name=Ada&address=Street+1&email=ada%40example.org");
    let placed = buyer.post("/checkout", &form).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.text);
    placed.location().to_owned()
}

#[tokio::test]
async fn money_is_shown_before_it_is_given_back_and_its_buyer_sees_it() {
    let place = Place::open().await;
    let (mut buyer, mut owner) = (place.browser(), merchant(&place).await);
    let order = ordered(&place, &mut buyer).await;
    let desk = format!("/merchant/orders{}", order.trim_start_matches("/order"));
    let refund = format!("{desk}/refund");
    owner.get("/merchant").await.says(&[&format!("href=\"{desk}\"")]);
    let page = owner.get(&desk).await;
    page.says(&["Ada · Street 1", "$10.95", "name=\"units_1\"", "of 3", "Sending, \u{2068}$3.00\u{2069}"]);

    let form = "units_1=2&units_2=&shipping=yes&seen=0";
    let shown = owner.post(&refund, &format!("{form}&do=show")).await;
    assert_eq!(shown.status, StatusCode::OK);
    shown.says(&[
        "This is given back",
        "$4.50",
        "Give \u{2068}$7.50\u{2069} back",
        "taken \u{2068}$0.50\u{2069} off",
    ]);
    assert_eq!((shown.field("units_1"), shown.field("shipping")), ("2".to_owned(), "yes".to_owned()));
    assert!(!buyer.get(&order).await.text.contains("Refunded"), "nothing is done yet");
    owner.post(&refund, &format!("{form}&do=change")).await.says(&["value=\"2\"", "value=\"yes\" checked"]);

    for _ in 0..2 {
        let given = owner.post(&refund, &format!("{form}&do=give")).await;
        assert_eq!(given.location(), format!("{desk}?given=true"));
        owner.get(given.location()).await.says(&["Given back. Its buyer", "2 given back", "of 1", "$7.50"]);
        buyer.get(&order).await.says(&["Refunded", "$7.50"]);
        assert_eq!(place.app.current().market.given.paid(1), 25);
    }
    for act in ["show", "give"] {
        let late = owner.post(&refund, &format!("units_1=1&seen=0&do={act}")).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        late.says(&["Something was given back since", "value=\"1\"", "name=\"seen\" value=\"1\""]);
    }
    let twice = owner.post(&refund, "shipping=yes&seen=1&do=show").await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "sending is given back once");

    owner.post(&refund, "units_1=1&units_2=1&seen=1&do=give").await;
    owner.get(&desk).await.says(&["All that was paid is given back.", "$10.95"]);
    assert_eq!(place.app.current().market.given.paid(1), 0);
}

#[tokio::test]
async fn what_cannot_be_given_back_is_told_at_its_field() {
    let place = Place::open().await;
    let (mut buyer, mut owner) = (place.browser(), merchant(&place).await);
    let order = ordered(&place, &mut buyer).await;
    let desk = format!("/merchant/orders{}", order.trim_start_matches("/order"));
    let refund = format!("{desk}/refund");
    for (form, status, words) in [
        ("units_1=x", StatusCode::UNPROCESSABLE_ENTITY, "A whole number from 0 to 3."),
        ("units_1=-1", StatusCode::UNPROCESSABLE_ENTITY, "A whole number from 0 to 3."),
        ("units_1=4", StatusCode::UNPROCESSABLE_ENTITY, "A whole number from 0 to 3."),
        ("units_1=0", StatusCode::CONFLICT, "Say how many units"),
    ] {
        for act in ["show", "give"] {
            let again = owner.post(&refund, &format!("{form}&seen=0&do={act}")).await;
            assert_eq!(again.status, status, "{form}");
            again.says(&[words, &format!("value=\"{}\"", &form[8..])]);
        }
    }
    owner.post("/lang", "lang=fa").await;
    let shown = owner.post(&refund, "units_1=%DB%B3&seen=0&do=show").await;
    shown.says(&["این مبلغ بازپرداخت می‌شود", "۶٫۷۵"]);
    owner.post("/lang", "lang=ar").await;
    owner.post(&refund, "units_1=9&seen=0&do=show").await.says(&["عدد صحيح من ٠ إلى ٣."]);
    owner.post("/lang", "lang=en").await;
    owner.post(&desk, "step=cancel").await;
    owner.get(&desk).await.says(&["The order was cancelled"]);
    let late = owner.post(&refund, "units_1=1&seen=0&do=give").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(!buyer.get(&order).await.text.contains("Refunded"));
}

#[tokio::test]
async fn an_order_that_is_done_with_is_found_by_the_owner_alone() {
    let place = Place::open().await;
    let (mut buyer, mut owner) = (place.browser(), merchant(&place).await);
    let order = ordered(&place, &mut buyer).await;
    let id = order.trim_start_matches("/order/");
    let desk = format!("/merchant/orders/{id}");
    owner.get("/merchant/orders").await.says(&["No order is delivered or cancelled yet."]);
    for step in ["pack", "ship", "deliver"] {
        owner.post(&desk, &format!("step={step}")).await;
    }
    owner.get("/merchant/orders").await.says(&[&format!("href=\"{desk}\""), "Ada", "$10.95"]);
    for link in [id.to_owned(), format!("https%3A%2F%2Fshop.example%2Forder%2F{id}%3Flang%3Dfa")] {
        assert_eq!(owner.get(&format!("/merchant/orders?order={link}")).await.location(), desk);
    }
    for none in ["x%22", "", "%2F", "00000000000000000000000000000009"] {
        let missed = owner.get(&format!("/merchant/orders?order={none}")).await;
        assert_eq!(missed.status, StatusCode::NOT_FOUND, "{none}");
        missed.says(&["There is no such order."]);
    }
    assert_eq!(
        owner.get("/merchant/orders/00000000000000000000000000000009").await.status,
        StatusCode::NOT_FOUND
    );
    for page in ["/merchant/orders", desk.as_str()] {
        assert_eq!(buyer.get(page).await.status, StatusCode::FORBIDDEN, "{page}");
    }
    let (refund, form) = (format!("{desk}/refund"), "units_1=1&seen=0&do=give");
    assert_eq!(buyer.post(&refund, form).await.status, StatusCode::FORBIDDEN);
    owner.origin = Some("https://evil.example".into());
    assert_eq!(owner.post(&refund, form).await.status, StatusCode::FORBIDDEN);
    assert!(!buyer.get(&order).await.text.contains("Refunded"));
}
