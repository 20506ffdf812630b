//! What the device keeps: a few texts in local storage, all under `attar:`.
//!
//! The storage may be refused (a sandboxed frame, a strict browser): then nothing is kept and nothing
//! breaks. The loader sees to that.

use attar::SourceId;
use attar::text::join;

use crate::loader::Loader;
use crate::outbox::Outbox;
use crate::signal::Row;

const OUTBOX: &str = "attar:outbox:";
const PRIVATE: &str = "attar:private";
/// The choice of this device: `private` or `denied`.
pub const CONSENT: &str = "attar:consent";
/// The token of a page on another origin; the loader keeps it after consent.
const TOKEN: &str = "attar:token";

/// The device's storage, which the loader holds.
pub struct Store(pub Loader);

impl Store {
    /// What lies under a key.
    pub fn get(&self, key: &str) -> Option<String> {
        self.0.stored(key, None)
    }

    /// Puts a text under a key, and takes the key away for an empty one. A full storage keeps what it had.
    #[inline(never)]
    pub fn set(&self, key: &str, text: &str) {
        self.0.stored(key, Some(text));
    }

    /// Keeps an outbox, or takes it away once it is empty.
    pub fn save(&self, outbox: &Outbox) {
        let text = if outbox.is_empty() { String::new() } else { outbox.text() };
        self.set(&key(outbox.source), &text);
    }

    /// The outbox of a page load, if it can be read.
    pub fn outbox(&self, source: SourceId) -> Option<Outbox> {
        Outbox::of_text(source, &self.get(&key(source))?)
    }

    /// Takes an outbox away.
    pub fn remove(&self, source: SourceId) {
        self.set(&key(source), "");
    }

    /// Takes every outbox away.
    pub fn remove_outboxes(&self) {
        for key in self.0.keys().split('\n') {
            if key.starts_with(OUTBOX) {
                self.set(key, "");
            }
        }
    }

    /// The rows that are never sent.
    pub fn kept(&self) -> Vec<Row> {
        let text = self.get(PRIVATE).unwrap_or_default();
        let mut rows = Vec::new();
        for line in text.split('\n') {
            rows.extend(Row::of_line(line));
        }
        rows
    }

    /// Keeps the rows that are never sent.
    pub fn save_kept(&self, rows: &[Row]) {
        self.set(PRIVATE, &Row::lines(rows));
    }

    /// Takes away all that tells of what the shopper looked at, and who they are.
    pub fn forget(&self) {
        self.remove_outboxes();
        self.set(PRIVATE, "");
        self.set(TOKEN, "");
    }
}

fn key(source: SourceId) -> String {
    join(&[OUTBOX, &source.hex()])
}
