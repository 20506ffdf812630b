//! What surprises took of their budget, and each of the last ones with its reason.

use attar::Money;
use attar::terms::loyalty::Delight;
use maud::{Markup, html};

use super::super::caller::Caller;
use super::super::groups::called;
use super::super::problem::Page;
use super::super::words::{DelightWords, fill, isolated};
use super::liability::points;
use super::told::Told;
use crate::local;
use crate::terms::loyalty::Surprised;

/// The budget and the last surprises; nothing, where there is neither.
pub(super) async fn section(caller: &Caller) -> Page {
    let mut books = caller.loyalty().books.lock().await;
    books.follow(caller.app()).await?;
    let current = caller.app().current();
    let (words, delight, all) =
        (DelightWords::of(caller.lang()), current.shop.delight(), books.counted.surprises());
    Ok(html! {
        @if delight.is_some() || !all.is_empty() {
            section.panel {
                h2 { (words.budget) }
                @if let Some(delight) = delight { (budget(caller, delight)) }
                @if all.is_empty() { p.muted { (words.nobody) } }
                ul.orders { @for one in all.iter().rev() { (row(caller, one)) } }
            }
        }
    })
}

/// Spent and left, in points and in money.
fn budget(caller: &Caller, delight: &Delight) -> Markup {
    let (words, current) = (DelightWords::of(caller.lang()), caller.app().current());
    let day = caller.snapshot().shop.zone.civil_day(caller.now());
    let (left, money) = delight.left(&current.market.delighted, day);
    let spent = points(caller, i64::from(delight.points).saturating_sub(left));
    let money = delight.minor.zip(money).map(|(most, left)| {
        let told =
            |minor| isolated(local::money(caller.lang(), Money::new(minor, caller.snapshot().shop.currency)));
        fill(words.spent, &[&told(most.saturating_sub(left)), &told(left)])
    });
    html! {
        @if !delight.on { p.note { (words.is_off) } }
        p { (fill(words.spent, &[&spent, &points(caller, left)])) }
        @if let Some(money) = money { p { (money) } }
    }
}

fn row(caller: &Caller, one: &Surprised) -> Markup {
    html! {
        li {
            strong.grow { bdi { (called(caller, one.who)) } }
            span { (Told::new(caller).moment(one.moment)) }
            span.muted { (caller.day(one.at)) }
            span { (points(caller, one.points)) }
        }
    }
}
