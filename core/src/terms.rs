//! LEVEL 3, value-added: "on what terms?"
#![deny(clippy::arithmetic_side_effects)]

pub mod price;
