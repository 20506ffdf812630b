//! Real answers are held against the document that describes them.

use std::sync::Arc;

use attar::command::DeliveryWish;
use attar::event::{Consignment, ParcelStatus, PaymentKind, ReturnReason, ReturnWish, StockLine};
use attar::id::ParcelId;
use attar::service::promise::DeliveryZone;
use attar::shop::ShopDraft;
use attar::time::Span;
use attar::{Command, Query};

use super::*;
use crate::testing::{dollars, learned_promises, sending, shop};
use crate::{Contact, FixedClock, MemoryLog};

const ORDERS: [&str; 2] = ["/v1/orders/find", "/v1/orders/link/{token}"];
const SCHEMAS: [&str; 3] = ["/v1/schema/terms.json", "/v1/schema/price_list.json", "/v1/schema/loyalty.json"];

async fn document(app: &App) -> Value {
    let got = get(app, "/v1/openapi.json", &[]).await;
    assert_eq!(got.status, StatusCode::OK);
    got.json()
}

/// What does not fit the schema, in words; nothing if all does.
fn misfits(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let target = document.pointer(name.trim_start_matches('#')).expect("the reference leads somewhere");
        return misfits(document, target, value, at);
    }
    let mut wrong = Vec::new();
    let any: Vec<&Value> =
        ["oneOf", "anyOf"].iter().filter_map(|of| schema[of].as_array()).flatten().collect();
    if !any.is_empty() && any.iter().all(|schema| !misfits(document, schema, value, at).is_empty()) {
        wrong.push(format!("{at}: `{value}` is none of {any:?}"));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    if !types.is_empty() && !types.iter().any(|name| is_a(value, name)) {
        wrong.push(format!("{at}: `{value}` is no {types:?}"));
    }
    wrong.extend(missing(schema, value).map(|name| format!("{at}: there is no `{name}`")));
    wrong.extend(inside(document, schema, value, at));
    wrong
}

fn is_a(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => value.is_null(),
    }
}

fn missing<'a>(schema: &'a Value, value: &'a Value) -> impl Iterator<Item = &'a str> {
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    required.filter(move |name| value.is_object() && value.get(name).is_none())
}

/// The parts; one that the document does not name is wrong, too.
fn inside(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if let (Some(properties), Some(object)) = (schema["properties"].as_object(), value.as_object()) {
        for (name, value) in object {
            let at = format!("{at}.{name}");
            match properties.get(name) {
                Some(schema) => wrong.extend(misfits(document, schema, value, &at)),
                None => wrong.push(format!("{at} is not in the document")),
            }
        }
    }
    for item in value.as_array().into_iter().flatten().filter(|_| schema["items"].is_object()) {
        wrong.extend(misfits(document, &schema["items"], item, at));
    }
    wrong
}

/// The schema of an answer; that of the default where the status is not named.
fn schema<'a>(document: &'a Value, method: &str, path: &str, status: StatusCode) -> &'a Value {
    let responses = &document["paths"][path][method]["responses"];
    let named = &responses[status.as_str()];
    let response = if named.is_null() { &responses["default"] } else { named };
    let schema = &response["content"]["application/json"]["schema"];
    assert!(schema.is_object(), "{method} {path} {status}: {responses}");
    schema
}

fn fits(document: &Value, method: &str, path: &str, got: &Got) {
    let schema = schema(document, method, path, got.status);
    assert_eq!(misfits(document, schema, &got.json(), path), Vec::<String>::new());
}

#[tokio::test]
async fn the_document_is_openapi_3_1_and_names_every_call() {
    let app = in_memory().await;
    let document = document(&app).await;
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    let calls =
        ["/v1/boot", "/v1/snapshot/{hash}", "/v1/names/{hash}", "/v1/sync", "/v1/commands", "/v1/ask"];
    let more = ["/v1/quote", "/v1/keys", "/v1/live", "/v1/carriers/{feed}", "/health", "/ready"];
    for path in calls.into_iter().chain(more).chain(ORDERS).chain(SCHEMAS) {
        assert!(document["paths"][path].is_object(), "{path}");
    }
}

