//! The merchant's page for the loyalty programme: what it is, a draft of it and its replay over the purchases of the
//! past, what the shop owes for points, and earlier versions. For the owner only.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use super::Site;
use super::caller::Caller;
use super::terms;
use super::words::{ProgrammeWords, TermsWords};

mod edit;
mod figures;
mod filled;
mod findings;
mod form;
mod gifts;
mod history;
mod liability;
mod list;
mod publish;
mod read;
mod referrers;
mod replay;
mod surprises;
#[cfg(test)]
mod tests;
mod told;

/// Where the programme is.
pub(super) const HERE: &str = "/merchant/loyalty";

pub(super) fn router() -> Router<Site> {
    Router::new()
        .route("/merchant/loyalty", get(list::list))
        .route("/merchant/loyalty/edit", get(edit::edit).post(edit::keep))
        .route("/merchant/loyalty/publish", post(publish::publish))
        .route("/merchant/loyalty/discard", post(publish::discard))
        .route("/merchant/loyalty/versions/{hash}", post(history::bring_back))
        .route("/merchant/loyalty/replay", get(replay::replay).post(replay::begin))
        .route("/merchant/loyalty/replay/{name}", get(figures::figures))
        .route("/merchant/loyalty/liability.csv", get(liability::csv))
        .route("/merchant/loyalty/gift_cards.csv", get(gifts::csv))
        .layer(DefaultBodyLimit::max(terms::MOST_BYTES))
}

/// What the pages say.
fn words(caller: &Caller) -> &'static ProgrammeWords {
    ProgrammeWords::of(caller.lang())
}

/// What they say of every draft.
fn drafts(caller: &Caller) -> &'static TermsWords {
    terms::words(caller)
}
