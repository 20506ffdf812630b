//! Signals of many shoppers at once, and how long each waits for the word that they are on the disk.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde::Deserialize;

use crate::demo::Demo;
use crate::line::Line;
use crate::pace::Pace;
use crate::process::Process;
use crate::processor;
use crate::random::Random;
use crate::sample::Sample;

/// How hard to push.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Connections, each a page with a shopper and an outbox of its own.
    pub lines: usize,
    /// Signals of one request.
    pub batch: u32,
    /// Requests a second over all, whether or not the answers keep up; without it, as fast as they do.
    pub rate: Option<f64>,
    /// For how long.
    pub lasts: Duration,
}

/// What came of it.
#[derive(Debug)]
pub struct Measured {
    events: u64,
    took: Duration,
    /// What the shop used of the processors meanwhile, in seconds.
    processor: f64,
    /// From when a request was due until its answer.
    pub waits: Sample,
}

impl Measured {
    /// Acknowledged events a second.
    pub fn per_second(&self) -> f64 {
        self.events as f64 / self.took.as_secs_f64()
    }

    /// What the shop used of the processors for one event, in microseconds: other programs on the machine change this
    /// figure less than any other.
    pub fn processor_micros(&self) -> f64 {
        self.processor * 1e6 / self.events as f64
    }
}

/// As much of the answer as says what is stored.
#[derive(Deserialize)]
struct Synced {
    mark: i64,
    seq: u64,
}

/// Pushes, and checks that every signal was acknowledged.
pub fn run(shop: &Process, demo: &Demo, load: &Load) -> Measured {
    let (began, before) = (Instant::now(), processor::seconds(shop));
    let outcomes: Vec<(u32, Vec<Duration>)> = std::thread::scope(|scope| {
        let page = |index| move || Page::open(&shop.addr, demo, index).push(load, began, index);
        let pages: Vec<_> = (0..load.lines).map(|index| scope.spawn(page(index))).collect();
        pages.into_iter().map(|page| page.join().expect("a page")).collect()
    });
    let (took, processor) = (began.elapsed(), processor::seconds(shop) - before);
    let events = outcomes.iter().map(|(events, _)| u64::from(*events)).sum();
    let waits = Sample::of(outcomes.into_iter().flat_map(|(_, waits)| waits));
    Measured { events, took, processor, waits }
}

/// One page: a connection, a shopper, a source.
struct Page<'a> {
    line: Line,
    token: &'a str,
    source: String,
    demo: &'a Demo,
    random: Random,
    /// How far it has read.
    after: u64,
    /// The number of its next signal.
    next: u32,
}

impl<'a> Page<'a> {
    fn open(addr: &str, demo: &'a Demo, index: usize) -> Self {
        let line = Line::to(addr).expect("a connection");
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_nanos();
        let mut random = Random(index as u64 ^ now as u64);
        let source = random.id().map(|byte| format!("{byte:02x}")).concat();
        let token = &demo.visitors[index % demo.visitors.len()];
        let mut page = Self { line, token, source, demo, random, after: 0, next: 0 };
        page.after = page.sync(0).seq;
        page
    }

    fn push(mut self, load: &Load, began: Instant, index: usize) -> (u32, Vec<Duration>) {
        let Load { lines, rate, lasts, .. } = *load;
        let waits = Pace { began, lines, rate, lasts }.run(index, || self.send(load.batch));
        (self.next, waits)
    }

    fn send(&mut self, batch: u32) {
        let synced = self.sync(batch);
        self.next += batch;
        self.after = synced.seq;
        assert_eq!(synced.mark, i64::from(self.next) - 1, "all that was sent is acknowledged");
    }

    fn sync(&mut self, batch: u32) -> Synced {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_millis();
        let (token, source, from, after) = (self.token, &self.source, self.next, self.after);
        let mut signal = || {
            let product = self.demo.products[self.random.below(self.demo.products.len() as u64) as usize];
            let item = format!(r#"{{"items":[{{"item_id":"{}"}}]}}"#, product.0);
            format!(r#"{{"name":"view_item","at":{now},"params":{item}}}"#)
        };
        let signals = (0..batch).map(|_| signal()).collect::<Vec<_>>().join(",");
        let body = format!(
            r#"{{"wire":1,"token":"{token}","source":"{source}","from":{from},"after":{after},"signals":[{signals}]}}"#
        );
        let (status, bytes) = self.line.send("/v1/sync", "", &body).expect("an answer");
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
        serde_json::from_slice(&bytes).expect("what a sync answers")
    }
}
