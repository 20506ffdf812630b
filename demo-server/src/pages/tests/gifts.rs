//! Gift cards and entitlements by forms alone: bought, shown, spent, refused, refunded, and what is owed for them.

use attar::Command;
use attar::event::{Actor, Channel, PaymentKind, Role, StockLine};
use attar::id::GiftCardId;
use attar::shop::ShopDraft;
use attar::{OrderId, ProductId};
use axum::http::StatusCode;

use super::browser::{Browser, Place, Seen, draft};
use super::buying::{ADDRESS, encoded, place_order};

const OWNER: Actor = Actor::Merchant(Role::Owner);

/// The evil tea is a gift card of 4.00, and the beans are a lesson.
fn with_cards() -> ShopDraft {
    let mut draft = draft([250, 120, 400]);
    draft.products[2].gift_card = Some(400);
    draft.products[1].entitles = Some("lessons/one".to_owned());
    draft
}

async fn place() -> Place {
    let place = Place::open().await;
    place.app.publish_shop(with_cards()).await.expect("a shop");
    place
}

async fn pay(place: &Place, page: &str) -> OrderId {
    let order: OrderId = page.trim_start_matches("/order/").parse().expect("an order");
    let paid = Command::RecordPayment { order, kind: PaymentKind::Captured, amount: None };
    place.app.command(OWNER, Channel::Console, paid).await.expect("it is paid");
    order
}

/// Somebody who bought a card and a lesson, the page of the order, and the code.
async fn buyer(place: &Place) -> (Browser, String, String) {
    let mut buyer = place.browser();
    buyer.post("/cart", "product=3&quantity=1").await;
    buyer.post("/cart", "product=2&quantity=1").await;
    let checkout = buyer.get("/checkout").await;
    let placed = place_order(&mut buyer, &checkout).await;
    let page = placed.location().to_owned();
    buyer.get(&page).await.says(&["The code of each card appears here", "as soon as the order is paid"]);
    pay(place, &page).await;
    let code = place.app.gift_code(GiftCardId(1));
    (buyer, page, code)
}

fn form(page: &Seen, code: &str) -> String {
    let (expected, shown) = (page.field("expected").replace(' ', "+"), encoded(&page.field("shown")));
    format!("order={}&expected={expected}&shown={shown}&gift={code}&{ADDRESS}", page.field("order"))
}

#[tokio::test]
async fn a_card_is_shown_to_its_buyer_alone_and_spent_by_whoever_has_it() {
    let place = place().await;
    let (mut buyer, page, code) = buyer(&place).await;
    buyer.get(&page).await.says(&[&code, "Left: ", "$4.00", "What is yours", "data-status=\"delivered\""]);
    let link = place.app.order_link(page.trim_start_matches("/order/").parse().expect("an order")).await;
    let link = link.expect("a store").expect("a link").page();
    assert!(!place.browser().get(&link).await.text.contains(&code), "who has the link has not the card");

    let mut friend = place.browser();
    assert_eq!(friend.get(&page).await.status, StatusCode::NOT_FOUND);
    friend.post("/cart", "product=1&quantity=2").await;
    let checkout = friend.get("/checkout").await;
    checkout.says(&["Pay with a gift card", "name=\"gift\""]);
    let shown = friend.post("/checkout/times", &form(&checkout, &code.to_lowercase())).await;
    shown.says(&["The card pays ", "Left to pay: ", "paid with a gift card", "$1.00"]);
    assert_eq!(shown.field("expected"), "100 USD");
    let placed = friend.post("/checkout", &form(&shown, &code)).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.text);
    let order = placed.location().to_owned();
    friend.get(&order).await.says(&["paid with a gift card", "$1.00"]);
    let told = friend.post("/gift-card", &format!("code={code}")).await;
    told.says(&["Left: ", "$0.00"]);

    let id = pay(&place, &order).await;
    let lines = vec![StockLine { product: ProductId(1), units: 1 }];
    let refund = Command::RefundOrder { order: id, lines, shipping: false };
    place.app.command(OWNER, Channel::Console, refund).await.expect("money back");
    buyer.get(&page).await.says(&["$2.50"]);
}

