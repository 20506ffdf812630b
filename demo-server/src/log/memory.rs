//! The log in memory: for tests, and for a shop that may forget everything at its end.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use attar::event::{Consent, Fact, OrderFact, Subject};
use attar::id::{ContactId, ContentHash, EventId, OrderId, ParcelId, ShopperId, SourceId};
use attar::{Event, Timestamp};

use super::project::{Placed, Tables, project};
use super::{
    BlobKind, EventLog, KeptScan, LogError, Mark, Pending, Read, Reader, RefusedRow, Stored, Transaction,
    Write,
};

mod forget;
mod links;
mod outbox;

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
    consigned: BTreeMap<(OrderId, ParcelId), String>,
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

impl Reader for Inside {
    fn head(&self) -> Result<u64, LogError> {
        Ok(self.top)
    }

    fn after(&self, seq: u64, limit: usize) -> Result<Vec<Stored>, LogError> {
        let behind = self.entries.range(seq.saturating_add(1)..);
        Ok(behind.take(limit).map(|(_, entry)| entry.clone()).collect())
    }

    fn market_after(&self, seq: u64, limit: usize) -> Result<Vec<Stored>, LogError> {
        Ok(self.about(Subject::Market, seq, limit).collect())
    }

    fn history(&self, of: &[ShopperId], after: u64, limit: usize) -> Result<Vec<Stored>, LogError> {
        let about = |who: &ShopperId| self.about(Subject::Shopper(*who), after, limit);
        let mut entries: Vec<Stored> = of.iter().flat_map(about).collect();
        entries.sort_by_key(|entry| entry.seq);
        Ok(entries)
    }

    fn customer_of(&self, visitor: ShopperId) -> Result<Option<ShopperId>, LogError> {
        Ok(self.side.links.get(&visitor).copied())
    }

    fn visitors_of(&self, customer: ShopperId) -> Result<Vec<ShopperId>, LogError> {
        let links = self.side.links.iter().filter(|(_, to)| **to == customer);
        Ok(links.map(|(visitor, _)| *visitor).collect())
    }

    fn consent(&self, who: ShopperId) -> Result<Consent, LogError> {
        let who = self.side.links.get(&who).copied().unwrap_or(who);
        Ok(self.side.consents.get(&who).copied().unwrap_or_default())
    }

    fn buyer(&self, order: OrderId) -> Result<Option<ShopperId>, LogError> {
        Ok(self.side.buyers.get(&order).map(|(buyer, _)| *buyer))
    }

    fn consigned(&self, number: &str) -> Result<Vec<OrderId>, LogError> {
        let of = self.side.consigned.iter().filter(|(_, own)| *own == number);
        let orders: BTreeSet<OrderId> = of.map(|((order, _), _)| *order).collect();
        Ok(orders.into_iter().collect())
    }

    fn kept_scans(&self, limit: usize) -> Result<Vec<KeptScan>, LogError> {
        let mut scans = self.side.scans.clone();
        scans.sort_by(|one, other| (other.at, scan_key(one)).cmp(&(one.at, scan_key(other))));
        scans.truncate(limit);
        Ok(scans)
    }

    fn open_orders(&self, limit: usize) -> Result<Vec<(OrderId, ShopperId)>, LogError> {
        Ok(self.newest(&self.side.open, limit))
    }

    fn closed_orders(&self, limit: usize) -> Result<Vec<(OrderId, ShopperId)>, LogError> {
        Ok(self.newest(&self.side.closed, limit))
    }

    fn overdue(&self, before: Timestamp, limit: usize) -> Result<Vec<ShopperId>, LogError> {
        let mut due = BTreeMap::<ShopperId, Timestamp>::new();
        for (order, at) in self.side.due.iter().filter(|(_, at)| **at < before) {
            if let Some((buyer, _)) = self.side.buyers.get(order) {
                due.entry(*buyer).and_modify(|first| *first = (*first).min(*at)).or_insert(*at);
            }
        }
        let mut due: Vec<(Timestamp, ShopperId)> = due.into_iter().map(|(who, at)| (at, who)).collect();
        due.sort_unstable();
        Ok(due.into_iter().take(limit).map(|(_, who)| who).collect())
    }

