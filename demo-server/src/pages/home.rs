//! The first page: suggestions, what sells, departments.

use attar::{Query, Slot};
use maud::{Markup, html};

use super::caller::Caller;
use super::problem::Page;
use super::{department, parts, shelf};

/// `GET /`
pub(super) async fn home(caller: Caller) -> Page {
    let for_you = list(&caller, Slot::ForYou).await?;
    let trending = if caller.is_known() { Some(list(&caller, Slot::Trending).await?) } else { None };
    Ok(caller.page(caller.words.home, &body(&caller, &for_you, trending.as_ref())))
}

async fn list(caller: &Caller, slot: Slot) -> Page {
    let answer = caller.ask(Query::list(slot, parts::PICKS)).await?;
    Ok(parts::recommendations(slot, None, &caller.draw(&answer)))
}

/// Whom the shop does not know gets one list: both would be the same.
fn body(caller: &Caller, for_you: &Markup, trending: Option<&Markup>) -> Markup {
    let words = caller.words;
    let departments = shelf::departments(&caller.snapshot().shop);
    html! {
        h1 { (words.motto) }
        section { h2 { (words.departments) } (department::links(caller, &departments, None)) }
        section { h2 { (words.for_you) } (for_you) }
        @if let Some(trending) = trending { section { h2 { (words.trending) } (trending) } }
    }
}
