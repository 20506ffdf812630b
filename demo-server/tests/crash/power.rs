//! The power goes: what the program wrote and did not sync is lost, or half lost. The program runs under
//! `strace`; from the trace the data folder is built again as a disk would show it after a cut at any call.

mod disk;
mod trace;

use std::path::{Path, PathBuf};
use std::process;
use std::time::{Duration, Instant};

use attar::event::{Channel, Event, OrderFact};
use attar::id::SourceId;
use attar::{Actor, Command, Fact, ProductId, ShopperId, Subject};
use serde_json::json;

use crate::inspect;
use crate::line::Line;
use crate::page::{body, mark};
use crate::prepared::{Folder, Shopper, closed, fill, open, shopper_at, wait};
use crate::process::{Process, program};
use crate::random::{Random, proving, seed};
use disk::Disk;
use trace::Call;

/// What is traced: whatever writes, syncs, makes, cuts or takes away files, and what answers clients.
const CALLS: &str = "trace=openat,close,write,writev,sendto,sendmsg,pwrite64,pwritev,fsync,fdatasync,\
                     sync_file_range,ftruncate,unlink,unlinkat,rename,renameat2,fallocate";
/// Requests per page.
const REQUESTS: u32 = 40;
/// Signals per request.
const SIGNALS: u32 = 3;

/// Behind so many requests comes one that changes the cart, under a key.
const CHANGES: u32 = 4;

/// A page on a connection of its own, known by its port in the trace.
struct Wired {
    port: u16,
    source: SourceId,
    who: ShopperId,
}

/// What a page was told by a number of answers: how many signals are stored, and how many changes of its cart.
struct Told {
    signals: u32,
    changes: u32,
}

impl Told {
    fn by(answers: usize) -> Self {
        let answers = u32::try_from(answers).unwrap_or_default();
        let changes = answers / (CHANGES + 1);
        Self { signals: (answers - changes) * SIGNALS, changes }
    }
}

/// The nth change of a page, and its key.
fn change(n: u32) -> (Command, String) {
    (Command::ChangeCart { product: ProductId(1), quantity: n + 1 }, format!("change-{n}"))
}

#[test]
fn no_power_cut_loses_what_was_acknowledged() {
    let (folder, before) = (Folder::new("power"), Folder::new("before"));
    let shoppers = fill(folder.path(), 3);
    copy(folder.path(), before.path());
    let (calls, pages) = traced(folder.path(), &shoppers);
    let answers = calls.iter().filter(|call| matches!(call, Call::Answer { .. })).count();
    assert_eq!(
        answers,
        pages.len() * (REQUESTS + REQUESTS / CHANGES) as usize,
        "the trace shows every answer"
    );
    let mut random = Random(seed());
    let cuts = if proving() { 2_000 } else { 30 };
    for _ in 0..cuts {
        let cut = random.below(calls.len() as u64 + 1);
        cut_at(usize::try_from(cut).unwrap_or_default(), &calls, &pages, before.path(), &mut random);
    }
    println!("{cuts} cuts in {} calls, {answers} answers", calls.len());
}

/// Runs the shop under `strace` while pages send; returns what it called, in order.
fn traced(folder: &Path, shoppers: &[Shopper]) -> (Vec<Call>, Vec<Wired>) {
    let file = folder.with_extension("strace");
    let shop = Process::under(strace(&file), folder, &[]);
    let pages = std::thread::scope(|scope| {
        let pages: Vec<_> = shoppers.iter().zip(0..).collect();
        let pages: Vec<_> = pages
            .into_iter()
            .map(|(shopper, place)| {
                scope.spawn({
                    let addr = &shop.addr;
                    move || send(addr, shopper, place)
                })
            })
            .collect();
        pages.into_iter().map(|page| page.join().expect("a page")).collect()
    });
    shop.kill();
    let text = ended(&file);
    std::fs::remove_file(&file).ok();
    (trace::read(&text, folder), pages)
}

