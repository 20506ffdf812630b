//! Typed identifiers: 128-bit random ones are 32 hex digits at every JSON edge, small ones are numbers.

use core::fmt;
use core::str::FromStr;

use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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

fn from_hex<const N: usize>(text: &str) -> Result<[u8; N], NotHex> {
    let wrong = NotHex { digits: 2 * N };
    let mut out = [0; N];
    if text.len() != 2 * N {
        return Err(wrong);
    }
    for (byte, pair) in out.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let &[high, low] = pair else { return Err(wrong) };
        match (nibble(high), nibble(low)) {
            (Some(high), Some(low)) => *byte = high << 4 | low,
            _ => return Err(wrong),
        }
    }
    Ok(out)
}

fn fmt_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|b| write!(f, "{b:02x}"))
}

struct HexVisitor<const N: usize>;

impl<const N: usize> Visitor<'_> for HexVisitor<N> {
    type Value = [u8; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} hex digits", 2 * N)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<[u8; N], E> {
        from_hex(text).map_err(E::custom)
    }
}

macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident, $bytes:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $bytes]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt_hex(&self.0, f)
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
                    self.0.serialize(to)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                if from.is_human_readable() {
                    from.deserialize_str(HexVisitor::<$bytes>).map(Self)
                } else {
                    <[u8; $bytes]>::deserialize(from).map(Self).map_err(D::Error::custom)
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
    /// A department, category or product type of the shop's taxonomy: an index into its labels.
    LabelId,
    u16
);

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
