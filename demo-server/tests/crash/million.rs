//! A restart with a long past: how soon the shop is ready, and how much memory it takes.
//!
//! The figures are held to their goals only in a release build, `cargo test --release`; a debug build
//! runs the same on a tenth of the past.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use attar::event::{Channel, Event, Fact, OrderFact, StockFact, StockLine, Subject};
use attar::id::{ContactId, EventId, SourceId};
use attar::{Actor, OrderId, ProductId, ShopperId, Signal, Timestamp};
use attar_server::log::{self, Transaction};
use attar_server::{EventLog, SqliteLog, start::STORE};

use crate::line::Line;
use crate::prepared::{Folder, closed, fill, wait};
use crate::process::Process;
use crate::random::Random;

/// Events of a long past.
const MANY: u32 = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
/// In one transaction.
const AT_ONCE: u32 = 10_000;
/// How long a restart may take.
const READY: Duration = Duration::from_secs(1);
/// How much may be resident.
const RESIDENT_KB: u64 = 150 * 1024;

#[test]
fn a_restart_with_a_long_past_is_quick_and_small() {
    if !crate::random::proving() {
        return;
    }
    let folder = Folder::new("million");
    fill(folder.path(), 1);
    wait(live_long(folder.path()));
    closed(folder.path());
    learned(folder.path());
    let began = Instant::now();
    let shop = Process::open(folder.path(), &[]);
    ready(&shop);
    let took = began.elapsed();
    std::thread::sleep(Duration::from_secs(5));
    let resident = resident_kb(&shop);
    println!("{MANY} events: ready after {took:?}, {resident} kB resident");
    if !cfg!(debug_assertions) {
        assert!(took <= READY, "ready after {took:?}");
        assert!(resident <= RESIDENT_KB, "{resident} kB are resident");
    }
}

/// One run until the shop has learned from its past.
fn learned(folder: &Path) {
    let shop = Process::open(folder, &[]);
    let began = Instant::now();
    ready(&shop);
    println!("learned from {MANY} events in {:?}", began.elapsed());
}

fn ready(shop: &Process) {
    let mut line = Line::to(&shop.addr).expect("a connection");
    let began = Instant::now();
    while line.get("/ready").expect("an answer").0 != 200 {
        assert!(began.elapsed() < Duration::from_secs(120), "never ready");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// What the process has in memory now, as Linux counts it.
fn resident_kb(shop: &Process) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", shop.id())).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    line.split_whitespace().next().and_then(|number| number.parse().ok()).expect("a number")
}

/// Signals for the most part, and every fiftieth time an order with what it takes off the stock.
async fn live_long(folder: &Path) {
    let log: Arc<dyn EventLog> = Arc::new(SqliteLog::open(&folder.join(STORE)).expect("a store"));
    let mut random = Random(9);
    for first in (0..MANY).step_by(AT_ONCE as usize) {
        let events: Vec<Event> = (first..first + AT_ONCE).map(|n| event(n, &mut random)).collect();
        let work = move |tx: &mut dyn Transaction| {
            events.iter().try_for_each(|event| tx.append(event).map(|seq| assert!(seq.is_some())))
        };
        log::transact(&*log, work).await.expect("a past");
    }
}

fn event(n: u32, random: &mut Random) -> Event {
    let mut who = [7; 16];
    who[..8].copy_from_slice(&random.below(20_000).to_le_bytes());
    let who = ShopperId(who);
    let mut order = [5; 16];
    order[..4].copy_from_slice(&(n / 50).to_le_bytes());
    let (order, product) = (OrderId(order), ProductId(n % 3 + 1));
    let (subject, fact) = match n % 50 {
        0 => (
            Subject::Market,
            Fact::Stock(StockFact::Reserved { order, lines: vec![StockLine { product, units: 1 }] }),
        ),
        1 => (Subject::Shopper(who), Fact::Order(placed(order, n / 50))),
        _ => (Subject::Shopper(who), Fact::Signal(Signal::ViewItem { product })),
    };
    let at = Timestamp(1_790_000_000_000 + i64::from(n) * 10_000);
    let id = EventId { source: SourceId([3; 16]), n };
    Event { id, subject, actor: Actor::Shopper(who), channel: Channel::Web, at, fact }
}

fn placed(order: OrderId, number: u32) -> OrderFact {
    let total = attar::Money::new(100, attar::Currency::Usd);
    OrderFact::Placed { order, number, contact: ContactId(order.0), lines: Vec::new(), total }
}
