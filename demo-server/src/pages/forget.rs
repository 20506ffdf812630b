//! To be forgotten: what goes and what stays, a plain yes, and that it is done.

use attar::Command;
use attar::ShopperId;
use maud::{Markup, html};

use super::caller::Caller;
use super::parts;
use super::problem::{Moved, Page};
use super::words::ForgetWords;

/// `GET /forget`
pub(super) async fn ask(caller: Caller) -> Page {
    let waits = caller.orders().await?.iter().any(|order| !order.status().ahead().is_empty());
    Ok(caller.page(words(&caller).title, &question(&caller, waits)))
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
    let words = words(&caller);
    let why = html! { h1 { (words.done) } p.lead { (words.done_why) } };
    Ok(caller.page(words.done, &parts::nothing(&caller, "herb", &why)))
}

fn words(caller: &Caller) -> &'static ForgetWords {
    ForgetWords::of(caller.lang())
}

fn question(caller: &Caller, waits: bool) -> Markup {
    let words = words(caller);
    html! {
        div.intro { h1 { (words.title) } p.lead { (words.why) } }
        @if waits { div.note { p { (words.waits) } a href="/account" { (caller.words.my_orders) } } }
        div.two {
            section.panel { h2 { (words.goes) } (lines(&words.goes_what)) }
            section.panel { h2 { (words.stays) } (lines(&words.stays_what)) }
        }
        @if caller.everyone().next().is_some() {
            form.row action="/forget" method="post" {
                button.stop type="submit" { (words.yes) }
                a.button.quiet href="/account" { (words.no) }
            }
        } @else {
            p.muted { (words.nobody) }
        }
    }
}

fn lines(lines: &[&str]) -> Markup {
    html! { ul.said { @for line in lines { li { (line) } } } }
}
