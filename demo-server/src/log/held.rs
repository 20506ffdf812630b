//! A log that keeps what it committed to itself for a while: for tests that cut the power in between.

use std::sync::Arc;
use std::time::Duration;

use super::{EventLog, Pending, Read, Write};

/// Another log, whose commits are durable before anybody is told of them.
#[derive(Clone)]
pub struct HeldLog {
    log: Arc<dyn EventLog>,
    hold: Duration,
}

impl std::fmt::Debug for HeldLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HeldLog").field("hold", &self.hold).finish_non_exhaustive()
    }
}

impl HeldLog {
    /// The same log; every commit is answered so much later.
    pub fn new(log: Arc<dyn EventLog>, hold: Duration) -> Self {
        Self { log, hold }
    }
}

impl EventLog for HeldLog {
    fn transact(&self, work: Write) -> Pending<'_> {
        Box::pin(async move {
            let done = self.log.transact(work).await;
            tokio::time::sleep(self.hold).await;
            done
        })
    }

    fn read(&self, work: Read) -> Pending<'_> {
        self.log.read(work)
    }

    fn scrub(&self) -> Pending<'_> {
        self.log.scrub()
    }
}
