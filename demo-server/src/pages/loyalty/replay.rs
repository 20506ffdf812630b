//! The replay of the draft: begun by a button, told as it goes on, then shown as charts. The page asks again by itself
//! until it is done.

use std::sync::Arc;

use axum::http::HeaderValue;
use axum::http::header::REFRESH;
use axum::response::IntoResponse;
use maud::{Markup, html};

use super::super::caller::Caller;
use super::super::drafting;
use super::super::merchant::only_owner;
use super::super::problem::{Moved, Page, Problem};
use super::super::words::{ReferralWords, fill, isolated};
use super::findings::{judged, panel, shop_of};
use super::list::{differs, refused, ways_on};
use super::{HERE, drafts, words};
use crate::terms::loyalty::{Draft, Outcome, Question};
use crate::terms::{Pair, Standing};

mod charts;

pub(super) use charts::{moved, tier_name};

/// So many seconds between two looks.
const AGAIN: HeaderValue = HeaderValue::from_static("1");

/// The draft, and the fingerprints of both sides.
pub(super) async fn compared(caller: &Caller) -> Result<Option<(Draft, Pair)>, Problem> {
    let Some(draft) = Draft::load(caller.app()).await? else { return Ok(None) };
    let pair = draft.pair(caller.app())?;
    Ok(Some((draft, pair)))
}

/// `GET /merchant/loyalty/replay`
pub(super) async fn replay(caller: Caller) -> Moved {
    only_owner(&caller)?;
    let title = drafts(&caller).replay;
    let Some((draft, pair)) = compared(&caller).await? else {
        let nothing = html! { p { (words(&caller).no_draft) } };
        return Ok(caller.page(title, &frame(&caller, nothing)).into_response());
    };
    let standing = caller.loyalty().desk.replays.standing(&pair);
    let running = matches!(standing, Standing::Running(..));
    let body = html! {
        section.panel.drafted {
            h2 { (drafts(&caller).draft) }
            (differs(&caller, &draft.terms))
            (stands(&caller, &standing))
        }
        @if let Standing::Done(outcome, _) = &standing { (done(&caller, &draft, outcome)?) }
    };
    let mut response = caller.page(title, &frame(&caller, body)).into_response();
    if running {
        response.headers_mut().insert(REFRESH, AGAIN);
    }
    Ok(response)
}

fn frame(caller: &Caller, body: Markup) -> Markup {
    html! {
        div.intro {
            a.muted href=(HERE) { (words(caller).back) }
            h1 { (drafts(caller).replay) }
            p.lead { (words(caller).replay_is) }
        }
        (body)
    }
}

/// Charts, what is the matter, and the way on.
fn done(caller: &Caller, draft: &Draft, outcome: &Outcome) -> Page {
    let words = drafts(caller);
    let never = outcome.after.as_ref().map(|sides| &sides.never);
    Ok(html! {
        @if outcome.baskets == 0 { p.note { (super::words(caller).nobody) } }
        @else { (charts::charts(caller, &draft.terms, outcome)) }
        @if draft.terms.as_ref().is_some_and(|own| own.referral.is_some()) {
            p.muted { (ReferralWords::of(caller.lang()).not_replayed) }
        }
        section.panel {
            h2 { (words.publish) }
            p.muted { (words.draft_is) }
            (panel(caller, &judged(caller, &draft.terms, never)))
            (ways_on(caller, draft, false)?)
        }
    })
}

/// Where it stands, and the button that begins it.
fn stands(caller: &Caller, standing: &Standing<Outcome>) -> Markup {
    drafting::stands(caller, HERE, standing, |outcome, took| {
        let baskets = caller.counted(outcome.baskets, |nouns| nouns.basket);
        let members = caller.counted(outcome.members, |nouns| nouns.member_of);
        fill(words(caller).rests_on, &[&baskets, &members, &caller.local(outcome.until), took])
    })
}

/// `POST /merchant/loyalty/replay`
pub(super) async fn begin(caller: Caller) -> Moved {
    only_owner(&caller)?;
    if let Some((draft, pair)) = compared(&caller).await? {
        let after = match shop_of(&caller, &draft.terms) {
            Ok(shop) => Arc::new(shop),
            Err(why) => return refused(&caller, &fill(words(&caller).unsound, &[&isolated(why)])).await,
        };
        let question = Question {
            before: Arc::clone(&caller.app().current().shop),
            after,
            report: caller.report().await?,
            now: caller.now(),
        };
        let replays = &caller.loyalty().desk.replays;
        replays.begin(caller.app().clone(), pair, |pieces| question.answer(pieces));
    }
    Ok(Caller::see(&[HERE, "/replay"].concat(), None))
}
