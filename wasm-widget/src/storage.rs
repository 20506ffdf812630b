//! What the device keeps: a few texts in local storage, all under `attar:`.
//!
//! The storage is asked for each time and may be refused (a sandboxed frame, a strict browser): then
//! nothing is kept and nothing breaks. That is why this is not gloo's `LocalStorage`, whose `raw()` throws.

use attar::SourceId;
use web_sys::Storage;

use crate::outbox::Outbox;
use crate::signal::Row;

const OUTBOX: &str = "attar:outbox:";
const PRIVATE: &str = "attar:private";
/// The choice of this device: `private` or `denied`.
pub const CONSENT: &str = "attar:consent";
/// The token of a page on another origin, kept only after consent.
pub const TOKEN: &str = "attar:token";

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What lies under a key.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Puts a text under a key. A full storage keeps what it had.
pub fn set(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _full = storage.set_item(key, text);
    }
}

/// Takes a key away.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _refused = storage.remove_item(key);
    }
}

/// Keeps an outbox, or takes it away once it is empty.
pub fn save(outbox: &Outbox) {
    let key = key(outbox.source);
    if outbox.is_empty() { remove(&key) } else { set(&key, &outbox.text()) }
}

/// The outboxes of earlier page loads; what cannot be read is taken away.
pub fn outboxes() -> Vec<Outbox> {
    let read = |source: SourceId| {
        let outbox = Outbox::of_text(source, &get(&key(source))?);
        if outbox.is_none() {
            remove(&key(source));
        }
        outbox
    };
    sources().into_iter().filter_map(read).collect()
}

/// Takes every outbox away.
pub fn remove_outboxes() {
    sources().into_iter().for_each(|source| remove(&key(source)));
}

/// The rows that are never sent.
pub fn kept() -> Vec<Row> {
    get(PRIVATE).unwrap_or_default().lines().filter_map(Row::of_line).collect()
}

/// Keeps the rows that are never sent.
pub fn save_kept(rows: &[Row]) {
    set(PRIVATE, &rows.iter().map(Row::line).collect::<Vec<_>>().join("\n"));
}

/// Takes away all that tells of what the shopper looked at, and who they are.
pub fn forget() {
    remove_outboxes();
    remove(PRIVATE);
    remove(TOKEN);
}

fn key(source: SourceId) -> String {
    [OUTBOX, &source.to_string()].concat()
}

fn sources() -> Vec<SourceId> {
    let Some(storage) = storage() else { return Vec::new() };
    let keys = 0..storage.length().unwrap_or(0);
    keys.filter_map(|place| storage.key(place).ok()??.strip_prefix(OUTBOX)?.parse().ok()).collect()
}
