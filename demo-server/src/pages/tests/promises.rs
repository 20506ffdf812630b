//! What a buyer is promised: chosen at the checkout, followed, broken by the clock, made up for, counted.

use attar::Timestamp;
use attar::event::Role;
use attar::time::Span;
use axum::http::StatusCode;

use super::browser::{Browser, Place, draft};
use crate::testing::{learned_promises, sending};

const ADDRESS: &str = "name=Ada&address=Street+1&email=ada%40example.org";
/// A Monday, 14:13 UTC.
const NOW: Timestamp = Timestamp(1_790_000_000_000);

/// The small shop, with carriers of which something is known.
async fn sends() -> Place {
    let place = Place::open().await;
    let own = attar::shop::ShopDraft {
        delivery: Some(sending()),
        order_url: "/order/{id}".into(),
        ..draft([250, 120, 400])
    };
    place.app.publish_shop(own).await.expect("a shop");
    place.app.publish_learned(learned_promises(), place.app.seq()).await.expect("promises");
    place
}

/// The choice of a carrier as the form of the checkout carries it.
fn way(page: &str, carrier: &str) -> String {
    let mark = format!("name=\"way\" value=\"0 {carrier} ");
    let rest =
        page.split_once(&mark).map(|(_, rest)| rest.split('"').next().unwrap_or_default()).expect("a way");
    format!("0+{carrier}+{}", rest.replace(' ', "+"))
}

/// Two of rice, by the post.
async fn ordered(buyer: &mut Browser) -> String {
    buyer.post("/cart", "product=1&quantity=2").await;
    let page = buyer.get("/checkout").await;
    let (order, expected) = (page.field("order"), page.field("expected").replace(' ', "+"));
    let form = format!("order={order}&expected={expected}&{ADDRESS}&zone=0&way={}", way(&page.text, "1"));
    let placed = buyer.post("/checkout", &form).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.text);
    placed.location().to_owned()
}

#[tokio::test]
async fn the_checkout_tells_when_each_carrier_is_there_and_the_order_keeps_it() {
    let place = sends().await;
    let mut buyer = place.browser();
    buyer.get("/p/1").await.says(&["Ordered now, in Town", "Swift"]);
    buyer.post("/cart", "product=1&quantity=2").await;
    let page = buyer.get("/checkout").await;
    let first =
        page.text.split_once("type=\"submit\"").map(|(_, rest)| rest.split('>').next().unwrap_or_default());
    assert!(first.is_some_and(|button| !button.contains("formaction")), "what Enter does is to order");
    page.says(&["Where it goes", "Post", "Swift", "We keep 90.0% of these times"]);
    let first = page.text.split_once("name=\"way\"").map(|(_, rest)| rest.contains("0 2 ")).expect("ways");
    assert!(first, "the soonest comes first");
    let (order, expected) = (page.field("order"), page.field("expected").replace(' ', "+"));
    let unchosen = format!("order={order}&expected={expected}&{ADDRESS}&zone=1&way={}", way(&page.text, "1"));
    let asked = buyer.post("/checkout", &unchosen).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "the time is for another place");
    let other = format!("order={order}&expected={expected}&{ADDRESS}&zone=0&way=0+1+1+2+9000");
    let refused = buyer.post("/checkout", &other).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.says(&["The delivery time has changed", "value=\"Ada\""]);
    let order = ordered(&mut buyer).await;
    buyer.get(&order).await.says(&["part=\"promise\"", "Expected: ", "data-status=\"placed\""]);
}

#[tokio::test]
async fn other_places_show_their_times_and_what_was_typed_stays() {
    let place = sends().await;
    let mut buyer = place.browser();
    buyer.post("/cart", "product=1&quantity=2").await;
    let page = buyer.get("/checkout").await;
    let form = format!(
        "order={}&expected={}&{ADDRESS}&zone=1&way=",
        page.field("order"),
        page.field("expected").replace(' ', "+")
    );
    let times = buyer.post("/checkout/times", &form).await;
    assert_eq!(times.status, StatusCode::OK);
    times.says(&["<option value=\"1\" selected>Country", "name=\"way\" value=\"1 2 ", "value=\"Street 1\""]);
    buyer.get("/checkout?lang=fa").await.says(&["مقصد", "fa Post", "چه کسی می‌آورد"]);
    buyer.get("/checkout?lang=ar").await.says(&["الوجهة", "ar Swift"]);
}

