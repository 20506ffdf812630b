//! Amounts, shares and moments as people type them into a field, in digits of any of the languages, and as a field
//! shows them again.

use attar::time::{CivilDay, Zone};
use attar::{Currency, Lang, Money, Timestamp};

use super::{digits, is_toman, number, value};

/// Reads a number with at most so many decimals, without groups: `12.5` of two is 1,250. Nothing, if it is none.
pub fn read_decimal(text: &str, places: u32) -> Option<i64> {
    let text = western(text.trim());
    let (whole, part) = text.split_once(['.', '٫']).unwrap_or((&text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let missing = places.checked_sub(u32::try_from(part.len()).ok()?)?;
    if whole.is_empty() || !is_number(whole) || !is_number(part) {
        return None;
    }
    let typed: i64 = [whole, part].concat().parse().ok()?;
    typed.checked_mul(10_i64.checked_pow(missing)?)
}

/// The same number as a field shows it: no groups, no decimals that say nothing unless `all` of them are asked for.
pub fn show_decimal(lang: Lang, number: i64, places: u32, all: bool) -> String {
    let unit = 10_i64.saturating_pow(places);
    let part = format!("{:0width$}", number.rem_euclid(unit), width = places as usize);
    let part = if all { &part[..] } else { part.trim_end_matches('0') };
    let whole = number.div_euclid(unit);
    let text = if places == 0 || part.is_empty() { whole.to_string() } else { format!("{whole}.{part}") };
    digits(lang, &text)
}

/// Reads an amount in the unit in which the language tells it, as minor units.
pub fn read_money(lang: Lang, currency: Currency, text: &str) -> Option<i64> {
    let minor = read_decimal(text, places(lang, currency))?;
    (minor <= Money::MOST_MINOR).then_some(minor)
}

/// The same amount as a field shows it.
pub fn show_money(lang: Lang, amount: Money) -> String {
    let all = !is_toman(lang, amount.currency);
    show_decimal(lang, amount.minor, places(lang, amount.currency), all)
}

fn places(lang: Lang, currency: Currency) -> u32 {
    if is_toman(lang, currency) { 1 } else { u32::from(currency.exponent()) }
}

/// Reads a whole number, also a negative one.
pub fn read_whole(text: &str) -> Option<i64> {
    western(text.trim()).replace('−', "-").parse().ok()
}

/// Reads numbers with spaces or commas between them; an error is the first that is none.
pub fn read_numbers(text: &str) -> Result<Vec<u32>, String> {
    let parts = text.split([' ', ',', '،', '\n', '\r', '\t']).filter(|part| !part.is_empty());
    parts.map(|part| number(part).ok_or_else(|| part.to_owned())).collect()
}

/// Reads a moment of a clock on the wall: `2026-12-24T09:00`, as browsers write it. Nothing, where the clock never
/// shows it.
pub fn read_moment(zone: &Zone, text: &str) -> Option<Timestamp> {
    let text = western(text.trim());
    let (day, clock) = text.split_once(['T', ' '])?;
    let mut parts = day.splitn(3, '-').map(str::parse::<u32>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let (hour, minute) = clock.split_once(':')?;
    // Some browsers write seconds as well: `:00.000`.
    let (minute, seconds) = minute.split_once(':').unwrap_or((minute, ""));
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
    if hour > 23 || minute > 59 || seconds.contains(|letter| !"0.:".contains(letter)) {
        return None;
    }
    let (day, minutes) = (CivilDay::of_date(year, month, day)?, hour * 60 + minute);
    let at = zone.clock(day, minutes);
    ((zone.civil_day(at), zone.minute_of_day(at)) == (day, minutes)).then_some(at)
}

/// The same moment as a field of a browser takes it, whatever the language.
pub fn show_moment(zone: &Zone, at: Timestamp) -> String {
    let (year, month, day) = zone.civil_day(at).year_month_day();
    let minutes = zone.minute_of_day(at);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The text with digits of any of the languages as 0 to 9.
fn western(text: &str) -> String {
    let own = |letter| value(letter).and_then(|value| char::from_digit(value, 10)).unwrap_or(letter);
    text.chars().map(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_in_any_digits_and_not_guessed() {
        let read = ["12.5", "۱۲٫۵", "١٢٫٥", " 12.50 ", "3", "0"].map(|text| read_decimal(text, 2));
        assert_eq!(read, [Some(1_250), Some(1_250), Some(1_250), Some(1_250), Some(300), Some(0)]);
        for none in ["", ".", ".5", "1.234", "-1", "1,5", "1 000", "x", "99999999999999999999", "1.2.3"] {
            assert_eq!(read_decimal(none, 2), None, "{none}");
        }
    }

    #[test]
    fn what_is_shown_is_read_again() {
        for (lang, currency, minor) in [
            (Lang::En, Currency::Usd, 123_450),
            (Lang::Fa, Currency::Usd, 5),
            (Lang::Fa, Currency::Irr, 29_995),
            (Lang::Ar, Currency::Kwd, 1_000),
        ] {
            let shown = show_money(lang, Money::new(minor, currency));
            assert_eq!(read_money(lang, currency, &shown), Some(minor), "{shown}");
        }
        let shares = [1_250, 1_000].map(|rate| show_decimal(Lang::Fa, rate, 2, false));
        assert_eq!(shares, ["۱۲٫۵", "۱۰"]);
    }

    #[test]
    fn a_moment_is_one_of_the_shops_clock_and_has_to_be_a_date() {
        let zone = Zone { name: "X".into(), offsets: vec![(Timestamp(0), -300)] };
        let at = read_moment(&zone, "2026-12-24T09:00").expect("a moment");
        assert_eq!(at, Timestamp(1_798_120_800_000));
        assert_eq!(show_moment(&zone, at), "2026-12-24T09:00");
        assert_eq!(read_moment(&zone, "۲۰۲۶-۱۲-۲۴ ۰۹:۰۰:۰۰"), Some(at));
        for none in [
            "2026-02-30T00:00",
            "2026-13-01T00:00",
            "2026-12-24",
            "2026-12-24T24:00",
            "2026-12-24T09:00:30",
            "soon",
            "",
        ] {
            assert_eq!(read_moment(&zone, none), None, "{none}");
        }
    }

    #[test]
    fn what_the_clock_never_shows_is_no_moment() {
        let spring = Timestamp(1_774_746_000_000);
        let autumn = Timestamp(1_792_890_000_000);
        for (zone, skipped, shown) in [
            (vec![(Timestamp(0), 60), (spring, 120), (autumn, 60)], "2026-03-29T02:30", "2026-03-29T03:00"),
            (
                vec![(Timestamp(0), -300), (spring, -240), (autumn, -300)],
                "2026-03-28T20:30",
                "2026-03-28T21:00",
            ),
        ] {
            let zone = Zone { name: "X".into(), offsets: zone };
            assert_eq!(read_moment(&zone, skipped), None, "{skipped}");
            assert_eq!(read_moment(&zone, shown), Some(spring), "{shown}");
        }
    }

    #[test]
    fn numbers_stand_with_spaces_or_commas_between_them() {
        assert_eq!(read_numbers(" 12, ۴۸\n7 "), Ok(vec![12, 48, 7]));
        assert_eq!(read_numbers("12 x"), Err("x".to_owned()));
        assert_eq!(["-3", "۵", "1.5"].map(read_whole), [Some(-3), Some(5), None]);
    }
}
