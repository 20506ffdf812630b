//! Ten thousand scans of a carrier's feed, and how long until all of them are on the disk.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use attar::event::{Channel, Consignment, Event, Fact, Line, OrderFact, ParcelStatus, Role, Subject};
use attar::id::{ContactId, EventId, OrderId, ParcelId, PriceListId, SourceId};
use attar::service::carrier::{Feed, Meaning};
use attar::{Actor, Currency, Money, ProductId, ShopperId, Timestamp};
use attar_server::log::{self, Transaction};
use attar_server::{App, Became, FixedClock, Scan, SqliteLog};
use serde_json::json;

/// Parcels on their way, each of a buyer of its own, and what is told of each.
const PARCELS: u32 = 1_000;
const SCANS: i64 = 10;
/// Bodies under way at once, as many as a parcel has scans in each.
const AT_ONCE: usize = 32;
/// When all of it is told.
const NOW: Timestamp = Timestamp(1_800_000_000_000);

/// Tells all of it to a shop in that folder.
pub async fn measure(folder: &Path) -> Duration {
    let store = Arc::new(SqliteLog::open(&folder.join("scans.sqlite")).expect("a store"));
    let sent: Vec<Event> = (0..PARCELS).flat_map(sent).collect();
    let append = move |tx: &mut dyn Transaction| sent.iter().try_for_each(|event| tx.append(event).map(drop));
    log::transact(&*store, append).await.expect("the orders");
    let app = App::open(store, Arc::new(FixedClock::at(NOW))).await.expect("a shop");
    let draft = json!({"currency": "USD", "product_url": "/p/{id}", "labels": [{"en": "a", "fa": "b", "ar": "c"}],
        "products": [{"id": 1, "department": 0, "category": 0, "kind": 0, "cost": 0}],
        "price_lists": [{"id": 0, "name": "list", "currency": "USD", "audience": "everyone", "prices": [[1, 100]]}]});
    app.publish_shop(serde_json::from_value(draft).expect("a draft")).await.expect("a published shop");
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