    fn mark(&self, source: SourceId) -> Result<Option<Mark>, LogError> {
        Ok(self.side.marks.get(&source).map(|(mark, _)| *mark))
    }

    fn blob(&self, kind: BlobKind, hash: ContentHash) -> Result<Option<Vec<u8>>, LogError> {
        let found = self.side.blobs.iter().find(|(k, h, _)| (*k, *h) == (kind, hash));
        Ok(found.map(|(_, _, bytes)| bytes.to_vec()))
    }

    fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, LogError> {
        Ok(self.side.metas.get(name).cloned())
    }

    fn contact(&self, id: ContactId) -> Result<Option<String>, LogError> {
        Ok(self.side.contacts.get(&id).map(|(_, json, _)| json.clone()))
    }

    fn answer(&self, actor: &str, key: &str) -> Result<Option<String>, LogError> {
        let found = self.side.answers.get(&(actor.to_owned(), key.to_owned()));
        Ok(found.map(|(answer, _)| answer.clone()))
    }

    fn refused(&self) -> Result<u64, LogError> {
        Ok(self.side.refused.len() as u64)
    }

    fn forgotten_after(&self, seq: u64) -> Result<Vec<(u64, ShopperId)>, LogError> {
        let behind = self.side.tombs.range(seq.saturating_add(1)..);
        Ok(behind.map(|(seq, tomb)| (*seq, *tomb)).collect())
    }

    fn is_gone(&self, snapshot: ContentHash) -> Result<bool, LogError> {
        Ok(self.side.gone.contains(&snapshot))
    }
}

/// By what a scan is known to be the same again.
fn scan_key(scan: &KeptScan) -> (&str, &str, &str, Option<Timestamp>, &str) {
    (&scan.feed, &scan.number, &scan.status, scan.seen, &scan.why)
}

impl Tables for Inside {
    fn link(&mut self, visitor: ShopperId, customer: ShopperId) -> Result<(), LogError> {
        self.side.links.entry(visitor).or_insert(customer);
        Ok(())
    }

    fn set_consent(&mut self, who: ShopperId, consent: Consent) -> Result<(), LogError> {
        self.side.consents.insert(who, consent);
        Ok(())
    }

    fn placed(&mut self, placed: Placed) -> Result<(), LogError> {
        let Placed { order, buyer, contact, number, seq, due } = placed;
        if let Entry::Vacant(free) = self.side.buyers.entry(order) {
            free.insert((buyer, contact));
            self.side.numbers.insert(number, order);
            self.side.open.insert(seq, order);
            self.side.due.extend(due.map(|due| (order, due)));
        }
        Ok(())
    }

    fn told(&mut self, order: OrderId) -> Result<(), LogError> {
        self.side.due.remove(&order);
        Ok(())
    }

    fn enqueue(
        &mut self,
        order: OrderId,
        kind: &'static str,
        seq: u64,
        at: Timestamp,
    ) -> Result<(), LogError> {
        self.side.told.enqueue(order, kind, seq, at);
        Ok(())
    }

    fn consign(&mut self, order: OrderId, parcel: ParcelId, number: &str) -> Result<(), LogError> {
        self.side.consigned.insert((order, parcel), number.to_owned());
        Ok(())
    }

    fn bury(&mut self, tomb: ShopperId, seq: u64) -> Result<(), LogError> {
        if self.side.tombs.values().all(|known| *known != tomb) {
            self.side.tombs.insert(seq, tomb);
        }
        Ok(())
    }

    fn ended(&mut self, order: OrderId) -> Result<(), LogError> {
        let ended: Vec<u64> =
            self.side.open.iter().filter(|(_, open)| **open == order).map(|(seq, _)| *seq).collect();
        for seq in ended {
            self.side.open.remove(&seq);
            self.side.closed.insert(seq, order);
        }
        Ok(())
    }

    fn reopened(&mut self, order: OrderId) -> Result<(), LogError> {
        let placed = self.entries.values().find(|stored| match &stored.event.fact {
            Fact::Order(OrderFact::Placed { order: own, .. }) => *own == order,
            _ => false,
        });
        if let Some(seq) = placed.map(|stored| stored.seq) {
            self.side.closed.remove(&seq);
            self.side.open.insert(seq, order);
        }
        Ok(())
    }
}

