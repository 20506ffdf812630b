//! The cart: its lines, their quantities, its total.

use attar::query::{Cart, CartLine};
use attar::{Answer, Command, ProductId, Query};
use axum::Form;
use maud::{Markup, html};
use serde::Deserialize;

use super::caller::Caller;
use super::problem::{Moved, Page, Problem};

/// What the form says: the cart shall hold so many of a product.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Change {
    product: u32,
    quantity: u32,
}

/// `GET /cart`
pub(super) async fn cart(caller: Caller) -> Page {
    let answer = caller.ask_acting(Query::Cart).await?;
    let lines = lines(&answer);
    Ok(caller.page(caller.words.cart, &body(&caller, &caller.draw(&answer), lines)))
}

/// `POST /cart`
pub(super) async fn change(caller: Caller, Form(change): Form<Change>) -> Moved {
    let product = ProductId(change.product);
    let cookies = caller.act(Command::ChangeCart { product, quantity: change.quantity }).await?;
    Ok(Caller::see("/cart", cookies))
}

/// How many of a product the cart holds.
pub(super) async fn held(caller: &Caller, product: ProductId) -> Result<u32, Problem> {
    let answer = caller.ask_acting(Query::Cart).await?;
    let line = lines(&answer).iter().find(|line| line.product == product);
    Ok(line.map_or(0, |line| line.quantity))
}

pub(super) fn lines(answer: &Answer) -> &[CartLine] {
    match answer {
        Answer::Cart(Cart { lines, .. }) => lines,
        _ => &[],
    }
}

/// The field for how many.
pub(super) fn quantity(caller: &Caller, value: u32, least: u32) -> Markup {
    html! {
        label {
            span { (caller.words.quantity) }
            input type="number" name="quantity" min=(least) max=(Command::MOST_UNITS) value=(value) required;
        }
    }
}

fn body(caller: &Caller, view: &Markup, lines: &[CartLine]) -> Markup {
    let words = caller.words;
    html! {
        h1 { (words.cart) }
        @if lines.is_empty() {
            section.intro { (view) p { a href="/" { (words.keep_looking) } } }
        } @else {
            div.two {
                section.panel { (view) p { a.button href="/checkout" { (words.to_checkout) } } }
                section.panel { h2 { (words.change_cart) } ul.edits { @for line in lines { (edit(caller, line)) } } }
            }
        }
    }
}

fn edit(caller: &Caller, line: &CartLine) -> Markup {
    let product = html! { input type="hidden" name="product" value=(line.product); };
    html! {
        li {
            bdi { (caller.name(line.product)) }
            div.row {
                form.row action="/cart" method="post" {
                    (product) (quantity(caller, line.quantity, 1))
                    button.quiet type="submit" { (caller.words.change) }
                }
                form action="/cart" method="post" {
                    (product)
                    button.quiet type="submit" name="quantity" value="0" { (caller.words.remove) }
                }
            }
        }
    }
}
