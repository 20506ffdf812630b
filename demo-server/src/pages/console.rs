//! The merchant's figures: each a number, a chart, the sentence that says what it counts, and a link to the same as
//! CSV.

use attar::event::{About, Opinion};
use attar::id::LabelId;
use attar::time::Span;
use attar::view::Word;
use attar::{Lang, Money, Signal, Timestamp};
use maud::{Markup, html};

use super::caller::Caller;
use super::chart::{self, Bar, Caption};
use super::problem::Page;
use super::visits;
use super::words::{DeskWords, fill};
use crate::report::{Group, Report};
use crate::trainer::{Found, Tuned};

/// How many departments and weeks are shown.
const DEPARTMENTS: usize = 8;
const WEEKS: usize = 26;
/// How many spans of five minutes are shown.
pub(super) const COLUMNS: usize = 12;
/// How many signals are told.
const LATEST: usize = 5;

/// All charts of the desk.
pub(super) async fn charts(caller: &Caller, tuned: Option<&Tuned>) -> Page {
    let report = &caller.report().await?.counted;
    let words = caller.desk();
    Ok(html! {
        (panel(caller, (words.weeks, words.weeks_is), "weeks", &weeks(caller, report)))
        (visits::panel(caller))
        div.two.even {
            div.stack {
                (panel(caller, (words.signals, words.signals_is), "signals", &signals(caller, report)))
                (panel(caller, (words.groups, words.groups_is), "groups", &groups(caller, report)))
            }
            div.stack {
                (panel(caller, (words.revenue, words.revenue_is), "departments", &departments(caller, report)))
                (panel(caller, (words.accuracy, words.accuracy_is), "accuracy", &accuracy(caller, tuned)))
            }
        }
    })
}

fn panel(caller: &Caller, told: (&str, &str), file: &str, chart: &Markup) -> Markup {
    figure(caller, told, &["/merchant/figures/", file].concat(), chart)
}

/// A chart under its title, over what it means and the address of its figures.
pub(super) fn figure(caller: &Caller, (title, means): (&str, &str), csv: &str, chart: &Markup) -> Markup {
    html! {
        section.panel {
            h2 { (title) }
            (chart)
            p.muted { (means) " " a href=(csv) { (caller.desk().csv) } }
        }
    }
}

/// The number that comes first, and what there is to say of it.
pub(super) fn total(number: &str, of: &str) -> Markup {
    html! { p.figure-total { bdi { (number) } @if !of.is_empty() { " " span.muted { (of) } } } }
}

pub(super) fn mirrored(caller: &Caller) -> bool {
    caller.lang() != Lang::En
}

pub(super) fn caption<'a>(caller: &Caller, title: &'a str, means: &'a str) -> Caption<'a> {
    Caption { title, means, mirrored: mirrored(caller) }
}

fn weeks(caller: &Caller, report: &Report) -> Markup {
    let (words, weeks) = (caller.desk(), by_week(caller, report));
    let bar = |(begin, sold): &(Timestamp, i64)| Bar {
        label: caller.day(*begin),
        value: *sold,
        shown: book(caller, *sold),
        ..Bar::default()
    };
    let bars: Vec<Bar> = weeks.iter().map(bar).collect();
    html! {
        @if let [.., whole, _] = bars.as_slice() { (total(&whole.shown, words.week_before)) }
        (chart::columns(caption(caller, words.weeks, words.weeks_is), &bars))
    }
}

/// The last weeks, and what was sold in each.
pub(super) fn by_week(caller: &Caller, report: &Report) -> Vec<(Timestamp, i64)> {
    report.weeks(WEEKS, &caller.snapshot().shop.zone)
}

fn signals(caller: &Caller, report: &Report) -> Markup {
    let words = caller.desk();
    let pulse = report.pulse(caller.now(), COLUMNS);
    let sum: u32 = pulse.iter().sum();
    let bar = |(place, count): (usize, &u32)| Bar {
        label: caller.clock(begins(caller, place)),
        value: i64::from(*count),
        shown: caller.number(count),
        ..Bar::default()
    };
    let bars: Vec<Bar> = pulse.iter().enumerate().map(bar).collect();
    html! {
        (total(&caller.number(sum), ""))
        @if sum == 0 { p.muted { (words.no_signals) } }
        @else { (chart::columns(caption(caller, words.signals, words.signals_is), &bars)) }
        ul.ticker { @for (at, signal) in report.latest(LATEST) { (told(caller, *at, signal)) } }
    }
}

/// When a column of five minutes begins.
pub(super) fn begins(caller: &Caller, place: usize) -> Timestamp {
    let before = i64::try_from(COLUMNS.saturating_sub(place)).unwrap_or(0);
    caller.now() - Span::minutes(before.saturating_mul(5))
}

fn told(caller: &Caller, at: Timestamp, signal: &Signal) -> Markup {
    html! {
        li {
            time.muted { (caller.clock(at)) }
            span.muted { (said(caller.desk(), signal)) }
            (about(caller, signal.about()))
        }
    }
}