/// With `-D` the shop itself is the child, and the tracer looks on from beside.
fn strace(file: &Path) -> process::Command {
    let found =
        process::Command::new("strace").arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(found, "this test needs `strace` to see what is synced: install it, `apt-get install strace`");
    let mut command = process::Command::new("strace");
    command.args(["-D", "-f", "-yy", "-xx", "-s", "1000000", "-e", CALLS, "-e", "signal=none", "-o"]);
    command.arg(file).arg(program().get_program());
    command
}

/// The trace, once its last line says that the shop is gone.
fn ended(file: &Path) -> String {
    let began = Instant::now();
    loop {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let last = text.lines().last().unwrap_or_default();
        if last.contains("+++ killed by SIGKILL") || began.elapsed() > Duration::from_secs(10) {
            return text;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn send(addr: &str, shopper: &Shopper, place: u64) -> Wired {
    let source = SourceId(Random(600 + place).id());
    let mut line = Line::to(addr).expect("a connection");
    for request in 0..REQUESTS {
        let from = request * SIGNALS;
        let body = body(&shopper.token, source, from, SIGNALS, 1);
        let (status, answer) = line.post("/v1/sync", &body).expect("an answer");
        assert_eq!((status, mark(&answer)), (200, Some(from + SIGNALS - 1)), "{answer}");
        if (request + 1).is_multiple_of(CHANGES) {
            let (command, key) = change(request / CHANGES);
            let body = json!({ "command": command, "key": key, "token": shopper.token });
            let (status, answer) = line.post("/v1/commands", &body).expect("an answer");
            assert_eq!(status, 200, "{answer}");
        }
    }
    Wired { port: line.port(), source, who: shopper_at(place) }
}

/// Builds the folder as the cut leaves it, opens it as the shop does, and looks for what was answered.
fn cut_at(cut: usize, calls: &[Call], pages: &[Wired], before: &Path, random: &mut Random) {
    let mut disk = Disk::load(before);
    calls[..cut].iter().for_each(|call| disk.take(call));
    let folder = Folder::new("cut");
    disk.lose_power(random).write(folder.path());
    let log = inspect::log(folder.path());
    for page in pages {
        let answered = calls[..cut].iter().filter(|call| **call == Call::Answer { port: page.port }).count();
        let told = Told::by(answered);
        let stored = inspect::numbers(&log, page.source);
        let kept = (0..told.signals).all(|n| stored.contains(&n));
        assert!(
            kept,
            "cut at call {cut}: {} signals were acknowledged, {} are stored",
            told.signals,
            stored.len()
        );
        let carts = carts(&log, page.who);
        let all: Vec<u32> = (1..=told.changes.max(carts.len() as u32)).collect();
        assert_eq!(carts, all, "cut at call {cut}: {} changes of the cart were acknowledged", told.changes);
        if let Some(last) = told.changes.checked_sub(1) {
            told_again(folder.path(), page.who, last);
        }
    }
}

/// What the cart of a shopper held after each change.
fn carts(log: &[Event], who: ShopperId) -> Vec<u32> {
    let own = log.iter().filter(|event| event.subject == Subject::Shopper(who));
    let held = own.filter_map(|event| match event.fact {
        Fact::Order(OrderFact::CartChanged { quantity, .. }) => Some(quantity),
        _ => None,
    });
    held.collect()
}

/// The same under the same key is answered as before and changes nothing.
fn told_again(folder: &Path, who: ShopperId, n: u32) {
    wait(async {
        let app = open(folder).await;
        let (before, (command, key)) = (app.seq(), change(n));
        let again = app.command_keyed(Actor::Shopper(who), Channel::Web, command, Some(key)).await;
        let again = again.expect("it was granted");
        assert_eq!((again.events.len(), app.seq()), (1, before), "change {n} was not known any more");
    });
    closed(folder);
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        std::fs::copy(&file, to.join(file.file_name().expect("a name"))).expect("copied");
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file()).collect()
}
