//! What lies inside an object, an array or a variant, one after the other.

use js_sys::{Array, Object, Reflect};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, SeqAccess, VariantAccess, Visitor,
};
use wasm_bindgen::{JsCast, JsValue};

use super::unreadable::Unreadable;
use super::{Node, Reader};

/// The items of an array.
pub(super) struct Items {
    items: Array,
    next: u32,
    /// The one that is read.
    item: Node,
}

impl Items {
    /// Of an array in this node.
    pub(super) fn of(node: &Node, items: Array) -> Self {
        Self { items, next: 0, item: node.inner(JsValue::UNDEFINED) }
    }

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
pub(super) struct Members<'a> {
    object: &'a Node,
    left: &'static [&'static str],
    /// The field that was asked for last, and whether it is not there.
    asked: &'static str,
    absent: bool,
    /// Its member.
    member: Node,
}

impl<'a> Members<'a> {
    /// Of an object, where it is one.
    #[inline(never)]
    pub(super) fn of(object: &'a Node, fields: &'static [&'static str]) -> Result<Self, Unreadable> {
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
    pub(super) fn explain(&self, error: Unreadable) -> Unreadable {
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
pub(super) struct Variant<'a> {
    pub(super) place: u32,
    pub(super) inside: &'a Node,
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
