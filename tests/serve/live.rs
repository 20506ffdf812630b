//! What happens to a shopper reaches their open page.

use std::time::Duration;

use attar::event::{Actor, Consent};
use attar::{Command, Slice, Status};
use attar_server::Token;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::{OWNER, change, consent, grant, open, order, place, who};
use crate::http::{Served, unpack};

async fn ticket(served: &Served, name: &str) -> String {
    let body = json!({ "wire": 1, "token": served.token(who(name)), "source": "2".repeat(32), "from": 0,
        "after": 0, "signals": [], "live": true });
    let reply = served.post("/v1/sync", &body).await.json();
    reply["ticket"].as_str().unwrap_or_else(|| panic!("no ticket in {reply}")).to_owned()
}

async fn stream(served: &Served, ticket: &str) -> Body {
    let request = Request::get(format!("/v1/live?ticket={ticket}")).body(Body::empty()).expect("a request");
    let response = served.router.clone().oneshot(request).await.expect("a response");
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    response.into_body()
}

/// The next message of the stream, if it comes within that time.
async fn next(body: &mut Body, within: Duration) -> Option<String> {
    let frame = tokio::time::timeout(within, body.frame()).await.ok()??;
    let data = frame.expect("a frame").into_data().expect("data");
    Some(String::from_utf8_lossy(&data).into_owned())
}

fn field<'a>(message: &'a str, name: &str) -> &'a str {
    let line = message.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.map(str::trim).unwrap_or_default()
}

async fn ordered(served: &Served) {
    consent(served, "ada", Consent::Full).await;
    grant(served, Actor::Shopper(who("ada")), change(1, 1)).await;
    grant(served, Actor::Shopper(who("ada")), place("order", 400)).await;
}

#[tokio::test]
async fn a_merchants_step_arrives_within_a_second() {
    let served = open().await;
    ordered(&served).await;
    let mut ada = stream(&served, &ticket(&served, "ada").await).await;
    grant(&served, OWNER, Command::PackOrder { order: order("order") }).await;
    let message = next(&mut ada, Duration::from_secs(1)).await.expect("a message within a second");
    assert_eq!(
        (field(&message, "event"), field(&message, "id")),
        ("slice", served.app.seq().to_string().as_str())
    );
    let slice: Slice = unpack(&Value::String(field(&message, "data").into())).expect("a slice");
    let known = slice.shared.orders.get(order("order")).map(|order| order.status());
    assert_eq!((slice.who, known), (who("ada"), Some(Status::Packed)));
}

#[tokio::test]
async fn a_stream_tells_nobody_else() {
    let served = open().await;
    ordered(&served).await;
    consent(&served, "cyrus", Consent::Full).await;
    let mut cyrus = stream(&served, &ticket(&served, "cyrus").await).await;
    grant(&served, OWNER, Command::PackOrder { order: order("order") }).await;
    assert_eq!(next(&mut cyrus, Duration::from_millis(300)).await, None);
}

#[tokio::test]
async fn a_reader_who_comes_back_gets_what_was_missed() {
    let served = open().await;
    ordered(&served).await;
    let (ticket, seen) = (ticket(&served, "ada").await, served.app.seq());
    grant(&served, OWNER, Command::PackOrder { order: order("order") }).await;
    let request = Request::get(format!("/v1/live?ticket={ticket}")).header("last-event-id", seen);
    let response = served.router.clone().oneshot(request.body(Body::empty()).expect("a request")).await;
    let mut body = response.expect("a response").into_body();
    let message = next(&mut body, Duration::from_secs(1)).await.expect("what was missed");
    assert_eq!(field(&message, "event"), "slice");
}

#[tokio::test]
async fn a_ticket_is_needed_and_lasts_a_minute() {
    let served = open().await;
    ordered(&served).await;
    let ticket = ticket(&served, "ada").await;
    for wrong in ["", "?ticket=", "?ticket=forged"] {
        assert_eq!(served.get(&format!("/v1/live{wrong}")).await.status, 403, "{wrong}");
    }
    let token = served.token(who("ada")).expect("a token");
    assert_eq!(served.get(&format!("/v1/live?ticket={token}")).await.status, 403);
    served.clock.set(super::NOW + attar::time::Span::minutes(1));
    assert_eq!(served.get(&format!("/v1/live?ticket={ticket}")).await.status, 403);
}

#[tokio::test]
async fn a_shutdown_ends_the_streams_first() {
    let served = open().await;
    ordered(&served).await;
    let mut ada = stream(&served, &ticket(&served, "ada").await).await;
    served.app.close_live();
    let end = tokio::time::timeout(Duration::from_secs(1), ada.frame()).await.expect("an end");
    assert!(end.is_none(), "{end:?}");
}

#[tokio::test]
async fn a_guest_follows_their_order_and_may_send_no_signal() {
    let served = open().await;
    grant(&served, Actor::Shopper(who("ada")), change(1, 1)).await;
    grant(&served, Actor::Shopper(who("ada")), place("order", 400)).await;
    let token = served.app.tokens().sign(Token::Guest, who("ada"), served.app.now());
    let mut body = json!({ "wire": 1, "token": token, "source": "2".repeat(32), "from": 0, "after": 0,
        "signals": [], "live": true });
    let reply = served.post("/v1/sync", &body).await.json();
    let mut page = stream(&served, reply["ticket"].as_str().expect("a ticket")).await;
    grant(&served, OWNER, Command::PackOrder { order: order("order") }).await;
    assert!(
        next(&mut page, Duration::from_secs(1)).await.is_some_and(|step| field(&step, "event") == "slice")
    );
    body["signals"] = json!([{ "name": "view_item", "at": 0, "params": { "items": [{ "item_id": 1 }] } }]);
    assert_eq!(served.post("/v1/sync", &body).await.error().0, "no_consent");
}
