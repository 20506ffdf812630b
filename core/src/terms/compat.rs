//! Other people's engines, so that a shop can move here without its prices changing.
//!
//! Each module is one engine at one version and answers what that engine answers. Where an engine
//! does not round, amounts are [`Fine`]: integers of 1e-12 currency units, made into minor units
//! once, at the end, so that the parts sum to the rounded whole ([`fine::to_minor`]). An engine
//! that calculates in IEEE 754 doubles is followed bit by bit in integers (`binary64`).
//!
//! Written from the published behaviour of those engines and checked against runs of them; no line
//! of theirs is in here.
//!
//! A shop prices by one of them where its terms say so as their [`Mode`](super::till::Mode): what a promotion gives is
//! then an [`offer`] of that engine, and who it is for, when and at whose cost stays our own. The engine computes on the
//! shopper's own prices; our guards run afterwards and may only lower a discount.

mod binary64;
pub mod fine;
pub mod medusa_2_21;
pub mod offer;
pub mod saleor_calculators;
pub(crate) mod shop;
pub mod solidus_calculators;
pub mod vendure_3_1;

pub use fine::Fine;

/// Why a foreign cart cannot be priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompatError {
    /// An amount, value or rate is above a million million currency units.
    TooLarge,
    /// A quantity is above a million.
    TooMany,
}

impl core::fmt::Display for CompatError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "an amount is above `1000000000000`",
            Self::TooMany => "a quantity is above `1000000`",
        })
    }
}

impl core::error::Error for CompatError {}

/// Holds every amount within `Fine::MOST`, so that no later sum can saturate.
fn within(amounts: impl IntoIterator<Item = Fine>) -> Result<(), CompatError> {
    let fits = amounts.into_iter().all(|amount| amount.0.unsigned_abs() <= Fine::MOST.0.unsigned_abs());
    if fits { Ok(()) } else { Err(CompatError::TooLarge) }
}

/// The most units of one line.
const MOST_UNITS: u32 = 1_000_000;

fn countable(quantities: impl IntoIterator<Item = u32>) -> Result<(), CompatError> {
    let fits = quantities.into_iter().all(|quantity| quantity <= MOST_UNITS);
    if fits { Ok(()) } else { Err(CompatError::TooMany) }
}
