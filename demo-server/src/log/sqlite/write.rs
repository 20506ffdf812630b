//! Writing to SQLite.

use attar::event::{Consent, Subject};
use attar::id::{ContactId, ContentHash, OrderId, ParcelId, ShopperId, SourceId};
use attar::{Event, Timestamp};
use rusqlite::{Connection, Params};

use super::read::{Reading, consent_name, signed};
use crate::log::project::{Placed, Tables, project};
use crate::log::{BlobKind, KeptScan, LogError, Mark, Reader, RefusedRow, Stored, Transaction};

/// A connection inside a writing transaction.
pub(super) struct Writing<'a> {
    pub(super) reading: Reading<'a>,
    head: u64,
}

impl<'a> Writing<'a> {
    pub(super) fn new(connection: &'a Connection) -> Result<Self, LogError> {
        let reading = Reading(connection);
        let head = reading.head()?;
        Ok(Self { reading, head })
    }

    pub(super) fn run(&self, sql: &str, with: impl Params) -> Result<usize, LogError> {
        Ok(self.reading.0.prepare_cached(sql)?.execute(with)?)
    }
}

impl Tables for Writing<'_> {
    fn link(&mut self, visitor: ShopperId, customer: ShopperId) -> Result<(), LogError> {
        let sql = "insert into link (visitor, customer) values (?1, ?2) on conflict do nothing";
        self.run(sql, (visitor.0.as_slice(), customer.0.as_slice())).map(drop)
    }

    fn set_consent(&mut self, who: ShopperId, consent: Consent) -> Result<(), LogError> {
        let sql = "insert or replace into consent (shopper, consent) values (?1, ?2)";
        self.run(sql, (who.0.as_slice(), consent_name(consent))).map(drop)
    }

    fn placed(&mut self, placed: Placed) -> Result<(), LogError> {
        let Placed { order, buyer, contact, number, seq, due } = placed;
        let sql = "insert into order_buyer (order_id, shopper, seq, contact, number, due) \
                   values (?1, ?2, ?3, ?4, ?5, ?6) on conflict do nothing";
        let (order, buyer) = (order.0.as_slice(), buyer.0.as_slice());
        let (contact, due) = (contact.0.as_slice(), due.map(|due| due.0));
        if self.run(sql, (order, buyer, signed(seq), contact, number, due))? == 0 {
            return Ok(());
        }
        self.run("update contact set ordered = 1 where id = ?1", (contact,)).map(drop)
    }

    fn enqueue(
        &mut self,
        order: OrderId,
        kind: &'static str,
        seq: u64,
        at: Timestamp,
    ) -> Result<(), LogError> {
        self.enqueue_all(order, kind, seq, at)
    }

    fn collects(&mut self, who: ShopperId, due: Option<Timestamp>) -> Result<(), LogError> {
        let sql = match due {
            Some(_) => "insert or replace into points (shopper, due) values (?1, ?2)",
            None => "delete from points where shopper = ?1 and ?2 is null",
        };
        self.run(sql, (who.0.as_slice(), due.map(|due| due.0))).map(drop)
    }

    fn collected(&self, who: ShopperId) -> Result<Option<Timestamp>, LogError> {
        self.reading.points_due(who)
    }

    fn consign(&mut self, order: OrderId, parcel: ParcelId, number: &str) -> Result<(), LogError> {
        let sql = "insert or replace into consignment (order_id, parcel, number) values (?1, ?2, ?3)";
        self.run(sql, (order.0.as_slice(), parcel.0, number)).map(drop)
    }

    fn refers(&mut self, who: ShopperId, code: &str) -> Result<(), LogError> {
        let sql = "insert into referral (code, shopper) values (?1, ?2) on conflict do nothing";
        self.run(sql, (code, who.0.as_slice())).map(drop)
    }

    fn bury(&mut self, tomb: ShopperId, seq: u64) -> Result<(), LogError> {
        let sql = "insert into forgotten (tomb, seq) values (?1, ?2) on conflict do nothing";
        self.run(sql, (tomb.0.as_slice(), signed(seq))).map(drop)
    }

    fn ended(&mut self, order: OrderId) -> Result<(), LogError> {
        self.run("update order_buyer set open = 0 where order_id = ?1", (order.0.as_slice(),)).map(drop)
    }

    fn reopened(&mut self, order: OrderId) -> Result<(), LogError> {
        self.run("update order_buyer set open = 1 where order_id = ?1", (order.0.as_slice(),)).map(drop)
    }

    fn settled(&mut self, order: OrderId) -> Result<(), LogError> {
        self.run("update order_buyer set due = null where order_id = ?1", (order.0.as_slice(),)).map(drop)
    }

    fn unsettled(&mut self, order: OrderId) -> Result<(), LogError> {
        let sql = "update order_buyer set due = (select \
                   json_extract(event, '$.fact.order.placed.promise.interval.until') from log \
                   where log.seq = order_buyer.seq) where order_id = ?1";
        self.run(sql, (order.0.as_slice(),)).map(drop)
    }
}

