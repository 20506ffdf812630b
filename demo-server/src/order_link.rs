//! Links to one order, for whoever has no account here or is not signed in: what such a link opens, how it is found by
//! number and e-mail, and how it is made void.
//!
//! A link is `version[1] | order[16] | nonce[16] | links[4] | until_ms[8] | signature[64]` in base64url, under Ed25519.
//! It says nothing of its buyer, shows the one order and can do nothing.

use std::net::IpAddr;

use attar::id::OrderId;
use attar::time::Span;
use attar::{Answer, Query, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer, SigningKey};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::contact::Contact;
use crate::error::{Failure, Refusal};
use crate::log::{self, Held, HeldOrders, LogError, Reader};
use crate::mint;

#[cfg(test)]
mod tests;

/// Where the page of a link is; the token comes behind it.
pub(crate) const PAGE: &str = "/order/link/";
/// How long a link lasts that is shown to a buyer, unless the shop says otherwise.
pub(crate) const LASTS: Span = Span::days(90);
/// How long one lasts that was found by number and e-mail: whoever lost it finds another.
const FOUND_LASTS: Span = Span::minutes(60);

/// Keep these keys apart from all else that the store's key is for.
const SIGNS: &[u8] = b"attar order links, ed25519\0";
const COMPARES: &[u8] = b"attar order contacts, hmac\0";

const VERSION: u8 = 1;
/// What is signed, and all of it.
const BODY: usize = 45;
const WHOLE: usize = BODY + 64;

/// Stands where there is no contact, so that as much is done: no address has this e-mail.
const NOBODY: &str = r#"{"name":"Nobody","address":"Nowhere 1, 00000 Nowhere","email":"\u0000"}"#;

/// Signs links, and compares mailboxes. All servers of a store sign alike.
#[derive(Clone)]
pub(crate) struct LinkSeal {
    key: SigningKey,
    compares: [u8; 32],
}

/// A link to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLink {
    /// What stands behind the address of the page.
    pub token: String,
    /// Until when it opens.
    pub until: Timestamp,
    /// How often links to the order were made void before.
    pub links: u32,
}

impl OrderLink {
    /// The address of its page.
    pub fn page(&self) -> String {
        [PAGE, &self.token].concat()
    }
}

/// Which order a link opens, if it was not made void.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Opened {
    order: OrderId,
    links: u32,
}

impl LinkSeal {
    /// The keys follow from the store's own.
    pub(crate) fn new(store: &[u8; 32]) -> Self {
        let derived =
            |purpose: &[u8]| Sha256::new().chain_update(purpose).chain_update(store).finalize().into();
        Self { key: SigningKey::from_bytes(&derived(SIGNS)), compares: derived(COMPARES) }
    }

    fn sign(&self, held: Held, nonce: [u8; 16], until: Timestamp) -> OrderLink {
        let (links, until_ms) = (held.links.to_be_bytes(), until.0.to_be_bytes());
        let body = [&[VERSION][..], &held.order.0, &nonce, &links, &until_ms].concat();
        let signature = self.key.sign(&body).to_bytes();
        let token = URL_SAFE_NO_PAD.encode([body.as_slice(), &signature].concat());
        OrderLink { token, until, links: held.links }
    }

    /// What a genuine token says that has not run out.
    fn read(&self, token: &str, now: Timestamp) -> Option<Opened> {
        let bytes: [u8; WHOLE] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
        let (body, signature) = bytes.split_first_chunk::<BODY>()?;
        let signature = Signature::from_slice(signature).ok()?;
        self.key.verifying_key().verify_strict(body, &signature).ok()?;
        let (version, rest) = body.split_first()?;
        let (order, rest) = rest.split_first_chunk::<16>()?;
        let (_nonce, rest) = rest.split_first_chunk::<16>()?;
        let (links, until) = rest.split_first_chunk::<4>()?;
        let until = i64::from_be_bytes(until.try_into().ok()?);
        let opened = Opened { order: OrderId(*order), links: u32::from_be_bytes(*links) };
        (*version == VERSION && now.0 < until).then_some(opened)
    }

    /// Whether two mailboxes are one: a comparison that takes as long wherever they differ.
    fn is_same(&self, one: &str, other: &str) -> bool {
        let mac = |email: &str| {
            let mut mac = Hmac::<Sha256>::new_from_slice(&self.compares).ok()?;
            mac.update(email.trim().to_lowercase().as_bytes());
            Some(mac)
        };
        let (Some(one), Some(other)) = (mac(one), mac(other)) else { return false };
        one.verify_slice(&other.finalize().into_bytes()).is_ok()
    }
}

