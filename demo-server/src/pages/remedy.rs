//! What is offered for an order that is late, and the button that takes it.

use attar::query::Tracked;
use attar::{Command, OrderId};
use axum::Form;
use axum::extract::Path;
use maud::{Markup, html};

use super::caller::Caller;
use super::parcels::Fields;
use super::problem::Moved;
use super::words::{PromiseWords, fill};
use crate::local;

/// `POST /order/{id}/remedy`
pub(super) async fn accept(caller: Caller, Path(order): Path<OrderId>, Form(fields): Form<Fields>) -> Moved {
    let headers = caller.act_form(Command::AcceptRemedy { order }, &fields).await?;
    Ok(Caller::see(&format!("/order/{order}"), headers))
}

/// The buyer's button; nothing, where nothing is offered.
pub(super) fn form(caller: &Caller, tracked: &Tracked, once: &Markup) -> Markup {
    let words = PromiseWords::of(caller.lang());
    let offer = tracked.late.and_then(|late| late.offer);
    html! {
        @if let Some(offer) = offer {
            section.panel {
                h2 { (words.sorry) }
                p.muted { (words.accept_is) }
                form.row action={ "/order/" (tracked.order) "/remedy" } method="post" {
                    (once)
                    button type="submit" { (fill(words.accept, &[&local::money(caller.lang(), offer)])) }
                }
            }
        }
    }
}
