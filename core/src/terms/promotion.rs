//! A promotion as the merchant writes it: what it asks, what it gives, what it may cost.

use serde::{Deserialize, Serialize};

use crate::money::BasisPoints;
use crate::packed::Packed;
use crate::shop::Label;
use crate::terms::compat::offer::Foreign;
use crate::terms::condition::{Condition, Selector};
pub use crate::terms::protected::is_protected;

/// The number of a promotion, unique in a shop.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PromotionId(pub u32);

impl PromotionId {
    /// Points that are spent as a discount are a promotion of this number; no other has it.
    pub const POINTS: Self = Self(u32::MAX);
}

/// One promotion.
///
/// Lanes are taken in ascending order; in a lane at most one promotion acts. In a lane the highest
/// `priority` comes first, of equal ones the lower number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promotion {
    /// Its number.
    pub id: PromotionId,
    /// What people call it.
    pub name: String,
    /// What it asks; default: nothing.
    #[serde(default = "always")]
    pub when: Condition,
    /// What it gives.
    pub gives: Offer,
    /// The lane it drives in. Default 0.
    #[serde(default)]
    pub lane: u16,
    /// Its rank in the lane. Default 0.
    #[serde(default)]
    pub priority: i32,
    /// Acts only if no other does.
    #[serde(default)]
    pub alone: bool,
    /// Never acts beside these.
    #[serde(default)]
    pub never_with: Vec<PromotionId>,
    /// Acts only if one of these codes was entered; no codes: no coupon is needed.
    #[serde(default)]
    pub coupons: Vec<String>,
    /// How often one shopper may use it, at least 1.
    #[serde(default)]
    pub per_shopper: Option<u32>,
    /// How often it may be used in all, and how often it was.
    #[serde(default)]
    pub uses: Option<Uses>,
    /// The number of the budget that pays for it.
    #[serde(default)]
    pub budget: Option<u32>,
    /// What people call it in each language; `name` if unsaid.
    #[serde(default)]
    pub names: Option<Label>,
}

/// A promotion that a shopper has a code for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coupon {
    /// Which.
    pub promotion: PromotionId,
    /// What the shopper may see of it: [`Promotion::public`].
    pub terms: Packed<Promotion>,
}

fn always() -> Condition {
    Condition::All(Vec::new())
}

/// A limit of uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uses {
    /// In all.
    pub limit: u32,
    /// Until now.
    #[serde(default)]
    pub used: u32,
}

/// What a promotion gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Offer {
    /// A percentage of what is left of the lines, rounded once and shared exactly.
    Percent {
        /// 1..=10,000.
        rate: BasisPoints,
        /// Of what. Default: the order.
        #[serde(default)]
        on: Target,
        /// Of at most so many units per line (`each`, `across`) or in all (`once`: cheapest first).
        #[serde(default)]
        most_units: Option<u32>,
        /// How units are counted. Default `each`.
        #[serde(default)]
        spread: Spread,
    },
    /// An amount.
    Fixed {
        /// Minor units, at least 1.
        minor: i64,
        /// Off what. Default: the order.
        #[serde(default)]
        on: Target,
        /// Off every unit, off all together, or off the cheapest units. Default `across`.
        #[serde(default = "across")]
        spread: Spread,
        /// See [`Spread`].
        #[serde(default)]
        most_units: Option<u32>,
    },
    /// Buy some, get some cheaper. Bought are the dearest units, given the cheapest.
    BuyGet {
        /// What must be bought.
        #[serde(default)]
        buy: Selector,
        /// How many of it, at least 1.
        buy_units: u32,
        /// What is given.
        #[serde(default)]
        get: Selector,
        /// How many of it, at least 1.
        get_units: u32,
        /// How much cheaper: 10,000 is free.
        rate: BasisPoints,
        /// At most so many groups.
        #[serde(default)]
        most_groups: Option<u32>,
    },
    /// Some of each part together for one price.
    Bundle {
        /// What is in it, dearest units first; at least one part.
        parts: Vec<Part>,
        /// What one bundle costs, in minor units.
        minor: i64,
        /// At most so many bundles.
        #[serde(default)]
        most_groups: Option<u32>,
    },
    /// The more is spent, the higher the percentage: the last step that is reached counts.
    Steps {
        /// On which lines.
        #[serde(default)]
        of: Selector,
        /// (Minor units spent at least, rate), ascending.
        steps: Vec<(i64, BasisPoints)>,
    },
    /// What another engine computes, where the shop's [`Mode`](super::till::Mode) is that engine's.
    Foreign(Box<Foreign>),
}

