//! What a condition says of a basket: three walks, each of which asks every node anew.

use crate::terms::basket::Basket;
use crate::terms::condition::{Change, Condition, Trace};

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
    match condition {
        Condition::All(parts) => {
            let changes: Option<Vec<_>> = parts.iter().map(|part| change(part, basket)).collect();
            changes.map(|changes| changes.concat())
        }
        Condition::Any(parts) => {
            let mut best: Option<Vec<Change>> = None;
            for next in parts.iter().filter_map(|part| change(part, basket)) {
                if best.as_ref().is_none_or(|best| beats(&next, best)) {
                    best = Some(next);
                }
            }
            best
        }
        Condition::Not(_) | Condition::FirstOrder => None,
        leaf => leaf_change(leaf, basket).map(|change| vec![change]),
    }
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
        Condition::When(schedule) => schedule.next(basket.cart.at, basket.zone).map(Change::Wait),
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::FirstOrder => None,
    }
}

fn have_need(condition: &Condition, basket: &Basket<'_>) -> Option<(i64, i64)> {
    match condition {
        Condition::Spend { of, at_least } => Some((basket.spend(of), *at_least)),
        Condition::Units { of, at_least } => Some((basket.units(of), i64::from(*at_least))),
        _ => None,
    }
}
