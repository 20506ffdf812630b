//! LEVEL 2, customer-centred: "what is right for me?"

pub mod bought;
pub mod rank;
pub mod refusals;
pub mod segment;
pub mod touch;
