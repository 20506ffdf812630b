//! Laws of money on very many seeded carts and checkouts: `cargo test -p attar --test pricing`.
//!
//! `ATTAR_PROVE` asks a release build for the full counts, which take some minutes: `cargo xtask prove pricing`.
//! `ATTAR_SEED` asks for one seed alone.
#![allow(clippy::arithmetic_side_effects, reason = "numbers of tests are small")]

mod foreign;
#[allow(dead_code, reason = "the bench uses the rest")]
mod market;
mod races;
mod random;
mod sums;

use std::sync::atomic::{AtomicU64, Ordering};

/// A law on what a seed makes: a sentence if it is broken.
type Law = fn(u64) -> Result<(), String>;

/// Tries a law on seeds from 0 up, on all processors; few of them, or as many as a proof asks for.
fn try_all(law: Law, few: u64, full: u64) {
    let setting = |name| std::env::var_os(name).and_then(|value| value.into_string().ok());
    if let Some(seed) = setting("ATTAR_SEED").and_then(|seed| seed.parse().ok()) {
        return attempt(law, seed);
    }
    let is_full = !cfg!(debug_assertions) && setting("ATTAR_PROVE").is_some();
    let count = if is_full { full } else { few };
    let next = AtomicU64::new(0);
    let work = || {
        let seeds = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        seeds.take_while(|seed| *seed < count).for_each(|seed| attempt(law, seed));
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        all.into_iter().for_each(|thread| thread.join().expect("the law holds"));
    });
}

fn attempt(law: Law, seed: u64) {
    assert_eq!(law(seed), Ok(()), "`ATTAR_SEED={seed}` tries it again");
}

/// A broken law, unless it holds.
fn holds(law: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if law { Ok(()) } else { Err(why()) }
}

#[test]
fn every_share_sums_and_every_refund_returns() {
    // 10,000,000 carts.
    try_all(sums::law, 1_000, 10_000_000 / sums::CARTS);
}

#[test]
fn no_race_overspends_a_budget_or_passes_a_limit() {
    // 1,000,000 interleavings.
    try_all(races::law, 20, 1_000_000 / races::RUNS);
    assert!(
        races::DIFFERED.load(Ordering::Relaxed) > 0,
        "some wish was judged otherwise than where it was made"
    );
}
