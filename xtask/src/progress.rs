//! Says what is going on: a spinner on a terminal, plain lines in a log.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// A piece of work someone is waiting for. Dropped unfinished, it says that it failed.
pub struct Task {
    name: String,
    began: Instant,
    spinner: ProgressBar,
    finished: bool,
}

impl Task {
    /// Says that the work has begun.
    pub fn begin(name: impl Into<String>) -> Self {
        let name = name.into();
        let spinner = ProgressBar::new_spinner();
        if spinner.is_hidden() {
            eprintln!("{name}: started");
        } else {
            let style = ProgressStyle::with_template("{spinner} {prefix} {elapsed} {wide_msg:.dim}");
            spinner.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            spinner.set_prefix(name.clone());
            spinner.enable_steady_tick(Duration::from_millis(120));
        }
        Self { name, began: Instant::now(), spinner, finished: false }
    }

    /// Shows the latest line beside the spinner; a log is spared it.
    pub fn say(&self, line: &str) {
        self.spinner.set_message(line.trim().to_owned());
    }

    /// Prints a line that stays, above the spinner.
    pub fn note(&self, line: &str) {
        self.spinner.suspend(|| eprintln!("{}: {line}", self.name));
    }

    /// Says that the work is done and how long it took.
    pub fn finish(mut self) -> Duration {
        self.finished = true;
        self.end("done")
    }

    fn end(&self, how: &str) -> Duration {
        let took = self.began.elapsed();
        self.spinner.finish_and_clear();
        eprintln!("{}: {how} in {}", self.name, seconds(took));
        took
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        if !self.finished {
            self.end("failed");
        }
    }
}

/// A duration as people read it: `0.4 s`, `83.0 s`.
pub fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
