//! A store that fails for a while: the shop says so, and says when that is over, though nobody asks. Its files
//! are cleaned though somebody always does.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use super::*;

/// A store whose disk is full now and then.
#[derive(Default)]
struct Full {
    inner: MemoryLog,
    full: AtomicBool,
}

impl EventLog for Full {
    fn transact(&self, work: Write) -> Pending<'_> {
        match self.full.load(Ordering::SeqCst) {
            true => Box::pin(async { Err(LogError::Contradiction("the disk is full")) }),
            false => self.inner.transact(work),
        }
    }

    fn read(&self, work: Read) -> Pending<'_> {
        self.inner.read(work)
    }
}

#[tokio::test]
async fn a_store_that_takes_events_again_makes_the_shop_ready_again_without_a_request() {
    let store = Arc::new(Full::default());
    let app = open(Arc::clone(&store) as Arc<dyn EventLog>).await;
    store.full.store(true, Ordering::SeqCst);
    assert_eq!(app.owner(count(1, 5)).await, Err(Refusal::Unavailable));
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert!(!app.readiness().writer(), "it is still full");
    store.full.store(false, Ordering::SeqCst);
    let healed = async {
        while !app.readiness().writer() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), healed).await.expect("ready again");
}

/// A store that others read from, the first time that its files are to be cleaned.
#[derive(Default)]
struct ReadFrom {
    inner: MemoryLog,
    scrubs: AtomicU32,
}

impl EventLog for ReadFrom {
    fn transact(&self, work: Write) -> Pending<'_> {
        self.inner.transact(work)
    }

    fn read(&self, work: Read) -> Pending<'_> {
        self.inner.read(work)
    }

    fn scrub(&self) -> Pending<'_> {
        let busy = self.scrubs.fetch_add(1, Ordering::SeqCst) == 0;
        Box::pin(async move { if busy { Err(LogError::Unscrubbed) } else { Ok(()) } })
    }
}

#[tokio::test]
async fn files_are_cleaned_under_traffic_a_second_later() {
    let store = Arc::new(ReadFrom::default());
    let app = open(Arc::clone(&store) as Arc<dyn EventLog>).await;
    let began = Instant::now();
    app.owner(count(1, 5)).await.expect_err("nothing is sold yet");
    assert_eq!(store.scrubs.load(Ordering::SeqCst), 1);
    let cleaned = async {
        while store.scrubs.load(Ordering::SeqCst) == 1 {
            drop(app.owner(count(1, 5)).await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), cleaned).await.expect("the files are cleaned");
    assert!(began.elapsed() >= Duration::from_millis(900), "not at every wish");
}
