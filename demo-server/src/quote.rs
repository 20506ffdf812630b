//! Quotes: what an order of a cart comes to, under a signature, so that a page can prove whose word it shows.
//!
//! A quote is a JWS in compact form (RFC 7515) under Ed25519 (RFC 8037); who verifies it finds the key by its
//! thumbprint (RFC 7638) in the set of keys (RFC 7517) at `/v1/keys`; statements of points are under the same key. At checkout the shop decides again: a limit may
//! be used up meanwhile, and then the refusal says what changed.

use std::sync::Arc;

use attar::command::Tender;
use attar::event::StockLine;
use attar::id::{ContentHash, ProductId};
use attar::query::Cart;
use attar::terms::receipt::Step;
use attar::{Engine, Rejection, ShopperId, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use crate::app::App;
use crate::current::Current;
use crate::error::Failure;

/// How long a quote is good, in milliseconds.
const LASTS: i64 = 15 * 60_000;

/// Keeps the key of quotes apart from all else that the store's key is for.
const PURPOSE: &[u8] = b"attar quotes, ed25519\0";

/// Signs quotes. All servers of a store sign alike.
#[derive(Clone)]
pub(crate) struct Seal {
    key: SigningKey,
    kid: String,
}

/// The public half of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Jwk {
    kty: &'static str,
    crv: &'static str,
    /// The key, base64url.
    x: String,
    /// The thumbprint of the others.
    kid: String,
    alg: &'static str,
    #[serde(rename = "use")]
    used_for: &'static str,
}

/// A set of keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct JwkSet {
    keys: Vec<Jwk>,
}

/// A cart and its quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// What an order comes to.
    pub cart: Cart,
    /// The same in short, signed.
    pub quote: String,
    /// Until when the quote is good.
    pub until: Timestamp,
}

/// What is signed.
#[derive(Debug, Serialize)]
struct Claims<'a> {
    /// When it was signed and until when it is good, in seconds.
    iat: i64,
    exp: i64,
    /// The version of the shop, and the place of the log.
    shop: ContentHash,
    seq: u64,
    currency: &'static str,
    /// What is to be paid, in minor units.
    total: i64,
    lines: Vec<Line>,
    /// How the total comes about.
    steps: &'a [Step],
}

#[derive(Debug, Serialize)]
struct Line {
    product: ProductId,
    quantity: u32,
    total: i64,
}

impl Seal {
    /// The key of quotes follows from the store's own.
    pub(crate) fn new(store: &[u8; 32]) -> Self {
        let seed = Sha256::new().chain_update(PURPOSE).chain_update(store).finalize();
        let key = SigningKey::from_bytes(&seed.into());
        let thumbprint = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, public(&key));
        let kid = URL_SAFE_NO_PAD.encode(Sha256::digest(thumbprint));
        Self { key, kid }
    }

    /// What verifies its signatures.
    pub(crate) fn keys(&self) -> JwkSet {
        let (x, kid) = (public(&self.key), self.kid.clone());
        JwkSet { keys: vec![Jwk { kty: "OKP", crv: "Ed25519", x, kid, alg: "EdDSA", used_for: "sig" }] }
    }

    /// A JWS of these claims; its `typ` says what they are, so that none is taken for another.
    pub(crate) fn sign(&self, typ: &str, claims: &impl Serialize) -> serde_json::Result<String> {
        let head = format!(r#"{{"alg":"EdDSA","typ":"{typ}","kid":"{}"}}"#, self.kid);
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let signed = [part(head.as_bytes()), part(&serde_json::to_vec(claims)?)].join(".");
        let signature = part(&self.key.sign(signed.as_bytes()).to_bytes());
        Ok([signed, signature].join("."))
    }
}

fn public(key: &SigningKey) -> String {
    URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes())
}

impl App {
    /// What an order of a shopper's cart comes to now, by all that the merchant knows, where points and a gift card pay
    /// for some of it.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read; a [`Rejection`] if the cart cannot be ordered so.
    pub async fn price(&self, who: &ShopperId, tender: Tender) -> Result<Result<Cart, Rejection>, Failure> {
        Ok(self.decided(who, tender, self.now()).await?.1)
    }

    async fn decided(
        &self,
        who: &ShopperId,
        tender: Tender,
        now: Timestamp,
    ) -> Result<(Arc<Current>, Result<Cart, Rejection>), Failure> {
        let (current, engine) = self.known(who).await?;
        let (shop, market) = (Arc::clone(&current.shop), Arc::clone(&current.market));
        let cart = Engine::clone(&engine).with_whole(shop, market).quote_with(who, tender, now);
        Ok((current, cart))
    }

