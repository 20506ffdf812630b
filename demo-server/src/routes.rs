//! The API: one screen of routes, and what holds for all of them.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{CACHE_CONTROL, HeaderName, HeaderValue};
use axum::http::{Request, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

use crate::api_error::ApiError;
use crate::app::App;
use crate::guard;

mod ask;
mod blobs;
mod body;
mod boot;
mod carriers;
mod commands;
mod entitlements;
mod gift_card;
mod health;
mod live;
mod login;
mod openapi;
mod orders;
mod origin;
mod profile;
mod quote;
mod schema;
mod statement;
mod sync;

pub(crate) use boot::boot;
#[cfg(test)]
mod tests;

/// The largest body.
pub(crate) const MOST_BYTES: usize = 64 * 1024;
/// What comes behind it opens an order.
const LINK: &str = "/orders/link/";
/// The longest that a request may take.
const MOST_TIME: Duration = Duration::from_secs(10);

/// The API of a shop, for any axum application: `Router::new().nest("/attar", router(app))`.
pub fn router(app: App) -> Router {
    app.compress();
    let v1 = Router::new()
        .route("/boot", get(boot::by_cookie).post(boot::by_token))
        .route("/snapshot/{hash}", get(blobs::snapshot))
        .route("/names/{hash}", get(blobs::names))
        .route("/bundle/{hash}", get(blobs::bundle))
        .route("/sync", post(sync::sync))
        .route("/commands", post(commands::command))
        .route("/ask", post(ask::ask))
        .route("/quote", post(quote::quote))
        .route("/statement", post(statement::statement))
        .route("/profile/export", post(profile::export))
        .route("/profile/import", post(profile::import).layer(DefaultBodyLimit::max(profile::MOST_BYTES)))
        .route("/gift-card", post(gift_card::balance))
        .route("/entitlements", post(entitlements::entitlements))
        .route("/login", post(login::login))
        .route("/logout", post(login::logout))
        .route("/keys", get(quote::keys))
        .route("/orders/find", post(orders::find))
        .route("/orders/link/{token}", get(orders::open))
        .route("/live", get(live::live))
        .route("/carriers/{feed}", post(carriers::told).layer(DefaultBodyLimit::max(carriers::MOST_BYTES)))
        .route("/openapi.json", get(openapi::openapi))
        .route("/schema/terms.json", get(schema::terms))
        .route("/schema/price_list.json", get(schema::price_list))
        .route("/schema/loyalty.json", get(schema::loyalty))
        .route("/schema/profile.json", get(schema::profile))
        .fallback(unknown_path)
        .method_not_allowed_fallback(wrong_method);
    let router = Router::new()
        .nest("/v1", v1)
        .route("/health", get(health::health))
        .route("/ready", get(health::ready))
        .with_state(app.clone());
    let limits = ServiceBuilder::new()
        // What fails here says so itself, with its cause.
        .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(()))
        .layer(default_header(CACHE_CONTROL, "no-store"))
        .layer(middleware::from_fn(guard::safe))
        .layer(middleware::from_fn_with_state(app.clone(), guard::cors))
        .layer(middleware::from_fn_with_state(app, guard::limited))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(in_time))
        .layer(DefaultBodyLimit::max(MOST_BYTES));
    router.layer(limits)
}

async fn in_time(request: Request<Body>, next: Next) -> Response {
    let late = |_| ApiError::late().into_response();
    tokio::time::timeout(MOST_TIME, next.run(request)).await.unwrap_or_else(late)
}

/// The path alone, as a query may hold a ticket; and not the end of one that opens something by itself.
fn span<B>(request: &Request<B>) -> tracing::Span {
    let path = request.uri().path();
    let path = path.find(LINK).and_then(|at| path.get(..at.saturating_add(LINK.len()))).unwrap_or(path);
    tracing::debug_span!("request", method = %request.method(), path)
}

fn default_header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a request panicked");
    ApiError::internal().into_response()
}

async fn unknown_path() -> ApiError {
    ApiError::not_found("unknown_path", "there is nothing at this address")
}

async fn wrong_method() -> ApiError {
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", "this address takes another method")
}
