//! A fold over the log that is read on when there is more. What was counted of somebody cannot be taken out again, so
//! it begins anew where one is forgotten.

use crate::log::Stored;

/// What was counted so far, and up to where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reading<T> {
    /// What was counted.
    pub(crate) counted: T,
    /// The place of the last entry that was counted.
    pub(crate) seq: u64,
    /// Whoever was forgotten up to this place is not in the count.
    pub(crate) forgotten: u64,
}

impl<T: Default> Reading<T> {
    /// Nothing yet, of a log in which so far somebody is forgotten.
    pub(crate) fn behind(forgotten: u64) -> Self {
        Self { forgotten, ..Self::default() }
    }

    /// Whether it has dropped all that it had counted.
    pub(crate) fn begins_anew(&self) -> bool {
        self.seq == 0 && self.forgotten > 0
    }

    /// Counts what comes next in the log, or drops it all.
    pub(crate) fn read(&mut self, entries: &[Stored], count: impl Fn(&mut T, &Stored)) {
        let gone = entries.iter().rfind(|entry| entry.event.fact.is_forgotten());
        if let Some(gone) = gone.filter(|gone| gone.seq > self.forgotten) {
            *self = Self::behind(gone.seq);
            return;
        }
        for entry in entries {
            count(&mut self.counted, entry);
            self.seq = entry.seq;
        }
    }
}

#[cfg(test)]
mod tests {
    use attar::event::{Actor, Channel, CustomerFact};
    use attar::{Event, EventId, Fact, SourceId, Subject, Timestamp};

    use super::*;
    use crate::testing::shopper;

    fn stored(seq: u64, fact: Fact) -> Stored {
        let id = EventId { source: SourceId([0; 16]), n: 0 };
        let (subject, actor) = (Subject::Shopper(shopper(1)), Actor::Shopper(shopper(1)));
        Stored { seq, event: Event { id, subject, actor, channel: Channel::Web, at: Timestamp(5), fact } }
    }

    #[test]
    fn it_begins_anew_where_one_is_forgotten_and_then_holds_what_remains() {
        let taught = |seq| stored(seq, Fact::Customer(CustomerFact::CardIssued));
        let gone = |seq| stored(seq, Fact::Customer(CustomerFact::Forgotten));
        let count = |count: &mut usize, _: &Stored| *count += 1;
        let mut reading = Reading::<usize>::default();
        reading.read(&[taught(1), taught(2)], count);
        assert_eq!((reading.counted, reading.seq, reading.begins_anew()), (2, 2, false));
        reading.read(&[taught(3), gone(4), taught(5)], count);
        assert_eq!((reading.counted, reading.seq, reading.forgotten), (0, 0, 4));
        assert!(reading.begins_anew());
        reading.read(&[taught(3), gone(4), taught(5)], count);
        assert_eq!((reading.counted, reading.seq, reading.begins_anew()), (3, 5, false));
    }
}
