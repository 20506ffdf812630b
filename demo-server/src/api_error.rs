//! Errors on the wire: always JSON, a short sentence for the caller; the cause goes to the log.

use std::time::Duration;

use attar::Rejection;
use attar::query::Unknown;
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{HeaderValue, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::error::{Failure, Refusal};
use crate::guard::seconds;
use crate::wire::{ErrorBody, ErrorDetail};

/// What a caller is told.
#[derive(Debug, Clone)]
pub(crate) struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    rejection: Option<Box<Rejection>>,
    /// What an element shows instead.
    view: Option<Value>,
    /// When to try again, in seconds.
    retry: Option<String>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), rejection: None, view: None, retry: None }
    }

    /// The same, with what an element shows instead.
    pub(crate) fn shown(self, view: Option<Value>) -> Self {
        Self { view, ..self }
    }

    /// The body is none that this address takes.
    pub(crate) fn unreadable(why: impl std::fmt::Display) -> Self {
        let message = format!("the request cannot be read: {why}");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "unreadable", message)
    }

    pub(crate) fn too_large(message: &str) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message)
    }

    pub(crate) fn not_found(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, message)
    }

    pub(crate) fn gone(code: &'static str, message: &str) -> Self {
        Self::new(StatusCode::GONE, code, message)
    }

    pub(crate) fn forbidden(code: &'static str, message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    pub(crate) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "something went wrong here, it is noted")
    }

    /// It took too long.
    pub(crate) fn late() -> Self {
        Self::unavailable("late", "this took too long here, try again".into())
    }

    fn unavailable(code: &'static str, message: String) -> Self {
        let retry = Some("1".to_owned());
        Self { retry, ..Self::new(StatusCode::SERVICE_UNAVAILABLE, code, message) }
    }

    /// The caller came too often.
    pub(crate) fn too_many(wait: Duration) -> Self {
        Self::later(wait, "too many requests: wait as long as `retry-after` says")
    }

    fn later(wait: Duration, message: &str) -> Self {
        let retry = Some(seconds(wait));
        Self { retry, ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many", message) }
    }

    /// What is not there, as an answer to a query.
    pub(crate) fn unknown(unknown: &Unknown) -> Self {
        match unknown {
            Unknown::Product(id) => {
                Self::not_found("unknown_product", Rejection::UnknownProduct { product: *id }.to_string())
            }
            Unknown::Price(product, currency) => {
                let rejection = Rejection::NoPrice { product: *product, currency: *currency };
                Self::not_found("no_price", rejection.to_string())
            }
            Unknown::Order(id) => {
                Self::not_found("unknown_order", Rejection::UnknownOrder { order: *id }.to_string())
            }
            Unknown::Quantity(product) => {
                let rejection = Rejection::BadQuantity { product: *product };
                Self::not_found("bad_quantity", rejection.to_string())
            }
            Unknown::OnlyServer => Self::not_found("only_server", unknown.to_string()),
            Unknown::Zone(_) => Self::not_found("unknown_zone", unknown.to_string()),
            Unknown::Programme => Self::not_found("unknown_programme", unknown.to_string()),
            Unknown::ProductUnsaid => {
                Self::not_found("product_unsaid", "this slot follows a product, and none was named")
            }
        }
    }
}

/// The wire's status of a rejection.
fn status(rejection: &Rejection) -> StatusCode {
    match rejection {
        Rejection::Anonymous | Rejection::Forbidden => StatusCode::FORBIDDEN,
        Rejection::UnknownProduct { .. }
        | Rejection::UnknownOrder { .. }
        | Rejection::UnknownParcel { .. }
        | Rejection::UnknownReturn { .. }
        | Rejection::UnknownDelivery { .. }
        | Rejection::UnknownConsignment { .. }
        | Rejection::UnknownGiftCard
        | Rejection::UnknownCoupon => StatusCode::NOT_FOUND,
        Rejection::Empty
        | Rejection::BadQuantity { .. }
        | Rejection::AmountTooLarge
        | Rejection::BadGroup { .. }
        | Rejection::BadConsignment
        | Rejection::TooManyDeliveries
        | Rejection::ScanInFuture { .. }
        | Rejection::ScanTooEarly { .. }
        | Rejection::BadPoints { .. }
        | Rejection::NotWholeWeeks => StatusCode::UNPROCESSABLE_ENTITY,
        Rejection::OnlyServer
        | Rejection::NoPrice { .. }
        | Rejection::WrongStep { .. }
        | Rejection::OutOfStock { .. }
        | Rejection::PriceChanged { .. }
        | Rejection::CouponSpent
        | Rejection::TooManyCoupons
        | Rejection::NotRefundable { .. }
        | Rejection::TooManyGroups
        | Rejection::WrongParcelStep { .. }
        | Rejection::NotOpen { .. }
        | Rejection::TooManyParcels
        | Rejection::WrongReturnStep { .. }
        | Rejection::TooManyReturns
        | Rejection::PromiseChanged { .. }
        | Rejection::NoRemedy { .. }
        | Rejection::TooManyScans
        | Rejection::TooMuch { .. }
        | Rejection::NotRedeemable { .. }
        | Rejection::NoMember
        | Rejection::GiftCardEmpty
        | Rejection::GiftCardExpired { .. }
        | Rejection::NothingForGiftCard
        | Rejection::GiftCardSpent { .. }
        | Rejection::NotReferred { .. }
        | Rejection::LinkedElsewhere => StatusCode::CONFLICT,
    }
}

impl From<Rejection> for ApiError {
    fn from(rejection: Rejection) -> Self {
        let (status, code, message) = (status(&rejection), rejection.code(), rejection.to_string());
        Self { rejection: Some(Box::new(rejection)), ..Self::new(status, code, message) }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        let message = refusal.to_string();
        match refusal {
            Refusal::Rejected(rejection) => rejection.into(),
            Refusal::UnknownShop(_) => Self::not_found("unknown_shop", message),
            Refusal::Forgotten => Self::forbidden("forgotten", &message),
            Refusal::NoConsent => Self::forbidden("no_consent", &message),
            Refusal::BadSource => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_source", message),
            Refusal::TooManyCodes(wait) | Refusal::TooManySearches(wait) => Self::later(wait, &message),
            Refusal::Busy => Self::unavailable("busy", message),
            Refusal::Unavailable => Self::unavailable("unavailable", message),
        }
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        tracing::error!(error = %failure, "a request failed");
        Self::internal()
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let Self { status, code, message, rejection, view, retry } = self;
        let rejection = rejection.map(|boxed| *boxed);
        let mut response =
            (status, Json(ErrorBody { error: ErrorDetail { code, message, rejection, view } }))
                .into_response();
        if let Some(retry) = retry.and_then(|seconds| HeaderValue::from_str(&seconds).ok()) {
            response.headers_mut().insert(RETRY_AFTER, retry);
        }
        response
    }
}
