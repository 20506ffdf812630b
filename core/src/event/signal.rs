//! What a page observed: all that a browser may claim.

use serde::{Deserialize, Serialize};

use super::{Opinion, Topic};
use crate::id::ProductId;

/// All that a browser may claim. Signals teach; they never change a cart, an order or a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// The page of a product was seen. Feeds: recommendations.
    ViewItem {
        /// Which.
        product: ProductId,
    },
    /// A product was chosen from a list. Feeds: recommendations.
    SelectItem {
        /// Which.
        product: ProductId,
    },
    /// A product was put into the cart. Feeds: recommendations.
    AddToCart {
        /// Which.
        product: ProductId,
    },
    /// The shopper does not want to be shown this product. Feeds: their own lists, which leave it out.
    NotForMe {
        /// Which.
        product: ProductId,
    },
    /// The shopper took that back. Feeds: their own lists.
    UndoNotForMe {
        /// Which.
        product: ProductId,
    },
    /// The shopper says what they think of a category, a brand or a price. Feeds: their own lists.
    Said {
        /// Of what.
        topic: Topic,
        /// What.
        opinion: Opinion,
    },
    /// A product was bought elsewhere, or before: what a shopper brings along. Feeds: their own lists. What was bought
    /// here is an order, and no browser may claim one.
    Purchase {
        /// Which.
        product: ProductId,
    },
    /// The page of a product was looked at for a while. Feeds: the profile.
    UserEngagement {
        /// Which.
        product: ProductId,
    },
}

impl Signal {
    /// The signal of that name, in the words of GA4 or of ours where it has none, about the thing of that number: a
    /// product, or what the name ends in.
    pub fn named(name: &str, number: u32) -> Option<Self> {
        let product = ProductId(number);
        Some(match name {
            "view_item" => Self::ViewItem { product },
            "select_item" => Self::SelectItem { product },
            "add_to_cart" => Self::AddToCart { product },
            "not_for_me" => Self::NotForMe { product },
            "undo_not_for_me" => Self::UndoNotForMe { product },
            "purchase" => Self::Purchase { product },
            "user_engagement" => Self::UserEngagement { product },
            _ => {
                let (topic, opinion) = Opinion::named(name, number)?;
                Self::Said { topic, opinion }
            }
        })
    }

    /// The name that [`Signal::named`] reads.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ViewItem { .. } => "view_item",
            Self::SelectItem { .. } => "select_item",
            Self::AddToCart { .. } => "add_to_cart",
            Self::NotForMe { .. } => "not_for_me",
            Self::UndoNotForMe { .. } => "undo_not_for_me",
            Self::Purchase { .. } => "purchase",
            Self::UserEngagement { .. } => "user_engagement",
            Self::Said { topic, opinion } => opinion.name(*topic),
        }
    }

    /// What the signal is about: a product, or what many have in common.
    pub const fn about(&self) -> About {
        match self {
            Self::ViewItem { product }
            | Self::SelectItem { product }
            | Self::AddToCart { product }
            | Self::NotForMe { product }
            | Self::UndoNotForMe { product }
            | Self::Purchase { product }
            | Self::UserEngagement { product } => About::Product(*product),
            Self::Said { topic, .. } => About::Topic(*topic),
        }
    }

    /// What the shopper says of that, if they say anything.
    pub const fn opinion(&self) -> Option<Opinion> {
        match self {
            Self::NotForMe { .. } => Some(Opinion::NotForMe),
            Self::UndoNotForMe { .. } => Some(Opinion::Unsaid),
            Self::Said { opinion, .. } => Some(*opinion),
            _ => None,
        }
    }

    /// The signal that says it of that; none that is known says anything else of a product than that it is not for
    /// them, or is again.
    pub const fn saying(about: About, opinion: Opinion) -> Option<Self> {
        match (about, opinion) {
            (About::Topic(topic), opinion) => Some(Self::Said { topic, opinion }),
            (About::Product(product), Opinion::NotForMe) => Some(Self::NotForMe { product }),
            (About::Product(product), Opinion::Unsaid) => Some(Self::UndoNotForMe { product }),
            (About::Product(_), Opinion::Likes | Opinion::Ignored) => None,
        }
    }

    /// The product that the signal is about, if it is about one.
    pub const fn product(&self) -> Option<ProductId> {
        match self.about() {
            About::Product(product) => Some(product),
            About::Topic(_) => None,
        }
    }
}

/// What a signal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// One product.
    Product(ProductId),
    /// All products that have this in common.
    Topic(Topic),
}

impl About {
    /// Its number.
    pub fn number(self) -> u32 {
        match self {
            Self::Product(product) => product.0,
            Self::Topic(topic) => topic.number(),
        }
    }

    /// The member of an item that names it on the wire.
    pub const fn member(self) -> &'static str {
        match self {
            Self::Product(_) => "item_id",
            Self::Topic(topic) => topic.member(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signal_is_found_by_its_name() {
        let verbs = ["undo", "like", "not_for_me", "ignore"];
        let said =
            verbs.iter().flat_map(|verb| ["category", "brand", "price"].map(|of| format!("{verb}_{of}")));
        let own = ["view_item", "select_item", "add_to_cart", "not_for_me", "undo_not_for_me", "purchase"];
        let named = said.chain(own.map(str::to_owned)).chain(["user_engagement".to_owned()]);
        for name in named {
            let signal = Signal::named(&name, 2).expect(&name);
            assert_eq!((signal.name(), signal.about().number()), (name.as_str(), 2));
        }
    }

    #[test]
    fn what_is_no_name_and_what_is_no_number_of_its_kind_is_no_signal() {
        assert_eq!(Signal::named("like", 1), None);
        assert_eq!(Signal::named("like_colour", 1), None);
        assert_eq!(Signal::named("like_price", 3), None);
        assert_eq!(Signal::named("like_category", 65_536), None);
    }
}
