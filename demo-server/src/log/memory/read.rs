//! Reading from memory.

use std::collections::{BTreeMap, BTreeSet};

use attar::Timestamp;
use attar::event::{Consent, Subject};
use attar::id::{ContactId, ContentHash, OrderId, ShopperId, SourceId};

use super::Inside;
use crate::log::{BlobKind, KeptScan, LogError, Mark, Reader, Stored};

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

    fn referrer(&self, code: &str) -> Result<Option<ShopperId>, LogError> {
        Ok(self.side.referrers.get(code).copied())
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
        for (who, at) in self.side.points_due.iter().filter(|(_, at)| **at < before) {
            due.entry(*who).and_modify(|first| *first = (*first).min(*at)).or_insert(*at);
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
pub(super) fn scan_key(scan: &KeptScan) -> (&str, &str, &str, Option<Timestamp>, &str) {
    (&scan.feed, &scan.number, &scan.status, scan.seen, &scan.why)
}
