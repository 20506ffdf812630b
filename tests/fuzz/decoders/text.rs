//! What is read from JSON: lines of the log, drafts of a shop.

use std::fmt::Debug;

use attar::shop::ShopDraft;
use attar::{Event, Lang, Shop};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::world;

/// What was read, where it can be; then it is written and read again, as far as it is `kept`.
fn read<T: DeserializeOwned + Serialize + PartialEq + Debug>(
    bytes: &[u8],
    kept: impl Fn(T) -> T,
) -> Option<T> {
    let value: T = kept(serde_json::from_slice(bytes).ok()?);
    let written = serde_json::to_vec(&value).expect("what was read can be written");
    assert_eq!(serde_json::from_slice::<T>(&written).ok().as_ref(), Some(&value), "it reads back otherwise");
    Some(value)
}

pub fn log_line(bytes: &[u8]) {
    let Some(event) = read::<Event>(bytes, |event| event) else { return };
    let mut engine = world::server();
    engine.apply(&event);
    engine.apply(&event);
    world::question(&engine);
}

pub fn shop_draft(bytes: &[u8]) {
    // What was wrong with a promotion that is off stands nowhere once the others are written.
    let sound = |mut draft: ShopDraft| {
        draft.terms.unread.clear();
        draft
    };
    let Some(draft) = read(bytes, sound) else { return };
    let Ok(shop) = Shop::check(draft) else { return };
    for lang in Lang::ALL {
        drop(shop.names(lang));
    }
    let file = attar::Snapshot::cold(shop.public().clone()).encode().expect("a snapshot");
    attar::Snapshot::decode(&file).expect("a checked shop makes a sound snapshot");
}
