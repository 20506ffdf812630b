//! Earlier versions of the terms, and the way back to each.

use attar::id::ContentHash;
use axum::Form;
use axum::extract::Path;
use maud::html;

use super::super::caller::Caller;
use super::super::drafting::{self, InForce, outdated};
use super::super::merchant::only_owner;
use super::super::problem::{Moved, Page};
use super::{HERE, list, words};
use crate::terms::{self, Changes, Terms, fingerprint};

/// All versions that are told, each with what it changed.
pub(super) async fn section(caller: &Caller) -> Page {
    let mut versions = caller.terms().versions.lock().await;
    let versions = versions.read_on(caller.app()).await?;
    let in_force = fingerprint(&terms::in_force::<Terms>(caller.app()))?;
    Ok(drafting::versions(caller, HERE, versions, in_force, |before, version| match before {
        Some(before) => list::differs(caller, &Changes::between(&before.terms, &version.terms)),
        None => html! { p.muted { (words(caller).first_version) } },
    }))
}

/// `POST /merchant/terms/versions/{hash}`
pub(super) async fn bring_back(
    caller: Caller,
    Path(shop): Path<ContentHash>,
    Form(seen): Form<InForce>,
) -> Moved {
    only_owner(&caller)?;
    let version = drafting::version(&caller, &caller.terms().versions, shop).await?;
    let current = caller.app().current();
    if !seen.is(&current.shop.draft().terms)? {
        return outdated(HERE);
    }
    drafting::bring_back(&caller, HERE, &current, version.terms.as_ref().clone()).await
}
