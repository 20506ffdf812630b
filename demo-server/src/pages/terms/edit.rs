//! One promotion: the form or its JSON, and beside it what it says in words and what is the matter with it.

use attar::terms::promotion::{Promotion, PromotionId};
use attar::terms::till::Terms;
use axum::Form;
use axum::extract::{Path, Query as Search};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::caller::Caller;
use super::super::merchant::only_owner;
use super::super::problem::{Drawn, Moved, Page, Problem};
use super::super::words::fill;
use super::filled::{Filled, Hand};
use super::form::Fields;
use super::list::{differs, shop_of, ways_on};
use super::read::{self, Against, Wish, Wrong};
use super::row::Rows;
use super::told::Teller;
use super::{HERE, whole, words, written};
use crate::terms::{self, Changes, Draft, find};

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
enum Body {
    Form(Filled, Vec<Wrong>),
    Json(String, Option<String>),
}

/// The promotion of an address, and the terms that it is part of: of the draft, if there is one.
struct Place {
    terms: Terms,
    draft: Option<Draft>,
    id: PromotionId,
    is_new: bool,
    /// A number for a new budget.
    free: u32,
}

impl Place {
    async fn of(caller: &Caller, id: &str) -> Result<Self, Problem> {
        let draft = Draft::load(caller.app()).await?;
        let terms = draft.as_ref().map_or_else(|| terms::in_force(caller.app()), |draft| draft.terms.clone());
        let (promotion, free) = free_numbers(caller, &terms).await?;
        if id == "new" {
            return Ok(Self { terms, draft, id: promotion, is_new: true, free });
        }
        let id = PromotionId(id.parse().map_err(|_| Problem::Missing)?);
        let place = Self { terms, draft, id, is_new: false, free };
        place.promotion().map(|_| ()).ok_or(Problem::Missing)?;
        Ok(place)
    }

    fn promotion(&self) -> Option<&Promotion> {
        find(&self.terms, self.id)
    }

    fn against<'a>(&'a self, caller: &'a Caller) -> Against<'a> {
        let shop = &caller.snapshot().shop;
        Against { hand: hand(caller), shop, terms: &self.terms, id: self.id, free: self.free }
    }
}

fn hand(caller: &Caller) -> Hand<'_> {
    let shop = &caller.snapshot().shop;
    Hand { lang: caller.lang(), currency: shop.currency, zone: &shop.zone }
}

/// Numbers that no promotion and no budget has, or had in a version that is told, or was counted under: what was used
/// is counted by number.
async fn free_numbers(caller: &Caller, terms: &Terms) -> Result<(PromotionId, u32), Problem> {
    let mut versions = caller.terms().versions.lock().await;
    let versions = versions.read_on(caller.app()).await?;
    let all = || versions.iter().map(|version| &*version.terms).chain([terms]);
    let promotions = all().flat_map(|terms| &terms.promotions).map(|promotion| promotion.id.0).max();
    let budgets = all().flat_map(|terms| &terms.budgets).map(|budget| budget.id).max();
    let current = caller.app().current();
    let given = &current.market.given;
    let behind = |most: Option<u32>| most.map_or(1, |most| most.saturating_add(1))..=u32::MAX;
    let promotion = behind(promotions).find(|id| given.times(PromotionId(*id)) == 0);
    let budget = behind(budgets).find(|id| given.paid(*id) == 0);
    Ok((PromotionId(promotion.unwrap_or(u32::MAX)), budget.unwrap_or(u32::MAX)))
}

