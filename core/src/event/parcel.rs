//! A parcel of an order: where it stands and who carries it; and what happened to its payment.

use serde::{Deserialize, Serialize};

use crate::money::Money;

/// Where a parcel stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParcelStatus {
    /// Closed, still in the house.
    Packed,
    /// Handed to the carrier.
    Shipped,
    /// Seen on its way.
    InTransit,
    /// With whoever brings it to the door.
    OutForDelivery,
    /// There. The end.
    Delivered,
    /// Nobody took it; it will be tried again.
    Failed,
    /// It will not come any more. The end.
    Lost,
    /// Back in the house. The end.
    Returned,
    /// Opened again before it left the house. The end.
    Unpacked,
    /// It waits to be picked up, or is held up.
    HeldUp,
    /// It is on its way back. What is delivered behind that is back in the house.
    TurnedBack,
    /// It came to its buyer after all, as its house knows, though it was turned back: what is delivered then is delivered.
    /// Nobody asks for it: it stands beside the delivery that the house tells.
    AfterAll,
}

impl ParcelStatus {
    /// All that it can be said to stand at.
    pub const ALL: [Self; 11] = [
        Self::Packed,
        Self::Shipped,
        Self::InTransit,
        Self::OutForDelivery,
        Self::Delivered,
        Self::Failed,
        Self::Lost,
        Self::Returned,
        Self::Unpacked,
        Self::HeldUp,
        Self::TurnedBack,
    ];

    /// Whether a parcel that stands here may be put there by hand. A step that nobody saw may be left out: not every
    /// carrier tells all. That it is held up or turned back only its carrier says; what was turned back may have come to
    /// its buyer after all.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Packed => matches!(next, Self::Shipped | Self::Unpacked),
            Self::TurnedBack => matches!(next, Self::Lost | Self::Returned | Self::Delivered),
            _ => self.is_underway() && next > Self::Shipped && next < Self::Unpacked && next != self,
        }
    }

    /// What weighs more: a parcel stands at the last of its heaviest steps, in whatever order they came to be known.
    /// Nothing takes it back from where it was delivered.
    pub(crate) const fn weight(self) -> u8 {
        match self {
            Self::Packed | Self::AfterAll => 0,
            Self::Shipped => 1,
            Self::InTransit | Self::OutForDelivery | Self::Failed | Self::HeldUp => 2,
            // Behind it, what moves is on its way back.
            Self::TurnedBack => 3,
            Self::Lost | Self::Unpacked => 4,
            Self::Returned => 5,
            Self::Delivered => 6,
        }
    }

    /// Whether it happens once: told again with another time, the earliest counts.
    pub(crate) const fn is_once(self) -> bool {
        matches!(self, Self::Delivered | Self::Returned | Self::Lost | Self::TurnedBack)
    }

    /// Whether it left the house and has not ended.
    pub const fn is_underway(self) -> bool {
        matches!(
            self,
            Self::Shipped
                | Self::InTransit
                | Self::OutForDelivery
                | Self::Failed
                | Self::HeldUp
                | Self::TurnedBack
        )
    }

    /// Whether it holds its units no longer: they are to be packed again, or called off.
    pub const fn is_void(self) -> bool {
        matches!(self, Self::Lost | Self::Returned | Self::Unpacked)
    }

    /// The wire and view name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Packed => "packed",
            Self::Shipped => "shipped",
            Self::InTransit => "in_transit",
            Self::OutForDelivery => "out_for_delivery",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Lost => "lost",
            Self::Returned => "returned",
            Self::Unpacked => "unpacked",
            Self::HeldUp => "held_up",
            Self::TurnedBack => "turned_back",
            Self::AfterAll => "after_all",
        }
    }
}

/// Who carries a parcel, and under which number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consignment {
    /// The carrier's name, 1 to [`Consignment::LONGEST`] characters.
    pub carrier: String,
    /// The carrier's own number: 1 to [`Consignment::LONGEST`] letters, digits and hyphens of ASCII.
    pub number: String,
}

impl Consignment {
    /// The longest name and the longest number, in characters.
    pub const LONGEST: usize = 40;

    /// Whether it is with one of these carriers: letters and digits count, neither their size nor what is between them.
    #[cfg(feature = "till")]
    pub fn is_of(&self, carriers: &[String]) -> bool {
        let told = |name: &str| -> String {
            name.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let own = told(&self.carrier);
        !own.is_empty() && carriers.iter().any(|carrier| told(carrier) == own)
    }

    /// Whether both are as they must be.
    pub fn is_sound(&self) -> bool {
        let fits = |text: &str| (1..=Self::LONGEST).contains(&text.chars().count());
        fits(&self.carrier) && !self.carrier.chars().any(char::is_control) && Self::is_number(&self.number)
    }

    /// Whether a carrier may number a parcel so.
    pub fn is_number(text: &str) -> bool {
        let digit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=Self::LONGEST).contains(&text.len()) && text.bytes().all(digit)
    }
}

/// What happened to the payment of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// What.
    pub kind: PaymentKind,
    /// How much, more than nothing.
    pub amount: Money,
    /// The number of the invoice that says so, counted by the shop from 1 without gaps; of a capture only.
    pub invoice: Option<u32>,
}

/// How money moved, or is about to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// It is set aside for the shop.
    Authorised,
    /// The shop has it.
    Captured,
    /// The buyer has it back, for what was called off.
    Repaid,
}
