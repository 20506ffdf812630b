//! Signed tokens: who somebody is, until when, under a key that never leaves the store. Nobody's, once they
//! are forgotten.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};

use attar::event::Role;
use attar::{ShopperId, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::log::tomb;

/// What a token is good for. One kind never passes for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// A visitor, minted after consent.
    Shopper,
    /// A customer, after login.
    Customer,
    /// A one-purpose identity: a guest's cart and orders.
    Guest,
    /// Somebody of the shop.
    Merchant,
    /// One live stream, for a minute.
    Ticket,
}

impl Token {
    /// How long such a token lasts, in milliseconds.
    pub const fn lasts(self) -> i64 {
        const MINUTE: i64 = 60_000;
        match self {
            Self::Shopper | Self::Customer | Self::Guest => 180 * 24 * 60 * MINUTE,
            Self::Merchant => 12 * 60 * MINUTE,
            Self::Ticket => MINUTE,
        }
    }

    const fn byte(self) -> u8 {
        match self {
            Self::Shopper => 1,
            Self::Customer => 2,
            Self::Guest => 3,
            Self::Merchant => 4,
            Self::Ticket => 5,
        }
    }
}

/// Signs and verifies: base64url of `who[16] | expires_ms[8] | hmac[32]`.
#[derive(Clone)]
pub struct Tokens {
    key: [u8; 32],
    /// The tombs of all who were forgotten, as of the last look at the store.
    tombs: Arc<RwLock<Arc<BTreeSet<ShopperId>>>>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens")
    }
}

impl Tokens {
    /// Tokens under that key.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key, tombs: Arc::default() }
    }

    /// From now on no token of these is good.
    pub(crate) fn bury(&self, tombs: &Arc<BTreeSet<ShopperId>>) {
        *self.tombs.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(tombs);
    }

    fn is_buried(&self, who: ShopperId) -> bool {
        let tombs = self.tombs.read().unwrap_or_else(PoisonError::into_inner);
        !tombs.is_empty() && tombs.contains(&tomb(who))
    }

    /// A token for a shopper, good from now for as long as its kind lasts.
    pub fn sign(&self, kind: Token, who: ShopperId, now: Timestamp) -> String {
        let expires = now.0.saturating_add(kind.lasts());
        let mut body = [who.0.as_slice(), &expires.to_be_bytes()].concat();
        let mac = self.mac(kind, &body).map(|mac| mac.finalize().into_bytes());
        body.extend(mac.into_iter().flatten());
        URL_SAFE_NO_PAD.encode(body)
    }

    /// Whose token this is, if it is one of that kind, has not run out, and its owner is not forgotten.
    pub fn verify(&self, kind: Token, token: &str, now: Timestamp) -> Option<ShopperId> {
        let bytes: [u8; 56] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
        let (body, mac) = bytes.split_first_chunk::<24>()?;
        self.mac(kind, body)?.verify_slice(mac).ok()?;
        let (who, expires) = body.split_first_chunk::<16>()?;
        let expires = i64::from_be_bytes(expires.try_into().ok()?);
        (now.0 < expires).then_some(ShopperId(*who)).filter(|who| !self.is_buried(*who))
    }

    /// A session of somebody of the shop.
    pub fn sign_merchant(&self, role: Role, now: Timestamp) -> String {
        let mut who = ShopperId::ANONYMOUS;
        who.0[0] = match role {
            Role::Owner => 1,
            Role::Till => 2,
        };
        self.sign(Token::Merchant, who, now)
    }

    /// Whose session of the shop this is.
    pub fn verify_merchant(&self, token: &str, now: Timestamp) -> Option<Role> {
        match self.verify(Token::Merchant, token, now)?.0[0] {
            1 => Some(Role::Owner),
            2 => Some(Role::Till),
            _ => None,
        }
    }

    fn mac(&self, kind: Token, body: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        mac.update(&[kind.byte()]);
        mac.update(body);
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000);
    const WHO: ShopperId = ShopperId([7; 16]);

    #[test]
    fn a_token_says_who_until_it_runs_out() {
        let tokens = Tokens::new([1; 32]);
        let token = tokens.sign(Token::Ticket, WHO, NOW);
        assert_eq!(tokens.verify(Token::Ticket, &token, NOW), Some(WHO));
        assert_eq!(tokens.verify(Token::Ticket, &token, Timestamp(60_999)), Some(WHO));
        assert_eq!(tokens.verify(Token::Ticket, &token, Timestamp(61_000)), None);
    }

    #[test]
    fn no_kind_no_key_and_no_bit_passes_for_another() {
        let (tokens, others) = (Tokens::new([1; 32]), Tokens::new([2; 32]));
        let token = tokens.sign(Token::Guest, WHO, NOW);
        assert_eq!(tokens.verify(Token::Shopper, &token, NOW), None);
        assert_eq!(others.verify(Token::Guest, &token, NOW), None);
        let changed = token.replacen(['B', 'H'], "C", 1);
        assert_ne!(changed, token);
        assert_eq!(tokens.verify(Token::Guest, &changed, NOW), None);
        assert_eq!(tokens.verify(Token::Guest, "", NOW), None);
    }

    #[test]
    fn a_token_of_the_forgotten_is_nobodys() {
        let (tokens, other) = (Tokens::new([1; 32]), ShopperId([8; 16]));
        let sign = |who| tokens.sign(Token::Customer, who, NOW);
        tokens.clone().bury(&Arc::new(BTreeSet::from([tomb(WHO)])));
        assert_eq!(tokens.verify(Token::Customer, &sign(WHO), NOW), None);
        assert_eq!(tokens.verify(Token::Customer, &sign(other), NOW), Some(other));
    }

    #[test]
    fn a_merchant_has_a_role() {
        let tokens = Tokens::new([1; 32]);
        let token = tokens.sign_merchant(Role::Till, NOW);
        assert_eq!(tokens.verify_merchant(&token, NOW), Some(Role::Till));
        assert_eq!(tokens.verify_merchant(&tokens.sign(Token::Shopper, WHO, NOW), NOW), None);
    }
}
