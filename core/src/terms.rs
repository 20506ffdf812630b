//! LEVEL 3, value-added: "on what terms?"
#![deny(clippy::arithmetic_side_effects)]

#[cfg(feature = "compat")]
pub mod compat;
pub mod price;
