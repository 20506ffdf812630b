//! Learning, where floats are allowed: log -> [`Tally`] -> [`Model`](crate::model::Model).
//!
//! A tally is what is counted of a log; tallies of parts merge into the tally of the whole.
//! [`TrainParams`] are checked once into a [`Trainer`], whose `fit` makes a model of a tally. The
//! same tally, shop and moment give the same bytes: sums in a fixed order, ties by number, seeds set.
#![expect(clippy::disallowed_methods, reason = "floats train, integers serve")]

mod agreement;
mod bench;
mod content;
mod deliveries;
mod few;
mod hop;
mod inverse;
mod pack;
mod pairs;
mod parallel;
mod params;
mod people;
mod prior;
pub mod promise;
mod recipe;
mod ridge;
mod search;
mod segments;
mod sessions;
mod sums;
mod table;
mod tally;
mod trainer;
mod tuning;
mod unpacked;
mod validation;
mod visits;

#[cfg(test)]
mod tests;

pub use agreement::adjusted_rand;
pub use deliveries::Deliveries;
pub use params::{Hidden, ParamError, TrainParams};
pub use recipe::{Knob, Recipe};
pub use sessions::Sessions;
pub use tally::Tally;
pub use trainer::{Fitted, Trainer};
pub use tuning::Tuning;
pub use unpacked::Unpacked;
pub use validation::Accuracy;
