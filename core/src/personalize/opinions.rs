//! What a shopper said: of products, categories, brands and prices. It is kept apart from what they did, and always wins.

use serde::{Deserialize, Serialize};

use crate::event::{About, Observation, Opinion, Topic};
use crate::id::{EventId, ProductId};
use crate::time::Timestamp;
use crate::vec_map::{VecMap, pairs};

/// The latest word on each thing; at most [`Opinions::MOST`], those spoken of latest. Does not depend on the order of
/// arrival.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinions {
    #[serde(with = "pairs")]
    words: VecMap<About, Word>,
}

/// When a shopper spoke, in which event, and what they said.
pub type Word = (Timestamp, EventId, Opinion);

impl Opinions {
    /// Of how many things the last word is kept.
    pub const MOST: usize = 300;

    /// Takes in what was observed.
    pub fn observe(&mut self, observed: &Observation) {
        if let Some(opinion) = observed.signal.opinion() {
            self.set(observed.signal.about(), (observed.at, observed.id, opinion));
        }
    }

    /// Takes over what the same person said under another name.
    pub fn merge(&mut self, other: &Self) {
        other.words.iter().for_each(|(about, word)| self.set(*about, *word));
    }

    /// Whether the latest word on a product is that it is not for this shopper.
    pub fn refuses(&self, product: ProductId) -> bool {
        matches!(self.words.get(&About::Product(product)), Some((.., Opinion::NotForMe)))
    }

    /// All products that are refused, ascending.
    pub fn refused(&self) -> Vec<ProductId> {
        let mut refused = Vec::new();
        for (about, (.., opinion)) in self.words.iter() {
            if let (About::Product(product), Opinion::NotForMe) = (about, opinion) {
                refused.push(*product);
            }
        }
        refused
    }

    /// Every topic that they spoke of last and what they said, ascending; not what they took back.
    pub fn topics(&self) -> Vec<(Topic, Opinion)> {
        let mut topics = Vec::new();
        for (about, (.., opinion)) in self.words.iter() {
            if let (About::Topic(topic), true) = (about, *opinion != Opinion::Unsaid) {
                topics.push((*topic, *opinion));
            }
        }
        topics
    }

    /// Every word, ascending by what it is about.
    pub fn words(&self) -> impl Iterator<Item = &(About, Word)> {
        self.words.iter()
    }

    /// The later word holds, whichever comes first.
    fn set(&mut self, about: About, word: Word) {
        if self.words.get(&about).is_none_or(|before| *before < word) {
            self.words.insert(about, word);
        }
        if self.words.iter().len() > Self::MOST {
            let oldest = self.words.iter().min_by_key(|(_, (at, id, _))| (*at, *id)).map(|(about, _)| *about);
            oldest.and_then(|oldest| self.words.remove(&oldest));
        }
    }
}
