//! `/v1/boot`: what a page begins with.

use attar::Lang;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;

use super::body::Wired;
use crate::api_error::ApiError;
use crate::app::App;
use crate::error::Failure;
use crate::guard;
use crate::identity::Visitor;
use crate::visits::Kind;
use crate::wire::{Boot, BootRequest, ErrorBody, WIRE, pack};

#[utoipa::path(get, path = "/v1/boot", responses(
    (status = 200, body = Boot, description = "what a page begins with"),
    (status = "default", body = ErrorBody, description = "why there is none")
))]
pub(super) async fn by_cookie(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Json<Boot>, ApiError> {
    if guard::is_foreign(&headers) {
        app.visits().count(Kind::Elsewhere, app.now());
    }
    Ok(Json(boot(&app, &visitor).await?))
}

#[utoipa::path(post, path = "/v1/boot", request_body = BootRequest, responses(
    (status = 200, body = Boot, description = "what that shopper's page begins with"),
    (status = 426, description = "this form of the wire is not spoken here: `upgrade` names the one that is"),
    (status = "default", body = ErrorBody, description = "why there is none")
))]
pub(super) async fn by_token(
    State(app): State<App>,
    headers: HeaderMap,
    Wired(request): Wired<BootRequest>,
) -> Result<Json<Boot>, ApiError> {
    if guard::is_foreign(&headers) {
        app.visits().count(Kind::Elsewhere, app.now());
    }
    let visitor = super::body::spoken_for(&app, Visitor::default(), request.token.as_deref())?;
    Ok(Json(boot(&app, &visitor).await?))
}

/// What a page of that visitor's begins with.
pub(crate) async fn boot(app: &App, visitor: &Visitor) -> Result<Boot, Failure> {
    let who = visitor.acting();
    let (current, engine) = app.known(&who).await?;
    app.keep_named(&current.published);
    let names = |lang: Lang| Some((lang.code(), current.published.names(lang)?.blob.hash));
    Ok(Boot {
        snapshot: current.published.hash,
        wire: WIRE,
        seq: current.seq,
        token: visitor.token(app.tokens(), app.now()),
        slice: pack(&engine.slice(&who))?,
        names: Lang::ALL.into_iter().filter_map(names).collect(),
        bundles: current.published.bundles().map(|(lang, blob)| (lang.code(), blob.hash)).collect(),
    })
}
