//! `/health`: the process runs. `/ready`: the shop can be shown.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::wire::Ready;

#[utoipa::path(get, path = "/health", responses((status = 200, body = String, description = "the process runs")))]
pub(super) async fn health() -> &'static str {
    "ok"
}

#[utoipa::path(get, path = "/ready", responses(
    (status = 200, body = Ready, description = "the shop can be shown"),
    (status = 503, body = Ready, description = "not yet, or not just now")
))]
pub(super) async fn ready(State(app): State<App>) -> (StatusCode, Json<Ready>) {
    let flags = app.readiness();
    let status = if flags.ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let (writer, seeded, trained) = (flags.writer(), flags.seeded(), flags.trained());
    (status, Json(Ready { writer, seeded, trained }))
}
