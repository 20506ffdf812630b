//! The owner's page of webhooks: who is told of orders, what was told, and what was given up.

use axum::Form;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use maud::{Markup, html};
use serde::Deserialize;

use super::caller::Caller;
use super::merchant::{only_owner, to_desk};
use super::problem::{Drawn, Moved, Page, Problem};
use super::words::{WebhookWords, fill};
use crate::UrlError;
use crate::log::{Delivery, DeliveryState, Endpoint, EndpointId, EndpointState};
use crate::webhooks::secret_text;

/// The address of the page.
pub(super) const HERE: &str = "/merchant/webhooks";
/// How many deliveries it shows.
const MOST: usize = 50;

/// What a form says. An endpoint is called by the number of the page that it was added on: the same form again adds none.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wish {
    #[serde(rename = "do")]
    way: Way,
    #[serde(default)]
    endpoint: String,
    #[serde(default)]
    url: String,
    delivery: Option<u64>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Way {
    #[default]
    Add,
    Pause,
    Resume,
    Delete,
    Again,
}

/// `GET /merchant/webhooks`
pub(super) async fn webhooks(caller: Caller) -> Page {
    only_owner(&caller)?;
    page(&caller, None).await
}

/// `POST /merchant/webhooks`
pub(super) async fn change(caller: Caller, Form(wish): Form<Wish>) -> Moved {
    only_owner(&caller)?;
    let app = caller.app();
    let id = || endpoint(&wish.endpoint).ok_or(Problem::Unreadable);
    match wish.way {
        Way::Add => return add(&caller, id()?, &wish.url).await,
        Way::Pause => app.set_webhook(id()?, EndpointState::Paused).await?,
        Way::Resume => app.set_webhook(id()?, EndpointState::Active).await?,
        Way::Delete => app.drop_webhook(id()?).await?,
        Way::Again => app.send_again(wish.delivery).await?,
    }
    Ok(Caller::see(HERE, None))
}

/// The secret is on the answer to the form and nowhere else, so that no address leads to it.
async fn add(caller: &Caller, id: EndpointId, url: &str) -> Moved {
    match caller.app().add_webhook(id, url).await? {
        Ok(Some(endpoint)) => Ok(secret(caller, &endpoint).into_response()),
        Ok(None) => Ok(Caller::see(HERE, None)),
        Err(error) => {
            let page = page(caller, Some((url, error))).await?;
            Ok(Drawn::page(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
    }
}

fn endpoint(text: &str) -> Option<EndpointId> {
    text.parse::<attar::OrderId>().ok().map(|id| EndpointId(id.0))
}

fn named(id: EndpointId) -> attar::OrderId {
    attar::OrderId(id.0)
}

fn secret(caller: &Caller, endpoint: &Endpoint) -> Markup {
    let words = WebhookWords::of(caller.lang());
    let body = html! {
        div.intro { h1 { (words.secret) } p { bdi { (endpoint.url) } } }
        section.panel {
            p.note role="status" { (words.secret_once) }
            p { code dir="ltr" { (secret_text(&endpoint.secret)) } }
            p { a.button href=(HERE) { (words.back) } }
        }
    };
    caller.page(words.secret, &body)
}

async fn page(caller: &Caller, wrong: Option<(&str, UrlError)>) -> Page {
    let words = WebhookWords::of(caller.lang());
    let (endpoints, (latest, dead)) = (caller.app().webhooks().await?, caller.app().deliveries(MOST).await?);
    let number = caller.mint_order()?;
    let body = html! {
        div.intro {
            (to_desk(caller))
            h1 { (words.title) }
            p.lead { (words.why) }
        }
        section.panel {
            h2 { (words.endpoints) }
            @if endpoints.is_empty() { p.muted { (words.none) } }
            ul.edits { @for endpoint in &endpoints { (row(caller, endpoint)) } }
            (field(words, number, wrong))
        }
        @if !dead.is_empty() {
            section.panel {
                h2 { (words.dead) }
                ul.orders.waiting { @for one in &dead { (told(caller, &endpoints, one)) } }
                form action=(HERE) method="post" {
                    button type="submit" name="do" value="again" { (words.all_again) }
                }
            }
        }
        section.panel {
            h2 { (words.latest) }
            @if latest.is_empty() { p.muted { (words.no_deliveries) } }
            ul.orders.waiting { @for one in &latest { (told(caller, &endpoints, one)) } }
        }
    };
    Ok(caller.page(words.title, &body))
}

fn field(words: &WebhookWords, number: attar::OrderId, wrong: Option<(&str, UrlError)>) -> Markup {
    let (url, wrong) = wrong.map_or(("", None), |(url, error)| {
        let why = if error == UrlError::Private { words.private } else { words.no_url };
        (url, Some(why))
    });
    html! {
        form.row action=(HERE) method="post" {
            input type="hidden" name="endpoint" value=(number);
            label.grow {
                span { (words.url) }
                input type="url" name="url" value=(url) dir="ltr" maxlength="500" autocomplete="off"
                    placeholder="https://example.org/orders" required aria-invalid=[wrong.map(|_| "true")];
                @if let Some(wrong) = wrong { small role="alert" { (wrong) } }
            }
            button.quiet type="submit" name="do" value="add" { (words.add) }
        }
    }
}

fn row(caller: &Caller, endpoint: &Endpoint) -> Markup {
    let words = WebhookWords::of(caller.lang());
    let (state, way, word) = match endpoint.state {
        EndpointState::Active => (words.states[0], "pause", words.pause),
        EndpointState::Paused => (words.states[1], "resume", words.resume),
        EndpointState::Gone => (words.states[2], "resume", words.resume),
    };
    html! {
        li {
            div.grow {
                bdi dir="ltr" { (endpoint.url) }
                br; span.muted { (state) " · " (caller.local(endpoint.made)) }
            }
            form.row action=(HERE) method="post" {
                input type="hidden" name="endpoint" value=(named(endpoint.id));
                button.quiet type="submit" name="do" value=(way) { (word) }
                button.plain type="submit" name="do" value="delete" { (words.delete) }
            }
        }
    }
}

fn told(caller: &Caller, endpoints: &[Endpoint], one: &Delivery) -> Markup {
    let words = WebhookWords::of(caller.lang());
    let to = endpoints.iter().find(|known| known.id == one.endpoint).map(|known| known.url.as_str());
    let state = match one.state {
        DeliveryState::Waiting => words.became[0],
        DeliveryState::Delivered => words.became[1],
        DeliveryState::Dead => words.became[2],
    };
    html! {
        li {
            div.grow {
                a href={ "/merchant/orders/" (one.order) } { bdi dir="ltr" { (one.kind) } } " "
                span.muted { (caller.local(one.made)) }
                br; span.muted { bdi dir="ltr" { (to.unwrap_or_default()) } }
                @if !one.why.is_empty() { br; span.muted { bdi dir="ltr" { (one.why) } } }
            }
            span { (state) }
            span.muted { (fill(words.tries, &[&caller.number(one.tries)])) }
            @if one.state == DeliveryState::Dead {
                form action=(HERE) method="post" {
                    input type="hidden" name="delivery" value=(one.id);
                    button.quiet type="submit" name="do" value="again" { (words.again) }
                }
            }
        }
    }
}
