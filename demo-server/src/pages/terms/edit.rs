//! One promotion: the form or its JSON, and beside it what it says in words and what is the matter with it.

use attar::terms::promotion::{Promotion, PromotionId};
use attar::terms::till::Terms;
use axum::Form;
use axum::extract::{Path, Query as Search};
use axum::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::caller::Caller;
use super::super::fields::{Fields, Filled, Hand, Wrong};
use super::super::merchant::only_owner;
use super::super::problem::{Drawn, Moved, Page, Problem};
use super::super::words::fill;
use super::findings::broken;
use super::form;
use super::list::{differs, seen, shop_of, ways_on};
use super::place::Place;
use super::read::{self, Wish};
use super::row::Rows;
use super::told::Teller;
use super::{HERE, whole, words, written};
use crate::terms::{self, Changes, Draft, Fresh};

/// In which way it is written, and whether it was just kept.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Visit {
    #[serde(rename = "as")]
    way: Option<Way>,
    #[serde(default)]
    saved: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Way {
    Form,
    Json,
}

/// What stands on the page.
pub(super) enum Body {
    Form(Filled, Vec<Wrong>),
    Json(String, Option<String>),
}

/// `GET /merchant/terms/{id}`
pub(super) async fn edit(caller: Caller, Path(id): Path<String>, Search(visit): Search<Visit>) -> Page {
    only_owner(&caller)?;
    let place = Place::of(&caller, &id).await?;
    if place.is_gone {
        return Err(Problem::Missing);
    }
    let filled = match place.promotion() {
        Some(_) => place.filled(&caller),
        None => Some(Filled::fresh(Hand::of(&caller), &place.terms)),
    };
    let body = match filled.filter(|_| visit.way != Some(Way::Json)) {
        Some(filled) => Body::Form(filled, Vec::new()),
        None => Body::Json(place.promotion().map_or_else(|| sketch(place.id), written::promotion), None),
    };
    let saved = html! { @if visit.saved { p.note role="status" { (words(&caller).saved) } } };
    page(&caller, &place, &body, &saved)
}

/// What a new promotion looks like as JSON, to begin with.
fn sketch(PromotionId(id): PromotionId) -> String {
    format!("{{\n  \"id\": {id},\n  \"name\": \"\",\n  \"gives\": {{\"percent\":{{\"rate\":1000}}}}\n}}")
}

