//! Bytes that are promised for ever: lines of the log that every later version must read, and the
//! snapshot of this version of the format.

mod case;

use std::collections::BTreeSet;

use attar::{Event, Snapshot};
use serde_json::Value;

/// Lines are only ever added to this file, with every fact that is new.
const LOG: &str = include_str!("golden/log.jsonl");
/// Written anew when [`Snapshot::VERSION`] rises, and only then.
const SNAPSHOT: &str = include_str!("golden/snapshot.hex");

fn events() -> Vec<Event> {
    let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
    LOG.lines().map(read).collect()
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.chunks(48).map(|line| line.concat() + "\n").collect()
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        hex.bytes().filter_map(|digit| char::from(digit).to_digit(16)).map(|d| d as u8).collect();
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn snapshot() -> Snapshot {
    let all = case::all();
    let case = all.iter().find(|case| case.name == "recommend_cold_is_popular").expect("the case");
    Snapshot::clone(&case.snapshot())
}

#[test]
fn a_line_of_the_log_says_the_same_for_ever() {
    for (event, line) in events().iter().zip(LOG.lines()) {
        let (was, now): (Value, Value) =
            (serde_json::from_str(line).expect("json"), serde_json::to_value(event).expect("json"));
        assert!(holds(&now, &was), "{now} does not say all of {line}");
        assert_eq!(serde_json::from_value::<Event>(now).ok().as_ref(), Some(event), "{line}");
    }
}

/// Whether every member of the old value is in the new one; what was added since says nothing.
fn holds(now: &Value, was: &Value) -> bool {
    match (now, was) {
        (Value::Object(now), Value::Object(was)) => {
            let kept = was.iter().all(|(name, was)| now.get(name).is_some_and(|now| holds(now, was)));
            let added = now.iter().filter(|(name, _)| !was.contains_key(*name));
            kept && added.map(|(_, value)| value).all(says_nothing)
        }
        (Value::Array(now), Value::Array(was)) => {
            now.len() == was.len() && now.iter().zip(was).all(|(now, was)| holds(now, was))
        }
        _ => now == was,
    }
}

fn says_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

#[test]
fn every_fact_has_a_golden_line() {
    let events = events();
    let shown: BTreeSet<&str> = events.iter().map(|event| case::seen::fact(&event.fact)).collect();
    assert_eq!(shown, case::seen::every_fact());
}

#[test]
fn a_field_from_the_future_does_not_stop_an_old_reader() {
    for line in LOG.lines() {
        let later = line.replacen("{\"id\"", "{\"later\":[1,{}],\"id\"", 1);
        assert_eq!(serde_json::from_str::<Event>(&later).ok(), serde_json::from_str(line).ok(), "{later}");
    }
}

#[test]
fn a_snapshot_begins_with_its_name_and_its_version() {
    let bytes = snapshot().encode().expect("a snapshot");
    let mut header = b"ATTR".to_vec();
    header.extend(Snapshot::VERSION.to_le_bytes());
    assert_eq!(bytes.get(..6), Some(&header[..]));
}

#[test]
fn a_version_of_the_snapshot_has_one_form() {
    let now = hex(&snapshot().encode().expect("a snapshot"));
    assert_eq!(now, SNAPSHOT, "the bytes changed: raise `Snapshot::VERSION` and write the file anew");
    assert_eq!(Snapshot::decode(&bytes_of(SNAPSHOT)), Ok(snapshot()));
}

#[test]
fn another_version_is_refused_with_what_to_do() {
    let mut bytes = snapshot().encode().expect("a snapshot");
    bytes[4] = 9;
    let refused = Snapshot::decode(&bytes).expect_err("version 9").to_string();
    assert!(refused.contains("`9`") && refused.contains("train again"), "{refused}");
    let cut = snapshot().encode().map(|bytes| bytes[..bytes.len() - 1].to_vec()).expect("a snapshot");
    let refused = Snapshot::decode(&cut).expect_err("it is cut").to_string();
    assert!(refused.contains("damaged"), "{refused}");
}
