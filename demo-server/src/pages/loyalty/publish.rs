//! A draft of the programme comes into force, or goes away.

use axum::Form;

use super::super::caller::Caller;
use super::super::drafting::{self, Seen, Shown, outdated};
use super::super::merchant::only_owner;
use super::super::problem::Moved;
use super::super::words::fill;
use super::findings::broken;
use super::{HERE, drafts, list, words};
use crate::terms;
use crate::terms::loyalty::Written;

/// `POST /merchant/loyalty/publish`
pub(super) async fn publish(caller: Caller, Form(shown): Form<Shown>) -> Moved {
    only_owner(&caller)?;
    // What is judged below is this shop or a newer one, and only this one is replaced.
    let current = caller.app().current();
    let Some((draft, pair)) = shown.draft::<Written>(caller.app()).await? else { return outdated(HERE) };
    let was: Written = terms::in_force(caller.app());
    if let Some(why) = broken(&caller, &was, &draft.terms) {
        return list::refused(&caller, &fill(words(&caller).broken, &[&why])).await;
    }
    drafting::publish(&caller, HERE, &current, (draft, pair)).await
}

/// `POST /merchant/loyalty/discard`
pub(super) async fn discard(caller: Caller, Form(seen): Form<Seen>) -> Moved {
    only_owner(&caller)?;
    if !seen.discard::<Written>(caller.app()).await? {
        return list::refused(&caller, drafts(&caller).meanwhile).await;
    }
    caller.loyalty().desk.replays.clear();
    Ok(Caller::see(HERE, None))
}