/// `GET /merchant/terms/{id}`
pub(super) async fn edit(caller: Caller, Path(id): Path<String>, Search(visit): Search<Visit>) -> Page {
    only_owner(&caller)?;
    let place = Place::of(&caller, &id).await?;
    let filled = match place.promotion() {
        Some(promotion) => Filled::of(promotion, &place.terms, hand(&caller)),
        None => Some(Filled::fresh(hand(&caller), &place.terms)),
    };
    let body = match filled.filter(|_| visit.way != Some(Way::Json)) {
        Some(filled) => Body::Form(filled, Vec::new()),
        None => Body::Json(place.promotion().map_or_else(|| sketch(place.id), written::promotion), None),
    };
    page(&caller, &place, &body, visit.saved)
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
    if filled.is("do", "remove") {
        let id = place.id;
        Draft::change(caller.app(), move |terms| read::remove(terms, id)).await?;
        return Ok(Caller::see(&[HERE, "?said=saved"].concat(), None));
    }
    let json = filled.is("as", "json");
    let wish = if json {
        from_json(&caller, &place, filled.one("json"))
    } else {
        from_form(&caller, &place, filled)
    };
    match wish {
        Ok(wish) => {
            Draft::change(caller.app(), move |terms| wish.put(terms)).await?;
            let way = if json { "&as=json" } else { "" };
            Ok(Caller::see(&format!("{HERE}/{}?saved=true{way}", place.id.0), None))
        }
        Err(body) => {
            let page = page(&caller, &place, &body, false)?;
            let mut response = (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
            response.extensions_mut().insert(Drawn);
            Ok(response)
        }
    }
}

/// A promotion that is wanted, by either way.
enum Wanted {
    Form(Wish),
    Json(Promotion),
}

impl Wanted {
    fn put(self, terms: &mut Terms) {
        match self {
            Self::Form(wish) => wish.put(terms),
            Self::Json(promotion) => read::replace(terms, promotion),
        }
    }
}

fn from_form(caller: &Caller, place: &Place, filled: Filled) -> Result<Wanted, Body> {
    match read::read(&filled, place.against(caller)) {
        Ok(wish) => Ok(Wanted::Form(wish)),
        Err(wrong) => Err(Body::Form(filled, wrong)),
    }
}

fn from_json(caller: &Caller, place: &Place, text: &str) -> Result<Wanted, Body> {
    let wrong = |why| Body::Json(text.to_owned(), Some(why));
    let promotion: Promotion = written::read(caller.lang(), text).map_err(wrong)?;
    if promotion.id != place.id {
        return Err(wrong(fill(words(caller).taken_number, &[&caller.digits(place.id.0)])));
    }
    match whole::fault(caller, &place.terms, &promotion) {
        Some(why) => Err(wrong(why)),
        None => Ok(Wanted::Json(promotion)),
    }
}

fn page(caller: &Caller, place: &Place, body: &Body, saved: bool) -> Page {
    let words = words(caller);
    let title = place.promotion().map_or_else(|| words.write.to_owned(), |one| Teller::new(caller).name(one));
    let body = html! {
        div.intro {
            a.muted href=(HERE) { (words.back) }
            h1 { (title) }
        }
        @if saved { p.note role="status" { (words.saved) } }
        div.two.wide {
            section.panel { (ways(caller, place, body)) (form(caller, place, body)) }
            (beside(caller, place)?)
        }
    };
    Ok(caller.page(&title, &body))
}

/// The two ways to write it.
fn ways(caller: &Caller, place: &Place, body: &Body) -> Markup {
    let words = words(caller);
    let json = matches!(body, Body::Json(..));
    let here = if place.is_new { "new".to_owned() } else { place.id.0.to_string() };
    let ordinary = place.promotion().is_none_or(|one| Filled::of(one, &place.terms, hand(caller)).is_some());
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
        form.fields action={ (HERE) "/" (here) } method="post" {
            @match body {
                Body::Form(filled, wrong) => {
                    input type="hidden" name="as" value="form";
                    (Fields { caller, filled, wrong }.all())
                },
                Body::Json(text, wrong) => {
                    input type="hidden" name="as" value="json";
                    (whole::area(caller, text, wrong.as_deref(), words.json_is))
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
    let Some(promotion) = place.promotion() else { return Ok(html! {}) };
    let shop = shop_of(caller, &place.terms)?;
    let was = &current.shop.draft().terms;
    let changes = Changes::between(was, &place.terms);
    let rows = Rows::new(caller, &shop, &current.market.given).drafted(&changes);
    let words = words(caller);
    Ok(html! {
        div.stack.aside {
            section.panel.promotions {
                p.heading { strong { (Teller::new(caller).name(promotion)) } (rows.stands(promotion)) }
                (rows.told(promotion))
            }
            @if let Some(draft) = &place.draft {
                section.panel.drafted {
                    h2 { (words.draft) }
                    p.muted { (words.draft_is) }
                    (differs(caller, &changes))
                    (ways_on(caller, draft, &changes, true))
                }
            }
        }
    })
}
