//! All terms as JSON, for what no form knows: budgets, the least margin, sending, the mode.

use attar::Shop;
use attar::terms::promotion::{Promotion, PromotionId};
use attar::terms::till::{Part, Terms};
use axum::Form;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::caller::Caller;
use super::super::merchant::only_owner;
use super::super::problem::{Moved, Page};
use super::super::words::isolated;
use super::list::{seen, shop_of};
use super::{HERE, drawn, read, words, written};
use crate::terms::{Changes, Draft, Sheet};

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
    let read = written::read::<Terms>(caller.lang(), &json);
    let sound = read.and_then(|terms| broken(&caller, &sheet.terms, &terms).map_or(Ok(terms), Err));
    let kept = match sound {
        Err(why) if seen.is_some() => {
            return Ok(drawn(StatusCode::UNPROCESSABLE_ENTITY, page(&caller, &sheet, &json, Some(&why))));
        }
        Err(_) => None,
        Ok(terms) => Draft::change(caller.app(), seen, move |draft, _| *draft = terms).await?,
    };
    if kept.is_none() {
        let (sheet, why) = (Sheet::load(caller.app()).await?, words(&caller).meanwhile);
        return Ok(drawn(StatusCode::CONFLICT, page(&caller, &sheet, &json, Some(why))));
    }
    Ok(Caller::see(&[HERE, "?said=saved"].concat(), None))
}

/// What is off of that which was written now.
fn broken(caller: &Caller, was: &Terms, terms: &Terms) -> Option<String> {
    let shop = shop_of(caller, terms).ok()?;
    let changes = Changes::between(was, terms);
    let mut written = changes.written();
    written.find_map(|promotion| Some(format!("{}: {}", promotion.id.0, off(&shop, promotion.id)?)))
}

/// What would turn a promotion off in these terms: a sentence that names the field.
pub(super) fn fault(caller: &Caller, terms: &Terms, promotion: &Promotion) -> Option<String> {
    let mut terms = terms.clone();
    read::replace(&mut terms, promotion.clone());
    off(&shop_of(caller, &terms).ok()?, promotion.id)
}

fn off(shop: &Shop, id: PromotionId) -> Option<String> {
    let found = shop.warnings().iter().find(|warning| warning.part == Part::Promotion(id));
    found.map(|warning| isolated(&warning.why))
}

fn page(caller: &Caller, sheet: &Sheet, text: &str, wrong: Option<&str>) -> Markup {
    let words = words(caller);
    let body = html! {
        div.intro { a.muted href=(HERE) { (words.back) } h1 { (words.whole) } p.lead { (words.whole_is) } }
        section.panel {
            form.fields action={ (HERE) "/whole" } method="post" {
                (seen(sheet.seen))
                (area(caller, text, wrong, words.json_is))
                div.row { button type="submit" { (words.save) } }
            }
        }
    };
    caller.page(words.whole, &body)
}

/// A field for JSON, and what is wrong in it.
pub(super) fn area(caller: &Caller, text: &str, wrong: Option<&str>, hint: &str) -> Markup {
    let rows = text.lines().count().clamp(8, 24);
    html! {
        label {
            span { (words(caller).json) }
            textarea.code name="json" rows=(rows) dir="ltr" lang="en" spellcheck="false" autocapitalize="off"
                autocomplete="off" aria-invalid=[wrong.map(|_| "true")] required { (text) }
            @if let Some(wrong) = wrong { small role="alert" { (wrong) } }
        }
        p.muted { (hint) }
    }
}
