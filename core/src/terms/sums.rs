//! A basket with its sums by product and by category: what is spent on some lines is looked up, line by line no more.

use crate::id::{LabelId, ProductId};
use crate::terms::basket::Basket;
use crate::terms::condition::Selector;

/// A basket whose sums are known. Each product stands on one line.
pub(crate) struct Sums<'a> {
    pub basket: &'a Basket<'a>,
    all: Sum,
    /// Ascending.
    products: Vec<(ProductId, LabelId, Sum)>,
    /// Ascending.
    categories: Vec<(LabelId, Sum)>,
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

    fn minus(self, other: Self) -> Self {
        Self { minor: self.minor.saturating_sub(other.minor), units: self.units.saturating_sub(other.units) }
    }
}

impl<'a> Sums<'a> {
    pub(crate) fn new(basket: &'a Basket<'a>) -> Self {
        let lines = basket.lines.len();
        let (mut products, mut categories) = (Vec::with_capacity(lines), Vec::with_capacity(lines));
        let mut all = Sum::default();
        for line in &basket.lines {
            let (product, category) = (line.item.product, line.item.category);
            let sum = Sum { minor: line.price, units: line.quantity.into() };
            let place = products.partition_point(|(other, ..): &(ProductId, _, _)| *other < product);
            products.insert(place, (product, category, sum));
            let place = categories.partition_point(|(other, _): &(LabelId, _)| *other < category);
            match categories.get_mut(place) {
                Some((other, old)) if *other == category => *old = sum.plus(*old),
                _ => categories.insert(place, (category, sum)),
            }
            all = all.plus(sum);
        }
        Self { basket, all, products, categories }
    }

    /// What the lines that are meant come to.
    pub(crate) fn of(&self, of: &Selector) -> Sum {
        if !of.products.is_empty() {
            let meant = |(product, category, _): &&(ProductId, LabelId, Sum)| of.takes(*product, *category);
            return self.lines(&of.products).filter(meant).fold(Sum::default(), |sum, line| sum.plus(line.2));
        }
        let mut sum = if of.categories.is_empty() { self.all } else { self.categories(&of.categories) };
        let named = |category: &LabelId| of.categories.is_empty() || of.categories.contains(category);
        for (_, _, own) in self.lines(&of.except).filter(|(_, category, _)| named(category)) {
            sum = sum.minus(*own);
        }
        sum
    }

    /// The lines of some products, each once.
    fn lines<'s>(&'s self, products: &'s [ProductId]) -> impl Iterator<Item = &'s (ProductId, LabelId, Sum)> {
        products.iter().enumerate().filter_map(|(n, product)| {
            let place = self.products.binary_search_by_key(product, |(id, ..)| *id).ok()?;
            let is_named_before = products.iter().take(n).any(|other| other == product);
            self.products.get(place).filter(|_| !is_named_before)
        })
    }

    /// What some categories come to, each once.
    fn categories(&self, named: &[LabelId]) -> Sum {
        named.iter().enumerate().fold(Sum::default(), |sum, (n, category)| {
            let Ok(place) = self.categories.binary_search_by_key(category, |(id, _)| *id) else { return sum };
            let is_named_before = named.iter().take(n).any(|other| other == category);
            let own = self.categories.get(place).filter(|_| !is_named_before);
            own.map_or(sum, |(_, own)| sum.plus(*own))
        })
    }
}