/// `POST /merchant/terms/{id}`
pub(super) async fn keep(
    caller: Caller,
    Path(id): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Moved {
    only_owner(&caller)?;
    let (place, filled) = (Place::of(&caller, &id).await?, Filled(form));
    if filled.seen() != Some(place.seen) {
        return meanwhile(&caller, &place, filled);
    }
    let moved = if filled.is("do", "remove") {
        remove(&caller, &place).await?
    } else {
        match wanted(&caller, &place, &filled)? {
            Ok(wanted) => save(&caller, &place, wanted, filled.is_json()).await?,
            Err(body) => {
                let page = page(&caller, &place, &body, &html! {})?;
                return Ok(Drawn::page(StatusCode::UNPROCESSABLE_ENTITY, page));
            }
        }
    };
    match moved {
        Some(to) => Ok(Caller::see(&to, None)),
        None => meanwhile(&caller, &Place::of(&caller, &id).await?, filled),
    }
}

/// Where to go then; nothing, if the terms are not those that were seen any more.
async fn remove(caller: &Caller, place: &Place) -> Result<Option<String>, Problem> {
    let id = place.id;
    let change = move |terms: &mut Terms, _| read::remove(terms, id);
    let done = Draft::change(caller.app(), Some(place.seen), change).await?;
    Ok(done.map(|()| [HERE, "?said=saved"].concat()))
}

/// The same of a promotion that is kept.
async fn save(caller: &Caller, place: &Place, wanted: Wanted, json: bool) -> Result<Option<String>, Problem> {
    let (is_new, id, was) = (place.is_new, place.id, terms::in_force(caller.app()));
    let change = move |terms: &mut Terms, fresh: Fresh| {
        if is_new {
            return wanted.put(terms, fresh.promotion, fresh);
        }
        read::restore(terms, &was, id);
        wanted.put(terms, id, fresh)
    };
    let way = if json { "&as=json" } else { "" };
    let done = Draft::change(caller.app(), Some(place.seen), change).await?;
    Ok(done.map(|PromotionId(id)| format!("{HERE}/{id}?saved=true{way}")))
}

/// What was typed, where somebody else was faster: it is kept for nobody until it is sent once more.
fn meanwhile(caller: &Caller, place: &Place, filled: Filled) -> Moved {
    let body = match filled.is_json() {
        true => Body::Json(filled.one("json").to_owned(), None),
        false => Body::Form(filled, Vec::new()),
    };
    let note = html! { p.note role="alert" { (words(caller).meanwhile) } };
    Ok(Drawn::page(StatusCode::CONFLICT, page(caller, place, &body, &note)?))
}

/// A promotion that is wanted, by either way.
pub(super) enum Wanted {
    Form(Wish),
    Json(Promotion),
}

impl Wanted {
    /// Writes it into the terms under its number, which it returns.
    pub(super) fn put(self, terms: &mut Terms, id: PromotionId, fresh: Fresh) -> PromotionId {
        match self {
            Self::Form(Wish { promotion, budget }) => {
                Wish { promotion: Promotion { id, ..promotion }, budget }.put(terms, fresh.budget);
            }
            Self::Json(promotion) => read::replace(terms, Promotion { id, ..promotion }),
        }
        id
    }
}

/// The promotion, or the page with what is wrong.
pub(super) fn wanted(
    caller: &Caller,
    place: &Place,
    filled: &Filled,
) -> Result<Result<Wanted, Body>, Problem> {
    if filled.is_json() {
        let text = filled.one("json");
        let read = from_json(caller, place, text)?;
        return Ok(read.map(Wanted::Json).map_err(|why| Body::Json(text.to_owned(), Some(why))));
    }
    let read = read::read(filled, place.against(caller));
    Ok(read.map(Wanted::Form).map_err(|wrong| Body::Form(filled.clone(), wrong)))
}

fn from_json(caller: &Caller, place: &Place, text: &str) -> Result<Result<Promotion, String>, Problem> {
    let promotion: Promotion = match written::read(caller.lang(), text) {
        Ok(promotion) => promotion,
        Err(why) => return Ok(Err(why)),
    };
    if promotion.id != place.id {
        return Ok(Err(fill(words(caller).taken_number, &[&caller.digits(place.id.0)])));
    }
    let mut terms = place.terms.clone();
    read::replace(&mut terms, promotion.clone());
    let why = broken(caller, &place.terms, &terms)?.map(|(_, why)| why);
    Ok(why.map_or(Ok(promotion), Err))
}

fn page(caller: &Caller, place: &Place, body: &Body, note: &Markup) -> Page {
    let words = words(caller);
    let title = place.promotion().map_or_else(|| words.write.to_owned(), |one| Teller::new(caller).name(one));
    let body = html! {
        div.intro {
            a.muted href=(HERE) { (words.back) }
            h1 { (title) }
        }
        (note)
        div.two.wide {
            section.panel { (ways(caller, place, body)) (form(caller, place, body)) }
            (beside(caller, place)?)
        }
        script type="module" src="/terms.js" {}
    };
    Ok(caller.page(&title, &body))
}

/// The two ways to write it.
fn ways(caller: &Caller, place: &Place, body: &Body) -> Markup {
    let words = words(caller);
    let json = matches!(body, Body::Json(..));
    let here = if place.is_new { "new".to_owned() } else { place.id.0.to_string() };
    let ordinary = place.promotion().is_none() || place.filled(caller).is_some();
    html! {
        nav.chips aria-label=(words.kind) {
            @if ordinary {
                a href={ (HERE) "/" (here) "?as=form" } aria-current=[(!json).then_some("page")] { (words.as_form) }
            }
            a href={ (HERE) "/" (here) "?as=json" } aria-current=[json.then_some("page")] { (words.as_json) }
        }
        @if !ordinary { p.muted { (words.only_json) } }
    }
}

fn form(caller: &Caller, place: &Place, body: &Body) -> Markup {
    let words = words(caller);
    let here = if place.is_new { "new".to_owned() } else { place.id.0.to_string() };
    html! {
        form.fields action={ (HERE) "/" (here) } method="post" data-check={ (HERE) "/" (here) "/check" } {
            (seen(place.seen))
            @match body {
                Body::Form(filled, wrong) => {
                    input type="hidden" name="as" value="form";
                    (form::Form { fields: Fields { caller, filled, wrong }, mode: place.terms.mode }.all())
                },
                Body::Json(text, wrong) => {
                    input type="hidden" name="as" value="json";
                    (whole::area(caller, text, wrong.as_deref(), (words.json_is, "/v1/schema/terms.json")))
                },
            }
            div.row {
                button type="submit" name="do" value="save" { (words.save) }
                @if !place.is_new { button.quiet type="submit" name="do" value="remove" formnovalidate { (words.remove) } }
            }
        }
    }
}

/// What it says in words, what is the matter with it, and what can be done with the draft.
fn beside(caller: &Caller, place: &Place) -> Page {
    let current = caller.app().current();
    let Some(promotion) = place.promotion() else {
        // Nothing is to be told before something is written.
        return Ok(html! { div.stack.aside { section.panel.promotions data-told role="status" hidden {} } });
    };
    let shop = shop_of(caller, &place.terms)?;
    let was = &current.shop.draft().terms;
    let changes = Changes::between(was, &place.terms);
    let rows = Rows::new(caller, &shop, &current.market.given).drafted(&changes);
    let words = words(caller);
    Ok(html! {
        div.stack.aside {
            section.panel.promotions data-told role="status" {
                p.heading { strong { (Teller::new(caller).name(promotion)) } (rows.stands(promotion)) }
                (rows.told(promotion))
            }
            @if let Some(draft) = &place.draft {
                section.panel.drafted {
                    h2 { (words.draft) }
                    p.muted { (words.draft_is) }
                    (differs(caller, &changes))
                    (ways_on(caller, draft, &changes, true)?)
                }
            }
        }
    })
}
