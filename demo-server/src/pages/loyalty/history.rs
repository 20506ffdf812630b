//! Earlier versions of the programme, and the way back to each.

use attar::id::ContentHash;
use axum::Form;
use axum::extract::Path;
use maud::html;

use super::super::caller::Caller;
use super::super::drafting::{self, InForce, outdated};
use super::super::merchant::only_owner;
use super::super::problem::{Moved, Page};
use super::super::words::{fill, isolated};
use super::findings::shop_of;
use super::{HERE, list, words};
use crate::terms::loyalty::Written;
use crate::terms::{self, fingerprint};

/// All versions that are told, each with what it changed.
pub(super) async fn section(caller: &Caller) -> Page {
    let mut versions = caller.loyalty().desk.versions.lock().await;
    let versions = versions.read_on(caller.app()).await?;
    let in_force = fingerprint(&terms::in_force::<Written>(caller.app()))?;
    let words = words(caller);
    Ok(drafting::versions(caller, HERE, versions, in_force, |before, version| {
        let changed = match (before, version.terms.as_ref()) {
            (Some(before), _) => list::difference(caller, &before.terms, &version.terms),
            (None, Some(_)) => words.first_version.to_owned(),
            (None, None) => words.none.to_owned(),
        };
        html! { p.muted { (changed) } }
    }))
}

/// `POST /merchant/loyalty/versions/{hash}`
pub(super) async fn bring_back(
    caller: Caller,
    Path(shop): Path<ContentHash>,
    Form(seen): Form<InForce>,
) -> Moved {
    only_owner(&caller)?;
    let version = drafting::version(&caller, &caller.loyalty().desk.versions, shop).await?;
    let current = caller.app().current();
    if !seen.is(&current.shop.draft().loyalty)? {
        return outdated(HERE);
    }
    // A price list of today may be for a tier that it had not.
    if let Err(why) = shop_of(&caller, &version.terms) {
        return list::refused(&caller, &fill(words(&caller).broken, &[&isolated(why)])).await;
    }
    drafting::bring_back(&caller, HERE, &current, version.terms.as_ref().clone()).await
}
