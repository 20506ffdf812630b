//! The merchant's figures: each a chart, the sentence that says what it counts, and the same as CSV.

use attar::id::LabelId;
use attar::view::Word;
use attar::{Lang, Money, Timestamp};
use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use maud::{Markup, html};

use super::caller::Caller;
use super::chart::{self, Bar, Caption};
use super::learning;
use super::merchant::only_owner;
use super::problem::{Moved, Page, Problem};
use super::words::{PageWords, fill};
use crate::report::{Group, Report};
use crate::trainer::Tuned;

/// How many departments, weeks and columns of five minutes are shown.
const DEPARTMENTS: usize = 8;
const WEEKS: usize = 26;
const COLUMNS: usize = 12;

/// All charts of the desk.
pub(super) async fn charts(caller: &Caller, tuned: Option<&Tuned>) -> Page {
    let report = caller.report().await?;
    let words = caller.words;
    let groups = groups(caller, &report);
    Ok(html! {
        div.two {
            (panel(caller, (words.signals, words.signals_is), "signals", &signals(caller, &report)))
            (panel(caller, (words.accuracy, words.accuracy_is), "accuracy", &share(caller, tuned)))
            (panel(caller, (words.revenue, words.revenue_is), "departments", &departments(caller, &report)))
            (panel(caller, (words.groups, words.groups_is), "groups", &groups))
        }
        (panel(caller, (words.weeks, words.weeks_is), "weeks", &weeks(caller, &report)))
    })
}

fn panel(caller: &Caller, (title, means): (&str, &str), file: &str, chart: &Markup) -> Markup {
    html! {
        section.panel.figure {
            h2 { (title) }
            (chart)
            p.muted { (means) " " a href={ "/merchant/figures/" (file) } { (caller.words.csv) } }
        }
    }
}

fn caption<'a>(caller: &Caller, title: &'a str, means: &'a str) -> Caption<'a> {
    Caption { title, means, mirrored: caller.lang() != Lang::En }
}

fn signals(caller: &Caller, report: &Report) -> Markup {
    let words = caller.words;
    let pulse = report.pulse(caller.now(), COLUMNS);
    let total: u32 = pulse.iter().sum();
    let bar = |(place, count): (usize, &u32)| Bar {
        label: clock(caller, Timestamp(caller.now().0 - ((COLUMNS - place) as i64) * 5 * 60_000)),
        value: i64::from(*count),
        shown: caller.number(count),
    };
    let bars: Vec<Bar> = pulse.iter().enumerate().map(bar).collect();
    html! {
        p.figure-total { (caller.number(total)) }
        @if total == 0 { p.muted { (words.no_signals) } }
        @else { (chart::columns(caption(caller, words.signals, words.signals_is), &bars)) }
        ul.ticker {
            @for (at, signal) in report.latest(5) {
                li { bdi.code { (signal.name()) } " " bdi { (caller.name(signal.product())) } " " time datetime=(at.0) { (clock(caller, *at)) } }
            }
        }
    }
}

fn clock(caller: &Caller, at: Timestamp) -> String {
    let local = at.0 + i64::from(caller.snapshot().shop.zone.offset_minutes(at)) * 60_000;
    let minutes = local.rem_euclid(86_400_000) / 60_000;
    caller.number(format!("{:02}:{:02}", minutes / 60, minutes % 60))
}

fn share(caller: &Caller, tuned: Option<&Tuned>) -> Markup {
    let words = caller.words;
    let Some(tuned) = tuned else { return html! { p.muted { (words.not_measured) } } };
    let percent = (tuned.found.hits * 1_000.0).round() as i64;
    let shown = caller.share(tuned.found.hits);
    let learned = fill(
        words.learned_from,
        &[&caller.number(tuned.visits), &caller.local(caller.snapshot().model.trained_at)],
    );
    html! {
        p.figure-total { (shown) }
        meter min="0" max="1000" value=(percent) aria-label=(words.accuracy) { (shown) }
        p.muted { (learned) }
    }
}

fn departments(caller: &Caller, report: &Report) -> Markup {
    let bar = |(label, sold): &(LabelId, i64)| Bar {
        label: caller.label(*label),
        value: *sold,
        shown: book(caller, *sold),
    };
    let sold = report.departments();
    let bars: Vec<Bar> = sold.iter().take(DEPARTMENTS).map(bar).collect();
    chart::bars(caption(caller, caller.words.revenue, caller.words.revenue_is), &bars)
}

