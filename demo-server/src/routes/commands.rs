//! `/v1/commands`: wishes.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;

use super::body::Body;
use super::origin;
use crate::api_error::ApiError;
use crate::app::App;
use crate::identity::Visitor;
use crate::wire::{CommandRequest, Commanded, ErrorBody, facts};

/// The longest idempotency key.
const MOST_LETTERS: usize = 64;

#[utoipa::path(post, path = "/v1/commands", request_body = CommandRequest, responses(
    (status = 200, body = Commanded, description = "what the wish became, durably"),
    (status = "default", body = ErrorBody, description = "why there is none")
))]
pub(super) async fn command(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(request): Body<CommandRequest>,
) -> Result<(HeaderMap, Json<Commanded>), ApiError> {
    origin::check(&app, &headers)?;
    let key = request.key.map(check_key).transpose()?;
    let visitor = super::body::spoken_for(&app, visitor, request.token.as_deref())?;
    let acted = app.act(&visitor, request.command, key).await?;
    let (seq, facts) = (acted.decided.seq, facts(acted.decided.events));
    Ok((acted.headers.into_iter().collect(), Json(Commanded { seq, facts, token: acted.token })))
}

fn check_key(key: String) -> Result<String, ApiError> {
    if key.is_empty() || key.len() > MOST_LETTERS {
        let message = "a `key` is 1 to 64 bytes";
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_key", message));
    }
    Ok(key)
}
