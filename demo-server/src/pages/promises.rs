//! What was promised and what was kept: a page for everyone, and the same with every order for the merchant.

use std::collections::{BTreeMap, BTreeSet};

use attar::Money;
use attar::id::{CarrierId, LabelId};
use attar::service::ledger::{Kept, Ledger, Outcome, Row};
use attar::time::CivilDay;
use attar::train::promise::drift;
use maud::{Markup, html};

use super::caller::Caller;
use super::chart::{self, Bar};
use super::console::{figure, mirrored, total};
use super::figures::quoted;
use super::merchant::{only_owner, to_desk};
use super::problem::Page;
use super::words::{PromiseWords, fill, isolated};
use crate::local;

/// How many weeks are shown.
const WEEKS: usize = 13;
/// How many promises the desk lists.
const LATEST: usize = 50;
/// The whole of a share.
const WHOLE: i64 = 10_000;

/// `GET /promises`
pub(super) async fn promises(caller: Caller) -> Page {
    let report = caller.report().await?;
    let words = PromiseWords::of(caller.lang());
    let charts = charts(&caller, report.counted.ledger(), None);
    let body = html! { div.intro { h1 { (words.title) } p.lead { (words.lead) } } (charts) };
    Ok(caller.page(words.title, &body))
}

/// `GET /merchant/promises`
pub(super) async fn desk(caller: Caller) -> Page {
    only_owner(&caller)?;
    let report = caller.report().await?;
    let (words, ledger) = (PromiseWords::of(caller.lang()), report.counted.ledger());
    let body = html! {
        div.intro { (to_desk(&caller)) h1 { (words.title) } }
        (drifts(&caller, ledger))
        (charts(&caller, ledger, Some("/merchant/figures/promises")))
        (every(&caller, ledger))
    };
    Ok(caller.page(words.title, &body))
}

fn charts(caller: &Caller, ledger: &Ledger, csv: Option<&str>) -> Markup {
    let words = PromiseWords::of(caller.lang());
    let all = ledger.kept(|row| if row.until.is_some() { row.date } else { Outcome::Open });
    let kept = html! {
        @match all.rate() {
            Some(rate) => (total(&caller.rate(rate), &fill(words.of, &[&caller.number(all.all())]))),
            None => p.muted { (words.none_yet) },
        }
    };
    let panel = |title: &'static str, means: &'static str, chart: &Markup| match csv {
        Some(csv) => figure(caller, (title, means), csv, chart),
        None => {
            html! { section.panel { h2 { (title) } (chart) @if !means.is_empty() { p.muted { (means) } } } }
        }
    };
    html! {
        (panel(words.kept, words.kept_is, &kept))
        @if all.all() > 0 {
            (panel(words.weeks, words.weeks_is, &bars(caller, weeks(caller, ledger))))
            div.two.even {
                (panel(words.carriers, "", &bars(caller, carriers(caller, ledger))))
                (panel(words.departments, "", &bars(caller, departments(caller, ledger))))
            }
        }
        (others(caller, ledger))
    }
}

/// Prices and stock, beside the times.
fn others(caller: &Caller, ledger: &Ledger) -> Markup {
    let words = PromiseWords::of(caller.lang());
    let kept = [(words.prices, ledger.kept(Row::price)), (words.stock, ledger.kept(Row::stock))];
    let told = kept.into_iter().filter_map(|(title, kept)| Some((title, kept.rate()?, kept.all())));
    let panels: Vec<Markup> = told
        .map(|(title, rate, all)| {
            let of = fill(words.of, &[&caller.number(all)]);
            html! { section.panel { h2 { (title) } (total(&caller.rate(rate), &of)) } }
        })
        .collect();
    html! { @if !panels.is_empty() { div.two.even { @for panel in &panels { (panel) } } } }
}

fn bar(caller: &Caller, label: String, kept: Kept) -> Bar {
    let rate = kept.rate().unwrap_or_default();
    let note = fill(PromiseWords::of(caller.lang()).of, &[&caller.number(kept.all())]);
    Bar { label, note, value: i64::from(rate), shown: caller.rate(rate), ..Bar::default() }
}

fn bars(caller: &Caller, by: Vec<(String, Kept)>) -> Markup {
    let bars: Vec<Bar> = by.into_iter().map(|(label, kept)| bar(caller, label, kept)).collect();
    chart::bars(mirrored(caller), WHOLE, &bars)
}

fn carriers(caller: &Caller, ledger: &Ledger) -> Vec<(String, Kept)> {
    let by = ledger.dates_by(|row| row.carrier);
    by.into_iter().map(|(carrier, kept)| (caller.carrier(carrier), kept)).collect()
}

fn departments(caller: &Caller, ledger: &Ledger) -> Vec<(String, Kept)> {
    let by: BTreeMap<LabelId, Kept> = ledger.dates_by(|row| departments_of(caller, row));
    by.into_iter().map(|(label, kept)| (caller.label(label), kept)).collect()
}

/// Each department that something of it is of.
fn departments_of(caller: &Caller, row: &Row) -> BTreeSet<LabelId> {
    let department = |product| Some(caller.snapshot().shop.product(product)?.department);
    row.products.iter().copied().filter_map(department).collect()
}

