//! Delight: small surprises out of a budget that is never exceeded.
//!
//! - What a surprise is for is found in the log alone, and each is given once: nobody draws lots.
//! - **The rule.** First come, first served, in the order of the log. A surprise is given whole or not at all: one that the
//!   budget of its window cannot pay any more, in points or in money, is not given, and is not made up for later.
//!   Of several for one reason the first of the merchant's list is given.
//! - Nobody gets two within [`Delight::rest_days`].
//! - Every surprise is two entries, decided together: in the account of the member, and in the budget, which all
//!   processes of a shop share. So two of them do not give the same money twice.
//! - The points can be spent at once, expire as all others do, and no refund takes them back: whoever sends back an order
//!   that came late was still kept waiting.

use serde::{Deserialize, Serialize};

use crate::event::Moment;
use crate::money::Money;
use crate::terms::loyalty::Window;
#[cfg(feature = "till")]
use crate::terms::loyalty::Worth;
use crate::time::CivilDay;

/// Surprises, as their merchant writes them. Nothing of it is in what pages load.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delight {
    /// Whether any are given. Default yes.
    #[serde(default = "yes")]
    pub on: bool,
    /// The most points of all surprises within the window, at least 1.
    pub points: u32,
    /// The most money that these may be worth, in minor units, at least 1. Default: what the points are.
    #[serde(default)]
    pub minor: Option<i64>,
    /// Within which time; it must end. Default: a calendar month.
    #[serde(default = "month")]
    pub window: Window,
    /// The most points of one surprise, 1 to `points`.
    pub most: u32,
    /// How many whole days nobody gets another one, 1 to 366. Default 90.
    #[serde(default = "quarter")]
    pub rest_days: u16,
    /// What they are for: at least one, each once. The first goes before the others.
    pub occasions: Vec<Occasion>,
}

/// What a surprise is for, and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Occasion {
    /// What for.
    pub by: Moment,
    /// How many points, 1 to the most of one.
    pub points: u32,
}

fn yes() -> bool {
    true
}

fn month() -> Window {
    Window::Month
}

fn quarter() -> u16 {
    90
}

/// What surprises took of their budget, day by day, as far back as any window reaches. Server only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delighted {
    /// Days, ascending: points, and what they were worth.
    days: Vec<(CivilDay, i64, i64)>,
}

impl Delighted {
    /// How many days are kept: a leap year, and the day itself.
    const MOST_DAYS: i32 = 367;

    /// A surprise was given.
    pub(crate) fn add(&mut self, day: CivilDay, (points, minor): (i64, i64)) {
        let place = self.days.partition_point(|(own, ..)| *own < day);
        match self.days.get_mut(place).filter(|(own, ..)| *own == day) {
            Some((_, own, worth)) => {
                *own = own.saturating_add(points);
                *worth = worth.saturating_add(minor);
            }
            None => self.days.insert(place, (day, points, minor)),
        }
        let last = self.days.last().map(|(day, ..)| *day).unwrap_or_default();
        self.days.retain(|(day, ..)| last < day.plus(Self::MOST_DAYS));
    }

    /// Points and money since a day, it among them; also of days that are ahead of who asks.
    pub fn since(&self, first: Option<CivilDay>) -> (i64, i64) {
        let own = self.days.iter().filter(|(day, ..)| first.is_none_or(|first| *day >= first));
        own.fold((0, 0), |(points, minor), (_, more, worth)| {
            (points.saturating_add(*more), minor.saturating_add(*worth))
        })
    }
}

#[cfg(feature = "till")]
impl Delight {
    /// What is left of the budget on a day: points, and money where that is bounded.
    pub fn left(&self, delighted: &Delighted, day: CivilDay) -> (i64, Option<i64>) {
        let (points, minor) = delighted.since(self.window.first(day));
        let money = self.minor.map(|most| most.saturating_sub(minor).max(0));
        (i64::from(self.points).saturating_sub(points).max(0), money)
    }

    /// Whether the card is celebrated.
    pub(crate) fn is_yearly(&self) -> bool {
        self.on && self.occasions.iter().any(|one| one.by == Moment::Anniversary)
    }
}

impl Delight {
    /// What is the matter with it.
    pub(super) fn fault(&self) -> Option<String> {
        if self.points < 1 {
            return Some("`points` must be at least `1`".to_owned());
        }
        if self.minor.is_some_and(|minor| !(1..=Money::MOST_MINOR).contains(&minor)) {
            return Some(format!("`minor` must be `1` to `{}`", Money::MOST_MINOR));
        }
        match self.window {
            Window::Lifetime => return Some("`window` must end, so not be `lifetime`".to_owned()),
            Window::Days(days) if !(1..=366).contains(&days) => {
                return Some("`window`: `days` must be `1` to `366`".to_owned());
            }
            _ => {}
        }
        if !(1..=self.points).contains(&self.most) {
            return Some(format!("`most` must be `1` to `points`, `{}`", self.points));
        }
        if !(1..=366).contains(&self.rest_days) {
            return Some("`rest_days` must be `1` to `366`".to_owned());
        }
        self.occasions_fault()
    }

    fn occasions_fault(&self) -> Option<String> {
        if self.occasions.is_empty() {
            return Some("`occasions` must not be empty".to_owned());
        }
        self.occasions.iter().find_map(|one| {
            if !(1..=self.most).contains(&one.points) {
                return Some(format!("`occasions`: `points` must be `1` to `most`, `{}`", self.most));
            }
            if matches!(one.by, Moment::Orders(0 | 1)) {
                return Some("`occasions`: `orders` must be at least `2`".to_owned());
            }
            let same = self.occasions.iter().filter(|other| other.by == one.by).count();
            (same > 1).then(|| "`occasions`: each must stand once".to_owned())
        })
    }
}

#[cfg(feature = "till")]
impl Worth {
    /// What so many points are worth, in minor units, rounded up.
    pub(crate) fn at_most(&self, points: i64) -> i64 {
        let (minor, unit) = (self.of(points), i128::from(self.points));
        let exact = i128::from(minor).saturating_mul(unit);
        let is_cut = exact < i128::from(points).saturating_mul(self.minor.into());
        if is_cut { minor.saturating_add(1) } else { minor }
    }
}
