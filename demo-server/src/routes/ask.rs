//! `/v1/ask`: questions.

use attar::view::Viewer;
use attar::{Answer, Query, Timestamp};
use axum::body::Bytes;
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
use crate::prepared;
use crate::wire::{AskRequest, Asked, ErrorBody, postcard_of};

/// The form of the corpus.
const BYTES: &str = "application/octet-stream";
const JSON: &str = "application/json";

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
    let query = &request.query;
    if let Some(at) = request.as_of {
        let answer = past(&app, &visitor, query, at).await?;
        return Ok(sent(json_of(&app, &visitor, &answer)?));
    }
    if headers.get(ACCEPT).is_some_and(|accept| accept == BYTES) {
        return bytes(&answer(&app, &visitor, query).await?);
    }
    if visitor.acting().is_anonymous() {
        return to_nobody(&app, &visitor, query).await;
    }
    Ok(sent(json_of(&app, &visitor, &answer(&app, &visitor, query).await?)?))
}

/// A guest's order stays with the guest, so that is who asks for it.
async fn answer(app: &App, visitor: &Visitor, query: &Query) -> Result<Answer, Failure> {
    match query {
        Query::Track { order } => app.ask(&app.holder(visitor, *order).await?.acting(), query).await,
        _ => app.ask(&visitor.acting(), query).await,
    }
}

/// The same as of a moment that is past.
async fn past(app: &App, visitor: &Visitor, query: &Query, at: Timestamp) -> Result<Answer, Failure> {
    let who = match query {
        Query::Track { order } => app.holder(visitor, *order).await?.acting(),
        _ => visitor.acting(),
    };
    app.ask_as_of(&who, query, at).await
}

/// Nobody in particular may be told what others were told just now.
async fn to_nobody(app: &App, visitor: &Visitor, query: &Query) -> Result<Response, ApiError> {
    let (current, at, key) = (app.current(), app.now(), prepared::key(query, visitor.lang));
    if let Some(found) = key.as_ref().and_then(|key| app.prepared().find(key, &current, at)) {
        return Ok(sent(found));
    }
    let json = json_of(app, visitor, &answer(app, visitor, query).await?)?;
    // What was published while this was answered is none of its picture.
    if let Some(key) = key.filter(|_| prepared::is_same(&current, &app.current())) {
        app.prepared().keep(key, json.clone(), &current, at);
    }
    Ok(sent(json))
}

fn bytes(answer: &Answer) -> Result<Response, ApiError> {
    let status = if matches!(answer, Answer::Unknown(_)) { StatusCode::NOT_FOUND } else { StatusCode::OK };
    Ok((status, [(CONTENT_TYPE, BYTES)], postcard_of(answer)?).into_response())
}

pub(super) fn sent(json: Bytes) -> Response {
    ([(CONTENT_TYPE, JSON)], json).into_response()
}

pub(super) fn json_of(app: &App, visitor: &Visitor, answer: &Answer) -> Result<Bytes, ApiError> {
    let published = app.snapshot();
    let names = published.names(visitor.lang);
    let view = names.map(|file| Viewer::new(&published.snapshot.shop, &file.names, app.now()).view(answer));
    if let Answer::Unknown(unknown) = answer {
        let view = view.as_ref().and_then(|view| serde_json::to_value(html::Json(view)).ok());
        return Err(ApiError::unknown(unknown).shown(view));
    }
    let asked = Asked { answer, view: view.as_ref().map(html::Json) };
    let json = serde_json::to_vec(&asked).map_err(|why| Failure::Encoding(why.to_string()))?;
    Ok(json.into())
}
