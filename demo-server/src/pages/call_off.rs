//! A buyer calls an order off, or some of it, as long as that has not left the house.

use attar::service::order::Order;
use attar::{Command, OrderId, Status};
use axum::Form;
use axum::extract::Path;
use maud::{Markup, html};

use super::caller::Caller;
use super::parcels::{Fields, field, lines};
use super::problem::{Moved, Problem};
use super::returns;
use super::words::CallOffWords;

/// `POST /order/{id}/cancel`
pub(super) async fn cancel(caller: Caller, Path(order): Path<OrderId>, Form(fields): Form<Fields>) -> Moved {
    let wish = wished(order, &fields).ok_or(Problem::Unreadable)?;
    let headers = caller.act_form(wish, &fields).await?;
    Ok(Caller::see(&format!("/order/{order}"), headers))
}

fn wished(order: OrderId, fields: &Fields) -> Option<Command> {
    match field(fields, "do")? {
        "all" => Some(Command::CancelOrder { order }),
        "units" => Some(Command::CancelUnits { order, lines: lines(fields)? }),
        _ => None,
    }
}

/// The buyer's form; nothing, where nothing can be called off any more.
pub(super) fn form(caller: &Caller, order: &Order, once: &Markup) -> Markup {
    let words = CallOffWords::of(caller.lang());
    let can = order.all_cancellable();
    if can.is_empty() || order.status() == Status::Cancelled {
        return html! {};
    }
    // Of a single unit there is no part.
    let by_units = !order.may_cancel() || can.iter().map(|line| line.units).sum::<u32>() > 1;
    html! {
        section.panel {
            h2 { (words.title) }
            p.muted { (words.lead) }
            form.stack action={ "/order/" (order.id) "/cancel" } method="post" {
                (once)
                @if by_units {
                    ul.bought { @for line in &can { (returns::row(caller, line)) } }
                }
                div.row {
                    @if by_units { button.quiet type="submit" name="do" value="units" { (words.units) } }
                    @if order.may_cancel() { button.quiet type="submit" name="do" value="all" { (words.all) } }
                }
            }
        }
    }
}
