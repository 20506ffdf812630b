//! Is it theirs? A lesson is bought and paid for, and its token is verified by the shop's published key alone: no shop is
//! asked. What was changed, is of another kind or has run out is refused.

use std::sync::Arc;

use attar::event::{PaymentKind, Role};
use attar::id::ContactId;
use attar::shop::ShopDraft;
use attar::{Actor, Channel, Command, Currency, Money, OrderId, ShopperId};
use attar_server::{App, FixedClock, MemoryLog, Token, router};
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, VerifyingKey};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

type Anyhow = Box<dyn std::error::Error>;

/// When it plays, in seconds since 1970.
const NOW: i64 = 1_790_000_000;
/// What the first product of the shop costs, in cents.
const PRICE: i64 = 299;

/// What a token entitles to at a moment, in seconds, if one of these keys signed it.
fn verify(token: &str, keys: &Value, now: i64) -> Result<Value, Anyhow> {
    let part = |text: &str| URL_SAFE_NO_PAD.decode(text);
    let (signed, signature) = token.rsplit_once('.').ok_or("it is no JWS")?;
    let (head, claims) = signed.split_once('.').ok_or("it is no JWS")?;
    let head: Value = serde_json::from_slice(&part(head)?)?;
    if head["typ"] != "attar-entitlement" || head["alg"] != "EdDSA" {
        return Err("it is no entitlement".into());
    }
    let known = keys["keys"].as_array().into_iter().flatten().find(|key| key["kid"] == head["kid"]);
    let key = part(known.and_then(|key| key["x"].as_str()).ok_or("nobody knows its key")?)?;
    let key = VerifyingKey::from_bytes(key.as_slice().try_into()?)?;
    key.verify_strict(signed.as_bytes(), &Signature::from_slice(&part(signature)?)?)?;
    let claims: Value = serde_json::from_slice(&part(claims)?)?;
    if claims["exp"].as_i64().is_none_or(|end| end <= now) {
        return Err("it has run out; the shop renews it".into());
    }
    Ok(claims)
}

#[tokio::main]
async fn main() -> Result<(), Anyhow> {
    let (tokens, keys) = bought().await?;
    // From here on nobody asks the shop.
    for token in &tokens {
        let claims = verify(token, &keys, NOW)?;
        println!("{} by unit {} of order {}", claims["what"], claims["unit"], claims["order"]);
    }
    let token = tokens.first().ok_or("nothing was granted")?;
    let (head, rest) = token.split_once('.').ok_or("it is no JWS")?;
    let forged = [head, "e30", rest.rsplit('.').next().unwrap_or_default()].join(".");
    for (what, token, at) in [("changed", &forged, NOW), ("a day old", token, NOW + 86_400)] {
        match verify(token, &keys, at) {
            Ok(_) => return Err(format!("what was {what} passed").into()),
            Err(why) => println!("{what}: {why}"),
        }
    }
    Ok(())
}

/// The tokens of two lessons that were bought and paid for, and the keys that the shop publishes.
async fn bought() -> Result<(Vec<String>, Value), Anyhow> {
    let clock = Arc::new(FixedClock::at(attar::Timestamp(NOW * 1_000)));
    let app = App::open(Arc::new(MemoryLog::default()), clock).await?;
    let mut shop: ShopDraft = serde_json::from_str(include_str!("data/shop.json"))?;
    let lesson = shop.products.first_mut().ok_or("nothing is sold")?;
    lesson.entitles = Some("lessons/one".into());
    let (product, order) = (lesson.id, OrderId([9; 16]));
    app.publish_shop(shop).await?;
    let buyer = ShopperId([7; 16]);
    let (shopper, owner) = (Actor::Shopper(buyer), Actor::Merchant(Role::Owner));
    let expected = Money::new(2 * PRICE, Currency::Usd);
    let place = Command::PlaceOrder {
        order,
        contact: ContactId([3; 16]),
        expected,
        shown: Vec::new(),
        delivery: None,
        redeem: 0,
        gift_card: None,
    };
    app.command(shopper, Channel::Web, Command::ChangeCart { product, quantity: 2 }).await?;
    app.command(shopper, Channel::Web, place).await?;
    let paid = Command::RecordPayment { order, kind: PaymentKind::Captured, amount: None };
    app.command(owner, Channel::Console, paid).await?;

    let token = app.tokens().sign(Token::Shopper, buyer, app.now());
    let site = router(app);
    let asked =
        Request::post("/v1/entitlements").body(json!({ "token": token, "order": order }).to_string())?;
    let told = answer(&site, asked).await?;
    let all = told["entitlements"].as_array().ok_or("the shop tells of none")?;
    let tokens = all.iter().filter_map(|one| one["token"].as_str()).map(str::to_owned).collect();
    Ok((tokens, answer(&site, Request::get("/v1/keys").body(String::new())?).await?))
}

async fn answer(site: &Router, request: Request<String>) -> Result<Value, Anyhow> {
    let response = site.clone().oneshot(request.map(Body::from)).await?;
    Ok(serde_json::from_slice(&response.into_body().collect().await?.to_bytes())?)
}
