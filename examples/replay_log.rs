//! One log, folds over it: reads events as JSON lines, folds them, and shows that a restart in the
//! middle ends in the same state. `cargo run --example replay_log [LOG.jsonl]`

use std::sync::Arc;

use attar::state::Market;
use attar::{Engine, Event, Shop, Snapshot, State};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = match std::env::args().nth(1) {
        Some(path) => std::fs::read_to_string(path)?,
        None => include_str!("data/log.jsonl").to_owned(),
    };
    let log = read(&text)?;
    let shop = Arc::new(Shop::check(serde_json::from_str(include_str!("data/shop.json"))?)?);
    let fresh = || {
        let snapshot = Arc::new(Snapshot::cold(shop.public().clone()));
        Engine::new(snapshot, State::server(shop.clone(), Market::default()))
    };

    let mut live = fresh();
    log.iter().for_each(|event| live.apply(event));
    let mut again = fresh();
    let (before, after) = log.split_at(log.len() / 2);
    before.iter().chain(after).for_each(|event| again.apply(event));
    assert_eq!(live.state(), again.state(), "a replay ends where the live fold ended");

    for who in live.state().shoppers() {
        let shared = live.slice(who).shared;
        println!("{who}: {:?} consent, {} purchases", shared.consent, shared.purchases.count);
        for order in shared.orders.iter() {
            println!("  order {} of {} is {}", order.number, order.total, order.status().name());
        }
    }
    Ok(())
}

fn read(text: &str) -> Result<Vec<Event>, String> {
    let line = |(n, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| format!("line {}: {error}", n + 1))
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(line).collect()
}
