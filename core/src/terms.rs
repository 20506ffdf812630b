//! LEVEL 3, value-added: "on what terms?"
#![deny(clippy::arithmetic_side_effects)]

pub mod basket;
pub mod compat;
pub mod concern;
pub mod condition;
pub mod deal;
pub mod gift;
pub mod given;
pub mod history;
pub mod lint;
pub mod list;
pub mod loyalty;
mod offer;
mod order;
pub mod price;
pub mod promotion;
mod protected;
pub mod receipt;
pub mod refund;
pub mod replay;
mod settle;
mod sums;
#[cfg(test)]
mod tests;
pub mod till;

pub use settle::{Guard, Verdict, WhyNot};

/// The JSON Schema of [`till::Terms`].
pub const SCHEMA: &str = include_str!("../schema/terms.json");
/// The JSON Schema of [`PriceListDraft`](crate::shop::PriceListDraft).
pub const PRICE_LIST_SCHEMA: &str = include_str!("../schema/price_list.json");
/// The JSON Schema of a loyalty programme.
pub const LOYALTY_SCHEMA: &str = include_str!("../schema/loyalty.json");
