//! LEVEL 2, customer-centred: "what is right for me?"

pub mod rank;
pub mod segment;
pub mod touch;
