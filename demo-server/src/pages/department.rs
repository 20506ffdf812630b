//! A department: its categories, and its products with their prices, a page at a time.

use attar::id::LabelId;
use attar::{ProductId, Query};
use axum::extract::{Path, Query as Search};
use maud::{Markup, html};
use serde::Deserialize;

use super::caller::Caller;
use super::problem::{Page, Problem};
use super::shelf::{self, Shelf};
use super::words::fill;

/// Which part of a department.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Part {
    category: Option<u16>,
    page: Option<usize>,
}

impl Part {
    fn category(self) -> Option<LabelId> {
        self.category.map(LabelId)
    }
}

/// `GET /d/{label}`
pub(super) async fn department(caller: Caller, Path(label): Path<u16>, Search(part): Search<Part>) -> Page {
    let (label, page) = (LabelId(label), part.page.unwrap_or(1));
    let shelf = shelf::shelf(caller.snapshot(), label, part.category(), page).ok_or(Problem::Missing)?;
    let cards = cards(&caller, &shelf.products).await?;
    Ok(caller.page(&caller.label(label), &body(&caller, (label, part.category()), &shelf, &cards)))
}

/// The departments as links; the one that the page is about is marked.
pub(super) fn links(caller: &Caller, departments: &[LabelId], current: Option<LabelId>) -> Markup {
    html! {
        nav.departments aria-label=(caller.words.departments) {
            @for label in departments {
                a href={ "/d/" (label) } aria-current=[(current == Some(*label)).then_some("page")] {
                    @if caller.has_pictures() { img src={ "/picture/department/" (label) } alt="" width="32" height="32"; }
                    span { (caller.label(*label)) }
                }
            }
        }
    }
}

async fn cards(caller: &Caller, products: &[ProductId]) -> Page {
    let mut cards = Vec::with_capacity(products.len());
    for product in products {
        let price = caller.ask(Query::Price { product: *product, currency: None }).await?;
        cards.push((*product, caller.draw(&price)));
    }
    Ok(html! {
        ul.shelf part="list" {
            @for (product, price) in &cards {
                li part="item" {
                    (caller.picture(*product))
                    a part="link" href=(caller.snapshot().shop.product_url(*product)) { bdi { (caller.name(*product)) } }
                    (price)
                }
            }
        }
    })
}

fn body(caller: &Caller, here: (LabelId, Option<LabelId>), shelf: &Shelf, cards: &Markup) -> Markup {
    let (label, category) = here;
    let count = fill(caller.words.products, &[&caller.number(shelf.total)]);
    html! {
        (links(caller, &shelf::departments(&caller.snapshot().shop), Some(label)))
        section {
            div.intro { h1 { (caller.label(label)) } p.muted { (count) } }
            (chips(caller, label, category))
            (cards)
            (turn(caller, &address(label, category), shelf))
        }
    }
}

fn address(label: LabelId, category: Option<LabelId>) -> String {
    match category {
        Some(category) => format!("/d/{label}?category={category}&page="),
        None => format!("/d/{label}?page="),
    }
}

/// The categories of the department; more than a dozen are folded away.
fn chips(caller: &Caller, label: LabelId, current: Option<LabelId>) -> Markup {
    let categories = shelf::categories(&caller.snapshot().shop, label);
    let (first, rest) = categories.split_at(categories.len().min(12));
    let hidden = current.is_some_and(|category| rest.contains(&category));
    html! {
        nav.intro aria-label=(caller.words.categories) {
            div.chips {
                a href={ "/d/" (label) } aria-current=[current.is_none().then_some("page")] { (caller.words.all) }
                @for category in first { (chip(caller, label, *category, current)) }
            }
            @if !rest.is_empty() {
                details.fold open[hidden] {
                    summary { (caller.words.more) }
                    div.chips { @for category in rest { (chip(caller, label, *category, current)) } }
                }
            }
        }
    }
}

fn chip(caller: &Caller, label: LabelId, category: LabelId, current: Option<LabelId>) -> Markup {
    let mark = (current == Some(category)).then_some("page");
    html! {
        a href={ "/d/" (label) "?category=" (category) } aria-current=[mark] { (caller.label(category)) }
    }
}

fn turn(caller: &Caller, address: &str, shelf: &Shelf) -> Markup {
    let words = caller.words;
    let place = fill(words.page_of, &[&caller.number(shelf.page), &caller.number(shelf.pages)]);
    html! {
        @if shelf.pages > 1 {
            nav.pages aria-label=(place) {
                @if shelf.page > 1 { a rel="prev" href={ (address) (shelf.page - 1) } { (words.previous) } }
                span { (place) }
                @if shelf.page < shelf.pages { a rel="next" href={ (address) (shelf.page + 1) } { (words.next) } }
            }
        }
    }
}
