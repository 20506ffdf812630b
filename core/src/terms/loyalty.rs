//! Points and tiers: a ledger that always balances, and a programme that says what is earned and what it brings.
//!
//! Points lie in lots. A lot is earned once, ripens when the return window closes, and expires as a whole; what is
//! spent is drawn from the lot that expires first, of equal ones from the older (first-in first-out). Every
//! [`Posting`](crate::event::Posting) is an entry of double-entry bookkeeping: it takes points from one account and
//! puts them to another, so the sum of all [`Balances`] is 0 at any moment. A balance is never below 0.
//!
//! What happens where:
//!
//! - **pending** points ripen by the time alone, without an entry; so nothing hangs on when a clock ticked.
//! - **expired** points can no longer be spent from that moment on, whether the clock has booked them yet or not.
//! - **clawed back** is what was earned with units that are called off or given back: in proportion to the units,
//!   from the lot that they earned first. What is not there any more is forgiven, and the entry says so ([`ClawBack`]).
//! - **given back** is what was paid with points for such units: to the lots they came from, those that were drawn last
//!   first. A lot that has expired meanwhile lives [`Programme::revive_days`] days longer.
//! - Claw-backs and what is given back are told as the difference between what is due *in all* for the units that
//!   went back and what was told before: so any order of refunds comes to the same.
//!
//! An account keeps its open lots, the last [`Account::MOST_ENTRIES`] entries, and the balance before them: what it
//! costs to read does not grow with the years.

mod account;
#[cfg(feature = "till")]
mod book;
mod check;
pub mod delight;
#[cfg(feature = "till")]
mod earn;
#[cfg(feature = "till")]
mod ledger;
#[cfg(feature = "till")]
pub mod lint;
mod order;
#[cfg(feature = "till")]
mod period;
mod programme;
mod redeem;
pub mod referral;
#[cfg(feature = "till")]
pub mod replay;
#[cfg(all(test, feature = "till"))]
mod tests;
#[cfg(feature = "till")]
mod tier;

pub use account::{Account, Balances, Day, Entry, Held, Kind, Lot, Tally};
#[cfg(feature = "till")]
pub use book::{Back, Book};
pub use delight::{Delight, Delighted, Occasion};
#[cfg(feature = "till")]
pub use earn::Bought;
#[cfg(feature = "till")]
pub use ledger::Ledger;
pub use order::{Award, OrderPoints, Redemption};
pub use programme::{
    ClawBack, Downgrade, Earn, EarnRule, Expiry, How, Measure, Nothing, Programme, Redeem, Tier, Tiers,
    Window, Worth,
};
pub use redeem::Redeemable;
pub(crate) use redeem::part;
pub use referral::{Came, Referral, Referrals, Stands};
