//! A draft of the programme comes into force, or goes away.

use axum::Form;
use serde::Deserialize;

use super::super::caller::Caller;
use super::super::merchant::only_owner;
use super::super::problem::Moved;
use super::super::words::fill;
use super::findings::broken;
use super::{HERE, drafts, list, words};
use crate::PublishError;
use crate::terms;
use crate::terms::loyalty::{Draft, Written};

/// The draft and the programme in force as the page showed them.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    pair: String,
}

/// The draft as the page showed it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Seen {
    #[serde(default)]
    seen: String,
}

/// `POST /merchant/loyalty/publish`
pub(super) async fn publish(caller: Caller, Form(Shown { pair }): Form<Shown>) -> Moved {
    only_owner(&caller)?;
    let outdated = || Ok(Caller::see(&[HERE, "?said=outdated"].concat(), None));
    // What is judged below is this shop or a newer one, and only this one is replaced.
    let current = caller.app().current();
    let Some(draft) = Draft::load(caller.app()).await? else { return outdated() };
    let shown = draft.pair(caller.app())?;
    if shown.to_string() != pair {
        return outdated();
    }
    let was: Written = terms::in_force(caller.app());
    if let Some(why) = broken(&caller, &was, &draft.terms) {
        return list::refused(&caller, &fill(words(&caller).broken, &[&why])).await;
    }
    match terms::publish(caller.app(), &current, draft.terms).await {
        Err(PublishError::Moved) => return outdated(),
        done => done?,
    }
    Draft::done(caller.app(), shown.draft).await?;
    Ok(Caller::see(&[HERE, "?said=published"].concat(), None))
}

/// `POST /merchant/loyalty/discard`
pub(super) async fn discard(caller: Caller, Form(Seen { seen }): Form<Seen>) -> Moved {
    only_owner(&caller)?;
    if !Draft::discard(caller.app(), seen.parse().ok()).await? {
        return list::refused(&caller, drafts(&caller).meanwhile).await;
    }
    caller.loyalty().desk.replays.clear();
    Ok(Caller::see(HERE, None))
}
