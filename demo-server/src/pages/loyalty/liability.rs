//! What the shop owes for points, week by week and as of any moment, and what expired of them.

use attar::time::Zone;
use attar::{Money, Timestamp};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use maud::{Markup, html};

use super::super::caller::Caller;
use super::super::chart::{self, Bar};
use super::super::console::{book, caption, figure, total};
use super::super::fields::{Entries, Fields, Filled, Hand, Typed};
use super::super::merchant::only_owner;
use super::super::problem::{Moved, Page, Problem};
use super::super::words::{fill, isolated};
use super::told::Told;
use super::{HERE, words};
use crate::local;
use crate::terms::loyalty::{AsOf, Week, as_of};

/// Of so many weeks the columns still tell one from another.
const WEEKS: usize = 53;

/// All weeks of the books.
async fn weeks(caller: &Caller) -> Result<Vec<Week>, Problem> {
    let mut books = caller.loyalty().books.lock().await;
    books.follow(caller.app()).await?;
    Ok(books.counted.weeks(&caller.snapshot().shop.zone, caller.now()))
}

/// Charts, and the moment that is looked up.
pub(super) async fn section(caller: &Caller, at: Option<&str>) -> Page {
    let weeks = weeks(caller).await?;
    let words = words(caller);
    let csv = [HERE, "/liability.csv"].concat();
    let panel = |told: (&str, &str), chart: &Markup| figure(caller, told, &csv, chart);
    let breakage_is = fill(words.breakage_is, &[&isolated(caller.share(broken_share(&weeks)))]);
    Ok(html! {
        @if weeks.is_empty() {
            section.panel { h2 { (words.liability) } p.muted { (words.no_points) } }
        } @else {
            div.two.even {
                (panel((words.liability, words.liability_is), &owed(caller, &weeks)))
                (panel((words.breakage, &breakage_is), &breakage(caller, &weeks)))
            }
            (looked_up(caller, at).await?)
        }
    })
}

/// Of all that was ever given, how much has expired.
fn broken_share(weeks: &[Week]) -> f64 {
    let Some(last) = weeks.last() else { return 0.0 };
    let given = last.end.issued.saturating_add(last.end.adjusted.min(0)).saturating_neg();
    last.end.expired as f64 / given.max(1) as f64
}

fn owed(caller: &Caller, weeks: &[Week]) -> Markup {
    let words = words(caller);
    let outstanding = weeks.last().map_or(0, |week| week.end.outstanding());
    let bars = columns(caller, weeks, Week::liability);
    let now = weeks.last().map_or(0, Week::liability);
    html! {
        (total(&book(caller, now), &fill(words.outstanding, &[&points(caller, outstanding)])))
        (chart::columns(caption(caller, words.liability, words.liability_is), &bars))
    }
}

/// So many points, with their noun.
pub(super) fn points(caller: &Caller, points: i64) -> String {
    caller.counted(u32::try_from(points).unwrap_or(u32::MAX), |nouns| nouns.point)
}

fn breakage(caller: &Caller, weeks: &[Week]) -> Markup {
    let words = words(caller);
    let expired = expired(weeks);
    let worth = |place: usize| expired.get(place).map_or(0, |(_, minor)| *minor);
    let all: i64 = expired.iter().map(|(_, minor)| minor).sum();
    let points: i64 = expired.iter().map(|(points, _)| points).sum();
    let mut place = 0..;
    let bars = columns(caller, weeks, |_| place.next().map_or(0, worth));
    html! {
        (total(&book(caller, all), &fill(words.in_all, &[&self::points(caller, points)])))
        (chart::columns(caption(caller, words.breakage, words.liability_is), &bars))
    }
}

/// The last weeks as columns.
fn columns(caller: &Caller, weeks: &[Week], mut value: impl FnMut(&Week) -> i64) -> Vec<Bar> {
    let zone = &caller.snapshot().shop.zone;
    let bar = |week: &Week| {
        let value = value(week);
        let label = caller.day(zone.midnight(week.monday));
        Bar { label, value, shown: book(caller, value), ..Bar::default() }
    };
    let mut bars: Vec<Bar> = weeks.iter().map(bar).collect();
    bars.drain(..bars.len().saturating_sub(WEEKS));
    bars
}

/// What expired in each week: points, and their worth at its end.
fn expired(weeks: &[Week]) -> Vec<(i64, i64)> {
    let mut before = 0;
    let expired = |week: &Week| {
        let points = week.end.expired.saturating_sub(before);
        before = week.end.expired;
        (points, week.worth.map_or(0, |worth| worth.of(points)))
    };
    weeks.iter().map(expired).collect()
}

