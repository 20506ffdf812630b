//! When will it be here, and can I rely on it? Simulated carriers fill a shop's history; promises are learned from
//! it, and held against parcels they have not seen and against what the simulator itself knows. It fails where they do not
//! hold as they shall.
//!
//! `cargo run --release --example promise -- [--seed N] [--json]`. Without `--json` the figures are for people; with
//! it the last line is one JSON object.

use std::collections::BTreeMap;
use std::error::Error;

use attar::event::PastDelivery;
use attar::money::BasisPoints;
use attar::service::promise::{Despatch, Promises, Window};
use attar::train::promise::{drift, promises};
use attar_server::demo::carriers::{Carrier, Chance, despatch};
use serde_json::{Value, json};

/// A year of a shop with some eighty parcels a day, and another one to hold promises against.
const PARCELS: usize = 30_000;
/// How often a promise shall hold, of 10,000 times.
const LEVEL: BasisPoints = BasisPoints(9_000);

fn main() -> Result<(), Box<dyn Error>> {
    let (seed, json) = arguments(std::env::args().skip(1))?;
    let mut chance = Chance::new(seed);
    let carriers = Carrier::demo();
    let history = send(&mut chance, &carriers);
    let table = promises(&history, LEVEL);
    let held_out = send(&mut chance, &carriers);
    let promised = held_out.iter().map(|parcel| promise(&table, parcel));
    let outcomes = promised.collect::<Option<Vec<Outcome>>>().ok_or("a parcel without a promise")?;
    let mut report = report(&outcomes, &mut oracle(seed, &carriers));
    report["seed"] = json!(seed);
    report["drift"] = drifts(&mut chance, &table, &carriers, &outcomes);
    println!("{}", if json { report.to_string() } else { format!("{report:#}") });
    Ok(hold(&report)?)
}

fn arguments(mut given: impl Iterator<Item = String>) -> Result<(u64, bool), Box<dyn Error>> {
    let (mut seed, mut json) = (1, false);
    while let Some(name) = given.next() {
        match name.as_str() {
            "--json" => json = true,
            "--seed" => seed = given.next().ok_or("`--seed` needs a number")?.parse()?,
            other => return Err(format!("`{other}` is no option; there are `--seed N` and `--json`").into()),
        }
    }
    Ok((seed, json))
}

fn send(chance: &mut Chance, carriers: &[Carrier]) -> Vec<PastDelivery> {
    let parcel = |_| {
        let despatch = despatch(chance, carriers);
        let by = carriers.iter().find(|carrier| carrier.id == despatch.carrier);
        PastDelivery { despatch, took: by.and_then(|carrier| carrier.carry(chance, &despatch)) }
    };
    (0..PARCELS).map(parcel).collect()
}

/// A promise, and whether it was kept.
struct Outcome {
    despatch: Despatch,
    window: Window,
    kept: bool,
}

fn promise(table: &Promises, parcel: &PastDelivery) -> Option<Outcome> {
    let window = table.window(&parcel.despatch)?;
    let kept = parcel.took.is_some_and(|took| window.holds(took));
    Some(Outcome { despatch: parcel.despatch, window, kept })
}

/// The width in minutes of the narrowest interval that holds at the level, for whoever knows how carriers work:
/// found among so many parcels of the very same kind.
fn oracle(seed: u64, carriers: &[Carrier]) -> impl FnMut(&Despatch) -> i32 {
    const TRIES: usize = 20_000;
    let mut known = BTreeMap::new();
    move |despatch| {
        *known.entry(*despatch).or_insert_with(|| {
            let mut chance = Chance::new(!seed);
            let carrier = carriers.iter().find(|carrier| carrier.id == despatch.carrier);
            let took =
                |_| carrier.and_then(|carrier| carrier.carry(&mut chance, despatch)).unwrap_or(i32::MAX);
            let mut times: Vec<i32> = (0..TRIES).map(took).collect();
            times.sort_unstable();
            let inside = TRIES * LEVEL.0 as usize / 10_000;
            let widths = times.windows(inside).map(|times| times[inside - 1].saturating_sub(times[0]));
            widths.min().unwrap_or(i32::MAX)
        })
    }
}

