//! Real answers are held against the document that describes them.

use super::*;

const ORDERS: [&str; 2] = ["/v1/orders/find", "/v1/orders/link/{token}"];

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
    for path in calls.into_iter().chain(more).chain(ORDERS) {
        assert!(document["paths"][path].is_object(), "{path}");
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

#[test]
fn an_answer_that_does_not_fit_is_noticed() {
    let schema = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}, "b": {"type": ["string", "null"]}}});
    for (value, count) in
        [(json!({"a": 1, "b": null}), 0), (json!({"a": "1"}), 1), (json!({"c": 1}), 2), (json!(1), 1)]
    {
        assert_eq!(misfits(&Value::Null, &schema, &value, "").len(), count, "{value}");
    }
}
