//! What a page observed: all that a browser may claim.

use serde::{Deserialize, Serialize};

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
}

impl Signal {
    /// What makes a signal of that name, in the words of GA4 or of ours where it has none.
    pub fn named(name: &str) -> Option<fn(ProductId) -> Self> {
        Some(match name {
            "view_item" => |product| Self::ViewItem { product },
            "select_item" => |product| Self::SelectItem { product },
            "add_to_cart" => |product| Self::AddToCart { product },
            "not_for_me" => |product| Self::NotForMe { product },
            "undo_not_for_me" => |product| Self::UndoNotForMe { product },
            _ => return None,
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
        }
    }

    /// The product that the signal is about.
    pub fn product(&self) -> ProductId {
        match self {
            Self::ViewItem { product }
            | Self::SelectItem { product }
            | Self::AddToCart { product }
            | Self::NotForMe { product }
            | Self::UndoNotForMe { product } => *product,
        }
    }
}
