//! Until the store is filled, every page and call answers 503; `/health` and `/ready` tell the truth.

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use crate::App;

const PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Preparing the shop</title>\
    <h1>Preparing the shop</h1><p>Its shelves are being filled. This page tries again by itself.</p></html>\n";
const CALL: &str =
    r#"{"error":{"code":"preparing","message":"the shop is being prepared, try again in a moment"}}"#;

pub(super) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if app.readiness().seeded() || matches!(path, "/health" | "/ready") {
        return next.run(request).await;
    }
    preparing(path)
}

fn preparing(path: &str) -> Response {
    let again = [(header::RETRY_AFTER, "2"), (header::CACHE_CONTROL, "no-store")];
    let status = StatusCode::SERVICE_UNAVAILABLE;
    if path.starts_with("/v1/") {
        return (status, again, [(header::CONTENT_TYPE, "application/json")], CALL).into_response();
    }
    (status, again, [(header::REFRESH, "2")], Html(PAGE)).into_response()
}
