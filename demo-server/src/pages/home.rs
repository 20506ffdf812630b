//! The first page: suggestions, what sells, departments.

use std::iter;

use attar::id::LabelId;
use attar::{Answer, Query, Slot};
use axum::extract::Query as Search;
use maud::{Markup, html};
use serde::Deserialize;

use super::caller::Caller;
use super::problem::{Page, Problem};
use super::{department, parts, referral, shelf};

/// What the address says: by whose code somebody comes.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Visit {
    referral: Option<String>,
}

/// `GET /`
pub(super) async fn home(caller: Caller, Search(visit): Search<Visit>) -> Page {
    let invited = referral::invited(&caller, visit.referral.as_deref()).await?;
    let for_you = parts::list(&caller, Slot::ForYou, None).await?;
    let aisles = aisles(&caller).await?;
    let known = known(&caller, &aisles).await?;
    Ok(caller.page(caller.words.home, &html! { (invited) (body(&caller, &aisles, &for_you, &known)) }))
}

/// The lists of one whom the shop knows, the full ones; while a promise is owed, nothing that sells. Of whom no taste is
/// known yet, what sells well is what is suggested.
async fn known(caller: &Caller, aisles: &[LabelId]) -> Result<Vec<(&'static str, Markup)>, Problem> {
    if !caller.is_known() {
        return Ok(Vec::new());
    }
    let words = caller.words;
    let recent = (words.recent, Slot::Recent);
    let selling = [(words.buy_again, Slot::BuyAgain), (words.trending, Slot::Trending)];
    let selling = if aisles.is_empty() || caller.owes().await? { None } else { Some(selling) };
    let mut lists = Vec::new();
    for (title, slot) in iter::once(recent).chain(selling.into_iter().flatten()) {
        if let Some(list) = parts::filled(caller, slot).await? {
            lists.push((title, list));
        }
    }
    Ok(lists)
}

async fn aisles(caller: &Caller) -> Result<Vec<LabelId>, Problem> {
    Ok(match caller.ask(Query::Profile).await? {
        Answer::Profile(profile) => profile.categories.into_iter().map(|(label, _)| label).collect(),
        _ => Vec::new(),
    })
}

/// Whom the shop does not know gets one list: the others would be the same, or empty.
fn body(caller: &Caller, aisles: &[LabelId], for_you: &Markup, known: &[(&str, Markup)]) -> Markup {
    let words = caller.words;
    let departments = shelf::departments(&caller.snapshot().shop);
    html! {
        (hero(caller))
        section {
            h2 { (words.departments) }
            (department::links(caller, &departments, None))
        }
        @if !aisles.is_empty() { section { h2 { (words.aisles) } (own(caller, aisles)) } }
        section {
            div.heading { h2 { (words.for_you) } p.muted { (words.why_list) " " a href="/account" { (words.known) } } }
            (for_you)
        }
        @for (title, list) in known { section { h2 { (title) } (list) } }
    }
}

fn hero(caller: &Caller) -> Markup {
    let words = caller.words;
    html! {
        section.hero {
            div.intro {
                @if caller.is_known() { p.welcome { (words.welcome) } }
                h1 { (words.motto) }
                p.lead { (words.lead) }
            }
            @if caller.has_pictures() {
                div.still aria-hidden="true" {
                    @for name in ["herb", "amphora", "tangerine"] { img src={ "/picture/icon/" (name) } alt="" width="128" height="128"; }
                }
            }
        }
    }
}

/// The categories that this shopper meets most, as links.
fn own(caller: &Caller, aisles: &[LabelId]) -> Markup {
    let shop = &caller.snapshot().shop;
    let department =
        |label: LabelId| shop.products.iter().find(|p| p.category == label).map(|p| p.department);
    html! {
        nav.departments aria-label=(caller.words.aisles) {
            @for label in aisles {
                @if let Some(department) = department(*label) {
                    a href={ "/d/" (department) "?category=" (label) } { (caller.label(*label)) }
                }
            }
        }
    }
}
