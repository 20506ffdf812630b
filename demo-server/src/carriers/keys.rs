//! Whose feed the shop hears: the secret of each, and what the shop calls its carriers.

use std::str::FromStr;

use attar::service::carrier::Feed;
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// What EasyPost writes before its digits.
const HEX: &str = "hmac-sha256-hex=";
/// The shortest secret, in bytes.
const SHORTEST: usize = 8;

/// Something said of one feed: `easypost=..`.
#[derive(Clone, PartialEq, Eq)]
pub struct Named {
    /// Which.
    pub feed: Feed,
    /// What.
    pub value: String,
}

impl std::fmt::Debug for Named {
    /// Without the value: it must not end up in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Named").field("feed", &self.feed).finish_non_exhaustive()
    }
}

impl FromStr for Named {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        let feeds = Feed::ALL.map(Feed::name).join("`, `");
        let feed = Feed::named(name.trim()).ok_or_else(|| format!("a feed is one of `{feeds}`"))?;
        let value = value.trim().to_owned();
        if value.is_empty() {
            return Err(format!("it says nothing of `{}`: write `{}=..`", feed.name(), feed.name()));
        }
        Ok(Self { feed, value })
    }
}

impl Named {
    /// A secret that feeds can sign with.
    ///
    /// # Errors
    /// A sentence; the secret is not in it.
    pub fn secret(text: &str) -> Result<Self, String> {
        let named: Self = text.parse()?;
        // EasyPost normalises other letters before it signs.
        let sound = named.value.len() >= SHORTEST && named.value.bytes().all(|byte| byte.is_ascii_graphic());
        let name = named.feed.name();
        let wrong = || format!("the secret of `{name}` is {SHORTEST} or more visible letters of ASCII");
        if sound { Ok(named) } else { Err(wrong()) }
    }
}

/// The feeds that the shop hears. By default none.
#[derive(Clone, Default)]
pub struct Feeds {
    secrets: Vec<Named>,
    carriers: Vec<Named>,
}

impl std::fmt::Debug for Feeds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Feeds").field("secrets", &self.secrets).finish_non_exhaustive()
    }
}

impl Feeds {
    /// Feeds with these secrets, several of one while it gets a new one; and more names of the carriers that they speak
    /// of.
    pub fn new(secrets: Vec<Named>, carriers: Vec<Named>) -> Self {
        Self { secrets, carriers }
    }

    /// Whether the shop hears that feed.
    pub(crate) fn hears(&self, feed: Feed) -> bool {
        self.secrets(feed).next().is_some()
    }

    /// What the shop calls the carriers that the feed speaks of, beside what the feed calls them itself.
    pub(crate) fn carriers(&self, feed: Feed) -> Vec<String> {
        let own = self.carriers.iter().filter(|named| named.feed == feed);
        own.map(|named| named.value.clone()).collect()
    }

    /// Whether the feed itself sent that body.
    pub(crate) fn signed(&self, feed: Feed, headers: &HeaderMap, body: &[u8]) -> bool {
        let header = headers.get(header(feed)).and_then(|value| value.to_str().ok());
        let Some(header) = header else { return false };
        // Each of them, so that the time it takes does not say which.
        self.secrets(feed).fold(false, |signed, secret| signed | is_by(feed, secret, header, body))
    }

    /// The header that a feed signs with, and what it puts there: for trying it out. Nothing, if that cannot be a key.
    pub fn sign(feed: Feed, secret: &str, body: &[u8]) -> Option<(&'static str, String)> {
        let mac = over(secret.as_bytes(), body)?.finalize().into_bytes();
        let value = match feed {
            Feed::AfterShip | Feed::Shopify => STANDARD.encode(mac),
            Feed::EasyPost => mac.iter().fold(HEX.to_owned(), |text, byte| text + &format!("{byte:02x}")),
            Feed::Karrio => secret.to_owned(),
        };
        Some((header(feed), value))
    }

    fn secrets(&self, feed: Feed) -> impl Iterator<Item = &str> {
        self.secrets.iter().filter(move |named| named.feed == feed).map(|named| named.value.as_str())
    }
}

/// Where a feed signs.
pub(crate) const fn header(feed: Feed) -> &'static str {
    match feed {
        Feed::AfterShip => "aftership-hmac-sha256",
        Feed::EasyPost => "x-hmac-signature",
        // No signature: the secret of the webhook itself.
        Feed::Karrio => "x-event-id",
        Feed::Shopify => "x-shopify-hmac-sha256",
    }
}

/// Compared in the same time wherever the difference is.
fn is_by(feed: Feed, secret: &str, header: &str, body: &[u8]) -> bool {
    let claimed = match feed {
        Feed::AfterShip | Feed::Shopify => STANDARD.decode(header.trim()).ok(),
        Feed::EasyPost => header.trim().strip_prefix(HEX).and_then(hex),
        // Both behind the same key: what is compared has one length, and says nothing of the secret.
        Feed::Karrio => {
            over(secret.as_bytes(), header.as_bytes()).map(|mac| mac.finalize().into_bytes().to_vec())
        }
    };
    let signed = if feed == Feed::Karrio { secret.as_bytes() } else { body };
    let mac = over(secret.as_bytes(), signed);
    mac.zip(claimed).is_some_and(|(mac, claimed)| mac.verify_slice(&claimed).is_ok())
}

fn over(key: &[u8], body: &[u8]) -> Option<Hmac<Sha256>> {
    Some(Hmac::new_from_slice(key).ok()?.chain_update(body))
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let whole = text.len().is_multiple_of(2) && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    whole.then(|| text.as_bytes().chunks(2).map(byte).collect()).flatten()
}
