//! Says how far a long piece of work has come: a bar on a terminal, plain lines in a log.

use indicatif::{ProgressBar, ProgressStyle};

/// In a log, one line each time so much more of the whole is done.
const STEPS: u64 = 4;

/// A piece of work that someone is waiting for.
#[derive(Debug)]
pub struct Progress {
    name: &'static str,
    bar: ProgressBar,
    said: u64,
}

impl Progress {
    /// Says that the work has begun, and how many parts it has.
    pub fn begin(name: &'static str, parts: u64) -> Self {
        let bar = ProgressBar::new(parts);
        if bar.is_hidden() {
            eprintln!("{name}: 0 of {parts}");
        } else {
            let style = ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len} {eta}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.set_prefix(name);
        }
        Self { name, bar, said: 0 }
    }

    /// So many parts more are done.
    pub fn advance(&mut self, parts: u64) {
        self.bar.inc(parts);
        let (done, whole) = (self.bar.position(), self.bar.length().unwrap_or_default().max(1));
        let step = done.saturating_mul(STEPS) / whole;
        if self.bar.is_hidden() && step > self.said {
            eprintln!("{}: {done} of {whole}", self.name);
        }
        self.said = step;
    }

    /// Says that the work is done and how long it took.
    pub fn finish(self) {
        let took = self.bar.elapsed();
        self.bar.finish_and_clear();
        eprintln!("{}: done in {:.1} s", self.name, took.as_secs_f64());
    }
}
