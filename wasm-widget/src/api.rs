//! The engine for programs: plain JavaScript objects in and out, the same JSON as everywhere else.

use std::fmt::Display;
use std::sync::Arc;

#[cfg(feature = "carts")]
use attar::{Actor, Command, Rejection};
use attar::{Answer, Event, Query, ShopperId, Slice, Snapshot, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::object;

/// The types of what goes in and out, which the package has in a file of its own.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "import type { Actor, Answer, Command, Event, Fact, Query, Subject } from './engine.js';";

/// The engine: `apply` folds, `ask` reads; with whole carts `decide` judges, too.
#[wasm_bindgen]
pub struct Engine {
    engine: attar::Engine,
}

#[cfg(feature = "carts")]
fn shown(answer: &Answer) -> Result<JsValue, JsValue> {
    write(answer)
}

/// The answers that there are without carts, in the form of all.
#[cfg(not(feature = "carts"))]
fn shown(answer: &Answer) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Shown<'a> {
        Recommended(&'a attar::query::Recommended),
        Priced(&'a attar::query::Priced),
        Tracked(&'a attar::query::Tracked),
        Profile(&'a attar::query::Profile),
        Unknown(&'a attar::query::Unknown),
    }
    write(&match answer {
        Answer::Recommended(list) => Shown::Recommended(list),
        Answer::Priced(priced) => Shown::Priced(priced),
        Answer::Tracked(tracked) => Shown::Tracked(tracked),
        Answer::Profile(profile) => Shown::Profile(profile),
        Answer::Unknown(unknown) => Shown::Unknown(unknown),
        _ => Shown::Unknown(&attar::query::Unknown::OnlyServer),
    })
}

/// Why a wish was not granted, as it is thrown.
#[cfg(feature = "carts")]
#[derive(Serialize)]
struct Refused<'a> {
    /// A stable name: `out_of_stock`.
    code: &'static str,
    /// A sentence.
    message: String,
    /// The same with its particulars.
    rejection: &'a Rejection,
}

#[wasm_bindgen]
impl Engine {
    /// An engine on a snapshot file, and on what is known of a shopper: a slice, as `slice` and the server's `/v1/boot`
    /// (there in base64) give it, or nothing for an anonymous reader.
    ///
    /// # Errors
    /// A sentence for bytes that are no snapshot or no slice.
    #[wasm_bindgen(constructor)]
    pub fn new(snapshot: &[u8], slice: Option<Box<[u8]>>) -> Result<Self, JsValue> {
        let snapshot = Snapshot::decode(snapshot).map_err(sentence)?;
        let slice = slice.map_or_else(|| Some(Slice::default()), |slice| attar::decode(&slice));
        let slice = slice.ok_or_else(|| sentence("these bytes are no slice"))?;
        Ok(Self { engine: attar::Engine::new(Arc::new(snapshot), slice.into()) })
    }

    /// Takes in what happened.
    ///
    /// # Errors
    /// A sentence for an object that is no event.
    pub fn apply(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Event")] event: JsValue,
    ) -> Result<(), JsValue> {
        self.engine.apply(&happened::<Event>(event)?);
        Ok(())
    }

    /// Takes in a signal that stays on the device.
    ///
    /// # Errors
    /// A sentence for an object that is no event.
    #[wasm_bindgen(js_name = applyPrivate)]
    pub fn apply_private(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Event")] event: JsValue,
    ) -> Result<(), JsValue> {
        self.engine.apply_private(&happened::<Event>(event)?);
        Ok(())
    }

    /// Answers a shopper (32 hex digits) at a moment (milliseconds).
    ///
    /// # Errors
    /// A sentence for an object that is no query.
    #[wasm_bindgen(unchecked_return_type = "Answer")]
    pub fn ask(
        &self,
        who: &str,
        #[wasm_bindgen(unchecked_param_type = "Query")] query: JsValue,
        at: f64,
    ) -> Result<JsValue, JsValue> {
        shown(&self.answer(who, query, at)?)
    }

    /// All that another engine needs to answer for this shopper: what `new Engine` takes.
    ///
    /// # Errors
    /// A sentence for what is no shopper.
    pub fn slice(&self, who: &str) -> Result<Vec<u8>, JsValue> {
        Ok(attar::encode(&self.engine.slice(&who.parse().map_err(sentence)?)))
    }
}

/// What the whole package can beside: the smaller one leaves wishes to the server.
#[cfg(feature = "carts")]
#[wasm_bindgen]
impl Engine {
    /// The same answer as the bytes that every build of the engine gives.
    ///
    /// # Errors
    /// A sentence for an object that is no query.
    #[wasm_bindgen(js_name = askBytes)]
    pub fn ask_bytes(
        &self,
        who: &str,
        #[wasm_bindgen(unchecked_param_type = "Query")] query: JsValue,
        at: f64,
    ) -> Result<Vec<u8>, JsValue> {
        Ok(attar::encode(&self.answer(who, query, at)?))
    }

    /// Previews a wish at a moment (milliseconds): the facts that would make it true.
    ///
    /// # Errors
    /// `{code, message, rejection}` that says why not, or a sentence for an object that is no wish.
    #[wasm_bindgen(unchecked_return_type = "[Subject, Fact][]")]
    pub fn decide(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Actor")] actor: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Command")] command: JsValue,
        at: f64,
    ) -> Result<JsValue, JsValue> {
        let (actor, command): (Actor, Command) = (said(actor)?, said(command)?);
        match self.engine.decide(&actor, &command, Timestamp(at as i64)) {
            Ok(facts) => write(&facts),
            Err(rejection) => Err(refused(&rejection)?),
        }
    }
}

impl Engine {
    fn answer(&self, who: &str, query: JsValue, at: f64) -> Result<Answer, JsValue> {
        let who: ShopperId = who.parse().map_err(sentence)?;
        let query: Query = said(query)?;
        Ok(self.engine.ask(&who, &query, Timestamp(at as i64)))
    }
}

#[cfg(feature = "carts")]
fn refused(rejection: &Rejection) -> Result<JsValue, JsValue> {
    write(&Refused { code: rejection.code(), message: rejection.to_string(), rejection })
}

fn said<T: DeserializeOwned>(object: JsValue) -> Result<T, JsValue> {
    object::said(object).map_err(sentence)
}

fn happened<T: DeserializeOwned>(object: JsValue) -> Result<T, JsValue> {
    object::happened(object).map_err(sentence)
}

fn write(value: &impl Serialize) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::json_compatible()).map_err(sentence)
}

fn sentence(error: impl Display) -> JsValue {
    js_sys::Error::new(&error.to_string()).into()
}
