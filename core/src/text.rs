//! Languages of the shop.

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

impl FromStr for Lang {
    type Err = UnknownLang;

    /// Reads `fa` as well as `fa-IR`.
    fn from_str(tag: &str) -> Result<Self, UnknownLang> {
        let primary = tag.split('-').next().unwrap_or(tag);
        Self::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.code())).ok_or(UnknownLang)
    }
}
