//! Reads JavaScript objects in the form of the JSON of everywhere else.
//!
//! Members are asked for by name, in the order of the fields. serde-wasm-bindgen reads them in any order, and
//! its errors quote numbers: of both, 20 KB of what a program loads. It writes the objects here.

use std::fmt::Display;

use js_sys::{Array, Object, Reflect};
use serde::de::{
    DeserializeOwned, DeserializeSeed, EnumAccess, Expected, IntoDeserializer, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::{Deserializer, forward_to_deserialize_any};
use wasm_bindgen::{JsCast, JsValue};

/// Why an object is not what it should be: a sentence.
#[derive(Debug)]
pub struct Unreadable(String);

/// Reads a value.
///
/// # Errors
/// A sentence that names the member that is wrong.
pub fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, Unreadable> {
    T::deserialize(Reader(value))
}

impl Unreadable {
    #[inline(never)]
    fn expected(what: &dyn Display) -> Self {
        Self(["expected ", &what.to_string()].concat())
    }

    /// The same, one member further out.
    #[inline(never)]
    fn within(self, member: &str) -> Self {
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

struct Reader(JsValue);

impl Reader {
    /// A whole number within 2^53.
    #[inline(never)]
    fn whole(&self) -> Option<i64> {
        const MOST: f64 = 9_007_199_254_740_991.0;
        let number = self.0.as_f64().filter(|number| number.abs() <= MOST)?;
        let whole = number as i64;
        (whole as f64 == number).then_some(whole)
    }

    #[inline(never)]
    fn items(&self) -> Option<Array> {
        self.0.dyn_ref::<Array>().cloned()
    }

    /// The name of a variant among these, as its place, and what it holds.
    #[inline(never)]
    fn variant(&self, variants: &[&str]) -> Option<(u32, JsValue)> {
        let (name, inside) = match self.0.as_string() {
            Some(name) => (name, JsValue::UNDEFINED),
            None => {
                let members = Object::entries(self.0.dyn_ref::<Object>()?);
                let member: Array = members.get(0).dyn_into().ok().filter(|_| members.length() == 1)?;
                (member.get(0).as_string()?, member.get(1))
            }
        };
        let place = variants.iter().position(|variant| *variant == name)?;
        Some((place as u32, inside))
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            match self.whole() {
                Some(number) => visitor.visit_i64(number),
                None => Err(Unreadable::expected(&(&visitor as &dyn Expected))),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader {
    type Error = Unreadable;

    numbers! {
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0.as_bool() {
            Some(flag) => visitor.visit_bool(flag),
            None => Err(Unreadable::expected(&"a boolean")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0.as_string() {
            Some(text) => visitor.visit_str(&text),
            None => Err(Unreadable::expected(&"a string")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_undefined() || self.0.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.items() {
            Some(items) => visitor.visit_seq(Items { items, next: 0 }),
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
        if !self.0.is_object() {
            return Err(Unreadable::expected(&"an object"));
        }
        visitor.visit_seq(Members { object: self.0, left: fields })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        match self.variant(variants) {
            Some((place, inside)) => visitor.visit_enum(Variant { place, inside }),
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

/// The items of an array.
struct Items {
    items: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        if self.next >= self.items.length() {
            return Ok(None);
        }
        let item = self.items.get(self.next);
        self.next = self.next.saturating_add(1);
        seed.deserialize(Reader(item)).map(Some)
    }
}

/// The members of an object, in the order of the fields; one that is not there reads as `undefined`.
struct Members {
    object: JsValue,
    left: &'static [&'static str],
}

impl Members {
    #[inline(never)]
    fn next(&mut self) -> Option<(&'static str, Reader)> {
        let (name, left) = self.left.split_first()?;
        self.left = left;
        Some((name, Reader(Reflect::get(&self.object, &(*name).into()).unwrap_or_default())))
    }
}

impl<'de> SeqAccess<'de> for Members {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        let Some((name, member)) = self.next() else { return Ok(None) };
        seed.deserialize(member).map(Some).map_err(|error| error.within(name))
    }
}

/// A variant and what it holds.
struct Variant {
    place: u32,
    inside: JsValue,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Reader;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Reader), Unreadable> {
        let variant = seed.deserialize(IntoDeserializer::<Unreadable>::into_deserializer(self.place))?;
        Ok((variant, Reader(self.inside)))
    }
}

impl<'de> VariantAccess<'de> for Reader {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_struct("", fields, visitor)
    }
}
