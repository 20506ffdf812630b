//! Stock: units on the server, bands for everyone.

use serde::{Deserialize, Serialize};

use crate::command::Rejection;
use crate::event::{StockFact, StockLine};
use crate::id::ProductId;
use crate::vec_map::VecMap;

/// What everyone may know of a product's stock. A product without a band has enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// 1 to [`Band::FEW`] units.
    Few,
    /// None.
    Out,
    /// At most [`Band::FEW`], and more may be ordered: they come later.
    Later,
}

impl Band {
    /// The most units that are called few.
    pub const FEW: u32 = 5;

    /// The band of so many units, if they are not enough.
    pub const fn of(units: u32) -> Option<Self> {
        match units {
            0 => Some(Self::Out),
            1..=Self::FEW => Some(Self::Few),
            _ => None,
        }
    }
}

/// Free units per product. A product that was never counted is not kept in stock and never runs out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    // Counted in the order of the catalogue as a rule, so what is new goes to the end.
    units: VecMap<ProductId, u32>,
    /// Of these more may be ordered than there are, ascending.
    back_orders: Vec<ProductId>,
}

impl Stock {
    /// Takes in what happened.
    pub fn apply(&mut self, fact: &StockFact) {
        match fact {
            StockFact::Counted { lines } => {
                lines.iter().for_each(|line| self.units.insert(line.product, line.units));
            }
            StockFact::Reserved { lines, .. } | StockFact::Allocated { lines, .. } => {
                self.change(lines, u32::saturating_sub);
            }
            StockFact::BackOrdersSet { products, allowed } => {
                products.iter().for_each(|product| self.set_back_orders(*product, *allowed));
            }
            StockFact::Released { lines, .. } => self.change(lines, u32::saturating_add),
        }
    }

    fn set_back_orders(&mut self, product: ProductId, allowed: bool) {
        match self.back_orders.binary_search(&product) {
            Ok(place) if !allowed => drop(self.back_orders.remove(place)),
            Err(place) if allowed => self.back_orders.insert(place, product),
            _ => {}
        }
    }

    fn change(&mut self, lines: &[StockLine], with: fn(u32, u32) -> u32) {
        for line in lines {
            if let Some(units) = self.units.get_mut(&line.product) {
                *units = with(*units, line.units);
            }
        }
    }

    /// Free units; `None` if the product is not kept in stock.
    pub fn units(&self, product: ProductId) -> Option<u32> {
        self.units.get(&product).copied()
    }

    /// Whether more of it may be ordered than there is.
    pub fn back_orders(&self, product: ProductId) -> bool {
        self.back_orders.binary_search(&product).is_ok()
    }

    /// How many of so many have to wait until there are more.
    ///
    /// # Errors
    /// [`Rejection::OutOfStock`] with what is left, where nothing may wait.
    pub fn waits(&self, product: ProductId, quantity: u32) -> Result<u32, Rejection> {
        match self.units(product) {
            Some(left) if left < quantity => {
                let may_wait = self.back_orders(product);
                may_wait.then(|| quantity.saturating_sub(left)).ok_or(Rejection::OutOfStock { product, left })
            }
            _ => Ok(0),
        }
    }

    /// What everyone may know of a product's stock, if there is not enough.
    pub fn band(&self, product: ProductId) -> Option<Band> {
        let band = Band::of(self.units(product)?)?;
        Some(if self.back_orders(product) { Band::Later } else { band })
    }

    /// The products that do not have enough, ascending.
    pub fn bands(&self) -> Vec<(ProductId, Band)> {
        let band = |(product, _): &(ProductId, u32)| Some((*product, self.band(*product)?));
        self.units.iter().filter_map(band).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_more_may_be_ordered_than_there_is_is_as_it_was_said_last() {
        let mut stock = Stock::default();
        for (product, allowed) in [(2, true), (1, true), (2, true), (1, false), (1, false), (2, true)] {
            let product = ProductId(product);
            stock.apply(&StockFact::BackOrdersSet { products: vec![product], allowed });
            assert_eq!(stock.back_orders(product), allowed, "{product} {allowed}");
        }
        let last = StockFact::BackOrdersSet { products: vec![ProductId(2)], allowed: false };
        stock.apply(&last);
        assert_eq!(stock.back_orders.len(), 0, "each is there once");
    }
}
