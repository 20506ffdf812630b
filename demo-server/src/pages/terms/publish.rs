//! A draft comes into force, or goes away.

use axum::Form;

use super::super::caller::Caller;
use super::super::drafting::{self, Seen, Shown, outdated};
use super::super::merchant::only_owner;
use super::super::problem::Moved;
use super::super::words::fill;
use super::findings::broken;
use super::told::Teller;
use super::{HERE, list, words};
use crate::terms::{self, Terms};

/// `POST /merchant/terms/publish`
pub(super) async fn publish(caller: Caller, Form(shown): Form<Shown>) -> Moved {
    only_owner(&caller)?;
    // What is judged below is this shop or a newer one, and only this one is replaced.
    let current = caller.app().current();
    let Some((draft, pair)) = shown.draft::<Terms>(caller.app()).await? else { return outdated(HERE) };
    let was = terms::in_force(caller.app());
    if let Some((promotion, why)) = broken(&caller, &was, &draft.terms)? {
        let why = fill(words(&caller).broken, &[&Teller::new(&caller).name(promotion), &why]);
        return list::refused(&caller, &why).await;
    }
    drafting::publish(&caller, HERE, &current, (draft, pair)).await
}

/// `POST /merchant/terms/discard`
pub(super) async fn discard(caller: Caller, Form(seen): Form<Seen>) -> Moved {
    only_owner(&caller)?;
    if !seen.discard::<Terms>(caller.app()).await? {
        return list::refused(&caller, words(&caller).meanwhile).await;
    }
    caller.terms().replays.clear();
    Ok(Caller::see(HERE, None))
}
