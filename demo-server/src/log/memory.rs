//! The log in memory: for tests, and for a shop that may forget everything at its end.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use attar::Timestamp;
use attar::event::{Consent, Subject};
use attar::id::{ContactId, ContentHash, EventId, OrderId, ParcelId, ShopperId, SourceId};

use super::{BlobKind, EventLog, KeptScan, LogError, Mark, Pending, Read, Reader, Stored, Write};

mod forget;
mod links;
mod outbox;
mod read;
mod write;

/// An [`EventLog`] in memory.
#[derive(Debug, Default)]
pub struct MemoryLog {
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    entries: BTreeMap<u64, Stored>,
    ids: BTreeMap<EventId, u64>,
    by_subject: BTreeMap<Subject, BTreeSet<u64>>,
    /// The last place that was given.
    top: u64,
    /// Entries as they were before this transaction rewrote or deleted them.
    before: Vec<Stored>,
    side: Side,
}

/// All that is not the log itself; small enough to be copied before each transaction.
#[derive(Debug, Default, Clone)]
struct Side {
    links: BTreeMap<ShopperId, ShopperId>,
    consents: BTreeMap<ShopperId, Consent>,
    buyers: BTreeMap<OrderId, (ShopperId, ContactId)>,
    numbers: BTreeMap<u32, OrderId>,
    /// How often the links to an order were made void, where they were.
    voided: BTreeMap<OrderId, u32>,
    open: BTreeMap<u64, OrderId>,
    closed: BTreeMap<u64, OrderId>,
    due: BTreeMap<OrderId, Timestamp>,
    /// When the clock is to look at somebody's points.
    points_due: BTreeMap<ShopperId, Timestamp>,
    consigned: BTreeMap<(OrderId, ParcelId), String>,
    /// By whose code others come.
    referrers: BTreeMap<String, ShopperId>,
    scans: Vec<KeptScan>,
    marks: BTreeMap<SourceId, (Mark, Option<ShopperId>)>,
    blobs: Vec<(BlobKind, ContentHash, Arc<[u8]>)>,
    metas: BTreeMap<String, Vec<u8>>,
    contacts: BTreeMap<ContactId, (ShopperId, String, Timestamp)>,
    answers: BTreeMap<(String, String), (String, Timestamp)>,
    refused: BTreeMap<EventId, (Timestamp, String)>,
    told: outbox::Told,
    tombs: BTreeMap<u64, ShopperId>,
    gone: BTreeSet<ContentHash>,
}

impl EventLog for MemoryLog {
    fn transact(&self, work: Write) -> Pending<'_> {
        Box::pin(async move {
            let mut inside = self.inside.lock().map_err(|_| LogError::Closed)?;
            let (head, side) = (inside.head()?, inside.side.clone());
            inside.before.clear();
            let done = work(&mut *inside);
            if done.is_err() {
                inside.roll_back(head, side);
            }
            done
        })
    }

    fn read(&self, work: Read) -> Pending<'_> {
        Box::pin(async move { work(&*self.inside.lock().map_err(|_| LogError::Closed)?) })
    }
}

impl Inside {
    fn roll_back(&mut self, head: u64, side: Side) {
        let new: Vec<u64> = self.entries.range(head.saturating_add(1)..).map(|(seq, _)| *seq).collect();
        new.into_iter().for_each(|seq| drop(self.take(seq)));
        for entry in std::mem::take(&mut self.before).into_iter().rev() {
            self.take(entry.seq);
            self.put(entry);
        }
        (self.top, self.side) = (head, side);
    }

    fn put(&mut self, entry: Stored) {
        self.ids.insert(entry.event.id, entry.seq);
        self.by_subject.entry(entry.event.subject).or_default().insert(entry.seq);
        self.entries.insert(entry.seq, entry);
    }

    fn take(&mut self, seq: u64) -> Option<Stored> {
        let entry = self.entries.remove(&seq)?;
        self.ids.remove(&entry.event.id);
        if let Some(places) = self.by_subject.get_mut(&entry.event.subject) {
            places.remove(&seq);
        }
        Some(entry)
    }

    fn newest(&self, orders: &BTreeMap<u64, OrderId>, limit: usize) -> Vec<(OrderId, ShopperId)> {
        let with_buyer = |order: &OrderId| Some((*order, self.side.buyers.get(order)?.0));
        orders.values().rev().take(limit).filter_map(with_buyer).collect()
    }

    fn about(&self, subject: Subject, after: u64, limit: usize) -> impl Iterator<Item = Stored> {
        let behind = after.saturating_add(1)..;
        let places = self.by_subject.get(&subject).into_iter().flat_map(move |all| all.range(behind.clone()));
        places.take(limit).filter_map(|seq| self.entries.get(seq)).cloned()
    }
}
