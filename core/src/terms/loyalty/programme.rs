//! A loyalty programme as its merchant writes it.

use serde::{Deserialize, Serialize};

use crate::id::{LabelId, ProductId};
use crate::money::BasisPoints;
use crate::shop::Label;
use crate::terms::condition::{Schedule, Selector};
use crate::terms::loyalty::{Delight, Referral};

/// What is earned, what it is worth, and what tiers there are. Its members are the holders of the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// What earns points. Rules add up.
    #[serde(default)]
    pub earn: Vec<EarnRule>,
    /// What earns nothing, whatever the rules say: gift cards.
    #[serde(default)]
    pub nothing_on: Nothing,
    /// What points are worth when they are spent.
    pub worth: Worth,
    /// How many whole days after that of a purchase its points cannot be spent: the return window, at most 366. With 0
    /// they can at once. Default 14.
    #[serde(default = "fortnight")]
    pub pending_days: u16,
    /// When points expire. Default: never.
    #[serde(default)]
    pub expiry: Option<Expiry>,
    /// How points are spent. Default: not at all.
    #[serde(default)]
    pub redeem: Option<Redeem>,
    /// What is taken back of points that were earned with what comes back. Default `balance`.
    #[serde(default)]
    pub claw_back: ClawBack,
    /// Points that were paid with come back where an order is called off; those of a lot that has expired meanwhile
    /// live so many whole days longer, at most 366. Default 30.
    #[serde(default = "month")]
    pub revive_days: u16,
    /// Tiers. Default: there are none.
    #[serde(default)]
    pub tiers: Option<Tiers>,
    /// What referring somebody brings. Default: nothing.
    #[serde(default)]
    pub referral: Option<Referral>,
    /// Small surprises. Default: none. A page does not know of them.
    #[serde(default)]
    pub delight: Option<Delight>,
}

fn fortnight() -> u16 {
    14
}

fn month() -> u16 {
    30
}

/// One way to earn points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarnRule {
    /// Its number, once.
    pub id: u32,
    /// What for.
    pub by: Earn,
    /// When it holds, on the shop's clock on the wall. Default: always.
    #[serde(default)]
    pub when: Schedule,
}

/// What points are earned for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Earn {
    /// So many points for every so many minor units of money spent on these lines of a purchase together; what does not
    /// make a whole one earns nothing. Money is what is left after promotions and what points paid, without sending
    /// and without tax that is added.
    Spend {
        /// At least 1.
        points: u32,
        /// Minor units, 1 to [`Money::MOST_MINOR`](crate::Money::MOST_MINOR).
        per: i64,
        /// On what. Default: everything.
        #[serde(default)]
        of: Selector,
    },
    /// So many points for every unit of these lines that was not paid with points alone.
    Units {
        /// At least 1.
        points: u32,
        /// Of what. Default: everything.
        #[serde(default)]
        of: Selector,
    },
    /// So many points once, for becoming a member.
    Joining {
        /// At least 1.
        points: u32,
    },
    /// So many points once, for the first purchase.
    FirstPurchase {
        /// At least 1.
        points: u32,
    },
}

/// What earns nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Nothing {
    /// These products.
    pub products: Vec<ProductId>,
    /// All of these categories.
    pub categories: Vec<LabelId>,
}

/// What points are worth: so many of them so many minor units of the book currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worth {
    /// At least 1.
    pub points: u32,
    /// 1 to [`Worth::MOST_MINOR`].
    pub minor: i64,
}

/// When points expire: always with the midnight that ends a day in the shop, and never before they can be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Expiry {
    /// So many whole days after they were earned, 1 to 3,660.
    Days(u16),
    /// At the end of a calendar month, so many after the one in which they ripen: 0 is that one, 120 the most.
    Months(u8),
    /// At the end of a calendar year, likewise: 10 is the most.
    Years(u8),
}

