//! How Saleor lowers prices by a percentage: per unit price, each rounded on its own, half up.
//!
//! So the sum may differ from the percentage of the sum; that is how it is over there.

use super::Fine;

/// The discount of each unit price, rounded to that many decimals.
pub fn percent_per_line(unit_prices: &[Fine], percent: Fine, decimals: u8) -> Vec<Fine> {
    unit_prices.iter().map(|price| price.percent(percent).rounded(decimals)).collect()
}
