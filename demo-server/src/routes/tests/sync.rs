//! Signals in, and what happened out.

use super::*;

#[tokio::test]
async fn a_batch_with_bad_rows_keeps_the_good_and_says_which_and_why() {
    let app = in_memory().await;
    let token = consenting(&app).await;
    let old =
        json!({"name": "view_item", "at": NOW.0 - 31 * 86_400_000, "params": {"items": [{"item_id": 1}]}});
    let future = json!({"name": "add_to_cart", "at": NOW.0 + 99, "params": {"items": [{"item_id": 2}]}});
    let unknown = json!({"name": "begin_checkout", "at": NOW.0, "params": {"items": [{"item_id": 1}]}});
    let bare = json!({"name": "view_item", "at": NOW.0});
    let rows = vec![view("1"), json!(7), old, future, unknown, view(99), bare, view("x"), view(3)];
    let got = post_json(&app, "/v1/sync", sync_of(&token, 5, app.seq(), rows)).await;
    assert_eq!(got.status, StatusCode::OK, "{:?}", String::from_utf8(got.bytes));
    let answer = got.json();
    let refused = answer["refused"].as_array().expect("rows");
    let places: Vec<_> = refused.iter().map(|row| row["index"].as_u64().expect("a place")).collect();
    assert_eq!(places, [1, 2, 4, 5, 6, 7]);
    assert_eq!(refused[3]["why"], "there is no product `99`");
    assert_eq!(answer["mark"], 13);
    let events: Vec<Observation> = unpack(&answer["events"]);
    let numbers: Vec<_> = events.iter().map(|event| (event.id.n, event.at)).collect();
    assert_eq!(numbers, [(5, NOW), (8, NOW), (13, NOW)]);
    assert_eq!((answer.get("slice"), answer.get("market"), answer.get("ticket")), (None, None, None));
}

#[tokio::test]
async fn the_same_batch_twice_counts_once() {
    let app = in_memory().await;
    let token = consenting(&app).await;
    let after = app.seq();
    for _ in 0..2 {
        let got = post_json(&app, "/v1/sync", sync_of(&token, 0, after, vec![view(1), view(2)])).await;
        let events: Vec<Observation> = unpack(&got.json()["events"]);
        assert_eq!(
            (events.len(), &got.json()["mark"], &got.json()["seq"]),
            (2, &json!(1), &json!(after + 2))
        );
    }
}

#[tokio::test]
async fn a_page_that_begins_or_is_far_behind_gets_its_slice_and_one_that_lags_the_market() {
    let app = in_memory().await;
    let token = consenting(&app).await;
    let first = post_json(&app, "/v1/sync", sync_of(&token, 0, 0, vec![])).await.json();
    let slice: Slice = unpack(&first["slice"]);
    assert_eq!((slice.who, &first["mark"], first.get("events")), (shopper(1), &json!(-1), None));
    let after = app.seq();
    app.wish_of(shopper(1), change_cart(2, 1)).await.expect("a cart");
    let changed = post_json(&app, "/v1/sync", sync_of(&token, 0, after, vec![view(1)])).await.json();
    let slice: Slice = unpack(&changed["slice"]);
    assert_eq!((slice.shared.cart.quantity(ProductId(2)), slice.shared.touches.all().len()), (1, 1));
    assert_eq!((&changed["mark"], changed.get("events")), (&json!(0), None));
    let after = app.seq();
    app.owner(count(1, 2)).await.expect("units");
    let lagging = post_json(&app, "/v1/sync", sync_of(&token, 0, after, vec![])).await.json();
    let market: attar::state::MarketView = unpack(&lagging["market"]);
    assert_eq!(market.bands.len(), 1);
    app.wish_of(shopper(8), change_cart(1, 1)).await.expect("a cart");
    let token8 = app.tokens().sign(Token::Customer, shopper(9), NOW);
    app.consent(shopper(9)).await;
    app.wish_of(shopper(9), attar::Command::LinkVisitor { visitor: shopper(8) }).await.expect("a link");
    let linked = post_json(&app, "/v1/sync", sync_of(&token8, 0, app.seq() - 1, vec![])).await.json();
    let slice: Slice = unpack(&linked["slice"]);
    assert_eq!(slice.shared.cart.quantity(ProductId(1)), 1);
}

#[tokio::test]
async fn nothing_is_taken_in_before_consent() {
    let app = in_memory().await;
    let token = app.tokens().sign(Token::Shopper, shopper(1), NOW);
    let guest = app.tokens().sign(Token::Guest, shopper(1), NOW);
    for token in [token.as_str(), guest.as_str(), "", "nonsense"] {
        let got = post_json(&app, "/v1/sync", sync_of(token, 0, 0, vec![view(1)])).await;
        assert_eq!((got.status, got.code()), (StatusCode::FORBIDDEN, "no_consent".into()));
    }
    assert_eq!(app.seq(), 1);
}

