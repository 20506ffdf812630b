//! Amounts, counts and moments as nodes and text of a view, with their machine values.

use super::Element;
use crate::money::Money;
use crate::text::{decimal, join, padded};
use crate::time::{CivilDay, Timestamp};

/// An amount with its machine value: minor units and currency.
pub(super) fn money(amount: Money) -> Element {
    let value = join(&[&decimal(amount.minor), " ", amount.currency.code()]);
    Element::new("data").attribute("value", &value).text(&amount.text())
}

/// A number with its machine value: people have digits of their own.
pub(super) fn count(of: u32) -> Element {
    let digits = number(of);
    Element::new("data").attribute("value", &digits).text(&digits)
}

pub(super) fn number(number: u32) -> String {
    decimal(i64::from(number))
}

pub(super) fn iso(at: Timestamp) -> String {
    join(&[&date_and_time(at, "T"), "Z"])
}

/// `2026-11-23` and `14:05`, with something in between.
pub(super) fn date_and_time(at: Timestamp, between: &str) -> String {
    let day = at.0.div_euclid(86_400_000).clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
    let (year, month, day) = CivilDay(day).year_month_day();
    let minutes = at.0.rem_euclid(86_400_000) / 60_000;
    let two = |number: i64| padded(number, 2);
    let (month, day) = (two(i64::from(month)), two(i64::from(day)));
    let (year, hour, minute) = (padded(i64::from(year), 4), two(minutes / 60), two(minutes % 60));
    join(&[&year, "-", &month, "-", &day, between, &hour, ":", &minute])
}
