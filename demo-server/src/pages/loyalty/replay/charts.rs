//! What came of a replay of a programme: what it costs, what it owes, who is of which tier; each a number first.

use std::collections::BTreeMap;

use attar::terms::loyalty::replay::Week;
use maud::{Markup, html};

use super::super::super::caller::Caller;
use super::super::super::chart::{self, Bar};
use super::super::super::console::{book, caption, figure, mirrored, total};
use super::super::super::words::{fill, isolated};
use super::super::told::Told;
use super::super::{HERE, drafts, words};
use crate::terms::in_force;
use crate::terms::loyalty::{Outcome, Side, Sides, Written};

/// Of so many weeks the columns still tell one from another.
const WEEKS: usize = 53;

/// All charts of one outcome.
pub(super) fn charts(caller: &Caller, draft: &Written, outcome: &Outcome) -> Markup {
    let words = words(caller);
    let panel = |told: (&str, &str), file: &str, chart: &Markup| {
        figure(caller, told, &[HERE, "/replay/", file].concat(), chart)
    };
    let was: Written = in_force(caller.app());
    let sides = [&outcome.before, &outcome.after].map(|sides| sides.clone().unwrap_or_default());
    html! {
        div.two.three.even {
            (panel((words.cost, words.cost_is), "sums", &cost(caller, &sides)))
            (panel((words.owed, words.owed_is), "sums", &two(caller, &sides, |sides| sides.never.end().liability, |minor| book(caller, minor))))
            (panel((words.earned, words.earned_is), "sums", &two(caller, &sides, |sides| sides.never.sums.earned, |points| caller.number(points))))
        }
        (panel((words.owed_weeks, words.owed_weeks_is), "weeks", &weeks(caller, &sides)))
        div.two.even {
            (panel((words.by_tier, words.by_tier_is), "tiers", &tiers(caller, [&was, draft], &sides, outcome.members)))
            (panel((words.moves, words.moves_is), "moves", &moves(caller, [&was, draft], outcome)))
        }
        (panel((words.both_ends, words.both_ends_is), "sums", &both_ends(caller, &sides)))
    }
}

/// The draft first, then both sides.
fn two(
    caller: &Caller,
    sides: &[Sides; 2],
    value: impl Fn(&Sides) -> i64,
    shown: impl Fn(i64) -> String,
) -> Markup {
    let labels = [drafts(caller).now, drafts(caller).then];
    let bar = |(label, sides): (&str, &Sides)| {
        let value = value(sides);
        Bar { label: label.to_owned(), value, shown: shown(value), ..Bar::default() }
    };
    let bars: Vec<Bar> = labels.into_iter().zip(sides).map(bar).collect();
    html! {
        (total(&bars.last().map(|bar| bar.shown.clone()).unwrap_or_default(), ""))
        (chart::bars(mirrored(caller), chart::most(&bars), &bars))
    }
}

fn cost(caller: &Caller, sides: &[Sides; 2]) -> Markup {
    let labels = [drafts(caller).now, drafts(caller).then];
    let share = |side: &Side| fill(words(caller).of_sales, &[&isolated(caller.share(share(side)))]);
    let bar = |(label, sides): (&str, &Sides)| Bar {
        label: label.to_owned(),
        note: share(&sides.at_once),
        value: sides.at_once.sums.cost,
        shown: book(caller, sides.at_once.sums.cost),
        ..Bar::default()
    };
    let bars: Vec<Bar> = labels.into_iter().zip(sides).map(bar).collect();
    html! {
        (total(&book(caller, sides[1].at_once.sums.cost), &share(&sides[1].at_once)))
        (chart::bars(mirrored(caller), chart::most(&bars), &bars))
    }
}

/// What points take off, of what was to be paid.
pub(in super::super) fn share(side: &Side) -> f64 {
    side.sums.cost as f64 / side.sums.paid.max(1) as f64
}

/// Both ends of what is owed, the lower first.
fn ends(low: Option<&Week>, high: Option<&Week>) -> (i64, i64) {
    let of = |week: Option<&Week>| week.map_or(0, |week| week.liability);
    (of(low).min(of(high)), of(low).max(of(high)))
}

fn weeks(caller: &Caller, sides: &[Sides; 2]) -> Markup {
    let (words, zone) = (words(caller), &caller.snapshot().shop.zone);
    let between =
        |(low, high): (i64, i64), sentence: &str| fill(sentence, &[&book(caller, low), &book(caller, high)]);
    let [before, after] = sides;
    let bar = |(monday, never): (&attar::time::CivilDay, &Week)| {
        let (low, high) = ends(after.at_once.weeks.get(monday), Some(never));
        Bar {
            label: caller.day(zone.midnight(*monday)),
            value: low,
            pale: high.saturating_sub(low),
            shown: between((low, high), words.between),
            ..Bar::default()
        }
    };
    let from = after.never.weeks.len().saturating_sub(WEEKS);
    let bars: Vec<Bar> = after.never.weeks.iter().skip(from).map(bar).collect();
    let last = |sides: &Sides| ends(Some(&sides.at_once.end()), Some(&sides.never.end()));
    html! {
        (total(&between(last(after), words.between), &between(last(before), words.instead)))
        (chart::columns(caption(caller, words.owed_weeks, words.owed_weeks_is), &bars))
    }
}