fn report(outcomes: &[Outcome], oracle: &mut impl FnMut(&Despatch) -> i32) -> Value {
    let widths = outcomes.iter().map(|outcome| outcome.window.until - outcome.window.from).collect();
    let narrowest = outcomes.iter().map(|outcome| oracle(&outcome.despatch)).collect();
    json!({
        "coverage": share(outcomes.iter()),
        "deliveries": outcomes.len(),
        "median_width_hours": median_hours(widths),
        "oracle_width_hours": median_hours(narrowest),
        "worst_carrier_coverage": worst(outcomes, |despatch| despatch.carrier),
        "worst_weekday_coverage": worst(outcomes, |despatch| despatch.weekday),
        "worst_zone_coverage": worst(outcomes, |despatch| despatch.zone),
    })
}

fn share<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> f64 {
    let (kept, all) = outcomes.fold((0, 0), |(kept, all), outcome| (kept + i32::from(outcome.kept), all + 1));
    f64::from(kept) / f64::from(all)
}

/// The coverage of the group that is farthest from the level.
fn worst<G: Ord>(outcomes: &[Outcome], group: impl Fn(&Despatch) -> G) -> f64 {
    let mut groups: BTreeMap<G, Vec<&Outcome>> = BTreeMap::new();
    for outcome in outcomes {
        groups.entry(group(&outcome.despatch)).or_default().push(outcome);
    }
    let level = f64::from(LEVEL.0) / 10_000.0;
    let shares = groups.values().map(|group| share(group.iter().copied()));
    shares.max_by(|a, b| (a - level).abs().total_cmp(&(b - level).abs())).unwrap_or(level)
}

fn median_hours(mut minutes: Vec<i32>) -> f64 {
    minutes.sort_unstable();
    f64::from(minutes[minutes.len() / 2]) / 60.0
}

/// Whether promises hold as they shall; else what does not.
fn hold(report: &Value) -> Result<(), String> {
    let figure = |name: &str| report[name].as_f64().unwrap_or(f64::NAN);
    let bounds = [
        ("coverage", 0.88..=0.92),
        ("worst_carrier_coverage", 0.85..=0.95),
        ("worst_weekday_coverage", 0.85..=0.95),
        ("median_width_hours", 0.0..=1.25 * figure("oracle_width_hours")),
    ];
    for (name, bounds) in bounds {
        if !bounds.contains(&figure(name)) {
            return Err(format!("`{name}` is `{}`, not within `{bounds:?}`", figure(name)));
        }
    }
    let drift = &report["drift"];
    match (drift["reported"].as_bool(), drift["reported_though_unchanged"].as_array()) {
        (Some(true), Some(unchanged)) if unchanged.is_empty() => Ok(()),
        _ => {
            Err(format!("a carrier is reported if its ways have changed, and only then; not so in `{drift}`"))
        }
    }
}

/// Follows each carrier's promises: first as it was, then a carrier whose ways have changed since.
fn drifts(chance: &mut Chance, table: &Promises, carriers: &[Carrier], outcomes: &[Outcome]) -> Value {
    let watched = carriers.iter().map(|carrier| {
        let own = outcomes.iter().filter(|outcome| outcome.despatch.carrier == carrier.id);
        (carrier.name, drift(LEVEL, own.map(|outcome| outcome.kept)))
    });
    let unchanged = watched.filter(|(_, drift)| drift.is_some()).map(|(name, _)| name).collect::<Vec<_>>();
    let worse: Vec<Carrier> = carriers.iter().map(|carrier| carrier.worse(300)).collect();
    let later = send(chance, &worse);
    let later = later.iter().filter_map(|parcel| promise(table, parcel));
    let (first, kept) = (&carriers[0], later.filter(|outcome| outcome.despatch.carrier == carriers[0].id));
    let found = drift(LEVEL, kept.map(|outcome| outcome.kept));
    json!({
        "reported_though_unchanged": unchanged,
        "changed_carrier": first.name,
        "reported": found.is_some(),
        "after_deliveries": found.map(|drift| drift.after),
        "kept": found.map(|drift| drift.kept as f64 / drift.after as f64),
    })
}
