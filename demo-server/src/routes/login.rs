//! `/v1/login`: whom the shop's own site vouches for is let in; `/v1/logout`: they leave this device.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use super::body::Body;
use super::origin;
use crate::api_error::ApiError;
use crate::app::App;
use crate::identity::Visitor;
use crate::vouch::Unvouched;
use crate::wire::{ErrorBody, LoggedIn, LoggedOut, LoginRequest};

#[utoipa::path(post, path = "/v1/login", request_body = LoginRequest, responses(
    (status = 200, body = LoggedIn, description = "a token of the customer, and the same as a cookie: who the visitor \
        of `token` or of the cookie was is the customer from now on, and a guest's cart is theirs"),
    (status = "default", body = ErrorBody, description = "the site does not vouch for anybody, or not now")
))]
pub(super) async fn login(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(request): Body<LoginRequest>,
) -> Result<(HeaderMap, Json<LoggedIn>), ApiError> {
    origin::check(&app, &headers)?;
    let visitor = super::body::spoken_for(&app, visitor, request.token.as_deref())?;
    let customer = app.vouchers().customer(&request.jwt, app.now()).map_err(refused)?;
    let acted = app.login(&visitor, customer).await?;
    let token = acted.token.ok_or_else(ApiError::internal)?;
    Ok((acted.headers.into_iter().collect(), Json(LoggedIn { seq: acted.decided.seq, token })))
}

#[utoipa::path(post, path = "/v1/logout", responses(
    (status = 200, body = LoggedOut, description = "the cookies of this device are gone; a token in a site's own \
        storage is the site's to forget"),
    (status = "default", body = ErrorBody, description = "the page is of a foreign origin")
))]
pub(super) async fn logout(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<(HeaderMap, Json<LoggedOut>), ApiError> {
    origin::check(&app, &headers)?;
    Ok((app.logout().into_iter().collect(), Json(LoggedOut { seq: app.seq() })))
}

fn refused(why: Unvouched) -> ApiError {
    match why {
        Unvouched::NoSecret => ApiError::not_found("no_login", why.to_string()),
        _ => ApiError::new(StatusCode::UNAUTHORIZED, "not_vouched_for", why.to_string()),
    }
}
