//! «Order again»: an order's products into the cart, at today's terms, and what came of it, told once.

use std::collections::BTreeMap;

use attar::event::{Line, StockLine};
use attar::query::Tracked;
use attar::service::again::{Again, Missing};
use attar::terms::receipt::{Receipt, What};
use attar::{Answer, Command, Money, OrderId, ProductId, Query};
use axum::Form;
use axum::extract::Path;
use axum::http::HeaderMap;
use maud::{Markup, html};

use super::caller::Caller;
use super::parcels::Fields;
use super::problem::{Moved, Page, Problem};
use super::words::{AgainWords, fill, isolated};
use super::{once, order};
use crate::identity::{AGAIN, Header, cookie, drop_cookie, set_cookie};
use crate::local;

/// Of each line that is short, how many came and why not all.
type Short = BTreeMap<ProductId, (u32, Missing)>;

/// How long the cart waits to tell it, in milliseconds.
const WAITS: i64 = 10 * 60_000;

/// `POST /order/{id}/again`
pub(super) async fn reorder(
    caller: Caller,
    Path(id): Path<OrderId>,
    Form(mut fields): Form<Fields>,
) -> Moved {
    let (_, _, tracked) = order::find(&caller, id).await?;
    let acting = caller.visitor.acting();
    let held = caller.shared(acting).await?.cart;
    let all = caller.app().again(&acting, &tracked.lines).await?.map_err(Problem::Refused)?;
    // The number of a page is that of all its forms.
    fields.push(("order".to_owned(), id.to_string()));
    caller.act_keyed(Command::Reorder { order: id }, once::key(&fields)?).await?;
    let now = caller.shared(acting).await?.cart;
    // Of the same form sent twice the first one told it.
    let did = all.iter().any(|again| now.quantity(again.product) > held.quantity(again.product));
    let told = (did || all.iter().all(|again| again.comes == 0)).then(|| kept(id, &all)).flatten();
    Ok(Caller::see("/cart", told))
}

/// The button; `once` is the field of the page.
pub(super) fn button(caller: &Caller, id: OrderId, once: &Markup) -> Markup {
    html! {
        form action={ "/order/" (id) "/again" } method="post" {
            (once)
            button.quiet type="submit" { (AgainWords::of(caller.lang()).again) }
        }
    }
}

/// What the cart is to tell: `order.product-comes-why...`, of the lines that are short.
fn kept(order: OrderId, all: &[Again]) -> Option<Header> {
    let short = |again: &Again| {
        let why = match again.short? {
            Missing::Withdrawn => 'w',
            Missing::SoldOut => 's',
            Missing::CartFull => 'f',
        };
        Some(format!(".{}-{}-{why}", again.product, again.comes))
    };
    let short: String = all.iter().filter_map(short).collect();
    set_cookie(AGAIN, &[order.to_string(), short].concat(), WAITS)
}

/// What [`kept`] kept; nothing of a cookie that is none of ours.
fn read(text: &str) -> Option<(OrderId, Short)> {
    let (order, rest) = text.split_once('.').unwrap_or((text, ""));
    let line = |line: &str| {
        let mut parts = line.split('-');
        let (product, comes) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let why = match parts.next()? {
            "w" => Missing::Withdrawn,
            "s" => Missing::SoldOut,
            "f" => Missing::CartFull,
            _ => return None,
        };
        Some((ProductId(product), (comes, why)))
    };
    Some((order.parse().ok()?, rest.split('.').filter_map(line).collect()))
}

/// What came of it, and what makes sure that it is told once.
pub(super) async fn told(caller: &Caller, headers: &HeaderMap) -> Result<(Markup, Option<Header>), Problem> {
    let Some(text) = cookie(headers, AGAIN) else { return Ok((html! {}, None)) };
    let gone = drop_cookie(AGAIN);
    let Some((id, short)) = read(text) else { return Ok((html! {}, gone)) };
    match order::find(caller, id).await {
        Ok((_, _, tracked)) => Ok((note(caller, &tracked, &short).await?, gone)),
        Err(Problem::Missing) => Ok((html! {}, gone)),
        Err(problem) => Err(problem),
    }
}

