//! Forgetting in SQLite: what goes, what stays under another name, and cleaning the files after it.

use std::time::Duration;

use attar::event::Actor;
use attar::id::ShopperId;
use rusqlite::{Connection, OptionalExtension};

use super::read::stored;
use super::schema::BUSY;
use super::write::Writing;
use crate::log::forget::{CARRIERS_NUMBER, kept};
use crate::log::{LogError, Reader, Stored};

/// Under this name the store keeps that its files are to be cleaned: a value of its own for each time that somebody
/// was forgotten.
const UNSCRUBBED: &str = "unscrubbed";

/// How long it waits for those who read.
const PATIENCE: Duration = Duration::from_millis(500);

/// Beside the log, with one shopper as `?1`.
const GOES: [&str; 10] = [
    "delete from scan_kept where number in (select number from consignment where order_id in \
     (select order_id from order_buyer where shopper = ?1))",
    "delete from consignment where order_id in (select order_id from order_buyer where shopper = ?1)",
    "delete from contact where id in (select contact from order_buyer where shopper = ?1)",
    "delete from contact where shopper = ?1",
    "delete from link where visitor = ?1 or customer = ?1",
    "delete from points where shopper = ?1",
    "delete from referral where shopper = ?1",
    "delete from consent where shopper = ?1",
    "delete from refused where source in (select source from source where shopper = ?1)",
    "delete from source where shopper = ?1",
];

impl Writing<'_> {
    pub(super) fn forget_all(&self, who: &[ShopperId], pseudonym: ShopperId) -> Result<(), LogError> {
        for stored in self.naming(who)? {
            self.rewrite(&stored, who, pseudonym)?;
        }
        who.iter().try_for_each(|who| self.forget_beside(*who, pseudonym))?;
        self.run("insert or replace into meta (name, value) values (?1, randomblob(16))", (UNSCRUBBED,))
            .map(drop)
    }

    /// The entries about these shoppers, and those of the market where they acted.
    fn naming(&self, who: &[ShopperId]) -> Result<Vec<Stored>, LogError> {
        let mut entries = self.history(who, 0, usize::MAX)?;
        let sql = "select seq, event from log where shopper is null and instr(event, ?1) > 0";
        for who in who {
            entries.append(&mut self.reading.rows(sql, (who.hex(),), stored)?);
        }
        Ok(entries)
    }

    fn rewrite(&self, stored: &Stored, who: &[ShopperId], pseudonym: ShopperId) -> Result<(), LogError> {
        let seq = super::read::signed(stored.seq);
        let Some(event) = kept(&stored.event, who, pseudonym) else {
            return self.run("delete from log where seq = ?1", (seq,)).map(drop);
        };
        let text = serde_json::to_string(&event)?;
        let sql = "update log set event = ?2, shopper = iif(shopper is null, null, ?3) where seq = ?1";
        self.run(sql, (seq, text, pseudonym.0.as_slice())).map(drop)
    }

    fn forget_beside(&self, who: ShopperId, pseudonym: ShopperId) -> Result<(), LogError> {
        for sql in GOES {
            self.run(sql, (who.0.as_slice(),))?;
        }
        let sql = "update order_buyer set shopper = ?2, contact = null, due = null where shopper = ?1";
        self.run(sql, (who.0.as_slice(), pseudonym.0.as_slice()))?;
        let actor = serde_json::to_string(&Actor::Shopper(who))?;
        self.run("delete from idempotency where actor = ?1", (actor,))?;
        // Answers that the shop got, about this shopper.
        let sql = "delete from idempotency where instr(answer, ?1) > 0 and instr(answer, ?2) > 0";
        self.run(sql, (who.hex(), CARRIERS_NUMBER))?;
        let sql = "update idempotency set answer = replace(answer, ?1, ?2) where instr(answer, ?1) > 0";
        self.run(sql, (who.hex(), pseudonym.hex())).map(drop)
    }
}

/// Moves all that is written ahead into the store and cuts that file to nothing: it still holds pages as they
/// were before something was forgotten.
pub(super) fn scrub(connection: &Connection) -> Result<(), LogError> {
    let sql = "select value from meta where name = ?1";
    let mark: Option<Vec<u8>> = connection.query_row(sql, (UNSCRUBBED,), |row| row.get(0)).optional()?;
    let Some(mark) = mark else { return Ok(()) };
    // Others wait for this thread meanwhile, and it comes again.
    connection.busy_timeout(PATIENCE)?;
    let busy = connection.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get::<_, bool>(0));
    connection.busy_timeout(BUSY)?;
    if busy? {
        return Err(LogError::Unscrubbed);
    }
    // Another process may have forgotten somebody since: that mark stays.
    connection.execute("delete from meta where name = ?1 and value = ?2", (UNSCRUBBED, mark))?;
    Ok(())
}
