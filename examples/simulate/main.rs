//! Does it work for people whose tastes are known? Synthetic shoppers with hidden tastes walk through a shop's real HTTP
//! API on a loopback port, and what the shop makes of them is held against what the simulator knows.
//!
//! `cargo run --release --example simulate -- [--seed N] [--learning-off] [--json]`. The last line is one JSON object;
//! each figure has `n`, `truth` (from the hidden tastes themselves), `estimate` (from what the shoppers then chose) and
//! `low` and `high`, its 95 % interval. With `--learning-off` pages take nothing in: a negative control.

mod chance;
mod customers;
mod figures;
mod http;
mod market;
mod walks;

use std::error::Error;
use std::sync::Arc;

use attar::Timestamp;
use attar::time::Span;
use attar_server::{App, FixedClock, MemoryLog, Rates};
use serde_json::{Value, json};

use chance::Chance;
use figures::Figure;
use http::Client;
use walks::Walk;

/// When it begins.
const START: Timestamp = Timestamp(1_764_590_400_000);

/// What is asked for on the command line.
struct Arguments {
    seed: u64,
    learning: bool,
    json: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = arguments(std::env::args().skip(1))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let clock = Arc::new(FixedClock::at(START));
    let app = runtime.block_on(async {
        let app = App::open(Arc::new(MemoryLog::default()), clock.clone()).await?;
        let app = app.limit(Rates { address: 1_000_000, shopper: 1_000_000, behind_proxy: false });
        app.publish_shop(market::shop()).await?;
        Ok::<_, Box<dyn Error>>(app)
    })?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    let router = attar_server::router(app.clone());
    runtime.spawn(async move { axum::serve(listener, router).await });
    let client = Client::connect(address)?;
    let chance = Chance::new(arguments.seed);
    let mut walk = Walk { client, app, clock, runtime: &runtime, chance, learning: arguments.learning };
    let report = report(&mut walk)?;
    println!("{}", if arguments.json { report.to_string() } else { format!("{report:#}") });
    Ok(())
}

fn arguments(mut given: impl Iterator<Item = String>) -> Result<Arguments, Box<dyn Error>> {
    let mut arguments = Arguments { seed: 1, learning: true, json: false };
    while let Some(name) = given.next() {
        match name.as_str() {
            "--json" => arguments.json = true,
            "--learning-off" => arguments.learning = false,
            "--seed" => arguments.seed = given.next().ok_or("`--seed` needs a number")?.parse()?,
            other => {
                let known = "there are `--seed N`, `--learning-off` and `--json`";
                return Err(format!("`{other}` is no option; {known}").into());
            }
        }
    }
    Ok(arguments)
}

fn report(walk: &mut Walk<'_>) -> Result<Value, Box<dyn Error>> {
    walk.teach()?;
    walk.clock.set(START + Span::days(8));
    let known = walk.visit()?;
    let ratio = Figure::ratio(&known.private, &known.server, &mut walk.chance);
    let meter = Figure::difference(&known.private, &known.everyone);
    let reasons = walk.reasons(&known)?;
    let questions = walk.questions()?;
    let segments = walk.segments()?;
    Ok(json!({
        "private_mode_accuracy_ratio": ratio.json(),
        "segment_ari": segments.json(),
        "reason_counterfactual_rate": reasons.json(),
        "micro_question_gain_ratio": questions.json(),
        "learning_meter": meter.json(),
    }))
}
