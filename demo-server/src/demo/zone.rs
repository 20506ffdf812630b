//! The demo shop's clock on the wall: New York (invented; the source names no place).

use attar::Timestamp;
use attar::time::{CivilDay, Span, Zone};

/// The years whose changes of the clock are written out: the seed's and those in which it is shown.
const YEARS: std::ops::RangeInclusive<i32> = 2016..=2040;
const WINTER: i16 = -300;
const SUMMER: i16 = -240;

/// The zone `America/New_York` as a table.
///
/// Since 2007 summer time begins at 2:00 on the second Sunday of March and ends at 2:00 on the
/// first of November (Energy Policy Act of 2005, section 110).
pub fn new_york() -> Zone {
    let start = (Timestamp::default(), WINTER);
    let changes = days().filter_map(change);
    Zone { name: "America/New_York".to_owned(), offsets: std::iter::once(start).chain(changes).collect() }
}

/// Every day of those years.
fn days() -> impl Iterator<Item = CivilDay> {
    (0..i32::from(i16::MAX)).map(CivilDay).filter(|day| YEARS.contains(&day.year_month_day().0))
}

/// The change of the clock on that day, if it is one: 2:00 on the clock that is left behind.
fn change(day: CivilDay) -> Option<(Timestamp, i16)> {
    let at = |minutes: i16| {
        let two_o_clock = Timestamp::default() + Span::days(i64::from(day.0)) + Span::minutes(120);
        two_o_clock - Span::minutes(i64::from(minutes))
    };
    match day.year_month_day() {
        _ if !is_sunday(day) => None,
        (_, 3, 8..=14) => Some((at(WINTER), SUMMER)),
        (_, 11, 1..=7) => Some((at(SUMMER), WINTER)),
        _ => None,
    }
}

/// 1970-01-01 was a Thursday.
fn is_sunday(day: CivilDay) -> bool {
    (day.0 + 4).rem_euclid(7) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_changes_on_the_days_the_law_names() {
        let zone = new_york();
        // 2026-03-08T07:00:00Z and 2026-11-01T06:00:00Z.
        for (change, before, after) in [(1_772_953_200_000, -300, -240), (1_793_512_800_000, -240, -300)] {
            assert_eq!(zone.offset_minutes(Timestamp(change - 1)), before);
            assert_eq!(zone.offset_minutes(Timestamp(change)), after);
        }
    }

    #[test]
    fn every_year_has_two_changes_in_order() {
        let offsets = new_york().offsets;
        assert_eq!(offsets.len(), 1 + 2 * YEARS.count());
        assert!(offsets.is_sorted_by(|a, b| a.0 < b.0 && a.1 != b.1));
    }
}
