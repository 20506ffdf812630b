//! The demo shop: a grocer's year, moved forward to end now, and what we invented around it.

mod campaigns;
pub mod carriers;
pub(crate) mod carrying;
mod catalogue;
mod delivery;
pub(crate) mod goods;
mod history;
mod import;
mod progress;
mod zone;

pub use catalogue::{shop_draft, stock};
pub use history::{Happening, History, shift};
pub use import::{ImportError, Standing, import, standing};

use attar::ShopperId;
use sha2::{Digest, Sha256};

/// The highest number of a household; not every number has one.
pub const MOST_HOUSEHOLDS: u16 = 2_500;

/// The customer that stands for a household: the first 16 bytes of the SHA-256 of
/// `attar customer hh-0001`.
pub fn customer_id(household: u16) -> ShopperId {
    let digest = Sha256::digest(format!("attar customer hh-{household:04}"));
    let mut id = [0; 16];
    id.iter_mut().zip(digest).for_each(|(byte, from)| *byte = from);
    ShopperId(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_is_the_same_customer_for_ever() {
        assert_eq!(customer_id(1).to_string(), "69478edde578b5c6902cd6df41fe9df2");
        assert_ne!(customer_id(1), customer_id(2));
    }
}