/// What a search for an order reads of the store.
trait Drawer {
    fn numbered(&self, number: u32) -> Result<Option<Held>, LogError>;
    fn contact(&self, id: attar::id::ContactId) -> Result<Option<String>, LogError>;
}

impl Drawer for dyn Reader + '_ {
    fn numbered(&self, number: u32) -> Result<Option<Held>, LogError> {
        HeldOrders::numbered(self, number)
    }

    fn contact(&self, id: attar::id::ContactId) -> Result<Option<String>, LogError> {
        Reader::contact(self, id)
    }
}

/// The order of a number and its contact in JSON. As much is read whether there is such an order or not.
fn looked_up<D: Drawer + ?Sized>(
    drawer: &D,
    number: u32,
) -> Result<(Option<Held>, Option<String>), LogError> {
    let held = drawer.numbered(number)?;
    let contact = held.and_then(|held| held.contact).unwrap_or_default();
    Ok((held, drawer.contact(contact)?))
}

impl LinkSeal {
    /// The order, if that is the e-mail of its contact. As much is done whether it is or not.
    fn matching(&self, held: Option<Held>, contact: Option<&str>, email: &str) -> Option<Held> {
        let kept = contact.is_some();
        let contact: Option<Contact> = serde_json::from_str(contact.unwrap_or(NOBODY)).ok();
        let same = contact.is_some_and(|contact| self.is_same(&contact.email, email));
        held.filter(|held| same && kept && held.contact.is_some())
    }
}

impl App {
    /// A link to an order that its buyer may hand on; none, if there is no such order or its buyer is forgotten.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub async fn order_link(&self, order: OrderId) -> Result<Option<OrderLink>, Failure> {
        let held = log::read(self.log(), move |reader| reader.held(order)).await?;
        let held = held.filter(|held| held.contact.is_some());
        held.map(|held| self.signed(held, self.links_last())).transpose()
    }

    fn signed(&self, held: Held, lasts: Span) -> Result<OrderLink, Failure> {
        Ok(self.link_seal().sign(held, mint::random()?, self.now() + lasts))
    }

    /// A link to the order of a number, for whoever knows the e-mail that it was placed with. Nothing tells an order
    /// that there is from one that there is not.
    ///
    /// # Errors
    /// [`Refusal::TooManySearches`]; [`Refusal::Unavailable`] if the store cannot be read.
    pub async fn find_order(
        &self,
        address: Option<IpAddr>,
        number: Option<u32>,
        email: &str,
    ) -> Result<Option<OrderLink>, Refusal> {
        self.limits().search(address, number).map_err(Refusal::TooManySearches)?;
        // Numbers begin with 1.
        self.found(number.unwrap_or_default(), email).await.map_err(|error| {
            tracing::error!(%error, "an order could not be looked for");
            Refusal::Unavailable
        })
    }

    async fn found(&self, number: u32, email: &str) -> Result<Option<OrderLink>, Failure> {
        let (held, contact) = log::read(self.log(), move |reader| looked_up(reader, number)).await?;
        let found = self.link_seal().matching(held, contact.as_deref(), email);
        found.map(|held| self.signed(held, FOUND_LASTS)).transpose()
    }

    /// What the link shows: where its order is. Nothing, if it is forged, has run out, was made void, or its buyer is
    /// forgotten.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub async fn open_link(&self, token: &str) -> Result<Option<Answer>, Failure> {
        let Some(Opened { order, links }) = self.link_seal().read(token, self.now()) else { return Ok(None) };
        let read = move |reader: &dyn Reader| Ok((reader.held(order)?, reader.buyer(order)?));
        let (held, buyer) = log::read(self.log(), read).await?;
        let open = held.is_some_and(|held| held.contact.is_some() && held.links == links);
        let Some(buyer) = buyer.filter(|_| open) else { return Ok(None) };
        let answer = self.ask(&buyer, &Query::Track { order }).await?;
        Ok(Some(answer).filter(|answer| matches!(answer, Answer::Tracked(_))))
    }

    /// Makes all links to an order void that were made up to this count of [`OrderLink::links`]: the same again makes
    /// none void that came since.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be written.
    pub async fn void_links(&self, order: OrderId, up_to: u32) -> Result<(), Failure> {
        Ok(log::transact(self.log(), move |tx| tx.void_links(order, up_to)).await?)
    }
}
