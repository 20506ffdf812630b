//! What is not there or was refused: a status at once, and a plain page in the reader's language.

use std::time::Duration;

use attar::Rejection;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::Site;
use super::caller::Caller;
use super::parts;
use super::words::LinkWords;
use crate::error::{Failure, Refusal};
use crate::guard::seconds;

/// What a page's handler returns.
pub(super) type Page = Result<Markup, Problem>;

/// What a form's handler returns.
pub(super) type Moved = Result<Response, Problem>;

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// There is no such page, or it is somebody else's.
    Missing,
    /// The shop's rules say no.
    Refused(Rejection),
    /// Only the merchant may see it.
    MerchantOnly,
    /// The form came from another site.
    WrongOrigin,
    /// The form cannot be read.
    Unreadable,
    /// There is no such household.
    NoHousehold,
    /// Many coupon codes were tried.
    TooManyCodes,
    /// Many orders were looked for: how long to wait.
    TooManySearches(Duration),
    /// The shop cannot answer now.
    Busy,
}

impl Problem {
    fn status(&self) -> StatusCode {
        match self {
            Self::Missing | Self::NoHousehold => StatusCode::NOT_FOUND,
            Self::Refused(rejection) => refused(rejection),
            Self::MerchantOnly | Self::WrongOrigin => StatusCode::FORBIDDEN,
            Self::Unreadable => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooManyCodes | Self::TooManySearches(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// How long to wait before the same may pass.
    fn wait(&self) -> Option<Duration> {
        match self {
            Self::Busy => Some(Duration::from_secs(1)),
            Self::TooManySearches(wait) => Some(*wait),
            _ => None,
        }
    }

    /// What an answer without a page of its own is about.
    fn of(status: StatusCode, reads: bool) -> Self {
        match status {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Self::Missing,
            status if status.is_client_error() && reads => Self::Missing,
            status if status.is_client_error() => Self::Unreadable,
            _ => Self::Busy,
        }
    }

    /// The drawing beside it.
    const fn icon(&self) -> &'static str {
        match self {
            Self::Missing | Self::NoHousehold => "compass",
            Self::MerchantOnly | Self::WrongOrigin => "amphora",
            Self::Refused(_) | Self::Unreadable => "magnifying-glass-tilted-left",
            Self::Busy | Self::TooManyCodes | Self::TooManySearches(_) => "teapot",
        }
    }

    fn body(&self, caller: &Caller) -> Markup {
        let words = caller.words;
        let (title, why) = match self {
            Self::Missing => (words.missing, words.missing_why.to_owned()),
            Self::Refused(rejection) => (words.refused, caller.rejection(rejection)),
            Self::MerchantOnly => (words.merchant, words.merchant_only.to_owned()),
            Self::WrongOrigin => (words.refused, words.wrong_origin.to_owned()),
            Self::Unreadable => (words.refused, words.unreadable.to_owned()),
            Self::NoHousehold => (words.refused, words.no_household.to_owned()),
            Self::TooManyCodes => (words.refused, words.too_many_codes.to_owned()),
            Self::TooManySearches(_) => (words.refused, LinkWords::of(caller.lang()).too_many.to_owned()),
            Self::Busy => (words.refused, words.busy.to_owned()),
        };
        html! {
            (parts::nothing(caller, self.icon(), &html! { h1 { (title) } p.lead { (why) } }))
        }
    }
}

fn refused(rejection: &Rejection) -> StatusCode {
    match rejection {
        Rejection::Anonymous | Rejection::Forbidden => StatusCode::FORBIDDEN,
        Rejection::UnknownProduct { .. }
        | Rejection::UnknownOrder { .. }
        | Rejection::UnknownParcel { .. }
        | Rejection::UnknownReturn { .. } => StatusCode::NOT_FOUND,
        Rejection::Empty | Rejection::BadQuantity { .. } | Rejection::BadConsignment => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        _ => StatusCode::CONFLICT,
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Rejected(rejection) => Self::Refused(rejection),
            Refusal::Forgotten => Self::Refused(Rejection::Anonymous),
            Refusal::TooManyCodes(_) => Self::TooManyCodes,
            Refusal::TooManySearches(wait) => Self::TooManySearches(wait),
            _ => Self::Busy,
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        tracing::error!(%failure, "a page cannot be drawn");
        Self::Busy
    }
}

impl IntoResponse for Problem {
    /// A bare status; [`drawn`] puts the page around it.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Draws the page of a problem. What axum itself refuses (a form that cannot be read, an unknown address) is
/// drawn as well.
pub(super) async fn drawn(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(caller) = Caller::from_request_parts(&mut parts, &site).await;
    let reads = parts.method == Method::GET;
    let response = next.run(Request::from_parts(parts, body)).await;
    match found(&response, reads) {
        Some(problem) => with_page(&problem, &caller),
        None => response,
    }
}

/// What went wrong, where no page says it yet. An address that cannot be read is one that is not there.
fn found(response: &Response, reads: bool) -> Option<Problem> {
    let (status, marks) = (response.status(), response.extensions());
    let failed = status.is_client_error() || status.is_server_error();
    let known = marks.get::<Problem>().cloned();
    let unmarked = failed && marks.get::<Drawn>().is_none();
    known.or_else(|| unmarked.then(|| Problem::of(status, reads)))
}

/// Any other address.
pub(super) async fn missing() -> Problem {
    Problem::Missing
}

/// Marks an answer that is a page already, whatever its status.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drawn;

impl Drawn {
    /// A page that says itself what was wrong.
    pub fn page(status: StatusCode, page: Markup) -> Response {
        let mut response = (status, page).into_response();
        response.extensions_mut().insert(Self);
        response
    }
}

fn with_page(problem: &Problem, caller: &Caller) -> Response {
    let page = caller.page(caller.words.refused, &problem.body(caller));
    let mut response = (problem.status(), page).into_response();
    if let Some(wait) = problem.wait().and_then(|wait| HeaderValue::from_str(&seconds(wait)).ok()) {
        response.headers_mut().insert(RETRY_AFTER, wait);
    }
    response
}
