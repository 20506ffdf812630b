//! Reading from SQLite.

use attar::Timestamp;
use attar::event::Consent;
use attar::id::{ContactId, ContentHash, OrderId, ShopperId, SourceId};
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, Params, Row};

use crate::log::{BlobKind, KeptScan, LogError, Mark, Reader, Stored};

/// A connection inside a transaction.
pub(super) struct Reading<'a>(pub(super) &'a Connection);

impl Reading<'_> {
    /// When the clock is to look at somebody's points.
    pub(super) fn points_due(&self, who: ShopperId) -> Result<Option<Timestamp>, LogError> {
        let due: Option<i64> = self.one("select due from points where shopper = ?1", (who.0.as_slice(),))?;
        Ok(due.map(Timestamp))
    }

    fn one<T: FromSql>(&self, sql: &str, with: impl Params) -> Result<Option<T>, LogError> {
        Ok(self.0.prepare_cached(sql)?.query_row(with, |row| row.get(0)).optional()?)
    }

    pub(super) fn rows<T>(
        &self,
        sql: &str,
        with: impl Params,
        read: impl Fn(&Row<'_>) -> Result<T, LogError>,
    ) -> Result<Vec<T>, LogError> {
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query(with)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(row)?);
        }
        Ok(all)
    }
}

pub(super) fn stored(row: &Row<'_>) -> Result<Stored, LogError> {
    let seq: i64 = row.get(0)?;
    let seq = seq.unsigned_abs();
    let text = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
    let unreadable = |why: serde_json::Error| LogError::Unreadable { seq, why: why.to_string() };
    Ok(Stored { seq, event: serde_json::from_str(text).map_err(unreadable)? })
}

fn kept_scan(row: &Row<'_>) -> Result<KeptScan, LogError> {
    let seen: i64 = row.get(4)?;
    Ok(KeptScan {
        at: Timestamp(row.get(0)?),
        feed: row.get(1)?,
        number: row.get(2)?,
        status: row.get(3)?,
        seen: (seen != 0).then_some(Timestamp(seen)),
        code: row.get(5)?,
        why: row.get(6)?,
        times: row.get(7)?,
    })
}

fn shopper(row: &Row<'_>) -> Result<ShopperId, LogError> {
    Ok(ShopperId(row.get(0)?))
}

/// SQLite counts in signed numbers.
pub(super) fn signed(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

pub(super) fn consent_of(name: &str) -> Consent {
    match name {
        "full" => Consent::Full,
        "private" => Consent::Private,
        _ => Consent::Denied,
    }
}

pub(super) const fn consent_name(consent: Consent) -> &'static str {
    match consent {
        Consent::Full => "full",
        Consent::Private => "private",
        Consent::Denied => "denied",
    }
}

