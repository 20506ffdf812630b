//! Numbers, amounts and moments as people of a language read them. The machine values stay in the markup;
//! the widget writes the same forms with the browser's `Intl`.

use attar::view::{Element, Node};
use attar::{Currency, Lang, Money};
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_datetime::input::{Date, DateTime, Time};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::{Locale, locale};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

mod typed;

pub use typed::{
    read_decimal, read_moment, read_money, read_numbers, read_whole, show_decimal, show_moment, show_money,
};

/// A count in the reader's digits, in groups of three.
pub fn count(lang: Lang, number: u64) -> String {
    decimal(lang, Decimal::from(number))
}

/// A number of tenths with one decimal: `12.5`, `۱۲٫۵`.
pub fn tenths(lang: Lang, tenths: i64) -> String {
    let mut number = Decimal::from(tenths);
    number.multiply_pow10(-1);
    decimal(lang, number)
}

/// A number with as many decimals as say something: `240`, `12.5`, `0.02`.
pub fn rounded(lang: Lang, number: f64) -> String {
    let places: u8 = match number.abs() {
        large if large >= 100.0 => 0,
        middling if middling >= 10.0 => 1,
        _ => 2,
    };
    let mut shown = Decimal::from((number * 10_f64.powi(places.into())).round() as i64);
    shown.multiply_pow10(-i16::from(places));
    shown.absolute.trim_end();
    decimal(lang, shown)
}

/// An amount: `$2.99`, `۲٫۹۹ دلار`, `٢٫٩٩ دولار`. Rial are told in toman of ten rial in Persian.
pub fn money(lang: Lang, amount: Money) -> String {
    let mut number = units(lang, amount);
    if is_toman(lang, amount.currency) {
        number.absolute.trim_end();
    }
    told(lang, amount.currency, number)
}

/// An amount in whole units, to the nearest, where the decimals say nothing.
pub fn money_whole(lang: Lang, amount: Money) -> String {
    told(lang, amount.currency, units(lang, amount).rounded(0))
}

/// How many of the units that people of the language count in.
fn units(lang: Lang, amount: Money) -> Decimal {
    let toman = is_toman(lang, amount.currency);
    let mut number = Decimal::from(amount.minor);
    number.multiply_pow10(if toman { -1 } else { -i16::from(amount.currency.exponent()) });
    number
}

fn is_toman(lang: Lang, currency: Currency) -> bool {
    lang == Lang::Fa && currency == Currency::Irr
}

fn told(lang: Lang, currency: Currency, number: Decimal) -> String {
    let number = decimal(lang, number);
    match (lang, currency) {
        (Lang::En, Currency::Usd) => match number.strip_prefix('-') {
            Some(less) => format!("-${less}"),
            None => format!("${number}"),
        },
        (Lang::En, Currency::Eur) => format!("€{number}"),
        (Lang::En, other) => format!("{number} {}", other.code()),
        (lang, currency) => format!("{number} {}", unit(lang, currency)),
    }
}

/// What a currency is called where amounts are told in words.
const fn unit(lang: Lang, currency: Currency) -> &'static str {
    match (lang, currency) {
        (Lang::Fa, Currency::Usd) => "دلار",
        (Lang::Fa, Currency::Eur) => "یورو",
        (Lang::Fa, Currency::Kwd) => "دینار",
        (Lang::Fa, Currency::Irr) => "تومان",
        (Lang::Ar, Currency::Usd) => "دولار",
        (Lang::Ar, Currency::Eur) => "يورو",
        (Lang::Ar, Currency::Kwd) => "دينار",
        (Lang::Ar, Currency::Irr) => "ريال",
        (Lang::En, currency) => currency.code(),
    }
}

/// A day, written `2026-11-23`: in the Jalali calendar in Persian.
pub fn day(lang: Lang, iso: &str) -> Option<String> {
    let formatter = DateTimeFormatter::try_new(locale_of(lang).into(), YMD::medium()).ok()?;
    let (year, month, day) = year_month_day(iso)?;
    Some(formatter.format(&Date::try_new_iso(year, month, day).ok()?).to_string())
}

/// A moment of the shop's clock, written `2026-11-23 14:05`.
pub fn moment(lang: Lang, local: &str) -> Option<String> {
    let (day, clock) = local.split_once(' ')?;
    let (year, month, day) = year_month_day(day)?;
    let date = Date::try_new_iso(year, month, day).ok()?;
    let (hour, minute) = clock.split_once(':')?;
    let time = Time::try_new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
    let form = YMD::medium().with_time_hm();
    let formatter = DateTimeFormatter::try_new(locale_of(lang).into(), form).ok()?;
    Some(formatter.format(&DateTime { date, time }).to_string())
}

