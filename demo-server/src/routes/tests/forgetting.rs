//! To be forgotten, over the wire; and that nobody who asked for nothing is given a cookie.

use super::*;
use crate::{Refusal, Visitor};

fn forget(token: &str) -> Value {
    json!({"command": {"forget": {}}, "token": token, "key": "once"})
}

#[tokio::test]
async fn the_forgotten_have_no_token_no_cookie_and_no_answer_under_a_key() {
    let app = in_memory().await;
    let token = consenting(&app).await;
    let command = json!({"command": change_cart(1, 2), "token": token, "key": "once"});
    assert_eq!(post_json(&app, "/v1/commands", command.clone()).await.status, StatusCode::OK);
    let done =
        post_json(&app, "/v1/commands", json!({"command": {"forget": {}}, "token": token, "key": "twice"}))
            .await;
    let fact = json!([[{"shopper": shopper(1)}, {"customer": "forgotten"}]]);
    assert_eq!((done.status, done.json()["facts"].clone()), (StatusCode::OK, fact));
    assert!(done.cookies().contains("attar_shopper=;") && done.cookies().contains("attar_left=1"));
    assert_eq!(done.headers["clear-site-data"], "\"cache\"");
    assert_eq!(post_json(&app, "/v1/commands", forget(&token)).await.code(), "anonymous");
    let again = post_json(&app, "/v1/commands", command).await.json();
    assert!(
        again["token"].is_string() && again["facts"][0][0] != json!({"shopper": shopper(1)}),
        "a new guest"
    );
    let sync = post_json(&app, "/v1/sync", sync_of(&token, 0, 0, vec![view(1)])).await;
    assert_eq!(sync.status, StatusCode::FORBIDDEN);
    let boot = post_json(&app, "/v1/boot", json!({"wire": 1, "token": token})).await;
    assert_eq!(boot.bytes, get(&app, "/v1/boot", &[]).await.bytes, "they are nobody");
    let cookie = format!("attar_shopper={token}");
    assert_eq!(get(&app, "/v1/boot", &[("cookie", &cookie)]).await.bytes, boot.bytes);
}

#[tokio::test]
async fn a_pseudonym_of_the_callers_own_choice_is_not_believed() {
    let app = in_memory().await;
    let token = consenting(&app).await;
    app.wish_of(shopper(1), change_cart(1, 1)).await.expect("a cart");
    app.wish_of(shopper(1), place(1, 100)).await.expect("an order");
    let body = json!({"command": {"forget": {"pseudonym": shopper(2)}}, "token": token});
    assert_eq!(post_json(&app, "/v1/commands", body).await.status, StatusCode::OK);
    let buyer = app.buyer(OrderId([1; 16])).await.expect("a store").expect("a buyer");
    assert!(![shopper(1), shopper(2)].contains(&buyer));
}

