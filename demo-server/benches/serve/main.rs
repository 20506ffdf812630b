//! What the shop bears on this machine: the engine alone, then the program over HTTP on loopback.
//!
//! `cargo bench -p attar-server --bench serve` takes some three minutes. Its last line is one JSON object of
//! numbers with the unit in the name. Without `wrk` on `PATH` the figures of questions at full speed are left out, and
//! without a browser those of the page; `cargo xtask bench` brings both.

mod ask;
mod demo;
mod engine;
mod expiry;
mod live;
mod load;
mod pace;
mod page;
mod processor;
mod sample;
mod scans;

// What the crash tests stand on serves here, too.
#[allow(dead_code, reason = "the crash tests use the rest")]
#[path = "../../tests/crash/line.rs"]
mod line;
#[path = "../../tests/crash/long_past.rs"]
mod long_past;
#[allow(dead_code, reason = "the crash tests use the rest")]
#[path = "../../tests/crash/prepared.rs"]
mod prepared;
#[allow(dead_code, reason = "the crash tests use the rest")]
#[path = "../../tests/crash/process.rs"]
mod process;
#[allow(dead_code, reason = "the crash tests use the rest")]
#[path = "../../tests/crash/random.rs"]
mod random;

use std::time::Duration;

use serde_json::{Map, Value};

use demo::Demo;
use load::{Load, run};
use prepared::{Folder, closed, wait};
use process::Process;

/// How long each load lasts.
const LASTS: Duration = Duration::from_secs(6);
/// Signals a second, one a request, that an acknowledgement is timed under.
const STEADY: f64 = 5_000.0;

/// Names and figures, as they are printed.
type Figures = Map<String, Value>;

fn main() {
    // `cargo test --benches` only asks whether it builds.
    if std::env::args().any(|word| word == "--test") {
        return;
    }
    let mut figures = Figures::new();
    let folder = Folder::new("bench");
    let demo = wait(demo::open(folder.path(), &mut figures));
    closed(folder.path());
    let shop = Process::open(folder.path(), &["--preset"]);
    shop.ready();
    // What it learns at the start takes a processor away.
    std::thread::sleep(Duration::from_secs(5));
    ask::measure(&shop, &demo, &mut figures);
    signals(&shop, &demo, &mut figures);
    drop(shop);
    closed(folder.path());
    page::measure(folder.path(), &demo, &mut figures);
    wait(scans::measure(Folder::new("bench-scans").path(), &mut figures));
    wait(expiry::measure(Folder::new("bench-expiry").path(), &mut figures));
    live::measure(Folder::new("bench-live").path(), &mut figures);
    let mut note = |name: &str, value: f64| figures.insert(name.to_owned(), rounded(value));
    let restart = long_past::restart(Folder::new("bench-past").path());
    note("restart_1m_events_ms", restart.took.as_secs_f64() * 1_000.0);
    note("rss_mb_1m_events", restart.resident_kb as f64 / 1_024.0);
    println!("{}", Value::Object(figures));
}

/// Signals, at a steady rate and as fast as they are stored.
fn signals(shop: &Process, demo: &Demo, figures: &mut Figures) {
    let mut note = |name: &str, value: f64| figures.insert(name.to_owned(), rounded(value));
    // First: what comes behind a flood waits for what the shop learns from it.
    let steady = run(shop, demo, &Load { lines: 64, batch: 1, rate: Some(STEADY), lasts: LASTS });
    note("ack_req_per_s", steady.per_second());
    note("ack_p50_ms", steady.waits.at(0.5) / 1_000.0);
    note("ack_p99_ms", steady.waits.at(0.99) / 1_000.0);
    let batches = run(shop, demo, &Load { lines: 16, batch: 50, rate: None, lasts: LASTS });
    note("durable_events_per_s_batch50", batches.per_second());
    note("durable_cpu_us_per_event_batch50", batches.processor_micros());
    let single = run(shop, demo, &Load { lines: 128, batch: 1, rate: None, lasts: LASTS });
    note("durable_events_per_s_single", single.per_second());
    note("durable_cpu_us_per_event_single", single.processor_micros());
}

/// Three digits behind the point say more than these machines do.
fn rounded(value: f64) -> Value {
    Value::from((value * 1_000.0).round() / 1_000.0)
}
