//! A hundred thousand open orders: ten thousand scans of a carrier's feed, and how long until all of them are on the disk;
//! and how long the engine needs to say where an order is.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use attar::event::{Channel, Consignment, Event, Fact, Line, OrderFact, ParcelStatus, Role, Subject};
use attar::id::{ContactId, EventId, OrderId, ParcelId, PriceListId, SourceId};
use attar::service::carrier::{Feed, Meaning};
use attar::{Actor, Answer, Currency, Money, ProductId, Query, ShopperId, Timestamp};
use attar_server::log::{self, Transaction};
use attar_server::{App, Became, FixedClock, Scan, SqliteLog};
use serde_json::json;

use crate::sample::Sample;
use crate::{Figures, rounded};

/// Orders on their way, each of a buyer of its own, and how many of them are written at once.
const ORDERS: u32 = 100_000;
const WRITTEN: u32 = 10_000;
/// Buyers who ask, and how often each does.
const ASKING: usize = 1_000;
const ROUNDS: usize = 20;
/// Parcels that are heard of, and what is told of each.
const PARCELS: u32 = 1_000;
const SCANS: i64 = 10;
/// Bodies under way at once, as many as a parcel has scans in each.
const AT_ONCE: usize = 32;
/// When all of it is told.
const NOW: Timestamp = Timestamp(1_800_000_000_000);

/// Tells all of it to a shop in that folder, and then asks it.
pub async fn measure(folder: &Path, figures: &mut Figures) {
    let app = shop(folder).await;
    let took = told_all(&app).await;
    figures.insert("scans_10000_ms".into(), rounded(took.as_secs_f64() * 1_000.0));
    figures.insert("track_p99_us".into(), rounded(tracked(&app).await.at(0.99)));
}

/// A shop with all orders.
async fn shop(folder: &Path) -> App {
    let store = Arc::new(SqliteLog::open(&folder.join("scans.sqlite")).expect("a store"));
    for from in (0..ORDERS).step_by(WRITTEN as usize) {
        let some: Vec<Event> = (from..from + WRITTEN).flat_map(sent).collect();
        let append =
            move |tx: &mut dyn Transaction| some.iter().try_for_each(|event| tx.append(event).map(drop));
        log::transact(&*store, append).await.expect("the orders");
    }
    let app = App::open(store, Arc::new(FixedClock::at(NOW))).await.expect("a shop");
    let draft = json!({"currency": "USD", "product_url": "/p/{id}", "labels": [{"en": "a", "fa": "b", "ar": "c"}],
        "products": [{"id": 1, "department": 0, "category": 0, "kind": 0, "cost": 0}],
        "price_lists": [{"id": 0, "name": "list", "currency": "USD", "audience": "everyone", "prices": [[1, 100]]}]});
    app.publish_shop(serde_json::from_value(draft).expect("a draft")).await.expect("a published shop");
    app
}

/// Where their orders are, for buyers from all over the store.
async fn tracked(app: &App) -> Sample {
    let mut times = Vec::new();
    for buyer in (0..ORDERS).step_by(ORDERS as usize / ASKING) {
        let (who, query) = (ShopperId(id(buyer)), Query::Track { order: OrderId(id(buyer)) });
        let engine = app.engine_for(&who).await.expect("an engine");
        for _ in 0..ROUNDS {
            let began = Instant::now();
            let answer = black_box(engine.ask(black_box(&who), black_box(&query), NOW));
            times.push(began.elapsed());
            assert!(matches!(answer, Answer::Tracked(_)), "{answer:?}");
        }
    }
    Sample::of(times)
}

/// Ten thousand scans, each body of one parcel.
async fn told_all(app: &App) -> Duration {
    let began = Instant::now();
    let tell = |bodies: Vec<u32>| {
        let app = app.clone();
        tokio::spawn(async move {
            for parcel in bodies {
                let became = app.scans(Feed::EasyPost, told(parcel)).await.expect("they are taken in");
                assert!(became.iter().all(|one| *one == Became::Recorded), "{became:?}");
            }
        })
    };
    let tasks: Vec<_> = (0..AT_ONCE)
        .map(|line| (0..PARCELS).filter(|parcel| *parcel as usize % AT_ONCE == line).collect())
        .map(tell)
        .collect();
    for task in tasks {
        task.await.expect("a feed");
    }
    began.elapsed()
}

fn id(parcel: u32) -> [u8; 16] {
    let mut id = [7; 16];
    id[..4].copy_from_slice(&parcel.to_be_bytes());
    id
}

/// An order that is on its way in one parcel.
fn sent(parcel: u32) -> [Event; 3] {
    let order = OrderId(id(parcel));
    let total = Money::new(100, Currency::Usd);
    let placed = OrderFact::Placed {
        order,
        number: parcel + 1,
        contact: ContactId(id(parcel)),
        lines: vec![Line { product: ProductId(1), quantity: 1, total, list: PriceListId(0) }],
        total,
        receipt: None,
        uses: Default::default(),
        waiting: Vec::new(),
        promise: None,
        goods: Default::default(),
    };
    let consignment = Some(Consignment { carrier: "Post".into(), number: format!("RR-{parcel}") });
    let shipped =
        OrderFact::ParcelMoved { order, parcel: ParcelId(1), status: ParcelStatus::Shipped, consignment };
    let mut numbers = 0..;
    [placed, OrderFact::Packed { order }, shipped].map(|fact| Event {
        id: EventId { source: SourceId(id(parcel)), n: numbers.next().unwrap_or_default() },
        subject: Subject::Shopper(ShopperId(id(parcel))),
        actor: Actor::Merchant(Role::Owner),
        channel: Channel::Console,
        at: Timestamp(NOW.0 - 86_400_000),
        fact: Fact::Order(fact),
    })
}

/// What one body tells of a parcel: it moves, and arrives.
fn told(parcel: u32) -> Vec<Scan> {
    let scan = |n| Scan {
        number: Some(format!("RR-{parcel}")),
        carriers: vec!["post".into()],
        status: "in_transit".into(),
        at: Some(Timestamp(NOW.0 - 3_600_000 + n)),
        meaning: Ok(Meaning::Step(if n + 1 < SCANS {
            ParcelStatus::InTransit
        } else {
            ParcelStatus::Delivered
        })),
    };
    (0..SCANS).map(scan).collect()
}