/// A part of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Which lines.
    pub of: Selector,
    /// How many units, at least 1.
    pub units: u32,
}

/// What an offer lowers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Target {
    /// These lines.
    Items(Selector),
    /// All lines.
    #[default]
    Order,
    /// The shipping.
    Shipping,
}

/// How an offer counts units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spread {
    /// Each line on its own: up to `most_units` of it, all if unsaid.
    #[default]
    Each,
    /// All lines together, in proportion to what is left of them.
    Across,
    /// The cheapest units of all lines, `most_units` in all, 1 if unsaid.
    Once,
}

fn across() -> Spread {
    Spread::Across
}

impl Promotion {
    /// The longest code, in bytes.
    pub const LONGEST_CODE: usize = 64;

    /// What is wrong with it, if anything.
    pub fn fault(&self) -> Option<String> {
        let deep = depth(&self.when) > DEEPEST;
        let deep = deep.then(|| format!("`when` has more than `{DEEPEST}` conditions within one another"));
        deep.or_else(|| condition_fault(&self.when)).or_else(|| self.gives.fault()).or_else(|| {
            if self.id == PromotionId::POINTS {
                return Some(format!("`id` `{}` is that of points which are spent", self.id.0));
            }
            if self.name.trim().is_empty() {
                return Some("`name` is empty".into());
            }
            if self.per_shopper == Some(0) {
                return Some("`per_shopper` must be at least `1`".into());
            }
            if self.uses.is_some_and(|uses| uses.limit == 0) {
                return Some("`limit` must be at least `1`".into());
            }
            self.coupons.iter().find_map(|code| match code.trim().len() {
                0 => Some("`coupons` has an empty code".into()),
                1..=Self::LONGEST_CODE => None,
                _ => Some(format!("`coupons` has a code of more than `{}` bytes", Self::LONGEST_CODE)),
            })
        })
    }

    /// The key by which promotions are taken: unique, for of one number there is one at most
    /// ([`Till::open`](super::till::Till::open)), so that their order never matters.
    pub(crate) fn rank(&self) -> (u16, core::cmp::Reverse<i32>, PromotionId) {
        (self.lane, core::cmp::Reverse(self.priority), self.id)
    }

    /// What people call it, in every language.
    pub fn label(&self) -> Label {
        let same = || Label { en: self.name.clone(), fa: self.name.clone(), ar: self.name.clone() };
        self.names.clone().unwrap_or_else(same)
    }

    /// What a shopper may see of it: no codes, no limits in all, no budget.
    pub fn public(&self) -> Self {
        Self { coupons: Vec::new(), uses: None, budget: None, ..self.clone() }
    }

    /// The same, for a shopper who has a code.
    pub fn coupon(&self) -> Coupon {
        Coupon { promotion: self.id, terms: Packed::of(self.public()) }
    }

    /// Whether a code opens it: letters count the same, small or large.
    pub fn opens_with(&self, code: &str) -> bool {
        self.coupons.iter().any(|own| own.trim().eq_ignore_ascii_case(code.trim()))
    }

    /// Whether both may act in one cart.
    pub(crate) fn goes_with(&self, other: &Self) -> bool {
        let refused = || self.never_with.contains(&other.id) || other.never_with.contains(&self.id);
        // Of another engine that sees the whole cart all act at once.
        let apart = self.lane != other.lane || self.gives.is_of_a_whole_cart();
        apart && !self.alone && !other.alone && !refused()
    }
}

