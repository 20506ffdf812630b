//! Moments as feeds write them: ISO 8601 with a zone, or of a clock on the wall.

use attar::Timestamp;
use attar::time::{CivilDay, Span, Zone};

/// `2026-12-24T09:00:07.5Z`, `..+01:00`, `..+0100`; without a zone, it is a moment of the shop's clock.
pub(super) fn read(text: &str, zone: &Zone) -> Option<Timestamp> {
    let (day, rest) = text.trim().split_once(['T', ' '])?;
    let cut = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (clock, offset) = rest.split_at_checked(cut)?;
    let (day, (minutes, millis)) = (read_day(day)?, read_clock(clock)?);
    let whole = match offset {
        "" => zone.clock(day, minutes),
        "Z" => utc(day, minutes),
        _ => utc(day, minutes) - Span::minutes(read_offset(offset)?),
    };
    Some(whole + Span(millis))
}

/// A day and `14:05`, `14:05:09` or `02:05 PM`, of the shop's clock.
pub(super) fn read_parts(day: &str, clock: &str, zone: &Zone) -> Option<Timestamp> {
    let clock = clock.trim().to_ascii_uppercase();
    let (half, digits) = match (clock.strip_suffix("AM"), clock.strip_suffix("PM")) {
        (Some(digits), _) => (Some(0), digits.trim_end()),
        (_, Some(digits)) => (Some(12 * 60), digits.trim_end()),
        _ => (None, clock.as_str()),
    };
    let (minutes, millis) = read_clock(digits)?;
    let minutes = match half {
        Some(later) if (60..13 * 60).contains(&minutes) => minutes % (12 * 60) + later,
        Some(_) => return None,
        None => minutes,
    };
    Some(zone.clock(read_day(day.trim())?, minutes) + Span(millis))
}

fn utc(day: CivilDay, minutes: u16) -> Timestamp {
    Zone::default().clock(day, minutes)
}

fn read_day(text: &str) -> Option<CivilDay> {
    let mut parts = text.splitn(3, '-').map(number);
    CivilDay::of_date(parts.next()??, parts.next()??, parts.next()??)
}

/// Minutes of the day, and milliseconds of the minute.
fn read_clock(text: &str) -> Option<(u16, i64)> {
    let mut parts = text.splitn(3, ':');
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let (second, parts) = parts
        .next()
        .unwrap_or("0")
        .split_once('.')
        .map_or_else(|| (text.splitn(3, ':').nth(2).unwrap_or("0"), ""), |(second, parts)| (second, parts));
    let second = number(second)?;
    if hour > 23 || minute > 59 || second > 60 || parts.bytes().any(|digit| !digit.is_ascii_digit()) {
        return None;
    }
    let digits: String = parts.chars().chain("000".chars()).take(3).collect();
    let millis = i64::from(second) * 1_000 + i64::from(number(&digits)?);
    Some((u16::try_from(hour * 60 + minute).ok()?, millis))
}

/// Minutes ahead of UTC.
fn read_offset(text: &str) -> Option<i64> {
    let (ahead, digits) = (text.starts_with('+'), text.get(1..)?.replace(':', ""));
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { 0 } else { number(minutes)? };
    let sum = i64::from(number(hours)?) * 60 + i64::from(minutes);
    (sum < 24 * 60).then_some(if ahead { sum } else { -sum })
}

/// At most four digits and nothing else.
fn number(text: &str) -> Option<u32> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_in_every_zone_and_not_guessed() {
        let utc = Zone::default();
        let nine = Timestamp(1_798_102_800_000);
        for text in [
            "2026-12-24T09:00:00Z",
            "2026-12-24 09:00Z",
            "2026-12-24T10:00:00+01:00",
            "2026-12-24T10:00:00.000+0100",
            "2026-12-24T04:00:00-05:00",
            "2026-12-24T09:00:00",
        ] {
            assert_eq!(read(text, &utc), Some(nine), "{text}");
        }
        assert_eq!(read("2026-12-24T09:00:07.25Z", &utc), Some(nine + Span(7_250)));
        for text in [
            "",
            "now",
            "2026-12-24",
            "2026-13-24T09:00Z",
            "2026-12-24T25:00Z",
            "2026-12-24T09:00+é0",
            "2026-12-24T09:00:00.xZ",
            "2026-12-24T09:00+99:00",
            "2026-12-24T09Z",
        ] {
            assert_eq!(read(text, &utc), None, "{text}");
        }
    }

    #[test]
    fn a_clock_on_the_wall_has_halves_or_none() {
        let utc = Zone::default();
        let at = |clock| read_parts("2026-12-24", clock, &utc);
        assert_eq!(at("09:00 AM"), at("09:00"));
        assert_eq!(at("02:05 pm"), at("14:05:00"));
        assert_eq!((at("12:10 AM"), at("12:10 PM")), (at("00:10"), at("12:10")));
        assert_eq!((at("13:00 PM"), at("noon"), at("00:10 AM")), (None, None, None));
    }
}
