//! Time as an argument: milliseconds in UTC, and the shop's civil days as integers.

use core::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A length of time in milliseconds, possibly negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Span {
    /// A visit ends after this long without a signal: 30 minutes.
    pub const VISIT: Self = Self::minutes(30);

    /// `n` minutes.
    pub const fn minutes(n: i64) -> Self {
        Self(n.saturating_mul(60_000))
    }

    /// `n` days of 24 hours.
    pub const fn days(n: i64) -> Self {
        Self(n.saturating_mul(86_400_000))
    }

    /// Whole days of 24 hours, rounded towards the past.
    pub const fn whole_days(self) -> i64 {
        self.0.div_euclid(86_400_000)
    }
}

impl Add<Span> for Timestamp {
    type Output = Self;

    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Timestamp {
    type Output = Self;

    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Sub for Timestamp {
    type Output = Span;

    fn sub(self, other: Self) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

/// A calendar day somewhere: days since 1970-01-01 in the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CivilDay(pub i32);

impl CivilDay {
    /// The day of a date, if there is such a date: year 1 to 9999, month from 1, day from 1.
    ///
    /// The method is Howard Hinnant's `days_from_civil`.
    pub fn of_date(year: u32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9_999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let year_from_march = i64::from(year) - i64::from(month <= 2);
        let era = year_from_march.div_euclid(400);
        let year_of_era = year_from_march.rem_euclid(400);
        let day_of_year = (153 * i64::from((month + 9) % 12) + 2) / 5 + i64::from(day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let found = Self(i32::try_from(era * 146_097 + day_of_era - 719_468).ok()?);
        // The 31st of April is no date.
        let (_, _, same) = found.year_month_day();
        (u32::from(same) == day).then_some(found)
    }

    /// Year, month (1..=12) and day (1..=31).
    ///
    /// The method is Howard Hinnant's `civil_from_days`.
    pub fn year_month_day(self) -> (i32, u8, u8) {
        let shifted = i64::from(self.0) + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year as i32, month as u8, day as u8)
    }
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of days")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// From Monday on.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];
}

impl CivilDay {
    /// Which day of the week it is.
    pub const fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match self.0.rem_euclid(7) {
            0 => Weekday::Thursday,
            1 => Weekday::Friday,
            2 => Weekday::Saturday,
            3 => Weekday::Sunday,
            4 => Weekday::Monday,
            5 => Weekday::Tuesday,
            _ => Weekday::Wednesday,
        }
    }
}

/// The shop's clock on the wall: since when which offset from UTC holds.
///
/// Written out when the shop is published, so that the engine needs no time-zone database.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// IANA name, for people and for `Intl` in the page: `America/New_York`.
    pub name: String,
    /// (from, minutes east of UTC), ascending; before the first entry the offset is 0.
    pub offsets: Vec<(Timestamp, i16)>,
}

impl Zone {
    /// Minutes east of UTC at that moment.
    pub fn offset_minutes(&self, at: Timestamp) -> i16 {
        let after = self.offsets.partition_point(|(from, _)| *from <= at);
        after.checked_sub(1).and_then(|i| self.offsets.get(i)).map_or(0, |(_, minutes)| *minutes)
    }

    /// The calendar day in the shop at that moment.
    pub fn civil_day(&self, at: Timestamp) -> CivilDay {
        let local = at + self.offset(at);
        CivilDay(local.0.div_euclid(86_400_000).clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32)
    }

    /// How many minutes (0..=1439) the clock in the shop is past midnight.
    pub fn minute_of_day(&self, at: Timestamp) -> u16 {
        ((at + self.offset(at)).0.rem_euclid(86_400_000) / 60_000) as u16
    }

    /// When a day begins in the shop.
    pub fn midnight(&self, day: CivilDay) -> Timestamp {
        self.clock(day, 0)
    }

    /// When a day is over in the shop: with the midnight that begins the next.
    pub fn end_of(&self, day: CivilDay) -> Timestamp {
        self.midnight(day.plus(1))
    }

