//! Reads JavaScript objects in the form of the JSON of everywhere else.
//!
//! Members are asked for by name, in the order of the fields. serde-wasm-bindgen reads them in any order, and
//! its errors quote numbers: 29 KB of what a program loads. It writes the objects here.

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
            Some(items) => {
                visitor.visit_seq(Items { items, next: 0, item: self.0.inner(JsValue::UNDEFINED) })
            }
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

/// The items of an array.
struct Items {
    items: Array,
    next: u32,
    /// The one that is read.
    item: Node,
}

impl Items {
    #[inline(never)]
    fn next(&mut self) -> Option<Reader<'_>> {
        if self.next >= self.items.length() {
            return None;
        }
        self.item.value = self.items.get(self.next);
        self.next = self.next.saturating_add(1);
        Some(Reader(&self.item))
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        self.next().map(|item| seed.deserialize(item)).transpose()
    }
}

/// The members of an object, in the order of the fields. One that is not there is no item of the sequence, which what
/// serde derives takes for the default, or for an error where there is none; the next may be one again.
struct Members<'a> {
    object: &'a Node,
    left: &'static [&'static str],
    /// The field that was asked for last, and whether it is not there.
    asked: &'static str,
    absent: bool,
    /// Its member.
    member: Node,
}

impl<'a> Members<'a> {
    #[inline(never)]
    fn of(object: &'a Node, fields: &'static [&'static str]) -> Result<Self, Unreadable> {
        let Some(there) = object.value.dyn_ref::<Object>().filter(|_| object.items().is_none()) else {
            return Err(Unreadable::expected(&"an object"));
        };
        let surplus = |name: &String| !fields.contains(&name.as_str());
        if object.strict
            && let Some(name) = Object::keys(there).iter().filter_map(|name| name.as_string()).find(surplus)
        {
            return Err(Unreadable::expected(&["one of `", &fields.join("`, `"), "`"].concat()).within(&name));
        }
        Ok(Self { object, left: fields, asked: "", absent: false, member: object.inner(JsValue::UNDEFINED) })
    }

    #[inline(never)]
    fn next(&mut self) -> Option<Reader<'_>> {
        let (name, left) = self.left.split_first()?;
        self.left = left;
        self.asked = name;
        self.member.value = Reflect::get(&self.object.value, &(*name).into()).unwrap_or_default();
        self.absent = self.member.value.is_undefined();
        Some(Reader(&self.member))
    }

    /// Of what is not there, only what may be nothing can be read: all else is no item.
    #[inline(never)]
    fn failed(&self, error: Unreadable) -> Result<(), Unreadable> {
        if self.absent { Ok(()) } else { Err(error.within(self.asked)) }
    }

    /// The error of the object as a whole: it may be that what was asked for last is not there.
    #[inline(never)]
    fn explain(&self, error: Unreadable) -> Unreadable {
        if self.absent { Unreadable(["`", self.asked, "` is missing"].concat()) } else { error }
    }
}

impl<'de> SeqAccess<'de> for Members<'_> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        let Some(member) = self.next() else { return Ok(None) };
        match seed.deserialize(member) {
            Ok(read) => Ok(Some(read)),
            Err(error) => self.failed(error).map(|()| None),
        }
    }
}

/// A variant and what it holds.
struct Variant<'a> {
    place: u32,
    inside: &'a Node,
}

impl<'de, 'a> EnumAccess<'de> for Variant<'a> {
    type Error = Unreadable;
    type Variant = Reader<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Reader<'a>), Unreadable> {
        let variant = seed.deserialize(IntoDeserializer::<Unreadable>::into_deserializer(self.place))?;
        Ok((variant, Reader(self.inside)))
    }
}

impl<'de> VariantAccess<'de> for Reader<'_> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        if self.0.is_nothing() { Ok(()) } else { Err(Unreadable::expected(&"the name alone")) }
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
