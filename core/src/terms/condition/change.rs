//! What a cart lacks: the fewest changes after which a condition holds.

use serde::{Deserialize, Serialize};

use super::moment::first;
use super::{Condition, Selector, Trace};
use crate::terms::basket::Basket;
use crate::time::Timestamp;

/// A change of the cart that would make one condition hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Spend so many minor units more on these lines.
    Spend {
        /// Minor units.
        more: i64,
        /// On what.
        of: Selector,
    },
    /// Buy so many units more of these lines.
    Units {
        /// How many.
        more: u32,
        /// Of what.
        of: Selector,
    },
    /// Join one of these groups.
    Group(Vec<String>),
    /// Reach one of these tiers.
    Tier(Vec<String>),
    /// Buy through one of these channels.
    Channel(Vec<String>),
    /// Wait until then.
    Wait(Timestamp),
    /// Enter the coupon.
    Coupon,
}

/// Whether changes are fewer than others, or as many of the same kinds and smaller.
fn is_less(changes: &[Change], others: &[Change]) -> bool {
    let size = |change: &Change| match change {
        Change::Spend { more, .. } => Some((0, *more)),
        Change::Units { more, .. } => Some((1, i64::from(*more))),
        Change::Wait(until) => Some((2, until.0)),
        _ => None,
    };
    let sizes = |all: &[Change]| all.iter().map(size).collect::<Option<Vec<_>>>();
    let fewer = changes.len().cmp(&others.len());
    if fewer.is_ne() {
        return fewer.is_lt();
    }
    let (Some(own), Some(other)) = (sizes(changes), sizes(others)) else { return false };
    let mut pairs = own.iter().zip(&other);
    own != other && pairs.all(|(own, other)| own.0 == other.0 && own.1 <= other.1)
}

/// Changes, and the times that must have come together with them.
#[derive(Default)]
struct Plan<'a> {
    changes: Vec<Change>,
    times: Vec<(&'a Condition, bool)>,
}

impl Plan<'_> {
    /// Where one has to wait, it is until all the times have come at once, and that is said once; nothing, if they
    /// never do.
    fn settled(mut self, basket: &Basket<'_>) -> Option<Self> {
        let is_wait = |change: &Change| matches!(change, Change::Wait(_));
        if self.changes.iter().any(is_wait) {
            let moment = first(&self.times, basket.cart.at, basket.zone)?;
            let mut is_said = false;
            self.changes.retain(|change| !is_wait(change) || !core::mem::replace(&mut is_said, true));
            let wait = self.changes.iter_mut().find(|change| is_wait(change));
            wait.into_iter().for_each(|change| *change = Change::Wait(moment));
        }
        Some(self)
    }
}

impl Condition {
    /// The fewest changes that would make it hold, by its trace; nothing if no change of the cart can.
    ///
    /// Of equally many changes of the same kinds the smaller; otherwise the alternative that stands first.
    pub(crate) fn change(&self, trace: &Trace, basket: &Basket<'_>) -> Option<Vec<Change>> {
        if trace.holds {
            return Some(Vec::new());
        }
        self.plan(trace, basket)?.settled(basket).map(|plan| plan.changes)
    }

    /// Waits are settled where alternatives are compared and at the end: of all times at once, and so once.
    fn plan<'a>(&'a self, trace: &Trace, basket: &Basket<'_>) -> Option<Plan<'a>> {
        if self.is_time() {
            let wait = Change::Wait(basket.cart.at);
            let changes = if trace.holds { Vec::new() } else { vec![wait] };
            return Some(Plan { changes, times: vec![(self, true)] });
        }
        // INVARIANT: a trace has a part for each part of its condition.
        let mut pairs = self.parts().iter().zip(&trace.parts);
        match self {
            Self::All(_) => {
                let mut all = Plan::default();
                for (part, trace) in pairs {
                    let plan = part.plan(trace, basket)?;
                    all.changes.extend(plan.changes);
                    all.times.extend(plan.times);
                }
                Some(all)
            }
            Self::Any(_) if trace.holds => {
                let plans = pairs.filter(|(_, trace)| trace.holds);
                let plans = plans.filter_map(|(part, trace)| part.plan(trace, basket));
                // What holds at any time before what may end.
                plans.reduce(|best, other| if best.times.len() > other.times.len() { other } else { best })
            }
            Self::Any(_) => {
                let plan = |(part, trace): (&'a Self, &Trace)| part.plan(trace, basket)?.settled(basket);
                pairs
                    .by_ref()
                    .filter_map(plan)
                    .reduce(|best, other| if is_less(&other.changes, &best.changes) { other } else { best })
            }
            _ if trace.holds => Some(Plan::default()),
            leaf => leaf.leaf_change(trace).map(|change| Plan { changes: vec![change], times: Vec::new() }),
        }
    }

    fn leaf_change(&self, trace: &Trace) -> Option<Change> {
        let missing = trace.have_need.map(|(have, need)| need.saturating_sub(have));
        match self {
            Self::Spend { of, .. } => Some(Change::Spend { more: missing?, of: of.clone() }),
            Self::Units { of, .. } => {
                Some(Change::Units { more: u32::try_from(missing?).ok()?, of: of.clone() })
            }
            // A group that is nobody's to join.
            Self::Group(names) if names.is_empty() => None,
            Self::Group(names) => Some(Change::Group(names.clone())),
            Self::Tier(names) => Some(Change::Tier(names.clone())),
            Self::Channel(names) => Some(Change::Channel(names.clone())),
            Self::When(_) | Self::All(_) | Self::Any(_) | Self::Not(_) | Self::FirstOrder => None,
        }
    }
}
