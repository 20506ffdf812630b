//! `/v1/profile`: what a shopper takes along, and brings along.

use attar::id::SourceId;
use attar::personalize::portable::Portable;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::body::Body;
use super::origin;
use crate::api_error::ApiError;
use crate::app::App;
use crate::error::Refusal;
use crate::identity::Visitor;
use crate::wire::{ErrorBody, ExportRequest, ImportRequest, Imported, MOST_SIGNALS};
use crate::writer::Batch;

/// The largest file.
pub(super) const MOST_BYTES: usize = 256 * 1_024;

#[utoipa::path(post, path = "/v1/profile/export", request_body = ExportRequest, responses(
    (status = 200, body = Object, description = "the file, as `/v1/schema/profile.json` has it"),
    (status = "default", body = ErrorBody, description = "why there is none")
))]
pub(super) async fn export(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(request): Body<ExportRequest>,
) -> Result<Json<Value>, ApiError> {
    origin::check(&app, &headers)?;
    let who = super::body::spoken_for(&app, visitor, request.token.as_deref())?.acting();
    let (_, engine) = app.known(&who).await?;
    Ok(Json(Portable::of(&engine.slice(&who)).json()))
}

#[utoipa::path(post, path = "/v1/profile/import", request_body = ImportRequest, responses(
    (status = 200, body = Imported, description = "it is taken in, durably; the same file again changes nothing"),
    (status = "default", body = ErrorBody, description = "why there is none: nothing was taken in")
))]
pub(super) async fn import(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(request): Body<ImportRequest>,
) -> Result<Json<Imported>, ApiError> {
    origin::check(&app, &headers)?;
    let who = super::body::spoken_for(&app, visitor, request.token.as_deref())?.acting();
    if who.is_anonymous() {
        return Err(Refusal::NoConsent.into());
    }
    let received = app.now();
    let text = request.profile.to_string();
    let portable = Portable::read(text.as_bytes(), &app.snapshot().snapshot.shop, received)
        .map_err(|why| ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_profile", why.to_string()))?;
    // The same file of the same shopper is the same source, so that all of it counts once.
    let digest = Sha256::digest([&who.0[..], portable.sum().as_bytes()].concat());
    let source = SourceId(core::array::from_fn(|place| digest.get(place).copied().unwrap_or_default()));
    let mut seq = app.seq();
    for (from, rows) in (0..).step_by(MOST_SIGNALS).zip(portable.signals().chunks(MOST_SIGNALS)) {
        let rows = rows.iter().map(|row| Ok(*row)).collect();
        seq = app.signals(Batch { who, source, from, received, rows, after: seq }).await?.seq;
    }
    Ok(Json(Imported { seq, signals: portable.signals().len() }))
}
