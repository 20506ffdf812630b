//! How long does a long log take? Makes a log of clicks, as long as asked, and learns from it.
//!
//! `cargo run --release --example scale -- [EVENTS] [ITEMS]` (10,000,000 and 43,000 if unsaid) prints how
//! long it took to count the sessions, to build a model by the preset recipe, and to search for a recipe on
//! the latest part; and the most memory that the program held.

use std::time::Instant;

use attar::train::{Hidden, Recipe, Sessions, TrainParams};
use attar::{ProductId, Timestamp};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let mut number = |unsaid: u32| words.next().map_or(Ok(unsaid), |word| word.parse::<u32>());
    let (events, items) = (number(10_000_000)?, number(43_000)?);
    let started = Instant::now();
    let sessions = sessions(events, items.max(1));
    report("made and counted", events, started);
    let (end, params) =
        (Timestamp(i64::from(events) * 1_000), TrainParams::default().hidden(Hidden::Current));
    let started = Instant::now();
    let fitted = params.clone().recipe(Recipe::clicks()).check()?.fit_sessions(sessions.clone(), end);
    report("built", events, started);
    println!("items: {}, visits: {}", fitted.model.items.len(), fitted.model.visits);
    let started = Instant::now();
    let fitted = params.check()?.fit_sessions(sessions, end);
    report("searched and built", events, started);
    println!("{} trials; {}", fitted.tuning.trials, memory());
    Ok(())
}

fn report(what: &str, events: u32, started: Instant) {
    let seconds = started.elapsed().as_secs_f64();
    println!("{what}: {seconds:.2} s, {:.0} events/s, {}", f64::from(events) / seconds, memory());
}

/// Sessions of one to nine events: a popular item to begin with, then its neighbours by number.
fn sessions(events: u32, items: u32) -> Sessions {
    let (mut sessions, mut made, mut state) = (Sessions::default(), 0, 42);
    while made < events {
        let length = (1 + next(&mut state) % 9) as u32;
        let uniform = (next(&mut state) >> 11) as f64 / (1_u64 << 53) as f64;
        // The square of what is uniform: low numbers are popular.
        let first = (uniform * uniform * f64::from(items)) as u32;
        let walk = (0..length).map(|_| ProductId((first + (next(&mut state) % 50) as u32) % items));
        let walk: Vec<ProductId> = walk.collect();
        sessions.push(Timestamp(i64::from(made) * 1_000), walk);
        made += length;
    }
    sessions
}

/// The next number of splitmix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The most memory held so far, where the system tells.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or("memory unknown".to_owned(), |peak| format!("at most {} of memory", peak.trim()))
}
