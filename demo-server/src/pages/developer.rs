//! How to put the widget into a page: the widget's own README as a page, and a page to try the elements on.

use std::sync::LazyLock;

use maud::{PreEscaped, html};

use super::caller::Caller;
use super::problem::Page;
use super::words::DeveloperWords;

mod written;

use written::Written;

/// What is written once, for whoever reads the code and for whoever reads the page.
const README: &str = include_str!("../../../wasm-widget/README.md");

/// Elements to try, and what of them can be set.
const ELEMENTS: [&str; 5] =
    ["attar-recommendations", "attar-price", "attar-order-tracker", "attar-loyalty", "attar-my-data"];
const SLOTS: [&str; 6] = ["for_you", "similar", "trending", "bought_together", "recent", "buy_again"];
const SCHEMES: [&str; 4] = ["", "light", "dark", "auto"];
const CURRENCIES: [&str; 2] = ["USD", "IRR"];

/// `GET /widget`
pub(super) async fn docs(caller: Caller) -> Page {
    static TEXT: LazyLock<Written> = LazyLock::new(|| Written::of(README));
    let words = DeveloperWords::of(caller.lang());
    let body = html! {
        div.heading { h1 { (words.title) } a.button.quiet href="/widget/try" { (words.try_it) } }
        p.lead { (words.lead) }
        nav.departments aria-label=(words.sections) lang="en" dir="ltr" {
            @for (place, title) in TEXT.sections.iter().enumerate() { a href={ "#s" (place) } { (title) } }
        }
        article.written lang="en" dir="ltr" { (PreEscaped(&TEXT.html)) }
    };
    Ok(caller.page(words.title, &body))
}

/// `GET /widget/try`
pub(super) async fn playground(caller: Caller) -> Page {
    let words = DeveloperWords::of(caller.lang());
    let product = caller.snapshot().shop.products.first().map(|product| product.id);
    let body = html! {
        div.heading { h1 { (words.try_title) } a.button.quiet href="/widget" { (words.title) } }
        p.lead { (words.try_lead) }
        div.two.even {
            form.fields #try {
                label { (words.element) select name="element" { @for name in ELEMENTS { option { (name) } } } }
                label data-of="attar-recommendations" { "slot" select name="slot" { @for slot in SLOTS { option { (slot) } } } }
                label data-of="attar-recommendations attar-price" { "product" input name="product" inputmode="numeric" value=[product]; }
                label data-of="attar-recommendations" { "n" input name="n" type="number" min="1" max="50" value="4"; }
                label data-of="attar-price" { "currency" select name="currency" { @for currency in CURRENCIES { option { (currency) } } } }
                label data-of="attar-order-tracker" { "order" input name="order"; }
                label { "scheme" select name="scheme" { @for scheme in SCHEMES { option { (scheme) } } } }
                label { bdi { "--attar-columns" } input name="columns" type="number" min="1" max="8"; }
                div.row { button.quiet type="button" name="view" { (words.look) } }
            }
            div.stack {
                section.panel { h2 { (words.code) } pre tabindex="0" dir="ltr" { code #code {} } }
                section.panel { h2 { (words.told) } div role="log" { ol.told #told dir="ltr" {} } }
            }
        }
        section { h2 { (words.result) } div #result {} }
        script src="/try.js" defer {}
    };
    Ok(caller.page(words.try_title, &body))
}
