//! The replay of the draft: begun by a button, told as it goes on, then shown as charts. The page asks again by itself
//! until it is done.

use std::sync::Arc;

use attar::terms::replay::{as_if_begun, as_if_coded};
use axum::http::HeaderValue;
use axum::http::header::REFRESH;
use axum::response::IntoResponse;
use maud::{Markup, html};

use super::super::caller::Caller;
use super::super::drafting;
use super::super::merchant::only_owner;
use super::super::problem::{Moved, Problem};
use super::super::words::fill;
use super::list::{differs, shop_of, ways_on};
use super::{HERE, words};
use crate::terms::{Changes, Draft, Outcome, Pair, Question, Standing, in_force};

mod charts;

/// So many seconds between two looks.
const AGAIN: HeaderValue = HeaderValue::from_static("1");

/// The draft, and the fingerprints of both sides.
pub(super) struct Compared {
    pub draft: Draft,
    pub pair: Pair,
}

impl Compared {
    pub async fn load(caller: &Caller) -> Result<Option<Self>, Problem> {
        let draft = Draft::load(caller.app()).await?;
        let Some(draft) = draft else { return Ok(None) };
        Ok(Some(Self { pair: draft.pair(caller.app())?, draft }))
    }
}

/// `GET /merchant/terms/replay`
pub(super) async fn replay(caller: Caller) -> Moved {
    only_owner(&caller)?;
    let words = words(&caller);
    let Some(Compared { draft, pair }) = Compared::load(&caller).await? else {
        return Ok(caller
            .page(words.replay, &frame(&caller, html! { p { (words.no_draft) } }))
            .into_response());
    };
    let standing = caller.terms().replays.standing(&pair);
    let running = matches!(standing, Standing::Running(..));
    let was = in_force(caller.app());
    let changes = Changes::between(&was, &draft.terms);
    let body = html! {
        section.panel.drafted {
            h2 { (words.draft) }
            (differs(&caller, &changes))
            (stands(&caller, &standing))
        }
        @if let Standing::Done(outcome, _) = &standing {
            (charts::charts(&caller, &draft.terms, outcome))
            section.panel { h2 { (words.publish) } p.muted { (words.draft_is) } (ways_on(&caller, &draft, &changes, false)?) }
        }
    };
    let mut response = caller.page(words.replay, &frame(&caller, body)).into_response();
    if running {
        response.headers_mut().insert(REFRESH, AGAIN);
    }
    Ok(response)
}

fn frame(caller: &Caller, body: Markup) -> Markup {
    let words = words(caller);
    html! {
        div.intro { a.muted href=(HERE) { (words.back) } h1 { (words.replay) } p.lead { (words.replay_is) } }
        (body)
    }
}

/// Where it stands, and the button that begins it.
fn stands(caller: &Caller, standing: &Standing<Outcome>) -> Markup {
    drafting::stands(caller, HERE, standing, |outcome, took| {
        let baskets = caller.counted(outcome.after.carts, |nouns| nouns.basket);
        fill(words(caller).rests_on, &[&baskets, &caller.local(outcome.until), took])
    })
}

/// `POST /merchant/terms/replay`
pub(super) async fn begin(caller: Caller) -> Moved {
    only_owner(&caller)?;
    if let Some(Compared { draft, pair }) = Compared::load(&caller).await? {
        let (open, coded) = as_if_coded(&draft.terms, &in_force(caller.app()));
        let (begun, later) = as_if_begun(&open, caller.now());
        let question = Question {
            later,
            coded,
            before: Arc::clone(&caller.app().current().shop),
            after: Arc::new(shop_of(&caller, &begun)?),
            report: caller.report().await?,
            segments: caller.snapshot().model.segments.clone(),
        };
        caller.terms().replays.begin(caller.app().clone(), pair, |pieces| question.answer(pieces));
    }
    Ok(Caller::see(&[HERE, "/replay"].concat(), None))
}
