//! `/v1/ask`: questions.

use attar::view::{Node, Viewer};
use attar::{Answer, Query};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse, Response};

use super::body::Body;
use crate::api_error::ApiError;
use crate::app::App;
use crate::error::Failure;
use crate::html;
use crate::identity::Visitor;
use crate::wire::{AskRequest, Asked, ErrorBody, postcard_of};

/// The form of the corpus.
const BYTES: &str = "application/octet-stream";

#[utoipa::path(post, path = "/v1/ask", request_body = AskRequest, responses(
    (status = 200, body = Asked<'static>, description = "the answer, and how it is drawn"),
    (status = "default", body = ErrorBody, description = "why there is none")
))]
pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(request): Body<AskRequest>,
) -> Result<Response, ApiError> {
    let mut visitor = super::body::spoken_for(&app, visitor, request.token.as_deref())?;
    visitor.lang = request.lang.and_then(|lang| lang.parse().ok()).unwrap_or(visitor.lang);
    let answer = answer(&app, &visitor, &request.query).await?;
    let wants_bytes = headers.get(ACCEPT).is_some_and(|accept| accept == BYTES);
    if wants_bytes { bytes(&answer) } else { json_of(&app, &visitor, &answer) }
}

/// A guest's order stays with the guest, so that is who asks for it.
async fn answer(app: &App, visitor: &Visitor, query: &Query) -> Result<Answer, Failure> {
    match query {
        Query::Track { order } => app.ask(&app.holder(visitor, *order).await?.acting(), query).await,
        _ => app.ask(&visitor.acting(), query).await,
    }
}

fn bytes(answer: &Answer) -> Result<Response, ApiError> {
    let status = if matches!(answer, Answer::Unknown(_)) { StatusCode::NOT_FOUND } else { StatusCode::OK };
    Ok((status, [(CONTENT_TYPE, BYTES)], postcard_of(answer)?).into_response())
}

fn json_of(app: &App, visitor: &Visitor, answer: &Answer) -> Result<Response, ApiError> {
    if let Answer::Unknown(unknown) = answer {
        return Err(ApiError::unknown(unknown));
    }
    let view = view(app, visitor, answer);
    let view = view.as_ref().map(html::Json);
    Ok(Json(Asked { answer, view }).into_response())
}

fn view(app: &App, visitor: &Visitor, answer: &Answer) -> Option<Node> {
    let published = app.snapshot();
    let file = published.names(visitor.lang)?;
    Some(Viewer::new(&published.snapshot.shop, &file.names).view(answer))
}
