//! Laws of the writer: inside the transaction, all or nothing, never more than there is.

use std::sync::Arc;

use attar::event::Consent;
use attar::id::{ContentHash, OrderId, ProductId, SourceId};
use attar::model::Model;
use attar::{Answer, Query, Rejection, Snapshot};
use tokio::sync::Semaphore;

use super::*;
use crate::log::{Pending, Read, Write};
use crate::testing::{
    Folder, NOW, change_cart, count, dollars, in_memory, open, place, shop, shopper, two_on_one_store,
};
use crate::{App, MemoryLog, SqliteLog};

mod forgetting;
mod gifts;
mod heal;
mod points;
mod rewards;

fn batch(who: ShopperId, from: u32, products: &[u32]) -> Batch {
    let row = |product: &u32| match product {
        0 => Err("nothing".to_owned()),
        product => Ok((Signal::ViewItem { product: ProductId(*product) }, NOW)),
    };
    let rows = products.iter().map(row).collect();
    Batch { who, source: SourceId([3; 16]), from, received: NOW, rows, after: 0 }
}

async fn with_cart(app: &App, who: ShopperId, product: u32) {
    app.wish_of(who, change_cart(product, 1)).await.expect("a cart");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_on_one_store_cannot_sell_the_last_unit_twice() {
    let (_folder, one, two) = two_on_one_store().await;
    one.owner(count(1, 1)).await.expect("one unit");
    with_cart(&one, shopper(1), 1).await;
    with_cart(&two, shopper(2), 1).await;
    let (a, b) = tokio::join!(one.wish_of(shopper(1), place(1, 100)), two.wish_of(shopper(2), place(2, 100)));
    let lost = Refusal::Rejected(Rejection::OutOfStock { product: ProductId(1), left: 0 });
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    assert_eq!(a.err().or(b.err()), Some(lost));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_process_publishes_serves_here_too() {
    let folder = Folder::new();
    let store = || Arc::new(SqliteLog::open(&folder.file()).expect("a store"));
    let (one, two) = (open(store()).await, open(store()).await);
    one.publish_shop(shop()).await.expect("a shop");
    with_cart(&two, shopper(2), 3).await;
    assert_eq!(two.snapshot().hash, one.snapshot().hash);
}

#[tokio::test]
async fn the_last_unit_goes_to_one_within_a_group() {
    let app = in_memory().await;
    app.owner(count(1, 1)).await.expect("one unit");
    with_cart(&app, shopper(1), 1).await;
    with_cart(&app, shopper(2), 1).await;
    let (a, b) = tokio::join!(app.wish_of(shopper(1), place(1, 100)), app.wish_of(shopper(2), place(2, 100)));
    assert!(a.is_ok() && b.is_err());
    let again = app.wish_of(shopper(1), place(1, 100)).await.expect("it is so already");
    assert_eq!(again.events, []);
}

#[tokio::test]
async fn a_batch_counts_once_and_only_with_consent() {
    let app = in_memory().await;
    let refused = app.signals(batch(shopper(1), 0, &[1])).await;
    assert_eq!(refused, Err(Refusal::NoConsent));
    app.consent(shopper(1)).await;
    for (after, heard) in [(0, None), (app.seq(), Some(2)), (app.seq() + 1, Some(1)), (app.seq() + 9, None)] {
        let batch = Batch { after, ..batch(shopper(1), 0, &[1, 0, 2]) };
        let taken = app.signals(batch).await.expect("a batch");
        assert_eq!((taken.mark, taken.seq), (2, app.seq()));
        assert_eq!(taken.events.map(|events| events.len()), heard, "after {after}");
    }
    let engine = app.engine_for(&shopper(1)).await.expect("an engine");
    let touches = engine.state().shared(&shopper(1)).map_or(0, |shared| shared.touches.iter().count());
    assert_eq!(touches, 2);
    assert_eq!(log::read(app.log(), |r| r.refused()).await.expect("a count"), 1);
}

#[tokio::test]
async fn nobody_numbers_signals_at_a_source_of_the_server() {
    let app = in_memory().await;
    app.consent(shopper(1)).await;
    let first = app.events_after(0, 1).await.expect("the log");
    let source = first[0].event.id.source;
    let refused = app.signals(Batch { source, ..batch(shopper(1), 0, &[1]) }).await;
    assert_eq!(refused, Err(Refusal::BadSource));
}

#[tokio::test]
async fn the_same_key_of_the_same_actor_gets_the_same_answer() {
    let app = in_memory().await;
    let actor = |n| Actor::Shopper(shopper(n));
    let keyed = |n, command| app.command_keyed(actor(n), Channel::Web, command, Some("k".into()));
    let first = keyed(1, change_cart(1, 2)).await.expect("a cart");
    assert_eq!(keyed(1, change_cart(1, 2)).await, Ok(first.clone()));
    assert_eq!(app.seq(), first.seq);
    let other = keyed(2, change_cart(1, 2)).await.expect("another actor");
    assert_eq!(other.seq, first.seq + 1);
    let empty = app.command_keyed(actor(3), Channel::Web, place(3, 1), Some("e".into()));
    assert_eq!(empty.await, Err(Refusal::Rejected(Rejection::Empty)));
    with_cart(&app, shopper(3), 1).await;
    let again = app.command_keyed(actor(3), Channel::Web, place(3, 100), Some("e".into()));
    assert_eq!(again.await, Err(Refusal::Rejected(Rejection::Empty)));
}

#[tokio::test]
async fn a_wish_of_the_past_that_is_rejected_is_named() {
    let app = in_memory().await;
    let wish = |n: usize, product| Wish {
        actor: Actor::Shopper(shopper(1)),
        channel: Channel::Web,
        command: change_cart(product, 1),
        at: Timestamp(n as i64),
    };
    let mut wishes: Vec<Wish> = (0..600).map(|n| wish(n, 1)).collect();
    wishes[550] = wish(550, 99);
    let before = app.seq();
    let rejection = Rejection::UnknownProduct { product: ProductId(99) };
    assert_eq!(app.record(wishes.clone()).await, Err(RecordError::Rejected { index: 550, rejection }));
    assert_eq!(app.seq(), before + 512);
    wishes.truncate(550);
    assert_eq!(app.record(wishes).await, Ok(before + 512 + 550));
    let last = app.events_after(before + 512 + 549, 9).await.expect("the log");
    assert_eq!(last[0].event.at, Timestamp(549));
}

#[tokio::test]
async fn a_shop_that_is_not_in_the_store_is_not_published() {
    let app = in_memory().await;
    let (before, hash) = (app.snapshot().hash, ContentHash([8; 32]));
    assert_eq!(app.owner(Command::PublishShop { hash }).await, Err(Refusal::UnknownShop(hash)));
    assert_eq!(app.snapshot().hash, before);
}

#[tokio::test]
async fn a_model_serves_without_restart_and_outlives_a_new_shop() {
    let app = in_memory().await;
    assert!(!app.readiness().ready());
    let model = Model { items: vec![ProductId(2)], popular: vec![0], visits: 5, ..Model::default() };
    let mut model = model;
    model.neighbours = attar::model::Neighbours::pack([(0, &[][..])]);
    let hash = app.publish_model(model).await.expect("a model");
    assert!(app.readiness().ready());
    assert_eq!((app.snapshot().hash, app.snapshot().snapshot.model.visits), (hash, 5));
    let mut cheaper = shop();
    cheaper.price_lists[0].prices[0].1 = 90;
    app.publish_shop(cheaper).await.expect("a shop");
    assert_eq!(app.snapshot().snapshot.model.visits, 5);
    let price = Query::Price { product: ProductId(1), currency: None };
    let Ok(Answer::Priced(priced)) = app.ask(&shopper(1), &price).await else { panic!("a price") };
    assert_eq!(priced.price, dollars(90));
    let unsorted = Model { items: vec![ProductId(2), ProductId(1)], ..Model::default() };
    assert!(matches!(app.publish_model(unsorted).await, Err(PublishError::Snapshot(_))));
}

#[tokio::test]
async fn what_a_lower_price_is_compared_with_is_read_out_of_the_log() {
    let (log, clock) = (Arc::new(MemoryLog::default()), Arc::new(crate::FixedClock::at(NOW)));
    let store: Arc<dyn EventLog> = log.clone();
    let app = App::open(Arc::clone(&store), clock.clone()).await.expect("a shop");
    for (days, minor) in [(0, 80), (40, 100), (50, 90)] {
        clock.set(NOW + Span::days(days));
        let mut next = shop();
        next.price_lists[0].prices[0].1 = minor;
        app.publish_shop(next).await.expect("a shop");
    }
    let again = App::open(store, clock).await.expect("the same shop");
    let price = Query::Price { product: ProductId(1), currency: None };
    for app in [&app, &again] {
        let Ok(Answer::Priced(priced)) = app.ask(&shopper(1), &price).await else { panic!("a price") };
        assert_eq!((priced.public, priced.lowest), (dollars(90), Some(dollars(80))));
        let page = Snapshot::decode(&app.snapshot().file.bytes).expect("a snapshot");
        let page = attar::Engine::new(Arc::new(page), attar::Slice::default().into());
        assert_eq!(page.ask(&shopper(1), &price, app.now()), Answer::Priced(priced));
    }
    assert_eq!(app.snapshot().hash, again.snapshot().hash);
}

#[tokio::test]
async fn another_shop_is_told_with_the_slice_for_prices_of_groups_are_in_it() {
    let app = in_memory().await;
    let before = app.current().shop_seq;
    app.publish_shop(shop()).await.expect("a shop");
    assert!(app.current().shop_seq > before);
    assert_eq!(app.current().shop_seq, app.seq());
}

#[tokio::test]
async fn restart_is_replay_is_live() {
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::default());
    let app = open(Arc::clone(&log)).await;
    app.publish_shop(shop()).await.expect("a shop");
    app.owner(count(1, 4)).await.expect("units");
    app.consent(shopper(1)).await;
    app.signals(batch(shopper(1), 0, &[1, 2])).await.expect("a batch");
    with_cart(&app, shopper(2), 1).await;
    app.wish_of(shopper(2), place(1, 100)).await.expect("an order");
    app.wish_of(shopper(2), Command::LinkVisitor { visitor: shopper(1) }).await.expect("a link");
    let again = open(log).await;
    let (live, replayed) = (app.current(), again.current());
    assert_eq!(
        (&live.market, live.seq, live.market_seq),
        (&replayed.market, replayed.seq, replayed.market_seq)
    );
    assert_eq!((&live.shop, live.published.hash), (&replayed.shop, replayed.published.hash));
    for who in [shopper(1), shopper(2)] {
        let slice = |engine: attar::Engine| engine.slice(&who);
        let (a, b) = (app.engine_for(&who).await, again.engine_for(&who).await);
        assert_eq!(a.map(slice).expect("a slice"), b.map(slice).expect("a slice"));
    }
    let orders = again.open_orders(9).await.expect("orders");
    assert_eq!(orders.iter().map(|o| (o.order, o.number)).collect::<Vec<_>>(), [(OrderId([1; 16]), 1)]);
}

/// A store that lets work through only as far as a test allows.
struct Gate {
    inner: MemoryLog,
    open: Semaphore,
}

impl EventLog for Gate {
    fn transact(&self, work: Write) -> Pending<'_> {
        Box::pin(async move {
            match self.open.acquire().await {
                Ok(permit) => permit.forget(),
                // A closed gate is a disk that fails at the commit.
                Err(_) => {
                    let fails = |tx: &mut dyn crate::log::Transaction| {
                        work(tx)?;
                        Err(LogError::Contradiction("the disk is full"))
                    };
                    return self.inner.transact(Box::new(fails)).await;
                }
            }
            self.inner.transact(work).await
        })
    }

    fn read(&self, work: Read) -> Pending<'_> {
        self.inner.read(work)
    }
}

