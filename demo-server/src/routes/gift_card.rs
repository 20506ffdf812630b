//! `/v1/gift-card`: what is on a gift card, for whoever has its code.

use attar::Rejection;
use axum::Json;
use axum::extract::State;

use super::body::Body;
use crate::api_error::ApiError;
use crate::app::App;
use crate::identity::Visitor;
use crate::wire::{ErrorBody, GiftCardRequest, GiftCardSent};

#[utoipa::path(post, path = "/v1/gift-card", request_body = GiftCardRequest, responses(
    (status = 200, body = GiftCardSent, description = "what can be spent of the card, what was on it, and when it ends"),
    (status = "default", body = ErrorBody, description = "there is no such card, or many codes were tried")
))]
pub(super) async fn balance(
    State(app): State<App>,
    visitor: Visitor,
    Body(request): Body<GiftCardRequest>,
) -> Result<Json<GiftCardSent>, ApiError> {
    let card = app.gift_card(&visitor, &request.code)?.ok_or(Rejection::UnknownGiftCard)?;
    let (balance, value, expires) = (card.available(app.now()), card.value, card.expires);
    Ok(Json(GiftCardSent { balance, value, expires }))
}