#[tokio::test]
async fn the_form_of_terms_price_lists_and_programmes_is_a_json_schema_for_everyone() {
    let app = in_memory().await;
    for (path, title) in SCHEMAS.into_iter().zip(["Terms", "PriceListDraft", "Programme"]) {
        let got = get(&app, path, &[]).await;
        assert_eq!(got.status, StatusCode::OK);
        assert_eq!(got.headers["content-type"], "application/schema+json");
        let schema = got.json();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["title"], title);
    }
}

#[tokio::test]
async fn real_answers_fit_the_document() {
    let app = in_memory().await;
    let document = document(&app).await;
    let ada = shopper(1);
    app.consent(ada).await;
    let token = app.tokens().sign(Token::Shopper, ada, NOW);
    fits(&document, "get", "/v1/boot", &get(&app, "/v1/boot", &[]).await);
    fits(&document, "get", "/ready", &get(&app, "/ready", &[]).await);
    fits(&document, "get", "/v1/keys", &get(&app, "/v1/keys", &[]).await);
    let source = "5".repeat(32);
    let signals = json!([{"name": "view_item", "at": NOW.0, "params": {"items": [{"item_id": 1}]}}, 7]);
    let add = serde_json::to_value(change_cart(1, 2)).expect("a command");
    let none = serde_json::to_value(change_cart(99, 2)).expect("a command");
    let calls = [
        ("/v1/boot", json!({"wire": 1, "token": token})),
        (
            "/v1/sync",
            json!({"wire": 1, "token": token, "source": source, "from": 0, "after": 0, "signals": signals, "live": true}),
        ),
        ("/v1/sync", json!({"wire": 1, "token": token, "source": source, "from": 2, "after": 1})),
        ("/v1/sync", json!({"wire": 1, "source": source, "from": 2, "after": 1})),
        ("/v1/commands", json!({"command": add, "token": token, "key": "once"})),
        ("/v1/commands", json!({"command": none, "token": token})),
        ("/v1/quote", json!({"token": token})),
        ("/v1/quote", json!({})),
        ("/v1/statement", json!({"token": token})),
        ("/v1/ask", json!({"query": {"price": {"product": 1}}})),
        ("/v1/ask", json!({"query": {"price": {"product": 99}}})),
        ("/v1/ask", json!({"query": 7})),
        ("/v1/orders/find", json!({"number": 1, "email": "ada@example.org"})),
    ];
    for (path, body) in calls {
        fits(&document, "post", path, &post_json(&app, path, body).await);
    }
    let secret = crate::Named::secret("karrio=a-long-secret").expect("a secret");
    let app = app.hear(crate::Feeds::new(vec![secret], Vec::new()));
    let data = json!({"tracking_number": "K-1", "status": "in_transit", "events": [{"timestamp": "2027-01-15T08:00:00Z"}]});
    let told = json!({"event": "tracker_updated", "data": data});
    for (feed, secret, body) in [
        ("karrio", "a-long-secret", told),
        ("karrio", "a-long-secret", json!({"event": "tracker_updated"})),
        ("karrio", "another-secret", json!({})),
        ("shopify", "", json!({})),
    ] {
        let got =
            post(&app, &format!("/v1/carriers/{feed}"), body.to_string(), &[("x-event-id", secret)]).await;
        fits(&document, "post", "/v1/carriers/{feed}", &got);
    }
}

