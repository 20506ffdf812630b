//! Languages of the shop, and texts put together without `format!`, which costs a page 4 KB.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language that every page, name and reason exists in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Persian, right to left.
    Fa,
    /// Arabic, right to left.
    Ar,
}

impl Lang {
    /// Every language, in the order of the shop's menu.
    pub const ALL: [Self; 3] = [Self::En, Self::Fa, Self::Ar];

    /// The BCP 47 code: `en`, `fa`, `ar`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fa => "fa",
            Self::Ar => "ar",
        }
    }

    /// `ltr` or `rtl`, for the `dir` attribute.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::En => "ltr",
            Self::Fa | Self::Ar => "rtl",
        }
    }
}

/// No such language here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownLang;

impl fmt::Display for UnknownLang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the language is one of `en`, `fa`, `ar`")
    }
}

impl core::error::Error for UnknownLang {}

/// The parts as one text.
#[inline(never)]
pub fn join(parts: &[&str]) -> String {
    let mut text = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    parts.iter().for_each(|part| text.push_str(part));
    text
}

/// A number in decimal digits.
pub fn decimal(number: i64) -> String {
    padded(number, 1)
}

/// A number in decimal digits, with zeros in front where there are fewer than `width`.
#[inline(never)]
pub fn padded(number: i64, width: usize) -> String {
    let (mut digits, mut rest) = (Vec::with_capacity(20), number.unsigned_abs());
    while rest > 0 || digits.len() < width {
        digits.push(b'0' + (rest % 10) as u8);
        rest /= 10;
    }
    let mut text = String::with_capacity(21);
    if number < 0 {
        text.push('-');
    }
    digits.iter().rev().for_each(|digit| text.push(char::from(*digit)));
    text
}

/// Bytes as pairs of hex digits.
#[inline(never)]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for nibble in bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
        text.push(char::from(if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble }));
    }
    text
}

/// A text as it is compared: small letters, without marks, wide forms and the half space of Persian; letters that
/// Persian and Arabic write differently are one.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        // What is written wide is the same letter.
        let letter = match u32::from(letter) {
            wide @ 0xff01..=0xff5e => char::from_u32(wide.saturating_sub(0xfee0)).unwrap_or(letter),
            _ => letter,
        };
        letter.to_lowercase().filter_map(plain).for_each(|letter| folded.push(letter));
    }
    folded
}

/// One letter without marks; nothing of a mark alone.
fn plain(letter: char) -> Option<char> {
    Some(match letter {
        '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' | '\u{200d}'..='\u{200f}' => {
            return None;
        }
        '\u{200c}' => ' ',
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ñ' | 'ń' => 'n',
        'ò'..='ö' | 'ø' | 'ō' => 'o',
        'ù'..='ü' | 'ū' | 'ů' => 'u',
        'ý' | 'ÿ' => 'y',
        'š' | 'ś' | 'ş' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ğ' => 'g',
        'آ' | 'أ' | 'إ' | 'ٱ' => 'ا',
        'ي' | 'ى' | 'ئ' => 'ی',
        'ؤ' => 'و',
        'ك' => 'ک',
        'ة' | 'ۀ' => 'ه',
        other => other,
    })
}

impl FromStr for Lang {
    type Err = UnknownLang;

    /// Reads `fa` as well as `fa-IR`.
    fn from_str(tag: &str) -> Result<Self, UnknownLang> {
        let primary = tag.split('-').next().unwrap_or(tag);
        Self::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.code())).ok_or(UnknownLang)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_print_as_everywhere(number: i64, width in 1_usize..8) {
            prop_assert_eq!(decimal(number), number.to_string());
            let rest = number.unsigned_abs();
            let (text, wanted) = (padded(number, width), format!("{rest:0width$}"));
            prop_assert_eq!(text.trim_start_matches('-'), wanted);
        }

        #[test]
        fn hex_reads_back(bytes: [u8; 16]) {
            prop_assert_eq!(hex(&bytes).parse(), Ok(crate::ShopperId(bytes)));
        }
    }
}
