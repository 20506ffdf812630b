//! What AfterShip sends where a tracking changed.

use attar::time::Zone;
use serde::Deserialize;

use super::{Tracking, json, moment, with_whole};

#[derive(Deserialize)]
struct Body {
    event: String,
    #[serde(alias = "data")]
    msg: Option<Whole>,
}

#[derive(Deserialize)]
struct Whole {
    tracking_number: Option<String>,
    slug: Option<String>,
    tag: Option<String>,
    #[serde(default)]
    checkpoints: Vec<Checkpoint>,
    return_to_sender: Option<bool>,
    updated_at: Option<String>,
}

#[derive(Deserialize)]
struct Checkpoint {
    tag: Option<String>,
    checkpoint_time: Option<String>,
}

pub(super) fn read(body: &[u8], zone: &Zone) -> Result<Vec<Tracking>, String> {
    let has = "`event` and, of a `tracking_update`, `msg.tracking_number`, `msg.tag` and `msg.checkpoints`";
    let Body { event, msg } = json(body, has)?;
    if event != "tracking_update" {
        return Ok(Vec::new());
    }
    let msg = msg.ok_or("a `tracking_update` has `msg`")?;
    let at = |text: Option<String>| text.and_then(|text| moment::read(&text, zone));
    let steps = msg.checkpoints.into_iter();
    let told = steps.filter_map(|step| Some((step.tag?, at(step.checkpoint_time)))).collect();
    Ok(vec![Tracking {
        number: msg.tracking_number,
        carrier: msg.slug,
        turned_back: msg.return_to_sender.unwrap_or_default(),
        told: with_whole(told, msg.tag, at(msg.updated_at)),
    }])
}
