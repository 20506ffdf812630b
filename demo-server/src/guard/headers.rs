//! The headers that every answer has, unless a route knows better.

use axum::extract::Request;
use axum::http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use super::cors::is_public;

/// What is no page loads nothing and stands in no frame.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/// A shop needs none of these.
const NO_DEVICE: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";

/// Puts them on.
pub(crate) async fn safe(request: Request, next: Next) -> Response {
    let resource = if is_public(request.uri().path()) { "cross-origin" } else { "same-origin" };
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    set_once(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    set_once(headers, CONTENT_SECURITY_POLICY, NO_PAGE);
    set_once(headers, X_FRAME_OPTIONS, "DENY");
    set_once(headers, REFERRER_POLICY, "same-origin");
    set_once(headers, HeaderName::from_static("permissions-policy"), NO_DEVICE);
    set_once(headers, HeaderName::from_static("cross-origin-resource-policy"), resource);
    answer
}

fn set_once(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
