//! `/health`: the process runs. `/ready`: the shop can be shown.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::app::App;

pub(super) async fn health() -> &'static str {
    "ok"
}

pub(super) async fn ready(State(app): State<App>) -> (StatusCode, Json<Value>) {
    let flags = app.readiness();
    let status = if flags.ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let (writer, seeded, trained) = (flags.writer(), flags.seeded(), flags.trained());
    (status, Json(json!({ "writer": writer, "seeded": seeded, "trained": trained })))
}
