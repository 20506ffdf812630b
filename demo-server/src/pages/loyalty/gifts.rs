//! What the shop owes for gift cards in money, week by week and as of any moment.

use std::collections::BTreeMap;

use attar::Money;
use attar::money::Currency;
use attar::terms::gift::Balances;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use maud::{Markup, html};

use super::super::caller::Caller;
use super::super::chart::{self, Bar};
use super::super::console::{book, caption, figure, total};
use super::super::fields::{Entries, Fields, Filled, Hand, Typed};
use super::super::merchant::only_owner;
use super::super::problem::{Moved, Page, Problem};
use super::super::words::{GiftWords, fill};
use super::{HERE, words};
use crate::local;
use crate::terms::loyalty::{GiftWeek, gifts_as_of};

/// Of so many weeks the columns still tell one from another.
const WEEKS: usize = 53;

/// All weeks of the books.
async fn weeks(caller: &Caller) -> Result<Vec<GiftWeek>, Problem> {
    let mut books = caller.loyalty().gifts.lock().await;
    books.follow(caller.app()).await?;
    Ok(books.counted.weeks(&caller.snapshot().shop.zone, caller.now()))
}

/// What is owed, and the moment that is looked up; nothing, where no card was ever sold.
pub(super) async fn section(caller: &Caller, at: Option<&str>) -> Page {
    let (weeks, told) = (weeks(caller).await?, GiftWords::of(caller.lang()));
    let sells =
        caller.snapshot().shop.goods().iter().any(|good| caller.snapshot().shop.is_gift_card(good.product));
    Ok(match weeks.last() {
        Some(last) => {
            let csv = [HERE, "/gift_cards.csv"].concat();
            let chart = html! { (owed(caller, &weeks)) (balances(caller, &last.end)) };
            let panel = figure(caller, (told.owed, told.owed_is), &csv, &chart);
            html! { (panel) (looked_up(caller, at).await?) }
        }
        None if sells => html! { section.panel { h2 { (told.owed) } p.muted { (told.none_sold) } } },
        None => html! {},
    })
}

fn owed(caller: &Caller, weeks: &[GiftWeek]) -> Markup {
    let (told, shop) = (GiftWords::of(caller.lang()), &caller.snapshot().shop);
    let of = |week: &GiftWeek| week.end.get(&shop.currency).map_or(0, |of| of.outstanding);
    let bar = |week: &GiftWeek| Bar {
        label: caller.day(shop.zone.midnight(week.monday)),
        value: of(week),
        shown: book(caller, of(week)),
        ..Bar::default()
    };
    let mut bars: Vec<Bar> = weeks.iter().map(bar).collect();
    bars.drain(..bars.len().saturating_sub(WEEKS));
    html! {
        (total(&book(caller, weeks.last().map_or(0, of)), ""))
        (chart::columns(caption(caller, told.owed, told.owed_is), &bars))
    }
}

/// Every account, by currency.
fn balances(caller: &Caller, all: &BTreeMap<Currency, Balances>) -> Markup {
    let told = GiftWords::of(caller.lang());
    let rows = |of: &Balances| {
        [
            (told.owed, of.outstanding),
            (told.issued, of.issued),
            (told.paid, of.spent),
            (told.expired, of.expired),
            (told.taken_back, of.taken_back),
        ]
    };
    html! {
        @for (currency, of) in all {
            dl.figures.compact {
                @for (label, minor) in rows(of) {
                    div { dt.muted { (label) } dd { bdi { (caller.money(Money::new(minor, *currency))) } } }
                }
            }
        }
    }
}

/// The books of one moment, and the field for it.
async fn looked_up(caller: &Caller, at: Option<&str>) -> Page {
    let (words, zone) = (words(caller), &caller.snapshot().shop.zone);
    let typed = at.map_or_else(|| local::show_moment(zone, caller.now()), str::to_owned);
    let filled = Filled(vec![("at".to_owned(), typed)]);
    let mut entries = Entries::of(&filled, Hand::of(caller));
    let moment = entries.moment("at").filter(|_| at.is_some()).map(|at| at.min(caller.now()));
    let fields = Fields { caller, filled: &filled, wrong: &entries.wrong };
    let told = GiftWords::of(caller.lang());
    Ok(html! {
        section.panel {
            h2 { (told.title) " · " (words.as_of) }
            form.row.lookup action={ (HERE) "#gift-cards" } method="get" id="gift-cards" {
                (fields.text("at", words.moment, Typed::Moment))
                button.quiet type="submit" { (words.look) }
            }
            @if let Some(at) = moment {
                h3 { (fill(words.then_said, &[&caller.local(at)])) }
                (balances(caller, &gifts_as_of(caller.app(), at).await?))
            }
        }
    })
}

/// `GET /merchant/loyalty/gift_cards.csv`
pub(super) async fn csv(caller: Caller) -> Moved {
    only_owner(&caller)?;
    let zone = &caller.snapshot().shop.zone;
    let header =
        "week_begins_ms,currency,issued_minor,spent_minor,expired_minor,taken_back_minor,liability_minor\n";
    let mut text = header.to_owned();
    for week in weeks(&caller).await? {
        for (currency, of) in &week.end {
            let begins = zone.midnight(week.monday).0;
            let Balances { issued, outstanding, spent, expired, taken_back } = *of;
            let code = currency.code();
            text += &format!("{begins},{code},{issued},{spent},{expired},{taken_back},{outstanding}\n");
        }
    }
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response())
}