#[tokio::test]
async fn a_broken_promise_comes_before_selling_and_is_made_up_for() {
    let place = sends().await;
    let mut buyer = place.browser();
    buyer.post("/consent", "consent=full&back=/").await;
    let order = ordered(&mut buyer).await;
    place.clock.set(NOW + Span::days(2));
    assert_eq!(place.app.tick().await.expect("a store"), 0, "it is not due yet");
    place.clock.set(NOW + Span::days(3));
    assert_eq!(place.app.tick().await.expect("a store"), 1);
    assert_eq!(place.app.tick().await.expect("a store"), 0, "it is told once");
    let seen = buyer.get(&order).await;
    seen.says(&[
        "It should have been there by ",
        "It has not left our house yet.",
        "For the delay we offer: ",
        "Take $0.25 off for the delay",
    ]);
    buyer.get(&format!("{order}?lang=fa")).await.says(&["هنوز از انبار ما بیرون نرفته است."]);
    buyer.get(&format!("{order}?lang=ar")).await.says(&["لم يغادر مستودعنا بعد."]);
    let home = buyer.get("/?lang=en").await;
    home.says(&["part=\"service\"", "we suggest nothing to buy", &format!("href=\"{order}\"")]);
    assert_eq!(home.text.matches("part=\"service\"").count(), 1, "it is said once");
    let taken = buyer.post(&format!("{order}/remedy"), &format!("once={}", seen.field("once"))).await;
    assert_eq!((taken.status, taken.location()), (StatusCode::SEE_OTHER, &order[..]));
    let seen = buyer.get(&order).await;
    seen.says(&["Taken off for the delay: "]);
    assert!(!seen.text.contains("/remedy\""), "it is taken once");
    assert!(!buyer.get("/").await.text.contains("part=\"service\""));
    let again = buyer.post(&format!("{order}/remedy"), "").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    again.says(&["Nothing is offered for this order"]);
    assert_ne!(place.browser().post(&format!("{order}/remedy"), "").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn everyone_may_read_how_many_promises_were_kept() {
    let place = sends().await;
    let mut anybody = place.browser();
    anybody
        .get("/promises")
        .await
        .says(&["What we promised, and what we kept", "No promised time has passed yet."]);
    let mut buyer = place.browser();
    let (kept, broken) = (ordered(&mut buyer).await, ordered(&mut buyer).await);
    let mut owner = place.browser();
    owner.get("/merchant?key=sesame").await;
    owner.get("/merchant").await.says(&["href=\"/merchant/promises\""]);
    let desk = format!("/merchant/orders{}/parcels", kept.trim_start_matches("/order"));
    for step in ["do=pack&units-1=2", "do=shipped&parcel=1", "do=delivered&parcel=1"] {
        if step.contains("shipped") {
            owner.get(&desk).await.says(&["name=\"carrier\" value=\"Post\""]);
        }
        assert_eq!(owner.post(&desk, step).await.status, StatusCode::SEE_OTHER, "{step}");
    }
    place.clock.set(NOW + Span::days(3));
    place.app.tick().await.expect("a store");
    let told = anybody.get("/promises").await;
    told.says(&["50.0%", "promises: 2", "By carrier", "By department", "Post", "Grocery"]);
    assert!(!told.text.contains("The latest promises"), "single orders are the merchant's");
    anybody.get("/promises?lang=fa").await.says(&["قول‌هایی که دادیم و نگه داشتیم", "۵۰٫۰٪"]);
    anybody.get("/promises?lang=ar").await.says(&["ما وعدنا به وما وفينا به"]);
    let session = place.app.tokens().sign_merchant(Role::Owner, place.app.now());
    owner.cookies.insert("attar_merchant".into(), session);
    owner.get("/merchant/promises").await.says(&[
        "href=\"/merchant\">To the desk",
        "The latest promises",
        "data-of=\"date\" data-outcome=\"broken\"",
        "data-of=\"date\" data-outcome=\"kept\"",
        "Price: charged / agreed",
        "data-of=\"price\" data-outcome=\"open\"",
        "$5.00",
        "data-of=\"stock\" data-outcome=\"kept\"",
        "2 / 2",
    ]);
    owner.get("/merchant/promises?lang=fa").await.says(&["قیمت: گرفته‌شده", "۲ / ۲"]);
    owner.get("/merchant/promises?lang=ar").await.says(&["السعر: المحصَّل"]);
    let csv = owner.get("/merchant/figures/promises").await.text;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 3, "{csv}");
    assert!(lines[1].starts_with("1,") && lines[1].contains(",kept,500,"), "{csv}");
    assert!(
        lines[2].contains(",broken,500,") && lines[2].contains(",2,0,open,1,\"شاي\",1789948800000"),
        "{csv}"
    );
    assert_ne!(place.browser().get("/merchant/promises").await.status, StatusCode::OK);
    assert!(place.browser().get(&broken).await.status != StatusCode::OK);
}