/// The last weeks, oldest first.
fn weeks(caller: &Caller, ledger: &Ledger) -> Vec<(String, Kept)> {
    let zone = &caller.snapshot().shop.zone;
    let by: BTreeMap<CivilDay, Kept> =
        ledger.dates_by(|row| row.until.map(|until| zone.civil_day(until).monday()));
    let early = by.len().saturating_sub(WEEKS);
    by.into_iter().skip(early).map(|(week, kept)| (caller.day(zone.midnight(week)), kept)).collect()
}

/// Carriers that do not keep what was learned from their past.
fn drifts(caller: &Caller, ledger: &Ledger) -> Markup {
    let snapshot = caller.snapshot();
    let Some(level) = snapshot.model.promises.get().and_then(Option::as_ref).map(|learned| learned.level())
    else {
        return html! {};
    };
    let all = snapshot.shop.delivery().map(|delivery| delivery.carriers.as_slice()).unwrap_or_default();
    let found = all.iter().filter_map(|own| Some((own.id, drift(level, ledger.hits_of(own.id))?)));
    let words = PromiseWords::of(caller.lang());
    html! {
        @for (carrier, drift) in found {
            @let told = if drift.rate() < level.0 { words.drift } else { words.drift_up };
            p.note role="status" {
                (fill(told, &[&caller.carrier(carrier), &caller.rate(drift.rate()), &caller.rate(level.0)]))
            }
        }
    }
}

fn every(caller: &Caller, ledger: &Ledger) -> Markup {
    let words = PromiseWords::of(caller.lang());
    let rows: Vec<&Row> = ledger.rows().into_iter().rev().take(LATEST).collect();
    html! {
        @if !rows.is_empty() {
            section.panel {
                h2 { (words.every) }
                div.scroll tabindex="0" role="region" aria-label=(words.every) {
                    table {
                        thead { tr { @for column in words.columns { th scope="col" { (column) } } } }
                        tbody { @for row in rows { (line(caller, row)) } }
                    }
                }
            }
        }
    }
}

fn line(caller: &Caller, row: &Row) -> Markup {
    let money = |minor| isolated(local::money(caller.lang(), Money::new(minor, row.currency)));
    let price = row.charged.map(|charged| format!("{} / {}", money(charged), money(row.agreed)));
    let sent = row.in_stock.saturating_sub(row.withdrawn);
    let stock = format!("{} / {}", caller.number(sent), caller.number(row.in_stock));
    html! {
        tr {
            th scope="row" { (caller.digits(row.number)) }
            td { @if let Some(carrier) = row.carrier { (caller.carrier(carrier)) } }
            td { @if let Some(until) = row.until { (caller.local(until)) } }
            td { @if let Some(there) = row.delivered { (caller.local(there)) } }
            (became(caller, "date", row.until.map(|_| row.date), ""))
            (became(caller, "price", Some(row.price()), &price.unwrap_or_else(|| money(row.agreed))))
            (became(caller, "stock", Some(row.stock()), &stock))
        }
    }
}

/// What became of one of an order's promises; nothing, where there was none.
fn became(caller: &Caller, of: &str, outcome: Option<Outcome>, told: &str) -> Markup {
    let words = PromiseWords::of(caller.lang());
    let word = |outcome| words.outcomes.get(outcome as usize).copied().unwrap_or_default();
    html! {
        td data-of=(of) data-outcome=[outcome.map(Outcome::name)] {
            @if let Some(outcome) = outcome { (word(outcome)) }
            @if !told.is_empty() { br; small.muted { (told) } }
        }
    }
}

/// Each order that was promised anything, as CSV.
pub(super) fn csv(caller: &Caller, ledger: &Ledger) -> String {
    let zone = &caller.snapshot().shop.zone;
    let cell = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let row = |row: &Row| {
        let carrier = row.carrier.map(|CarrierId(id)| i64::from(id));
        let (until, delivered) = (row.until.map(|at| at.0), row.delivered.map(|at| at.0));
        format!(
            "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
            row.number,
            row.placed.0,
            cell(carrier),
            cell(until),
            cell(delivered),
            row.date.name(),
            row.agreed,
            cell(row.charged),
            row.price().name(),
            row.in_stock,
            row.withdrawn,
            row.stock().name(),
            each(row.products.iter().map(ToString::to_string)),
            quoted(&each(departments_of(caller, row).into_iter().map(|label| caller.label(label)))),
            cell(row.until.map(|until| zone.midnight(zone.civil_day(until).monday()).0)),
        )
    };
    ledger.rows().into_iter().map(row).collect()
}

/// Several in one cell.
fn each(all: impl Iterator<Item = String>) -> String {
    all.collect::<Vec<_>>().join("; ")
}

/// The names of its columns.
pub(super) const COLUMNS: &str = "order,placed_ms,carrier,promised_until_ms,delivered_ms,date,agreed_minor,\
                                  charged_minor,price,promised_units,withdrawn_units,stock,products,departments,\
                                  week_begins_ms";
