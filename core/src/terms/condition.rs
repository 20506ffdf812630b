//! What a promotion asks of a cart: a tree of typed conditions that says why, leaf by leaf.
//!
//! Conditions read the cart at list prices, before any promotion: so the answer does not depend on
//! the order of promotions. There is no condition on age, sex, income or the like; groups and tiers
//! named after such a trait are refused when a promotion is checked.

mod change;
pub(crate) mod moment;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::id::{LabelId, ProductId};
use crate::terms::basket::Cart;
use crate::terms::sums::Sums;
use crate::time::{CivilDay, Timestamp, Zone};

pub use change::Change;

/// Which lines are meant. Everything unless narrowed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Selector {
    /// Only these products, if any are named.
    pub products: Vec<ProductId>,
    /// Only these categories, if any are named.
    pub categories: Vec<LabelId>,
    /// Never these.
    pub except: Vec<ProductId>,
}

impl Selector {
    /// Whether a product of that category is meant.
    pub fn takes(&self, product: ProductId, category: LabelId) -> bool {
        let named = self.products.is_empty() || self.products.contains(&product);
        let sorted = self.categories.is_empty() || self.categories.contains(&category);
        named && sorted && !self.except.contains(&product)
    }
}

/// When something holds, on the shop's clock on the wall.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Schedule {
    /// Not before.
    pub from: Option<Timestamp>,
    /// Not at or after.
    pub until: Option<Timestamp>,
    /// Monday is 1, Sunday 7; every day if none is named.
    pub weekdays: Vec<u8>,
    /// Minutes since local midnight, from (included) and until (not): `[540, 1020]` is 9 to 17.
    pub minutes: Option<(u16, u16)>,
}

impl Schedule {
    /// Whether it holds at that moment.
    pub fn holds(&self, at: Timestamp, zone: &Zone) -> bool {
        let daily =
            || self.minutes.is_none_or(|(from, until)| (from..until).contains(&zone.minute_of_day(at)));
        let weekday = || (zone.civil_day(at).weekday() as u8).saturating_add(1);
        self.spans(at) && daily() && (self.weekdays.is_empty() || self.weekdays.contains(&weekday()))
    }

    /// Whether it has begun and is not over, whatever the day and hour.
    pub(crate) fn spans(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| at >= from) && self.until.is_none_or(|until| at < until)
    }

    /// The next moment at which it holds, within a week of its opening.
    pub fn next(&self, at: Timestamp, zone: &Zone) -> Option<Timestamp> {
        let start = self.from.map_or(at, |from| from.max(at));
        if self.holds(start, zone) {
            return Some(start);
        }
        if !self.spans(start) {
            return None;
        }
        let (first, opens) = (zone.civil_day(start), self.minutes.map_or(0, |(from, _)| from));
        (0..=8_i32).find_map(|days| {
            let opening = zone.clock(CivilDay(first.0.saturating_add(days)), opens);
            (opening >= start && self.holds(opening, zone)).then_some(opening)
        })
    }
}

/// What must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// Each of them; none at all holds.
    All(Vec<Condition>),
    /// One of them; none at all does not hold.
    Any(Vec<Condition>),
    /// The opposite.
    Not(Box<Condition>),
    /// So much is spent, in minor units.
    Spend {
        /// On these lines.
        #[serde(default)]
        of: Selector,
        /// At least this.
        at_least: i64,
    },
    /// So many units are bought.
    Units {
        /// Of these lines.
        #[serde(default)]
        of: Selector,
        /// At least this many.
        at_least: u32,
    },
    /// The shopper is in one of these groups.
    Group(Vec<String>),
    /// The shopper is of one of these tiers.
    Tier(Vec<String>),
    /// The cart is of one of these channels.
    Channel(Vec<String>),
    /// The shopper has not ordered before.
    FirstOrder,
    /// It is the time for it.
    When(Schedule),
}

/// Why a condition holds or not: the tree again, with an answer at every node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// Which node: `all`, `spend`, `group`.
    pub what: Cow<'static, str>,
    /// Whether it holds.
    pub holds: bool,
    /// What there is and what is needed, where that is a number.
    pub have_need: Option<(i64, i64)>,
    /// Of `all`, `any` and `not`, the nodes below.
    pub parts: Vec<Trace>,
}

/// Nothing was asked, so it holds.
impl Default for Trace {
    fn default() -> Self {
        Self { what: Cow::Borrowed("all"), holds: true, have_need: None, parts: Vec::new() }
    }
}

impl Condition {
    /// Why it holds or not.
    pub(crate) fn trace(&self, sums: &Sums<'_>) -> Trace {
        let below = self.parts();
        let mut parts = Vec::with_capacity(below.len());
        for part in below {
            parts.push(part.trace(sums));
        }
        let have_need = self.have_need(sums);
        let (cart, zone) = (sums.basket.cart, sums.basket.zone);
        let holds = match self {
            Self::All(_) => parts.iter().all(|part| part.holds),
            Self::Any(_) => parts.iter().any(|part| part.holds),
            Self::Not(_) => !parts.iter().all(|part| part.holds),
            Self::When(schedule) => schedule.holds(cart.at, zone),
            leaf => have_need.map_or_else(|| leaf.knows(cart), |(have, need)| have >= need),
        };
        Trace { what: Cow::Borrowed(self.name()), holds, have_need, parts }
    }

    /// Whether the cart and its shopper are of those that it names, whatever is in the cart.
    pub(crate) fn knows(&self, cart: &Cart) -> bool {
        match self {
            Self::Group(names) => cart.shopper.groups.iter().any(|group| names.contains(group)),
            Self::Tier(names) => cart.shopper.tier.as_ref().is_some_and(|tier| names.contains(tier)),
            Self::Channel(names) => names.contains(&cart.channel),
            Self::FirstOrder => cart.shopper.orders == 0,
            _ => true,
        }
    }

    fn have_need(&self, sums: &Sums<'_>) -> Option<(i64, i64)> {
        match self {
            Self::Spend { of, at_least } => Some((sums.of(of).minor, *at_least)),
            Self::Units { of, at_least } => Some((sums.of(of).units, i64::from(*at_least))),
            _ => None,
        }
    }

    #[cfg(feature = "till")]
    /// The latest moment from which on it may hold, where it asks for times that must all have come.
    pub(crate) fn begins(&self) -> Option<Timestamp> {
        match self {
            Self::All(parts) => parts.iter().filter_map(Self::begins).max(),
            Self::When(schedule) => schedule.from,
            _ => None,
        }
    }

    /// The nodes below.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::All(parts) | Self::Any(parts) => parts,
            Self::Not(part) => core::slice::from_ref(part),
            _ => &[],
        }
    }

    /// The wire name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::All(_) => "all",
            Self::Any(_) => "any",
            Self::Not(_) => "not",
            Self::Spend { .. } => "spend",
            Self::Units { .. } => "units",
            Self::Group(_) => "group",
            Self::Tier(_) => "tier",
            Self::Channel(_) => "channel",
            Self::FirstOrder => "first_order",
            Self::When(_) => "when",
        }
    }
}
