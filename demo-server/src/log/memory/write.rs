//! Writing to memory.

use std::collections::BTreeSet;
use std::collections::btree_map::Entry;

use attar::event::{Consent, Fact, OrderFact};
use attar::id::{ContactId, ContentHash, EventId, OrderId, ParcelId, ShopperId, SourceId};
use attar::{Event, Timestamp};

use super::read::scan_key;
use super::{Inside, Side};
use crate::log::project::{Placed, Tables, project};
use crate::log::{BlobKind, KeptScan, LogError, Mark, RefusedRow, Stored, Transaction};

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

    fn settled(&mut self, order: OrderId) -> Result<(), LogError> {
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

    fn collects(&mut self, who: ShopperId, due: Option<Timestamp>) -> Result<(), LogError> {
        self.side.points_due.remove(&who);
        self.side.points_due.extend(due.map(|due| (who, due)));
        Ok(())
    }

    fn collected(&self, who: ShopperId) -> Result<Option<Timestamp>, LogError> {
        Ok(self.side.points_due.get(&who).copied())
    }

    fn consign(&mut self, order: OrderId, parcel: ParcelId, number: &str) -> Result<(), LogError> {
        self.side.consigned.insert((order, parcel), number.to_owned());
        Ok(())
    }

    fn refers(&mut self, who: ShopperId, code: &str) -> Result<(), LogError> {
        self.side.referrers.entry(code.to_owned()).or_insert(who);
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
        if let Some((seq, _)) = self.placed_at(order) {
            self.side.closed.remove(&seq);
            self.side.open.insert(seq, order);
        }
        Ok(())
    }

    fn unsettled(&mut self, order: OrderId) -> Result<(), LogError> {
        let due = self.placed_at(order).and_then(|(_, due)| due);
        self.side.due.extend(due.map(|due| (order, due)));
        Ok(())
    }
}

impl Inside {
    /// Where an order stands in the log, and until when it was promised.
    fn placed_at(&self, order: OrderId) -> Option<(u64, Option<Timestamp>)> {
        self.entries.values().find_map(|stored| match &stored.event.fact {
            Fact::Order(OrderFact::Placed { order: own, promise, .. }) if *own == order => Some((
                stored.seq,
                promise.and_then(|promise| promise.interval).map(|interval| interval.until),
            )),
            _ => None,
        })
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

    fn nothing_due(
        &mut self,
        who: ShopperId,
        before: Timestamp,
        next: Option<Timestamp>,
    ) -> Result<(), LogError> {
        let Side { due, buyers, points_due, .. } = &mut self.side;
        let is_theirs = |order: &OrderId| buyers.get(order).is_some_and(|(buyer, _)| *buyer == who);
        due.retain(|order, at| *at >= before || !is_theirs(order));
        points_due.retain(|whose, at| *at >= before || *whose != who);
        points_due.extend(next.map(|next| (who, next)));
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
