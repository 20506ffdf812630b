//! An order for whoever is not signed in, over the API.

use attar::id::ContactId;
use attar::{Command, ShopperId};

use super::*;
use crate::Contact;
use crate::testing::dollars;

const BUYER: ShopperId = ShopperId([1; 16]);
const ORDER: OrderId = OrderId([7; 16]);

/// One of the first product, ordered by Ada; a contact that is kept.
async fn ordered(app: &App) -> ContactId {
    let kept = Contact { name: "Ada".into(), address: "Street 1".into(), email: "Ada@example.org ".into() };
    let contact = app.put_contact(BUYER, &kept).await.expect("it is kept");
    app.wish_of(BUYER, change_cart(1, 1)).await.expect("a cart");
    let (expected, shown) = (dollars(100), Vec::new());
    app.wish_of(
        BUYER,
        Command::PlaceOrder {
            order: ORDER,
            contact,
            expected,
            shown,
            delivery: None,
            redeem: 0,
            gift_card: None,
        },
    )
    .await
    .expect("an order");
    contact
}

async fn find(app: &App, body: Value) -> Got {
    post_json(app, "/v1/orders/find", body).await
}

#[tokio::test]
async fn number_and_email_give_a_link_that_answers_as_tracking_does() {
    let app = in_memory().await;
    ordered(&app).await;
    let found = find(&app, json!({"number": 1, "email": "ada@example.org"})).await;
    assert_eq!(found.status, StatusCode::OK);
    let found = found.json();
    assert_eq!(found["expires"], json!(NOW.0 + 60 * 60_000));
    let token = found["token"].as_str().expect("a token");
    assert_eq!(found["link"], json!(format!("/order/link/{token}")));
    let opened = get(&app, &format!("/v1/orders/link/{token}?lang=fa"), &[]).await;
    assert_eq!(opened.headers["referrer-policy"], "no-referrer");
    assert_eq!(opened.headers["cache-control"], "no-store");
    let own = app.tokens().sign(Token::Shopper, BUYER, NOW);
    let asked = json!({"query": {"track": {"order": ORDER}}, "token": own, "lang": "fa"});
    assert_eq!(opened.bytes, post_json(&app, "/v1/ask", asked).await.bytes);
    assert!(opened.cookies().is_empty());
}

#[tokio::test]
async fn what_is_not_found_is_told_in_the_same_bytes_over_the_api_too() {
    let app = in_memory().await;
    ordered(&app).await;
    let wrong = find(&app, json!({"number": 1, "email": "bab@example.org"})).await;
    assert_eq!((wrong.status, wrong.code()), (StatusCode::NOT_FOUND, json!("no_such_order")));
    for body in ["{\"number\": 2, \"email\": \"ada@example.org\"}", "{\"number\": \"1\"}", "[]", "7", "{", ""]
    {
        let got = post(&app, "/v1/orders/find", body, &[]).await;
        assert_eq!(
            (got.status, &got.headers, &got.bytes),
            (wrong.status, &wrong.headers, &wrong.bytes),
            "{body}"
        );
    }
}

#[tokio::test]
async fn nothing_but_its_buyer_or_a_link_shows_an_order() {
    let app = in_memory().await;
    ordered(&app).await;
    let found = find(&app, json!({"number": 1, "email": "ada@example.org"})).await.json();
    let token = found["token"].as_str().expect("a token");
    let track = json!({"track": {"order": ORDER}});
    let (other, guest) = (shopper(2), shopper(3));
    for token in [
        String::new(),
        app.tokens().sign(Token::Shopper, other, NOW),
        app.tokens().sign(Token::Customer, other, NOW),
        app.tokens().sign(Token::Guest, guest, NOW),
        // A link is nobody's identity.
        token.to_owned(),
    ] {
        let asked = post_json(&app, "/v1/ask", json!({"query": track, "token": token})).await;
        assert_eq!((asked.status, asked.code()), (StatusCode::NOT_FOUND, json!("unknown_order")));
        let past = json!({"query": track, "token": token, "as_of": NOW.0});
        assert_eq!(post_json(&app, "/v1/ask", past).await.status, StatusCode::NOT_FOUND);
        let cancel = json!({"command": {"cancel_order": {"order": ORDER}}, "token": token});
        assert!(post_json(&app, "/v1/commands", cancel).await.status.is_client_error());
    }
    let own = app.tokens().sign(Token::Customer, BUYER, NOW);
    for token in ["x", &own, &token[1..]] {
        let opened = get(&app, &format!("/v1/orders/link/{token}"), &[]).await;
        assert_eq!((opened.status, opened.code()), (StatusCode::NOT_FOUND, json!("unknown_link")));
    }
}

#[tokio::test]
async fn an_order_is_looked_for_ten_times_over_the_api_too() {
    let app = in_memory().await;
    for _ in 0..10 {
        assert_eq!(find(&app, json!({"number": 1, "email": "x"})).await.status, StatusCode::NOT_FOUND);
    }
    let late = find(&app, json!({"number": 1, "email": "x"})).await;
    assert_eq!((late.status, late.code()), (StatusCode::TOO_MANY_REQUESTS, json!("too_many")));
    assert!(late.headers.contains_key("retry-after"));
}
