//! Whose page sent it: a command comes from the shop's own pages, or from those on the list.

use axum::http::Uri;
use axum::http::header::{HOST, HeaderMap, ORIGIN};

use crate::api_error::ApiError;
use crate::app::App;

/// Browsers name the origin of every page that sends a command; programs need not.
pub(super) fn check(app: &App, headers: &HeaderMap) -> Result<(), ApiError> {
    let Some(origin) = headers.get(ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    if app.origins().iter().any(|listed| listed == origin) || is_own(origin, host) {
        return Ok(());
    }
    Err(ApiError::forbidden("foreign_origin", "pages of this origin may not send commands"))
}

fn is_own(origin: &str, host: Option<&str>) -> bool {
    let uri: Option<Uri> = origin.parse().ok();
    let authority = uri.as_ref().and_then(Uri::authority).map(|authority| authority.as_str());
    authority.is_some() && authority == host
}
