//! The JSON of the wire, parsed by the browser and read field by field. The loader has made bytes of the
//! base64 inside; the bytes are postcard.

use attar::state::MarketView;
use attar::text::{decimal, join};
use attar::{Slice, SourceId, decode};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::outbox::Batch;
use crate::session::News;

/// The number of the form that this page speaks. The loader knows it too: it checks the answer of boot.
const WIRE: &str = "1";

#[wasm_bindgen]
extern "C" {
    /// An object that was JSON.
    pub type Json;

    /// A member that is a text.
    #[wasm_bindgen(method, indexing_getter)]
    fn text(this: &Json, member: &str) -> Option<String>;

    /// A member that is a number.
    #[wasm_bindgen(method, indexing_getter)]
    fn number(this: &Json, member: &str) -> Option<f64>;

    /// A member that is `true` or `false`.
    #[wasm_bindgen(method, indexing_getter)]
    fn flag(this: &Json, member: &str) -> Option<bool>;

    /// A member that is bytes.
    #[wasm_bindgen(method, indexing_getter)]
    fn bytes(this: &Json, member: &str) -> Option<Vec<u8>>;
}

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
    /// Whether the browser says no: Global Privacy Control, or the word of the server's own pages.
    pub denied: bool,
}

impl Boot {
    /// Reads the answer of `/v1/boot`, to which the loader added `denied`.
    pub fn read(json: &Json) -> Option<Self> {
        Some(Self {
            snapshot: json.text("snapshot")?,
            seq: json.number("seq")? as u64,
            token: json.text("token"),
            slice: decode(&json.bytes("slice")?)?,
            denied: json.flag("denied") == Some(true),
        })
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
    pub fn read(json: &Json) -> Option<Self> {
        let news = match json.bytes("slice").and_then(|slice| decode(&slice)) {
            Some(slice) => News::Slice(Box::new(slice)),
            None => {
                News::Observed(json.bytes("events").and_then(|events| decode(&events)).unwrap_or_default())
            }
        };
        Some(Self {
            mark: json.number("mark").unwrap_or(-1.0) as i64,
            seq: json.number("seq")? as u64,
            news,
            market: json.bytes("market").and_then(|market| decode(&market)),
            snapshot: json.text("snapshot")?,
            ticket: json.text("ticket"),
        })
    }
}

/// The body of `/v1/sync`.
pub fn sync_body(token: &str, source: SourceId, after: u64, batch: &Batch, live: bool) -> String {
    let (source, from, after) = (source.hex(), decimal(i64::from(batch.from)), decimal(after as i64));
    let live = if live { r#","live":true}"# } else { "}" };
    join(&[
        r#"{"wire":"#,
        WIRE,
        r#","token":""#,
        token,
        r#"","source":""#,
        &source,
        r#"","from":"#,
        &from,
        r#","after":"#,
        &after,
        r#","signals":"#,
        &batch.json,
        live,
    ])
}

/// The body of the command that records a choice; without a token the server mints one.
pub fn consent_body(level: &str, token: Option<&str>) -> String {
    let (before, behind) = if token.is_some() { (r#","token":""#, r#""}"#) } else { ("", "}") };
    let head = r#"{"command":{"set_consent":{"consent":""#;
    join(&[head, level, r#""}}"#, before, token.unwrap_or_default(), behind])
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
        assert_eq!(consent_body("full", None), r#"{"command":{"set_consent":{"consent":"full"}}}"#);
        assert_eq!(
            consent_body("denied", Some("tok")),
            r#"{"command":{"set_consent":{"consent":"denied"}},"token":"tok"}"#
        );
    }
}
