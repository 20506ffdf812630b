//! Whom the shop's own site knows: it says so in a short-lived JWT (RFC 7519), signed with a secret that both share
//! (HS256, RFC 7518).

use std::str::FromStr;

use attar::time::Span;
use attar::{ShopperId, Timestamp};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The shortest secret, in bytes: as long as the hash of HS256 (RFC 7518, 3.2).
const SHORTEST: usize = 32;
/// The longest that a word may be good for.
const LONGEST: Span = Span::minutes(10);
/// How far the clock of the site may be from ours.
const SKEW: Span = Span::minutes(1);
/// The longest name of a customer, in bytes.
const LONGEST_NAME: usize = 255;

/// What the shop's own site signs with: 32 or more visible letters of ASCII.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginSecret(String);

/// The secrets that the shop's own site signs with, several while one follows the other. By default none: then
/// nobody is vouched for.
#[derive(Debug, Clone, Default)]
pub struct Vouchers {
    secrets: Vec<LoginSecret>,
}

/// Why nobody is let in by a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unvouched {
    /// The shop has no secret to check it with.
    #[error("this shop lets nobody in by a `jwt`: it has no `--login-secret`")]
    NoSecret,
    /// It is no JWT, or a member is missing.
    #[error("a `jwt` is one of HS256 with the members `sub`, `iat` and `exp`")]
    Unreadable,
    /// Somebody else signed it.
    #[error("the `jwt` is not signed with the `--login-secret` of this shop")]
    Forged,
    /// It was good before, or will be.
    #[error("the `jwt` is not good now: see its `iat`, `nbf` and `exp`, and the clock")]
    OutOfTime,
    /// It would be good for too long.
    #[error("the `jwt` is good for more than 10 minutes: `exp` is at most 600 seconds after `iat`")]
    TooLong,
    /// It names nobody.
    #[error("the `sub` of a `jwt` is a customer's name of 1 to 255 bytes")]
    Nobody,
}

/// What is said of a customer. Times are in seconds.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: String,
    iat: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
    exp: i64,
}

impl std::fmt::Debug for LoginSecret {
    /// Without what it is: it must not end up in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LoginSecret")
    }
}

impl FromStr for LoginSecret {
    type Err = String;

    /// A sentence says what is wrong; the secret is not in it.
    fn from_str(text: &str) -> Result<Self, String> {
        let sound = text.len() >= SHORTEST && text.bytes().all(|byte| byte.is_ascii_graphic());
        let wrong = || format!("a login secret is {SHORTEST} or more visible letters of ASCII");
        if sound { Ok(Self(text.to_owned())) } else { Err(wrong()) }
    }
}

impl Vouchers {
    /// A site that signs with any of these secrets.
    pub fn new(secrets: Vec<LoginSecret>) -> Self {
        Self { secrets }
    }

    /// Signs what a shop's site says of its customer: for sites in Rust, and for tests. Nothing without a secret.
    pub fn vouch(&self, customer: &str, now: Timestamp, lasts: Span) -> Option<String> {
        let iat = seconds(now);
        let exp = iat.saturating_add(lasts.0 / 1_000);
        let claims = Claims { sub: customer.to_owned(), iat, nbf: None, exp };
        let key = EncodingKey::from_secret(self.secrets.first()?.0.as_bytes());
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).ok()
    }

    /// Who is vouched for at a moment.
    ///
    /// # Errors
    /// [`Unvouched`], a sentence for whoever runs the site.
    pub fn customer(&self, jwt: &str, now: Timestamp) -> Result<ShopperId, Unvouched> {
        let claims = self.claims(jwt)?;
        let (now, skew) = (seconds(now), SKEW.0 / 1_000);
        let begins = claims.nbf.map_or(claims.iat, |nbf| nbf.max(claims.iat));
        if now < begins.saturating_sub(skew) || now >= claims.exp.saturating_add(skew) {
            return Err(Unvouched::OutOfTime);
        }
        if claims.exp.saturating_sub(claims.iat) > LONGEST.0 / 1_000 {
            return Err(Unvouched::TooLong);
        }
        named(&claims.sub).ok_or(Unvouched::Nobody)
    }

    /// What one of the secrets signed.
    fn claims(&self, jwt: &str) -> Result<Claims, Unvouched> {
        let mut why = Unvouched::NoSecret;
        for secret in &self.secrets {
            let key = DecodingKey::from_secret(secret.0.as_bytes());
            match jsonwebtoken::decode::<Claims>(jwt, &key, &rules()) {
                Ok(read) => return Ok(read.claims),
                Err(error) => {
                    why = match error.kind() {
                        ErrorKind::InvalidSignature => Unvouched::Forged,
                        _ => Unvouched::Unreadable,
                    };
                }
            }
        }
        Err(why)
    }
}

