//! Codes by which members refer others: each follows from the store's own key and its member, and says nothing of either.

use attar::ShopperId;
use attar::terms::loyalty::referral::LETTERS;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::app::App;
use crate::contact::Contact;

/// Keeps these codes apart from all else that the store's key is for.
const PURPOSE: &[u8] = b"attar referral codes, hmac\0";
/// Crockford's base 32: none that looks like another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Makes codes. All servers of a store make the same.
#[derive(Clone)]
pub(crate) struct Codes([u8; 32]);

impl Codes {
    pub(crate) fn new(store: &[u8; 32]) -> Self {
        Self(mac(store, PURPOSE))
    }

    /// The code of a member: 50 bits, so of a million codes that are tried not one is likely to be anybody's.
    pub(crate) fn of(&self, who: &ShopperId) -> String {
        let bytes = mac(&self.0, &who.0);
        let letters = bytes.iter().take(LETTERS).map(|byte| ALPHABET[usize::from(byte % 32)]);
        letters.map(char::from).collect()
    }
}

fn mac(key: &[u8; 32], said: &[u8]) -> [u8; 32] {
    // INVARIANT: a key of HMAC has any length.
    Hmac::<Sha256>::new_from_slice(key)
        .map(|mac| mac.chain_update(said).finalize().into_bytes().into())
        .unwrap_or_default()
}

impl App {
    /// The code by which others may come that a member gets who asks for one.
    pub(crate) fn referral_code(&self, who: &ShopperId) -> String {
        self.codes().of(who)
    }
}

/// Whether two contacts have one mailbox, or one address, however they are written.
pub(crate) fn is_one_house(one: &Contact, other: &Contact) -> bool {
    let same = |one: &str, other: &str| !plain(one).is_empty() && plain(one) == plain(other);
    same(&one.email, &other.email) || same(&one.address, &other.address)
}

/// Letters and digits alone, small.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use attar::terms::loyalty::referral::code_of;

    use super::*;

    #[test]
    fn a_code_is_the_same_again_and_nobody_elses_and_is_read_however_it_is_written() {
        let codes = Codes::new(&[1; 32]);
        let (ada, bab) = (ShopperId([1; 16]), ShopperId([2; 16]));
        let code = codes.of(&ada);
        assert_eq!((code.len(), code_of(&code)), (LETTERS, Some(code.clone())));
        assert!(code == codes.of(&ada) && code != codes.of(&bab) && code != Codes::new(&[2; 32]).of(&ada));
        let (one, two) = code.split_at(5);
        let written = format!(" {}-{} ", one.to_lowercase().replace('0', "o"), two.replace('1', "l"));
        assert_eq!(code_of(&written), Some(code));
        assert_eq!([code_of(""), code_of("012345678U"), code_of("01234567890")], [None, None, None]);
    }

    #[test]
    fn one_house_is_one_however_its_address_is_written() {
        let of = |address: &str, email: &str| Contact {
            name: String::new(),
            address: address.into(),
            email: email.into(),
        };
        let own = of("12 Rose Lane, Shiraz", "ada@example.org");
        assert!(is_one_house(&own, &of("12, ROSE LANE - Shiraz", "bab@example.org")));
        assert!(is_one_house(&own, &of("3 Mint Road", "Ada@Example.org ")));
        assert!(!is_one_house(&own, &of("3 Mint Road", "bab@example.org")));
        assert!(!is_one_house(&of("", ""), &of("", "")), "nothing is no house");
    }
}
