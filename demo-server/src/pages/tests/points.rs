//! Points by forms alone: collected, told, spent, and refused.

use attar::Command;
use attar::event::{Actor, AdjustReason, Channel, Role};
use attar::shop::ShopDraft;
use axum::http::StatusCode;

use super::browser::{Browser, Place, draft};
use super::buying::{ADDRESS, encoded};
use crate::demo::customer_id;

/// A member with 500 points and 5.00 in the cart, of which half may be paid so.
async fn member() -> (Place, Browser) {
    let place = Place::open().await;
    let programme = serde_json::json!({
        "worth": { "points": 100, "minor": 50 }, "redeem": { "least": 100, "step": 10, "most_share": 5_000 },
    });
    let loyalty = serde_json::from_value(programme).expect("a programme");
    let shop = ShopDraft { loyalty: Some(loyalty), ..draft([250, 120, 400]) };
    place.app.publish_shop(shop).await.expect("a shop");
    let shopper = customer_id(7);
    let reason = AdjustReason::Goodwill;
    for command in [Command::IssueCard { shopper }, Command::AdjustPoints { shopper, points: 500, reason }] {
        place
            .app
            .command(Actor::Merchant(Role::Owner), Channel::Console, command)
            .await
            .expect("it is granted");
    }
    let mut buyer = place.browser();
    buyer.post("/login", "household=7").await;
    buyer.post("/cart", "product=2&quantity=5").await;
    (place, buyer)
}

#[tokio::test]
async fn points_pay_for_an_order_and_the_account_tells_of_it() {
    let (_place, mut buyer) = member().await;
    buyer.get("/account").await.says(&["Your points", "You have <data value=\"500\">500</data> points"]);
    let page = buyer.get("/checkout").await;
    page.says(&[
        "Pay with points",
        "You have 500 points, worth ",
        "you can spend 100 to 500 points, in steps of 10",
    ]);
    let form = |page: &super::browser::Seen, points: &str| {
        let (expected, shown) = (page.field("expected").replace(' ', "+"), encoded(&page.field("shown")));
        format!("order={}&expected={expected}&shown={shown}&points={points}&{ADDRESS}", page.field("order"))
    };
    let again = buyer.post("/checkout/times", &form(&page, &encoded("۲۰۰"))).await;
    again.says(&["value=\"200\"", "paid with points", "$5.00"]);
    assert_eq!(again.field("expected"), "500 USD", "6.00 less 1.00");
    let placed = buyer.post("/checkout", &form(&again, "200")).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.text);
    buyer.get(placed.location()).await.says(&["paid with points", "$5.00"]);
    buyer
        .get("/account")
        .await
        .says(&["You have <data value=\"300\">300</data> points", "<span>Spent</span>"]);
}

#[tokio::test]
async fn too_many_points_are_refused_in_a_sentence_and_nothing_is_ordered() {
    let (_place, mut buyer) = member().await;
    let page = buyer.get("/checkout").await;
    let form = format!("order={}&expected=100+USD&shown=&points=510&{ADDRESS}", page.field("order"));
    let refused = buyer.post("/checkout", &form).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.says(&["role=\"alert\"", "you can spend 100 to 500 points, in steps of 10", "value=\"510\""]);
    for wrong in ["510", "5", "105", "many"] {
        let form = format!("order={}&expected=&shown=&points={wrong}&{ADDRESS}", page.field("order"));
        let told = buyer.post("/checkout/times", &form).await;
        told.says(&["role=\"alert\"", "you can spend 100 to 500 points", &format!("value=\"{wrong}\"")]);
        assert_eq!(told.field("expected"), "600 USD", "{wrong}: nothing is paid so");
    }
    buyer
        .get("/account")
        .await
        .says(&["You have <data value=\"500\">500</data> points", "You have not ordered"]);
}

#[tokio::test]
async fn who_does_not_collect_is_not_asked_for_points() {
    let (place, _) = member().await;
    let mut other = place.browser();
    other.post("/cart", "product=2&quantity=5").await;
    assert!(!other.get("/checkout").await.text.contains("points"));
}
