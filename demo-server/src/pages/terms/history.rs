//! Earlier versions of the terms, and the way back to each.

use attar::id::ContentHash;
use axum::Form;
use axum::extract::Path;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::caller::Caller;
use super::super::merchant::only_owner;
use super::super::problem::{Moved, Page, Problem};
use super::super::words::fill;
use super::told::Teller;
use super::{HERE, list, words};
use crate::PublishError;
use crate::terms::{self, Changes, Terms, Version, fingerprint};

/// The terms in force as the page showed them.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    in_force: String,
}

/// All versions that are told, newest first, each with what it changed.
pub(super) async fn section(caller: &Caller) -> Page {
    let mut versions = caller.terms().versions.lock().await;
    let versions = versions.read_on(caller.app()).await?;
    let words = words(caller);
    let in_force = fingerprint(&terms::in_force::<Terms>(caller.app()))?;
    Ok(html! {
        section.panel {
            h2 { (words.versions) }
            p.muted { (words.versions_is) }
            ol.orders reversed {
                @for (place, version) in versions.iter().enumerate().rev() {
                    @let before = place.checked_sub(1).and_then(|place| versions.get(place));
                    (row(caller, version, before, (place + 1 < versions.len()).then_some(in_force)))
                }
            }
        }
    })
}

/// One that is not in force can come back, instead of the terms that are `seen` to be.
fn row(
    caller: &Caller,
    version: &Version<Terms>,
    before: Option<&Version<Terms>>,
    seen: Option<ContentHash>,
) -> Markup {
    let words = words(caller);
    let changes = before.map(|before| Changes::between(&before.terms, &version.terms));
    html! {
        li {
            div.grow {
                p { strong { (fill(words.since, &[&Teller::new(caller).moment(version.at)])) } }
                @match &changes {
                    Some(changes) => (list::differs(caller, changes)),
                    None => p.muted { (words.first_version) },
                }
            }
            @match seen {
                None => span.state data-status="delivered" { (words.in_force) },
                Some(in_force) => form action={ (HERE) "/versions/" (version.shop) } method="post" {
                    input type="hidden" name="in_force" value=(in_force);
                    button.quiet type="submit" { (words.bring_back) }
                },
            }
        }
    }
}

/// `POST /merchant/terms/versions/{hash}`
pub(super) async fn bring_back(
    caller: Caller,
    Path(shop): Path<ContentHash>,
    Form(Shown { in_force }): Form<Shown>,
) -> Moved {
    only_owner(&caller)?;
    let found = {
        let mut versions = caller.terms().versions.lock().await;
        let versions = versions.read_on(caller.app()).await?;
        versions.iter().find(|version| version.shop == shop).cloned()
    };
    let version = found.ok_or(Problem::Missing)?;
    let current = caller.app().current();
    if in_force.parse().ok() != Some(fingerprint(&current.shop.draft().terms)?) {
        return Ok(Caller::see(&[HERE, "?said=outdated"].concat(), None));
    }
    let said = match terms::publish(caller.app(), &current, version.terms.as_ref().clone()).await {
        Err(PublishError::Moved) => "outdated",
        done => done.map(|()| "back")?,
    };
    Ok(Caller::see(&[HERE, "?said=", said].concat(), None))
}