async fn note(caller: &Caller, tracked: &Tracked, short: &Short) -> Page {
    let words = AgainWords::of(caller.lang());
    let came = |line: &&Line| short.get(&line.product).is_none_or(|(comes, _)| *comes > 0);
    let lines: Vec<Line> = tracked.lines.iter().filter(came).copied().collect();
    let [number, many, of] = [tracked.number as usize, lines.len(), tracked.lines.len()];
    let heading = [&caller.digits(number), &caller.number(many), &caller.number(of)];
    let short = tracked.lines.iter().filter_map(|line| Some((line, *short.get(&line.product)?)));
    let prices = prices(caller, tracked, &lines).await?;
    Ok(html! {
        section.note role="status" {
            p { (fill(words.told, &heading.map(String::as_str))) }
            ul.changes {
                @for (line, (comes, why)) in short { li { (missing(caller, line, comes, why)) } }
                (prices)
            }
        }
    })
}

fn missing(caller: &Caller, line: &Line, comes: u32, why: Missing) -> String {
    let words = AgainWords::of(caller.lang());
    let sentence = match why {
        Missing::Withdrawn => words.withdrawn,
        Missing::SoldOut if comes == 0 => words.sold_out,
        Missing::SoldOut => words.fewer,
        Missing::CartFull => words.cart_full,
    };
    let values = [isolated(caller.name(line.product)), caller.number(comes), caller.number(line.quantity)];
    fill(sentence, &values.each_ref().map(String::as_str))
}

/// What costs more or less than it did, each as many as were ordered, before promotions.
async fn prices(caller: &Caller, tracked: &Tracked, lines: &[Line]) -> Page {
    let wanted = lines.iter().map(|line| StockLine { product: line.product, units: line.quantity });
    let query = Query::WouldBe { lines: wanted.collect(), instead: true };
    let Answer::WouldBe(now) = caller.ask_acting(query).await? else { return Ok(html! {}) };
    let (words, currency) = (AgainWords::of(caller.lang()), tracked.total.currency);
    let was = tracked.receipt.as_ref().and_then(|receipt| receipt.get());
    let Some(then) = now.cart.receipt().filter(|receipt| receipt.currency == currency) else {
        return Ok(html! {});
    };
    let told = |line: &Line| {
        let was = was.map_or(line.total.minor, |was| listed(was, line.product));
        let now = listed(then, line.product);
        let sentence = if now > was { words.dearer } else { words.cheaper };
        let money = |minor| isolated(local::money(caller.lang(), Money::new(minor, currency)));
        let values =
            [caller.number(line.quantity), isolated(caller.name(line.product)), money(was), money(now)];
        (now != was).then(|| fill(sentence, &values.each_ref().map(String::as_str)))
    };
    Ok(html! { @for told in lines.iter().filter_map(told) { li { (told) } } })
}

/// What a line comes to by the price lists.
fn listed(receipt: &Receipt, product: ProductId) -> i64 {
    let own = |step: &&attar::terms::receipt::Step| {
        step.product == Some(product) && matches!(step.what, What::Public | What::List(_))
    };
    receipt.steps.iter().filter(own).fold(0, |sum, step| sum.saturating_add(step.minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_for_the_cart_is_read_again_and_nothing_else() {
        let again = |product, comes, short| Again { product: ProductId(product), wanted: 3, comes, short };
        let all = [
            again(1, 3, None),
            again(2, 0, Some(Missing::Withdrawn)),
            again(3, 1, Some(Missing::SoldOut)),
            again(4, 2, Some(Missing::CartFull)),
        ];
        let (_, value) = kept(OrderId([7; 16]), &all).expect("a cookie");
        let text = value.to_str().expect("text");
        let text = text.split(['=', ';']).nth(1).expect("a value");
        let (order, short) = read(text).expect("it is ours");
        let lines = [(2, (0, Missing::Withdrawn)), (3, (1, Missing::SoldOut)), (4, (2, Missing::CartFull))];
        assert_eq!(order, OrderId([7; 16]));
        assert_eq!(short, lines.map(|(id, line)| (ProductId(id), line)).into());
        assert_eq!(read("x"), None);
        assert_eq!(read(&format!("{order}.1-2.x-y-z.1-2-q")), Some((order, BTreeMap::new())));
    }

    #[test]
    fn two_hundred_lines_fit_a_cookie() {
        let again = |id| Again {
            product: ProductId(u32::MAX - id),
            wanted: 999,
            comes: 998,
            short: Some(Missing::SoldOut),
        };
        let all: Vec<Again> = (0..Command::MOST_LINES as u32).map(again).collect();
        let (_, value) = kept(OrderId([7; 16]), &all).expect("a cookie");
        assert!(value.len() < 4_096, "{}", value.len());
    }
}
