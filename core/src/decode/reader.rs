//! postcard as serde reads it: numbers in groups of seven bits, lengths before lists, no names.

use serde::de::{DeserializeSeed, EnumAccess, SeqAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};

use super::Never;

/// The most enums within one another: a condition may hold conditions, and the stack has an end.
const DEEPEST: u8 = 100;

/// What is left to read, and whether something could not be read.
pub(super) struct Reader<'de> {
    rest: &'de [u8],
    failed: bool,
    /// How deep in enums that hold enums.
    depth: u8,
}

impl<'de> Reader<'de> {
    pub(super) fn new(bytes: &'de [u8]) -> Self {
        Self { rest: bytes, failed: false, depth: 0 }
    }

    /// Whether all was read, and all could be.
    pub(super) fn is_done(&self) -> bool {
        !self.failed && self.rest.is_empty()
    }

    /// So many bytes, or none and a note.
    #[inline(never)]
    fn take(&mut self, length: usize) -> &'de [u8] {
        match self.rest.split_at_checked(length) {
            Some((taken, rest)) => {
                self.rest = rest;
                taken
            }
            None => {
                self.fail();
                &[]
            }
        }
    }

    /// Nothing more can be read.
    fn fail(&mut self) {
        self.failed = true;
        self.rest = &[];
    }

    #[inline(never)]
    fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or_default()
    }

    /// A number in groups of seven bits, lowest first, up to `most`.
    #[inline(never)]
    fn number(&mut self, most: u64) -> u64 {
        let (mut number, mut shift) = (0_u64, 0_u32);
        loop {
            let byte = self.byte();
            let group = u64::from(byte & 127);
            if shift > 63 || group << shift >> shift != group {
                self.fail();
                return 0;
            }
            number |= group << shift;
            shift = shift.saturating_add(7);
            if byte < 128 {
                break;
            }
        }
        if number > most {
            self.fail();
            return 0;
        }
        number
    }

    /// A number with a sign, which is its lowest bit; `most` as it is written.
    fn signed(&mut self, most: u64) -> i64 {
        let number = self.number(most);
        (number >> 1) as i64 ^ -((number & 1) as i64)
    }

    fn length(&mut self) -> usize {
        self.number(u64::from(u32::MAX)) as usize
    }

    #[inline(never)]
    fn text(&mut self) -> &'de str {
        let length = self.length();
        match core::str::from_utf8(self.take(length)) {
            Ok(text) => text,
            Err(_) => {
                self.fail();
                ""
            }
        }
    }

    /// Into an enum or a list: what holds itself does so through one of them.
    #[inline(never)]
    fn enter(&mut self) {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEEPEST {
            // From here on all reads as nothing, and so it ends.
            self.fail();
        }
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    #[inline(never)]
    fn flag(&mut self) -> bool {
        let byte = self.byte();
        if byte > 1 {
            self.fail();
        }
        byte == 1
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $read:ident $int:ty, $most:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
            visitor.$visit(self.$read($most) as $int)
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Never;

    numbers! {
        deserialize_u16 visit_u16 number u16, 0xffff;
        deserialize_u32 visit_u32 number u32, 0xffff_ffff;
        deserialize_u64 visit_u64 number u64, u64::MAX;
        deserialize_i16 visit_i16 signed i16, 0xffff;
        deserialize_i32 visit_i32 signed i32, 0xffff_ffff;
        deserialize_i64 visit_i64 signed i64, u64::MAX;
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_u8(self.byte())
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_bool(self.flag())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        if self.flag() { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_borrowed_str(self.text())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_borrowed_str(self.text())
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let length = self.length();
        visitor.visit_borrowed_bytes(self.take(length))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let left = self.length();
        // What the script tag loads reads no receipts, and so no lists within themselves.
        if cfg!(feature = "till") {
            self.enter();
        }
        let read = visitor.visit_seq(Items { reader: &mut *self, left });
        if cfg!(feature = "till") {
            self.leave();
        }
        read
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_seq(Fields { reader: self })
    }

    /// Only identifiers are: so many bytes.
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Never> {
        let bytes = self.take(length);
        visitor.visit_borrowed_bytes(bytes.get(..length).unwrap_or(&[0; 32][..length.min(32)]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(Fields { reader: self })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        let last = variants.len().saturating_sub(1) as u64;
        let index = self.number(last) as u32;
        self.enter();
        let read = visitor.visit_enum(Variant { reader: &mut *self, index });
        self.leave();
        read
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Never> {
        // INVARIANT: no `Postcard` type asks what comes next.
        unreachable!()
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    forward_to_deserialize_any! {
        i8 i128 u128 f32 f64 char byte_buf unit unit_struct newtype_struct map identifier ignored_any
    }
}

/// The fields of a struct: there is always another one.
struct Fields<'a, 'de> {
    reader: &'a mut Reader<'de>,
}

impl<'de> SeqAccess<'de> for Fields<'_, 'de> {
    type Error = Never;

    // Inlined, so that the compiler sees that nothing is ever missing.

    #[inline(always)]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        seed.deserialize(&mut *self.reader).map(Some)
    }

    #[inline(always)]
    fn next_element<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, Never> {
        T::deserialize(&mut *self.reader).map(Some)
    }
}

/// The items of a list, as long as they can be read.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    left: usize,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        if self.left == 0 || self.reader.failed {
            return Ok(None);
        }
        self.left = self.left.saturating_sub(1);
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        // Each item takes a byte at least: a length that lies costs no memory. What the script tag loads is smaller
        // without such code for every list.
        cfg!(feature = "till").then(|| self.left.min(self.reader.rest.len()))
    }
}

/// One variant, whose number is that of one that exists.
struct Variant<'a, 'de> {
    reader: &'a mut Reader<'de>,
    index: u32,
}

impl<'a, 'de> EnumAccess<'de> for Variant<'a, 'de> {
    type Error = Never;
    type Variant = Fields<'a, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), Never> {
        use serde::de::IntoDeserializer;
        let Ok(variant) = seed.deserialize(IntoDeserializer::<Never>::into_deserializer(self.index));
        Ok((variant, Fields { reader: self.reader }))
    }
}

impl<'de> VariantAccess<'de> for Fields<'_, 'de> {
    type Error = Never;

    fn unit_variant(self) -> Result<(), Never> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Never> {
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_seq(self)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(self)
    }
}