impl Transaction for Writing<'_> {
    fn append(&mut self, event: &Event) -> Result<Option<u64>, LogError> {
        let shopper = match &event.subject {
            Subject::Shopper(who) => Some(who.0.as_slice()),
            Subject::Market => None,
        };
        let seq = self.head.saturating_add(1);
        let sql = "insert into log (seq, source, n, shopper, at, event) values (?1, ?2, ?3, ?4, ?5, ?6) \
                   on conflict (source, n) do nothing";
        let text = serde_json::to_string(event)?;
        let id = (event.id.source.0.as_slice(), event.id.n);
        if self.run(sql, (signed(seq), id.0, id.1, shopper, event.at.0, text))? == 0 {
            return Ok(None);
        }
        self.head = seq;
        project(self, event, seq)?;
        Ok(Some(seq))
    }

    fn set_mark(&mut self, source: SourceId, mark: Mark, of: Option<ShopperId>) -> Result<(), LogError> {
        let sql = "insert into source (source, n, own, shopper) values (?1, ?2, ?3, ?4) \
                   on conflict (source) do update set n = max(n, excluded.n)";
        let of = of.as_ref().map(|who| who.0.as_slice());
        self.run(sql, (source.0.as_slice(), mark.n, mark.own, of)).map(drop)
    }

    fn refuse(&mut self, row: &RefusedRow<'_>) -> Result<(), LogError> {
        let sql = "insert or ignore into refused (at, source, n, why) values (?1, ?2, ?3, ?4)";
        self.run(sql, (row.at.0, row.source.0.as_slice(), row.n, row.why)).map(drop)
    }

    fn keep_scan(&mut self, scan: &KeptScan) -> Result<(), LogError> {
        let sql = "insert into scan_kept (feed, number, status, seen, why, code, at, times) \
                   values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict (feed, number, status, seen, why) \
                   do update set at = excluded.at, times = times + 1";
        let KeptScan { at, feed, number, status, seen, code, why, times } = scan;
        let seen = seen.map_or(0, |seen| seen.0);
        self.run(sql, (feed, number, status, seen, why, code, at.0, times)).map(drop)
    }

    fn put_blob(
        &mut self,
        kind: BlobKind,
        hash: ContentHash,
        bytes: &[u8],
        newest: u32,
    ) -> Result<(), LogError> {
        let sql = "insert or replace into blob (kind, hash, bytes) values (?1, ?2, ?3)";
        self.run(sql, (kind.name(), hash.0.as_slice(), bytes))?;
        self.run("delete from gone where hash = ?1", (hash.0.as_slice(),))?;
        let sql = "delete from blob where kind = ?1 and id not in \
                   (select id from blob where kind = ?1 order by id desc limit ?2)";
        self.run(sql, (kind.name(), newest)).map(drop)
    }

    fn put_meta(&mut self, name: &str, value: &[u8]) -> Result<(), LogError> {
        self.run("insert or replace into meta (name, value) values (?1, ?2)", (name, value)).map(drop)
    }

    fn put_contact(
        &mut self,
        id: ContactId,
        of: ShopperId,
        json: &str,
        at: Timestamp,
    ) -> Result<(), LogError> {
        let sql = "insert or replace into contact (id, shopper, json, at) values (?1, ?2, ?3, ?4)";
        self.run(sql, (id.0.as_slice(), of.0.as_slice(), json, at.0)).map(drop)
    }

    fn put_answer(&mut self, actor: &str, key: &str, answer: &str, at: Timestamp) -> Result<(), LogError> {
        let sql = "insert or replace into idempotency (actor, key, answer, at) values (?1, ?2, ?3, ?4)";
        self.run(sql, (actor, key, answer, at.0)).map(drop)
    }

    fn prune(&mut self, before: Timestamp) -> Result<(), LogError> {
        self.run("delete from refused where at < ?1", (before.0,))?;
        self.run("delete from scan_kept where at < ?1", (before.0,))?;
        self.run("delete from idempotency where at < ?1", (before.0,)).map(drop)
    }

    fn prune_contacts(&mut self, before: Timestamp) -> Result<(), LogError> {
        self.run("delete from contact where ordered = 0 and at < ?1", (before.0,)).map(drop)
    }

    fn void_links(&mut self, order: OrderId, up_to: u32) -> Result<(), LogError> {
        self.void_links_of(order, up_to)
    }

    fn nothing_due(
        &mut self,
        who: ShopperId,
        before: Timestamp,
        next: Option<Timestamp>,
    ) -> Result<(), LogError> {
        let (who, before) = (who.0.as_slice(), before.0);
        self.run("update order_buyer set due = null where due < ?2 and shopper = ?1", (who, before))?;
        self.run("delete from points where due < ?2 and shopper = ?1", (who, before))?;
        let sql = "insert or replace into points (shopper, due) select ?1, ?2 where ?2 is not null";
        self.run(sql, (who, next.map(|next| next.0))).map(drop)
    }

    fn forget(&mut self, who: &[ShopperId], pseudonym: ShopperId) -> Result<(), LogError> {
        self.forget_all(who, pseudonym)
    }

    fn retire_snapshots(&mut self, but: Option<ContentHash>) -> Result<(), LogError> {
        let (kind, but) = (BlobKind::Snapshot.name(), but.unwrap_or_default());
        let but = but.0.as_slice();
        let sql = "insert or ignore into gone (hash) select hash from blob where kind = ?1 and hash <> ?2";
        self.run(sql, (kind, but))?;
        self.run("delete from blob where kind = ?1 and hash <> ?2", (kind, but)).map(drop)
    }
}

