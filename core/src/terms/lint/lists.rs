//! Price lists that the guards have something to say about.

use core::fmt;

use crate::id::{PriceListId, ProductId};
use crate::shop::Shop;
use crate::shop::guards::Guards;

/// Something about one price list in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub list: PriceListId,
    /// What.
    pub flaw: Flaw,
    /// Of how many products.
    pub products: u32,
    /// Of this one, for example.
    pub such_as: ProductId,
}

/// What is the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// It sells them to everyone below their floor price, or below cost and margin: that is what holds.
    Below,
    /// It would sell them to some, or many of them, for less than that: they are held up.
    Held,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let products = if self.products == 1 { "product" } else { "products" };
        write!(f, "price list `{}` ", self.list)?;
        match self.flaw {
            Flaw::Below => {
                write!(f, "sells {} {products} below floor, or below cost and margin", self.products)?
            }
            Flaw::Held => write!(f, "is held up on {} {products}: floor, or cost and margin", self.products)?,
        }
        write!(f, ", such as `{}`", self.such_as)
    }
}

/// Looks at the price lists in force of a shop, in the order of their numbers.
pub fn lint(shop: &Shop) -> Vec<Finding> {
    let guards = Guards { draft: shop.draft(), terms: shop.terms() };
    let mut found = Vec::new();
    for list in shop.draft().price_lists.iter().filter(|list| !list.draft) {
        let mut held: Vec<ProductId> = guards.held(list).iter().map(|price| price.product).collect();
        held.sort_unstable();
        held.dedup();
        for (flaw, products) in [(Flaw::Below, guards.below(list)), (Flaw::Held, held)] {
            let count = u32::try_from(products.len()).unwrap_or(u32::MAX);
            let first = products.first().copied();
            found.extend(first.map(|such_as| Finding { list: list.id, flaw, products: count, such_as }));
        }
    }
    found
}
