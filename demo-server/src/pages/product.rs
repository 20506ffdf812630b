//! One product: its price and why, the way into the cart, what goes with it.

use attar::event::StockLine;
use attar::shop::Product;
use attar::{Answer, Currency, Lang, ProductId, Query, Slot};
use axum::extract::Path;
use maud::{Markup, html};

use super::caller::Caller;
use super::problem::{Page, Problem};
use super::words::fill;
use super::{cart, delivery, parts};

/// `GET /p/{id}`
pub(super) async fn product(caller: Caller, Path(id): Path<u32>) -> Page {
    let id = ProductId(id);
    let product = *caller.snapshot().shop.product(id).ok_or(Problem::Missing)?;
    let price = price(&caller, id, caller.snapshot().shop.currency).await?;
    let held = cart::held(&caller, id).await?;
    let lists = lists(&caller, &product).await?;
    let way = way(&caller, &product);
    let rial = rial(&caller, id).await?;
    let is_sent = caller.snapshot().shop.good(id).is_none();
    let soonest = if is_sent {
        delivery::soonest(&caller).await?
    } else {
        html! {}
    };
    let buy = html! { (price) (rial) (buy(&caller, id, held)) (soonest) (would_be(&caller, id).await?) };
    Ok(caller.page(&caller.name(id), &body(&caller, id, (&way, &buy), &lists)))
}

async fn price(caller: &Caller, product: ProductId, currency: Currency) -> Page {
    let answer = caller.ask(Query::Price { product, currency: None }).await?;
    Ok(parts::price(product, currency, &caller.draw(&answer)))
}

/// What one more would add to the cart, with the promotions that it brings.
async fn would_be(caller: &Caller, product: ProductId) -> Page {
    let lines = vec![StockLine { product, units: 1 }];
    let answer = caller.ask_acting(Query::WouldBe { lines, instead: false }).await?;
    Ok(match &answer {
        Answer::WouldBe(would_be) if would_be.cart.has_terms() => caller.draw(&answer),
        _ => html! {},
    })
}

/// Readers of Persian also think in toman.
async fn rial(caller: &Caller, product: ProductId) -> Page {
    if caller.lang() != Lang::Fa {
        return Ok(html! {});
    }
    let answer = caller.ask(Query::Price { product, currency: Some(Currency::Irr) }).await?;
    Ok(match answer {
        Answer::Priced(priced) => {
            html! { p.muted { (caller.words.in_rial) " " (caller.money(priced.price)) } }
        }
        _ => html! {},
    })
}

/// Each list with its heading: what goes with it, and others of its category. What is for the shopper has a list where
/// they are known: else they looked at nothing but this, and the list would be the first one again.
async fn lists(caller: &Caller, product: &Product) -> Result<Vec<(&'static str, Markup)>, Problem> {
    let (words, about, category) = (caller.words, Some(product.id), Some(product.category));
    let mut lists = vec![
        (words.bought_together, parts::list(caller, Slot::BoughtTogether, about).await?),
        (words.similar, parts::list_within(caller, Slot::Similar, about, category).await?),
    ];
    if caller.owes().await? {
        lists.truncate(1);
    } else if caller.is_known() {
        lists.push((words.for_you, parts::list(caller, Slot::ForYou, None).await?));
    }
    Ok(lists)
}

fn way(caller: &Caller, product: &Product) -> Markup {
    let Product { department, category, .. } = product;
    html! {
        nav.chips aria-label=(caller.words.departments) {
            a href={ "/d/" (department) } { (caller.label(*department)) }
            a href={ "/d/" (department) "?category=" (category) } { (caller.label(*category)) }
        }
    }
}

/// The form sets how many the cart holds, so sending it twice changes nothing more.
fn buy(caller: &Caller, product: ProductId, held: u32) -> Markup {
    let words = caller.words;
    let held_words = fill(words.in_cart, &[&caller.number(held)]);
    html! {
        form.row action="/cart" method="post" data-attar-signal="add_to_cart" data-product=(product) {
            input type="hidden" name="product" value=(product);
            (cart::quantity(caller, held.max(1)))
            button type="submit" { @if held == 0 { (words.add) } @else { (words.change) } }
        }
        @if held > 0 { p.muted { (held_words) " " a href="/cart" { (words.cart) } } }
    }
}

fn body(caller: &Caller, id: ProductId, top: (&Markup, &Markup), lists: &[(&str, Markup)]) -> Markup {
    let (way, buy) = top;
    html! {
        (parts::viewed(id))
        section.product {
            @if let Some(src) = caller.picture_url(id) { img.portrait src=(src) alt="" width="480" height="480" fetchpriority="high"; }
            div.about { (way) h1 { bdi { (caller.name(id)) } } (buy) }
        }
        @for (title, list) in lists { section { h2 { (title) } (list) } }
    }
}
