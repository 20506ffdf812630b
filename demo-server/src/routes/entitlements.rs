//! `/v1/entitlements`: what the buyer of an order is entitled to by it, as tokens.

use axum::Json;
use axum::extract::State;

use super::body::Body;
use crate::api_error::ApiError;
use crate::app::App;
use crate::identity::Visitor;
use crate::wire::{EntitlementSent, EntitlementsRequest, EntitlementsSent, ErrorBody};

#[utoipa::path(post, path = "/v1/entitlements", request_body = EntitlementsRequest, responses(
    (status = 200, body = EntitlementsSent, description = "one for each unit that is paid and was neither called off nor \
        given back: JWS under the keys of `/v1/keys`, of `typ` `attar-entitlement`, with `jti`, `sub`, `iat`, `exp`, `what`, \
        `order`, `line` and `unit`; each is good for a day, and asking again renews it"),
    (status = "default", body = ErrorBody, description = "it is no order of whoever asks")
))]
pub(super) async fn entitlements(
    State(app): State<App>,
    visitor: Visitor,
    Body(request): Body<EntitlementsRequest>,
) -> Result<Json<EntitlementsSent>, ApiError> {
    let visitor = super::body::spoken_for(&app, visitor, request.token.as_deref())?;
    let all = app.entitlements(&visitor, request.order).await?;
    let sent = all.into_iter().map(|one| EntitlementSent {
        product: one.product,
        unit: one.unit,
        what: one.what,
        until: one.until,
        token: one.token,
    });
    Ok(Json(EntitlementsSent { entitlements: sent.collect() }))
}
