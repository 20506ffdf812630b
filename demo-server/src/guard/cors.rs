//! Which foreign pages may read an answer: those on the list, and never with a cookie of ours.
//!
//! A foreign page says who it speaks for by the token in the body. Files named by their content are
//! the same for everyone, so any page may read them.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, COOKIE, HOST, ORIGIN, SET_COOKIE, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;

/// Answers preflights, takes cookies off requests of foreign pages, and says who may read the answer.
pub(crate) async fn cors(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let (call, public) = (path.starts_with("/v1/"), is_public(path));
    if !call && !public {
        return next.run(request).await;
    }
    let foreign = foreign(request.headers()).cloned();
    if let Some(answer) = foreign.as_ref().and_then(|_| preflight(&app, &request)) {
        return answer;
    }
    if foreign.is_some() {
        request.headers_mut().remove(COOKIE);
    }
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    if foreign.is_some() {
        headers.remove(SET_COOKIE);
    }
    let listed = foreign.filter(|origin| is_listed(&app, origin));
    allow(headers, listed, public);
    answer
}

/// The widget, what it loads, and pictures: the same bytes for everyone.
pub(super) fn is_public(path: &str) -> bool {
    let roots = ["/attar/", "/v1/snapshot/", "/v1/names/", "/v1/bundle/", "/picture/"];
    path == "/attar.js" || roots.iter().any(|root| path.starts_with(root))
}

fn allow(headers: &mut HeaderMap, listed: Option<HeaderValue>, public: bool) {
    if public {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        // Whoever builds a page may see what it weighs.
        headers.insert(HeaderName::from_static("timing-allow-origin"), HeaderValue::from_static("*"));
        return;
    }
    // Also where nothing is allowed: what is kept for one origin must not be shown to another.
    headers.append(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = listed {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
}

/// Whether a page that is not the shop's own asks.
pub(crate) fn is_foreign(headers: &HeaderMap) -> bool {
    foreign(headers).is_some()
}

/// The origin of a page that is not the shop's own.
fn foreign(headers: &HeaderMap) -> Option<&HeaderValue> {
    let origin = headers.get(ORIGIN)?;
    let host = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    let own = headers.get(HOST).and_then(|host| host.to_str().ok());
    (host.is_none() || host != own).then_some(origin)
}

fn is_listed(app: &App, origin: &HeaderValue) -> bool {
    app.origins().iter().any(|listed| listed.as_bytes() == origin.as_bytes())
}

/// The answer to a browser that asks whether a page may ask.
fn preflight(app: &App, request: &Request) -> Option<Response> {
    let headers = request.headers();
    if request.method() != Method::OPTIONS || !headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
        return None;
    }
    let origin = headers.get(ORIGIN).filter(|origin| is_listed(app, origin)).cloned();
    let Some(origin) = origin else {
        return Some((StatusCode::FORBIDDEN, [(VARY, "origin")]).into_response());
    };
    let allowed = [
        (ACCESS_CONTROL_ALLOW_ORIGIN, origin),
        (ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST")),
        (ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type, accept")),
        (ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200")),
        (VARY, HeaderValue::from_static("origin")),
    ];
    Some((StatusCode::NO_CONTENT, allowed).into_response())
}