/// HS256 and nothing else, or a word could say that it needs no signature. Times are judged by the shop's clock, and
/// whom it is for by who has the secret.
fn rules() -> Validation {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.set_required_spec_claims(&["sub", "exp"]);
    rules
}

/// Under which identifier a customer of that name is known: the name itself, where it is one, so that a site may use
/// the identifiers that it imported; else 16 bytes of its SHA-256.
pub fn named(customer: &str) -> Option<ShopperId> {
    if customer.is_empty() || customer.len() > LONGEST_NAME {
        return None;
    }
    let own = customer.parse::<ShopperId>().ok();
    let hash = || {
        let whole: [u8; 32] =
            Sha256::new().chain_update("attar customer\0").chain_update(customer).finalize().into();
        ShopperId(std::array::from_fn(|place| whole[place]))
    };
    Some(own.unwrap_or_else(hash)).filter(|who| !who.is_anonymous())
}

fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_700_000_000_000);
    const MINUTE: Span = Span::minutes(1);

    fn secret(letter: char) -> LoginSecret {
        letter.to_string().repeat(32).parse().expect("a secret")
    }

    fn site(letter: char) -> Vouchers {
        Vouchers::new(vec![secret(letter)])
    }

    fn later(span: Span) -> Timestamp {
        Timestamp(NOW.0 + span.0)
    }

    fn signed(claims: &serde_json::Value) -> String {
        let key = EncodingKey::from_secret("a".repeat(32).as_bytes());
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &key).expect("a word")
    }

    #[test]
    fn a_word_is_good_for_its_time_and_no_longer() {
        let site = site('a');
        let jwt = site.vouch("ada", NOW, MINUTE).expect("a secret");
        assert_eq!(site.customer(&jwt, NOW), named("ada").ok_or(Unvouched::Nobody));
        assert!(site.customer(&jwt, later(MINUTE)).is_ok(), "clocks differ");
        assert_eq!(site.customer(&jwt, later(Span::minutes(2))), Err(Unvouched::OutOfTime));
        assert_eq!(site.customer(&jwt, Timestamp(NOW.0 - 61_000)), Err(Unvouched::OutOfTime));
        let long = site.vouch("ada", NOW, Span::minutes(11)).expect("a secret");
        assert_eq!(site.customer(&long, NOW), Err(Unvouched::TooLong));
    }

    #[test]
    fn only_who_has_a_secret_can_vouch() {
        let jwt = site('b').vouch("ada", NOW, MINUTE).expect("a secret");
        assert_eq!(site('a').customer(&jwt, NOW), Err(Unvouched::Forged));
        let both = Vouchers::new(vec![secret('a'), secret('b')]);
        assert!(both.customer(&jwt, NOW).is_ok(), "one follows the other");
        assert_eq!(Vouchers::default().customer(&jwt, NOW), Err(Unvouched::NoSecret));
        let none = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEiLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDA2MH0.";
        assert_eq!(site('a').customer(none, NOW), Err(Unvouched::Unreadable));
        for text in ["", "a.b.c", "ada"] {
            assert_eq!(site('a').customer(text, NOW), Err(Unvouched::Unreadable), "{text}");
        }
    }

    #[test]
    fn a_word_without_its_members_is_none() {
        let whole = serde_json::json!({"sub": "ada", "iat": 1_700_000_000, "exp": 1_700_000_060});
        assert!(site('a').customer(&signed(&whole), NOW).is_ok());
        for member in ["sub", "iat", "exp"] {
            let mut less = whole.clone();
            less.as_object_mut().expect("an object").remove(member);
            assert_eq!(site('a').customer(&signed(&less), NOW), Err(Unvouched::Unreadable), "{member}");
        }
        let mut early = whole;
        early["nbf"] = (1_700_000_000 + 120).into();
        assert_eq!(site('a').customer(&signed(&early), NOW), Err(Unvouched::OutOfTime));
    }

    #[test]
    fn a_name_is_an_identifier_or_becomes_one() {
        let own = ShopperId([7; 16]);
        assert_eq!(named(&own.to_string()), Some(own));
        let long = "x".repeat(256);
        assert_eq!([named(""), named(&long), named(&"0".repeat(32))], [None; 3]);
        assert_ne!(named("ada"), named("Ada"));
        assert_eq!(
            named("ada").map(|who| who.to_string()).as_deref(),
            Some("14c7a1741c290d7861d230e1d515a672")
        );
    }

    #[test]
    fn a_short_secret_is_none() {
        assert!("a".repeat(31).parse::<LoginSecret>().is_err());
        assert!(!format!("{:?}", site('a')).contains("aaaa"));
    }
}
