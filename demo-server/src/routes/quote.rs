//! `/v1/quote`: what an order of the cart comes to, signed; `/v1/keys`: what verifies it.

use attar::Rejection;
use attar::command::Tender;
use axum::Json;
use axum::extract::State;

use super::body::Body;
use crate::api_error::ApiError;
use crate::app::App;
use crate::error::Refusal;
use crate::identity::Visitor;
use crate::quote::JwkSet;
use crate::wire::{ErrorBody, QuoteRequest, QuoteSent};

#[utoipa::path(post, path = "/v1/quote", request_body = QuoteRequest, responses(
    (status = 200, body = QuoteSent, description = "what an order of the cart comes to by all that the merchant \
        knows, and the same as a JWS: `iat` and `exp` in seconds, `shop` and `seq` that it stands on, `currency`, \
        `total`, `lines` and `steps` in minor units"),
    (status = "default", body = ErrorBody, description = "why the cart cannot be ordered")
))]
pub(super) async fn quote(
    State(app): State<App>,
    visitor: Visitor,
    Body(request): Body<QuoteRequest>,
) -> Result<Json<QuoteSent>, ApiError> {
    let visitor = super::body::spoken_for(&app, visitor, request.token.as_deref())?;
    let quoted = match request.till {
        Some(_) if visitor.merchant.is_none() => return Err(Refusal::Rejected(Rejection::Forbidden).into()),
        Some(till) => app.quote_at_till(&till.shopper, &till.lines).await??,
        None => {
            let gift_card = match &request.gift_card {
                Some(code) => Some(app.shown_card(&visitor, code)?.ok_or(Rejection::UnknownGiftCard)?),
                None => None,
            };
            app.quote(&visitor.acting(), Tender { points: request.points, gift_card }).await??
        }
    };
    Ok(Json(QuoteSent { quote: quoted.quote, until: quoted.until, cart: quoted.cart }))
}

#[utoipa::path(get, path = "/v1/keys", responses(
    (status = 200, body = JwkSet, description = "the keys that verify quotes, as a JWK set")
))]
pub(super) async fn keys(State(app): State<App>) -> Json<JwkSet> {
    Json(app.seal().keys())
}
