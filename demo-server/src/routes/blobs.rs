//! `/v1/snapshot`, `/v1/names` and `/v1/bundle`: files that never change.

use attar::id::ContentHash;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, VARY};
use axum::response::{IntoResponse, Response};

use crate::api_error::ApiError;
use crate::app::App;
use crate::log::BlobKind;
use crate::published::Blob;
use crate::wire::ErrorBody;

/// A year, and never asked for again.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

#[utoipa::path(get, path = "/v1/snapshot/{hash}", params(("hash" = String, Path, description = "64 hexadecimal digits")), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream", description = "the file of that name"),
    (status = 410, body = ErrorBody, description = "it had learned from somebody who is forgotten: boot again for the new one"),
    (status = "default", body = ErrorBody, description = "why there is none")
))]
pub(super) async fn snapshot(
    State(app): State<App>,
    Path(hash): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let hash = named(&hash)?;
    let published = app.snapshot();
    if published.hash == hash {
        return Ok(file(&published.file, &headers));
    }
    if app.is_gone(hash).await? {
        return Err(forgotten());
    }
    stored(&app, BlobKind::Snapshot, hash).await
}

#[utoipa::path(get, path = "/v1/names/{hash}", params(("hash" = String, Path, description = "64 hexadecimal digits")), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream", description = "the file of that name"),
    (status = "default", body = ErrorBody, description = "why there is none")
))]
pub(super) async fn names(
    State(app): State<App>,
    Path(hash): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let hash = named(&hash)?;
    let published = app.snapshot();
    match published.names_files().iter().find(|names| names.blob.hash == hash) {
        Some(names) => Ok(file(&names.blob, &headers)),
        None => stored(&app, BlobKind::Names, hash).await,
    }
}

#[utoipa::path(get, path = "/v1/bundle/{hash}", params(("hash" = String, Path, description = "64 hexadecimal digits")), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream", description = "four bytes with the length of the snapshot, little-endian; the snapshot; the names of a language"),
    (status = 410, body = ErrorBody, description = "it had learned from somebody who is forgotten: boot again for the new one"),
    (status = "default", body = ErrorBody, description = "why there is none")
))]
pub(super) async fn bundle(
    State(app): State<App>,
    Path(hash): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let hash = named(&hash)?;
    for published in app.named() {
        let Some((_, blob)) = published.bundles().find(|(_, blob)| blob.hash == hash) else { continue };
        if app.is_gone(published.hash).await? {
            return Err(forgotten());
        }
        return Ok(file(blob, &headers));
    }
    Err(unknown())
}

fn forgotten() -> ApiError {
    let why = "this snapshot had learned from somebody who is forgotten: boot again for the new one";
    ApiError::gone("forgotten", why)
}

fn named(hash: &str) -> Result<ContentHash, ApiError> {
    hash.parse().map_err(|_| unknown())
}

fn unknown() -> ApiError {
    ApiError::not_found("unknown_file", "there is no file of this name here: boot again for the new one")
}

/// A file of the past: as it is, for the few pages that still want it.
async fn stored(app: &App, kind: BlobKind, hash: ContentHash) -> Result<Response, ApiError> {
    let bytes = app.blob(kind, hash).await?.ok_or_else(unknown)?;
    Ok((common(), bytes).into_response())
}

fn file(blob: &Blob, headers: &HeaderMap) -> Response {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes_brotli = accepted.split(',').any(takes_brotli);
    match blob.brotli() {
        [] => (common(), blob.bytes.clone()).into_response(),
        brotli if takes_brotli => (common(), [(CONTENT_ENCODING, "br")], brotli.to_vec()).into_response(),
        _ => (common(), blob.bytes.clone()).into_response(),
    }
}

/// `br`, and not `br;q=0`.
fn takes_brotli(entry: &str) -> bool {
    let (name, weight) = entry.split_once(';').unwrap_or((entry, ""));
    let refused =
        weight.trim().strip_prefix("q=").and_then(|q| q.parse().ok()).is_some_and(|q: f32| q <= 0.0);
    name.trim() == "br" && !refused
}

fn common() -> [(axum::http::HeaderName, &'static str); 3] {
    [(CONTENT_TYPE, "application/octet-stream"), (CACHE_CONTROL, FOR_EVER), (VARY, "accept-encoding")]
}