fn weeks(caller: &Caller, report: &Report) -> Markup {
    let bar = |(begin, sold): &(Timestamp, i64)| Bar {
        label: caller.day(*begin),
        value: *sold,
        shown: book(caller, *sold),
    };
    let bars: Vec<Bar> = by_week(caller, report).iter().map(bar).collect();
    chart::columns(caption(caller, caller.words.weeks, caller.words.weeks_is), &bars)
}

fn by_week(caller: &Caller, report: &Report) -> Vec<(Timestamp, i64)> {
    report.weeks(WEEKS, &caller.snapshot().shop.zone)
}

fn groups(caller: &Caller, report: &Report) -> Markup {
    let words = caller.words;
    let bar = |group: &Group| {
        let people = fill(words.customers, &[&caller.number(group.customers)]);
        let baskets = fill(words.baskets, &[&caller.number(group.baskets)]);
        Bar {
            label: format!("{} · {people} · {baskets}", called(words, group)),
            value: group.spent,
            shown: book(caller, group.spent),
        }
    };
    let bars: Vec<Bar> = grouped(caller, report).iter().map(bar).collect();
    chart::bars(caption(caller, words.groups, words.groups_is), &bars)
}

fn grouped(caller: &Caller, report: &Report) -> Vec<Group> {
    report.groups(&caller.snapshot().model.segments, caller.snapshot().shop.currency)
}

const fn called(words: &PageWords, group: &Group) -> &'static str {
    match group.word {
        Word::Regular => words.group_regular,
        Word::Occasional => words.group_occasional,
        Word::LapsedRegular => words.group_lapsed_regular,
        _ => words.group_lapsed,
    }
}

/// Whole units of the book currency: cents say nothing here.
fn book(caller: &Caller, minor: i64) -> String {
    crate::local::money_whole(caller.lang(), Money::new(minor, caller.snapshot().shop.currency))
}

/// `GET /merchant/figures/{name}`: the figures of a chart as CSV, amounts in minor units.
pub(super) async fn figures(caller: Caller, Path(name): Path<String>) -> Moved {
    only_owner(&caller)?;
    let report = caller.report().await?;
    let rows = match name.as_str() {
        "departments" => departments_csv(&caller, &report),
        "weeks" => {
            by_week(&caller, &report).iter().map(|(begin, sold)| format!("{},{sold}\n", begin.0)).collect()
        }
        "groups" => groups_csv(&caller, &report),
        "signals" => signals_csv(&caller, &report),
        "accuracy" => {
            let tuned = caller.tuned().await?;
            tuned.map(|t| format!("{:.4},{}\n", t.found.hits, t.visits)).unwrap_or_default()
        }
        "learning" => caller.tuned().await?.map(|tuned| learning::csv(&tuned)).unwrap_or_default(),
        _ => return Err(Problem::Missing),
    };
    let text = format!("{}\n{rows}", header(&name));
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response())
}

fn header(name: &str) -> &'static str {
    match name {
        "departments" => "department,sold_minor",
        "weeks" => "week_begins_ms,sold_minor",
        "groups" => "group,customers,baskets,sold_minor",
        "signals" => "begins_ms,signals",
        "learning" => "name,value",
        _ => "hit_rate_at_20,visits",
    }
}

fn departments_csv(caller: &Caller, report: &Report) -> String {
    report
        .departments()
        .iter()
        .map(|(label, sold)| format!("{},{sold}\n", quoted(&caller.label(*label))))
        .collect()
}

fn groups_csv(caller: &Caller, report: &Report) -> String {
    let row = |group: &Group| {
        format!(
            "{},{},{},{}\n",
            quoted(called(caller.words, group)),
            group.customers,
            group.baskets,
            group.spent
        )
    };
    grouped(caller, report).iter().map(row).collect()
}

fn signals_csv(caller: &Caller, report: &Report) -> String {
    let begins = |place: usize| caller.now().0 - ((COLUMNS - place) as i64) * 5 * 60_000;
    let pulse = report.pulse(caller.now(), COLUMNS);
    pulse.iter().enumerate().map(|(place, count)| format!("{},{count}\n", begins(place))).collect()
}

/// A cell of a CSV (RFC 4180).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