/// A shop that sends, and one of the first product of Ada's: late, in a parcel that a carrier saw, there, and on its way
/// back.
async fn followed(app: &App, clock: &FixedClock) -> String {
    let draft = ShopDraft { delivery: Some(sending()), ..shop() };
    app.publish_shop(draft).await.expect("a shop that sends");
    app.publish_learned(learned_promises(), app.seq()).await.expect("promises");
    let (ada, order) = (shopper(1), OrderId([7; 16]));
    let kept = Contact { name: "Ada".into(), address: "Street 1".into(), email: "ada@example.org".into() };
    let contact = app.put_contact(ada, &kept).await.expect("it is kept");
    app.wish_of(ada, change_cart(1, 1)).await.expect("a cart");
    let zone = DeliveryZone(0);
    let told = app.ask(&ada, &Query::Delivery { zone }).await.expect("an answer");
    let Answer::Delivery(ways) = told else { panic!("{told:?}") };
    let delivery = Some(DeliveryWish { carrier: ways[0].carrier, zone, shown: ways[0].promise.interval });
    let (expected, shown) = (dollars(100), Vec::new());
    app.wish_of(
        ada,
        Command::PlaceOrder { order, contact, expected, shown, delivery, redeem: 0, gift_card: None },
    )
    .await
    .expect("an order");
    clock.set(NOW + Span::days(9));
    app.tick().await.expect("a broken promise");
    let line = || vec![StockLine { product: ProductId(1), units: 1 }];
    let moved = |status| Command::MoveParcel {
        order,
        parcel: ParcelId(1),
        status,
        consignment: Some(Consignment { carrier: "Post".into(), number: "RR-1".into() }),
    };
    let pay = Command::RecordPayment { order, kind: PaymentKind::Captured, amount: None };
    let way = [
        pay,
        Command::PackUnits { order, lines: line() },
        moved(ParcelStatus::Shipped),
        moved(ParcelStatus::Delivered),
    ];
    for step in way {
        app.owner(step).await.expect("a step");
    }
    app.wish_of(ada, Command::AcceptRemedy { order }).await.expect("what was offered");
    let (reason, wish) = (ReturnReason::Late, ReturnWish::Refund);
    app.wish_of(ada, Command::RequestReturn { order, lines: line(), reason, wish }).await.expect("a return");
    app.tokens().sign(Token::Shopper, ada, app.now())
}

#[tokio::test]
async fn answers_about_an_order_fit_the_document() {
    let clock = Arc::new(FixedClock::at(NOW));
    let app =
        App::open(Arc::new(MemoryLog::default()), Arc::<FixedClock>::clone(&clock)).await.expect("a shop");
    let (document, token) = (document(&app).await, followed(&app, &clock).await);
    let track = json!({"track": {"order": OrderId([7; 16])}});
    for (as_of, has) in [(None, true), (Some(NOW.0), false)] {
        let mut asked = json!({"query": track, "token": token});
        asked.as_object_mut().expect("a question").extend(as_of.map(|at| ("as_of".to_owned(), json!(at))));
        let got = post_json(&app, "/v1/ask", asked).await;
        assert_eq!(got.status, StatusCode::OK);
        fits(&document, "post", "/v1/ask", &got);
        let told = &got.json()["answer"]["tracked"];
        assert!(told["promise"]["interval"].is_object(), "{told}");
        for part in ["late", "parcels", "payments", "returns"] {
            let is_there = told[part].as_array().map_or(!told[part].is_null(), |all| !all.is_empty());
            assert_eq!(is_there, has, "{part}: {told}");
        }
    }
    let found = post_json(&app, "/v1/orders/find", json!({"number": 1, "email": "ada@example.org"})).await;
    let token = found.json()["token"].as_str().expect("a token").to_owned();
    let opened = get(&app, &format!("/v1/orders/link/{token}"), &[]).await;
    assert_eq!((found.status, opened.status), (StatusCode::OK, StatusCode::OK));
    fits(&document, "post", "/v1/orders/find", &found);
    fits(&document, "get", "/v1/orders/link/{token}", &opened);
}

#[test]
fn an_answer_that_does_not_fit_is_noticed() {
    let schema = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}, "b": {"type": ["string", "null"]}}});
    for (value, count) in
        [(json!({"a": 1, "b": null}), 0), (json!({"a": "1"}), 1), (json!({"c": 1}), 2), (json!(1), 1)]
    {
        assert_eq!(misfits(&Value::Null, &schema, &value, "").len(), count, "{value}");
    }
}
