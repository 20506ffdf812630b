//! To be forgotten: what goes and what stays, a plain yes, and that it is done.

use attar::Command;
use attar::ShopperId;
use maud::{Markup, html};

use super::caller::Caller;
use super::problem::{Moved, Page};

/// `GET /forget`
pub(super) async fn ask(caller: Caller) -> Page {
    let waits = caller.orders().await?.iter().any(|order| !order.status().ahead().is_empty());
    Ok(caller.page(caller.words.forget, &question(&caller, waits)))
}

/// `POST /forget`
pub(super) async fn forget(caller: Caller) -> Moved {
    if caller.everyone().next().is_none() {
        return Ok(Caller::see("/forgotten", None));
    }
    let wish = Command::Forget { shopper: None, pseudonym: ShopperId::ANONYMOUS };
    Ok(Caller::see("/forgotten", caller.act(wish).await?))
}

/// `GET /forgotten`
pub(super) async fn done(caller: Caller) -> Page {
    let words = caller.words;
    let body = html! {
        section.intro {
            h1 { (words.forgotten) } p.lead { (words.forgotten_why) }
            p { a href="/" { (words.keep_looking) } }
        }
    };
    Ok(caller.page(words.forgotten, &body))
}

fn question(caller: &Caller, waits: bool) -> Markup {
    let words = caller.words;
    html! {
        div.intro { h1 { (words.forget) } p.lead { (words.forget_why) } }
        @if waits { div.note { p { (words.forget_waits) } a href="/account" { (words.my_orders) } } }
        div.two {
            section.panel { h2 { (words.forget_goes) } ul { @for line in words.forget_goes_what { li { (line) } } } }
            section.panel { h2 { (words.forget_stays) } ul { @for line in words.forget_stays_what { li { (line) } } } }
        }
        @if caller.everyone().next().is_some() {
            form.row action="/forget" method="post" {
                button type="submit" { (words.forget_do) }
                a href="/account" { (words.forget_not) }
            }
        } @else {
            p.muted { (words.forget_nobody) }
        }
    }
}