impl Transaction for Inside {
    fn append(&mut self, event: &Event) -> Result<Option<u64>, LogError> {
        if self.ids.contains_key(&event.id) {
            return Ok(None);
        }
        self.top += 1;
        let seq = self.top;
        self.put(Stored { seq, event: event.clone() });
        project(self, event, seq)?;
        Ok(Some(seq))
    }

    fn set_mark(&mut self, source: SourceId, mark: Mark, of: Option<ShopperId>) -> Result<(), LogError> {
        let (kept, _) = self.side.marks.entry(source).or_insert((mark, of));
        kept.n = kept.n.max(mark.n);
        Ok(())
    }

    fn refuse(&mut self, row: &RefusedRow<'_>) -> Result<(), LogError> {
        let id = EventId { source: row.source, n: row.n };
        self.side.refused.entry(id).or_insert((row.at, row.why.to_owned()));
        Ok(())
    }

    fn keep_scan(&mut self, scan: &KeptScan) -> Result<(), LogError> {
        match self.side.scans.iter_mut().find(|kept| scan_key(kept) == scan_key(scan)) {
            Some(kept) => (kept.at, kept.times) = (scan.at, kept.times.saturating_add(1)),
            None => self.side.scans.push(scan.clone()),
        }
        Ok(())
    }

    fn put_blob(
        &mut self,
        kind: BlobKind,
        hash: ContentHash,
        bytes: &[u8],
        newest: u32,
    ) -> Result<(), LogError> {
        let blobs = &mut self.side.blobs;
        blobs.retain(|(k, h, _)| (*k, *h) != (kind, hash));
        blobs.push((kind, hash, bytes.into()));
        self.side.gone.remove(&hash);
        let mut excess = blobs.iter().filter(|(k, ..)| *k == kind).count().saturating_sub(newest as usize);
        blobs.retain(|(k, ..)| {
            let goes = *k == kind && excess > 0;
            excess -= usize::from(goes);
            !goes
        });
        Ok(())
    }

    fn put_meta(&mut self, name: &str, value: &[u8]) -> Result<(), LogError> {
        self.side.metas.insert(name.to_owned(), value.to_owned());
        Ok(())
    }

    fn put_contact(
        &mut self,
        id: ContactId,
        of: ShopperId,
        json: &str,
        at: Timestamp,
    ) -> Result<(), LogError> {
        self.side.contacts.insert(id, (of, json.to_owned(), at));
        Ok(())
    }

    fn put_answer(&mut self, actor: &str, key: &str, answer: &str, at: Timestamp) -> Result<(), LogError> {
        self.side.answers.insert((actor.to_owned(), key.to_owned()), (answer.to_owned(), at));
        Ok(())
    }

    fn prune(&mut self, before: Timestamp) -> Result<(), LogError> {
        self.side.refused.retain(|_, (at, _)| *at >= before);
        self.side.answers.retain(|_, (_, at)| *at >= before);
        self.side.scans.retain(|scan| scan.at >= before);
        Ok(())
    }

    fn prune_contacts(&mut self, before: Timestamp) -> Result<(), LogError> {
        let ordered: BTreeSet<ContactId> = self.side.buyers.values().map(|(_, contact)| *contact).collect();
        self.side.contacts.retain(|id, (.., at)| *at >= before || ordered.contains(id));
        Ok(())
    }

    fn void_links(&mut self, order: OrderId, up_to: u32) -> Result<(), LogError> {
        self.side.void_links(order, up_to);
        Ok(())
    }

    fn forget(&mut self, who: &[ShopperId], pseudonym: ShopperId) -> Result<(), LogError> {
        self.rewrite(who, pseudonym);
        who.iter().try_for_each(|who| self.side.forget(*who, pseudonym))
    }

    fn retire_snapshots(&mut self, but: Option<ContentHash>) -> Result<(), LogError> {
        let goes = |kind: BlobKind, hash: ContentHash| kind == BlobKind::Snapshot && Some(hash) != but;
        let old = self.side.blobs.iter().filter(|(kind, hash, _)| goes(*kind, *hash));
        self.side.gone.extend(old.map(|(_, hash, _)| *hash));
        self.side.blobs.retain(|(kind, hash, _)| !goes(*kind, *hash));
        Ok(())
    }
}
