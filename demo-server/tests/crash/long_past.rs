//! A store with a long past, and what a restart on it costs.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use attar::event::{Channel, Event, Fact, OrderFact, StockFact, StockLine, Subject};
use attar::id::{ContactId, EventId, SourceId};
use attar::{Actor, OrderId, ProductId, ShopperId, Signal, Timestamp};
use attar_server::log::{self, Transaction};
use attar_server::{EventLog, SqliteLog, start::STORE};

use crate::prepared::{closed, fill, wait};
use crate::process::Process;
use crate::random::Random;

/// Events of a long past.
pub const MANY: u32 = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
/// In one transaction.
const AT_ONCE: u32 = 10_000;

/// What a restart costs.
#[derive(Debug)]
pub struct Restart {
    /// From the start of the program until it is ready.
    pub took: Duration,
    /// What is in memory five seconds later.
    pub resident_kb: u64,
}

/// Fills the store of a folder with a long past, lets a shop learn from it, and starts the shop anew.
pub fn restart(folder: &Path) -> Restart {
    fill(folder, 1);
    wait(live_long(folder));
    closed(folder);
    learned(folder);
    let began = Instant::now();
    let shop = Process::open(folder, &[]);
    shop.ready();
    let took = began.elapsed();
    std::thread::sleep(Duration::from_secs(5));
    Restart { took, resident_kb: resident_kb(&shop) }
}

/// One run until the shop has learned from its past.
fn learned(folder: &Path) {
    let shop = Process::open(folder, &[]);
    let began = Instant::now();
    shop.ready();
    println!("learned from {MANY} events in {:?}", began.elapsed());
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
    OrderFact::Placed {
        order,
        number,
        contact: ContactId(order.0),
        lines: Vec::new(),
        total,
        receipt: None,
        uses: Default::default(),
        waiting: Vec::new(),
        promise: None,
        goods: Default::default(),
    }
}
