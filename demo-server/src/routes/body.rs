//! Bodies: JSON whatever its content type says, so that a page's `text/plain` needs no preflight.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::api_error::ApiError;
use crate::app::App;
use crate::identity::Visitor;
use crate::wire::{Form, WIRE};

/// A body in JSON.
pub(super) struct Body<T>(pub(super) T);

/// A body in JSON that names the form of the wire; any other form is told which to speak.
pub(super) struct Wired<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        parse(&bytes(request, state).await?).map(Self).map_err(IntoResponse::into_response)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Wired<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let bytes = bytes(request, state).await?;
        let form: Form = parse(&bytes).map_err(IntoResponse::into_response)?;
        if form.wire != WIRE {
            return Err(upgrade());
        }
        parse(&bytes).map(Self).map_err(IntoResponse::into_response)
    }
}

/// The visitor that the token of a body speaks for, if they do not come too often. Who is known by a
/// cookie was counted before.
pub(super) fn spoken_for(app: &App, visitor: Visitor, token: Option<&str>) -> Result<Visitor, ApiError> {
    let visitor = visitor.with_token(token, app.tokens(), app.now());
    if token.is_some() {
        app.limits().shopper(visitor.acting()).map_err(ApiError::too_many)?;
    }
    Ok(visitor)
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Response> {
    Bytes::from_request(request, state).await.map_err(|rejection| {
        let error = match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => ApiError::too_large("a body is 64 KiB at most"),
            _ => ApiError::unreadable("it ended early"),
        };
        error.into_response()
    })
}

/// A list would be read as the members of an object in their order, which nobody promised.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(ApiError::unreadable("it is a list, and must be an object"));
    }
    attar::written::read(bytes).map_err(ApiError::unreadable)
}

fn upgrade() -> Response {
    (StatusCode::UPGRADE_REQUIRED, axum::Json(json!({ "upgrade": WIRE }))).into_response()
}
