//! The engine alone, on one thread, as it runs in the page too: what it asks, folds and decodes.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use attar::{Answer, Query, ShopperId, Slice, Slot, Snapshot, State};
use attar_server::{App, Stored};

use crate::sample::Sample;
use crate::{Figures, rounded};

/// Every household asks so often.
const ROUNDS: usize = 20;
/// Decoded so often.
const DECODES: usize = 41;

/// Measures `ask`, `apply` and `decode` on what the shop knows.
pub async fn measure(app: &App, households: &[ShopperId], log: &[Stored], figures: &mut Figures) {
    let mut note = |name: &str, value: f64| figures.insert(name.to_owned(), rounded(value));
    let asked = recommend(app, households).await;
    note("recommend_native_p50_us", asked.at(0.5));
    note("recommend_native_p99_us", asked.at(0.99));
    note("apply_per_s", apply(app, log));
    let bytes = &app.snapshot().file.bytes;
    let decoded = Sample::of((0..DECODES).map(|_| {
        let began = Instant::now();
        black_box(Snapshot::decode(black_box(bytes)).expect("the shop's own"));
        began.elapsed()
    }));
    note("snapshot_decode_ms", decoded.at(0.5) / 1_000.0);
}

/// Ten picks for a household of the demo with its year behind it.
async fn recommend(app: &App, households: &[ShopperId]) -> Sample {
    let query = Query::list(Slot::ForYou, 10);
    let mut times = Vec::new();
    for who in households {
        let engine = app.engine_for(who).await.expect("an engine");
        let at = app.now();
        for _ in 0..ROUNDS {
            let began = Instant::now();
            let answer = black_box(engine.ask(black_box(who), black_box(&query), at));
            times.push(began.elapsed());
            assert!(matches!(answer, Answer::Recommended(list) if list.picks.len() == 10));
        }
    }
    Sample::of(times)
}

/// The whole log, into an engine as a page has it for one shopper.
fn apply(app: &App, log: &[Stored]) -> f64 {
    let snapshot = &app.snapshot().snapshot;
    let mut best = 0.0_f64;
    for _ in 0..3 {
        let mut engine = attar::Engine::new(Arc::clone(snapshot), State::from(Slice::default()));
        let began = Instant::now();
        log.iter().for_each(|stored| engine.apply(black_box(&stored.event)));
        best = best.max(log.len() as f64 / began.elapsed().as_secs_f64());
        black_box(engine);
    }
    best
}
