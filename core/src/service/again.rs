//! An order that is ordered again: what of it can be bought now, beside what is in the cart.

use crate::command::Command;
use crate::id::ProductId;
use crate::service::cart::Basket;

/// What becomes of one line of an order that is ordered again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Again {
    /// Of which product.
    pub product: ProductId,
    /// How many were ordered.
    pub wanted: u32,
    /// How many come into the cart.
    pub comes: u32,
    /// Why not all of them do.
    pub short: Option<Missing>,
}

/// Why not all units of a line can be ordered again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It is sold no more.
    Withdrawn,
    /// There are no more of it, those in the cart counted.
    SoldOut,
    /// A cart holds no more.
    CartFull,
}

impl Basket {
    /// What comes of so many of a product, where it has a price and so many free units; `None` is no end of them.
    pub fn again(&self, product: ProductId, wanted: u32, priced: bool, free: Option<u32>) -> Again {
        let held = self.quantity(product);
        let has_line = held > 0 || self.lines().len() < Command::MOST_LINES;
        let room = if has_line { Command::MOST_UNITS.saturating_sub(held) } else { 0 };
        let left = free.unwrap_or(u32::MAX).saturating_sub(held);
        let (comes, short) = match wanted.min(room).min(left) {
            _ if !priced => (0, Some(Missing::Withdrawn)),
            comes if comes == wanted => (comes, None),
            comes if comes == left => (comes, Some(Missing::SoldOut)),
            comes => (comes, Some(Missing::CartFull)),
        };
        Again { product, wanted, comes, short }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RICE: ProductId = ProductId(1);

    fn comes(held: u32, wanted: u32, priced: bool, free: Option<u32>) -> (u32, Option<Missing>) {
        let mut basket = Basket::default();
        basket.set(RICE, held);
        let again = basket.again(RICE, wanted, priced, free);
        assert_eq!((again.product, again.wanted), (RICE, wanted));
        (again.comes, again.short)
    }

    #[test]
    fn as_many_come_as_there_are_beside_those_in_the_cart() {
        assert_eq!(comes(0, 5, true, Some(5)), (5, None));
        assert_eq!(comes(0, 5, true, Some(3)), (3, Some(Missing::SoldOut)));
        assert_eq!(comes(2, 5, true, Some(3)), (1, Some(Missing::SoldOut)));
        assert_eq!(comes(9, 5, true, Some(3)), (0, Some(Missing::SoldOut)));
        assert_eq!(comes(0, 5, true, None), (5, None));
    }

    #[test]
    fn what_is_sold_no_more_does_not_come() {
        assert_eq!(comes(0, 5, false, None), (0, Some(Missing::Withdrawn)));
        assert_eq!(comes(1, 5, false, Some(9)), (0, Some(Missing::Withdrawn)));
    }

    #[test]
    fn a_cart_is_never_overfilled() {
        let most = Command::MOST_UNITS;
        assert_eq!(comes(most - 2, 5, true, None), (2, Some(Missing::CartFull)));
        assert_eq!(comes(most, 5, true, None), (0, Some(Missing::CartFull)));
        let mut full = Basket::default();
        (0..Command::MOST_LINES as u32).for_each(|id| full.set(ProductId(id + 100), 1));
        assert_eq!(full.again(RICE, 1, true, None).short, Some(Missing::CartFull));
        assert_eq!(full.again(ProductId(100), 1, true, None).comes, 1);
    }
}
