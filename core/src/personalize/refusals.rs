//! What a shopper does not want to be shown: "not for me", and taken back.

use serde::{Deserialize, Serialize};

use crate::event::{Observation, Signal};
use crate::id::{EventId, ProductId};
use crate::time::Timestamp;
use crate::vec_map::{VecMap, pairs};

/// The latest word on each product; at most [`Refusals::MOST`] products, those spoken of latest. Does not
/// depend on the order of arrival.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusals {
    #[serde(with = "pairs")]
    words: VecMap<ProductId, Word>,
}

/// When a shopper spoke, in which event, and whether the product is refused since.
type Word = (Timestamp, EventId, bool);

impl Refusals {
    /// How many products are kept.
    pub const MOST: usize = 200;

    /// Takes in what was observed.
    pub fn observe(&mut self, observed: &Observation) {
        let Observation { id, at, signal, .. } = *observed;
        match signal {
            Signal::NotForMe { product } => self.set(product, (at, id, true)),
            Signal::UndoNotForMe { product } => self.set(product, (at, id, false)),
            Signal::ViewItem { .. } | Signal::SelectItem { .. } | Signal::AddToCart { .. } => {}
        }
    }

    /// Takes over what the same person said under another name.
    pub fn merge(&mut self, other: &Self) {
        other.words.iter().for_each(|(product, word)| self.set(*product, *word));
    }

    /// Whether the latest word on a product is that it is not for this shopper.
    pub fn holds(&self, product: ProductId) -> bool {
        self.words.get(&product).is_some_and(|(.., refused)| *refused)
    }

    /// All that is refused, ascending.
    pub fn all(&self) -> impl Iterator<Item = ProductId> {
        self.words.iter().filter(|(_, (.., refused))| *refused).map(|(product, _)| *product)
    }

    fn set(&mut self, product: ProductId, word: Word) {
        if self.words.get(&product).is_none_or(|before| *before < word) {
            self.words.insert(product, word);
        }
        let oldest = self.words.iter().min_by_key(|(_, word)| *word).map(|(product, _)| *product);
        if let Some(oldest) = oldest.filter(|_| self.words.iter().count() > Self::MOST) {
            self.words.remove(&oldest);
        }
    }
}