fn year_month_day(iso: &str) -> Option<(i32, u8, u8)> {
    let mut parts = iso.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// The first of the ten digits of a language; the others follow it.
const fn zero(lang: Lang) -> char {
    match lang {
        Lang::En => '0',
        Lang::Fa => '۰',
        Lang::Ar => '٠',
    }
}

fn digit(lang: Lang, value: u32) -> Option<char> {
    char::from_u32(u32::from(zero(lang)) + value)
}

/// The value of a digit of any of the languages.
fn value(letter: char) -> Option<u32> {
    let from = |lang| u32::from(letter).checked_sub(u32::from(zero(lang))).filter(|value| *value < 10);
    Lang::ALL.into_iter().find_map(from)
}

/// The digits of a text in the reader's own, and the point between them.
pub fn digits(lang: Lang, text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let own = |(at, letter): (usize, &char)| match letter {
        '.' if lang != Lang::En && at > 0 && is_digit(at - 1) && is_digit(at + 1) => '٫',
        letter => letter.to_digit(10).and_then(|value| digit(lang, value)).unwrap_or(*letter),
    };
    letters.iter().enumerate().map(own).collect()
}

/// What a field of a form takes: a whole number of at most so many digits, of any of the languages.
pub fn whole_number(most: u8) -> String {
    let ranges =
        Lang::ALL.map(|lang| [zero(lang), '-', digit(lang, 9).unwrap_or('9')].iter().collect::<String>());
    format!("[{}]{{1,{most}}}", ranges.concat())
}

/// Reads a whole number of a form, in digits of any of the languages.
///
/// # Errors
/// That it is none, or out of range.
pub fn read_number<'de, D: Deserializer<'de>, N: TryFrom<u32>>(from: D) -> Result<N, D::Error> {
    let text = String::deserialize(from)?;
    let read = number(&text).and_then(|number| N::try_from(number).ok());
    read.ok_or_else(|| D::Error::custom("it must be a whole number"))
}

/// A whole number in digits of any of the languages.
pub fn number(text: &str) -> Option<u32> {
    let western = |letter| value(letter).and_then(|value| char::from_digit(value, 10)).unwrap_or(letter);
    text.trim().chars().map(western).collect::<String>().parse().ok()
}

fn decimal(lang: Lang, number: Decimal) -> String {
    match DecimalFormatter::try_new(locale_of(lang).into(), Default::default()) {
        Ok(formatter) => formatter.format(&number).to_string(),
        Err(_) => digits(lang, &number.to_string()),
    }
}

const fn locale_of(lang: Lang) -> Locale {
    match lang {
        Lang::En => locale!("en-u-ca-gregory"),
        Lang::Fa => locale!("fa-u-ca-persian"),
        Lang::Ar => locale!("ar-u-nu-arab"),
    }
}

/// A view with the text of every `data` and `time` in the reader's form; nothing else is touched.
pub fn localized(lang: Lang, node: Node) -> Node {
    match node {
        Node::Element(element) => Node::Element(in_words(lang, element)),
        text => text,
    }
}

fn in_words(lang: Lang, mut element: Element) -> Element {
    let said = match element.tag {
        "data" => attribute(&element, "value").and_then(|value| machine(lang, value)),
        "time" => text(&element).and_then(|local| moment(lang, local).or_else(|| day(lang, local))),
        _ => None,
    };
    element.children = match said {
        Some(said) => vec![Node::Text(said)],
        None => element.children.into_iter().map(|child| localized(lang, child)).collect(),
    };
    element
}

/// The machine value of a `data`: a number, or minor units and a currency. A number may be an order's, so it has no
/// groups.
fn machine(lang: Lang, value: &str) -> Option<String> {
    match value.split_once(' ') {
        Some((minor, code)) => Some(money(lang, Money::new(minor.parse().ok()?, code.parse().ok()?))),
        None => value.parse().ok().map(|number| whole(lang, number)),
    }
}

/// A number with its sign before it, also among letters that run from right to left.
fn whole(lang: Lang, number: i64) -> String {
    let told = digits(lang, &number.unsigned_abs().to_string());
    match (number < 0, lang) {
        (false, _) => told,
        (true, Lang::En) => format!("-{told}"),
        (true, Lang::Fa | Lang::Ar) => format!("\u{200e}\u{2212}{told}"),
    }
}

fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
}

