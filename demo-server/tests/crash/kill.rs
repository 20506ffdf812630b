//! SIGKILL at random points under load, also between a commit and its answer.

use std::path::Path;
use std::time::{Duration, Instant};

use attar_server::start::STORE;
use rusqlite::{Connection, OpenFlags};

use crate::buyer::{Bought, Buyer};
use crate::page::{Acknowledged, browse};
use crate::prepared::{Folder, Shopper, fill};
use crate::process::Process;
use crate::random::{Random, proving, seed};
use crate::site::Site;
use crate::{inspect, prepared};

/// What all clients together were told.
struct Told {
    pages: Vec<Acknowledged>,
    buyers: Vec<Bought>,
}

#[test]
fn no_kill_loses_or_doubles_what_was_acknowledged() {
    let kills = if proving() { 1_000 } else { 20 };
    let folder = Folder::new("kill");
    let shoppers = fill(folder.path(), 6);
    let (site, mut random) = (Site::default(), Random(seed()));
    let told = std::thread::scope(|scope| {
        let clients = scope.spawn(|| load(&site, &shoppers));
        for round in 0..kills {
            run_and_kill(folder.path(), &site, &mut random, round);
        }
        let last = Process::open(folder.path(), &[]);
        site.moved_to(&last.addr);
        site.close();
        clients.join().expect("every client was answered")
    });
    holds(folder.path(), &told);
}

/// Every second shop is killed just after a commit, before anybody is told of it.
pub fn run_and_kill(folder: &Path, site: &Site, random: &mut Random, round: u32) {
    let hold: &[&str] = if round.is_multiple_of(2) { &[] } else { &["--hold-replies", "400"] };
    let shop = Process::open(folder, hold);
    site.moved_to(&shop.addr);
    match hold {
        [] => std::thread::sleep(Duration::from_millis(5 + random.below(80))),
        _ => committed(folder),
    }
    shop.kill();
}

/// Waits until something more is in the store.
fn committed(folder: &Path) {
    let connection = Connection::open_with_flags(folder.join(STORE), OpenFlags::SQLITE_OPEN_READ_ONLY);
    let connection = connection.expect("the store");
    let sql = "select coalesce(max(seq), 0) from log";
    let head = || connection.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("the head");
    let (before, began) = (head(), Instant::now());
    while head() == before && began.elapsed() < Duration::from_secs(2) {}
}

fn load(site: &Site, shoppers: &[Shopper]) -> Told {
    std::thread::scope(|scope| {
        let pages: Vec<_> = (100..).zip(&shoppers[..3]).collect();
        let pages: Vec<_> =
            pages.into_iter().map(|(seed, who)| scope.spawn(move || browse(site, who, seed))).collect();
        let buyers: Vec<_> = (1..=3).zip(&shoppers[3..]).collect();
        let buyers: Vec<_> = buyers
            .into_iter()
            .map(|(product, who)| {
                let buyer = Buyer::new(site, who, 200 + u64::from(product), product);
                scope.spawn(move || buyer.shop(site))
            })
            .collect();
        Told {
            pages: pages.into_iter().map(|page| page.join().expect("a page")).collect(),
            buyers: buyers.into_iter().map(|buyer| buyer.join().expect("a buyer")).collect(),
        }
    })
}

fn holds(folder: &Path, told: &Told) {
    let log = inspect::log(folder);
    let signals: u32 = told.pages.iter().map(|page| page.signals).sum();
    let orders: usize = told.buyers.iter().map(|buyer| buyer.placed.len()).sum();
    println!("{} entries: {signals} signals and {orders} orders were acknowledged", log.len());
    assert!(signals > 0 && orders > 0, "there was no load");
    inspect::signals_are(&log, &told.pages);
    inspect::orders_are(&log, &told.buyers);
    let left = inspect::left(&log);
    assert!(left.values().all(|units| *units >= 0), "more was sold than there was: {left:?}");
    assert_eq!(left.len(), prepared::STOCK.len());
    inspect::stock_is(folder, &left);
}
