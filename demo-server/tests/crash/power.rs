//! The power goes: what the program wrote and did not sync is lost, or half lost. The program runs under
//! `strace`; from the trace the data folder is built again as a disk would show it after a cut at any call.

mod disk;
mod trace;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use attar::id::SourceId;

use crate::inspect;
use crate::line::Line;
use crate::page::{body, mark};
use crate::prepared::{Folder, Shopper, fill};
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

/// A page on a connection of its own, known by its port in the trace.
struct Wired {
    port: u16,
    source: SourceId,
}

#[test]
fn no_power_cut_loses_what_was_acknowledged() {
    let (folder, before) = (Folder::new("power"), Folder::new("before"));
    let shoppers = fill(folder.path(), 3);
    copy(folder.path(), before.path());
    let (calls, pages) = traced(folder.path(), &shoppers);
    let answers = calls.iter().filter(|call| matches!(call, Call::Answer { .. })).count();
    assert_eq!(answers, pages.len() * REQUESTS as usize, "the trace shows every answer");
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
        let pages: Vec<_> = shoppers.iter().zip(600..).collect();
        let pages: Vec<_> = pages
            .into_iter()
            .map(|(shopper, seed)| {
                scope.spawn({
                    let addr = &shop.addr;
                    move || send(addr, shopper, seed)
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
fn strace(file: &Path) -> Command {
    let found = Command::new("strace").arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(found, "this test needs `strace` to see what is synced: install it, `apt-get install strace`");
    let mut command = Command::new("strace");
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

fn send(addr: &str, shopper: &Shopper, seed: u64) -> Wired {
    let source = SourceId(Random(seed).id());
    let mut line = Line::to(addr).expect("a connection");
    for request in 0..REQUESTS {
        let from = request * SIGNALS;
        let body = body(&shopper.token, source, from, SIGNALS, 1);
        let (status, answer) = line.post("/v1/sync", &body).expect("an answer");
        assert_eq!((status, mark(&answer)), (200, Some(from + SIGNALS - 1)), "{answer}");
    }
    Wired { port: line.port(), source }
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
        let told = u32::try_from(answered).unwrap_or_default() * SIGNALS;
        let stored = inspect::numbers(&log, page.source);
        let kept = (0..told).all(|n| stored.contains(&n));
        assert!(kept, "cut at call {cut}: {told} signals were acknowledged, {} are stored", stored.len());
    }
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