fn text(element: &Element) -> Option<&str> {
    match element.children.as_slice() {
        [Node::Text(text)] => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_told_in_the_readers_words() {
        let usd = Money::new(123_499, Currency::Usd);
        assert_eq!(money(Lang::En, usd), "$1,234.99");
        assert_eq!(money(Lang::Fa, usd), "۱٬۲۳۴٫۹۹ دلار");
        assert_eq!(money(Lang::Ar, usd), "١٬٢٣٤٫٩٩ دولار");
        assert_eq!(money(Lang::En, Money::new(-50, Currency::Usd)), "-$0.50");
    }

    #[test]
    fn a_number_has_as_many_decimals_as_say_something() {
        let shown = [0.02, 0.0, 0.5, 12.46, 240.0, 9.999].map(|number| rounded(Lang::En, number));
        assert_eq!(shown, ["0.02", "0", "0.5", "12.5", "240", "10"]);
        assert_eq!(rounded(Lang::Fa, 0.02), "۰٫۰۲");
    }

    #[test]
    fn digits_and_the_point_between_them_are_the_readers() {
        assert_eq!(digits(Lang::Fa, "13.75 oz."), "۱۳٫۷۵ oz.");
        assert_eq!(digits(Lang::Ar, ".5"), ".٥");
        assert_eq!(digits(Lang::En, "13.75"), "13.75");
    }

    #[test]
    fn a_field_takes_what_can_be_read() {
        assert_eq!(whole_number(3), "[0-9۰-۹٠-٩]{1,3}");
        assert_eq!(["12", " ۱۲ ", "١٢", "1۲"].map(number), [Some(12); 4]);
        assert_eq!(["", "x", "1.5"].map(number), [None; 3]);
    }

    #[test]
    fn rial_are_told_in_toman_in_persian() {
        let rial = Money::new(2_990_000, Currency::Irr);
        assert_eq!(money(Lang::Fa, rial), "۲۹۹٬۰۰۰ تومان");
        assert_eq!(money(Lang::Fa, Money::new(15, Currency::Irr)), "۱٫۵ تومان");
        assert_eq!(money(Lang::En, rial), "2,990,000 IRR");
    }

    #[test]
    fn an_amount_in_whole_units_is_the_nearest_in_every_currency() {
        let kwd = |minor| Money::new(minor, Currency::Kwd);
        assert_eq!(money(Lang::En, kwd(1_000)), "1.000 KWD");
        assert_eq!(money_whole(Lang::En, kwd(1_000)), "1 KWD");
        assert_eq!(money_whole(Lang::En, kwd(12_345_678)), "12,346 KWD");
        assert_eq!(money_whole(Lang::Ar, kwd(10_000_499)), "١٠٬٠٠٠ دينار");
        assert_eq!(money_whole(Lang::En, Money::new(100_051, Currency::Usd)), "$1,001");
        assert_eq!(money_whole(Lang::Fa, Money::new(29_904, Currency::Irr)), "۲٬۹۹۰ تومان");
        assert_eq!(money_whole(Lang::En, Money::new(29_904, Currency::Irr)), "29,904 IRR");
        assert_eq!(money_whole(Lang::En, Money::new(40, Currency::Usd)), "$0");
    }

    #[test]
    fn a_share_has_the_readers_decimal_sign() {
        assert_eq!(
            [tenths(Lang::En, 125), tenths(Lang::Fa, 125), tenths(Lang::Ar, 120)],
            ["12.5", "۱۲٫۵", "١٢٫٠"]
        );
    }

    #[test]
    fn a_number_that_may_be_an_orders_has_no_groups() {
        assert_eq!(machine(Lang::En, "12345").as_deref(), Some("12345"));
        assert_eq!(machine(Lang::Fa, "12345").as_deref(), Some("۱۲۳۴۵"));
        assert_eq!(machine(Lang::En, "123499 USD").as_deref(), Some("$1,234.99"));
        assert_eq!(machine(Lang::En, "many"), None);
        assert_eq!(machine(Lang::En, "-456").as_deref(), Some("-456"));
        assert_eq!(
            machine(Lang::Fa, "-456").as_deref(),
            Some("\u{200e}\u{2212}۴۵۶"),
            "the sign stands before it"
        );
    }

    #[test]
    fn a_persian_reader_has_the_jalali_calendar() {
        let said = |lang| moment(lang, "2026-03-21 14:05").expect("a moment");
        assert!(said(Lang::Fa).contains("فروردین ۱۴۰۵"), "{}", said(Lang::Fa));
        assert!(said(Lang::En).starts_with("Mar 21, 2026, 2:05"), "{}", said(Lang::En));
        assert!(said(Lang::Ar).contains("٢٠٢٦"), "{}", said(Lang::Ar));
        assert_eq!(moment(Lang::En, "yesterday"), None);
    }
}
