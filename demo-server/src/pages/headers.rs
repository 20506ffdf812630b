//! The headers of every page, the stylesheet and the typeface.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use super::find;
use crate::order_link;
use crate::widget_files::{File, Tag};

/// No inline style, nothing from elsewhere.
const POLICY: &str = "style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; \
                      base-uri 'none'; form-action 'self'";

/// What these show is somebody's own, and never kept; the page of an order may come back alive, and reloads when
/// somebody else is here.
const PERSONAL: [&str; 8] =
    ["/account", "/cart", "/checkout", "/forget", "/gift-card", "/merchant", find::HERE, order_link::PAGE];

/// With what reads all that the shop signs; the element of points has the same.
const QUOTE: &str = concat!(include_str!("../../../wasm-widget/js/jws.js"), include_str!("quote.js"));

/// What answers look like comes first: the widget has the same sheet.
const STYLE: &str = concat!(include_str!("../../../wasm-widget/js/parts.css"), include_str!("shop.css"));

/// Vazirmatn (OFL), Latin and Arabic script, weights 400 to 700; see `vazirmatn-OFL.txt`.
const FONT: &[u8] = include_bytes!("vazirmatn.woff2");

const MINUTES: &str = "public, max-age=300";
const YEAR: &str = "public, max-age=31536000, immutable";

/// The routes of the stylesheet and the typeface.
pub(super) fn files<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/shop.css", get(stylesheet))
        .route("/vazirmatn-1.woff2", get(font))
        .route("/worker.js", get(worker))
        .route("/try.js", get(async || script(include_str!("try.js"))))
        .route("/quote.js", get(async || script(QUOTE)))
        .route("/checkout.js", get(async || script(include_str!("checkout.js"))))
        .route("/terms.js", get(async || script(include_str!("terms.js"))))
}

/// Asked for again at every visit: an old one would keep what a new one would not.
async fn worker() -> Response {
    ([(CONTENT_TYPE, "text/javascript"), (CACHE_CONTROL, "no-cache")], include_str!("worker.js"))
        .into_response()
}

fn script(text: &'static str) -> Response {
    ([(CONTENT_TYPE, "text/javascript"), (CACHE_CONTROL, MINUTES)], text).into_response()
}

async fn font() -> Response {
    ([(CONTENT_TYPE, "font/woff2"), (CACHE_CONTROL, YEAR)], FONT).into_response()
}

/// What a page may run: no inline script but the loader, known by its hash; WebAssembly of our own.
pub(super) fn policy(widget: Option<&Tag>) -> HeaderValue {
    let loader = widget.map(|tag| format!(" {}", tag.hash)).unwrap_or_default();
    let policy = format!("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{loader}; {POLICY}");
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

/// Puts the headers of a page on every answer that does not have them.
pub(super) fn guarded<S: Clone + Send + Sync + 'static>(router: Router<S>, policy: HeaderValue) -> Router<S> {
    router.layer(middleware::from_fn_with_state(policy, guard))
}

async fn guard(State(policy): State<HeaderValue>, request: Request, next: Next) -> Response {
    let secret = request.uri().path().starts_with(order_link::PAGE);
    let personal = PERSONAL.iter().any(|path| request.uri().path().starts_with(path));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if personal {
        // Whoever uses the device next must not find it behind the button that goes back.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if secret {
        // The address opens the page, so it goes nowhere: into no other shop's log, and into no index.
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers
            .insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    }
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "same-origin"),
        (CACHE_CONTROL, "private, no-cache"),
    ] {
        set_once(headers, name, value);
    }
    if !is_public(headers) {
        headers.append(VARY, HeaderValue::from_static("cookie, accept-language"));
    }
    response
}

/// Whether it is the same for everyone.
fn is_public(headers: &HeaderMap) -> bool {
    headers.get(CACHE_CONTROL).is_some_and(|value| value.as_bytes().starts_with(b"public"))
}

fn set_once(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

/// Packed at the first request; where that fails, and it does not, the shop is served plain.
async fn stylesheet(headers: HeaderMap) -> Response {
    static PACKED: LazyLock<Option<File>> =
        LazyLock::new(|| File::of("text/css; charset=utf-8", STYLE.into()).ok());
    match &*PACKED {
        Some(file) => file.answer(HeaderValue::from_static(MINUTES), &headers),
        None => STYLE.into_response(),
    }
}

/// Compresses what a router answers. A text that mixes a secret with words of the request's sender must not be:
/// its length would tell the secret (BREACH). So only the pages that anyone may read come here, and
/// [`address`](super::caller) lets no words of the request into them.
pub(super) fn compressed<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router.layer(CompressionLayer::new().quality(CompressionLevel::Precise(5)))
}
