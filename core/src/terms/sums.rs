//! A basket with its sums: what is spent on all of it or on some products is looked up, not added up line by line.

use crate::id::{LabelId, ProductId};
use crate::terms::basket::Basket;
use crate::terms::condition::Selector;

/// A basket whose sums are known. Each product stands on one line.
pub(crate) struct Sums<'a> {
    pub basket: &'a Basket<'a>,
    all: Sum,
    /// Lines by product, ascending.
    products: Vec<(ProductId, LabelId, Sum)>,
}

/// What some lines come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    /// What is spent on them before promotions, in minor units.
    pub minor: i64,
    /// How many units they have.
    pub units: i64,
}

impl Sum {
    fn plus(self, other: Self) -> Self {
        Self { minor: self.minor.saturating_add(other.minor), units: self.units.saturating_add(other.units) }
    }
}

impl<'a> Sums<'a> {
    pub(crate) fn new(basket: &'a Basket<'a>) -> Self {
        let (mut all, mut products) = (Sum::default(), Vec::with_capacity(basket.lines.len()));
        for line in &basket.lines {
            let (product, category) = (line.item.product, line.item.category);
            let sum = Sum { minor: line.price, units: line.quantity.into() };
            let place = products.partition_point(|(other, ..): &(ProductId, _, _)| *other < product);
            products.insert(place, (product, category, sum));
            all = all.plus(sum);
        }
        Self { basket, all, products }
    }

    /// What the lines that are meant come to.
    pub(crate) fn of(&self, of: &Selector) -> Sum {
        if of.products.is_empty() && of.categories.is_empty() && of.except.is_empty() {
            return self.all;
        }
        let meant = |sum: Sum, (product, category, own): &(ProductId, LabelId, Sum)| {
            if of.takes(*product, *category) { sum.plus(*own) } else { sum }
        };
        // A long list is looked through for each line; of a short one each product is looked up.
        if of.products.is_empty() || of.products.len() > self.products.len() {
            return self.products.iter().fold(Sum::default(), meant);
        }
        let mut sum = Sum::default();
        for (n, product) in of.products.iter().enumerate() {
            let place = self.products.binary_search_by_key(product, |(id, ..)| *id);
            let line = place.ok().and_then(|place| self.products.get(place));
            let is_named_before = || of.products.iter().take(n).any(|other| other == product);
            if let Some(line) = line.filter(|_| !is_named_before()) {
                sum = meant(sum, line);
            }
        }
        sum
    }
}
