//! LEVEL 1, foundational: "where is it, and can I rely on you?"

#[cfg(feature = "till")]
pub mod again;
#[cfg(any(feature = "till", feature = "train"))]
pub(crate) mod arrival;
#[cfg(feature = "till")]
pub mod carrier;
pub mod cart;
#[cfg(feature = "till")]
pub mod ledger;
pub mod order;
pub mod promise;
pub mod stock;
