//! `/v1/carriers/{feed}`: what carriers tell of parcels, signed.

use attar::service::carrier::Feed;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::StatusCode;

use crate::api_error::ApiError;
use crate::app::App;
use crate::carriers::{Became, Scan, read};
use crate::wire::{ErrorBody, ScanTaken, ScansTaken};

/// The largest body: the whole way of a parcel comes again with each step.
pub(super) const MOST_BYTES: usize = 256 * 1024;

#[utoipa::path(post, path = "/v1/carriers/{feed}", request_body = Object,
    params(("feed" = String, Path, description = "who tells it", pattern = "^(aftership|easypost|karrio|shopify)$")),
    responses(
        (status = 200, body = ScansTaken, description = "what became of each scan, durably; the same again changes \
            nothing, and one that is refused is kept for the merchant"),
        (status = 401, body = ErrorBody, description = "the signature is not the feed's"),
        (status = 404, body = ErrorBody, description = "the shop hears no such feed"),
        (status = 422, body = ErrorBody, description = "the body cannot be read; that is kept for the merchant"),
        (status = "default", body = ErrorBody, description = "why nothing was taken in")
    ))]
pub(super) async fn told(
    State(app): State<App>,
    Path(feed): Path<String>,
    request: Request,
) -> Result<Json<ScansTaken>, ApiError> {
    let feed = Feed::named(&feed).filter(|feed| app.feeds().hears(*feed)).ok_or_else(unknown)?;
    let headers = request.headers().clone();
    let body = Bytes::from_request(request, &()).await.map_err(|why| unread(why.status()))?;
    if !app.feeds().signed(feed, &headers, &body) {
        return Err(ApiError::new(StatusCode::UNAUTHORIZED, "forged", "the signature is not the feed's"));
    }
    let zone = app.snapshot().snapshot.shop.zone.clone();
    match read(feed, &app.feeds().carriers(feed), &zone, &body) {
        Ok(scans) => {
            let became = app.scans(feed, scans.clone()).await?;
            Ok(Json(ScansTaken { scans: scans.into_iter().zip(became).map(taken).collect() }))
        }
        Err(why) => {
            app.scans(feed, vec![Scan::unreadable(why.clone())]).await?;
            Err(ApiError::unreadable(why.sentence))
        }
    }
}

fn taken((scan, became): (Scan, Became)) -> ScanTaken {
    let why = became.why().map(|why| why.sentence.clone());
    ScanTaken { number: scan.number, status: scan.status, at: scan.at, became: became.name(), why }
}

fn unknown() -> ApiError {
    ApiError::not_found("unknown_feed", "the shop hears no such feed")
}

fn unread(status: StatusCode) -> ApiError {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::too_large("a body of a feed is 256 KiB at most"),
        _ => ApiError::unreadable("it ended early"),
    }
}
