//! The JSON of the wire, parsed by the browser and read field by field; bytes inside are base64 postcard.

use attar::state::MarketView;
use attar::{Event, Slice, SourceId};
use js_sys::Reflect;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::base64;
use crate::outbox::Batch;
use crate::session::News;

// The number of the form that this page speaks.
const WIRE: &str = "1";
const WIRE_NUMBER: f64 = 1.0;

/// What a page starts from.
pub struct Boot {
    /// The name of the current snapshot: 64 hex digits.
    pub snapshot: String,
    /// The place in the log.
    pub seq: u64,
    /// Who the page may speak for.
    pub token: Option<String>,
    /// What the server knows.
    pub slice: Slice,
    names: JsValue,
}

impl Boot {
    /// Reads the answer of `/v1/boot`; one of another wire is none.
    pub fn read(json: &JsValue) -> Option<Self> {
        (number(json, "wire") == Some(WIRE_NUMBER)).then_some(())?;
        Some(Self {
            snapshot: text(json, "snapshot")?,
            seq: number(json, "seq")? as u64,
            token: text(json, "token"),
            slice: postcard(json, "slice")?,
            names: member(json, "names"),
        })
    }

    /// The name of the names of a language.
    pub fn names(&self, lang: &str) -> Option<String> {
        text(&self.names, lang)
    }
}

/// The answer of `/v1/sync`.
pub struct Synced {
    /// The highest number judged, -1 for none.
    pub mark: i64,
    /// The place in the log that `news` leads to.
    pub seq: u64,
    /// What happened since.
    pub news: News,
    /// The market, if it changed.
    pub market: Option<MarketView>,
    /// The name of the current snapshot.
    pub snapshot: String,
    /// Opens the live stream.
    pub ticket: Option<String>,
}

impl Synced {
    /// Reads the answer.
    pub fn read(json: &JsValue) -> Option<Self> {
        let news = match postcard::<Slice>(json, "slice") {
            Some(slice) => News::Slice(Box::new(slice)),
            None => News::Events(postcard(json, "events").unwrap_or_default()),
        };
        Some(Self {
            mark: number(json, "mark").unwrap_or(-1.0) as i64,
            seq: number(json, "seq")? as u64,
            news,
            market: postcard(json, "market"),
            snapshot: text(json, "snapshot")?,
            ticket: text(json, "ticket"),
        })
    }
}

/// The body of `/v1/sync`.
pub fn sync_body(token: &str, source: SourceId, after: u64, batch: &Batch, live: bool) -> String {
    let (source, from, after) = (source.to_string(), batch.from.to_string(), after.to_string());
    let head = [r#"{"wire":"#, WIRE, r#","token":""#, token, r#"","source":""#, &source].concat();
    let numbers = [r#"","from":"#, &from, r#","after":"#, &after].concat();
    let live = if live { r#","live":true}"# } else { "}" };
    [&head, &numbers, r#","signals":"#, &batch.json, live].concat()
}

/// The body of `POST /v1/boot`.
pub fn boot_body(token: &str) -> String {
    [r#"{"wire":"#, WIRE, r#","token":""#, token, r#""}"#].concat()
}

/// The body of the command that records a choice; without a token the server mints one.
pub fn consent_body(level: &str, token: Option<&str>) -> String {
    let command = [r#"{"command":{"set_consent":{"consent":""#, level, r#""}}"#].concat();
    match token {
        Some(token) => [&command, r#","token":""#, token, r#""}"#].concat(),
        None => [&command, "}"].concat(),
    }
}

/// The events of one message of `/v1/live`.
pub fn events(data: &str) -> Option<Vec<Event>> {
    postcard::from_bytes(&base64::decode(data)?).ok()
}

/// A member that is a text.
pub fn text(json: &JsValue, key: &str) -> Option<String> {
    member(json, key).as_string()
}

fn number(json: &JsValue, key: &str) -> Option<f64> {
    member(json, key).as_f64()
}

fn member(json: &JsValue, key: &str) -> JsValue {
    Reflect::get(json, &key.into()).unwrap_or_default()
}

fn postcard<T: DeserializeOwned>(json: &JsValue, key: &str) -> Option<T> {
    postcard::from_bytes(&base64::decode(&text(json, key)?)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bodies_are_the_json_of_the_wire() {
        let batch = Batch { from: 3, count: 0, json: "[]".into() };
        assert_eq!(
            sync_body("tok", SourceId([0xab; 16]), 9, &batch, true),
            r#"{"wire":1,"token":"tok","source":"abababababababababababababababab","from":3,"after":9,"signals":[],"live":true}"#
        );
        assert_eq!(boot_body("tok"), r#"{"wire":1,"token":"tok"}"#);
        assert_eq!(consent_body("full", None), r#"{"command":{"set_consent":{"consent":"full"}}}"#);
        assert_eq!(
            consent_body("denied", Some("tok")),
            r#"{"command":{"set_consent":{"consent":"denied"}},"token":"tok"}"#
        );
    }
}
