//! Typed identifiers: 128-bit random ones are 32 hex digits at every JSON edge and bytes in binary
//! formats, small ones are numbers.

use core::fmt;
use core::str::FromStr;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::ser::SerializeTupleStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text;

/// Why a text is no identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotHex {
    digits: usize,
}

impl fmt::Display for NotHex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an identifier is {} hex digits", self.digits)
    }
}

impl core::error::Error for NotHex {}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// Fills `out` with the bytes that the text spells; `None` for any other number of digits.
#[inline(never)]
fn read_hex(text: &str, out: &mut [u8]) -> Option<()> {
    let digits = text.as_bytes();
    if digits.len() != out.len().saturating_mul(2) {
        return None;
    }
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        let &[high, low] = pair else { return None };
        *byte = nibble(high)? << 4 | nibble(low)?;
    }
    Some(())
}

fn from_hex<const N: usize>(text: &str) -> Result<[u8; N], NotHex> {
    let mut out = [0; N];
    read_hex(text, &mut out).map(|()| out).ok_or(NotHex { digits: 2 * N })
}

/// Hex digits in JSON; in binary formats so many bytes, one by one or, from our own reader, as a block.
struct IdVisitor<const N: usize>;

impl<'de, const N: usize> Visitor<'de> for IdVisitor<N> {
    type Value = [u8; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} hex digits", 2 * N)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<[u8; N], E> {
        from_hex(text).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<[u8; N], A::Error> {
        let mut bytes = [0; N];
        for byte in &mut bytes {
            *byte = from.next_element()?.ok_or_else(|| A::Error::invalid_length(N, &self))?;
        }
        Ok(bytes)
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<[u8; N], E> {
        bytes.try_into().map_err(|_| E::invalid_length(bytes.len(), &self))
    }
}

macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident, $bytes:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $bytes]);

        impl $name {
            /// The hex digits, without the detour through [`fmt::Display`].
            pub fn hex(&self) -> String {
                text::hex(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&text::hex(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = NotHex;

            fn from_str(text: &str) -> Result<Self, NotHex> {
                from_hex(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                if to.is_human_readable() {
                    to.collect_str(self)
                } else {
                    let mut bytes = to.serialize_tuple_struct(stringify!($name), $bytes)?;
                    self.0.iter().try_for_each(|byte| bytes.serialize_field(byte))?;
                    bytes.end()
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                if from.is_human_readable() {
                    from.deserialize_str(IdVisitor::<$bytes>).map(Self)
                } else {
                    from.deserialize_tuple_struct(stringify!($name), $bytes, IdVisitor::<$bytes>).map(Self)
                }
            }
        }
    };
}

hex_id!(
    /// A visitor (random, minted only after consent) or a customer (after login).
    ShopperId,
    16
);
hex_id!(
    /// One page load, one carrier feed or one server run: whatever numbers its own events from 0.
    SourceId,
    16
);
hex_id!(
    /// An order, minted by the server when the checkout page is drawn, so that sending it twice is one order.
    OrderId,
    16
);
hex_id!(
    /// A row of the `contact` table, where personal data lives; the log holds only this number.
    ContactId,
    16
);
hex_id!(
    /// SHA-256 of a published blob (snapshot, names, shop): 64 hex digits.
    ContentHash,
    32
);

impl ShopperId {
    /// Nobody in particular: an empty slice, may only ask.
    pub const ANONYMOUS: Self = Self([0; 16]);

    /// Whether this is [`ShopperId::ANONYMOUS`].
    pub fn is_anonymous(&self) -> bool {
        *self == Self::ANONYMOUS
    }
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident, $int:ty) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $int);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number_id!(
    /// A product of the shop's catalogue, as the merchant numbers it.
    ProductId,
    u32
);
number_id!(
    /// A price list of the shop.
    PriceListId,
    u16
);
number_id!(
    /// A carrier that takes the shop's parcels to their buyers.
    CarrierId,
    u16
);
number_id!(
    /// A parcel, numbered by its order from 1.
    ParcelId,
    u16
);
number_id!(
    /// A return, numbered by its order from 1.
    ReturnId,
    u16
);
number_id!(
    /// An entry in the account of points of one shopper: when it was made, in milliseconds, later by one where that is taken.
    EntryId,
    i64
);
number_id!(
    /// A gift card, counted by the shop from 1. It opens nothing: only the card's code does, which is nowhere in the log.
    GiftCardId,
    u32
);
number_id!(
    /// A department, category or product type of the shop's taxonomy: an index into its labels.
    LabelId,
    u16
);

impl ProductId {
    /// Where a product stands among entries that ascend by product.
    pub(crate) fn place_in<T>(self, entries: &[T], id: impl Fn(&T) -> Self) -> Option<usize> {
        // Catalogues mostly number without gaps: then the place is known, else it is not above that.
        let most = self.0.checked_sub(id(entries.first()?).0)? as usize;
        if entries.get(most).map(&id) == Some(self) {
            return Some(most);
        }
        entries.get(..most).unwrap_or(entries).binary_search_by_key(&self, id).ok()
    }
}

/// What makes an event one of a kind: who numbered it, and its number there, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventId {
    /// The page load, feed or server run.
    pub source: SourceId,
    /// Its running number, from 0.
    pub n: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_reads_back_what_it_prints() {
        let id = ShopperId(core::array::from_fn(|i| i as u8 * 17));
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn wrong_length_and_wrong_digits_are_refused() {
        assert_eq!("12".parse::<OrderId>(), Err(NotHex { digits: 32 }));
        assert!("zz".repeat(16).parse::<OrderId>().is_err());
    }
}
