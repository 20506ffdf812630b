//! The append-only log and the tables beside it, as narrow as the server needs them.
//!
//! Work is handed over as a closure and runs in one transaction: all of it counts, or nothing.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use attar::event::Consent;
use attar::id::{ContactId, ContentHash, OrderId, ShopperId, SourceId};
use attar::{Event, Timestamp};

mod error;
mod forget;
mod held;
mod links;
mod memory;
mod outbox;
mod project;
pub(crate) mod sqlite;
#[cfg(test)]
mod tests;

pub use error::LogError;
pub(crate) use forget::anew;
pub use forget::tomb;
pub use held::HeldLog;
pub use links::{Held, HeldOrders};
pub use memory::MemoryLog;
pub use outbox::{
    Deliveries, Delivery, DeliveryState, Endpoint, EndpointId, EndpointState, GONE, MOST_UNDER_WAY, Outbox,
    Settled,
};
pub use sqlite::SqliteLog;

/// One entry of the log and its place in it; places count from 1, in the order of commits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its place.
    pub seq: u64,
    /// What happened.
    pub event: Event,
}

/// What a blob holds. Shops hold secrets, so nobody may fetch them as something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlobKind {
    /// A [`attar::shop::ShopDraft`] in JSON. Never leaves the server.
    Shop,
    /// A [`attar::Snapshot`].
    Snapshot,
    /// [`attar::shop::Names`] in postcard.
    Names,
}

impl BlobKind {
    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::Snapshot => "snapshot",
            Self::Names => "names",
        }
    }
}

/// How far the events of one source were judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The highest number judged, kept or refused.
    pub n: u32,
    /// Whether a run of the server itself numbers its events there.
    pub own: bool,
}

/// A row that was not taken in; kept 30 days, holds nothing personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedRow<'a> {
    /// When it came.
    pub at: Timestamp,
    /// Who numbered it.
    pub source: SourceId,
    /// Its number there.
    pub n: u32,
    /// Why it was not taken in.
    pub why: &'a str,
}

/// What a carrier's feed told and the shop did not take in, or is only to be looked after; kept 30 days, holds nothing
/// personal. The same again is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptScan {
    /// When it came last.
    pub at: Timestamp,
    /// Who told it.
    pub feed: String,
    /// The carrier's number, if that could be read.
    pub number: String,
    /// In the feed's word, if that could be read.
    pub status: String,
    /// When the parcel was seen, if that could be read.
    pub seen: Option<Timestamp>,
    /// Why it is kept: for programs.
    pub code: String,
    /// Why it is kept, in a sentence.
    pub why: String,
    /// How often it came.
    pub times: u32,
}

/// What can be read inside a transaction.
pub trait Reader: HeldOrders + Deliveries {
    /// The place of the last entry, 0 if there is none.
    fn head(&self) -> Result<u64, LogError>;
    /// Entries behind a place, at most so many, in order.
    fn after(&self, seq: u64, limit: usize) -> Result<Vec<Stored>, LogError>;
    /// Entries about the market behind a place, at most so many, in order.
    fn market_after(&self, seq: u64, limit: usize) -> Result<Vec<Stored>, LogError>;
    /// Entries about these shoppers behind a place, in order, at most so many of each.
    fn history(&self, of: &[ShopperId], after: u64, limit: usize) -> Result<Vec<Stored>, LogError>;
    /// The customer that a visitor was linked to.
    fn customer_of(&self, visitor: ShopperId) -> Result<Option<ShopperId>, LogError>;
    /// The visitors linked to a customer.
    fn visitors_of(&self, customer: ShopperId) -> Result<Vec<ShopperId>, LogError>;
    /// What may be remembered of a shopper, as the fold of their history has it.
    fn consent(&self, who: ShopperId) -> Result<Consent, LogError>;
    /// Who placed an order.
    fn buyer(&self, order: OrderId) -> Result<Option<ShopperId>, LogError>;
    /// The orders that have a parcel of that number of a carrier, ascending.
    fn consigned(&self, number: &str) -> Result<Vec<OrderId>, LogError>;
    /// Who has that code for others to come by.
    fn referrer(&self, code: &str) -> Result<Option<ShopperId>, LogError>;
    /// So many of the scans that were kept, the latest first.
    fn kept_scans(&self, limit: usize) -> Result<Vec<KeptScan>, LogError>;
    /// Orders neither delivered nor cancelled, newest first, with their buyers.
    fn open_orders(&self, limit: usize) -> Result<Vec<(OrderId, ShopperId)>, LogError>;
    /// Orders delivered or cancelled, newest first, with their buyers.
    fn closed_orders(&self, limit: usize) -> Result<Vec<(OrderId, ShopperId)>, LogError>;
    /// For whom something is due before a moment: at most so many, each once, the longest due first.
    fn overdue(&self, before: Timestamp, limit: usize) -> Result<Vec<ShopperId>, LogError>;
    /// How far a source was judged.
    fn mark(&self, source: SourceId) -> Result<Option<Mark>, LogError>;
    /// The bytes of that name, if they are of that kind.
    fn blob(&self, kind: BlobKind, hash: ContentHash) -> Result<Option<Vec<u8>>, LogError>;
    /// A single value of the store itself.
    fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, LogError>;
    /// A contact, in JSON.
    fn contact(&self, id: ContactId) -> Result<Option<String>, LogError>;
    /// The answer that was given under this key of this actor, in JSON.
    fn answer(&self, actor: &str, key: &str) -> Result<Option<String>, LogError>;
    /// How many refused rows are kept.
    fn refused(&self) -> Result<u64, LogError>;
    /// The [`tomb`]s of who was forgotten behind a place, and where in the log they are, in order.
    fn forgotten_after(&self, seq: u64) -> Result<Vec<(u64, ShopperId)>, LogError>;
    /// Whether a snapshot of that name is gone for good, with somebody that it had learned from.
    fn is_gone(&self, snapshot: ContentHash) -> Result<bool, LogError>;
}

