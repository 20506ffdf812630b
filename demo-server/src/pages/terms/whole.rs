//! All terms as JSON, for what no form knows: budgets, the least margin, sending, the mode.

use attar::Shop;
use attar::terms::till::Terms;
use axum::Form;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::caller::Caller;
use super::super::merchant::only_owner;
use super::super::problem::{Drawn, Moved, Page, Problem};
use super::findings::broken;
use super::list::seen;
use super::{HERE, words, written};
use crate::terms::{Draft, Sheet, with_terms};

/// What the field says.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Text {
    json: String,
    #[serde(default)]
    seen: String,
}

/// `GET /merchant/terms/whole`
pub(super) async fn whole(caller: Caller) -> Page {
    only_owner(&caller)?;
    let sheet = Sheet::load(caller.app()).await?;
    Ok(page(&caller, &sheet, &written::terms(&sheet.terms), None))
}

/// `POST /merchant/terms/whole`
pub(super) async fn keep(caller: Caller, Form(Text { json, seen }): Form<Text>) -> Moved {
    only_owner(&caller)?;
    let sheet = Sheet::load(caller.app()).await?;
    let seen = seen.parse().ok().filter(|seen| *seen == sheet.seen);
    let kept = match read(&caller, &sheet.terms, &json)? {
        Err(why) if seen.is_some() => {
            let page = page(&caller, &sheet, &json, Some(&why));
            return Ok(Drawn::page(StatusCode::UNPROCESSABLE_ENTITY, page));
        }
        Err(_) => None,
        Ok(terms) => Draft::change(caller.app(), seen, move |draft, _| *draft = terms).await?,
    };
    if kept.is_none() {
        let (sheet, why) = (Sheet::load(caller.app()).await?, words(&caller).meanwhile);
        return Ok(Drawn::page(StatusCode::CONFLICT, page(&caller, &sheet, &json, Some(why))));
    }
    Ok(Caller::see(&[HERE, "?said=saved"].concat(), None))
}

/// The terms that are written, or what is wrong with them.
fn read(caller: &Caller, was: &Terms, json: &str) -> Result<Result<Terms, String>, Problem> {
    let terms = match written::read_terms(caller.lang(), json) {
        Ok(terms) => terms,
        Err(why) => return Ok(Err(why)),
    };
    if let Err(why) = Shop::check(with_terms(caller.app(), terms.clone())) {
        return Ok(Err(why.to_string()));
    }
    let why = broken(caller, was, &terms)?.map(|(promotion, why)| format!("{}: {why}", promotion.id.0));
    Ok(why.map_or(Ok(terms), Err))
}

fn page(caller: &Caller, sheet: &Sheet, text: &str, wrong: Option<&str>) -> Markup {
    let words = words(caller);
    let body = html! {
        div.intro { a.muted href=(HERE) { (words.back) } h1 { (words.whole) } p.lead { (words.whole_is) } }
        section.panel {
            form.fields action={ (HERE) "/whole" } method="post" {
                (seen(sheet.seen))
                (area(caller, text, wrong, (words.json_is, "/v1/schema/terms.json")))
                div.row { button type="submit" { (words.save) } }
            }
        }
    };
    caller.page(words.whole, &body)
}

/// A field for JSON, and what is wrong in it.
pub(in super::super) fn area(
    caller: &Caller,
    text: &str,
    wrong: Option<&str>,
    (hint, schema): (&str, &str),
) -> Markup {
    let rows = text.lines().count().clamp(8, 24);
    html! {
        label {
            span { (words(caller).json) }
            textarea.code name="json" rows=(rows) dir="ltr" lang="en" spellcheck="false" autocapitalize="off"
                autocomplete="off" aria-invalid=[wrong.map(|_| "true")] required { (text) }
            @if let Some(wrong) = wrong { small role="alert" { (wrong) } }
        }
        p.muted { (hint) " " a href=(schema) { (words(caller).schema) } }
    }
}