#[tokio::test]
async fn too_much_is_413_and_nonsense_is_422() {
    let app = in_memory().await;
    let token = consenting(&app).await;
    let many = post_json(&app, "/v1/sync", sync_of(&token, 0, 0, vec![json!(1); 201])).await;
    assert_eq!((many.status, many.code()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large".into()));
    for path in ["/v1/sync", "/v1/commands", "/v1/ask", "/v1/boot"] {
        let large = post(&app, path, vec![b' '; 65 * 1024], &[]).await;
        assert_eq!((large.status, large.code()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large".into()));
        let nonsense = post(&app, path, "{", &[]).await;
        assert_eq!(
            (nonsense.status, nonsense.code()),
            (StatusCode::UNPROCESSABLE_ENTITY, "unreadable".into())
        );
    }
    let end = post_json(&app, "/v1/sync", sync_of(&token, u32::MAX, 0, vec![view(1)])).await;
    assert_eq!(end.code(), "bad_source");
    assert_eq!(get(&app, "/v1/nothing", &[]).await.code(), "unknown_path");
    assert_eq!(get(&app, "/v1/sync", &[]).await.code(), "wrong_method");
}

#[tokio::test]
async fn a_live_stream_tells_what_was_missed_and_what_happens_and_closes_at_the_end() {
    let app = in_memory().await;
    let token = consenting(&app).await;
    let after = app.seq();
    app.wish_of(shopper(1), change_cart(1, 1)).await.expect("a cart");
    let mut body = sync_of(&token, 0, after, vec![]);
    body["live"] = json!(true);
    let ticket =
        post_json(&app, "/v1/sync", body).await.json()["ticket"].as_str().expect("a ticket").to_owned();
    let request = Request::get(format!("/v1/live?ticket={ticket}&after={after}")).body(Body::empty());
    let response = router(app.clone()).oneshot(request.expect("a request")).await.expect("a stream");
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.into_body();
    let mut next = async || {
        let frame = stream.frame().await?.expect("a frame").into_data().expect("data");
        Some(String::from_utf8(frame.to_vec()).expect("text"))
    };
    let slice = |frame: Option<String>, seq: u64| {
        let (id, data) = told(&frame.expect("a message"), "slice");
        assert_eq!(id, seq.to_string());
        unpack::<Slice>(&data).shared
    };
    assert_eq!(slice(next().await, after + 1).cart.lines().len(), 1);
    app.wish_of(shopper(2), change_cart(3, 1)).await.expect("somebody else");
    app.wish_of(shopper(1), change_cart(2, 1)).await.expect("a cart");
    assert_eq!(slice(next().await, after + 3).cart.lines().len(), 2);
    app.wish_of(shopper(1), attar::Command::LinkVisitor { visitor: shopper(2) }).await.expect("a link");
    assert_eq!(slice(next().await, after + 4).cart.lines().len(), 3);
    app.wish_of(shopper(2), change_cart(1, 0)).await.expect("the same person by now");
    assert_eq!(slice(next().await, after + 5).cart.lines().len(), 2);
    let request = Request::get(format!("/v1/live?ticket={ticket}")).body(Body::empty());
    let mut quiet =
        router(app.clone()).oneshot(request.expect("a request")).await.expect("a stream").into_body();
    app.close_live();
    assert!(quiet.frame().await.is_none());
    assert_eq!(get(&app, &format!("/v1/live?ticket={token}"), &[]).await.code(), "bad_ticket");
}

/// The place and the data of a message of the stream.
fn told(frame: &str, event: &str) -> (String, Value) {
    let line =
        |name: &str| frame.lines().find_map(|line| line.strip_prefix(name)).expect("a line").to_owned();
    assert_eq!(line("event: "), event);
    (line("id: "), Value::from(line("data: ")))
}

#[tokio::test]
async fn a_live_stream_tells_signals_as_they_are_and_nothing_twice() {
    let app = in_memory().await;
    let token = consenting(&app).await;
    let after = app.seq();
    let mut body = sync_of(&token, 0, after, vec![view(1)]);
    body["live"] = json!(true);
    let ticket =
        post_json(&app, "/v1/sync", body).await.json()["ticket"].as_str().expect("a ticket").to_owned();
    let request = Request::get(format!("/v1/live?ticket={ticket}&after={after}")).body(Body::empty());
    let response = router(app.clone()).oneshot(request.expect("a request")).await.expect("a stream");
    // Before anybody reads the stream; the slice is made when it is.
    app.wish_of(shopper(1), change_cart(1, 1)).await.expect("a cart");
    post_json(&app, "/v1/sync", sync_of(&token, 1, after, vec![view(2)])).await;
    let mut stream = response.into_body();
    let mut next = async |event: &str| {
        let frame = stream.frame().await.expect("a frame").expect("a frame").into_data().expect("data");
        told(std::str::from_utf8(&frame).expect("text"), event)
    };
    let numbers =
        |data: &Value| unpack::<Vec<Observation>>(data).iter().map(|one| one.id.n).collect::<Vec<_>>();
    let (id, missed) = next("events").await;
    assert_eq!((id, numbers(&missed)), ((after + 1).to_string(), vec![0]));
    let (id, slice) = next("slice").await;
    assert_eq!(id, (after + 3).to_string());
    assert_eq!(unpack::<Slice>(&slice).shared.touches.all().len(), 2);
    post_json(&app, "/v1/sync", sync_of(&token, 2, after, vec![view(3)])).await;
    let (id, latest) = next("events").await;
    assert_eq!((id, numbers(&latest)), ((after + 4).to_string(), vec![2]), "the slice held the other");
}
