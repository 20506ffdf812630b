//! What a shop can count on: a handful of fresh orders changes what it shows, on data of real shape.

use std::sync::Arc;

use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::*;
use crate::engine::Engine;
use crate::query::{Answer, Query, Slot};
use crate::snapshot::Snapshot;
use crate::state::{Slice, State};
use crate::train::Trainer;

const PRODUCTS: u32 = 800;

/// A year of baskets: 200 households, product `n` sold in proportion to `1 / n`.
fn year() -> Log {
    let mut random = Xoshiro256Plus::seed_from_u64(1);
    let mut below = move |n: u32| (random.next_u64() % u64::from(n)) as u32;
    let shares: Vec<u32> = (1..=PRODUCTS)
        .scan(0, |sum, n| {
            *sum += 1_000_000 / n;
            Some(*sum)
        })
        .collect();
    let all = shares.last().copied().unwrap_or(1);
    let log = (0..200).fold(Log::default(), |log, who| log.consented(who, day(0), Consent::Full));
    (0..6_000).fold(log, |log, basket| {
        let lines = 1 + below(15);
        let mut products: Vec<u32> = (0..lines)
            .map(|_| {
                let x = below(all);
                1 + shares.partition_point(|s| *s <= x) as u32
            })
            .collect();
        products.sort_unstable();
        products.dedup();
        log.sold(below(200), minute(1 + basket * 365 * 24 * 60 / 6_000), &products)
    })
}

fn baskets(log: &Log) -> impl Iterator<Item = Vec<u32>> + '_ {
    log.0.iter().filter_map(|event| match &event.fact {
        Fact::Order(OrderFact::SoldInStore { lines, .. }) => {
            Some(lines.iter().map(|l| l.product.0).collect())
        }
        _ => None,
    })
}

/// The rarely sold pairs (60 to 100 baskets each) that no basket holds, as far apart as can be.
fn strangers(log: &Log) -> Vec<(u32, u32)> {
    let mut sold = vec![0; PRODUCTS as usize + 1];
    baskets(log).flatten().for_each(|product| sold[product as usize] += 1);
    let rare: Vec<u32> = (1..=PRODUCTS).filter(|p| (60..=100).contains(&sold[*p as usize])).collect();
    let together = |a, b| baskets(log).any(|basket| basket.contains(&a) && basket.contains(&b));
    let pairs = rare.iter().zip(rare.iter().rev()).map(|(a, b)| (*a, *b)).filter(|(a, b)| a < b);
    pairs.filter(|(a, b)| !together(*a, *b)).take(3).collect()
}

fn similar(engine: &Engine, product: u32) -> Vec<u32> {
    let query = Query::Recommend {
        slot: Slot::Similar,
        product: Some(ProductId(product)),
        n: 10,
        within: Vec::new(),
    };
    match engine.ask(&ShopperId::ANONYMOUS, &query, day(366)) {
        Answer::Recommended(list) => list.picks.iter().map(|pick| pick.product.0).collect(),
        _ => Vec::new(),
    }
}

fn train(tally: &Tally) -> Engine {
    let shop = shop(PRODUCTS);
    let model = Trainer::default().fit(tally, &shop, day(366));
    let snapshot = Snapshot { model, ..Snapshot::cold(shop) };
    Engine::new(Arc::new(snapshot), State::from(Slice::default()))
}

#[test]
fn six_fresh_orders_bring_two_strangers_into_each_others_top_ten() {
    let log = year();
    let year = log.tally();
    let before = train(&year);
    let pairs = strangers(&log);
    assert!(!pairs.is_empty());
    for (a, b) in pairs {
        assert!(!similar(&before, a).contains(&b) && !similar(&before, b).contains(&a));
        let fresh = (0..6).fold(log.clone(), |log, who| log.sold(who, day(365), &[a, b]));
        let mut tally = year.clone();
        fresh.0.iter().for_each(|event| tally.add(event));
        let after = train(&tally);
        assert!(similar(&after, a).contains(&b) && similar(&after, b).contains(&a));
    }
}
