//! The first page: suggestions, what sells, departments.

use attar::{Query, Slot};
use maud::{Markup, html};

use super::caller::Caller;
use super::problem::Page;
use super::{department, parts, shelf};

/// `GET /`
pub(super) async fn home(caller: Caller) -> Page {
    let for_you = list(&caller, Slot::ForYou).await?;
    let words = caller.words;
    let mut known = Vec::new();
    if caller.is_known() {
        known.push((words.recent, list(&caller, Slot::Recent).await?));
        known.push((words.buy_again, list(&caller, Slot::BuyAgain).await?));
        known.push((words.trending, list(&caller, Slot::Trending).await?));
    }
    Ok(caller.page(words.home, &body(&caller, &for_you, &known)))
}

async fn list(caller: &Caller, slot: Slot) -> Page {
    let answer = caller.ask(Query::list(slot, parts::PICKS)).await?;
    Ok(parts::recommendations(slot, None, &caller.draw(&answer)))
}

/// Whom the shop does not know gets one list: the others would be the same, or empty.
fn body(caller: &Caller, for_you: &Markup, known: &[(&str, Markup)]) -> Markup {
    let words = caller.words;
    let departments = shelf::departments(&caller.snapshot().shop);
    html! {
        h1 { (words.motto) }
        section { h2 { (words.departments) } (department::links(caller, &departments, None)) }
        section { h2 { (words.for_you) } (for_you) }
        @for (title, list) in known { section { h2 { (title) } (list) } }
    }
}
