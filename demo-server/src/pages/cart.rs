//! The cart: its lines, their quantities, its total.

use attar::command::Tender;
use attar::query::{Cart, CartLine};
use attar::terms::receipt::What;
use attar::{Answer, Command, Money, ProductId, Query};
use axum::Form;
use axum::http::HeaderMap;
use axum::response::{AppendHeaders, IntoResponse};
use maud::{Markup, html};
use serde::Deserialize;

use super::caller::Caller;
use super::problem::{Moved, Page, Problem};
use super::words::{fill, isolated};
use super::{again, coupon, parts};
use crate::local;

/// What the form says: the cart shall hold so many of a product.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Change {
    product: u32,
    #[serde(deserialize_with = "local::read_number")]
    quantity: u32,
}

/// `GET /cart`
pub(super) async fn cart(caller: Caller, headers: HeaderMap) -> Moved {
    let (told, gone) = again::told(&caller, &headers).await?;
    let page = page_with(&caller, &told, None).await?;
    Ok((AppendHeaders(gone), page).into_response())
}

/// The cart, and a code that was refused, with the cause.
pub(super) async fn page(caller: &Caller, refused: Option<(&str, String)>) -> Page {
    page_with(caller, &html! {}, refused).await
}

async fn page_with(caller: &Caller, told: &Markup, refused: Option<(&str, String)>) -> Page {
    let answer = whole(caller).await?;
    let cart = match &answer {
        Answer::Cart(cart) => Some(cart),
        _ => None,
    };
    let body =
        html! { h1 { (caller.words.cart) } (told) (body(caller, &caller.draw(&answer), cart, refused)) };
    Ok(caller.page(caller.words.cart, &body))
}

/// The cart by all that the merchant knows, so that a code whose promotion is over promises nothing; where it cannot be
/// ordered, as the page knows it.
async fn whole(caller: &Caller) -> Result<Answer, Problem> {
    match caller.price(Tender::default()).await {
        Ok(cart) => Ok(Answer::Cart(cart)),
        Err(Problem::Refused(_)) => caller.ask_acting(Query::Cart).await,
        Err(problem) => Err(problem),
    }
}

/// `POST /cart`
pub(super) async fn change(caller: Caller, Form(change): Form<Change>) -> Moved {
    let product = ProductId(change.product);
    let headers = caller.act(Command::ChangeCart { product, quantity: change.quantity }).await?;
    Ok(Caller::see("/cart", headers))
}

/// How many of a product the cart holds.
pub(super) async fn held(caller: &Caller, product: ProductId) -> Result<u32, Problem> {
    let answer = caller.ask_acting(Query::Cart).await?;
    let line = lines(&answer).iter().find(|line| line.product == product);
    Ok(line.map_or(0, |line| line.quantity))
}

fn lines(answer: &Answer) -> &[CartLine] {
    match answer {
        Answer::Cart(Cart { lines, .. }) => lines,
        _ => &[],
    }
}

/// The field for how many: text, since a browser writes numbers in its own digits, not the reader's.
pub(super) fn quantity(caller: &Caller, value: u32) -> Markup {
    html! {
        label {
            span { (caller.words.quantity) }
            input inputmode="numeric" name="quantity" pattern=(local::whole_number(3)) maxlength="3" autocomplete="off"
                value=(caller.digits(value)) required;
        }
    }
}

fn body(caller: &Caller, view: &Markup, cart: Option<&Cart>, refused: Option<(&str, String)>) -> Markup {
    let words = caller.words;
    html! {
        @match cart.filter(|cart| !cart.lines.is_empty()) {
            None => (parts::nothing(caller, "basket", &html! { (view) p.muted { (words.cart_empty_why) } })),
            Some(cart) => {
                div.two.wide {
                    section.panel { h2 { (words.change_cart) } ul.edits { @for line in &cart.lines { (edit(caller, line)) } } }
                    section.panel.slip {
                        h2 { (words.receipt) } (view) (saved(caller, cart))
                        (coupon::field(caller, cart, refused))
                        a.button href="/checkout" { (words.to_checkout) }
                    }
                }
            }
        }
    }
}

/// What the card takes off, in one sentence.
pub(super) fn saved(caller: &Caller, cart: &Cart) -> Markup {
    let by_list = cart.steps().iter().filter(|step| matches!(step.what, What::List(_)));
    let off = by_list.fold(0_i64, |sum, step| sum.saturating_sub(step.minor));
    let saved = Some(Money::new(off, cart.total.currency)).filter(|saved| saved.minor > 0);
    html! {
        @if let Some(saved) = saved {
            p.saved { (fill(caller.words.saved, &[&isolated(local::money(caller.lang(), saved))])) }
        }
    }
}

fn edit(caller: &Caller, line: &CartLine) -> Markup {
    let product = html! { input type="hidden" name="product" value=(line.product); };
    let address = caller.snapshot().shop.product_url(line.product);
    html! {
        li {
            (caller.picture(line.product))
            a.grow href=(address) { bdi { (caller.name(line.product)) } }
            div.row {
                form.row action="/cart" method="post" {
                    (product) (quantity(caller, line.quantity))
                    button.quiet type="submit" { (caller.words.change) }
                }
                form action="/cart" method="post" {
                    (product)
                    button.plain type="submit" name="quantity" value="0" { (caller.words.remove) }
                }
            }
        }
    }
}
