//! The page that a link to an order opens, and how such links are shown and made void.

use attar::{Answer, OrderId, Status};
use axum::Form;
use axum::extract::Path;
use axum::http::header::REFRESH;
use axum::response::IntoResponse;
use maud::{Markup, html};
use serde::Deserialize;

use super::caller::Caller;
use super::problem::{Moved, Page, Problem};
use super::words::{LinkWords, fill};
use super::{merchant, order};
use crate::order_link::OrderLink;

/// How often the page of an open order is loaded again, in seconds: it has no script that would follow the order.
const EVERY: &str = "60";

/// Links made up to this count go: the same form again takes none that came since.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Void {
    links: u32,
}

/// `GET /order/link/{token}`
pub(super) async fn open(caller: Caller, Path(token): Path<String>) -> Moved {
    let answer = caller.app().open_link(&token).await?;
    let Some(Answer::Tracked(tracked)) = &answer else { return Err(Problem::Missing) };
    let told = LinkWords::of(caller.lang());
    let title = [caller.words.order, " ", &caller.digits(tracked.number)].concat();
    let is_open = !matches!(tracked.status, Status::Delivered | Status::Cancelled);
    let body = html! {
        div.intro {
            h1 { (caller.words.where_is_it) }
            p.muted { (told.seen_by) @if is_open { " " (told.fresh) } }
        }
        section.panel { (caller.draw(&Answer::Tracked(tracked.clone()))) }
        (order::bought(&caller, tracked))
    };
    let page = caller.page(&title, &body);
    Ok(if is_open { ([(REFRESH, EVERY)], page).into_response() } else { page.into_response() })
}

/// `POST /order/{id}/links`
pub(super) async fn void(caller: Caller, Path(id): Path<OrderId>, Form(void): Form<Void>) -> Moved {
    order::find(&caller, id).await?;
    caller.app().void_links(id, void.links).await?;
    Ok(Caller::see(&format!("/order/{id}"), None))
}

/// `POST /merchant/orders/{id}/links`
pub(super) async fn void_as_owner(caller: Caller, Path(id): Path<OrderId>, Form(form): Form<Void>) -> Moved {
    merchant::only_owner(&caller)?;
    caller.sold(id).await?;
    caller.app().void_links(id, form.links).await?;
    Ok(Caller::see(&format!("/merchant/orders/{id}"), None))
}

/// The link of an order, and the button that makes it void; nothing, where there can be none.
pub(super) async fn section(caller: &Caller, id: OrderId) -> Page {
    let words = LinkWords::of(caller.lang());
    let Some(link) = caller.app().order_link(id).await? else { return Ok(html! {}) };
    Ok(html! {
        section.panel {
            h2 { (words.follow) }
            p.muted { (fill(words.follow_why, &[&caller.day(link.until)])) }
            p { a href=(link.page()) rel="nofollow" { (words.open) } }
            (voids(caller, &format!("/order/{id}/links"), &link))
        }
    })
}

/// The owner's button alone: the link is the buyer's.
pub(super) async fn owners_section(caller: &Caller, id: OrderId) -> Page {
    let words = LinkWords::of(caller.lang());
    let Some(link) = caller.app().order_link(id).await? else { return Ok(html! {}) };
    let voids = voids(caller, &format!("/merchant/orders/{id}/links"), &link);
    Ok(html! { section.panel { h2 { (words.follow) } (voids) } })
}

fn voids(caller: &Caller, to: &str, link: &OrderLink) -> Markup {
    let words = LinkWords::of(caller.lang());
    html! {
        form.stack action=(to) method="post" {
            input type="hidden" name="links" value=(link.links);
            p.muted { (words.void_why) }
            div { button.quiet type="submit" { (words.void) } }
        }
    }
}
