//! Where an order is, and what was in it.

use attar::query::Tracked;
use attar::{Answer, OrderId, Query, ShopperId};
use axum::extract::Path;
use maud::{Markup, html};

use super::again;
use super::call_off;
use super::caller::Caller;
use super::entitled;
use super::gift;
use super::link;
use super::once;
use super::parts;
use super::problem::{Page, Problem};
use super::remedy;
use super::returns;

/// `GET /order/{id}`
pub(super) async fn order(caller: Caller, Path(id): Path<OrderId>) -> Page {
    let (who, answer, tracked) = find(&caller, id).await?;
    let view = parts::tracker(id, &caller.draw(&answer));
    let once = once::field(&caller)?;
    let sorry = remedy::form(&caller, &tracked, &once);
    let own = caller.shared(who).await?;
    let change =
        |order| html! { (call_off::form(&caller, order, &once)) (returns::form(&caller, order, &once)) };
    let bought = match own.orders.get(id) {
        Some(order) => {
            html! { (gift::bought(&caller, order)) (entitled::section(&caller, &who, order)?) }
        }
        None => html! {},
    };
    let change = own.orders.get(id).map(change);
    let more = html! {
        (bought)
        div.row { (again::button(&caller, id, &once)) }
        (link::section(&caller, id).await?)
        (change.unwrap_or_default())
    };
    Ok(caller.page(caller.words.where_is_it, &body(&caller, &tracked, (&view, &sorry), &more)))
}

/// The order of whoever this is: the shopper, or the guest they were.
pub(super) async fn find(caller: &Caller, order: OrderId) -> Result<(ShopperId, Answer, Tracked), Problem> {
    for who in caller.everyone() {
        if let Some((answer, tracked)) = track(caller, who, order).await? {
            return Ok((who, answer, tracked));
        }
    }
    Err(Problem::Missing)
}

async fn track(
    caller: &Caller,
    who: ShopperId,
    order: OrderId,
) -> Result<Option<(Answer, Tracked)>, Problem> {
    let answer = caller.ask_as(who, Query::Track { order }).await?;
    Ok(match &answer {
        Answer::Tracked(tracked) => Some((answer.clone(), tracked.clone())),
        _ => None,
    })
}

fn body(caller: &Caller, tracked: &Tracked, (view, sorry): (&Markup, &Markup), more: &Markup) -> Markup {
    let words = caller.words;
    html! {
        div.intro { h1 { (words.where_is_it) } p.muted { (words.who_sees) } }
        section.panel { (view) }
        (sorry)
        (bought(caller, tracked))
        (more)
    }
}

/// What was in it, and how the total came about.
pub(super) fn bought(caller: &Caller, tracked: &Tracked) -> Markup {
    html! {
        section.panel.slip {
            h2 { (caller.words.your_order) }
            ul.bought { @for line in &tracked.lines { (row(caller, line)) } }
            (caller.order_receipt(tracked))
        }
    }
}

fn row(caller: &Caller, line: &attar::event::Line) -> Markup {
    let address = caller.snapshot().shop.product_url(line.product);
    html! {
        li {
            (caller.picture(line.product))
            a href=(address) { bdi { (caller.name(line.product)) } }
            span { "× " bdi { (caller.number(line.quantity)) } } " " (caller.money(line.total))
        }
    }
}