#[tokio::test]
async fn a_live_stream_ends_with_whoever_it_was_of() {
    let app = in_memory().await;
    consenting(&app).await;
    app.consent(shopper(2)).await;
    let stream = |who| {
        let ticket = app.tokens().sign(Token::Ticket, shopper(who), NOW);
        let request =
            Request::get(format!("/v1/live?ticket={ticket}")).body(Body::empty()).expect("a request");
        router(app.clone()).oneshot(request)
    };
    let (ends, goes_on) = (stream(1).await.expect("a stream"), stream(2).await.expect("a stream"));
    let wish = attar::Command::Forget { shopper: None, pseudonym: shopper(9) };
    app.wish_of(shopper(1), wish).await.expect("they are forgotten");
    let end = tokio::time::timeout(std::time::Duration::from_secs(5), ends.into_body().collect());
    let told = end.await.expect("it ends").expect("a body").to_bytes();
    assert!(!told.starts_with(b"event"), "nothing is told");
    let open = tokio::time::timeout(std::time::Duration::from_millis(50), goes_on.into_body().collect());
    assert!(open.await.is_err(), "the other goes on");
    assert_eq!(stream(1).await.expect("an answer").status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_snapshot_that_had_learned_from_them_answers_410_once_there_is_a_new_one() {
    let app = in_memory().await;
    let token = consenting(&app).await;
    let model = |visits| attar::model::Model { visits, ..attar::model::Model::default() };
    app.publish_model(model(1)).await.expect("a model");
    let old = app.publish_model(model(2)).await.expect("a model");
    let before = app.snapshot().hash;
    assert_eq!(old, before);
    post_json(&app, "/v1/commands", forget(&token)).await;
    let address = |hash: ContentHash| format!("/v1/snapshot/{hash}");
    assert_eq!(
        get(&app, &address(old), &[]).await.status,
        StatusCode::OK,
        "until the shop has learned again"
    );
    let new = app.publish_model(model(3)).await.expect("a model");
    let gone = get(&app, &address(old), &[]).await;
    assert_eq!((gone.status, gone.code()), (StatusCode::GONE, json!("forgotten")));
    assert_eq!(get(&app, "/v1/boot", &[]).await.json()["snapshot"], json!(new));
    assert_eq!(get(&app, &address(new), &[]).await.status, StatusCode::OK);
    assert_eq!(get(&app, &address(ContentHash([9; 32])), &[]).await.status, StatusCode::NOT_FOUND);
    app.publish_model(model(4)).await.expect("a model");
    assert_eq!(
        get(&app, &address(new), &[]).await.status,
        StatusCode::OK,
        "only who had learned from them goes"
    );
}

#[tokio::test]
async fn nobody_gets_a_cookie_for_looking_or_for_saying_no_over_the_wire() {
    let app = in_memory().await;
    let first = get(&app, "/v1/boot", &[]).await;
    assert!(first.cookies().is_empty());
    for cookie in ["attar_consent=denied", "attar_left=1", "attar_lang=fa", "other=1"] {
        let got = get(&app, "/v1/boot", &[("cookie", cookie)]).await;
        assert_eq!((got.bytes, got.headers.get(SET_COOKIE)), (first.bytes.clone(), None), "{cookie}");
    }
    let ask = post_json(&app, "/v1/ask", json!({"query": "profile"})).await;
    assert!(ask.cookies().is_empty());
    let no =
        post_json(&app, "/v1/commands", json!({"command": {"set_consent": {"consent": "denied"}}})).await;
    assert_eq!((no.cookies(), no.json()["token"].clone()), ("attar_consent=denied".to_owned(), Value::Null));
    let forgotten = post_json(&app, "/v1/commands", json!({"command": {"forget": {}}})).await;
    assert_eq!((forgotten.status, forgotten.code()), (StatusCode::FORBIDDEN, json!("anonymous")));
}

#[tokio::test]
async fn a_guest_trains_nothing_and_is_linked_to_nobody() {
    let app = in_memory().await;
    let filled = post_json(&app, "/v1/commands", json!({"command": change_cart(1, 1)})).await.json();
    let guest = filled["token"].as_str().expect("a token").to_owned();
    let signals = post_json(&app, "/v1/sync", sync_of(&guest, 0, 0, vec![view(1)])).await;
    assert_eq!((signals.status, signals.code()), (StatusCode::FORBIDDEN, json!("no_consent")));
    let who = app.tokens().verify(Token::Guest, &guest, NOW).expect("a guest");
    let customer = app.tokens().sign(Token::Customer, shopper(7), NOW);
    let link = json!({"command": {"link_visitor": {"visitor": who}}, "token": customer}).to_string();
    let cookie = format!("attar_guest={guest}");
    assert_eq!(post(&app, "/v1/commands", link, &[("cookie", &cookie)]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_was_forgotten_from_elsewhere_takes_their_guest_along() {
    let app = in_memory().await;
    let forget = || attar::Command::Forget { shopper: None, pseudonym: shopper(9) };
    for who in [1, 2] {
        app.wish_of(shopper(who), change_cart(1, 1)).await.expect("a cart");
    }
    app.wish_of(shopper(1), forget()).await.expect("they are forgotten");
    // Their cookies were read just before.
    let visitor = Visitor { shopper: Some(shopper(1)), guest: Some(shopper(2)), ..Visitor::default() };
    let acted = app.act(&visitor, forget(), None).await.expect("the guest is forgotten");
    assert_eq!((acted.decided.events.len(), acted.headers.len()), (1, 4));
    assert_eq!(app.wish_of(shopper(2), change_cart(1, 1)).await, Err(Refusal::Forgotten));
}
