//! Wishes of the past.

use super::App;
use crate::error::RecordError;
use crate::writer::{GROUP, Job, Wish, most_events};

impl App {
    /// Records wishes of the past in order, in transactions of at most 512 events; waits where the
    /// queue is full. Returns the place of the last event.
    ///
    /// # Errors
    /// A [`RecordError`] names the wish; nothing of its transaction is written, earlier ones remain.
    pub async fn record(&self, wishes: Vec<Wish>) -> Result<u64, RecordError> {
        let (mut seq, mut first) = (0, 0);
        for chunk in chunks(wishes) {
            let length = chunk.len();
            let done = self.send(|reply| Job::Record { wishes: chunk, reply }).await?;
            seq = done.map_err(|error| error.behind(first))?;
            first = length.saturating_add(first);
        }
        Ok(seq)
    }
}

/// In order, each of at most 512 events.
fn chunks(wishes: Vec<Wish>) -> Vec<Vec<Wish>> {
    let mut chunks: Vec<Vec<Wish>> = Vec::new();
    let mut room = 0;
    for wish in wishes {
        let events = most_events(&wish.command);
        match chunks.last_mut() {
            Some(chunk) if events <= room => chunk.push(wish),
            _ => {
                chunks.push(vec![wish]);
                room = GROUP;
            }
        }
        room = room.saturating_sub(events);
    }
    chunks
}
