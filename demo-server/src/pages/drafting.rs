//! What the pages of drafts have in common, whatever is written in one: how a draft comes into force or is brought back,
//! where its replay stands, and which versions there were.

use attar::id::ContentHash;
use maud::{Markup, html};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::caller::Caller;
use super::problem::{Moved, Problem};
use super::terms::told::Teller;
use super::terms::words;
use super::words::fill;
use crate::current::Current;
use crate::log::LogError;
use crate::terms::{self, DraftOf, Pair, Standing, Version, Versions, Written};
use crate::{App, PublishError};

/// The draft and what is in force as the page showed them.
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

/// What is in force as the page showed it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct InForce {
    #[serde(default)]
    in_force: String,
}

impl Shown {
    /// The draft, if it and what is in force are still what the page showed.
    pub async fn draft<W: Written>(&self, app: &App) -> Result<Option<(DraftOf<W>, Pair)>, LogError> {
        let Some(draft) = DraftOf::load(app).await? else { return Ok(None) };
        let pair = draft.pair(app)?;
        Ok((pair.to_string() == self.pair).then_some((draft, pair)))
    }
}

impl Seen {
    /// Takes the draft away, if it is still what the page showed. Gives whether it was.
    pub async fn discard<W: Written>(&self, app: &App) -> Result<bool, LogError> {
        DraftOf::<W>::discard(app, self.seen.parse().ok()).await
    }
}

impl InForce {
    /// Whether this is still in force.
    pub fn is(&self, written: &impl Written) -> Result<bool, LogError> {
        Ok(self.in_force.parse().ok() == Some(terms::fingerprint(written)?))
    }
}

/// To the list, which says what came of it.
pub(super) fn said(here: &str, word: &str) -> Moved {
    Ok(Caller::see(&[here, "?said=", word].concat(), None))
}

/// Somebody published meanwhile.
pub(super) fn outdated(here: &str) -> Moved {
    said(here, "outdated")
}

/// The draft comes into force over the shop that was seen, or over none.
pub(super) async fn publish<W: Written>(
    caller: &Caller,
    here: &str,
    seen: &Current,
    (draft, pair): (DraftOf<W>, Pair),
) -> Moved {
    match terms::publish(caller.app(), seen, draft.terms).await {
        Err(PublishError::Moved) => return outdated(here),
        done => done?,
    }
    DraftOf::<W>::done(caller.app(), pair.draft).await?;
    said(here, "published")
}

/// An earlier version comes back into force, over the shop that was seen.
pub(super) async fn bring_back(caller: &Caller, here: &str, seen: &Current, written: impl Written) -> Moved {
    match terms::publish(caller.app(), seen, written).await {
        Err(PublishError::Moved) => outdated(here),
        done => done.map(|()| said(here, "back"))?,
    }
}

/// The version that came with a shop.
pub(super) async fn version<W: Written>(
    caller: &Caller,
    versions: &Mutex<Versions<W>>,
    shop: ContentHash,
) -> Result<Version<W>, Problem> {
    let mut versions = versions.lock().await;
    let versions = versions.read_on(caller.app()).await?;
    versions.iter().find(|version| version.shop == shop).cloned().ok_or(Problem::Missing)
}

/// What can be done with a draft: publish it, or see it replayed first.
pub(super) fn ways_on(caller: &Caller, here: &str, pair: &Pair, replay: bool) -> Markup {
    let words = words(caller);
    html! {
        div.row {
            form action={ (here) "/publish" } method="post" {
                input type="hidden" name="pair" value=(pair);
                button type="submit" { (words.publish) }
            }
            @if replay { a.button.quiet href={ (here) "/replay" } { (words.replay_do) } }
        }
    }
}

/// Where a replay stands, and the button that begins it; of one that is done, what it rests on.
pub(super) fn stands<O>(
    caller: &Caller,
    here: &str,
    standing: &Standing<O>,
    rests_on: impl Fn(&O, &str) -> String,
) -> Markup {
    let words = words(caller);
    let button = |label: &str, class: &str| {
        html! { form action={ (here) "/replay" } method="post" { button class=(class) type="submit" { (label) } } }
    };
    html! {
        @match standing {
            Standing::None => (button(words.replay_do, "")),
            Standing::Failed => { p.note role="alert" { (words.failed) } (button(words.replay_do, "")) },
            Standing::Running(done, entries) => {
                progress aria-label=(words.replay) value=(done) max=(entries) {}
                p.muted role="status" { (fill(words.running, &[&caller.number(done), &caller.number(entries)])) }
            },
            Standing::Done(outcome, millis) => {
                @let took = crate::local::tenths(caller.lang(), i64::try_from(millis / 100).unwrap_or(i64::MAX));
                p.muted { (rests_on(outcome, &took)) }
                (button(words.again, "quiet"))
            },
        }
    }
}

/// All versions that are told, newest first, each with what it changed. One that is not in force can come back, instead of
/// what is seen to be.
pub(super) fn versions<W>(
    caller: &Caller,
    here: &str,
    versions: &[Version<W>],
    in_force: ContentHash,
    changed: impl Fn(Option<&Version<W>>, &Version<W>) -> Markup,
) -> Markup {
    let words = words(caller);
    html! {
        section.panel {
            h2 { (words.versions) }
            p.muted { (words.versions_is) }
            ol.orders reversed {
                @for (place, version) in versions.iter().enumerate().rev() {
                    li {
                        div.grow {
                            p { strong { (fill(words.since, &[&Teller::new(caller).moment(version.at)])) } }
                            (changed(place.checked_sub(1).and_then(|place| versions.get(place)), version))
                        }
                        @if place + 1 == versions.len() { span.state data-status="delivered" { (words.in_force) } }
                        @else {
                            form action={ (here) "/versions/" (version.shop) } method="post" {
                                input type="hidden" name="in_force" value=(in_force);
                                button.quiet type="submit" { (words.bring_back) }
                            }
                        }
                    }
                }
            }
        }
    }
}
