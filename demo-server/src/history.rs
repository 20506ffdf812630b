//! One shopper's part of the log.

use attar::ShopperId;
use attar::event::Observation;

use crate::log::{LogError, Reader, Stored};
use crate::wire::MOST_EVENTS;

/// Which part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct History {
    /// Behind this place.
    pub(crate) after: u64,
    /// Up to this place.
    pub(crate) to: u64,
    /// At most so many.
    pub(crate) limit: usize,
}

impl History {
    /// The shopper's own entries and those of the visitors they were, in order.
    pub(crate) fn read(self, reader: &dyn Reader, who: ShopperId) -> Result<Vec<Stored>, LogError> {
        let mut entries = reader.history(&everyone(reader, who)?, self.after, self.limit)?;
        entries.retain(|stored| stored.seq <= self.to);
        Ok(entries)
    }
}

/// The signals of a shopper between a place that a page has read and another; nothing, if their slice tells it: at
/// the beginning, after too many, after a place that is not there, or where anything happened that is no signal.
pub(crate) fn since(
    reader: &dyn Reader,
    who: ShopperId,
    after: u64,
    to: u64,
) -> Result<Option<Vec<Observation>>, LogError> {
    if after == 0 || after > to {
        return Ok(None);
    }
    let events = History { after, to, limit: MOST_EVENTS.saturating_add(1) }.read(reader, who)?;
    Ok(if events.len() <= MOST_EVENTS { observed(&events) } else { None })
}

/// The signals that these are; nothing, if one is none. A page folds signals and nothing else.
pub(crate) fn observed(events: &[Stored]) -> Option<Vec<Observation>> {
    events.iter().map(|stored| stored.event.observation()).collect()
}

/// The customer that somebody is by now, and all visitors that customer was.
pub(crate) fn everyone(reader: &dyn Reader, who: ShopperId) -> Result<Vec<ShopperId>, LogError> {
    let customer = reader.customer_of(who)?.unwrap_or(who);
    let mut all = reader.visitors_of(customer)?;
    all.push(customer);
    Ok(all)
}