    /// The same, and signed.
    ///
    /// # Errors
    /// As [`App::price`].
    pub async fn quote(&self, who: &ShopperId, tender: Tender) -> Result<Result<Quoted, Rejection>, Failure> {
        let now = self.now();
        let (current, cart) = self.decided(who, tender, now).await?;
        Ok(match cart {
            Ok(cart) => Ok(self.sealed(&current, cart, now)?),
            Err(rejection) => Err(rejection),
        })
    }

    /// What a basket comes to at a till for a customer, signed.
    ///
    /// # Errors
    /// As [`App::price`].
    pub async fn quote_at_till(
        &self,
        who: &ShopperId,
        lines: &[StockLine],
    ) -> Result<Result<Quoted, Rejection>, Failure> {
        let now = self.now();
        let (current, engine) = self.known(who).await?;
        let (shop, market) = (Arc::clone(&current.shop), Arc::clone(&current.market));
        let cart = Engine::clone(&engine).with_whole(shop, market).at_till(who, lines, now);
        Ok(match cart {
            Ok(cart) => Ok(self.sealed(&current, cart, now)?),
            Err(rejection) => Err(rejection),
        })
    }

    fn sealed(&self, current: &Current, cart: Cart, now: Timestamp) -> Result<Quoted, Failure> {
        let until = Timestamp(now.0.saturating_add(LASTS));
        let lines = cart.lines.iter().map(|line| Line {
            product: line.product,
            quantity: line.quantity,
            total: line.total.minor,
        });
        let claims = Claims {
            iat: now.0.div_euclid(1_000),
            exp: until.0.div_euclid(1_000),
            shop: current.market.shop.unwrap_or_default(),
            seq: current.seq,
            currency: cart.total.currency.code(),
            total: cart.total.minor,
            lines: lines.collect(),
            steps: cart.steps(),
        };
        let quote =
            self.seal().sign("attar-quote", &claims).map_err(|why| Failure::Encoding(why.to_string()))?;
        Ok(Quoted { quote, until, cart })
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signature, Verifier, VerifyingKey};

    use super::*;

    fn claims(total: i64) -> Claims<'static> {
        Claims {
            iat: 1,
            exp: 2,
            shop: ContentHash::default(),
            seq: 3,
            currency: "USD",
            total,
            lines: Vec::new(),
            steps: &[],
        }
    }

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).expect("base64url")
    }

    /// As anybody does who knows the public key alone.
    fn is_genuine(quote: &str, key: &Jwk) -> bool {
        let (signed, signature) = quote.rsplit_once('.').expect("three parts");
        let key: [u8; 32] = bytes(&key.x).try_into().expect("a key");
        let signature = Signature::from_slice(&bytes(signature)).expect("a signature");
        VerifyingKey::from_bytes(&key).expect("a point").verify(signed.as_bytes(), &signature).is_ok()
    }

    #[test]
    fn whoever_knows_the_public_key_can_tell_a_quote_from_a_forgery() {
        let seal = Seal::new(&[7; 32]);
        let key = seal.keys().keys.remove(0);
        let quote = seal.sign("attar-quote", &claims(1_036)).expect("a quote");
        assert!(is_genuine(&quote, &key));
        let [head, _, signature] = quote.split('.').collect::<Vec<_>>().try_into().expect("three parts");
        let cheaper = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims(36)).expect("json"));
        assert!(!is_genuine(&[head, &cheaper, signature].join("."), &key));
        assert!(!is_genuine(
            &Seal::new(&[8; 32]).sign("attar-quote", &claims(1_036)).expect("a quote"),
            &key
        ));
    }

    #[test]
    fn a_quote_names_its_key_by_the_thumbprint() {
        let seal = Seal::new(&[7; 32]);
        let quote = seal.sign("attar-quote", &claims(1)).expect("a quote");
        let head: serde_json::Value =
            serde_json::from_slice(&bytes(quote.split('.').next().expect("a head"))).expect("json");
        assert_eq!(head["alg"], "EdDSA");
        assert_eq!(head["kid"], seal.keys().keys[0].kid);
        assert_eq!(Seal::new(&[7; 32]).kid, seal.kid, "all servers of a store sign alike");
    }

    #[test]
    fn the_thumbprint_is_that_of_the_standard() {
        // RFC 8037, appendix A: this key and its thumbprint.
        let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        let text = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
        let kid = URL_SAFE_NO_PAD.encode(Sha256::digest(text));
        assert_eq!(kid, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }
}
