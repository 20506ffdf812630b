//! Kills while others are told of orders: everything that happened is told, some of it twice, and then in the same words.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use attar::event::{Event, Fact, OrderFact};
use attar_server::start::STORE;
use rusqlite::Connection;

use crate::buyer::Buyer;
use crate::inspect;
use crate::prepared::{Folder, fill};
use crate::process::Process;
use crate::random::{Random, proving, seed};
use crate::site::Site;

/// A shop whose receiver is on this machine.
const WORDS: [&str; 1] = ["--allow-private-webhooks"];

/// What a receiver heard: names of messages, and their bodies.
type Heard = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

/// Hears all that is told, until the test ends; gives where.
fn receiver(heard: &Heard) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let heard = Arc::clone(heard);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let heard = Arc::clone(&heard);
            // A shop that is killed says nothing more.
            std::thread::spawn(move || hear(stream, &heard).ok());
        }
    });
    url
}

fn hear(stream: TcpStream, heard: &Heard) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut id, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            // It was killed before it had said all.
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        match line.trim_end().split_once(": ") {
            Some(("webhook-id", value)) => value.clone_into(&mut id),
            Some(("content-length", value)) => length = value.parse().unwrap_or_default(),
            _ if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    heard.lock().expect("a list").push((id, body));
    reader.get_mut().write_all(b"HTTP/1.1 204 No Content\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

fn store(folder: &Path) -> Connection {
    let connection = Connection::open(folder.join(STORE)).expect("the store");
    connection.busy_timeout(Duration::from_secs(5)).expect("patience");
    connection
}

/// The owner wants that address to be told.
fn tell(folder: &Path, url: &str) {
    let sql = "insert into webhook (id, url, secret, state, made) values (?1, ?2, ?3, 'active', 0)";
    store(folder).execute(sql, ([5_u8; 16], url, [6_u8; 32])).expect("an endpoint");
}

/// A minute goes by: nobody has a message to itself any more.
fn a_minute_later(folder: &Path) {
    store(folder).execute("update outbox set lease = 0", []).expect("the outbox");
}

fn waiting(folder: &Path) -> i64 {
    let sql = "select count(*) from outbox where state <> 'delivered'";
    store(folder).query_row(sql, [], |row| row.get(0)).expect("the outbox")
}

#[test]
fn no_kill_keeps_what_happened_from_those_who_are_told() {
    let kills = if proving() { 200 } else { 6 };
    let folder = Folder::new("told");
    let shoppers = fill(folder.path(), 2);
    let heard = Heard::default();
    tell(folder.path(), &receiver(&heard));
    let (site, mut random) = (Site::default(), Random(seed()));
    std::thread::scope(|scope| {
        let shop = |(product, who)| {
            let (buyer, site) = (Buyer::new(&site, who, 300 + u64::from(product), product), &site);
            scope.spawn(move || buyer.shop(site))
        };
        let buyers: Vec<_> = (1..=2).zip(&shoppers).map(shop).collect();
        for _ in 0..kills {
            let shop = Process::open(folder.path(), &WORDS);
            site.moved_to(&shop.addr);
            std::thread::sleep(Duration::from_millis(30 + random.below(120)));
            shop.kill();
        }
        let last = Process::open(folder.path(), &WORDS);
        site.moved_to(&last.addr);
        site.close();
        buyers.into_iter().for_each(|buyer| drop(buyer.join().expect("a buyer")));
    });
    a_minute_later(folder.path());
    let last = Process::open(folder.path(), &WORDS);
    let began = Instant::now();
    while waiting(folder.path()) > 0 {
        assert!(began.elapsed() < Duration::from_secs(60), "{} are never told", waiting(folder.path()));
        std::thread::sleep(Duration::from_millis(20));
    }
    drop(last);
    holds(&inspect::log(folder.path()), &heard.lock().expect("a list"));
}

/// Each event has one name and one body, however often it was told.
fn holds(log: &[Event], heard: &[(String, Vec<u8>)]) {
    let mut bodies: BTreeMap<&str, BTreeSet<&[u8]>> = BTreeMap::new();
    for (id, body) in heard {
        bodies.entry(id).or_default().insert(body);
    }
    let is_told = |event: &&Event| {
        matches!(event.fact, Fact::Order(OrderFact::Placed { .. } | OrderFact::Cancelled { .. }))
    };
    let happened = log.iter().filter(is_told).count();
    println!("{happened} events were told in {} messages", heard.len());
    assert!(happened > 0, "there was no load");
    assert_eq!(bodies.len(), happened);
    assert!(bodies.values().all(|bodies| bodies.len() == 1), "a message changed its words");
}
