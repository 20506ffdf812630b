//! What other systems are told of orders: messages in the form of Standard Webhooks 1 (<https://www.standardwebhooks.com>),
//! from an outbox in the store, until they arrive or are given up.
//!
//! At least once: a message that was sent and not yet written down as delivered is sent again, under the same
//! `webhook-id`. Of one order an endpoint is told one after the other.

use attar::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::app::App;
use crate::error::Failure;
use crate::log::{self, Delivery, Endpoint, EndpointId, EndpointState};
use crate::mint;

mod address;
mod client;
mod courier;
mod message;
mod schedule;
#[cfg(test)]
mod tests;

pub use address::UrlError;
pub use courier::Courier;

/// A secret as people copy it.
pub(crate) fn secret_text(secret: &[u8; 32]) -> String {
    ["whsec_", &STANDARD.encode(secret)].concat()
}

impl App {
    /// Tells one more of orders from now on; `None`, if there is one of that identifier.
    ///
    /// # Errors
    /// [`UrlError`] if the address is none that may be told; a [`Failure`] if the store cannot be written.
    pub async fn add_webhook(
        &self,
        id: EndpointId,
        url: &str,
    ) -> Result<Result<Option<Endpoint>, UrlError>, Failure> {
        let url = url.trim().to_owned();
        if let Err(error) = address::checked(&url, self.private_webhooks()) {
            return Ok(Err(error));
        }
        let (secret, made) = (mint::random()?, self.now());
        let endpoint = Endpoint { id, url, secret, state: EndpointState::Active, made };
        let added = endpoint.clone();
        let is_new = log::transact(self.log(), move |tx| tx.put_endpoint(&added)).await?;
        Ok(Ok(is_new.then_some(endpoint)))
    }

    /// Who is told of orders.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub async fn webhooks(&self) -> Result<Vec<Endpoint>, Failure> {
        Ok(log::read(self.log(), |reader| reader.endpoints()).await?)
    }

    /// Tells an endpoint from now on, or holds it.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be written.
    pub async fn set_webhook(&self, id: EndpointId, state: EndpointState) -> Result<(), Failure> {
        Ok(log::transact(self.log(), move |tx| tx.set_endpoint(id, state)).await?)
    }

    /// Forgets an endpoint, and what it was told.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be written.
    pub async fn drop_webhook(&self, id: EndpointId) -> Result<(), Failure> {
        Ok(log::transact(self.log(), move |tx| tx.drop_endpoint(id)).await?)
    }

    /// The latest deliveries, and those that were given up; the newest first.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub async fn deliveries(&self, most: usize) -> Result<(Vec<Delivery>, Vec<Delivery>), Failure> {
        Ok(log::read(self.log(), move |reader| Ok((reader.deliveries(most)?, reader.dead(most)?))).await?)
    }

    /// Sends one again that was given up, or all.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be written.
    pub async fn send_again(&self, id: Option<u64>) -> Result<(), Failure> {
        let now: Timestamp = self.now();
        Ok(log::transact(self.log(), move |tx| tx.send_again(id, now)).await?)
    }
}
