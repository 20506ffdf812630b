//! Does `buy_again` know what a household buys next? The demo's year is folded household by household up to
//! the last basket of each, and the list is held against that basket.
//!
//! `cargo run --release --example households` prints recall@20 (the share of a basket's products that the
//! list of 20 holds, mean over households) of `buy_again` and of each household's most frequent products;
//! `--skip N` leaves the last N baskets of each out and predicts the one before them.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use attar::event::{OrderFact, SoldLine};
use attar::time::Span;
use attar::{
    Actor, Answer, Channel, Currency, Engine, Event, EventId, Fact, ProductId, Query, Shop, ShopperId, Slice,
    Slot, Snapshot, SourceId, State, Subject, Timestamp,
};
use attar_server::demo::shop_draft;
use attar_server::seed::{self, SeedBasket};

const LIST: u8 = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let skip = skip(std::env::args().skip(1))?;
    let shop = Shop::check(shop_draft(&seed::load()?, Span(0)))?;
    let snapshot = Arc::new(Snapshot::cold(shop.public().clone()));
    let mut households: BTreeMap<u16, Vec<SeedBasket>> = BTreeMap::new();
    for basket in seed::baskets()? {
        let basket = basket?;
        households.entry(basket.household).or_default().push(basket);
    }
    let (mut known, mut again, mut frequent) = (0_u32, 0.0, 0.0);
    for baskets in households.values() {
        let Some((next, before)) = baskets[..baskets.len().saturating_sub(skip)].split_last() else {
            continue;
        };
        if !before.is_empty() {
            known += 1;
            again += recall(next, &buy_again(&snapshot, before, Timestamp(1_000 * next.at)));
            frequent += recall(next, &most_frequent(before));
        }
    }
    let mean = |sum: f64| sum / f64::from(known.max(1));
    println!("households with a past: {known}");
    println!("recall@20 of buy_again: {:.4}", mean(again));
    println!("recall@20 of the most frequent products: {:.4}", mean(frequent));
    Ok(())
}

fn skip(mut words: impl Iterator<Item = String>) -> Result<usize, String> {
    match (words.next().as_deref(), words.next()) {
        (None, _) => Ok(0),
        (Some("--skip"), Some(skip)) => skip.parse().map_err(|_| format!("`{skip}` is no number")),
        _ => Err("the only option is `--skip N`".to_owned()),
    }
}

/// What the engine answers a household that bought these baskets.
fn buy_again(snapshot: &Arc<Snapshot>, baskets: &[SeedBasket], at: Timestamp) -> Vec<ProductId> {
    let mut engine = Engine::new(snapshot.clone(), State::from(Slice::default()));
    let who = ShopperId([1; 16]);
    (0..).zip(baskets).for_each(|(n, basket)| engine.apply(&sold(who, n, basket)));
    match engine.ask(&who, &Query::list(Slot::BuyAgain, LIST), at) {
        Answer::Recommended(list) => list.picks.into_iter().map(|pick| pick.product).collect(),
        _ => Vec::new(),
    }
}

fn sold(who: ShopperId, n: u32, basket: &SeedBasket) -> Event {
    let lines = basket.lines.iter().map(|line| SoldLine {
        product: ProductId(line.product),
        quantity: line.quantity,
        paid: line.paid_cents,
    });
    let fact = OrderFact::SoldInStore { currency: Currency::Usd, lines: lines.collect() };
    let (id, subject) = (EventId { source: SourceId([0; 16]), n }, Subject::Shopper(who));
    let (actor, at) = (Actor::Shopper(who), Timestamp(1_000 * basket.at));
    Event { id, subject, actor, channel: Channel::Pos, at, fact: Fact::Order(fact) }
}

/// The products that were in most of the baskets; of equally frequent ones the lower number.
fn most_frequent(baskets: &[SeedBasket]) -> Vec<ProductId> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for line in baskets.iter().flat_map(|basket| &basket.lines) {
        *counts.entry(line.product).or_default() += 1;
    }
    let mut most: Vec<(Reverse<u32>, u32)> =
        counts.into_iter().map(|(product, count)| (Reverse(count), product)).collect();
    most.sort_unstable();
    most.into_iter().take(usize::from(LIST)).map(|(_, product)| ProductId(product)).collect()
}

/// The share of the basket's products that the list holds.
fn recall(basket: &SeedBasket, list: &[ProductId]) -> f64 {
    let held = basket.lines.iter().filter(|line| list.contains(&ProductId(line.product))).count();
    held as f64 / basket.lines.len().max(1) as f64
}
