//! Tills over the wire: what they are told, and what they sell.

use attar::id::PriceListId;
use attar::shop::PriceListDraft;

use super::*;

/// A shop where everybody pays 0.80 at a till for what costs 1.00 on a page.
async fn with_counter() -> App {
    let app = in_memory().await;
    let mut shop = crate::testing::shop();
    let currency = shop.currency;
    let mut counter = PriceListDraft::everyone(PriceListId(9), "counter", currency, vec![(ProductId(1), 80)]);
    counter.only.channels = vec!["pos".into()];
    shop.price_lists.push(counter);
    app.publish_shop(shop).await.expect("a shop");
    app
}

async fn as_till(app: &App, path: &str, body: Value) -> Got {
    let session = format!("attar_merchant={}", app.tokens().sign_merchant(Role::Till, NOW));
    post(app, path, body.to_string(), &[(COOKIE.as_str(), &session)]).await
}

fn sell(order: u8, cents: i64) -> Value {
    let lines = json!([{ "product": 1, "units": 3 }]);
    let expected = json!({ "minor": cents, "currency": "USD" });
    let shopper = shopper(1).to_string();
    json!({ "command": { "sell": { "order": OrderId([order; 16]), "shopper": shopper, "lines": lines, "expected": expected } } })
}

#[tokio::test]
async fn a_till_is_told_its_own_prices_and_sells_at_them() {
    let app = with_counter().await;
    let basket =
        json!({ "till": { "shopper": shopper(1).to_string(), "lines": [{ "product": 1, "units": 3 }] } });
    let told = as_till(&app, "/v1/quote", basket.clone()).await;
    assert_eq!((told.status, &told.json()["cart"]["total"]["minor"]), (StatusCode::OK, &json!(240)));
    assert!(told.json()["quote"].as_str().is_some_and(|quote| quote.split('.').count() == 3), "it is signed");
    let other = post_json(&app, "/v1/quote", basket).await;
    assert_eq!((other.status, other.code()), (StatusCode::FORBIDDEN, json!("forbidden")));

    let wrong = as_till(&app, "/v1/commands", sell(1, 300)).await;
    assert_eq!(
        (wrong.status, wrong.code()),
        (StatusCode::CONFLICT, json!("price_changed")),
        "that of a page"
    );
    let sold = as_till(&app, "/v1/commands", sell(1, 240)).await;
    assert_eq!(sold.status, StatusCode::OK, "{:?}", String::from_utf8(sold.bytes));
    assert_eq!(sold.json()["facts"][0][1]["order"]["placed"]["total"]["minor"], 240);
    let again = as_till(&app, "/v1/commands", sell(1, 240)).await;
    assert_eq!(again.json()["facts"], json!([]), "the same again is the same sale");
    let events = app.events_after(0, 100).await.expect("events");
    let channel = events.last().map(|stored| stored.event.channel);
    assert_eq!(channel, Some(attar::Channel::Pos));

    let token = consenting(&app).await;
    let price = json!({ "token": token, "query": { "price": { "product": 1 } } });
    let page = post_json(&app, "/v1/ask", price).await.json();
    assert_eq!(page["answer"]["priced"]["price"]["minor"], 100, "a page shows its own price");
}
