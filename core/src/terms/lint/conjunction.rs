//! Conditions as cases, each of which holds if all its leaves do; so contradictions can be seen.

use crate::terms::condition::Condition;
use crate::terms::condition::moment::first;
use crate::time::{Timestamp, Zone};

/// A condition with more cases than this is not looked into.
const MOST_CASES: usize = 64;

/// Leaves that hold together: each as it is, or its opposite.
#[derive(Debug, Clone, Default)]
pub(super) struct Case<'a> {
    holds: Vec<&'a Condition>,
    fails: Vec<&'a Condition>,
}

impl<'a> Case<'a> {
    /// Whether the times that it asks for never come at once from a moment on.
    pub(super) fn is_over(&self, at: Timestamp, zone: &Zone) -> bool {
        let times = |leaves: &[&'a Condition], wanted: bool| {
            let leaves = leaves.iter().copied().filter(|leaf| leaf.is_time());
            leaves.map(|leaf| (leaf, wanted)).collect::<Vec<_>>()
        };
        let all = [times(&self.holds, true), times(&self.fails, false)].concat();
        first(&all, at, zone).is_none()
    }

    /// Whether only somebody of a tier fulfils it that there is not.
    pub(super) fn asks_for_no_tier(&self, is_one: impl Fn(&str) -> bool) -> bool {
        let missing = |leaf: &&Condition| matches!(leaf, Condition::Tier(names) if !names.iter().any(|name| is_one(name)));
        self.holds.iter().any(missing)
    }
}

/// The cases of which one must hold; `None` if they are too many.
pub(super) fn cases(condition: &Condition) -> Option<Vec<Case<'_>>> {
    expand(condition, true)
}

fn expand(condition: &Condition, holds: bool) -> Option<Vec<Case<'_>>> {
    match (condition, holds) {
        (Condition::Not(part), _) => expand(part, !holds),
        (Condition::All(parts), true) | (Condition::Any(parts), false) => {
            let mut all = vec![Case::default()];
            for part in parts {
                all = product(&all, &expand(part, holds)?)?;
            }
            Some(all)
        }
        (Condition::Any(parts), true) | (Condition::All(parts), false) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(expand(part, holds)?);
            }
            (all.len() <= MOST_CASES).then_some(all)
        }
        (leaf, true) => Some(vec![Case { holds: vec![leaf], fails: Vec::new() }]),
        (leaf, false) => Some(vec![Case { holds: Vec::new(), fails: vec![leaf] }]),
    }
}

fn product<'a>(one: &[Case<'a>], other: &[Case<'a>]) -> Option<Vec<Case<'a>>> {
    if one.len().saturating_mul(other.len()) > MOST_CASES {
        return None;
    }
    let join = |a: &Case<'a>, b: &Case<'a>| {
        let mut both = a.clone();
        both.holds.extend(&b.holds);
        both.fails.extend(&b.fails);
        both
    };
    Some(one.iter().flat_map(|a| other.iter().map(move |b| join(a, b))).collect())
}

/// Whether no cart at any time fulfils it.
pub(super) fn contradicts(case: &Case<'_>, zone: &Zone) -> bool {
    let of_none = case.holds.iter().any(|leaf| match leaf {
        Condition::Group(names) | Condition::Tier(names) | Condition::Channel(names) => names.is_empty(),
        _ => false,
    });
    let denied = case.holds.iter().any(|leaf| case.fails.iter().any(|other| follows(leaf, other)));
    let pairs = case.holds.iter().enumerate();
    let apart = pairs
        .clone()
        .any(|(i, one)| case.holds.iter().skip(i.saturating_add(1)).any(|other| are_apart(one, other)));
    of_none || denied || apart || case.is_over(Timestamp(i64::MIN), zone)
}

/// Whether one condition holds wherever another does, as far as can be seen.
pub(super) fn implies(one: &Condition, other: &Condition) -> bool {
    if one == other {
        return true;
    }
    let (Some(given), Some(wanted)) = (cases(one), cases(other)) else { return false };
    let met = |case: &Case<'_>, want: &Case<'_>| {
        let holds = want.holds.iter().all(|leaf| case.holds.iter().any(|given| follows(given, leaf)));
        let fails = want.fails.iter().all(|leaf| case.fails.iter().any(|given| follows(leaf, given)));
        holds && fails
    };
    given.iter().all(|case| wanted.iter().any(|want| met(case, want)))
}

/// Whether a leaf holds wherever the first does.
fn follows(first: &Condition, leaf: &Condition) -> bool {
    match (first, leaf) {
        (Condition::Spend { of, at_least }, Condition::Spend { of: same, at_least: less }) => {
            of == same && at_least >= less
        }
        (Condition::Units { of, at_least }, Condition::Units { of: same, at_least: less }) => {
            of == same && at_least >= less
        }
        (Condition::Group(few), Condition::Group(more))
        | (Condition::Tier(few), Condition::Tier(more))
        | (Condition::Channel(few), Condition::Channel(more)) => few.iter().all(|name| more.contains(name)),
        (first, leaf) => first == leaf,
    }
}

/// Whether two leaves never hold together: nobody is of two tiers, and a cart is of one channel.
fn are_apart(one: &Condition, other: &Condition) -> bool {
    match (one, other) {
        (Condition::Tier(a), Condition::Tier(b)) | (Condition::Channel(a), Condition::Channel(b)) => {
            a.iter().all(|name| !b.contains(name))
        }
        _ => false,
    }
}
