//! What the shop counts about itself, for Prometheus: few enough to be counted by hand.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

mod histogram;
mod page;
#[cfg(test)]
mod tests;

use histogram::Histogram;
pub(crate) use page::{measured, route};

/// A method, a route and a status.
type Kind = (String, String, u16);

/// Counts since the start.
#[derive(Debug)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<Kind, u64>>,
    answers: Histogram,
    commits: Histogram,
    failed: AtomicU64,
    events: AtomicU64,
    start: Instant,
    /// When the snapshot came into force, in milliseconds since the start.
    published: AtomicU64,
}

impl Default for Metrics {
    fn default() -> Self {
        let count = || AtomicU64::new(0);
        Self {
            requests: Mutex::default(),
            answers: Histogram::default(),
            commits: Histogram::default(),
            failed: count(),
            events: count(),
            start: Instant::now(),
            published: count(),
        }
    }
}

impl Metrics {
    /// A transaction ended, and was written or not.
    pub(crate) fn committed(&self, took: Duration, written: bool) {
        if written {
            self.commits.add(took);
        } else {
            self.failed.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// So many events of the log are known since.
    pub(crate) fn took_in(&self, events: usize) {
        self.events.fetch_add(events as u64, Ordering::Relaxed);
    }

    /// Another snapshot serves from now on.
    pub(crate) fn published(&self) {
        let now = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.published.store(now, Ordering::Relaxed);
    }

    fn answered(&self, kind: Kind, took: Duration) {
        self.answers.add(took);
        if let Ok(mut requests) = self.requests.lock() {
            let count = requests.entry(kind).or_default();
            *count = count.saturating_add(1);
        }
    }

    fn snapshot_age(&self) -> Duration {
        self.start.elapsed().saturating_sub(Duration::from_millis(self.published.load(Ordering::Relaxed)))
    }
}
