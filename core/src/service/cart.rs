//! The cart: how many of which product, changed only by facts.

use serde::{Deserialize, Serialize};

use crate::command::{Command, Rejection};
use crate::event::OrderFact;
use crate::id::ProductId;

/// How many of which product, ascending by product; never 0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basket {
    lines: Vec<(ProductId, u32)>,
}

impl Basket {
    /// The lines, ascending by product.
    pub fn lines(&self) -> &[(ProductId, u32)] {
        &self.lines
    }

    /// How many of a product it holds.
    pub fn quantity(&self, product: ProductId) -> u32 {
        let place = self.lines.binary_search_by_key(&product, |(id, _)| *id);
        place.ok().and_then(|i| self.lines.get(i)).map_or(0, |(_, quantity)| *quantity)
    }

    /// Sets the quantity of a product; 0 takes it out.
    pub fn set(&mut self, product: ProductId, quantity: u32) {
        match self.lines.binary_search_by_key(&product, |(id, _)| *id) {
            Ok(place) if quantity == 0 => drop(self.lines.remove(place)),
            Ok(place) => self.lines.iter_mut().skip(place).take(1).for_each(|line| line.1 = quantity),
            Err(place) if quantity > 0 => self.lines.insert(place, (product, quantity)),
            Err(_) => {}
        }
    }

    /// Empties it.
    pub fn clear(&mut self) {
        self.lines.clear();
    }

    /// Takes over what another cart holds; of a product in both, the larger quantity.
    pub fn merge(&mut self, other: &Self) {
        for (product, quantity) in other.lines() {
            self.set(*product, self.quantity(*product).max(*quantity));
        }
    }

    /// Judges a change of one line.
    ///
    /// # Errors
    /// [`Rejection::BadQuantity`] beyond the limits of [`Command`].
    pub fn change(&self, product: ProductId, quantity: u32) -> Result<OrderFact, Rejection> {
        let grows = quantity > 0 && self.quantity(product) == 0;
        if quantity > Command::MOST_UNITS || grows && self.lines.len() >= Command::MOST_LINES {
            return Err(Rejection::BadQuantity { product });
        }
        Ok(OrderFact::CartChanged { product, quantity })
    }
}
