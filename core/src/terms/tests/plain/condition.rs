//! What a condition says of a basket: three walks, each of which asks every node anew.

use crate::terms::basket::Basket;
use crate::terms::condition::{Change, Condition, Schedule, Trace};
use crate::time::{CivilDay, Timestamp};

pub(super) fn holds(condition: &Condition, basket: &Basket<'_>) -> bool {
    let shopper = &basket.cart.shopper;
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(part, basket)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, basket)),
        Condition::Not(part) => !holds(part, basket),
        Condition::Spend { .. } | Condition::Units { .. } => {
            have_need(condition, basket).is_some_and(|(have, need)| have >= need)
        }
        Condition::Group(names) => shopper.groups.iter().any(|group| names.contains(group)),
        Condition::Tier(names) => shopper.tier.as_ref().is_some_and(|tier| names.contains(tier)),
        Condition::Channel(names) => names.contains(&basket.cart.channel),
        Condition::FirstOrder => shopper.orders == 0,
        Condition::When(schedule) => schedule.holds(basket.cart.at, basket.zone),
    }
}

pub(super) fn trace(condition: &Condition, basket: &Basket<'_>) -> Trace {
    Trace {
        what: condition.name().into(),
        holds: holds(condition, basket),
        have_need: have_need(condition, basket),
        parts: condition.parts().iter().map(|part| trace(part, basket)).collect(),
    }
}

pub(super) fn change(condition: &Condition, basket: &Basket<'_>) -> Option<Vec<Change>> {
    if holds(condition, basket) {
        return Some(Vec::new());
    }
    plan(condition, basket).map(|(changes, _)| changes)
}

/// Changes, with one wait at most, and the times that must have come then.
type Plan<'a> = (Vec<Change>, Vec<&'a Condition>);

fn plan<'a>(condition: &'a Condition, basket: &Basket<'_>) -> Option<Plan<'a>> {
    let held = holds(condition, basket);
    if is_time(condition) {
        let wait = next(&[condition], basket.cart.at, basket)?;
        return Some((if held { vec![] } else { vec![Change::Wait(wait)] }, vec![condition]));
    }
    match condition {
        Condition::All(parts) => {
            let plans: Option<Vec<Plan<'a>>> = parts.iter().map(|part| plan(part, basket)).collect();
            let (changes, times): (Vec<_>, Vec<_>) = plans?.into_iter().unzip();
            let (changes, times): (Vec<Change>, Vec<&Condition>) = (changes.concat(), times.concat());
            let first = changes.iter().position(|change| matches!(change, Change::Wait(_)));
            let Some(first) = first else { return Some((changes, times)) };
            let wait = next(&times, basket.cart.at, basket)?;
            let mut said = Vec::new();
            for (place, change) in changes.into_iter().enumerate() {
                match change {
                    Change::Wait(_) if place == first => said.push(Change::Wait(wait)),
                    Change::Wait(_) => {}
                    other => said.push(other),
                }
            }
            Some((said, times))
        }
        Condition::Any(parts) => {
            let mut best: Option<Plan<'a>> = None;
            for next in parts.iter().filter(|part| holds(part, basket) == held) {
                let Some(next) = plan(next, basket) else { continue };
                let wins = |best: &Plan<'_>| match held {
                    true => next.1.len() < best.1.len(),
                    false => beats(&next.0, &best.0),
                };
                if best.as_ref().is_none_or(wins) {
                    best = Some(next);
                }
            }
            best
        }
        _ if held => Some((vec![], vec![])),
        leaf => leaf_change(leaf, basket).map(|change| (vec![change], vec![])),
    }
}

fn is_time(condition: &Condition) -> bool {
    let parts = condition.parts();
    matches!(condition, Condition::When(_)) || !parts.is_empty() && parts.iter().all(is_time)
}

/// When all of some times have come: whoever comes last is waited for, until nobody is.
fn next(times: &[&Condition], at: Timestamp, basket: &Basket<'_>) -> Option<Timestamp> {
    let of = |time: &Condition, at| match time {
        Condition::When(schedule) => schedule.next(at, basket.zone),
        Condition::All(parts) => next(&parts.iter().collect::<Vec<_>>(), at, basket),
        Condition::Any(parts) => parts.iter().filter_map(|part| next(&[part], at, basket)).min(),
        Condition::Not(part) => match &**part {
            Condition::When(schedule) => ceases(schedule, at, basket),
            other => unreachable!("the opposite of {other:?} is not drawn"),
        },
        other => unreachable!("{other:?} is no time"),
    };
    let mut moment = at;
    for _ in 0..200 {
        let last = times.iter().map(|time| of(time, moment)).collect::<Option<Vec<_>>>()?.into_iter().max();
        match last {
            Some(last) if last > moment => moment = last,
            _ => return Some(moment),
        }
    }
    None
}

/// When a schedule does not hold: within a week, or when it is over.
fn ceases(schedule: &Schedule, at: Timestamp, basket: &Basket<'_>) -> Option<Timestamp> {
    let mut moment = at;
    for _ in 0..20 {
        if !schedule.holds(moment, basket.zone) {
            return Some(moment);
        }
        let day = basket.zone.civil_day(moment);
        let closing = schedule.minutes.map(|(_, until)| basket.zone.clock(day, until));
        let ends = [schedule.until, closing, Some(basket.zone.clock(CivilDay(day.0 + 1), 0))];
        moment = ends.into_iter().flatten().filter(|end| *end > moment).min()?;
    }
    schedule.until
}

fn beats(a: &[Change], b: &[Change]) -> bool {
    let by = |(a, b): (&Change, &Change)| match (a, b) {
        (Change::Spend { more: a, .. }, Change::Spend { more: b, .. }) => Some(b - a),
        (Change::Units { more: a, .. }, Change::Units { more: b, .. }) => Some(i64::from(*b) - i64::from(*a)),
        (Change::Wait(a), Change::Wait(b)) => Some(b.0 - a.0),
        _ => None,
    };
    let by: Option<Vec<i64>> = a.iter().zip(b).map(by).collect();
    let smaller = by.is_some_and(|by| by.iter().all(|by| *by >= 0) && by.iter().any(|by| *by > 0));
    a.len() < b.len() || a.len() == b.len() && smaller
}

fn leaf_change(leaf: &Condition, basket: &Basket<'_>) -> Option<Change> {
    let missing = have_need(leaf, basket).map(|(have, need)| need.saturating_sub(have));
    match leaf {
        Condition::Spend { of, .. } => Some(Change::Spend { more: missing?, of: of.clone() }),
        Condition::Units { of, .. } => {
            Some(Change::Units { more: u32::try_from(missing?).ok()?, of: of.clone() })
        }
        Condition::Group(names) => Some(Change::Group(names.clone())),
        Condition::Tier(names) => Some(Change::Tier(names.clone())),
        Condition::Channel(names) => Some(Change::Channel(names.clone())),
        _ => None,
    }
}

fn have_need(condition: &Condition, basket: &Basket<'_>) -> Option<(i64, i64)> {
    match condition {
        Condition::Spend { of, at_least } => Some((basket.spend(of), *at_least)),
        Condition::Units { of, at_least } => Some((basket.units(of), i64::from(*at_least))),
        _ => None,
    }
}
