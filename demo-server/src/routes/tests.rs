//! The wire, spoken to the router itself.

use attar::event::{Consent, Observation, Role};
use attar::id::{ContentHash, OrderId, ProductId, SourceId};
use attar::shop::Names;
use attar::{Answer, Slice, Snapshot};
use axum::body::Body;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::testing::{NOW, change_cart, count, in_memory, place, shopper};
use crate::{App, Token, router};

mod acts;
mod boot;
mod carriers;
mod forgetting;
mod gift_card;
mod openapi;
mod orders;
mod profile;
mod quote;
mod statement;
mod sync;
mod till;

/// An answer, read to its end.
#[derive(Debug)]
struct Got {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Got {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).expect("JSON")
    }

    fn code(&self) -> Value {
        self.json()["error"]["code"].clone()
    }

    fn cookies(&self) -> String {
        let cookies = self.headers.get_all(SET_COOKIE).into_iter();
        let pairs = cookies.map(|c| c.to_str().expect("text").split(';').next().expect("a pair").to_owned());
        pairs.collect::<Vec<_>>().join("; ")
    }
}

async fn send(app: &App, request: Request<Body>) -> Got {
    let response = router(app.clone()).oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.expect("a body").to_bytes().to_vec();
    Got { status: parts.status, headers: parts.headers, bytes }
}

async fn get(app: &App, path: &str, headers: &[(&str, &str)]) -> Got {
    let request = Request::get(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    send(app, request.body(Body::empty()).expect("a request")).await
}

async fn post(app: &App, path: &str, body: impl Into<Body>, headers: &[(&str, &str)]) -> Got {
    let request = Request::post(path).header("content-type", "text/plain");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    send(app, request.body(body.into()).expect("a request")).await
}

async fn post_json(app: &App, path: &str, body: Value) -> Got {
    post(app, path, body.to_string(), &[]).await
}

fn unpack<T: DeserializeOwned>(value: &Value) -> T {
    let bytes = STANDARD.decode(value.as_str().expect("base64")).expect("base64");
    postcard::from_bytes(&bytes).expect("postcard")
}

fn view(product: impl Into<Value>) -> Value {
    json!({"name": "view_item", "at": NOW.0, "params": {"items": [{"item_id": product.into()}]}})
}

async fn consenting(app: &App) -> String {
    app.consent(shopper(1)).await;
    app.tokens().sign(Token::Shopper, shopper(1), NOW)
}

fn sync_of(token: &str, from: u32, after: u64, signals: Vec<Value>) -> Value {
    let source = SourceId([4; 16]);
    json!({"wire": 1, "token": token, "source": source, "from": from, "after": after, "signals": signals})
}

#[test]
fn a_router_may_be_made_outside_a_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let app = runtime.block_on(in_memory());
    let router = router(app);
    let request = Request::get("/health").body(Body::empty()).expect("a request");
    assert_eq!(runtime.block_on(router.oneshot(request)).expect("an answer").status(), StatusCode::OK);
}