/// Members of each tier of the draft; beside each, of the tier of its name in force.
fn tiers(caller: &Caller, [was, draft]: [&Written; 2], sides: &[Sides; 2], members: u32) -> Markup {
    let words = words(caller);
    let [before, after] = sides.each_ref().map(|sides| sides.never.end().tiers);
    let told = Told::new(caller);
    let bar = |(rank, count): (usize, &u32)| {
        let name = tier_name(draft, rank);
        let same = (0..before.len()).find(|other| tier_name(was, *other) == name);
        let had = same.and_then(|rank| before.get(rank));
        Bar {
            label: told.ranked(draft.as_ref(), rank),
            note: had.map(|had| fill(words.in_force_has, &[&caller.number(had)])).unwrap_or_default(),
            value: i64::from(*count),
            shown: caller.number(count),
            ..Bar::default()
        }
    };
    let bars: Vec<Bar> = after.iter().enumerate().map(bar).collect();
    let in_tiers: u32 = after.iter().skip(1).sum();
    let of = fill(drafts(caller).of_customers, &[&caller.counted(members, |nouns| nouns.member_of)]);
    html! {
        (total(&caller.number(in_tiers), &of))
        (chart::bars(mirrored(caller), chart::most(&bars), &bars))
    }
}

/// The name of a tier by its rank, the lowest 1; nothing, if it is none.
pub(in super::super) fn tier_name(written: &Written, rank: usize) -> Option<&str> {
    let tiers = written.as_ref()?.tiers.as_ref()?;
    tiers.steps.get(rank.checked_sub(1)?).map(|tier| tier.name.as_str())
}

/// Who goes where: those who stay in a tier of the same name do not move.
pub(in super::super) fn moved(
    [was, draft]: [&Written; 2],
    moves: &BTreeMap<(usize, usize), u32>,
) -> Vec<((usize, usize), u32)> {
    let stays = |from: usize, to: usize| tier_name(was, from) == tier_name(draft, to);
    moves.iter().filter(|((from, to), _)| !stays(*from, *to)).map(|(way, count)| (*way, *count)).collect()
}

fn moves(caller: &Caller, written: [&Written; 2], outcome: &Outcome) -> Markup {
    let (words, told) = (words(caller), Told::new(caller));
    let mut moved = moved(written, &outcome.moves);
    moved.sort_by_key(|(way, count)| (std::cmp::Reverse(*count), *way));
    let sum = |rises: bool| {
        moved.iter().filter(|((from, to), _)| (from < to) == rises).map(|(_, count)| count).sum::<u32>()
    };
    let [was, draft] = written;
    let bar = |((from, to), count): &((usize, usize), u32)| Bar {
        label: fill(words.from_to, &[&told.ranked(was.as_ref(), *from), &told.ranked(draft.as_ref(), *to)]),
        value: i64::from(*count),
        shown: caller.number(count),
        ..Bar::default()
    };
    let bars: Vec<Bar> = moved.iter().map(bar).collect();
    let said = fill(words.rise_fall, &[&caller.number(sum(true)), &caller.number(sum(false))]);
    html! {
        (total(&said, ""))
        @if bars.is_empty() { p.muted { (words.nobody_moves) } }
        (chart::bars(mirrored(caller), chart::most(&bars), &bars))
    }
}

/// All sums, side by side.
fn both_ends(caller: &Caller, sides: &[Sides; 2]) -> Markup {
    let (words, shared) = (words(caller), drafts(caller));
    let ends: Vec<&Side> = sides.iter().flat_map(|sides| [&sides.never, &sides.at_once]).collect();
    let number = |of: fn(&Side) -> i64| ends.iter().map(|side| caller.number(of(side))).collect::<Vec<_>>();
    let money = |of: fn(&Side) -> i64| ends.iter().map(|side| book(caller, of(side))).collect::<Vec<_>>();
    let rows = [
        (words.earned, number(|side| side.sums.earned)),
        (words.spent_points, number(|side| side.sums.redeemed)),
        (words.expired_points, number(|side| side.sums.expired)),
        (words.row_cost, money(|side| side.sums.cost)),
        (words.row_share, ends.iter().map(|side| caller.share(share(side))).collect()),
        (words.row_owed, money(|side| side.end().liability)),
    ];
    html! {
        div.wide-table {
            table.ends {
                thead {
                    tr { td {} th colspan="2" scope="colgroup" { (shared.now) } th colspan="2" scope="colgroup" { (shared.then) } }
                    tr { td {} @for _ in 0..2 { th scope="col" { (words.never_spent) } th scope="col" { (words.spent_at_once) } } }
                }
                tbody {
                    @for (label, cells) in rows { tr { th scope="row" { (label) } @for cell in cells { td { bdi { (cell) } } } } }
                }
            }
        }
    }
}
