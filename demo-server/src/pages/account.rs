//! The account: what may be remembered, what is known, the orders, what is bought again, and the demo's login.

use attar::service::order::Order;
use attar::view::Words;
use attar::{Query, Slot};
use maud::{Markup, html};

use super::again;
use super::caller::Caller;
use super::find;
use super::once;
use super::parts;
use super::points;
use super::problem::Page;
use super::words::{ForgetWords, LinkWords, fill};
use crate::demo::MOST_HOUSEHOLDS;
use crate::local::whole_number;

/// `GET /account`
pub(super) async fn account(caller: Caller) -> Page {
    let profile = caller.ask(Query::Profile).await?;
    let known = caller.draw(&profile);
    let orders = caller.orders().await?;
    let (mut own, once) = (Vec::new(), once::field(&caller)?);
    if caller.is_known() {
        for (title, slot) in [(caller.words.buy_again, Slot::BuyAgain), (caller.words.recent, Slot::Recent)] {
            own.extend(parts::filled(&caller, slot).await?.map(|list| (title, list)));
        }
    }
    let points = points::panel(&caller).await?;
    let known = html! { (points) section.panel { h2 { (caller.words.known) } (known) } };
    Ok(caller.page(caller.words.account, &body(&caller, &known, (&orders, &once), &own)))
}

fn body(
    caller: &Caller,
    known: &Markup,
    (orders, once): (&[Order], &Markup),
    own: &[(&str, Markup)],
) -> Markup {
    let words = caller.words;
    html! {
        div.intro { h1 { (words.account) } (session(caller)) }
        div.two {
            div.stack {
                section.panel {
                    h2 { (words.my_orders) } (list(caller, orders, once))
                    p { a href=(find::HERE) { (LinkWords::of(caller.lang()).find) } }
                }
                section.panel {
                    h2 { (words.memory) } p.muted { (words.memory_why) } (parts::consent(words, "/account"))
                }
                @if caller.everyone().next().is_some() { (forget(caller)) }
                @if caller.is_demo() { (login(caller)) }
            }
            div.stack { (known) }
        }
        @for (title, list) in own { section { h2 { (title) } (list) } }
    }
}

/// The question comes on a page of its own.
fn forget(caller: &Caller) -> Markup {
    let words = ForgetWords::of(caller.lang());
    html! {
        section.panel {
            h2 { (words.title) } p.muted { (words.why) }
            a href="/forget" { (words.more) }
        }
    }
}

fn session(caller: &Caller) -> Markup {
    let words = caller.words;
    let end = if caller.visitor.customer { words.logout } else { words.forget_device };
    html! {
        @if caller.is_known() {
            div.session {
                @if let Some(household) = caller.household() {
                    p.lead { (fill(words.logged_in, &[&caller.digits(household)])) }
                }
                form action="/logout" method="post" { button.quiet type="submit" { (end) } }
            }
        }
    }
}

/// The latest order comes first.
fn list(caller: &Caller, orders: &[Order], once: &Markup) -> Markup {
    html! {
        @if orders.is_empty() {
            p.muted { (caller.words.no_orders) " " a href="/" { (caller.words.keep_looking) } }
        } @else {
            ul.orders { @for order in orders.iter().rev() { (row(caller, order, once)) } }
        }
    }
}

fn row(caller: &Caller, order: &Order, once: &Markup) -> Markup {
    html! {
        li {
            a.grow href={ "/order/" (order.id) } { (caller.words.order) " " bdi { (caller.digits(order.number)) } }
            span.state data-status=(order.status().name()) { (Words::of(caller.lang()).status(order.status())) }
            (caller.money(order.total))
            (again::button(caller, order.id, once))
        }
    }
}

fn login(caller: &Caller) -> Markup {
    let words = caller.words;
    html! {
        section.panel {
            h2 { (words.login) }
            p.muted { (words.login_why) }
            form.row action="/login" method="post" {
                label {
                    (words.household)
                    input inputmode="numeric" name="household" pattern=(whole_number(4)) maxlength="4"
                        autocomplete="off" placeholder={ (caller.digits(1)) "–" (caller.digits(MOST_HOUSEHOLDS)) } required;
                }
                button.quiet type="submit" { (words.login_do) }
            }
        }
    }
}
