//! When the shop learned last, up to which event, and how long it took: kept for the merchant's desk.

use attar::Timestamp;
use serde::{Deserialize, Serialize};

use crate::App;
use crate::log::{self, LogError};

/// Under this name the store keeps it.
const LESSON: &str = "lesson";

/// One training run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lesson {
    /// When its model came into force.
    pub(crate) at: Timestamp,
    /// The place in the log of the last event that it learned from, and when that happened.
    pub(crate) seq: u64,
    pub(crate) until: Timestamp,
    /// How long it took.
    pub(crate) millis: u64,
    /// On how many products it rests.
    pub(crate) items: usize,
}

impl Lesson {
    /// The last one; nothing, if the store keeps none that can be read.
    pub(crate) async fn load(app: &App) -> Result<Option<Self>, LogError> {
        let bytes = log::read(app.log(), |reader| reader.meta(LESSON)).await?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    pub(super) async fn keep(&self, app: &App) -> Result<(), LogError> {
        let kept = serde_json::to_vec(self).unwrap_or_default();
        log::transact(app.log(), move |tx| tx.put_meta(LESSON, &kept)).await
    }
}
