//! What a cart costs to decide in a shop of 10,000 promotions: as its checkout does it, stock, coupons and all.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use attar::event::{Channel, Role, StockFact, StockLine};
use attar::id::SourceId;
use attar::state::Market;
use attar::{Actor, Engine, Event, EventId, Fact, ProductId, Shop, ShopperId, Snapshot, State, Subject};

use crate::market::{self, NOW, Size};
use crate::page;
use crate::random::Random;

/// Shoppers, each with a full cart.
const SHOPPERS: u8 = 16;
const ROUNDS: usize = 51;

/// The median over the carts of the median time of each.
pub fn quote_micros() -> f64 {
    let mut random = Random(1);
    let draft = page::draft_of(market::terms(&mut random, &Size::SHOP), &Size::SHOP);
    let shop = Arc::new(Shop::check(draft).expect("a sound shop"));
    let snapshot = Snapshot::cold(shop.public().clone());
    let mut engine = Engine::new(Arc::new(snapshot), State::server(shop, Market::default()));
    stock(&mut engine);
    let carts = (1..=SHOPPERS).map(|n| {
        let who = ShopperId([n; 16]);
        page::fill(&mut engine, who, &market::cart(&mut random, &Size::SHOP));
        who
    });
    let shoppers: Vec<ShopperId> = carts.collect();
    super::middle(shoppers.iter().map(|who| super::middle((0..ROUNDS).map(|_| timed(&engine, who)))))
}

fn timed(engine: &Engine, who: &ShopperId) -> f64 {
    let began = Instant::now();
    let cart = black_box(engine.quote(who, NOW));
    let micros = began.elapsed().as_secs_f64() * 1e6;
    assert!(cart.is_ok(), "{cart:?}");
    micros
}

fn stock(engine: &mut Engine) {
    let lines = (0..Size::SHOP.products).map(|n| StockLine { product: ProductId(n as u32), units: 1_000 });
    let fact = Fact::Stock(StockFact::Counted { lines: lines.collect() });
    let id = EventId { source: SourceId([9; 16]), n: 0 };
    let (subject, actor) = (Subject::Market, Actor::Merchant(Role::Owner));
    engine.apply(&Event { id, subject, actor, channel: Channel::Console, at: NOW, fact });
}
