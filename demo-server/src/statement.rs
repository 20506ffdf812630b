//! Statements of points: what somebody has, and every entry it comes from, each under the shop's signature.
//!
//! Whoever keeps them can prove what the shop once said: the balance is `opening` and the points of the entries together,
//! and an entry that was signed cannot be taken back without a later one that does so.

use attar::id::{EntryId, OrderId};
use attar::query::Loyalty;
use attar::terms::loyalty::{Entry, Kind};
use attar::{Answer, Query, ShopperId};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::error::Failure;
use crate::wire::StatementSent;

/// Keeps names of accounts apart from all else that is made of a shopper's id.
const PURPOSE: &[u8] = b"attar statements of points\0";

/// What stands at a moment.
#[derive(Debug, Serialize)]
struct Standing<'a> {
    /// Whose, by a name that says nothing of who it is.
    sub: &'a str,
    /// When, in seconds, and how far the log was read.
    iat: i64,
    seq: u64,
    /// How many entries stand beside it, and the points before them.
    entries: usize,
    opening: i64,
    /// What there is: `opening` and the points of all entries together; and how much of that can be spent, cannot yet, and
    /// has expired without an entry so far.
    balance: i64,
    available: i64,
    pending: i64,
    over: i64,
}

/// One entry.
#[derive(Debug, Serialize)]
struct Signed<'a> {
    sub: &'a str,
    entry: EntryId,
    /// When, in milliseconds since 1970.
    at: i64,
    kind: Kind,
    points: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<OrderId>,
}

impl App {
    /// What a shopper collected, signed; nothing, where the shop has no loyalty programme.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub(crate) async fn statement(&self, who: &ShopperId) -> Result<Option<StatementSent>, Failure> {
        let (now, (current, engine)) = (self.now(), self.known(who).await?);
        let Answer::Loyalty(loyalty) = engine.ask(who, &Query::Loyalty, now) else { return Ok(None) };
        let name = name_of(who);
        let entries =
            loyalty.history.iter().rev().map(|entry| self.under_seal("attar-entry", &entry_of(&name, entry)));
        let entries = entries.collect::<Result<Vec<String>, Failure>>()?;
        let statement =
            self.under_seal("attar-statement", &standing(&name, &loyalty, (now.0, current.seq)))?;
        Ok(Some(StatementSent { statement, entries }))
    }

    fn under_seal(&self, typ: &str, claims: &impl Serialize) -> Result<String, Failure> {
        self.seal().sign(typ, claims).map_err(|why| Failure::Encoding(why.to_string()))
    }
}

pub(crate) fn name_of(who: &ShopperId) -> String {
    let digest = Sha256::new().chain_update(PURPOSE).chain_update(who.0).finalize();
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn entry_of<'a>(sub: &'a str, entry: &Entry) -> Signed<'a> {
    let Entry { entry, at, kind, points, order, .. } = *entry;
    Signed { sub, entry, at: at.0, kind, points, order }
}

fn standing<'a>(sub: &'a str, loyalty: &Loyalty, (now, seq): (i64, u64)) -> Standing<'a> {
    let sum = |all: &mut dyn Iterator<Item = i64>| all.fold(0_i64, i64::saturating_add);
    let balance = loyalty.opening.saturating_add(sum(&mut loyalty.history.iter().map(|entry| entry.points)));
    let pending = sum(&mut loyalty.pending.iter().map(|one| one.points));
    let over = balance.saturating_sub(loyalty.available).saturating_sub(pending);
    Standing {
        sub,
        iat: now.div_euclid(1_000),
        seq,
        entries: loyalty.history.len(),
        opening: loyalty.opening,
        balance,
        available: loyalty.available,
        pending,
        over,
    }
}
