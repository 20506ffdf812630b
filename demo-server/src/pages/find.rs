//! «Where is my order?»: by its number and the e-mail that it was placed with. Whatever is wrong, the page is the same.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::caller::Caller;
use super::problem::{Drawn, Moved, Page};
use super::words::LinkWords;
use crate::local;

/// The address of the page.
pub(super) const HERE: &str = "/order/find";

/// What the form says.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    number: String,
    #[serde(default)]
    email: String,
}

/// `GET /order/find`
pub(super) async fn ask(caller: Caller) -> Page {
    Ok(page(&caller, false))
}

/// `POST /order/find`
pub(super) async fn find(caller: Caller, form: Result<Form<Wanted>, FormRejection>) -> Moved {
    let Wanted { number, email } = form.map(|Form(wanted)| wanted).unwrap_or_default();
    let found = caller.app().find_order(caller.visitor.address, local::number(&number), &email).await?;
    Ok(match found {
        Some(link) => Caller::see(&link.page(), None),
        None => Drawn::page(StatusCode::NOT_FOUND, page(&caller, true)),
    })
}

/// The form comes back empty: what was typed would make each page another one.
fn page(caller: &Caller, missed: bool) -> Markup {
    let words = LinkWords::of(caller.lang());
    let body = html! {
        div.intro { h1 { (words.find) } p.lead { (words.find_why) } }
        section.panel {
            @if missed { p.note role="alert" { (words.missed) } }
            form.fields action=(HERE) method="post" {
                label {
                    span { (words.number) }
                    input inputmode="numeric" name="number" pattern=(local::whole_number(10)) maxlength="10"
                        autocomplete="off" required;
                }
                label {
                    span { (caller.words.email) }
                    input type="email" name="email" autocomplete="email" maxlength="300" required;
                }
                div { button type="submit" { (words.find_do) } }
            }
        }
    };
    caller.page(words.find, &body)
}
