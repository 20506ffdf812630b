//! Gift cards and entitlements over the wire: quoted, spent, asked for, and not guessed.

use attar::event::{PaymentKind, StockLine};
use attar::id::GiftCardId;
use attar::shop::ShopDraft;
use attar::{Command, ProductId};

use super::quote::claims;
use super::*;
use crate::testing::{place, shop};

/// The third product is a gift card with as much on it as it costs, the second one a lesson.
fn draft() -> ShopDraft {
    let mut draft = shop();
    draft.products[2].gift_card = Some(300);
    draft.products[1].entitles = Some("lessons/one".to_owned());
    draft
}

/// A shopper who bought a card and two lessons and paid for them; their token, and the code of the card.
async fn bought() -> (App, String, String) {
    let app = in_memory().await;
    app.publish_shop(draft()).await.expect("a shop");
    let token = consenting(&app).await;
    app.wish_of(shopper(1), change_cart(3, 1)).await.expect("a cart");
    app.wish_of(shopper(1), change_cart(2, 2)).await.expect("a cart");
    app.wish_of(shopper(1), place(9, 700)).await.expect("an order");
    let order = OrderId([9; 16]);
    let paid = Command::RecordPayment { order, kind: PaymentKind::Captured, amount: None };
    app.owner(paid).await.expect("it is paid");
    let code = app.gift_code(GiftCardId(1));
    (app, token, code)
}

fn wish(expected: i64, card: &Value) -> Value {
    json!({ "place_order": {
        "order": OrderId([3; 16]), "contact": "00000000000000000000000000000001",
        "expected": { "minor": expected, "currency": "USD" }, "gift_card": card,
    } })
}

#[tokio::test]
async fn a_card_is_quoted_and_spent_by_its_code_and_its_balance_is_told() {
    let (app, token, code) = bought().await;
    app.wish_of(shopper(1), change_cart(1, 2)).await.expect("a cart");
    let quoted = post_json(&app, "/v1/quote", json!({ "token": token, "gift_card": code })).await;
    assert_eq!(quoted.status, StatusCode::OK, "{quoted:?}");
    let quoted = quoted.json();
    assert_eq!(quoted["cart"]["total"]["minor"], 0);
    let signed = claims(&app, quoted["quote"].as_str().expect("a quote")).await.expect("it is genuine");
    assert_eq!(
        signed["steps"].as_array().expect("steps").last(),
        Some(&json!({ "what": "gift_card", "product": null, "minor": -200 }))
    );

    let told = json!({ "balance": { "minor": 300, "currency": "USD" }, "value": { "minor": 300, "currency": "USD" }, "expires": null });
    assert_eq!(post_json(&app, "/v1/gift-card", json!({ "code": code })).await.json(), told);
    let placed = post_json(
        &app,
        "/v1/commands",
        json!({ "token": token, "command": wish(0, &json!({ "code": code })) }),
    )
    .await;
    assert_eq!(placed.status, StatusCode::OK, "{placed:?}");
    let left = post_json(&app, "/v1/gift-card", json!({ "code": code.to_lowercase() })).await;
    assert_eq!(left.json()["balance"]["minor"], 100);
    assert!(!String::from_utf8_lossy(&placed.bytes).contains(&code));
}

#[tokio::test]
async fn what_is_no_code_is_refused_in_a_sentence_and_nothing_changes() {
    let (app, token, code) = bought().await;
    app.wish_of(shopper(1), change_cart(1, 2)).await.expect("a cart");
    let seq = app.seq();
    let forged = app.gift_code(GiftCardId(2));
    for card in [json!({ "card": 1 }), json!({ "code": forged }), json!({ "code": "", "card": 1 })] {
        let refused =
            post_json(&app, "/v1/commands", json!({ "token": token, "command": wish(0, &card) })).await;
        assert_eq!(
            (refused.status, refused.code()),
            (StatusCode::NOT_FOUND, json!("unknown_gift_card")),
            "{card}"
        );
    }
    for (path, body) in [
        ("/v1/gift-card", json!({})),
        ("/v1/gift-card", json!({ "code": code, "pin": 1 })),
        ("/v1/quote", json!({ "token": token, "gift_card": 7 })),
        ("/v1/commands", json!({ "token": token, "command": wish(0, &json!({ "number": 1 })) })),
    ] {
        let unread = post_json(&app, path, body.clone()).await;
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        let message = unread.json()["error"]["message"].as_str().expect("a sentence").to_owned();
        assert!(message.contains('`'), "{message}");
    }
    let unknown = post_json(&app, "/v1/quote", json!({ "token": token, "gift_card": "X" })).await;
    assert_eq!(unknown.code(), json!("unknown_gift_card"));
    assert_eq!(app.seq(), seq, "nothing was written");
}

#[tokio::test]
async fn codes_are_not_tried_without_end() {
    let (app, token, code) = bought().await;
    let ask = || json!({ "token": token, "gift_card": "0000-0000" });
    let mut last = StatusCode::OK;
    for _ in 0..12 {
        last = post_json(&app, "/v1/quote", ask()).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let refused = post_json(
        &app,
        "/v1/commands",
        json!({ "token": token, "command": wish(0, &json!({ "code": code })) }),
    )
    .await;
    assert_eq!(
        refused.status,
        StatusCode::TOO_MANY_REQUESTS,
        "and a right one after many wrong ones waits too"
    );
    assert!(refused.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn tokens_of_entitlements_are_for_the_buyer_as_long_as_the_units_stand() {
    let (app, token, _) = bought().await;
    let order = OrderId([9; 16]);
    let asked = async |token: &str| {
        post_json(&app, "/v1/entitlements", json!({ "token": token, "order": order })).await
    };
    let told = asked(&token).await;
    assert_eq!(told.status, StatusCode::OK, "{told:?}");
    let told = told.json();
    let all = told["entitlements"].as_array().expect("two of them");
    let token_of = |one: &Value| one["token"].as_str().expect("a token").to_owned();
    let mut units = Vec::new();
    for one in all {
        let signed = claims(&app, &token_of(one)).await.expect("it is genuine");
        assert_eq!(
            (&signed["what"], &signed["order"], &signed["line"]),
            (&json!("lessons/one"), &json!(order), &json!(2))
        );
        assert_eq!(
            signed["exp"].as_i64().expect("a time") - signed["iat"].as_i64().expect("a time"),
            24 * 60 * 60
        );
        assert!(
            !signed["sub"].as_str().expect("a name").contains(&shopper(1).to_string()[..8]),
            "it does not say who"
        );
        units.push(signed["unit"].as_i64().expect("a number"));
    }
    assert_eq!(units, [1, 2]);
    let head = token_of(&all[0]);
    let head =
        base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(head.split('.').next().expect("a head"));
    let head: Value = serde_json::from_slice(&head.expect("base64url")).expect("json");
    assert_eq!(head["typ"], "attar-entitlement");

    let lines = vec![StockLine { product: ProductId(2), units: 1 }];
    app.owner(Command::RefundOrder { order, lines, shipping: false }).await.expect("money back");
    assert_eq!(asked(&token).await.json()["entitlements"].as_array().map(Vec::len), Some(1));
    let other = app.tokens().sign(Token::Shopper, shopper(2), NOW);
    assert_eq!(asked(&other).await.code(), json!("unknown_order"));
    let nobody = post_json(&app, "/v1/entitlements", json!({ "order": order })).await;
    assert_eq!(nobody.code(), json!("unknown_order"));
}
