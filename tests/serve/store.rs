//! The store under the shop: two processes on one file, restarts, and stores that cannot be opened.

use std::sync::Arc;

use attar::event::{Actor, Channel, StockLine};
use attar::{Command, Engine, ProductId, Rejection, State};
use attar_server::log::{self, Transaction};
use attar_server::{App, EventLog, FixedClock, MemoryLog, Refusal, SqliteLog};

use super::{NOW, OWNER, bazaar, change, place, who};
use crate::http::folder::Folder;

async fn open(log: Arc<dyn EventLog>) -> App {
    App::open(log, Arc::new(FixedClock::at(NOW))).await.expect("a shop")
}

fn file(folder: &Folder) -> Arc<dyn EventLog> {
    Arc::new(SqliteLog::open(&folder.path().join("attar.sqlite")).expect("a store"))
}

async fn wish(app: &App, name: &str, command: Command) -> Result<attar_server::Decided, Refusal> {
    app.command(Actor::Shopper(who(name)), Channel::Web, command).await
}

#[tokio::test]
async fn two_processes_on_one_store_sell_the_last_unit_once() {
    let folder = Folder::new("last-unit");
    let one = open(file(&folder)).await;
    one.publish_shop(bazaar().shop).await.expect("a shop");
    let two = open(file(&folder)).await;
    for round in 0_u32..10 {
        let count = Command::CountStock { lines: vec![StockLine { product: ProductId(4), units: 1 }] };
        one.command(OWNER, Channel::Console, count).await.expect("one unit");
        let (a, b) = (format!("a{round}"), format!("b{round}"));
        wish(&one, &a, change(4, 1)).await.expect("a cart");
        wish(&two, &b, change(4, 1)).await.expect("a cart");
        let orders = tokio::join!(wish(&one, &a, place(&a, 900)), wish(&two, &b, place(&b, 900)));
        let sold = Refusal::Rejected(Rejection::OutOfStock { product: ProductId(4), left: 0 });
        match orders {
            (Ok(_), Err(no)) | (Err(no), Ok(_)) => assert_eq!(no, sold),
            other => panic!("one of them buys: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_second_process_knows_what_the_first_wrote() {
    let folder = Folder::new("two");
    let one = open(file(&folder)).await;
    one.publish_shop(bazaar().shop).await.expect("a shop");
    let two = open(file(&folder)).await;
    wish(&one, "ada", change(1, 2)).await.expect("a cart");
    let placed = wish(&two, "ada", place("order", 800)).await.expect("the other's cart is known");
    assert_eq!(placed.events.len(), 2);
    let pack = Command::PackOrder { order: super::order("order") };
    one.command(OWNER, Channel::Console, pack).await.expect("the other's order is known");
}

#[tokio::test]
async fn a_restart_serves_what_was_served() {
    let folder = Folder::new("restart");
    let before = open(file(&folder)).await;
    before.publish_shop(bazaar().shop).await.expect("a shop");
    before.publish_model(bazaar().snapshot().model.clone()).await.expect("a model");
    wish(&before, "ada", change(1, 2)).await.expect("a cart");
    let (hash, seq) = (before.snapshot().hash, before.seq());
    let token = before.tokens().sign(attar_server::Token::Shopper, who("ada"), NOW);
    drop(before);
    let after = open(file(&folder)).await;
    assert_eq!((after.snapshot().hash, after.seq()), (hash, seq));
    assert!(after.readiness().trained());
    assert_eq!(after.tokens().verify(attar_server::Token::Shopper, &token, NOW), Some(who("ada")));
}

async fn refusal_of(log: Arc<dyn EventLog>) -> String {
    App::open(log, Arc::new(FixedClock::at(NOW))).await.expect_err("it cannot be opened").to_string()
}

#[tokio::test]
async fn a_damaged_snapshot_is_refused_with_what_to_do() {
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::default());
    let app = open(Arc::clone(&log)).await;
    app.publish_shop(bazaar().shop).await.expect("a shop");
    let newer = [b"ATTR\x09\x00".as_slice(), &[0; 40]].concat();
    for (bytes, part) in [
        (newer, "version `9`"),
        ([b"ATTR".as_slice(), &attar::Snapshot::VERSION.to_le_bytes(), b"\x00"].concat(), "damaged"),
    ] {
        let name = attar::id::ContentHash([8; 32]);
        let work = move |tx: &mut dyn Transaction| {
            tx.put_meta("snapshot", &name.0)?;
            tx.put_blob(log::BlobKind::Snapshot, name, &bytes, 1)
        };
        log::transact(&*log, work).await.expect("written");
        let refusal = refusal_of(Arc::clone(&log)).await;
        assert!(refusal.contains(part) && refusal.contains("learns again"), "{refusal}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_store_is_refused_and_left_alone() {
    let folder = Folder::new("no-store");
    let path = folder.path().join("attar.sqlite");
    std::fs::write(&path, "this is a letter to my aunt, and no store at all".repeat(100)).expect("written");
    let before = std::fs::read(&path).expect("read");
    let refused = SqliteLog::open(&path).map(|_| ()).expect_err("no store").to_string();
    assert!(refused.contains(' ') && !refused.contains('\n'), "{refused}");
    assert_eq!(std::fs::read(&path).expect("read"), before);
}

#[tokio::test]
async fn the_log_folded_anew_is_what_the_server_answers() {
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::default());
    let app = open(log).await;
    app.publish_shop(bazaar().shop).await.expect("a shop");
    wish(&app, "ada", change(1, 2)).await.expect("a cart");
    wish(&app, "ada", place("order", 800)).await.expect("an order");
    let shop = bazaar().checked_shop();
    let state = State::server(shop, attar::state::Market::default());
    let mut engine = Engine::new(Arc::clone(&app.snapshot().snapshot), state);
    for stored in app.events_after(0, 1_000).await.expect("the log") {
        engine.apply(&stored.event);
    }
    let served = app.engine_for(&who("ada")).await.expect("an engine");
    assert_eq!(engine.slice(&who("ada")), served.slice(&who("ada")));
}