impl Reader for Reading<'_> {
    fn head(&self) -> Result<u64, LogError> {
        let head: Option<Option<i64>> = self.one("select max(seq) from log", [])?;
        Ok(head.flatten().unwrap_or_default().unsigned_abs())
    }

    fn after(&self, seq: u64, limit: usize) -> Result<Vec<Stored>, LogError> {
        let sql = "select seq, event from log where seq > ?1 order by seq limit ?2";
        self.rows(sql, (signed(seq), signed(limit)), stored)
    }

    fn market_after(&self, seq: u64, limit: usize) -> Result<Vec<Stored>, LogError> {
        let sql = "select seq, event from log where shopper is null and seq > ?1 order by seq limit ?2";
        self.rows(sql, (signed(seq), signed(limit)), stored)
    }

    fn history(&self, of: &[ShopperId], after: u64, limit: usize) -> Result<Vec<Stored>, LogError> {
        let sql = "select seq, event from log where shopper = ?1 and seq > ?2 order by seq limit ?3";
        let mut all = Vec::new();
        for who in of {
            all.append(&mut self.rows(sql, (who.0.as_slice(), signed(after), signed(limit)), stored)?);
        }
        if of.len() > 1 {
            all.sort_by_key(|entry| entry.seq);
        }
        Ok(all)
    }

    fn customer_of(&self, visitor: ShopperId) -> Result<Option<ShopperId>, LogError> {
        let found = self.one("select customer from link where visitor = ?1", (visitor.0.as_slice(),))?;
        Ok(found.map(ShopperId))
    }

    fn visitors_of(&self, customer: ShopperId) -> Result<Vec<ShopperId>, LogError> {
        let sql = "select visitor from link where customer = ?1 order by visitor";
        self.rows(sql, (customer.0.as_slice(),), shopper)
    }

    fn consent(&self, who: ShopperId) -> Result<Consent, LogError> {
        let sql = "select consent from consent where shopper = \
                   coalesce((select customer from link where visitor = ?1), ?1)";
        let found: Option<String> = self.one(sql, (who.0.as_slice(),))?;
        Ok(found.as_deref().map(consent_of).unwrap_or_default())
    }

    fn buyer(&self, order: OrderId) -> Result<Option<ShopperId>, LogError> {
        let found = self.one("select shopper from order_buyer where order_id = ?1", (order.0.as_slice(),))?;
        Ok(found.map(ShopperId))
    }

    fn consigned(&self, number: &str) -> Result<Vec<OrderId>, LogError> {
        let sql = "select distinct order_id from consignment where number = ?1 order by order_id";
        self.rows(sql, (number,), |row| Ok(OrderId(row.get(0)?)))
    }

    fn referrer(&self, code: &str) -> Result<Option<ShopperId>, LogError> {
        let found = self.one("select shopper from referral where code = ?1", (code,))?;
        Ok(found.map(ShopperId))
    }

    fn kept_scans(&self, limit: usize) -> Result<Vec<KeptScan>, LogError> {
        let sql = "select at, feed, number, status, seen, code, why, times from scan_kept \
                   order by at desc, feed, number, status, seen, why limit ?1";
        self.rows(sql, (signed(limit),), kept_scan)
    }

    fn open_orders(&self, limit: usize) -> Result<Vec<(OrderId, ShopperId)>, LogError> {
        let sql = "select order_id, shopper from order_buyer where open = 1 order by seq desc limit ?1";
        self.rows(sql, (signed(limit),), |row| Ok((OrderId(row.get(0)?), ShopperId(row.get(1)?))))
    }

    fn closed_orders(&self, limit: usize) -> Result<Vec<(OrderId, ShopperId)>, LogError> {
        let sql = "select order_id, shopper from order_buyer where open = 0 order by seq desc limit ?1";
        self.rows(sql, (signed(limit),), |row| Ok((OrderId(row.get(0)?), ShopperId(row.get(1)?))))
    }

    fn overdue(&self, before: Timestamp, limit: usize) -> Result<Vec<ShopperId>, LogError> {
        // Each of the two by its index, however many are due.
        let sql = "select shopper from (\
                   select * from (select shopper, due from order_buyer where due < ?1 order by due limit ?2) \
                   union all \
                   select * from (select shopper, due from points where due < ?1 order by due limit ?2)) \
                   group by shopper order by min(due) limit ?2";
        self.rows(sql, (before.0, signed(limit)), shopper)
    }

    fn mark(&self, source: SourceId) -> Result<Option<Mark>, LogError> {
        let mut statement = self.0.prepare_cached("select n, own from source where source = ?1")?;
        let mark = |row: &Row<'_>| Ok(Mark { n: row.get(0)?, own: row.get(1)? });
        Ok(statement.query_row((source.0.as_slice(),), mark).optional()?)
    }

    fn blob(&self, kind: BlobKind, hash: ContentHash) -> Result<Option<Vec<u8>>, LogError> {
        self.one("select bytes from blob where kind = ?1 and hash = ?2", (kind.name(), hash.0.as_slice()))
    }

    fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, LogError> {
        self.one("select value from meta where name = ?1", (name,))
    }

    fn contact(&self, id: ContactId) -> Result<Option<String>, LogError> {
        self.one("select json from contact where id = ?1", (id.0.as_slice(),))
    }

    fn answer(&self, actor: &str, key: &str) -> Result<Option<String>, LogError> {
        self.one("select answer from idempotency where actor = ?1 and key = ?2", (actor, key))
    }

    fn refused(&self) -> Result<u64, LogError> {
        let count: Option<i64> = self.one("select count(*) from refused", [])?;
        Ok(count.unwrap_or_default().unsigned_abs())
    }

    fn forgotten_after(&self, seq: u64) -> Result<Vec<(u64, ShopperId)>, LogError> {
        let sql = "select seq, tomb from forgotten where seq > ?1 order by seq";
        self.rows(sql, (signed(seq),), |row| {
            Ok((row.get::<_, i64>(0)?.unsigned_abs(), ShopperId(row.get(1)?)))
        })
    }

    fn is_gone(&self, snapshot: ContentHash) -> Result<bool, LogError> {
        let found: Option<i64> = self.one("select 1 from gone where hash = ?1", (snapshot.0.as_slice(),))?;
        Ok(found.is_some())
    }
}
