//! Reads postcard, and never fails on the way: what cannot be read is noted and reads as nothing, and the
//! whole is refused at the end.
//!
//! postcard's own reader gives a `Result` for every field, and serde's derived code checks each: 6 KB
//! of what a page loads. Here the error is a type without a value, so the compiler leaves those checks out.

use core::fmt;

use serde::de::{DeserializeOwned, Expected, Unexpected};

use crate::event::{Event, Good, Observation, Repricing, StockLine, Use};
use crate::query::{Answer, Query};
use crate::service::promise::Promises;
use crate::shop::{Delivery, Label, Names, Said};
use crate::snapshot::Snapshot;
use crate::state::{MarketView, Slice};
use crate::terms::loyalty::{Account, OrderPoints, Programme};
use crate::terms::promotion::Promotion;
use crate::terms::receipt::Receipt;
use crate::terms::till::Terms;

mod reader;

/// What travels as postcard. These types say all by the order of their fields: no tag, flatten, untagged; so
/// the list is complete here.
pub trait Postcard: DeserializeOwned + sealed::Sealed {}

impl<T: DeserializeOwned + sealed::Sealed> Postcard for T {}

mod sealed {
    use super::{
        Account, Answer, Delivery, Event, Good, Label, MarketView, Names, Observation, OrderPoints,
        Programme, Promises, Promotion, Query, Receipt, Repricing, Said, Slice, Snapshot, StockLine, Terms,
        Use,
    };

    pub trait Sealed {}

    impl Sealed for Account {}
    impl Sealed for Answer {}
    impl Sealed for Delivery {}
    impl Sealed for Event {}
    impl Sealed for Good {}
    impl Sealed for Label {}
    impl Sealed for MarketView {}
    impl Sealed for Names {}
    impl Sealed for Observation {}
    impl Sealed for OrderPoints {}
    impl Sealed for Programme {}
    impl Sealed for Promises {}
    impl Sealed for Promotion {}
    impl Sealed for Query {}
    impl Sealed for Receipt {}
    impl Sealed for Repricing {}
    impl Sealed for Said {}
    impl Sealed for Slice {}
    impl Sealed for Snapshot {}
    impl Sealed for StockLine {}
    impl Sealed for Terms {}
    impl Sealed for Use {}
    impl<T: Sealed> Sealed for Vec<T> {}
    impl<T: Sealed> Sealed for Option<T> {}
}

/// Reads all of `bytes`; nothing for what is cut short, too long or no such thing.
pub fn decode<T: Postcard>(bytes: &[u8]) -> Option<T> {
    let mut reader = reader::Reader::new(bytes);
    let Ok(value) = T::deserialize(&mut reader);
    reader.is_done().then_some(value)
}

/// The error that cannot be: everything that serde would refuse is caught in [`reader`] before.
#[derive(Debug)]
pub(crate) enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl core::error::Error for Never {}

impl serde::ser::Error for Never {
    fn custom<T: fmt::Display>(_: T) -> Self {
        // INVARIANT: nothing that is written refuses to be.
        unreachable!()
    }
}

// Inlined, so that a page does not load the words that serde has for every type.
impl serde::de::Error for Never {
    #[inline(always)]
    fn custom<T: fmt::Display>(_: T) -> Self {
        refused()
    }

    #[inline(always)]
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        refused()
    }

    #[inline(always)]
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        refused()
    }

    #[inline(always)]
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        refused()
    }
}

#[cold]
#[inline(never)]
fn refused() -> Never {
    // INVARIANT: a `Postcard` type asks for nothing that `reader` does not give.
    unreachable!()
}

#[cfg(test)]
mod tests;
