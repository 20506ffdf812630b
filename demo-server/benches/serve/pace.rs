//! When each request of a load is due, and how long its answer is waited for.

use std::time::{Duration, Instant};

/// How fast all connections send together.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Since when.
    pub began: Instant,
    /// How many connections they are.
    pub lines: usize,
    /// Requests a second over all, whether or not the answers keep up; without it, as fast as they do.
    pub rate: Option<f64>,
    /// For how long.
    pub lasts: Duration,
}

impl Pace {
    /// Sends on one of the connections; for each request from when it was due until its answer.
    pub fn run(&self, index: usize, mut send: impl FnMut()) -> Vec<Duration> {
        let every = self.rate.map(|rate| Duration::from_secs_f64(self.lines as f64 / rate));
        let mut due = self.began + every.unwrap_or_default().mul_f64(index as f64 / self.lines as f64);
        let mut waits = Vec::new();
        while self.began.elapsed() < self.lasts {
            match every {
                Some(every) => {
                    std::thread::sleep(due.saturating_duration_since(Instant::now()));
                    send();
                    waits.push(due.elapsed());
                    due += every;
                }
                None => {
                    let sent = Instant::now();
                    send();
                    waits.push(sent.elapsed());
                }
            }
        }
        waits
    }
}