async fn gated() -> (Arc<Gate>, App) {
    let gate = Arc::new(Gate { inner: MemoryLog::default(), open: Semaphore::new(3) });
    let app = open(Arc::clone(&gate) as Arc<dyn EventLog>).await;
    app.publish_shop(shop()).await.expect("a shop");
    (gate, app)
}

#[tokio::test]
async fn a_failed_commit_leaves_nothing_and_is_said() {
    let (gate, app) = gated().await;
    let before = app.current();
    gate.open.close();
    assert_eq!(app.owner(count(1, 5)).await, Err(Refusal::Unavailable));
    assert_eq!(app.signals(batch(shopper(1), 0, &[1])).await, Err(Refusal::Unavailable));
    assert!(!app.readiness().writer());
    let head = log::read(app.log(), |r| r.head()).await.expect("the head");
    assert_eq!((head, app.seq()), (before.seq, before.seq));
    assert_eq!(app.current().market, before.market);
}

#[tokio::test]
async fn a_full_queue_is_busy_and_loses_nothing() {
    let (gate, app) = gated().await;
    let mut waiting = Vec::new();
    for _ in 0..QUEUE + 2_000 {
        let app = app.clone();
        waiting.push(tokio::spawn(async move { app.wish_of(shopper(1), change_cart(1, 1)).await }));
        if waiting.len() % 64 == 0 {
            tokio::task::yield_now().await;
        }
    }
    tokio::task::yield_now().await;
    assert_eq!(app.wish_of(shopper(2), change_cart(1, 1)).await, Err(Refusal::Busy));
    gate.open.add_permits(1_000);
    let (mut kept, mut busy) = (0, 0);
    for one in waiting {
        match one.await.expect("a task") {
            Ok(_) => kept += 1,
            Err(Refusal::Busy) => busy += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert!(kept >= QUEUE && busy > 0, "{kept} {busy}");
    let history = crate::history::History { after: 0, to: u64::MAX, limit: usize::MAX };
    let read = log::read(app.log(), move |reader| history.read(reader, shopper(1))).await;
    assert_eq!(read.expect("a history").len(), kept);
}

#[tokio::test]
async fn consent_within_a_group_holds_for_what_comes_behind_it() {
    let app = in_memory().await;
    let full = Command::SetConsent { consent: Consent::Full };
    let (consent, signals) =
        tokio::join!(app.wish_of(shopper(1), full), app.signals(batch(shopper(1), 0, &[1])));
    assert!(consent.is_ok() && signals.is_ok());
}

#[tokio::test]
async fn what_is_old_is_forgotten_though_nobody_comes() {
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::default());
    let contact = attar::id::ContactId([7; 16]);
    let put =
        move |tx: &mut dyn log::Transaction| tx.put_contact(contact, shopper(1), "{}", NOW - Span::days(2));
    log::transact(&*log, put).await.expect("a contact");
    let app = open(log).await;
    let pruned = async {
        while log::read(app.log(), move |r| r.contact(contact)).await.expect("a store").is_some() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), pruned).await.expect("it goes");
    assert_eq!(app.seq(), 0);
}
