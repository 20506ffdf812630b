//! The figures of the desk's charts as CSV (RFC 4180), amounts in minor units.

use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;

use super::caller::Caller;
use super::console::{self, COLUMNS};
use super::merchant::only_owner;
use super::problem::{Moved, Problem};
use super::{learning, promises, visits};
use crate::report::{Group, Report};

/// `GET /merchant/figures/{name}`
pub(super) async fn figures(caller: Caller, Path(name): Path<String>) -> Moved {
    only_owner(&caller)?;
    let report = &caller.report().await?.counted;
    let rows = match name.as_str() {
        "departments" => departments(&caller, report),
        "weeks" => weeks(&caller, report),
        "groups" => groups(&caller, report),
        "signals" => signals(&caller, report),
        "accuracy" => {
            let tuned = caller.tuned().await?;
            tuned.map(|t| format!("{:.4},{}\n", t.found.hits, t.visits)).unwrap_or_default()
        }
        "visits" => visits::csv(&caller),
        "promises" => promises::csv(&caller, report.ledger()),
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
        "visits" => "begins_ms,home,department,product,cart,order,account,elsewhere",
        "promises" => promises::COLUMNS,
        _ => "hit_rate_at_20,visits",
    }
}

fn departments(caller: &Caller, report: &Report) -> String {
    let sold = report.departments();
    sold.iter().map(|(label, sold)| format!("{},{sold}\n", quoted(&caller.label(*label)))).collect()
}

fn weeks(caller: &Caller, report: &Report) -> String {
    let weeks = console::by_week(caller, report);
    weeks.iter().map(|(begin, sold)| format!("{},{sold}\n", begin.0)).collect()
}

fn groups(caller: &Caller, report: &Report) -> String {
    let row = |group: &Group| {
        let name = quoted(console::called(caller.desk(), group.word));
        format!("{name},{},{},{}\n", group.customers, group.baskets, group.spent)
    };
    console::grouped(caller, report).iter().map(row).collect()
}

fn signals(caller: &Caller, report: &Report) -> String {
    let pulse = report.pulse(caller.now(), COLUMNS);
    let row = |(place, count)| format!("{},{count}\n", console::begins(caller, place).0);
    pulse.iter().enumerate().map(row).collect()
}

/// A cell of text.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
