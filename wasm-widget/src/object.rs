//! Reads JavaScript objects in the form of the JSON of everywhere else.
//!
//! Members are asked for by name, in the order of the fields. serde-wasm-bindgen reads them in any order, and
//! its errors quote numbers: 29 KB of what a program loads. It writes the objects here.

mod access;
mod unreadable;

use js_sys::{Array, Object};
use serde::de::{DeserializeOwned, Expected, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use wasm_bindgen::{JsCast, JsValue};

use access::{Items, Members, Variant};
use unreadable::Unreadable;

/// Reads what somebody says: a wish, a question. A member that is not asked for is a slip of who wrote it.
///
/// # Errors
/// A sentence that names the member that is wrong.
pub fn said<T: DeserializeOwned>(value: JsValue) -> Result<T, Unreadable> {
    T::deserialize(Reader(&Node { value, strict: true }))
}

/// Reads what happened: an event. A later version may have written it, so members that are not known are
/// passed over.
///
/// # Errors
/// A sentence that names the member that is wrong.
pub fn happened<T: DeserializeOwned>(value: JsValue) -> Result<T, Unreadable> {
    T::deserialize(Reader(&Node { value, strict: false }))
}

/// A value, and how it is read.
struct Node {
    value: JsValue,
    /// Whether a member that is not asked for is refused.
    strict: bool,
}

impl Node {
    /// What lies inside, read in the same way.
    fn inner(&self, value: JsValue) -> Self {
        Self { value, strict: self.strict }
    }

    fn is_nothing(&self) -> bool {
        self.value.is_undefined() || self.value.is_null()
    }

    /// A whole number within 2^53.
    #[inline(never)]
    fn whole(&self) -> Option<i64> {
        const MOST: f64 = 9_007_199_254_740_991.0;
        let number = self.value.as_f64().filter(|number| number.abs() <= MOST)?;
        let whole = number as i64;
        (whole as f64 == number).then_some(whole)
    }

    #[inline(never)]
    fn items(&self) -> Option<Array> {
        self.value.dyn_ref::<Array>().cloned()
    }

    /// The name of a variant among these, as its place, and what it holds.
    #[inline(never)]
    fn variant(&self, variants: &[&str]) -> Option<(u32, JsValue)> {
        let (name, inside) = match self.value.as_string() {
            Some(name) => (name, JsValue::UNDEFINED),
            None => {
                let members = Object::entries(self.value.dyn_ref::<Object>()?);
                let member: Array = members.get(0).dyn_into().ok().filter(|_| members.length() == 1)?;
                (member.get(0).as_string()?, member.get(1))
            }
        };
        let place = variants.iter().position(|variant| *variant == name)?;
        Some((place as u32, inside))
    }
}

/// Only looks: what is passed on by value would be dropped in every place that it is passed to.
#[derive(Clone, Copy)]
struct Reader<'a>(&'a Node);

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            match self.0.whole() {
                Some(number) => visitor.visit_i64(number),
                None => Err(Unreadable::expected(&(&visitor as &dyn Expected))),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Unreadable;

    numbers! {
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0.value.as_bool() {
            Some(flag) => visitor.visit_bool(flag),
            None => Err(Unreadable::expected(&"a boolean")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0.value.as_string() {
            Some(text) => visitor.visit_str(&text),
            None => Err(Unreadable::expected(&"a string")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_nothing() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0.items() {
            Some(items) => visitor.visit_seq(Items::of(self.0, items)),
            None => Err(Unreadable::expected(&"an array")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let mut members = Members::of(self.0, fields)?;
        visitor.visit_seq(&mut members).map_err(|error| members.explain(error))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        match self.0.variant(variants) {
            Some((place, inside)) => visitor.visit_enum(Variant { place, inside: &self.0.inner(inside) }),
            None => Err(Unreadable::expected(&["one of `", &variants.join("`, `"), "`"].concat())),
        }
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable::expected(&(&visitor as &dyn Expected)))
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple_struct map identifier
        ignored_any
    }
}
