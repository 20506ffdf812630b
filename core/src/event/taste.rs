//! What a shopper may have a taste for, and what they say of it.

use serde::{Deserialize, Serialize};

use crate::id::LabelId;

/// What products have in common that somebody may like or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// A category of the shop.
    Category(LabelId),
    /// A brand: the number of its maker.
    Brand(u32),
    /// How dear it is beside others of its type: 0 is a quarter below their mean and lower, 2 a quarter above and
    /// higher, 1 lies between.
    Price(u8),
}

impl Topic {
    /// How many kinds of topics there are.
    pub(crate) const KINDS: usize = 3;
    /// How many price bands there are.
    pub const BANDS: u8 = 3;

    /// The topic of a kind (0: category, 1: brand, 2: price) and number, as signals name it.
    fn of(kind: usize, number: u32) -> Option<Self> {
        match kind {
            0 => u16::try_from(number).ok().map(|label| Self::Category(LabelId(label))),
            1 => Some(Self::Brand(number)),
            _ => (number < u32::from(Self::BANDS)).then_some(Self::Price(number as u8)),
        }
    }

    /// Its kind, from 0 and below [`Topic::KINDS`].
    pub(crate) const fn kind(self) -> usize {
        match self {
            Self::Category(_) => 0,
            Self::Brand(_) => 1,
            Self::Price(_) => 2,
        }
    }

    /// Its number among those of its kind.
    pub fn number(self) -> u32 {
        match self {
            Self::Category(label) => u32::from(label.0),
            Self::Brand(maker) => maker,
            Self::Price(band) => u32::from(band),
        }
    }

    /// What names of signals about it end in.
    pub const fn kind_name(self) -> &'static str {
        ["category", "brand", "price"][self.kind()]
    }

    /// The member of an item that names it on the wire.
    pub const fn member(self) -> &'static str {
        ["item_category", "item_brand", "price_band"][self.kind()]
    }
}

/// What a shopper says of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opinion {
    /// Nothing any more: as if they had never spoken of it.
    Unsaid,
    /// More of it.
    Likes,
    /// None of it.
    NotForMe,
    /// What they did says nothing of it: no taste is to be inferred.
    Ignored,
}

/// The names of signals, by opinion and kind of topic.
const NAMES: [[&str; 3]; 4] = [
    ["undo_category", "undo_brand", "undo_price"],
    ["like_category", "like_brand", "like_price"],
    ["not_for_me_category", "not_for_me_brand", "not_for_me_price"],
    ["ignore_category", "ignore_brand", "ignore_price"],
];

impl Opinion {
    const ALL: [Self; 4] = [Self::Unsaid, Self::Likes, Self::NotForMe, Self::Ignored];

    /// The name of the signal that says it of a topic.
    pub const fn name(self, topic: Topic) -> &'static str {
        NAMES[self as usize][topic.kind()]
    }

    /// What a signal of that name says, and of which topic.
    pub fn named(name: &str, number: u32) -> Option<(Topic, Self)> {
        Self::ALL.into_iter().zip(NAMES).find_map(|(opinion, names)| {
            let kind = names.iter().position(|known| *known == name)?;
            Some((Topic::of(kind, number)?, opinion))
        })
    }
}
