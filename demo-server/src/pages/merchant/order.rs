//! One order as the merchant sees it, and the orders that are done with.

use attar::service::order::Order;
use attar::{Answer, OrderId};
use axum::extract::{Path, Query as Search};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::caller::Caller;
use super::super::link;
use super::super::parcels;
use super::super::problem::{Drawn, Moved, Page};
use super::super::words::{ParcelWords, RefundWords, fill};
use super::{buttons, only_owner, refund, rows, to_desk};

/// How many orders that are done with are shown.
const MOST: usize = 50;

/// Which order the field names, by its identifier or the address of its page.
#[derive(Debug, Clone, Deserialize)]
pub(in super::super) struct Wanted {
    order: Option<String>,
}

/// What came of the form before.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(in super::super) struct Visit {
    #[serde(default)]
    given: bool,
}

/// `GET /merchant/orders`
pub(in super::super) async fn closed(caller: Caller, Search(wanted): Search<Wanted>) -> Moved {
    only_owner(&caller)?;
    let Some(text) = wanted.order else { return Ok(list(&caller, None).await?.into_response()) };
    let name = text.trim().split(['?', '#']).next().unwrap_or_default();
    let id = name.rsplit('/').find(|part| !part.is_empty()).and_then(|part| part.parse::<OrderId>().ok());
    match id {
        Some(id) if caller.app().buyer(id).await?.is_some() => Ok(Caller::see(&address(id), None)),
        _ => Ok(Drawn::page(StatusCode::NOT_FOUND, list(&caller, Some(&text)).await?)),
    }
}

/// Where the page of an order is.
pub(super) fn address(order: OrderId) -> String {
    format!("/merchant/orders/{order}")
}

/// The latest, and a field for the link of any other; what was looked for in vain stays in it.
async fn list(caller: &Caller, missed: Option<&str>) -> Page {
    let words = RefundWords::of(caller.lang());
    let rows = rows(caller, &caller.closed_orders(MOST).await?).await?;
    let wrong = missed.map(|_| words.not_found);
    let body = html! {
        div.intro { (to_desk(caller)) h1 { (words.done) } }
        section.panel {
            form.row action="/merchant/orders" method="get" {
                label.grow {
                    span { (words.find) }
                    input name="order" value=[missed] dir="ltr" autocomplete="off" required aria-invalid=[wrong.map(|_| "true")];
                    @if let Some(wrong) = wrong { small role="alert" { (wrong) } }
                }
                button.quiet type="submit" { (words.find_do) }
            }
        }
        section.panel {
            @if rows.is_empty() { p.muted { (words.no_done) } }
            ul.orders.waiting { @for row in &rows { (row) } }
        }
    };
    Ok(caller.page(words.done, &body))
}

/// `GET /merchant/orders/{id}`
pub(in super::super) async fn order(
    caller: Caller,
    Path(id): Path<OrderId>,
    Search(visit): Search<Visit>,
) -> Page {
    only_owner(&caller)?;
    let (order, words) = (caller.sold(id).await?, RefundWords::of(caller.lang()));
    let note = html! { @if visit.given { p.note role="status" { (words.given) } } };
    page(&caller, &order, &note, &refund::section(&caller, &order)).await
}

/// The page around what is said of refunds.
pub(super) async fn page(caller: &Caller, order: &Order, note: &Markup, refund: &Markup) -> Page {
    let (words, tracked) = (RefundWords::of(caller.lang()), order.tracked());
    let title = [caller.words.order, " ", &caller.digits(order.number)].concat();
    let links = link::owners_section(caller, order.id).await?;
    let body = html! {
        div.intro {
            (to_desk(caller))
            h1 { (title) }
            p.muted { bdi { (caller.contact_line(order.contact).await?) } }
        }
        (note)
        div.two.wide {
            section.panel.slip {
                h2 { (words.bought) }
                (bought(caller, order))
                (caller.order_receipt(&tracked))
            }
            div.stack {
                section.panel {
                    (caller.draw(&Answer::Tracked(tracked)))
                    (buttons(caller.desk(), order.id, order.status(), order.may_cancel()))
                    p { a href=(parcels::address(order.id)) { (ParcelWords::of(caller.lang()).title) } }
                }
                (refund)
                (links)
            }
        }
    };
    Ok(caller.page(&title, &body))
}

/// The lines, with what was given back of each.
fn bought(caller: &Caller, order: &Order) -> Markup {
    let words = RefundWords::of(caller.lang());
    html! {
        ul.bought {
            @for line in &order.lines {
                @let back = order.given_back_of(line.product);
                li {
                    (caller.picture(line.product))
                    div.grow {
                        a href=(caller.snapshot().shop.product_url(line.product)) { bdi { (caller.name(line.product)) } }
                        @if back > 0 { br; span.muted { (fill(words.was_back, &[&caller.number(back)])) } }
                    }
                    span { "× " bdi { (caller.number(line.quantity)) } } " " (caller.money(line.total))
                }
            }
        }
    }
}
