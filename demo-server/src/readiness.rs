//! What `/ready` waits for.

use std::sync::atomic::{AtomicBool, Ordering};

/// Three flags; the shop is ready when all are up.
#[derive(Debug)]
pub struct Readiness {
    writer: AtomicBool,
    seeded: AtomicBool,
    trained: AtomicBool,
}

impl Default for Readiness {
    fn default() -> Self {
        let flag = AtomicBool::new;
        Self { writer: flag(true), seeded: flag(true), trained: flag(false) }
    }
}

impl Readiness {
    /// Whether the last transaction was committed.
    pub fn writer(&self) -> bool {
        self.writer.load(Ordering::Relaxed)
    }

    /// Whether the seed is imported. Up from the start; the demo takes it down while it imports.
    pub fn seeded(&self) -> bool {
        self.seeded.load(Ordering::Relaxed)
    }

    /// Whether a trained snapshot serves.
    pub fn trained(&self) -> bool {
        self.trained.load(Ordering::Relaxed)
    }

    /// Whether all three are up.
    pub fn ready(&self) -> bool {
        self.writer() && self.seeded() && self.trained()
    }

    /// Says whether the seed is imported.
    pub fn set_seeded(&self, yes: bool) {
        self.seeded.store(yes, Ordering::Relaxed);
    }

    /// Says whether a trained snapshot serves; the server itself does so when a model is published.
    pub fn set_trained(&self, yes: bool) {
        self.trained.store(yes, Ordering::Relaxed);
    }

    pub(crate) fn set_writer(&self, yes: bool) {
        self.writer.store(yes, Ordering::Relaxed);
    }
}
