//! The elements that the widget brings to life. What lies inside them is drawn by the server, so
//! a page without script shows the same.

use attar::id::LabelId;
use attar::{Answer, Currency, OrderId, ProductId, Query, Slot};
use maud::{Markup, html};

use super::caller::Caller;
use super::problem::{Page, Problem};
use super::words::PageWords;

/// How many products a list shows.
pub(super) const PICKS: u8 = 10;

/// A list of products that follows the shopper or a product.
pub(super) async fn list(caller: &Caller, slot: Slot, product: Option<ProductId>) -> Page {
    list_within(caller, slot, product, None).await
}

/// A list of products of one department, category or type, or of all.
pub(super) async fn list_within(
    caller: &Caller,
    slot: Slot,
    product: Option<ProductId>,
    within: Option<LabelId>,
) -> Page {
    let query = Query::Recommend { slot, product, n: PICKS, within: within.into_iter().collect() };
    let view = caller.draw(&caller.ask(query).await?);
    Ok(html! {
        attar-recommendations slot=(slot.name()) product=[product] within=[within] n=(PICKS) { (view) }
    })
}

/// A list, unless there is nothing in it yet: a heading over an empty shelf tells nobody anything.
pub(super) async fn filled(caller: &Caller, slot: Slot) -> Result<Option<Markup>, Problem> {
    let answer = caller.ask(Query::list(slot, PICKS)).await?;
    let bare = matches!(&answer, Answer::Recommended(list) if list.picks.is_empty());
    Ok((!bare)
        .then(|| html! { attar-recommendations slot=(slot.name()) n=(PICKS) { (caller.draw(&answer)) } }))
}

/// A price that follows the shopper's terms.
pub(super) fn price(product: ProductId, currency: Currency, view: &Markup) -> Markup {
    html! {
        attar-price product=(product) currency=(currency.code()) { (view) }
    }
}

/// The steps of an order, as they happen.
pub(super) fn tracker(order: OrderId, view: &Markup) -> Markup {
    html! {
        attar-order-tracker order=(order) { (view) }
    }
}

/// Tells the widget that a product was looked at.
pub(super) fn viewed(product: ProductId) -> Markup {
    html! { attar-signal name="view_item" product=(product) {} }
}

/// The choice of what may be remembered. What stays on the device needs the script, which shows that button.
pub(super) fn consent(words: &PageWords, back: &str) -> Markup {
    html! {
        attar-consent {
            form.row action="/consent" method="post" {
                input type="hidden" name="back" value=(back);
                button.quiet type="submit" name="consent" value="full" { (words.consent_full) }
                button.quiet type="submit" name="consent" value="private" hidden { (words.consent_private) }
                button.quiet type="submit" name="consent" value="denied" { (words.consent_denied) }
            }
        }
    }
}

/// What stands where there is nothing: a drawing, why, and the way on.
pub(super) fn nothing(caller: &Caller, icon: &str, why: &Markup) -> Markup {
    html! {
        section.nothing {
            @if caller.has_pictures() { img src={ "/picture/icon/" (icon) } alt="" width="128" height="128"; }
            (why)
            a.button href="/" { (caller.words.keep_looking) }
        }
    }
}