/// What can be written inside a transaction.
pub trait Transaction: Reader + Outbox {
    /// Appends an event; `None` if its source has numbered another one so before.
    fn append(&mut self, event: &Event) -> Result<Option<u64>, LogError>;
    /// Notes how far a source was judged, and whose it is; a mark never falls and stays whose it is.
    fn set_mark(&mut self, source: SourceId, mark: Mark, of: Option<ShopperId>) -> Result<(), LogError>;
    /// Keeps a refused row.
    fn refuse(&mut self, row: &RefusedRow<'_>) -> Result<(), LogError>;
    /// Keeps a scan; one that is kept already came once more.
    fn keep_scan(&mut self, scan: &KeptScan) -> Result<(), LogError>;
    /// Keeps bytes under their name, and of their kind only the `newest` many.
    fn put_blob(
        &mut self,
        kind: BlobKind,
        hash: ContentHash,
        bytes: &[u8],
        newest: u32,
    ) -> Result<(), LogError>;
    /// Sets a single value of the store itself.
    fn put_meta(&mut self, name: &str, value: &[u8]) -> Result<(), LogError>;
    /// Keeps a contact of somebody, in JSON, until they are forgotten; without an order that names it only until
    /// [`Transaction::prune_contacts`] comes by.
    fn put_contact(
        &mut self,
        id: ContactId,
        of: ShopperId,
        json: &str,
        at: Timestamp,
    ) -> Result<(), LogError>;
    /// Keeps the answer that was given under this key of this actor.
    fn put_answer(&mut self, actor: &str, key: &str, answer: &str, at: Timestamp) -> Result<(), LogError>;
    /// Forgets refused rows, kept scans and kept answers from before that moment.
    fn prune(&mut self, before: Timestamp) -> Result<(), LogError>;
    /// Forgets contacts from before that moment that no order names: of checkouts that came to nothing.
    fn prune_contacts(&mut self, before: Timestamp) -> Result<(), LogError>;
    /// Makes the links to an order void that were made at this count, where it is the present one; else they are void
    /// already, or never were.
    fn void_links(&mut self, order: OrderId, up_to: u32) -> Result<(), LogError>;
    /// Takes off what was due for a shopper before a moment: the clock looked, and nothing follows but what is due of
    /// their points `next`.
    fn nothing_due(
        &mut self,
        who: ShopperId,
        before: Timestamp,
        next: Option<Timestamp>,
    ) -> Result<(), LogError>;
    /// Takes all that is known of these out of the log and the tables: signals, consents, links, carts, contacts,
    /// kept answers, sources and their refused rows. Orders and sales stay, under the pseudonym.
    ///
    /// The caller appends [`attar::event::CustomerFact::Forgotten`] for the [`tomb`] of each in the same
    /// transaction, so the head of the log never falls.
    fn forget(&mut self, who: &[ShopperId], pseudonym: ShopperId) -> Result<(), LogError>;
    /// Throws all snapshots away but this one. Their names are gone for good.
    fn retire_snapshots(&mut self, but: Option<ContentHash>) -> Result<(), LogError>;
}

/// What comes later.
pub type Pending<'a> = Pin<Box<dyn Future<Output = Result<(), LogError>> + Send + 'a>>;
/// Something to do in one writing transaction.
pub type Write = Box<dyn FnOnce(&mut dyn Transaction) -> Result<(), LogError> + Send>;
/// Something to read at one moment.
pub type Read = Box<dyn FnOnce(&dyn Reader) -> Result<(), LogError> + Send>;

/// A store of events. Writers take turns, also across processes.
pub trait EventLog: Send + Sync + 'static {
    /// Runs the work in one transaction: committed durably if it succeeds, rolled back if not.
    fn transact(&self, work: Write) -> Pending<'_>;
    /// Runs the work on one consistent state of the store.
    fn read(&self, work: Read) -> Pending<'_>;
    /// Cleans what was forgotten out of files that may still hold it; to be tried again if it fails, and after
    /// a restart. Nothing to do, nothing done; a store without files never has.
    fn scrub(&self) -> Pending<'_> {
        Box::pin(async { Ok(()) })
    }
}

/// [`EventLog::transact`] for work with a result.
///
/// # Errors
/// What the work or the commit says.
pub async fn transact<T: Send + 'static>(
    log: &dyn EventLog,
    work: impl FnOnce(&mut dyn Transaction) -> Result<T, LogError> + Send + 'static,
) -> Result<T, LogError> {
    let place = Arc::new(Mutex::new(None));
    let inside = Arc::clone(&place);
    log.transact(Box::new(move |tx| put(&inside, work(tx)?))).await?;
    take(&place)
}

/// [`EventLog::read`] for work with a result.
///
/// # Errors
/// What the work or the store says.
pub async fn read<T: Send + 'static>(
    log: &dyn EventLog,
    work: impl FnOnce(&dyn Reader) -> Result<T, LogError> + Send + 'static,
) -> Result<T, LogError> {
    let place = Arc::new(Mutex::new(None));
    let inside = Arc::clone(&place);
    log.read(Box::new(move |reader| put(&inside, work(reader)?))).await?;
    take(&place)
}

fn put<T>(place: &Mutex<Option<T>>, value: T) -> Result<(), LogError> {
    *place.lock().map_err(|_| LogError::Closed)? = Some(value);
    Ok(())
}

fn take<T>(place: &Mutex<Option<T>>) -> Result<T, LogError> {
    place.lock().map_err(|_| LogError::Closed)?.take().ok_or(LogError::Closed)
}
