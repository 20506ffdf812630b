//! The programme in force, a draft of it, what is owed for points, and earlier versions.

use axum::extract::Query as Search;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::caller::Caller;
use super::super::drafting;
use super::super::merchant::{only_owner, to_desk};
use super::super::problem::{Drawn, Moved, Page, Problem};
use super::super::terms::list::seen;
use super::super::words::fill;
use super::findings;
use super::told::Told;
use super::{HERE, drafts, gifts, history, liability, referrers, surprises, words};
use crate::terms::loyalty::{Draft, Sheet, Side, Written};
use crate::terms::{Standing, fingerprint, in_force};

/// What the address says: what came of the form before, and the moment that is looked up.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Visit {
    said: Option<Said>,
    at: Option<String>,
}

/// What came of a form.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Published,
    Outdated,
    Back,
    Saved,
}

/// `GET /merchant/loyalty`
pub(super) async fn list(caller: Caller, Search(visit): Search<Visit>) -> Page {
    only_owner(&caller)?;
    let words = drafts(&caller);
    let said = visit.said.map(|said| match said {
        Said::Published => words.published,
        Said::Outdated => words.outdated,
        Said::Back => words.brought_back,
        Said::Saved => words.saved,
    });
    let note = html! { @if let Some(said) = said { p.note role="status" { (said) } } };
    page(&caller, note, visit.at.as_deref()).await
}

/// The same, where a form was refused.
pub(super) async fn refused(caller: &Caller, why: &str) -> Moved {
    let note = html! { p.note role="alert" { (why) } };
    Ok(Drawn::page(StatusCode::CONFLICT, page(caller, note, None).await?))
}

async fn page(caller: &Caller, note: Markup, at: Option<&str>) -> Page {
    let words = words(caller);
    let sheet = Sheet::load(caller.app()).await?;
    let now: Written = in_force(caller.app());
    let change = if sheet.terms.is_some() { words.change } else { words.write };
    let body = html! {
        div.intro {
            (to_desk(caller))
            div.heading { h1 { (words.title) } a.button href={ (HERE) "/edit" } { (change) } }
            p.lead { (words.lead) }
        }
        (note)
        @if let Some(draft) = &sheet.draft { (drafted(caller, draft)?) }
        section.panel {
            h2 { (drafts(caller).in_force) }
            (told(caller, &now))
            (findings::panel(caller, &findings::judged(caller, &now, None)))
        }
        (referrers::section(caller).await?)
        (surprises::section(caller).await?)
        (liability::section(caller, at).await?)
        (gifts::section(caller, at).await?)
        (history::section(caller).await?)
    };
    Ok(caller.page(words.title, &body))
}

/// What a programme says, or that there is none.
fn told(caller: &Caller, written: &Written) -> Markup {
    match written {
        Some(programme) => Told::new(caller).programme(programme),
        None => html! { p.muted { (words(caller).none) } },
    }
}

fn drafted(caller: &Caller, draft: &Draft) -> Page {
    let words = drafts(caller);
    Ok(html! {
        section.panel.drafted {
            div.heading {
                h2 { (words.draft) }
                form action={ (HERE) "/discard" } method="post" {
                    (seen(fingerprint(&draft.terms)?))
                    button.plain type="submit" { (words.discard) }
                }
            }
            p.muted { (words.draft_is) }
            (differs(caller, &draft.terms))
            (warnings(caller, draft)?)
            (ways_on(caller, draft, true)?)
        }
    })
}

/// What differs from the programme in force.
pub(super) fn differs(caller: &Caller, written: &Written) -> Markup {
    html! { p { (difference(caller, &in_force(caller.app()), written)) } }
}

/// What makes two differ, in a sentence.
pub(super) fn difference(caller: &Caller, was: &Written, now: &Written) -> String {
    let words = words(caller);
    match (was, now) {
        (Some(was), Some(now)) => fill(words.differs, &[&Told::new(caller).differs(was, now)]),
        (None, _) => words.added.to_owned(),
        (_, None) => words.removed.to_owned(),
    }
}

/// What is the matter with a draft, as far as its replay knows where there was one.
fn warnings(caller: &Caller, draft: &Draft) -> Page {
    let standing = caller.loyalty().desk.replays.standing(&draft.pair(caller.app())?);
    let outcome = match &standing {
        Standing::Done(outcome, _) => outcome.after.as_ref(),
        _ => None,
    };
    let side: Option<&Side> = outcome.map(|sides| &sides.never);
    Ok(findings::panel(caller, &findings::judged(caller, &draft.terms, side)))
}

/// What stands beside the form: what is written in words, and what can be done with the draft.
pub(super) fn beside(caller: &Caller, sheet: &Sheet) -> Page {
    let words = drafts(caller);
    Ok(html! {
        @if sheet.terms.is_some() {
            section.panel {
                h2 { (if sheet.draft.is_some() { words.draft } else { words.in_force }) }
                (told(caller, &sheet.terms))
                @match &sheet.draft {
                    Some(draft) => (warnings(caller, draft)?),
                    None => (findings::panel(caller, &findings::judged(caller, &sheet.terms, None))),
                }
            }
        }
        @if let Some(draft) = &sheet.draft {
            section.panel.drafted {
                p.muted { (words.draft_is) }
                (differs(caller, &draft.terms))
                (ways_on(caller, draft, true)?)
            }
        }
    })
}

/// What can be done with a draft: publish it, or see it replayed first.
pub(super) fn ways_on(caller: &Caller, draft: &Draft, replay: bool) -> Result<Markup, Problem> {
    let words = drafts(caller);
    let pair = draft.pair(caller.app())?;
    Ok(html! {
        @if draft.base != pair.in_force { p.note { (words.moved_on) } }
        (drafting::ways_on(caller, HERE, &pair, replay))
    })
}
