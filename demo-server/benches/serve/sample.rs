//! Times, and the places among them.

use std::time::Duration;

/// Times in microseconds, ascending.
#[derive(Debug, Default)]
pub struct Sample(Vec<f64>);

impl Sample {
    /// Sorts them.
    pub fn of(times: impl IntoIterator<Item = Duration>) -> Self {
        let mut micros: Vec<f64> = times.into_iter().map(|time| time.as_secs_f64() * 1e6).collect();
        micros.sort_by(f64::total_cmp);
        Self(micros)
    }

    /// The time that this share of them does not exceed, in microseconds; not a number if there is none.
    pub fn at(&self, share: f64) -> f64 {
        let place = (self.0.len() as f64 * share).ceil() as usize;
        self.0.get(place.max(1) - 1).copied().unwrap_or(f64::NAN)
    }
}
