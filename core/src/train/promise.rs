//! Delivery promises that hold: conformal intervals from what the shop's own parcels took.
//!
//! Of `n` parcels and one more that is like them, the one more is equally likely to take any of the `n + 1` places
//! in the order of their times; so an interval between two of the `n` holds it with a known probability, whatever
//! the carrier's ways are. Parcels are grouped by carrier, zone, weekday and handling time (Mondrian groups), so that
//! the level holds within each group and not only over all. A lost parcel took for ever, and counts.
//!
//! Sources: Vovk, Gammerman and Shafer, *Algorithmic Learning in a Random World* (2005), chapters 2 and 4; between two
//! places, Hutson's interpolation, *Calculating nonparametric confidence intervals for quantiles using fractional
//! order statistics*, Journal of Applied Statistics 26 (1999).

mod drift;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::event::PastDelivery;
use crate::money::BasisPoints;
use crate::service::promise::{Group, Promises, Window};

pub use drift::{Drift, drift};

/// A finer group speaks for itself from this many parcels on: below, its interval would be between its very first
/// and last parcels, and wide.
const ENOUGH: usize = 60;

/// Stands for a lost parcel: later than any promise.
const NEVER: i32 = i32::MAX;

/// Learns a table of promises at a level, such as 9,000 basis points for 9 of 10.
///
/// A group with fewer than 60 parcels leaves its promises to the next coarser one. Over all parcels fewer do, as
/// long as the level can hold at all: 19 at 90 %. A group whose lost parcels alone break the level promises nothing.
pub fn promises(history: &[PastDelivery], level: BasisPoints) -> Promises {
    let mut times: BTreeMap<Group, Vec<i32>> = BTreeMap::new();
    for delivery in history {
        for group in delivery.despatch.groups() {
            times.entry(group).or_default().push(delivery.took.unwrap_or(NEVER));
        }
    }
    let windows = times.into_iter().filter_map(|(group, mut times)| {
        times.sort_unstable();
        let speaks = times.len() >= ENOUGH || times.len() == history.len();
        speaks.then(|| (group, window(&times, level)))
    });
    Promises { level, windows: windows.collect() }
}

/// The interval between the places that leave half of the rest on either side; times ascend.
fn window(times: &[i32], level: BasisPoints) -> Option<Window> {
    let tail = f64::from(10_000_u32.checked_sub(level.0)?) / 20_000.0;
    let places = (times.len() + 1) as f64;
    let from = at_place(times, places * tail)?.floor();
    let until = at_place(times, places * (1.0 - tail))?.ceil();
    let window = Window { from: from as i32, until: until as i32 };
    (until < f64::from(NEVER)).then_some(window)
}

/// The time at a place counted from 1, between two times in proportion; `None` outside.
fn at_place(times: &[i32], place: f64) -> Option<f64> {
    let below = place.floor();
    let index = (below as usize).checked_sub(1)?;
    let one = f64::from(*times.get(index)?);
    match times.get(index + 1) {
        // Between a delivery and a loss there is nothing.
        Some(&NEVER) if place > below => Some(NEVER.into()),
        Some(next) => Some(one + (place - below) * (f64::from(*next) - one)),
        None => (place == below).then_some(one),
    }
}
