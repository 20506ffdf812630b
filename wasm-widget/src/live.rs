//! The one live stream of a browser: what happens to the shopper's orders, as it happens. The loader holds
//! it, in one tab; the others hear of it.

use attar::decode;
use attar::decode::Postcard;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::page::{self, Page};
use crate::session::News;

/// After a broken stream the page waits this long before it asks for a new one: 3 s.
const PAUSE: u32 = 3_000;
/// A page that begins to watch waits this long, in ms, for the stream to be its own: one request does then.
const GRACE: u32 = 50;

/// Takes in one message of the live stream: what was observed between two places in the log.
#[wasm_bindgen]
pub fn take(observed: &[u8], after: f64, seq: f64) {
    hear(observed, after, seq, News::Observed);
}

/// Takes in another: the shopper's slice at a place in the log.
#[wasm_bindgen]
pub fn stand(slice: &[u8], seq: f64) {
    hear(slice, 0.0, seq, |slice| News::Slice(Box::new(slice)));
}

/// What cannot be read, and what is missing before it, is asked for.
fn hear<T: Postcard>(bytes: &[u8], after: f64, seq: f64, news: fn(T) -> News) {
    let news = decode(bytes).map(news);
    page::with(|page| {
        page.session.hear(page::now());
        let heard = news.is_some_and(|news| page.session.absorb(after as u64, seq as u64, news));
        if !heard && page.watching {
            page.catch_up(0);
        }
    });
    page::draw();
}

/// The live stream is this page's to open.
#[wasm_bindgen]
pub fn lead() {
    page::with(|page| {
        page.leads = true;
        page.sync.soon(0);
    });
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
    /// Takes part in the live stream or leaves it, as the trackers in sight ask for.
    pub(crate) fn watch(&mut self) {
        let watches = self.token.is_some() && self.front && self.elements.has_visible_tracker();
        if watches == self.watching {
            return;
        }
        self.watching = watches;
        (self.leads, self.live) = (false, false);
        self.loader.watch(watches);
        if watches {
            self.catch_up(GRACE);
        }
    }

    /// Syncs after so many milliseconds, even if there is nothing to send.
    fn catch_up(&mut self, after: u32) {
        self.behind = true;
        self.sync.soon(after);
    }

    /// Whether a stream should be open here and is not.
    pub(crate) fn wants_live(&self) -> bool {
        self.leads && !self.live
    }
}
