//! What the store holds beside what the engine folds.

use attar::ShopperId;
use attar::id::{ContactId, ContentHash, OrderId};

use super::App;
use crate::contact::Contact;
use crate::error::Failure;
use crate::log::{self, BlobKind, KeptScan, LogError, Stored, Transaction, tomb};
use crate::mint;
use crate::orders::{self, OpenOrder};

impl App {
    /// Keeps a name and address of a shopper, outside the log: until they are forgotten, or for a day if no order
    /// names it.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be written, or if they were forgotten meanwhile.
    pub async fn put_contact(&self, of: ShopperId, contact: &Contact) -> Result<ContactId, Failure> {
        let id = mint::contact()?;
        let json = serde_json::to_string(contact).map_err(|why| Failure::Encoding(why.to_string()))?;
        let (now, current) = (self.now(), self.current());
        let work = move |tx: &mut dyn Transaction| {
            let since = tx.forgotten_after(current.forgot_at)?;
            if current.is_forgotten(of) || since.iter().any(|(_, buried)| *buried == tomb(of)) {
                return Err(LogError::Abandoned);
            }
            tx.put_contact(id, of, &json, now)
        };
        log::transact(self.log(), work).await?;
        Ok(id)
    }

    /// A name and address.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub async fn contact(&self, id: ContactId) -> Result<Option<Contact>, Failure> {
        let json = log::read(self.log(), move |reader| reader.contact(id)).await?;
        let read =
            |json: String| serde_json::from_str(&json).map_err(|why| Failure::Encoding(why.to_string()));
        json.map(read).transpose()
    }

    /// Orders that are neither delivered nor cancelled, newest first.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub async fn open_orders(&self, limit: usize) -> Result<Vec<OpenOrder>, Failure> {
        orders::open(self, limit).await
    }

    /// Orders that are delivered or cancelled, newest first.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub(crate) async fn closed_orders(&self, limit: usize) -> Result<Vec<OpenOrder>, Failure> {
        orders::closed(self, limit).await
    }

    /// Who placed an order.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub async fn buyer(&self, order: OrderId) -> Result<Option<ShopperId>, Failure> {
        Ok(log::read(self.log(), move |reader| reader.buyer(order)).await?)
    }

    /// Entries of the log behind a place, at most so many, in order.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub async fn events_after(&self, seq: u64, limit: usize) -> Result<Vec<Stored>, Failure> {
        Ok(log::read(self.log(), move |reader| reader.after(seq, limit)).await?)
    }

    /// So many of the scans that were not taken in, or are to be looked after, the latest first.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub async fn kept_scans(&self, limit: usize) -> Result<Vec<KeptScan>, Failure> {
        Ok(log::read(self.log(), move |reader| reader.kept_scans(limit)).await?)
    }

    /// Whether a snapshot is gone with somebody that it had learned from.
    pub(crate) async fn is_gone(&self, snapshot: ContentHash) -> Result<bool, Failure> {
        Ok(log::read(self.log(), move |reader| reader.is_gone(snapshot)).await?)
    }

    /// A blob of the store.
    pub(crate) async fn blob(&self, kind: BlobKind, hash: ContentHash) -> Result<Option<Vec<u8>>, Failure> {
        Ok(log::read(self.log(), move |reader| reader.blob(kind, hash)).await?)
    }
}
