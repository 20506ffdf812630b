//! The places of a page that a list of products may fill.

use serde::{Deserialize, Serialize};

/// A place for a list of products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// Follows the shopper's own context.
    ForYou,
    /// Follows one product.
    Similar,
    /// What sells now, the same for all.
    Trending,
    /// What is bought with one product: none of its own type.
    BoughtTogether,
    /// What the shopper met of late, latest first.
    Recent,
    /// What the shopper bought, likeliest in the next basket first.
    BuyAgain,
}

impl Slot {
    /// Every slot.
    pub const ALL: [Self; 6] =
        [Self::ForYou, Self::Similar, Self::Trending, Self::BoughtTogether, Self::Recent, Self::BuyAgain];

    /// The wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ForYou => "for_you",
            Self::Similar => "similar",
            Self::Trending => "trending",
            Self::BoughtTogether => "bought_together",
            Self::Recent => "recent",
            Self::BuyAgain => "buy_again",
        }
    }

    /// The slot of that wire name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|slot| slot.name() == name)
    }

    /// Whether the list follows one product, which must be named.
    pub const fn follows_product(self) -> bool {
        matches!(self, Self::Similar | Self::BoughtTogether)
    }

    /// Whether the list holds nothing but what the shopper met before.
    pub const fn is_own(self) -> bool {
        matches!(self, Self::Recent | Self::BuyAgain)
    }
}