    /// When the clock in the shop shows so many minutes past midnight of a day.
    pub fn clock(&self, day: CivilDay, minutes: u16) -> Timestamp {
        let utc = Timestamp(0) + Span::days(i64::from(day.0)) + Span::minutes(i64::from(minutes));
        // The offset that holds then, not the one at that hour in Greenwich.
        utc - self.offset(utc - self.offset(utc))
    }

    fn offset(&self, at: Timestamp) -> Span {
        Span::minutes(i64::from(self.offset_minutes(at)))
    }
}

impl CivilDay {
    /// So many days later.
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The first day of the month that comes so many months after its own.
    pub fn month_after(self, months: i32) -> Self {
        let (year, month, _) = self.year_month_day();
        let all = i64::from(year).saturating_mul(12).saturating_add(i64::from(month)) - 1 + i64::from(months);
        let (year, month) = (all.div_euclid(12).clamp(1, 9_999), all.rem_euclid(12) + 1);
        // INVARIANT: every month of these years has a first day.
        Self::of_date(year as u32, month as u32, 1).unwrap_or(self)
    }

    /// The Monday of its week.
    pub fn monday(self) -> Self {
        // Day 0 was a Thursday.
        Self(self.0.saturating_sub(self.0.saturating_add(3).rem_euclid(7)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_days_know_leap_years() {
        assert_eq!(CivilDay(0).year_month_day(), (1970, 1, 1));
        assert_eq!(CivilDay(11_016).year_month_day(), (2000, 2, 29));
        assert_eq!(CivilDay(-1).year_month_day(), (1969, 12, 31));
    }

    #[test]
    fn a_date_is_the_day_that_has_it_and_what_is_no_date_is_none() {
        for day in (-719_000..2_932_000).step_by(137).map(CivilDay) {
            let (year, month, date) = day.year_month_day();
            assert_eq!(CivilDay::of_date(year as u32, month.into(), date.into()), Some(day));
        }
        for (year, month, day) in
            [(2026, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (0, 1, 1), (10_000, 1, 1)]
        {
            assert_eq!(CivilDay::of_date(year, month, day), None);
        }
        assert_eq!(CivilDay::of_date(2000, 2, 29), Some(CivilDay(11_016)));
    }

    #[test]
    fn the_week_goes_on_before_1970() {
        assert_eq!(CivilDay(0).weekday(), Weekday::Thursday);
        assert_eq!(CivilDay(-1).weekday(), Weekday::Wednesday);
        // 2000-02-29 was a Tuesday.
        assert_eq!(CivilDay(11_016).weekday(), Weekday::Tuesday);
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        let zone = Zone { name: "X".into(), offsets: vec![(Timestamp(0), -300)] };
        assert_eq!(zone.civil_day(Timestamp(0) + Span::days(1)), CivilDay(0));
        assert_eq!(zone.civil_day(Timestamp(0) + Span::days(1) + Span::minutes(300)), CivilDay(1));
    }

    #[test]
    fn a_week_begins_on_monday() {
        assert_eq!([-4, -3, 0, 3, 4].map(|day| CivilDay(day).monday().0), [-10, -3, -3, -3, 4]);
    }

    #[test]
    fn midnight_is_the_first_moment_of_a_day_whatever_the_offset() {
        let offsets = vec![
            (Timestamp(0), 210),
            (Timestamp(0) + Span::days(4), 270),
            (Timestamp(0) + Span::days(9), -300),
        ];
        let zone = Zone { name: "X".into(), offsets };
        for day in [-3, 1, 3, 4, 8, 9, 10, 11].map(CivilDay) {
            let begin = zone.midnight(day);
            assert_eq!((zone.civil_day(begin), zone.minute_of_day(begin)), (day, 0));
            assert!(zone.civil_day(begin - Span(1)) < day);
        }
        assert_eq!(zone.minute_of_day(Timestamp(0)), 210);
    }
}
