//! One shopper's part of the log.

use attar::ShopperId;

use crate::log::{LogError, Reader, Stored};

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

/// The customer that somebody is by now, and all visitors that customer was.
pub(crate) fn everyone(reader: &dyn Reader, who: ShopperId) -> Result<Vec<ShopperId>, LogError> {
    let customer = reader.customer_of(who)?.unwrap_or(who);
    let mut all = reader.visitors_of(customer)?;
    all.push(customer);
    Ok(all)
}
