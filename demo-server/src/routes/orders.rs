//! `/v1/orders`: an order for whoever is not signed in: found by number and e-mail, shown to whoever has its link.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::REFERRER_POLICY;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::ask::json_of;
use super::body::Body;
use crate::api_error::ApiError;
use crate::app::App;
use crate::identity::Visitor;
use crate::wire::{Asked, ErrorBody, FindRequest, LinkSent};

/// What is said whatever is wrong: a form that cannot be read, a number that no order has, the e-mail of somebody else.
fn none() -> ApiError {
    ApiError::not_found("no_such_order", "no order has this `number` and this `email`")
}

#[utoipa::path(post, path = "/v1/orders/find", request_body = FindRequest, responses(
    (status = 200, body = LinkSent, description = "a link to the order, good for an hour"),
    (status = "default", body = ErrorBody, description = "there is no such order, or the e-mail is not its own")
))]
pub(super) async fn find(
    State(app): State<App>,
    visitor: Visitor,
    wanted: Result<Body<Value>, Response>,
) -> Result<Json<LinkSent>, ApiError> {
    let wanted = wanted.map(|Body(wanted)| wanted).unwrap_or_default();
    let number = wanted["number"].as_u64().and_then(|number| u32::try_from(number).ok());
    let email = wanted["email"].as_str().unwrap_or_default();
    let link = app.find_order(visitor.address, number, email).await?.ok_or_else(none)?;
    Ok(Json(LinkSent { link: link.page(), token: link.token, expires: link.until }))
}

#[utoipa::path(get, path = "/v1/orders/link/{token}",
    params(("token" = String, Path, description = "what stands at the end of a link")),
    responses(
        (status = 200, body = Asked<'static>, description = "where the order is, as `track` says it, and how it is drawn"),
        (status = "default", body = ErrorBody, description = "it is forged, has run out, or was made void")
    )
)]
pub(super) async fn open(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, ApiError> {
    let answer = app.open_link(&token).await?;
    let answer = answer.ok_or_else(|| ApiError::not_found("unknown_link", "this link opens nothing"))?;
    let mut response = super::ask::sent(json_of(&app, &visitor, &answer)?).into_response();
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}
