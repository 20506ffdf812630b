//! Why an object is not what it should be.

use std::fmt::Display;

use serde::de::{Expected, Unexpected};

/// Why an object is not what it should be: a sentence.
#[derive(Debug)]
pub struct Unreadable(pub(super) String);

impl Unreadable {
    #[inline(never)]
    pub(super) fn expected(what: &dyn Display) -> Self {
        Self(["expected ", &what.to_string()].concat())
    }

    /// The same, one member further out.
    #[inline(never)]
    pub(super) fn within(self, member: &str) -> Self {
        Self(["`", member, "`: ", &self.0].concat())
    }
}

impl Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

impl serde::de::Error for Unreadable {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }

    // What was found is not quoted: to print a number with a point takes 6 KB.

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::expected(&expected)
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::expected(&expected)
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::expected(&expected)
    }
}
