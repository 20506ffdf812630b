//! The merchant's page for promotions: what is in force, a draft, its replay over the baskets of the past, and
//! earlier versions. For the owner only; nothing of it is in any other page.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use super::Site;
use super::caller::Caller;
use super::problem::Problem;
use super::words::TermsWords;
use crate::error::{Failure, PublishError};
use crate::log::LogError;

mod check;
mod edit;
mod engine;
mod figures;
mod filled;
mod findings;
mod form;
mod history;
pub(super) mod list;
mod place;
mod publish;
mod read;
mod replay;
mod row;
#[cfg(test)]
mod tests;
pub(super) mod told;
pub(super) mod whole;
pub(super) mod written;

/// The most bytes of a form: all terms as JSON fit.
pub(super) const MOST_BYTES: usize = 2 << 20;
/// Where the list is.
const HERE: &str = "/merchant/terms";

pub(super) fn router() -> Router<Site> {
    Router::new()
        .route("/merchant/terms", get(list::list))
        .route("/merchant/terms/publish", post(publish::publish))
        .route("/merchant/terms/discard", post(publish::discard))
        .route("/merchant/terms/versions/{hash}", post(history::bring_back))
        .route("/merchant/terms/replay", get(replay::replay).post(replay::begin))
        .route("/merchant/terms/replay/{name}", get(figures::figures))
        .route("/merchant/terms/whole", get(whole::whole).post(whole::keep))
        .route("/merchant/terms/{id}", get(edit::edit).post(edit::keep))
        .route("/merchant/terms/{id}/check", post(check::check))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}

/// What the pages say.
pub(super) fn words(caller: &Caller) -> &'static TermsWords {
    TermsWords::of(caller.lang())
}

impl From<LogError> for Problem {
    fn from(error: LogError) -> Self {
        Self::from(Failure::from(error))
    }
}

impl From<PublishError> for Problem {
    /// A shop that was sound and is not with other terms: its parts are checked before, so this is ours to find out.
    fn from(error: PublishError) -> Self {
        tracing::error!(%error, "terms cannot be published");
        Self::Busy
    }
}
