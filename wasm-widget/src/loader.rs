//! What the loader, `js/loader`, does for the engine: all that JavaScript says in far fewer bytes.

use wasm_bindgen::prelude::wasm_bindgen;

use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    /// The loader, which owns the network and what the device keeps.
    #[derive(Clone)]
    pub type Loader;

    /// Asks [`request`](crate::sync::request) for a body, sends it and gives the answer to [`settle`](crate::sync::settle).
    #[wasm_bindgen(method)]
    pub fn exchange(this: &Loader, last: bool);

    /// Waits for the browser's one live stream, which [`lead`](crate::live::lead) says is this page's, or
    /// leaves it to others.
    #[wasm_bindgen(method)]
    pub fn watch(this: &Loader, watches: bool);

    /// Opens the live stream with a ticket, from a place in the log on.
    #[wasm_bindgen(method)]
    pub fn stream(this: &Loader, ticket: &str, after: f64);

    /// Puts numbers, amounts and moments inside a node into people's forms, and the node into an element: for the first
    /// time only if the server did not draw the same.
    #[wasm_bindgen(method)]
    pub fn show(this: &Loader, host: &Element, drawn: &Element, first: bool);

    /// An element shows something else than before.
    #[wasm_bindgen(method)]
    pub fn changed(this: &Loader);

    /// Fills with random bytes.
    #[wasm_bindgen(method)]
    pub fn random(this: &Loader, bytes: &mut [u8]);

    /// What the device keeps under a key; a text goes there, an empty one takes the key away.
    #[wasm_bindgen(method)]
    pub fn stored(this: &Loader, key: &str, text: Option<&str>) -> Option<String>;

    /// The keys of all that the device keeps, with a line break in between.
    #[wasm_bindgen(method)]
    pub fn keys(this: &Loader) -> String;
}
