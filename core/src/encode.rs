//! Writes postcard into memory, where nothing can fail: the counterpart of [`decode`](mod@crate::decode), and for
//! the same reason smaller in a page than postcard's own writer.

use core::fmt::Display;

use serde::ser::{
    Impossible, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant,
};
use serde::{Serialize, Serializer};

use crate::decode::{Never, Postcard};

/// The bytes of an answer, a slice or what else travels as postcard, as every build of the engine gives them.
pub fn encode<T: Postcard + Serialize>(value: &T) -> Vec<u8> {
    packed(value)
}

/// The bytes of what is carried as bytes.
pub(crate) fn packed<T: Serialize>(value: &T) -> Vec<u8> {
    let mut writer = Writer { bytes: Vec::new() };
    let Ok(()) = value.serialize(&mut writer);
    writer.bytes
}

struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// Groups of seven bits, lowest first.
    #[inline(never)]
    fn number(&mut self, mut number: u64) {
        while number >= 128 {
            self.bytes.push(number as u8 | 128);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn signed(&mut self, number: i64) {
        self.number((number << 1 ^ number >> 63) as u64);
    }

    #[inline(never)]
    fn block(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }
}

type Done = Result<(), Never>;
type Part<'a> = Result<&'a mut Writer, Never>;

macro_rules! numbers {
    ($($method:ident $write:ident $int:ty, $wide:ty;)*) => {$(
        fn $method(self, number: $int) -> Done {
            self.$write(number as $wide);
            Ok(())
        }
    )*};
}

macro_rules! parts {
    ($($of:ident $method:ident $(($key:ty))?;)*) => {$(
        impl $of for &mut Writer {
            type Ok = ();
            type Error = Never;

            fn $method<T: Serialize + ?Sized>(&mut self, $(_: $key,)? value: &T) -> Done {
                value.serialize(&mut **self)
            }

            fn end(self) -> Done {
                Ok(())
            }
        }
    )*};
}

parts! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
    SerializeStruct serialize_field (&'static str);
    SerializeStructVariant serialize_field (&'static str);
}

impl<'a> Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = &'a mut Writer;
    type SerializeTuple = &'a mut Writer;
    type SerializeTupleStruct = &'a mut Writer;
    type SerializeTupleVariant = &'a mut Writer;
    type SerializeMap = Impossible<(), Never>;
    type SerializeStruct = &'a mut Writer;
    type SerializeStructVariant = &'a mut Writer;

    numbers! {
        serialize_u16 number u16, u64;
        serialize_u32 number u32, u64;
        serialize_u64 number u64, u64;
        serialize_i16 signed i16, i64;
        serialize_i32 signed i32, i64;
        serialize_i64 signed i64, i64;
    }

    fn serialize_u8(self, byte: u8) -> Done {
        self.bytes.push(byte);
        Ok(())
    }

    fn serialize_i8(self, byte: i8) -> Done {
        self.serialize_u8(byte as u8)
    }

    fn serialize_bool(self, flag: bool) -> Done {
        self.serialize_u8(u8::from(flag))
    }

    fn serialize_f32(self, float: f32) -> Done {
        self.bytes.extend_from_slice(&float.to_le_bytes());
        Ok(())
    }

    fn serialize_f64(self, float: f64) -> Done {
        self.bytes.extend_from_slice(&float.to_le_bytes());
        Ok(())
    }

    fn serialize_char(self, letter: char) -> Done {
        self.block(letter.encode_utf8(&mut [0; 4]).as_bytes());
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Done {
        self.block(text.as_bytes());
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Done {
        self.block(bytes);
        Ok(())
    }

    fn serialize_none(self) -> Done {
        self.serialize_u8(0)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        self.bytes.push(1);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, index: u32, _: &'static str) -> Done {
        self.serialize_u32(index)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Done {
        self.number(u64::from(index));
        value.serialize(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Part<'a> {
        self.number(length.unwrap_or_default() as u64);
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Part<'a> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Part<'a> {
        Ok(self)
    }

    fn serialize_tuple_variant(self, _: &'static str, index: u32, _: &'static str, _: usize) -> Part<'a> {
        self.number(u64::from(index));
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Never> {
        // INVARIANT: nothing that travels as postcard holds a map, for its reader knows none.
        unreachable!()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Part<'a> {
        Ok(self)
    }

    fn serialize_struct_variant(self, _: &'static str, index: u32, _: &'static str, _: usize) -> Part<'a> {
        self.number(u64::from(index));
        Ok(self)
    }

    fn collect_str<T: Display + ?Sized>(self, _: &T) -> Done {
        // INVARIANT: nothing that travels as postcard is written as its text.
        unreachable!()
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::event::{
        Consignment, ParcelStatus, Payment, PaymentKind, ReturnReason, ReturnStatus, ReturnWish, StockLine,
    };
    use crate::id::{ParcelId, ReturnId};
    use crate::packed::Packed;
    use crate::query::{
        Answer, Cart, Paid, Parcel, ParcelStep, Pick, Profile, Reason, Recommended, Return, ReturnStep,
        Segment, Short, Slot, Step, Tracked, Unknown,
    };
    use crate::query::{CartLine, FromUnits, PriceReason, Priced, WouldBe};
    use crate::shop::Label;
    use crate::terms::condition::{Change, Trace};
    use crate::terms::promotion::PromotionId;
    use crate::terms::receipt::{Receipt, What};
    use crate::terms::{Guard, Verdict, WhyNot};
    use crate::{Currency, Money, OrderId, ProductId, Timestamp};

    fn receipt(number: u32, minor: i64) -> Receipt {
        let (promotion, product) = (PromotionId(number), ProductId(number));
        let what = What::Held(promotion, Guard::Margin);
        let trace = Trace { what: "all".into(), holds: true, have_need: Some((minor, 7)), parts: Vec::new() };
        let change = vec![Change::Spend { more: minor, of: Default::default() }, Change::Coupon];
        let label = Label { en: "three".into(), fa: "سه".into(), ar: "ثلاثة".into() };
        Receipt {
            currency: Currency::Usd,
            steps: vec![crate::terms::receipt::Step { what, product: Some(product), minor }],
            lines: Vec::new(),
            shipping: minor,
            taxes: Vec::new(),
            total: minor,
            verdicts: vec![Verdict {
                promotion,
                gives: Some(minor),
                why_not: Some(WhyNot::Beside(promotion)),
                trace: Trace { parts: vec![trace.clone()], ..trace },
                change: Some(change),
            }],
            tax_included: true,
            lists: vec![(crate::id::PriceListId(number as u16), label.clone())],
            called: vec![(promotion, label)],
            lowest: vec![(product, minor)],
        }
    }

    fn answers(number: u32, minor: i64) -> Vec<Answer> {
        let (product, money) = (ProductId(number), Money::new(minor, Currency::Kwd));
        let (reason, list) = (Reason::GoesWith(product), crate::id::PriceListId(number as u16));
        let (short, picks) =
            (Some(Short::TooMany), vec![Pick { product, reason, also: vec![Reason::Popular] }; 3]);
        let reason = PriceReason::Card(list);
        let steps = vec![FromUnits { from_units: number, price: money }];
        let priced = Priced {
            product,
            price: money,
            public: money,
            with_card: Some(money),
            reason,
            steps,
            lowest: Some(money),
        };
        let line = CartLine { product, quantity: number, total: money, reason, in_stock: true, waits: true };
        let line_bought = crate::event::Line { product, quantity: number, total: money, list };
        let status = crate::Status::Packed;
        let units = StockLine { product, units: number };
        let step = ParcelStep { status: ParcelStatus::OutForDelivery, at: Timestamp(minor) };
        let consignment = Some(Consignment { carrier: "Post".into(), number: "RR-1".into() });
        let parcel =
            Parcel { id: ParcelId(number as u16), lines: vec![units], timeline: vec![step], consignment };
        let timeline = vec![ReturnStep { status: ReturnStatus::Refused, at: Timestamp(minor) }];
        let back = Return {
            number: ReturnId(number as u16),
            lines: vec![units],
            reason: ReturnReason::Unwanted,
            wish: ReturnWish::Exchange,
            timeline,
            label: None,
        };
        let payment = Payment { kind: PaymentKind::Repaid, amount: money, invoice: Some(number) };
        let tracked = Tracked {
            order: OrderId([9; 16]),
            number,
            status,
            timeline: vec![Step { status, at: Timestamp(minor) }; 2],
            ahead: vec![status],
            lines: vec![line_bought; 200],
            total: money,
            receipt: Some(Packed::of(receipt(number, minor))),
            refunded: None,
            parcels: vec![parcel],
            waiting: vec![units],
            cancelled: vec![units],
            payments: vec![Paid { payment, at: Timestamp(minor) }],
            due: Some(money),
            returns: vec![back],
            late: None,
            promise: None,
        };
        use crate::event::Topic;
        let profile = Profile {
            consent: crate::event::Consent::Full,
            card: false,
            purchases: number,
            spent: money,
            last_purchase: Some(Timestamp(minor)),
            categories: vec![(crate::id::LabelId(3), number)],
            segment: Some(Segment { index: 200, recency: 1, frequency: 2, money: 3 }),
            recent: vec![Reason::Popular, Reason::Bought(product)],
            groups: vec!["staff".into()],
            refused: vec![product],
            likes: vec![Topic::Category(crate::id::LabelId(4))],
            unwanted: vec![Topic::Brand(number)],
            ignored: vec![Topic::Price(2)],
            leanings: vec![(Topic::Brand(70), minor)],
        };
        let cart = Cart {
            lines: vec![line],
            total: money,
            public_total: money,
            receipt: Some(Packed::of(receipt(number, minor))),
            coupons: vec![PromotionId(number)],
        };
        vec![
            Answer::Recommended(Recommended { slot: Slot::Trending, picks, short }),
            Answer::Priced(priced),
            Answer::Cart(cart.clone()),
            Answer::WouldBe(WouldBe { cart, more: money }),
            Answer::Tracked(tracked),
            Answer::Profile(profile),
            Answer::Unknown(Unknown::Price(product, Currency::Irr)),
            Answer::Unknown(Unknown::ProductUnsaid),
        ]
    }

    proptest! {
        #[test]
        fn it_writes_what_postcard_writes(number: u32, minor: i64) {
            for answer in answers(number, minor) {
                prop_assert_eq!(encode(&answer), postcard::to_allocvec(&answer).expect("bytes"));
            }
        }
    }
}