/// What can be read can be read while writing, too.
impl Reader for Writing<'_> {
    fn head(&self) -> Result<u64, LogError> {
        Ok(self.head)
    }

    fn after(&self, seq: u64, limit: usize) -> Result<Vec<Stored>, LogError> {
        self.reading.after(seq, limit)
    }

    fn market_after(&self, seq: u64, limit: usize) -> Result<Vec<Stored>, LogError> {
        self.reading.market_after(seq, limit)
    }

    fn history(&self, of: &[ShopperId], after: u64, limit: usize) -> Result<Vec<Stored>, LogError> {
        self.reading.history(of, after, limit)
    }

    fn customer_of(&self, visitor: ShopperId) -> Result<Option<ShopperId>, LogError> {
        self.reading.customer_of(visitor)
    }

    fn visitors_of(&self, customer: ShopperId) -> Result<Vec<ShopperId>, LogError> {
        self.reading.visitors_of(customer)
    }

    fn consent(&self, who: ShopperId) -> Result<Consent, LogError> {
        self.reading.consent(who)
    }

    fn buyer(&self, order: OrderId) -> Result<Option<ShopperId>, LogError> {
        self.reading.buyer(order)
    }

    fn consigned(&self, number: &str) -> Result<Vec<OrderId>, LogError> {
        self.reading.consigned(number)
    }

    fn referrer(&self, code: &str) -> Result<Option<ShopperId>, LogError> {
        self.reading.referrer(code)
    }

    fn kept_scans(&self, limit: usize) -> Result<Vec<KeptScan>, LogError> {
        self.reading.kept_scans(limit)
    }

    fn open_orders(&self, limit: usize) -> Result<Vec<(OrderId, ShopperId)>, LogError> {
        self.reading.open_orders(limit)
    }

    fn closed_orders(&self, limit: usize) -> Result<Vec<(OrderId, ShopperId)>, LogError> {
        self.reading.closed_orders(limit)
    }

    fn overdue(&self, before: Timestamp, limit: usize) -> Result<Vec<ShopperId>, LogError> {
        self.reading.overdue(before, limit)
    }

    fn mark(&self, source: SourceId) -> Result<Option<Mark>, LogError> {
        self.reading.mark(source)
    }

    fn blob(&self, kind: BlobKind, hash: ContentHash) -> Result<Option<Vec<u8>>, LogError> {
        self.reading.blob(kind, hash)
    }

    fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, LogError> {
        self.reading.meta(name)
    }

    fn contact(&self, id: ContactId) -> Result<Option<String>, LogError> {
        self.reading.contact(id)
    }

    fn answer(&self, actor: &str, key: &str) -> Result<Option<String>, LogError> {
        self.reading.answer(actor, key)
    }

    fn refused(&self) -> Result<u64, LogError> {
        self.reading.refused()
    }

    fn forgotten_after(&self, seq: u64) -> Result<Vec<(u64, ShopperId)>, LogError> {
        self.reading.forgotten_after(seq)
    }

    fn is_gone(&self, snapshot: ContentHash) -> Result<bool, LogError> {
        self.reading.is_gone(snapshot)
    }
}