/// How points are spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redeem {
    /// As what. Default `payment`.
    #[serde(default)]
    pub how: How,
    /// The fewest points of one order, at least 1. Default 1.
    #[serde(default = "one")]
    pub least: u32,
    /// Only multiples of so many points, at least 1. Default 1.
    #[serde(default = "one")]
    pub step: u32,
    /// The most of what an order comes to that points may be worth, 1 to 10,000. Default: all of it.
    #[serde(default = "whole")]
    pub most_share: BasisPoints,
}

fn one() -> u32 {
    1
}

fn whole() -> BasisPoints {
    BasisPoints(10_000)
}

/// As what points are spent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// As money: prices and taxes stay as they are, and so much less of them is to be paid.
    #[default]
    Payment,
    /// As a discount on the lines, before tax, after every promotion; never below what guards allow.
    Discount,
}

/// What is taken back of points that were earned with units that came back; never more than there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClawBack {
    /// Nothing: all of it is forgiven.
    Nothing,
    /// What is left of the lot that they earned; the rest is forgiven.
    Lot,
    /// That, and then what other points there are, those that expire first first; the rest is forgiven.
    #[default]
    Balance,
}

/// The tiers of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tiers {
    /// What counts.
    pub by: Measure,
    /// Within which time it counts, and so how long a tier lasts that was reached.
    pub window: Window,
    /// How many whole days longer somebody stays in a tier whose end has come, at most 366. What is reached in that time
    /// counts still. Default 0.
    #[serde(default)]
    pub grace_days: u16,
    /// Where somebody goes whose tier ends. It must be said, unless the window is `lifetime`.
    #[serde(default)]
    pub downgrade: Option<Downgrade>,
    /// The tiers, ascending: at least one. Two never begin at the same.
    pub steps: Vec<Tier>,
}

/// What counts towards a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Minor units of money spent.
    Spend,
    /// Points earned, whatever became of them; what is clawed back does not count.
    Points,
    /// Purchases; one that came back as a whole does not count.
    Orders,
}

/// A time within which something counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Window {
    /// The last so many days, 1 to 366, today among them. A tier lasts as many whole days after the one on which it was
    /// reached.
    Days(u16),
    /// This calendar month. A tier lasts until the end of the next.
    Month,
    /// This calendar quarter. A tier lasts until the end of the next.
    Quarter,
    /// This calendar year. A tier lasts until the end of the next.
    Year,
    /// Ever. A tier lasts for life.
    Lifetime,
}

/// Where somebody goes whose tier ends and who did not earn it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Downgrade {
    /// One tier down, or higher where that was earned.
    Step,
    /// To what was earned.
    Earned,
}

/// One tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Its name in conditions and price lists, once: 1 to 40 bytes, none of a protected trait.
    pub name: String,
    /// What people call it; its name, if unsaid.
    #[serde(default)]
    pub title: Option<Label>,
    /// From how much on it is reached, 1 to [`Money::MOST_MINOR`](crate::Money::MOST_MINOR): who has exactly so much has reached it.
    pub from: i64,
    /// Its members earn so much as others, 10,000 to 100,000: 12,500 is a quarter more. Default 10,000.
    #[serde(default = "whole")]
    pub multiplier: BasisPoints,
    /// Who ever had so much in all, whatever the window, stays in it for life.
    #[serde(default)]
    pub for_life: Option<i64>,
    /// Whether price lists or promotions are for its members. [`Shop::check`](crate::shop::Shop::check) sees to it.
    #[serde(default)]
    pub prices: bool,
}

impl Programme {
    /// The tiers, ascending; none, where there are none.
    pub fn steps(&self) -> &[Tier] {
        self.tiers.as_ref().map_or(&[], |tiers| &tiers.steps)
    }
}

impl Tiers {
    /// A tier by its name, and which it is, the lowest 0.
    pub fn named(&self, name: &str) -> Option<(usize, &Tier)> {
        self.steps.iter().enumerate().find(|(_, tier)| tier.name == name)
    }
}

impl Tier {
    /// What people call it, in every language.
    pub fn label(&self) -> Label {
        let same = || Label { en: self.name.clone(), fa: self.name.clone(), ar: self.name.clone() };
        self.title.clone().unwrap_or_else(same)
    }
}
