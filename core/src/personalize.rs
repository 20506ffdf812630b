//! LEVEL 2, customer-centred: "what is right for me?"

pub mod affinity;
pub mod bought;
pub mod opinions;
#[cfg(feature = "till")]
pub mod portable;
#[cfg(feature = "till")]
pub mod question;
pub mod rank;
pub mod segment;
pub mod touch;
