//! The programme: the form or its JSON, and beside it what it says in words and what is the matter with it.

use attar::terms::loyalty::Programme;
use axum::Form;
use axum::extract::Query as Search;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::caller::Caller;
use super::super::fields::{Fields, Filled, Hand, Wrong};
use super::super::merchant::only_owner;
use super::super::problem::{Drawn, Moved, Page};
use super::super::terms::list::seen;
use super::super::terms::whole::area;
use super::super::terms::written;
use super::filled::{filled, fresh};
use super::findings::broken;
use super::read::{Against, read};
use super::{HERE, drafts, form, list, words};
use crate::terms::loyalty::{Draft, Sheet, Written};

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

/// What stands on the page, and what is wrong with it as a whole.
enum Body {
    Form(Filled, Vec<Wrong>, Option<String>),
    Json(String, Option<String>),
}

/// `GET /merchant/loyalty/edit`
pub(super) async fn edit(caller: Caller, Search(visit): Search<Visit>) -> Page {
    only_owner(&caller)?;
    let sheet = Sheet::load(caller.app()).await?;
    let shown = shown(&caller, &sheet.terms);
    let body = match filled(&shown, against(&caller, &sheet)).filter(|_| visit.way != Some(Way::Json)) {
        Some(filled) => Body::Form(filled, Vec::new(), None),
        None => Body::Json(written::programme(&shown), None),
    };
    let saved = html! { @if visit.saved { p.note role="status" { (drafts(&caller).saved) } } };
    page(&caller, &sheet, &body, &saved)
}

/// What there is, or what to begin with.
fn shown(caller: &Caller, written: &Written) -> Programme {
    let exponent = caller.snapshot().shop.currency.exponent();
    written.clone().unwrap_or_else(|| fresh(10_i64.saturating_pow(exponent.into())))
}

fn against<'a>(caller: &'a Caller, sheet: &'a Sheet) -> Against<'a> {
    Against { hand: Hand::of(caller), shop: &caller.snapshot().shop, base: sheet.terms.as_ref() }
}

/// `POST /merchant/loyalty/edit`
pub(super) async fn keep(caller: Caller, Form(form): Form<Vec<(String, String)>>) -> Moved {
    only_owner(&caller)?;
    let (sheet, filled) = (Sheet::load(caller.app()).await?, Filled(form));
    if filled.seen() != Some(sheet.seen) {
        return meanwhile(&caller, &sheet, filled);
    }
    let wanted =
        if filled.is("do", "remove") { Ok(None) } else { wanted(&caller, &sheet, &filled).map(Some) };
    let is_gone = matches!(wanted, Ok(None));
    let kept = match wanted {
        Ok(wanted) => Draft::change(caller.app(), Some(sheet.seen), move |draft, ()| *draft = wanted).await?,
        Err(body) => {
            let page = page(&caller, &sheet, &body, &html! {})?;
            return Ok(Drawn::page(StatusCode::UNPROCESSABLE_ENTITY, page));
        }
    };
    let way = if filled.is_json() { "&as=json" } else { "" };
    match kept {
        None => meanwhile(&caller, &Sheet::load(caller.app()).await?, filled),
        Some(()) if is_gone => Ok(Caller::see(&[HERE, "?said=saved"].concat(), None)),
        Some(()) => Ok(Caller::see(&[HERE, "/edit?saved=true", way].concat(), None)),
    }
}

/// What was typed, where somebody else was faster: it is kept for nobody until it is sent once more.
fn meanwhile(caller: &Caller, sheet: &Sheet, filled: Filled) -> Moved {
    let body = match filled.is_json() {
        true => Body::Json(filled.one("json").to_owned(), None),
        false => Body::Form(filled, Vec::new(), None),
    };
    let note = html! { p.note role="alert" { (drafts(caller).meanwhile) } };
    Ok(Drawn::page(StatusCode::CONFLICT, page(caller, sheet, &body, &note)?))
}

/// The programme that is wanted, by either way, or what stands on the page with what is wrong.
fn wanted(caller: &Caller, sheet: &Sheet, filled: &Filled) -> Result<Programme, Body> {
    if filled.is_json() {
        let text = filled.one("json");
        let sound = |programme: &Programme| fault(caller, sheet, programme).map_or(Ok(()), Err);
        let read = written::read::<Programme>(caller.lang(), text);
        return read
            .and_then(|programme| sound(&programme).map(|()| programme))
            .map_err(|why| Body::Json(text.to_owned(), Some(why)));
    }
    let programme =
        read(filled, against(caller, sheet)).map_err(|wrong| Body::Form(filled.clone(), wrong, None))?;
    match fault(caller, sheet, &programme) {
        Some(why) => Err(Body::Form(filled.clone(), Vec::new(), Some(why))),
        None => Ok(programme),
    }
}

fn fault(caller: &Caller, sheet: &Sheet, programme: &Programme) -> Option<String> {
    broken(caller, &sheet.terms, &Some(programme.clone()))
}

fn page(caller: &Caller, sheet: &Sheet, body: &Body, note: &Markup) -> Page {
    let title = if sheet.terms.is_some() { words(caller).title } else { words(caller).write };
    let body = html! {
        div.intro { a.muted href=(HERE) { (words(caller).back) } h1 { (title) } }
        (note)
        div.two.wide {
            section.panel { (ways(caller, sheet, body)) (fields(caller, sheet, body)) }
            div.stack.aside { (list::beside(caller, sheet)?) }
        }
    };
    Ok(caller.page(title, &body))
}

/// The two ways to write it.
fn ways(caller: &Caller, sheet: &Sheet, body: &Body) -> Markup {
    let words = drafts(caller);
    let json = matches!(body, Body::Json(..));
    let ordinary = filled(&shown(caller, &sheet.terms), against(caller, sheet)).is_some();
    html! {
        nav.chips aria-label=(words.kind) {
            @if ordinary {
                a href={ (HERE) "/edit?as=form" } aria-current=[(!json).then_some("page")] { (words.as_form) }
            }
            a href={ (HERE) "/edit?as=json" } aria-current=[json.then_some("page")] { (words.as_json) }
        }
        @if !ordinary { p.muted { (super::words(caller).only_json) } }
    }
}

fn fields(caller: &Caller, sheet: &Sheet, body: &Body) -> Markup {
    let words = drafts(caller);
    let hint = (super::words(caller).json_is, "/v1/schema/loyalty.json");
    html! {
        form.fields action={ (HERE) "/edit" } method="post" {
            (seen(sheet.seen))
            @match body {
                Body::Form(filled, wrong, whole) => {
                    input type="hidden" name="as" value="form";
                    @if let Some(whole) = whole { p.note role="alert" { (whole) } }
                    (form::Form { fields: Fields { caller, filled, wrong }, base: sheet.terms.as_ref() }.all())
                },
                Body::Json(text, wrong) => {
                    input type="hidden" name="as" value="json";
                    (area(caller, text, wrong.as_deref(), hint))
                },
            }
            div.row {
                button type="submit" name="do" value="save" { (words.save) }
                @if sheet.terms.is_some() {
                    button.quiet type="submit" name="do" value="remove" formnovalidate { (super::words(caller).take_away) }
                }
            }
        }
    }
}
