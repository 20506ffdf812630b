//! A page that sends signals, numbered from 0, and trusts the mark that comes back.

use attar::id::SourceId;
use serde_json::{Value, json};

use crate::prepared::Shopper;
use crate::random::Random;
use crate::site::{Client, Site};

/// What a page was told at its end.
#[derive(Debug, Clone, Copy)]
pub struct Acknowledged {
    /// The numbering of the page.
    pub source: SourceId,
    /// How many signals it was told to forget: the numbers below this.
    pub signals: u32,
}

/// The body of a sync: so many signals from this number on, by a page that knows the log up to `after`.
pub fn body(token: &str, source: SourceId, from: u32, many: u32, after: u64) -> Value {
    let signal = |n: u32| {
        let item = (n % 3 + 1).to_string();
        json!({ "name": "view_item", "at": i64::MAX >> 11, "params": { "items": [{ "item_id": item }] } })
    };
    let signals: Vec<Value> = (from..from + many).map(signal).collect();
    json!({ "wire": 1, "token": token, "source": source, "from": from, "after": after, "signals": signals })
}

/// Sends until the site closes; what the mark covers is never sent again.
pub fn browse(site: &Site, shopper: &Shopper, seed: u64) -> Acknowledged {
    let mut random = Random(seed);
    let source = SourceId(random.id());
    let (mut client, mut signals, mut after) = (Client::new(site), 0, 0);
    while !site.closing() {
        let many = u32::try_from(1 + random.below(20)).unwrap_or(1);
        let (status, answer) = client.post("/v1/sync", &body(&shopper.token, source, signals, many, after));
        assert_eq!(status, 200, "{answer}");
        signals = mark(&answer).map_or(0, |mark| mark + 1);
        after = answer["seq"].as_u64().unwrap_or_default();
    }
    Acknowledged { source, signals }
}

/// The highest number that was judged.
pub fn mark(answer: &Value) -> Option<u32> {
    u32::try_from(answer["mark"].as_i64()?).ok()
}
