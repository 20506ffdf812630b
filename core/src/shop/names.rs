//! What things are called, in every language.

use serde::{Deserialize, Serialize};

use super::{PublicShop, Word, Words, around, numbered};
use crate::event::Topic;
use crate::id::{LabelId, ProductId};
use crate::text::{Lang, decimal, join};

/// A name in every language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// English.
    pub en: String,
    /// Persian.
    pub fa: String,
    /// Arabic.
    pub ar: String,
}

impl Label {
    /// The name in that language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Fa => &self.fa,
            Lang::Ar => &self.ar,
        }
    }
}

/// Something people read: the same in every language, or a [`Label`].
///
/// In JSON a string or an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Wording {
    /// The same in every language; may be empty.
    Same(String),
    /// One for each language.
    Each(Label),
}

impl Wording {
    /// The words in that language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match self {
            Self::Same(words) => words,
            Self::Each(label) => label.in_lang(lang),
        }
    }
}

impl Default for Wording {
    fn default() -> Self {
        Self::Same(String::new())
    }
}

impl From<&str> for Wording {
    fn from(words: &str) -> Self {
        Self::Same(words.to_owned())
    }
}

/// What things are called in one language: postcard, in a file named by its content hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Which language.
    pub lang: Lang,
    /// The labels; [`LabelId`] counts into it.
    pub labels: Vec<String>,
    /// The package sizes, in the order of [`PublicShop::products`].
    pub sizes: Vec<String>,
    /// What the views say, each in the place of its [`Word`](super::Word).
    pub words: Vec<String>,
    /// Where a product's picture is; `{id}` stands for its number. Empty: there are none.
    pub picture_url: String,
}

impl Default for Names {
    /// No names, and the words of the default language.
    fn default() -> Self {
        let lang = Lang::default();
        Self {
            lang,
            labels: Vec::new(),
            sizes: Vec::new(),
            words: Words::of(lang).all(),
            picture_url: String::new(),
        }
    }
}

impl Names {
    /// The name of a label, or nothing if there is none.
    pub fn label(&self, id: LabelId) -> &str {
        self.labels.get(usize::from(id.0)).map_or("", String::as_str)
    }

    /// What products have in common, as people call it.
    pub fn topic(&self, topic: Topic) -> String {
        let words = match topic {
            Topic::Category(category) => self.label(category),
            Topic::Brand(maker) => {
                return around(self.word(Word::BrandNumber), &decimal(i64::from(maker)));
            }
            Topic::Price(0) => self.word(Word::LowPrices),
            Topic::Price(1) => self.word(Word::MiddlePrices),
            Topic::Price(_) => self.word(Word::HighPrices),
        };
        words.to_owned()
    }

    /// What the views say; nothing if the words are of another version.
    pub fn word(&self, word: Word) -> &str {
        self.words.get(word as usize).map_or("", String::as_str)
    }

    /// Where the picture of a product is, if the shop has pictures.
    pub fn picture(&self, product: ProductId) -> Option<String> {
        (!self.picture_url.is_empty()).then(|| numbered(&self.picture_url, product))
    }

    /// The name of a product: its type and the size of a package.
    pub fn product(&self, shop: &PublicShop, id: ProductId) -> String {
        let Some((place, product)) = shop.position(id).and_then(|i| Some((i, shop.products.get(i)?))) else {
            return decimal(i64::from(id.0));
        };
        let kind = self.label(product.kind);
        match self.sizes.get(place).map(String::as_str) {
            None | Some("") => kind.to_owned(),
            Some(size) => join(&[kind, " ", size]),
        }
    }
}