#[tokio::test]
async fn a_wrong_code_is_told_by_its_field_and_nothing_is_ordered() {
    let place = place().await;
    let (_, _, code) = buyer(&place).await;
    let mut friend = place.browser();
    friend.post("/cart", "product=1&quantity=2").await;
    let checkout = friend.get("/checkout").await;
    let refused = friend.post("/checkout", &form(&checkout, "0000-0000")).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.says(&["There is no gift card of this code", "role=\"alert\"", "value=\"0000-0000\"", "$5.00"]);
    friend.get("/account").await.says(&["You have not ordered"]);
    let unknown = friend.post("/gift-card", "code=1234").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    unknown.says(&["There is no gift card of this code"]);
    for lang in ["fa", "ar"] {
        let told = friend.post(&format!("/gift-card?lang={lang}"), "code=1234").await;
        assert!(!told.text.contains("There is no gift card"), "{lang}");
    }
    let mut last = StatusCode::OK;
    for _ in 0..12 {
        last = friend.post("/checkout/times", &form(&checkout, "1")).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    friend.post("/checkout/times", &form(&checkout, &code)).await.says(&["role=\"alert\""]);
}

#[tokio::test]
async fn what_is_not_sent_asks_for_no_way_and_cards_pay_for_no_cards() {
    let place = place().await;
    let draft = ShopDraft { delivery: Some(crate::testing::sending()), ..with_cards() };
    place.app.publish_shop(draft).await.expect("a shop");
    let (mut buyer, _, code) = buyer(&place).await;
    buyer.post("/cart", "product=3&quantity=1").await;
    let checkout = buyer.get("/checkout").await;
    assert!(!checkout.text.contains("name=\"way\""), "nothing is sent");
    let refused = buyer.post("/checkout/times", &form(&checkout, &code)).await;
    refused.says(&["A gift card does not pay for gift cards."]);
    buyer.post("/cart", "product=1&quantity=1").await;
    buyer.get("/checkout").await.says(&["name=\"way\""]);
}

#[tokio::test]
async fn the_owner_reads_what_is_owed_for_cards_at_any_moment() {
    let place = place().await;
    let mut merchant = place.browser();
    merchant.get("/merchant?key=sesame").await;
    merchant
        .get("/merchant/loyalty")
        .await
        .says(&["What we owe for gift cards", "No gift card was sold yet."]);
    let (_, page, _) = buyer(&place).await;
    merchant.get("/merchant/loyalty").await.says(&["What we owe for gift cards", "$4.00", "gift_cards.csv"]);
    let csv = merchant.get("/merchant/loyalty/gift_cards.csv").await;
    assert!(csv.text.starts_with("week_begins_ms,currency,issued_minor,"), "{}", csv.text);
    assert!(csv.text.trim_end().ends_with(",USD,400,0,0,0,400"), "{}", csv.text);
    let order: OrderId = page.trim_start_matches("/order/").parse().expect("an order");
    let lines = vec![StockLine { product: ProductId(3), units: 1 }];
    let refund = Command::RefundOrder { order, lines, shipping: false };
    place.app.command(OWNER, Channel::Console, refund).await.expect("money back");
    let csv = merchant.get("/merchant/loyalty/gift_cards.csv").await;
    assert!(csv.text.trim_end().ends_with(",USD,400,0,0,400,0"), "{}", csv.text);
    let before = merchant.get("/merchant/loyalty?at=2020-01-01+00%3A00").await;
    before.says(&["What we owe for gift cards"]);
    assert_eq!(place.browser().get("/merchant/loyalty/gift_cards.csv").await.status, StatusCode::FORBIDDEN);
}
