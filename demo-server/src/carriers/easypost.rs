//! What EasyPost sends where a tracker changed.

use attar::time::Zone;
use serde::Deserialize;

use super::{Tracking, json, moment, with_whole};

#[derive(Deserialize)]
struct Body {
    description: String,
    result: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Tracker {
    tracking_code: Option<String>,
    status: Option<String>,
    carrier: Option<String>,
    #[serde(default)]
    tracking_details: Vec<Detail>,
    updated_at: Option<String>,
}

#[derive(Deserialize)]
struct Detail {
    status: Option<String>,
    datetime: Option<String>,
}

pub(super) fn read(body: &[u8], zone: &Zone) -> Result<Vec<Tracking>, String> {
    let Body { description, result } = json(body, "`description` and `result`")?;
    if !description.starts_with("tracker.") {
        return Ok(Vec::new());
    }
    let has = "a tracker has `tracking_code`, `status` and `tracking_details`";
    let tracker: Tracker = result.and_then(|result| serde_json::from_value(result).ok()).ok_or(has)?;
    let at = |text: Option<String>| text.and_then(|text| moment::read(&text, zone));
    let steps = tracker.tracking_details.into_iter();
    let told = steps.filter_map(|step| Some((step.status?, at(step.datetime)))).collect();
    Ok(vec![Tracking {
        number: tracker.tracking_code,
        carrier: tracker.carrier,
        turned_back: false,
        told: with_whole(told, tracker.status, at(tracker.updated_at)),
    }])
}