/// The most conditions within one another.
const DEEPEST: usize = 32;

fn depth(condition: &Condition) -> usize {
    condition.parts().iter().map(depth).max().map_or(1, |below| below.saturating_add(1))
}

fn condition_fault(condition: &Condition) -> Option<String> {
    let names = match condition {
        Condition::Group(names) | Condition::Tier(names) => names.as_slice(),
        Condition::When(schedule) => return schedule_fault(schedule),
        Condition::Spend { at_least, .. } if *at_least < 0 => return Some("`at_least` is below `0`".into()),
        _ => &[],
    };
    let protected = names.iter().find(|name| is_protected(name));
    let own = protected.map(|name| format!("`{name}` is a protected trait; a price may not depend on it"));
    own.or_else(|| condition.parts().iter().find_map(condition_fault))
}

/// What is wrong with a time, if anything.
pub(crate) fn schedule_fault(schedule: &super::condition::Schedule) -> Option<String> {
    let days = schedule.weekdays.iter().all(|day| (1..=7).contains(day));
    let minutes = schedule.minutes.is_none_or(|(from, until)| from < until && until <= 1_440);
    let order = schedule.from.zip(schedule.until).is_none_or(|(from, until)| from < until);
    match (days, minutes, order) {
        (false, ..) => Some("`weekdays` are `1` (Monday) to `7`".into()),
        (_, false, _) => Some("`minutes` must be from, then until, at most `1440`".into()),
        (.., false) => Some("`until` must be after `from`".into()),
        _ => None,
    }
}

impl Offer {
    /// Whether it is computed with all others at once, on the whole cart.
    pub(crate) fn is_of_a_whole_cart(&self) -> bool {
        matches!(self, Self::Foreign(foreign) if foreign.is_of_a_whole_cart())
    }

    fn fault(&self) -> Option<String> {
        let rate = |rate: &BasisPoints| !(1..=10_000).contains(&rate.0);
        let fault = match self {
            Self::Percent { rate: r, .. } if rate(r) => "`rate` must be `1` to `10000`",
            Self::Percent { most_units: Some(0), .. } | Self::Fixed { most_units: Some(0), .. } => {
                "`most_units` must be at least `1`"
            }
            Self::Fixed { minor, .. } if *minor < 1 => "`minor` must be at least `1`",
            Self::BuyGet { rate: r, .. } if rate(r) => "`rate` must be `1` to `10000`",
            Self::BuyGet { buy_units: 0, .. } => "`buy_units` must be at least `1`",
            Self::BuyGet { most_groups: Some(0), .. } | Self::Bundle { most_groups: Some(0), .. } => {
                "`most_groups` must be at least `1`"
            }
            Self::BuyGet { get_units: 0, .. } => "`get_units` must be at least `1`",
            Self::Bundle { parts, .. } if parts.is_empty() => "`parts` must not be empty",
            Self::Bundle { parts, .. } if parts.iter().any(|part| part.units == 0) => {
                "`units` of a part must be at least `1`"
            }
            Self::Bundle { minor, .. } if *minor < 0 => "`minor` is below `0`",
            Self::Steps { steps, .. } if steps.is_empty() => "`steps` must not be empty",
            Self::Steps { steps, .. } if steps.iter().any(|(_, r)| rate(r)) => {
                "a rate must be `1` to `10000`"
            }
            Self::Steps { steps, .. } if steps.iter().any(|(from, _)| *from < 0) => "a step is below `0`",
            Self::Steps { steps, .. } if !steps.is_sorted_by(|a, b| a.0 < b.0) => "`steps` must ascend",
            Self::Foreign(foreign) => return foreign.fault(),
            _ => return None,
        };
        Some(fault.to_owned())
    }
}
