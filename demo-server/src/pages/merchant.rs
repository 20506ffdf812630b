//! The merchant's desk: a login that works once, the open orders, and a button to learn now.

use attar::event::Role;
use attar::view::Words;
use attar::{Command, OrderId, Status};
use axum::Form;
use axum::extract::{Path, Query as Search};
use axum::response::IntoResponse;
use maud::{Markup, html};
use serde::Deserialize;

mod order;
mod refund;
mod returns;

pub(super) use order::{closed, order};
pub(super) use refund::refund;

use super::caller::Caller;
use super::carriers;
use super::console;
use super::groups;
use super::learning;
use super::loyalty;
use super::parcels;
use super::problem::{Moved, Page, Problem};
use super::webhooks;
use super::words::{
    CarrierWords, DeskWords, GroupsWords, ParcelWords, ProgrammeWords, PromiseWords, RefundWords, TermsWords,
    WebhookWords,
};
use crate::orders::OpenOrder;

/// What the address says: the key of the login link, or that training was asked for.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Visit {
    key: Option<String>,
    #[serde(default)]
    training: bool,
}

/// What the button says.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Advance {
    step: Step,
}

/// What a merchant may do with an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    Pack,
    Ship,
    Deliver,
    Cancel,
}

/// `GET /merchant`
pub(super) async fn merchant(caller: Caller, Search(visit): Search<Visit>) -> Moved {
    if let Some(key) = &visit.key {
        return enter(&caller, key);
    }
    only_owner(&caller)?;
    Ok(desk(&caller, visit.training).await?.into_response())
}

/// `POST /merchant/orders/{id}`
pub(super) async fn advance(caller: Caller, Path(order): Path<OrderId>, Form(wish): Form<Advance>) -> Moved {
    only_owner(&caller)?;
    caller.act(wish.step.command(order)).await?;
    Ok(Caller::see("/merchant", None))
}

/// `POST /merchant/train`
pub(super) async fn train(caller: Caller) -> Moved {
    only_owner(&caller)?;
    caller.train();
    Ok(Caller::see("/merchant?training=true", None))
}

/// The key opens the door once; who is in already needs none.
fn enter(caller: &Caller, key: &str) -> Moved {
    if caller.visitor.merchant.is_some() {
        return Ok(Caller::see("/merchant", None));
    }
    if !caller.use_merchant_key(key) {
        return Err(Problem::MerchantOnly);
    }
    Ok(Caller::see("/merchant", caller.owner_session()))
}

pub(super) fn only_owner(caller: &Caller) -> Result<(), Problem> {
    let owner = caller.visitor.merchant == Some(Role::Owner);
    if owner { Ok(()) } else { Err(Problem::MerchantOnly) }
}

/// The way back to the desk, above the heading of a page around it.
pub(super) fn to_desk(caller: &Caller) -> Markup {
    html! { a.muted href="/merchant" { (caller.desk().back) } }
}

async fn desk(caller: &Caller, training: bool) -> Page {
    let rows = rows(caller, &caller.open_orders().await?).await?;
    let returns = returns::panel(caller).await?;
    let tuned = caller.tuned().await?;
    let charts = console::charts(caller, tuned.as_ref()).await?;
    let learned = learning::section(caller, tuned.as_ref(), training).await?;
    Ok(caller.page(caller.words.merchant, &body(caller, (&rows, &returns), &charts, &learned)))
}

async fn rows(caller: &Caller, orders: &[OpenOrder]) -> Result<Vec<Markup>, Problem> {
    let mut rows = Vec::with_capacity(orders.len());
    for order in orders {
        rows.push(row(caller, order, &caller.contact_line(order.contact).await?));
    }
    Ok(rows)
}

fn body(caller: &Caller, (rows, returns): (&[Markup], &Markup), charts: &Markup, learned: &Markup) -> Markup {
    let words = caller.desk();
    html! {
        div.heading {
            h1 { (caller.words.merchant) }
            div.row {
                a.button.quiet href=(carriers::HERE) { (CarrierWords::of(caller.lang()).title) }
                a.button.quiet href=(groups::HERE) { (GroupsWords::of(caller.lang()).title) }
                a.button.quiet href=(webhooks::HERE) { (WebhookWords::of(caller.lang()).title) }
                a.button.quiet href=(loyalty::HERE) { (ProgrammeWords::of(caller.lang()).title) }
                a.button.quiet href="/merchant/terms" { (TermsWords::of(caller.lang()).title) }
                a.button.quiet href="/merchant/promises" { (PromiseWords::of(caller.lang()).title) }
            }
        }
        section.panel {
            h2 { (words.open_orders) }
            @if rows.is_empty() { p.muted { (words.no_open_orders) } }
            ul.orders.waiting { @for row in rows { (row) } }
            p { a href="/merchant/orders" { (RefundWords::of(caller.lang()).done) } }
        }
        (returns)
        (charts)
        (learned)
    }
}

fn row(caller: &Caller, order: &OpenOrder, contact: &str) -> Markup {
    let OpenOrder { number, status, placed_at, total, .. } = order;
    html! {
        li {
            div.grow {
                a href=(order::address(order.order)) { strong { (caller.words.order) " " bdi { (caller.digits(number)) } } } " "
                span.muted { (caller.local(*placed_at)) }
                br; span.muted { bdi { (contact) } }
            }
            span.state data-status=(status.name()) { (Words::of(caller.lang()).status(*status)) }
            (caller.money(*total))
            (buttons(caller.desk(), order.order, *status, order.may_cancel))
            a href=(parcels::address(order.order)) { (ParcelWords::of(caller.lang()).title) }
        }
    }
}

fn buttons(words: &DeskWords, order: OrderId, status: Status, may_cancel: bool) -> Markup {
    let next = match status {
        Status::Placed => Some(("pack", words.pack)),
        Status::Packed => Some(("ship", words.ship)),
        Status::Shipped => Some(("deliver", words.deliver)),
        Status::Delivered | Status::Cancelled => None,
    };
    html! {
        @if let Some((step, word)) = next {
            form.row action=(order::address(order)) method="post" {
                button type="submit" name="step" value=(step) { (word) }
                @if may_cancel {
                    button.quiet type="submit" name="step" value="cancel" { (words.cancel) }
                }
            }
        }
    }
}

impl Step {
    fn command(self, order: OrderId) -> Command {
        match self {
            Self::Pack => Command::PackOrder { order },
            Self::Ship => Command::ShipOrder { order },
            Self::Deliver => Command::DeliverOrder { order },
            Self::Cancel => Command::CancelOrder { order },
        }
    }
}
