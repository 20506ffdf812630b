//! The returns that are not at their end, on the merchant's desk.

use attar::view::Words;
use maud::{Markup, html};

use super::super::caller::Caller;
use super::super::parcels;
use super::super::problem::{Page, Problem};
use super::super::words::{ReturnWords, fill};
use crate::report::OpenReturn;

/// How many are shown, those that wait longest.
const MOST: usize = 50;

/// The panel; nothing, where there is none.
pub(super) async fn panel(caller: &Caller) -> Page {
    let open = caller.report().await?.counted.returns();
    if open.is_empty() {
        return Ok(html! {});
    }
    let words = ReturnWords::of(caller.lang());
    let mut rows = Vec::with_capacity(open.len().min(MOST));
    for one in open.iter().take(MOST) {
        rows.push(row(caller, one).await?);
    }
    Ok(html! {
        section.panel {
            h2 { (words.open) }
            ul.orders { @for row in &rows { (row) } }
            @if open.len() > MOST { p.muted { (fill(words.more, &[&caller.number(open.len() - MOST)])) } }
        }
    })
}

async fn row(caller: &Caller, one: &OpenReturn) -> Result<Markup, Problem> {
    let (words, told) = (ReturnWords::of(caller.lang()), Words::of(caller.lang()));
    let order = caller.sold(one.order).await?;
    Ok(html! {
        li {
            div.grow {
                a href=(parcels::address(one.order)) { strong { (caller.words.order) " " bdi { (caller.digits(order.number)) } } } " "
                span { (fill(told.return_name(), &[&caller.digits(one.number)])) }
                br; span.muted { (fill(words.since, &[&caller.local(one.since)])) }
            }
            span.state data-status=(one.status.name()) { (told.sent_back(one.status)) }
        }
    })
}
