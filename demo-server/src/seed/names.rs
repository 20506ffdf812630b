//! What departments, categories, types and units are called in English, Persian and Arabic.

use std::collections::BTreeMap;

use attar::Lang;
use serde::Deserialize;

use super::{SeedError, SeedProduct};
use crate::local::digits;

/// Between a number and its unit: a line does not end there.
const NO_BREAK: &str = "\u{a0}";

/// One name in the three languages of the demo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Label {
    /// English.
    pub en: String,
    /// Persian.
    pub fa: String,
    /// Arabic.
    pub ar: String,
}

impl Label {
    /// As people of each language read it: the seed's digits are Western, a reader has their own.
    pub fn in_own_digits(&self) -> attar::shop::Label {
        attar::shop::Label {
            en: self.en.clone(),
            fa: digits(Lang::Fa, &self.fa),
            ar: digits(Lang::Ar, &self.ar),
        }
    }
}

/// The names of everything a product is filed under. A product's numbers are places in these lists.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    /// The 15 departments.
    pub departments: Vec<Label>,
    /// The 186 categories.
    pub categories: Vec<Label>,
    /// The 717 types of product.
    pub kinds: Vec<Label>,
    /// Types whose name says too little without its category: `Premium` bacon and `Premium` ice cream.
    exceptions: BTreeMap<(u16, u16), Label>,
    units: BTreeMap<String, Label>,
}

impl Taxonomy {
    /// The product's display name: its type and its size.
    ///
    /// Digits stay Western in every language; showing them in the reader's own is the page's part.
    pub fn name_of(&self, product: &SeedProduct) -> Label {
        let kind = self.kind_of(product);
        let size = self.size_of(&product.size);
        let join = |kind: &str, size: &str| format!("{kind} {size}").trim_end().to_owned();
        Label { en: join(&kind.en, &size.en), fa: join(&kind.fa, &size.fa), ar: join(&kind.ar, &size.ar) }
    }

    /// The name of the product's type, as its category would say it.
    pub fn kind_of(&self, product: &SeedProduct) -> Label {
        let exception = self.exceptions.get(&(product.category, product.kind));
        exception.or_else(|| self.kinds.get(usize::from(product.kind))).cloned().unwrap_or_default()
    }

    /// Every name the table holds, units included.
    #[cfg(test)]
    pub(super) fn labels(&self) -> impl Iterator<Item = &Label> {
        let lists = [&self.departments, &self.categories, &self.kinds];
        lists.into_iter().flatten().chain(self.exceptions.values()).chain(self.units.values())
    }

    /// A size such as `10 × 6.75 oz` with its units in each language.
    pub fn size_of(&self, size: &str) -> Label {
        let unit = |word: &str, pick: fn(&Label) -> &String| self.units.get(word).map(pick).cloned();
        let say = |pick: fn(&Label) -> &String| {
            let words = size.split(' ').map(|word| unit(word, pick).unwrap_or_else(|| word.to_owned()));
            words.collect::<Vec<_>>().join(NO_BREAK)
        };
        Label { en: say(|label| &label.en), fa: say(|label| &label.fa), ar: say(|label| &label.ar) }
    }
}

/// `names.json` as it is written: lists of rows, a row's place is its number.
#[derive(Debug, Deserialize)]
pub(super) struct Names {
    pub(super) departments: Vec<Row>,
    pub(super) categories: Vec<Row>,
    pub(super) kinds: Vec<Row>,
    exceptions: Vec<Exception>,
    units: Vec<Row>,
}

/// The name in the source, kept as the key, and the names we show.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub(super) key: String,
    #[serde(flatten)]
    label: Label,
}

#[derive(Debug, Deserialize)]
struct Exception {
    category: String,
    kind: String,
    #[serde(flatten)]
    label: Label,
}

impl Names {
    pub(super) fn parse(json: &str) -> Result<Self, SeedError> {
        Ok(serde_json::from_str(json)?)
    }

    /// Drops the keys: what the shop shows.
    pub(super) fn into_taxonomy(self) -> Result<Taxonomy, SeedError> {
        let (categories, kinds) = (places(&self.categories), places(&self.kinds));
        let exceptions = self.exceptions.into_iter().map(|exception| {
            let category = place(&categories, "category", &exception.category)?;
            Ok(((category, place(&kinds, "type", &exception.kind)?), exception.label))
        });
        let exceptions = exceptions.collect::<Result<_, SeedError>>()?;
        let labels = |rows: Vec<Row>| rows.into_iter().map(|row| row.label).collect();
        Ok(Taxonomy {
            departments: labels(self.departments),
            categories: labels(self.categories),
            kinds: labels(self.kinds),
            exceptions,
            units: self.units.into_iter().map(|row| (row.key, row.label)).collect(),
        })
    }
}

/// Each key's place in its list.
pub(super) fn places(rows: &[Row]) -> BTreeMap<String, u16> {
    (0..).zip(rows).map(|(place, row)| (row.key.clone(), place)).collect()
}

/// The place of `key`, or the error that says which list lacks it.
pub(super) fn place(places: &BTreeMap<String, u16>, list: &'static str, key: &str) -> Result<u16, SeedError> {
    places.get(key).copied().ok_or_else(|| SeedError::Unnamed { list, key: key.to_owned() })
}