/// The books of one moment, and the field for it.
async fn looked_up(caller: &Caller, at: Option<&str>) -> Page {
    let (words, zone) = (words(caller), &caller.snapshot().shop.zone);
    let typed = at.map_or_else(|| local::show_moment(zone, caller.now()), str::to_owned);
    let filled = Filled(vec![("at".to_owned(), typed)]);
    let mut entries = Entries::of(&filled, Hand::of(caller));
    // Of what is to come the books say nothing: the last that they say is now.
    let moment = entries.moment("at").filter(|_| at.is_some()).map(|at| at.min(caller.now()));
    let fields = Fields { caller, filled: &filled, wrong: &entries.wrong };
    Ok(html! {
        section.panel {
            h2 { (words.as_of) }
            form.row.lookup action={ (HERE) "#as-of" } method="get" id="as-of" {
                (fields.text("at", words.moment, Typed::Moment))
                button.quiet type="submit" { (words.look) }
            }
            p.muted { (fill(words.as_of_is, &[&isolated(zone_name(zone))])) }
            @if let Some(at) = moment { (then(caller, at, &as_of(caller.app(), at).await?)) }
        }
    })
}

fn zone_name(zone: &Zone) -> &str {
    if zone.name.is_empty() { "UTC" } else { &zone.name }
}

/// What the books said then.
fn then(caller: &Caller, at: Timestamp, said: &AsOf) -> Markup {
    let (words, of) = (words(caller), &said.balances);
    let owed = Money::new(said.liability(), caller.snapshot().shop.currency);
    let given = of.adjusted.min(0).saturating_add(of.issued).saturating_neg();
    let rows = [
        (words.then_outstanding, of.outstanding()),
        (words.then_pending, of.pending),
        (words.then_issued, given),
        (words.then_spent, of.redeemed),
        (words.then_expired, of.expired),
        (words.then_taken, of.clawed_back.saturating_add(of.adjusted.max(0))),
    ];
    let tiers = by_tier(caller, said);
    html! {
        h3 { (fill(words.then_said, &[&caller.local(at)])) }
        dl.figures.compact {
            div { dt.muted { (words.then_owed) } dd { bdi { (caller.money(owed)) } } }
            @for (label, points) in rows { div { dt.muted { (label) } dd { bdi { (caller.number(points)) } } } }
        }
        h3 { (words.then_members) }
        dl.figures.compact {
            @for (tier, count) in tiers { div { dt.muted { (tier) } dd { bdi { (caller.number(count)) } } } }
        }
    }
}

/// Members of no tier, then of each of today's programme, the lowest first, then of those that there were.
fn by_tier(caller: &Caller, said: &AsOf) -> Vec<(String, u32)> {
    let programme = caller.snapshot().shop.loyalty();
    let tiers = programme.and_then(|own| own.tiers.as_ref());
    let rank = |name: &str| tiers.and_then(|tiers| tiers.named(name)).map_or(usize::MAX, |(rank, _)| rank);
    let mut names: Vec<(&String, &u32)> = said.tiers.iter().collect();
    names.sort_by_key(|(name, _)| (rank(name), *name));
    let told = names.into_iter().map(|(name, count)| (Told::new(caller).named(programme, name), *count));
    std::iter::once((words(caller).no_tier.to_owned(), said.none)).chain(told).collect()
}

/// `GET /merchant/loyalty/liability.csv`
pub(super) async fn csv(caller: Caller) -> Moved {
    only_owner(&caller)?;
    let weeks = weeks(&caller).await?;
    let zone = &caller.snapshot().shop.zone;
    let header = "week_begins_ms,issued,redeemed,clawed_back,adjusted,expired,pending,available,\
                  liability_minor,expired_in_week,expired_in_week_minor\n";
    let rows = weeks.iter().zip(expired(&weeks)).map(|(week, (points, minor))| {
        let of = &week.end;
        let moved = [of.issued.saturating_neg(), of.redeemed, of.clawed_back, of.adjusted.saturating_neg()];
        let held = [of.expired, of.pending, of.available, week.liability(), points, minor];
        let cells: Vec<String> = moved.into_iter().chain(held).map(|number| number.to_string()).collect();
        format!("{},{}\n", zone.midnight(week.monday).0, cells.join(","))
    });
    let text: String = std::iter::once(header.to_owned()).chain(rows).collect();
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response())
}
