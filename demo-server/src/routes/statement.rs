//! `/v1/statement`: what somebody collected, entry by entry, signed.

use axum::Json;
use axum::extract::State;

use super::body::Body;
use crate::api_error::ApiError;
use crate::app::App;
use crate::identity::Visitor;
use crate::wire::{ErrorBody, StatementRequest, StatementSent};

#[utoipa::path(post, path = "/v1/statement", request_body = StatementRequest, responses(
    (status = 200, body = StatementSent, description = "JWS under the keys of `/v1/keys`: of the statement `sub`, \
        `iat`, `seq`, `entries`, `opening`, `balance`, `available`, `pending` and `over`, of each entry `sub`, `entry`, \
        `at`, `kind`, `points` and `order`; `balance` is `opening` and the points of the entries together"),
    (status = "default", body = ErrorBody, description = "why there is none")
))]
pub(super) async fn statement(
    State(app): State<App>,
    visitor: Visitor,
    Body(request): Body<StatementRequest>,
) -> Result<Json<StatementSent>, ApiError> {
    let visitor = super::body::spoken_for(&app, visitor, request.token.as_deref())?;
    let none = || ApiError::not_found("no_programme", "this shop has no loyalty programme");
    app.statement(&visitor.acting()).await?.map(Json).ok_or_else(none)
}