/// What a signal is about, as people call it.
pub(super) fn about(caller: &Caller, about: About) -> Markup {
    match about {
        About::Product(product) => html! {
            a href=(caller.snapshot().shop.product_url(product)) { bdi { (caller.name(product)) } }
        },
        About::Topic(topic) => html! { bdi { (caller.topic(topic)) } },
    }
}

/// What a signal says, in the merchant's words.
pub(super) const fn said(words: &DeskWords, signal: &Signal) -> &'static str {
    let [viewed, selected, added, refused, taken_back, brought, long, likes, dislikes, ignores, unsays] =
        words.said;
    match signal {
        Signal::ViewItem { .. } => viewed,
        Signal::SelectItem { .. } => selected,
        Signal::AddToCart { .. } => added,
        Signal::NotForMe { .. } => refused,
        Signal::UndoNotForMe { .. } => taken_back,
        Signal::Purchase { .. } => brought,
        Signal::UserEngagement { .. } => long,
        Signal::Said { opinion: Opinion::Likes, .. } => likes,
        Signal::Said { opinion: Opinion::NotForMe, .. } => dislikes,
        Signal::Said { opinion: Opinion::Ignored, .. } => ignores,
        Signal::Said { opinion: Opinion::Unsaid, .. } => unsays,
    }
}

/// The share of right suggestions, beside that of what sells.
fn accuracy(caller: &Caller, tuned: Option<&Tuned>) -> Markup {
    let words = caller.desk();
    let Some(Tuned { found: Found { hits, hits_of_popular, .. }, .. }) = tuned else {
        return html! { p.muted { (words.not_measured) } };
    };
    let bar = |label: &str, share: f64| Bar {
        label: label.to_owned(),
        value: (share * 1_000.0).round() as i64,
        shown: caller.share(share),
        ..Bar::default()
    };
    let bars = [bar(words.suggestions, *hits), bar(words.what_sells, *hits_of_popular)];
    html! {
        (total(&caller.share(*hits), ""))
        (chart::bars(mirrored(caller), chart::most(&bars), &bars))
    }
}

fn departments(caller: &Caller, report: &Report) -> Markup {
    let bar = |(label, sold): &(LabelId, i64)| Bar {
        label: caller.label(*label),
        value: *sold,
        shown: book(caller, *sold),
        ..Bar::default()
    };
    let sold = report.departments();
    let bars: Vec<Bar> = sold.iter().take(DEPARTMENTS).map(bar).collect();
    html! {
        (total(&book(caller, sold.iter().map(|(_, sold)| sold).sum()), ""))
        (chart::bars(mirrored(caller), chart::most(&bars), &bars))
    }
}

fn groups(caller: &Caller, report: &Report) -> Markup {
    let words = caller.desk();
    let customers = |count: u32| fill(words.customers, &[&caller.number(count)]);
    let bar = |group: &Group| {
        let baskets = fill(words.baskets, &[&caller.number(group.baskets)]);
        Bar {
            label: called(words, group.word).to_owned(),
            note: format!("{} · {baskets}", customers(group.customers)),
            value: group.spent,
            shown: book(caller, group.spent),
            ..Bar::default()
        }
    };
    let groups = grouped(caller, report);
    let bars: Vec<Bar> = groups.iter().map(bar).collect();
    html! {
        (total(&customers(groups.iter().map(|group| group.customers).sum()), ""))
        (chart::bars(mirrored(caller), chart::most(&bars), &bars))
    }
}

/// The learned groups, and what each bought.
pub(super) fn grouped(caller: &Caller, report: &Report) -> Vec<Group> {
    report.groups(&caller.snapshot().model.segments, caller.snapshot().shop.currency)
}

/// What the merchant calls a group.
pub(super) const fn called(words: &DeskWords, group: Word) -> &'static str {
    match group {
        Word::Regular => words.group_regular,
        Word::Occasional => words.group_occasional,
        Word::LapsedRegular => words.group_lapsed_regular,
        _ => words.group_lapsed,
    }
}

/// Whole units of the book currency: cents say nothing here.
pub(super) fn book(caller: &Caller, minor: i64) -> String {
    crate::local::money_whole(caller.lang(), Money::new(minor, caller.snapshot().shop.currency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merchant_reads_no_names_of_the_wire() {
        let names = [
            "view_item",
            "select_item",
            "add_to_cart",
            "not_for_me",
            "undo_not_for_me",
            "purchase",
            "user_engagement",
            "like_brand",
            "not_for_me_brand",
            "ignore_brand",
            "undo_brand",
        ];
        for lang in Lang::ALL {
            let words = DeskWords::of(lang);
            let signals = names.map(|name| Signal::named(name, 1).expect(name));
            let told = signals.each_ref().map(|signal| said(words, signal));
            assert_eq!(told, words.said);
            assert!(told.iter().all(|words| !words.contains('_')), "{told:?}");
        }
    }
}
