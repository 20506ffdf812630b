//! What Karrio sends where a tracker changed.

use attar::Timestamp;
use attar::time::Zone;
use serde::Deserialize;

use super::{Tracking, json, moment, with_whole};

#[derive(Deserialize)]
struct Body {
    event: String,
    data: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Tracker {
    tracking_number: Option<String>,
    status: Option<String>,
    carrier_name: Option<String>,
    #[serde(default)]
    events: Vec<Event>,
    updated_at: Option<String>,
}

#[derive(Deserialize)]
struct Event {
    status: Option<String>,
    timestamp: Option<String>,
    date: Option<String>,
    time: Option<String>,
}

impl Event {
    /// Older carriers write a day and a clock on the wall.
    fn at(&self, zone: &Zone) -> Option<Timestamp> {
        let whole = self.timestamp.as_deref().and_then(|text| moment::read(text, zone));
        let parts = || moment::read_parts(self.date.as_deref()?, self.time.as_deref()?, zone);
        whole.or_else(parts)
    }
}

pub(super) fn read(body: &[u8], zone: &Zone) -> Result<Vec<Tracking>, String> {
    let Body { event, data } = json(body, "`event` and `data`")?;
    if !event.starts_with("tracker_") && !event.starts_with("tracker.") {
        return Ok(Vec::new());
    }
    let has = "a tracker has `tracking_number`, `status` and `events`";
    let tracker: Tracker = data.and_then(|data| serde_json::from_value(data).ok()).ok_or(has)?;
    let seen = tracker.events.iter().filter_map(|event| event.at(zone)).max();
    let changed = tracker.updated_at.and_then(|text| moment::read(&text, zone));
    let steps = tracker.events.iter();
    let told = steps.filter_map(|event| Some((event.status.clone()?, event.at(zone)))).collect();
    Ok(vec![Tracking {
        number: tracker.tracking_number,
        carrier: tracker.carrier_name,
        turned_back: false,
        told: with_whole(told, tracker.status, seen.or(changed)),
    }])
}
