//! The one live stream of a page: what happens to the shopper's orders, as it happens. The loader holds it.

use attar::decode;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::page::{self, Page};
use crate::session::News;

/// After a broken stream the page waits this long before it asks for a new one: 3 s.
const PAUSE: u32 = 3_000;

/// Takes in the events of one message of the live stream, and the place in the log that they lead to.
#[wasm_bindgen]
pub fn take(events: &[u8], seq: f64) {
    if let Some(events) = decode(events) {
        page::with(|page| page.session.absorb(page.session.seq, seq as u64, News::Events(events)));
        page::draw();
    }
}

/// The live stream ended: syncs for a new ticket after a pause.
#[wasm_bindgen]
pub fn reopen() {
    page::with(|page| {
        page.live = false;
        page.sync.soon(PAUSE);
    });
}

impl Page {
    /// Opens or closes the live stream, as the trackers in sight ask for.
    pub(crate) fn watch(&mut self) {
        if !self.watches() {
            self.close();
        } else if self.wants_live() {
            self.sync.soon(0);
        }
    }

    fn watches(&self) -> bool {
        self.elements.has_visible_tracker() && self.is_in_front()
    }

    /// Whether a stream should be open and is not.
    pub(crate) fn wants_live(&self) -> bool {
        !self.live && self.token.is_some() && self.watches()
    }

    /// Closes the live stream.
    pub(crate) fn close(&mut self) {
        self.live = false;
        self.loader.stream(None, 0.0);
    }
}
