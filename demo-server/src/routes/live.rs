//! `/v1/live`: what happens to one shopper, as it happens.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::response::sse::{KeepAlive, Sse};
use axum::response::{IntoResponse, Response};

use crate::api_error::ApiError;
use crate::app::App;
use crate::error::Refusal;
use crate::live::Live;
use crate::token::Token;
use crate::wire::{ErrorBody, LiveRequest};

/// A comment this often keeps what lies between from closing the stream.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

#[utoipa::path(get, path = "/v1/live", params(("ticket" = String, Query, description = "from a sync that said `live`, valid for 60 s"), ("after" = Option<u64>, Query, description = "the place in the log that the page knows")), responses(
    (status = 200, content_type = "text/event-stream", body = String, description = "what happens, as it happens"),
    (status = "default", body = ErrorBody, description = "why there is none")
))]
pub(super) async fn live(
    State(app): State<App>,
    request: Result<Query<LiveRequest>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let Query(request) = request.map_err(|why| ApiError::unreadable(why.body_text()))?;
    let who = app.tokens().verify(Token::Ticket, &request.ticket, app.now());
    let who =
        who.ok_or_else(|| ApiError::new(StatusCode::FORBIDDEN, "bad_ticket", "sync for a new ticket"))?;
    let permit = Arc::clone(app.streams()).try_acquire_owned().map_err(|_| Refusal::Busy)?;
    let live = Live::open(&app, who, last_seen(&headers).or(request.after), permit).await?;
    Ok(Sse::new(live.events()).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response())
}

fn last_seen(headers: &HeaderMap) -> Option<u64> {
    headers.get("last-event-id")?.to_str().ok()?.parse().ok()
}
