//! Returns: a buyer's form on the page of their order, and a merchant's buttons on that of its parcels.

use attar::event::{ReturnReason, ReturnStatus, ReturnWish, StockLine};
use attar::id::ReturnId;
use attar::query::Return;
use attar::service::order::Order;
use attar::view::Words;
use attar::{Command, OrderId};
use axum::Form;
use axum::extract::Path;
use maud::{Markup, html};

use super::caller::Caller;
use super::parcels::{self, Fields, consignment, field, lines};
use super::problem::{Moved, Problem};
use super::words::{ReturnWords, fill};
use crate::local;

/// `POST /order/{id}/return`
pub(super) async fn ask(caller: Caller, Path(order): Path<OrderId>, Form(fields): Form<Fields>) -> Moved {
    let wish = asked(order, &fields).ok_or(Problem::Unreadable)?;
    let headers = caller.act_form(wish, &fields).await?;
    Ok(Caller::see(&format!("/order/{order}"), headers))
}

fn asked(order: OrderId, fields: &Fields) -> Option<Command> {
    let reason =
        ReturnReason::ALL.into_iter().find(|reason| Some(reason.name()) == field(fields, "reason"))?;
    let wish = match field(fields, "wish")? {
        "refund" => ReturnWish::Refund,
        "exchange" => ReturnWish::Exchange,
        _ => return None,
    };
    Some(Command::RequestReturn { order, lines: lines(fields)?, reason, wish })
}

/// What a merchant wants to become of a return.
pub(super) fn moved(order: OrderId, fields: &Fields, step: &str) -> Option<Command> {
    let status = ReturnStatus::ALL.into_iter().find(|status| status.name() == step)?;
    let number = ReturnId(field(fields, "return")?.parse().ok()?);
    let restock = field(fields, "restock").is_some();
    Some(Command::MoveReturn { order, number, status, label: consignment(fields), restock })
}

/// The buyer's form; nothing, where nothing can come back.
pub(super) fn form(caller: &Caller, order: &Order, once: &Markup) -> Markup {
    let (words, told) = (ReturnWords::of(caller.lang()), Words::of(caller.lang()));
    let left = |product| StockLine { product, units: order.returnable(product) };
    let can: Vec<StockLine> = order.lines.iter().map(|line| left(line.product)).collect();
    html! {
        @if can.iter().any(|line| line.units > 0) {
            section.panel {
                h2 { (words.title) }
                p.muted { (words.lead) }
                form.stack action={ "/order/" (order.id) "/return" } method="post" {
                    (once)
                    ul.bought { @for line in can.iter().filter(|line| line.units > 0) { (row(caller, line)) } }
                    div.row {
                        label { span { (words.reason) }
                            select name="reason" { @for reason in ReturnReason::ALL { option value=(reason.name()) { (told.reason(reason)) } } }
                        }
                        label { span { (words.wish) }
                            select name="wish" {
                                option value="refund" { (told.wish(ReturnWish::Refund)) }
                                option value="exchange" { (told.wish(ReturnWish::Exchange)) }
                            }
                        }
                    }
                    div.row { button.quiet type="submit" { (words.ask) } }
                }
            }
        }
    }
}

/// A line of which some units can be picked, up to as many as it says.
pub(super) fn row(caller: &Caller, line: &StockLine) -> Markup {
    let words = ReturnWords::of(caller.lang());
    html! {
        li {
            (caller.picture(line.product))
            span.grow { bdi { (caller.name(line.product)) } }
            label.row {
                input inputmode="numeric" name={ "units-" (line.product) } pattern=(local::whole_number(3)) maxlength="3"
                    autocomplete="off" aria-label=(caller.name(line.product));
                span.muted { (fill(words.how_many, &[&caller.number(line.units)])) }
            }
        }
    }
}

/// The merchant's buttons, one for each step that is open to a return.
pub(super) fn moves(caller: &Caller, order: &Order, once: &Markup) -> Markup {
    html! {
        @for back in order.returns.iter().filter(|back| ReturnStatus::ALL.into_iter().any(|next| back.status().may_become(next))) {
            (steps(caller, order.id, back, once))
        }
    }
}

fn steps(caller: &Caller, order: OrderId, back: &Return, once: &Markup) -> Markup {
    let (words, stands) = (ReturnWords::of(caller.lang()), back.status());
    let told = Words::of(caller.lang());
    let number = caller.digits(back.number);
    html! {
        section.panel {
            h2 { (fill(told.return_name(), &[&number])) }
            p.muted { (told.wish(back.wish)) " · " (told.reason(back.reason)) }
            form.stack action=(parcels::address(order)) method="post" {
                (once)
                input type="hidden" name="return" value=(back.number);
                @if stands == ReturnStatus::Approved {
                    (parcels::carrier(caller, None))
                }
                @if stands == ReturnStatus::Received {
                    label.row { input type="checkbox" name="restock" value="yes"; span { (words.restock) } }
                }
                div.row {
                    @for (next, word) in ReturnStatus::ALL.into_iter().zip(words.go) {
                        @if stands.may_become(next) {
                            button.quiet[next == ReturnStatus::Refused] type="submit" name="do" value=(next.name()) { (word) }
                        }
                    }
                }
            }
        }
    }
}
