//! The engine alone, bytes in and bytes out: what tests hold against the native one.

use std::sync::Arc;

use attar::decode::Postcard;
use attar::{Engine, Event, Query, ShopperId, Slice, Snapshot, Timestamp, decode, encode};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// An engine that speaks postcard.
#[wasm_bindgen]
pub struct BareEngine {
    engine: Engine,
}

#[wasm_bindgen]
impl BareEngine {
    /// An engine on a snapshot file and a slice.
    ///
    /// # Errors
    /// A sentence for bytes that are no such thing.
    #[wasm_bindgen(constructor)]
    pub fn new(snapshot: &[u8], slice: &[u8]) -> Result<Self, JsValue> {
        let snapshot = Snapshot::decode(snapshot).map_err(|_| unreadable())?;
        let slice: Slice = read(slice)?;
        Ok(Self { engine: Engine::new(Arc::new(snapshot), slice.into()) })
    }

    /// Takes in a list of events.
    ///
    /// # Errors
    /// A sentence for bytes that are no events.
    pub fn apply(&mut self, events: &[u8]) -> Result<(), JsValue> {
        let events: Vec<Event> = read(events)?;
        events.iter().for_each(|event| self.engine.apply(event));
        Ok(())
    }

    /// Answers a shopper (32 hex digits) at a moment (milliseconds).
    ///
    /// # Errors
    /// A sentence for bytes that are no query.
    pub fn ask(&self, who: &str, query: &[u8], at: f64) -> Result<Vec<u8>, JsValue> {
        let who: ShopperId = who.parse().map_err(|_| unreadable())?;
        let query: Query = read(query)?;
        Ok(encode(&self.engine.ask(&who, &query, Timestamp(at as i64))))
    }
}

fn read<T: Postcard>(bytes: &[u8]) -> Result<T, JsValue> {
    decode(bytes).ok_or_else(unreadable)
}

#[inline(never)]
fn unreadable() -> JsValue {
    js_sys::Error::new("the bytes are not what they should be").into()
}
