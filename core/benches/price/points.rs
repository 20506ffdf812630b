//! What it costs to tell a member of ten thousand entries their balance, tier and what is ahead, from their slice.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use attar::event::{Channel, Role, SoldLine};
use attar::id::SourceId;
use attar::shop::ShopDraft;
use attar::state::Market;
use attar::terms::loyalty::Programme;
use attar::{
    Actor, Answer, Command, Currency, Engine, Event, EventId, ProductId, Query, Shop, ShopperId, Snapshot,
    State, Timestamp,
};
use serde_json::json;

use crate::market::{self, NOW, Size};
use crate::page;
use crate::random::Random;

const WHO: ShopperId = ShopperId([3; 16]);
const ENTRIES: u32 = 10_000;
const ROUNDS: usize = 1_001;
const HOUR: i64 = 3_600_000;
const ACTOR: Actor = Actor::Merchant(Role::Owner);
const LINE: SoldLine = SoldLine { product: ProductId(1), quantity: 1, paid: 1_000 };

/// The median of many answers.
pub fn micros() -> f64 {
    let whole = engine();
    let slice = whole.slice(&WHO);
    let page = Engine::new(Arc::clone(whole.snapshot()), State::from(slice));
    super::middle((0..ROUNDS).map(|_| {
        let began = Instant::now();
        let answer = black_box(page.ask(black_box(&WHO), &Query::Loyalty, NOW));
        let micros = began.elapsed().as_secs_f64() * 1e6;
        assert!(matches!(answer, Answer::Loyalty(_)), "{answer:?}");
        micros
    }))
}

/// A member who bought something every hour, for a year and more.
fn engine() -> Engine {
    let programme: Programme = serde_json::from_value(json!({
        "earn": [{ "id": 1, "by": { "spend": { "points": 1, "per": 100 } } }],
        "worth": { "points": 1, "minor": 1 }, "expiry": { "months": 6 }, "redeem": {},
        "tiers": { "by": "spend", "window": { "days": 365 }, "downgrade": "step",
            "steps": [{ "name": "silver", "from": 1_000 }, { "name": "gold", "from": 1_000_000_000 }] },
    }))
    .expect("a programme");
    let draft = page::draft_of(market::terms(&mut Random(1), &Size::CART), &Size::CART);
    let draft = ShopDraft { loyalty: Some(programme), ..draft };
    let shop = Arc::new(Shop::check(draft).expect("a sound shop"));
    let snapshot = Snapshot::cold(shop.public().clone());
    let mut engine = Engine::new(Arc::new(snapshot), State::server(shop, Market::default()));
    for hour in 0..ENTRIES {
        let at = Timestamp(NOW.0 - i64::from(ENTRIES - hour) * HOUR);
        let wish = match hour {
            0 => Command::IssueCard { shopper: WHO },
            _ => Command::RecordSale { shopper: WHO, currency: Currency::Usd, lines: vec![LINE] },
        };
        let facts = engine.decide(&ACTOR, &wish, at).expect("it is granted");
        let tick = engine.decide(&Actor::Clock, &Command::Tick { shopper: WHO }, at).expect("a tick");
        for (n, (subject, fact)) in (hour * 16..).zip(facts.into_iter().chain(tick)) {
            let id = EventId { source: SourceId([9; 16]), n };
            engine.apply(&Event { id, subject, actor: ACTOR, channel: Channel::Pos, at, fact });
        }
    }
    engine
}
