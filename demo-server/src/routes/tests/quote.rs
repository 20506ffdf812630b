//! Quotes over the wire.

use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};

use super::*;

fn part(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).expect("base64url")
}

/// The claims of a quote, if one of the keys that the shop publishes verifies it.
pub(super) async fn claims(app: &App, quote: &str) -> Option<Value> {
    let (signed, signature) = quote.rsplit_once('.')?;
    let (head, body) = signed.split_once('.')?;
    let head: Value = serde_json::from_slice(&part(head)).ok()?;
    let keys = get(app, "/v1/keys", &[]).await.json();
    let key = keys["keys"].as_array()?.iter().find(|key| key["kid"] == head["kid"])?;
    let key = VerifyingKey::from_bytes(&part(key["x"].as_str()?).try_into().ok()?).ok()?;
    key.verify(signed.as_bytes(), &Signature::from_slice(&part(signature)).ok()?).ok()?;
    serde_json::from_slice(&part(body)).ok()
}

#[tokio::test]
async fn a_quote_says_what_an_order_comes_to_and_the_published_key_verifies_it() {
    let app = in_memory().await;
    let token = consenting(&app).await;
    app.wish_of(shopper(1), change_cart(1, 2)).await.expect("a cart");
    let got = post_json(&app, "/v1/quote", json!({"token": token})).await;
    assert_eq!(got.status, StatusCode::OK);
    let told = got.json();
    let quote = told["quote"].as_str().expect("a quote");
    let claims = claims(&app, quote).await.expect("a genuine quote");
    assert_eq!(claims["total"], told["cart"]["total"]["minor"]);
    assert_eq!(claims["currency"], told["cart"]["total"]["currency"]);
    assert_eq!(claims["lines"], json!([{"product": 1, "quantity": 2, "total": claims["total"]}]));
    let shop = app.current().market.shop.expect("a shop");
    assert_eq!((claims["shop"].clone(), claims["seq"].clone()), (json!(shop), json!(app.seq())));
    assert_eq!(claims["exp"].as_i64().expect("a time") - claims["iat"].as_i64().expect("a time"), 15 * 60);
    let (signed, signature) = quote.rsplit_once('.').expect("parts");
    let (head, _) = signed.split_once('.').expect("parts");
    let cheap = json!({"total": 1, "currency": "USD"}).to_string();
    let forged = [head, &URL_SAFE_NO_PAD.encode(cheap), signature].join(".");
    assert_eq!(self::claims(&app, &forged).await, None);
}

#[tokio::test]
async fn what_cannot_be_ordered_has_no_quote() {
    let app = in_memory().await;
    let token = consenting(&app).await;
    let empty = post_json(&app, "/v1/quote", json!({"token": token})).await;
    assert_eq!((empty.status, empty.code()), (StatusCode::UNPROCESSABLE_ENTITY, json!("empty")));
    assert_eq!(post_json(&app, "/v1/quote", json!({})).await.code(), "empty");
    app.owner(count(1, 5)).await.expect("stock");
    app.wish_of(shopper(1), change_cart(1, 6)).await.expect("a cart");
    let short = post_json(&app, "/v1/quote", json!({"token": token})).await;
    assert_eq!((short.status, short.code()), (StatusCode::CONFLICT, json!("out_of_stock")));
    assert_eq!(post_json(&app, "/v1/quote", json!({"cart": 1})).await.code(), "unreadable");
}
