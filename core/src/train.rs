//! Learning, where floats are allowed: log -> [`Tally`] -> [`Model`](crate::model::Model).
//!
//! A tally is what is counted of a log; tallies of parts merge into the tally of the whole.
//! [`TrainParams`] are checked once into a [`Trainer`], whose `fit` makes a model of a tally. The
//! same tally, shop and moment give the same bytes: sums in a fixed order, ties by number, seeds set.
#![expect(clippy::disallowed_methods, reason = "floats train, integers serve")]

mod pack;
mod params;
mod people;
mod segments;
mod similarity;
mod sums;
mod tally;
mod trainer;
mod visits;

#[cfg(test)]
mod tests;

pub use params::{ParamError, TrainParams};
pub use tally::Tally;
pub use trainer::Trainer;
