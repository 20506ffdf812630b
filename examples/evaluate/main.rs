//! How good are the lists? Learns from one file of sessions and predicts each next item of another.
//!
//! `cargo run --release --example evaluate -- --train A.csv.gz --test B.csv.gz [--every K]
//! [--exclude-basket] [--json]` on columns `session_id,item_id,timestamp` (Unix seconds). Without
//! `--json` the report of the training and the figures go to standard output for people; with it
//! the last line is one JSON object.

mod accuracy;
mod arguments;
mod protocol;
mod rows;
mod speed;

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use attar::Timestamp;
use attar::model::Model;
use attar::train::{Fitted, Hidden, Sessions, TrainParams};
use serde_json::{Value, json};

use arguments::Arguments;
use protocol::Protocol;
use rows::Log;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::of(std::env::args().skip(1))?;
    let (train, test) = (Log::read(&arguments.train)?, Log::read(&arguments.test)?);
    let hidden = if arguments.exclude_basket { Hidden::Met } else { Hidden::Current };
    let started = Instant::now();
    let sessions = sessions(&train);
    let mut params = TrainParams::default().hidden(hidden);
    if let Some(neighbours) = arguments.neighbours {
        params = params.neighbours(neighbours);
    }
    let fitted = params.check()?.fit_sessions(sessions, Timestamp(1_000 * train.end()));
    let seconds = started.elapsed().as_secs_f64();
    eprintln!("{}", fitted.tuning);
    let protocol = Protocol::new(&fitted.model, &test, arguments.every, hidden);
    if protocol.predictions() == 0 {
        return Err("the test file has no session with two items that the training knows".into());
    }
    let report = report(&fitted, &protocol, &train, seconds)?;
    match arguments.json {
        true => println!("{report}"),
        false => println!("{report:#}"),
    }
    Ok(())
}

fn sessions(log: &Log) -> Sessions {
    let mut sessions = Sessions::default();
    for session in &log.sessions {
        sessions.push(Timestamp(1_000 * session.end), session.items.iter().copied());
    }
    sessions
}

fn report(
    fitted: &Fitted,
    protocol: &Protocol<'_>,
    train: &Log,
    seconds: f64,
) -> Result<Value, Box<dyn Error>> {
    let (raw, gz) = bytes(&fitted.model)?;
    let packed = accuracy::measure(protocol, |met| protocol.list(met));
    let floats = accuracy::measure(protocol, |met| protocol.list_in_floats(&fitted.unpacked, met));
    let predict = speed::predict(protocol);
    let recommend = speed::recommend(protocol);
    let reasons = accuracy::counterfactuals(protocol);
    let lost = if floats.hr > 0.0 { 1.0 - packed.hr / floats.hr } else { 0.0 };
    Ok(json!({
        "predictions": protocol.predictions(),
        "hr@20": round(packed.hr),
        "mrr@20": round(packed.mrr),
        "ndcg@20": round(packed.ndcg),
        "coverage@20": round(packed.coverage),
        "train_seconds": round(seconds),
        "train_rows_per_s": (train.rows as f64 / seconds).round(),
        "model_bytes_raw": raw,
        "model_bytes_gz": gz,
        "items": fitted.model.items.len(),
        "hr_lost_by_packing": round(lost),
        "predict_us": { "p50": predict.at(50), "p90": predict.at(90), "p99": predict.at(99) },
        "recommend_us": { "p50": recommend.at(50), "p99": recommend.at(99) },
        "reason_counterfactual_rate": round(reasons.cited),
        "reason_first_cause_rate": round(reasons.first),
    }))
}

/// The model as it lies in a snapshot, as it is and compressed.
fn bytes(model: &Model) -> Result<(usize, usize), Box<dyn Error>> {
    let raw = postcard::to_extend(model, Vec::new())?;
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gz.write_all(&raw)?;
    Ok((raw.len(), gz.finish()?.len()))
}

/// Five digits after the point.
fn round(figure: f64) -> f64 {
    (figure * 1e5).round() / 1e5
}
