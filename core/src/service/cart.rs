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

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: u32 = Command::MOST_LINES as u32;

    fn basket(products: impl Iterator<Item = u32>) -> Basket {
        let mut basket = Basket::default();
        products.for_each(|product| basket.set(ProductId(product), product));
        basket
    }

    #[test]
    fn lines_ascend_and_none_is_of_nothing() {
        let mut basket = basket([3, 1, 2].into_iter());
        basket.set(ProductId(2), 0);
        basket.set(ProductId(9), 0);
        basket.set(ProductId(3), 7);
        assert_eq!(basket.lines(), [(ProductId(1), 1), (ProductId(3), 7)]);
        assert_eq!([1, 2, 3].map(|product| basket.quantity(ProductId(product))), [1, 0, 7]);
    }

    #[test]
    fn a_full_cart_changes_and_shrinks_but_never_grows() {
        let (full, room) = (basket(1..=FULL), basket(1..FULL));
        let change = |basket: &Basket, product, quantity| basket.change(ProductId(product), quantity).is_ok();
        assert!(change(&full, FULL, 2) && change(&full, 1, 0) && change(&full, FULL + 1, 0));
        assert!(!change(&full, FULL + 1, 1) && !change(&full, FULL + 1, 2));
        assert!(change(&room, FULL, 1) && change(&room, FULL, Command::MOST_UNITS));
        assert!(!change(&room, FULL, Command::MOST_UNITS + 1));
    }
}
