//! How often pages were read, counted as they are answered, and told to the merchant.

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use maud::{Markup, html};

use super::Site;
use super::caller::Caller;
use super::console;
use super::words::{VisitWords, fill};
use crate::visits::{FEWEST, Hour, Kind};

/// How many hours the desk shows, and how many the CSV has.
const SHOWN: usize = 12;
const ALL: usize = 168;

/// Counts a page that was answered; what a browser fetches ahead, or a script for later, was not read.
pub(super) async fn counted(State(site): State<Site>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let fetched = headers.get("sec-fetch-mode").is_some_and(|mode| mode != "navigate");
    let read = request.method() == Method::GET && !fetched && !headers.contains_key("sec-purpose");
    let kind = Kind::of(request.uri().path()).filter(|_| read);
    let answer = next.run(request).await;
    if let (Some(kind), StatusCode::OK) = (kind, answer.status()) {
        site.app.visits().count(kind, site.app.now());
    }
    answer
}

/// The hours as a table, under what they mean.
pub(super) fn panel(caller: &Caller) -> Markup {
    let words = VisitWords::of(caller.lang());
    let hours = caller.app().visits().hours(SHOWN);
    let means = fill(words.means, &[&caller.number(FEWEST)]);
    let table = html! {
        @if hours.is_empty() { p.muted { (words.none) } }
        @else { div.scroll tabindex="0" role="region" aria-label=(words.title) { (table(caller, words, &hours)) } }
    };
    console::figure(caller, (words.title, &means), "/merchant/figures/visits", &table)
}

fn table(caller: &Caller, words: &VisitWords, hours: &[Hour]) -> Markup {
    let few = fill(words.fewer, &[&caller.number(FEWEST)]);
    html! {
        table {
            thead { tr { th scope="col" { (words.hour) } @for kind in words.kinds { th scope="col" { (kind) } } } }
            tbody {
                @for (begins, counts) in hours {
                    tr {
                        th scope="row" { (caller.local(*begins)) }
                        @for count in counts { td { @match count { Some(count) => (caller.number(count)), None => span.muted { (few) } } } }
                    }
                }
            }
        }
    }
}

/// The same for programs: a cell is empty where the number is small.
pub(super) fn csv(caller: &Caller) -> String {
    let cell = |count: &Option<u32>| count.map(|count| format!(",{count}")).unwrap_or_else(|| ",".to_owned());
    let row =
        |(begins, counts): &Hour| format!("{}{}\n", begins.0, counts.iter().map(cell).collect::<String>());
    caller.app().visits().hours(ALL).iter().map(row).collect()
}
