//! What a product and a cart cost, and why.

use serde::{Deserialize, Serialize};

use crate::id::{PriceListId, ProductId};
use crate::money::Money;
use crate::packed::Packed;
use crate::terms::promotion::PromotionId;
#[cfg(feature = "till")]
use crate::terms::receipt;
use crate::terms::receipt::Receipt;

/// Why this price, and which list it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceReason {
    /// The price for everyone.
    List(PriceListId),
    /// The price for holders of the card.
    Card(PriceListId),
    /// The price for a group that they are in.
    Group(PriceListId),
}

impl PriceReason {
    /// The price list that the price came from.
    pub fn list(self) -> PriceListId {
        match self {
            Self::List(list) | Self::Card(list) | Self::Group(list) => list,
        }
    }
}

/// The price of one product for this shopper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priced {
    /// Which.
    pub product: ProductId,
    /// What this shopper pays. Never above `public`.
    pub price: Money,
    /// What everyone may pay.
    pub public: Money,
    /// What holders of the card pay, where that is less than `price`.
    pub with_card: Option<Money>,
    /// Why this price.
    pub reason: PriceReason,
    /// What each costs of more: from so many units on, ascending; each price is below the one before.
    #[serde(default)]
    pub steps: Vec<FromUnits>,
    /// Where `public` is a lower price than before: the lowest one of the 30 days before it began.
    #[serde(default)]
    pub lowest: Option<Money>,
}

/// A price from a quantity on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromUnits {
    /// From so many units on a line.
    pub from_units: u32,
    /// What each of them costs.
    pub price: Money,
}

/// The cart at today's prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    /// In the order of product numbers.
    pub lines: Vec<CartLine>,
    /// What is to be paid: the sum of the lines, and of sending as the receipt has it, less what points pay.
    pub total: Money,
    /// What the same lines cost at the price for everyone.
    pub public_total: Money,
    /// How the total came about, and what would lower it; nothing for an empty cart. Promotions are those that
    /// everyone may know of and those that the shopper has a code for; what is left of budgets is checked at
    /// checkout. Where everyone may know of more than [`Cart::MOST_TOLD`], they are those that concern the cart
    /// ([`Promotion::concerns`](crate::terms::promotion::Promotion::concerns)) and those that the shopper has a code
    /// for: what acts, and what more of the same would bring.
    pub receipt: Option<Packed<Receipt>>,
    /// The promotions that the shopper has a code for, ascending.
    pub coupons: Vec<PromotionId>,
}

#[cfg(feature = "till")]
impl Cart {
    /// Of so many promotions at most a cart says of each why it acts or not.
    pub const MOST_TOLD: usize = 500;

    /// How the total came about; nothing for an empty cart.
    pub fn receipt(&self) -> Option<&Receipt> {
        self.receipt.as_ref().and_then(Packed::get)
    }

    /// The derivation of the total.
    pub fn steps(&self) -> &[receipt::Step] {
        self.receipt().map_or(&[], |receipt| &receipt.steps)
    }

    /// Whether anything but prices makes its total: promotions that act or could, sending, tax.
    pub fn has_terms(&self) -> bool {
        self.receipt().is_some_and(|receipt| {
            let added = !receipt.tax_included && receipt.taxes.iter().any(|tax| tax.tax != 0);
            added || !receipt.called.is_empty() || receipt.total != self.listed()
        })
    }

    /// The sum of the lines.
    fn listed(&self) -> i64 {
        self.lines.iter().fold(0, |sum, line| sum.saturating_add(line.total.minor))
    }
}

/// What a cart would come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WouldBe {
    /// The cart as it would be.
    pub cart: Cart,
    /// What it costs more than the cart as it is; the whole, if it is instead of it.
    pub more: Money,
}

/// One line of the cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    /// What.
    pub product: ProductId,
    /// How many.
    pub quantity: u32,
    /// What the line costs, after promotions, with its tax.
    pub total: Money,
    /// Why this price.
    pub reason: PriceReason,
    /// Whether that many can be had.
    pub in_stock: bool,
    /// Whether some of it may come later: it can be ordered though there is not enough on the shelf.
    #[serde(default)]
    pub waits: bool,
}
