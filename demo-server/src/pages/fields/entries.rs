//! Reads what stands in fields. Every field that is wrong is told, and nothing is guessed.

use attar::id::{LabelId, ProductId};
use attar::{Money, PublicShop, Timestamp};

use super::super::words::{TermsWords, fill, isolated};
use super::{Filled, Hand};
use crate::local;

/// A field that is wrong, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Wrong {
    pub field: String,
    pub why: String,
}

/// What is typed, and what is wrong with it so far.
pub(in super::super) struct Entries<'a> {
    pub filled: &'a Filled,
    pub hand: Hand<'a>,
    pub wrong: Vec<Wrong>,
}

impl<'a> Entries<'a> {
    /// Nothing read yet.
    pub fn of(filled: &'a Filled, hand: Hand<'a>) -> Self {
        Self { filled, hand, wrong: Vec::new() }
    }

    fn words(&self) -> &'static TermsWords {
        TermsWords::of(self.hand.lang)
    }

    /// Something is wrong with a field.
    pub fn refuse(&mut self, field: &str, why: impl Into<String>) {
        self.wrong.push(Wrong { field: field.to_owned(), why: why.into() });
    }

    /// Whether something is wrong with it.
    pub fn has(&self, field: &str) -> bool {
        self.wrong.iter().any(|wrong| wrong.field == field)
    }

    /// An amount above 0; nothing where nothing stands.
    pub fn money(&mut self, field: &str) -> Option<i64> {
        let (text, hand) = (self.filled.one(field), self.hand);
        let read = local::read_money(hand.lang, hand.currency, text).filter(|minor| *minor > 0);
        if read.is_none() && !text.is_empty() {
            self.refuse(field, self.example());
        }
        read
    }

    /// What an amount looks like.
    pub fn example(&self) -> String {
        let hand = self.hand;
        let unit = 10_i64.saturating_pow(hand.currency.exponent().into());
        let three = Money::new(unit.saturating_mul(3), hand.currency);
        fill(self.words().bad_amount, &[&isolated(local::show_money(hand.lang, three))])
    }

    /// A whole number above 0; nothing where nothing stands.
    pub fn count(&mut self, field: &str) -> Option<u32> {
        let text = self.filled.one(field);
        let read =
            local::read_whole(text).and_then(|count| u32::try_from(count).ok()).filter(|count| *count > 0);
        if read.is_none() && !text.is_empty() {
            self.refuse(field, self.words().bad_count);
        }
        read
    }

    /// A whole number; 0 where nothing stands.
    pub fn whole<N: TryFrom<i64> + Default>(&mut self, field: &str, why: &'static str) -> N {
        let text = self.filled.one(field);
        if text.is_empty() {
            return N::default();
        }
        local::read_whole(text).and_then(|number| N::try_from(number).ok()).unwrap_or_else(|| {
            self.refuse(field, why);
            N::default()
        })
    }

    /// A moment on the shop's clock; nothing where nothing stands.
    pub fn moment(&mut self, field: &str) -> Option<Timestamp> {
        let text = self.filled.one(field);
        let read = local::read_moment(self.hand.zone, text);
        if read.is_none() && !text.is_empty() {
            self.refuse(field, self.words().bad_moment);
        }
        read
    }

    /// Products by their numbers.
    pub fn products(&mut self, field: &str, shop: &PublicShop) -> Vec<ProductId> {
        let sold = |id: &u32| shop.products.iter().any(|product| product.id.0 == *id);
        let products = match local::read_numbers(self.filled.one(field)) {
            Ok(numbers) => match numbers.iter().find(|id| !sold(id)) {
                Some(unknown) => Err(unknown.to_string()),
                None => Ok(numbers.into_iter().map(ProductId).collect()),
            },
            Err(text) => Err(text),
        };
        products.unwrap_or_else(|unknown| {
            let own = local::digits(self.hand.lang, &unknown);
            self.refuse(field, fill(self.words().bad_products, &[&isolated(own)]));
            Vec::new()
        })
    }

    /// Categories that are ticked, of those that the form offers: with products in them.
    pub fn categories(&self, shop: &PublicShop) -> Vec<LabelId> {
        let offered = |label: &LabelId| shop.products.iter().any(|one| one.category == *label);
        let chosen = self.filled.all("category").filter_map(|label| label.parse().ok().map(LabelId));
        chosen.filter(offered).collect()
    }
}
