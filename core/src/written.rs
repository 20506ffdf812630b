//! JSON that somebody wrote: read as it is, or refused with the field and the cause.

mod once;

use core::fmt;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Error;

/// What is wrong with it: the first place that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The field, as `lines[0].quantity`; nothing, where the whole is wrong or `cause` names it.
    pub field: Option<String>,
    /// Why, without names of the program's own types.
    pub cause: String,
    /// Line and column, both from 1; nothing, where no text was read.
    pub place: Option<(usize, usize)>,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = &self.field {
            write!(f, "`{field}`: ")?;
        }
        f.write_str(&self.cause)
    }
}

impl core::error::Error for Unread {}

/// Reads a text.
///
/// # Errors
/// [`Unread`], with its place.
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, Unread> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| Unread::of(&error))?;
    reader.end().map_err(|error| Unread::at(None, &error))?;
    Ok(value)
}

impl Unread {
    fn of(error: &Error<serde_json::Error>) -> Self {
        let path = error.path().to_string();
        let mut unread = Self::at(Some(path).filter(|path| path != "."), error.inner());
        if unread.cause.starts_with("unknown field") {
            // The cause names it: what is left to say is where it stands.
            let path = unread.field.take();
            unread.field = path.and_then(|path| path.rsplit_once('.').map(|(of, _)| of.to_owned()));
        }
        unread
    }

    fn at(field: Option<String>, error: &serde_json::Error) -> Self {
        let told = error.to_string();
        let cause = plain(told.split(" at line ").next().unwrap_or_default());
        let place = (error.line() > 0).then(|| (error.line(), error.column()));
        Self { field, cause, place }
    }
}

/// The cause without the names of the program's own types.
fn plain(cause: &str) -> String {
    let names = [
        ("expected u32", "expected a whole number from 0 to 4294967295"),
        ("expected u16", "expected a whole number from 0 to 65535"),
        ("expected u8", "expected a whole number from 0 to 255"),
        ("expected i32", "expected a whole number"),
        ("expected i64", "expected a whole number"),
        ("expected struct ", "expected an object, "),
        ("expected enum ", "expected one of the kinds of "),
        ("expected a borrowed string", "expected a string"),
        ("newtype struct ", ""),
    ];
    names.iter().fold(cause.to_owned(), |text, (name, plain)| text.replace(name, plain))
}

/// A list of which each entry is read on its own: one that cannot be read takes no other with it.
#[derive(Debug)]
pub(crate) struct Apart<T> {
    /// Those that were read, in their order.
    pub sound: Vec<T>,
    /// Those that were not.
    pub broken: Vec<Broken>,
}

/// An entry that cannot be read.
#[derive(Debug)]
pub(crate) struct Broken {
    /// Its place in the list, from 1.
    pub place: usize,
    /// Its number, if that can be read.
    pub id: Option<u32>,
    /// What is wrong.
    pub why: Unread,
}

impl<T> Default for Apart<T> {
    fn default() -> Self {
        Self { sound: Vec::new(), broken: Vec::new() }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Apart<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            // Programs wrote it: what is wrong there is damage.
            return Ok(Self { sound: Vec::deserialize(deserializer)?, broken: Vec::new() });
        }
        let mut apart = Self::default();
        for (place, once::Once { value, twice }) in (1..).zip(Vec::<once::Once>::deserialize(deserializer)?) {
            let read = match twice {
                Some(field) => Err(Unread { field: Some(field), cause: TWICE.to_owned(), place: None }),
                None => serde_path_to_error::deserialize(&value).map_err(|error| Unread::of(&error)),
            };
            match read {
                Ok(one) => apart.sound.push(one),
                Err(why) => apart.broken.push(Broken { place, id: id(&value), why }),
            }
        }
        Ok(apart)
    }
}

/// What is said of a field that stands twice in one object: nothing says which of the two is meant.
const TWICE: &str = "it is written twice";

fn id(value: &Value) -> Option<u32> {
    value.get("id").and_then(Value::as_u64).and_then(|id| u32::try_from(id).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::basket::Cart;

    fn wrong(text: &str) -> String {
        read::<Cart>(text.as_bytes()).expect_err("it is wrong").to_string()
    }

    #[test]
    fn what_is_wrong_names_its_field_and_no_types() {
        let cart = r#"{"currency": "USD", "at": 0, "lines": [{"product": 1, "quantity": 2}]}"#;
        assert!(read::<Cart>(cart.as_bytes()).is_ok());
        let negative = wrong(&cart.replace(": 2", ": -1"));
        let number = "expected a whole number from 0 to 4294967295";
        assert_eq!(negative, format!("`lines[0].quantity`: invalid value: integer `-1`, {number}"));
        let currency = wrong(&cart.replace("USD", "XYZ"));
        assert!(currency.starts_with("`currency`: ") && currency.contains("XYZ"), "{currency}");
        let unknown = wrong(&cart.replace("\"at\"", "\"until\""));
        assert!(unknown.starts_with("unknown field `until`"), "{unknown}");
        let inner = wrong(&cart.replace("\"quantity\"", "\"units\""));
        assert!(inner.starts_with("`lines[0]`: unknown field `units`"), "{inner}");
        assert!(wrong(&cart.replace("\"at\": 0, ", "")).contains("missing field `at`"));
        assert!(wrong(&format!("{cart} 5")).contains("trailing"));
        let place = read::<Cart>(b"{\n  \"at\": true}").expect_err("it is wrong").place;
        assert_eq!(place, Some((2, 12)));
    }
}
