//! The merchant's page of what carriers told that is to be looked after: what it was, when it came, and why.

use maud::{Markup, html};

use super::caller::Caller;
use super::merchant::{only_owner, to_desk};
use super::problem::Page;
use super::words::{CarrierWords, fill, isolated};
use crate::log::KeptScan;

/// The address of the page.
pub(super) const HERE: &str = "/merchant/carriers";

/// How many are shown, the latest.
const MOST: usize = 100;

/// `GET /merchant/carriers`
pub(super) async fn carriers(caller: Caller) -> Page {
    only_owner(&caller)?;
    let words = CarrierWords::of(caller.lang());
    let kept = caller.app().kept_scans(MOST).await?;
    let body = html! {
        div.intro {
            (to_desk(&caller))
            h1 { (words.title) }
            p.muted { (words.lead) }
        }
        section.panel {
            @if kept.is_empty() { p.muted { (words.none) } }
            ul.orders { @for scan in &kept { (row(&caller, scan)) } }
        }
    };
    Ok(caller.page(words.title, &body))
}

fn row(caller: &Caller, scan: &KeptScan) -> Markup {
    let words = CarrierWords::of(caller.lang());
    html! {
        li data-why=(scan.code) {
            div.grow {
                @if scan.number.is_empty() { strong { (words.no_number) } }
                @else { strong { (words.number) " " bdi dir="ltr" { (scan.number) } } }
                " " span.muted { bdi { (scan.feed) } }
                @if !scan.status.is_empty() { br; (said(caller, scan)) }
                br; span.muted { (words.why(&scan.code)) }
                @if scan.code == "unreadable" { br; small.muted lang="en" dir="ltr" { (scan.why) } }
            }
            span.muted { (came(caller, scan)) }
        }
    }
}

fn said(caller: &Caller, scan: &KeptScan) -> String {
    let words = CarrierWords::of(caller.lang());
    let status = isolated(&scan.status);
    match scan.seen {
        Some(seen) => fill(words.said, &[&status, &caller.local(seen)]),
        None => fill(words.said_ever, &[&status]),
    }
}

fn came(caller: &Caller, scan: &KeptScan) -> String {
    let (words, at) = (CarrierWords::of(caller.lang()), caller.local(scan.at));
    match scan.times {
        1 => fill(words.came, &[&at]),
        times => fill(words.came_often, &[&at, &caller.number(times)]),
    }
}
