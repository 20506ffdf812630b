//! Codes of gift cards. A code is nowhere kept: it is the number of its card, and a tag of 88 bits over it under a key that
//! follows from the store's own, so only the shop can write one and tell whether one is genuine.
//!
//! In 24 letters of Crockford's base 32, four by four; who types it may write small letters, leave the hyphens out, and take
//! `O` for `0`, `I` and `L` for `1`.

use attar::Command;
use attar::command::Bearer;
use attar::id::{GiftCardId, OrderId};
use attar::terms::gift::Card;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::error::Refusal;
use crate::identity::Visitor;

/// Keeps this key apart from all else that the store's key is for.
const PURPOSE: &[u8] = b"attar gift cards, hmac\0";
/// Crockford's letters: none looks like another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How long a code is, and how many bits a letter carries.
const LONG: usize = 24;
const BITS: u32 = 5;
/// The number, and the tag behind it, in bytes.
const NUMBER: usize = 4;
const TAG: usize = 11;
/// More than this nobody types.
pub(crate) const LONGEST: usize = 64;

/// Writes codes and reads them. All servers of a store write alike.
#[derive(Clone)]
pub(crate) struct CodeSeal {
    key: [u8; 32],
}

impl CodeSeal {
    /// The key follows from the store's own.
    pub(crate) fn new(store: &[u8; 32]) -> Self {
        Self { key: Sha256::new().chain_update(PURPOSE).chain_update(store).finalize().into() }
    }

    fn mac(&self, card: GiftCardId) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        mac.update(&card.0.to_be_bytes());
        Some(mac)
    }

    /// The code of a card.
    pub(crate) fn write(&self, card: GiftCardId) -> String {
        let tag = self.mac(card).map(|mac| mac.finalize().into_bytes()).unwrap_or_default();
        let bytes = card.0.to_be_bytes().into_iter().chain(tag.into_iter().take(TAG));
        let whole = bytes.fold(0_u128, |whole, byte| whole << 8 | u128::from(byte));
        let mut code = String::with_capacity(LONG + LONG / 4);
        for place in 0..LONG {
            if place > 0 && place.is_multiple_of(4) {
                code.push('-');
            }
            let behind = u32::try_from(LONG - 1 - place).unwrap_or(0) * BITS;
            let letter = usize::try_from(whole >> behind & 31).unwrap_or(0);
            code.push(LETTERS.get(letter).copied().map_or('0', char::from));
        }
        code
    }

    /// The card of a genuine code. A comparison takes as long wherever the tags differ.
    pub(crate) fn read(&self, code: &str) -> Option<GiftCardId> {
        if code.len() > LONGEST {
            return None;
        }
        let mut letters = code.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
        let mut whole = 0_u128;
        for _ in 0..LONG {
            whole = whole << BITS | value(letters.next()?)?;
        }
        let bytes = whole.to_be_bytes();
        let (number, tag) = bytes.get(bytes.len() - NUMBER - TAG..)?.split_first_chunk::<NUMBER>()?;
        let card = GiftCardId(u32::from_be_bytes(*number));
        let genuine = letters.next().is_none() && self.mac(card)?.verify_truncated_left(tag).is_ok();
        genuine.then_some(card)
    }
}

/// What a letter stands for, in digits of any of the shop's languages.
fn value(letter: char) -> Option<u128> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        digit @ '۰'..='۹' => char::from_digit(digit as u32 - '۰' as u32, 10)?,
        digit @ '٠'..='٩' => char::from_digit(digit as u32 - '٠' as u32, 10)?,
        other => other,
    };
    let place = LETTERS.iter().position(|own| char::from(*own) == letter)?;
    u128::try_from(place).ok()
}

impl App {
    /// The code of a card, for its buyer and for nobody else.
    pub fn gift_code(&self, card: GiftCardId) -> String {
        self.code_seal().write(card)
    }

    /// Which card is meant is read off its code; a card that a caller names is not believed.
    pub(crate) fn with_card(&self, command: Command) -> Command {
        match command {
            Command::PlaceOrder {
                order,
                contact,
                expected,
                shown,
                delivery,
                redeem,
                gift_card: Some(Bearer { code, .. }),
            } => {
                let card = self.code_seal().read(&code);
                let gift_card = Some(Bearer { code: String::new(), card });
                Command::PlaceOrder { order, contact, expected, shown, delivery, redeem, gift_card }
            }
            other => other,
        }
    }

    /// The card that somebody shows, by its code; nothing, if it is none. It counts as a try, right or wrong.
    ///
    /// # Errors
    /// [`Refusal::TooManyCodes`] where many were tried.
    pub(crate) fn shown_card(&self, visitor: &Visitor, code: &str) -> Result<Option<GiftCardId>, Refusal> {
        self.try_card(visitor)?;
        let card = self.code_seal().read(code);
        Ok(card.filter(|card| self.current().market.gifts.get(*card).is_some()))
    }

    /// The same, with what is on it.
    ///
    /// # Errors
    /// As [`App::shown_card`].
    pub(crate) fn gift_card(&self, visitor: &Visitor, code: &str) -> Result<Option<Card>, Refusal> {
        let card = self.shown_card(visitor, code)?;
        Ok(card.and_then(|card| self.current().market.gifts.get(card).copied()))
    }

    /// The cards that were bought with an order, with what is on each; for its buyer and for nobody else.
    pub(crate) fn cards_of(&self, order: OrderId) -> Vec<(GiftCardId, Card)> {
        self.current().market.gifts.of(order).map(|(card, own)| (card, *own)).collect()
    }

    /// Whether there is anything that the code of a gift card could be for.
    pub(crate) fn takes_gift_cards(&self) -> bool {
        self.current().market.gifts.all().next().is_some()
    }

    /// Counts in who tries the code of a gift card.
    pub(crate) fn try_card(&self, visitor: &Visitor) -> Result<(), Refusal> {
        self.limits().bearer(visitor.address, visitor.acting()).map_err(Refusal::TooManyCodes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_as_people_type_it() {
        let seal = CodeSeal::new(&[7; 32]);
        for card in [0, 1, 31, 70_000, u32::MAX].map(GiftCardId) {
            let code = seal.write(card);
            assert_eq!((code.len(), seal.read(&code)), (29, Some(card)), "{code}");
            let small = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            assert_eq!(seal.read(&small), Some(card), "{small}");
            let persian = code.replace('0', "۰").replace('7', "۷");
            assert_eq!(seal.read(&persian), Some(card), "{persian}");
        }
    }

    #[test]
    fn no_other_letter_in_its_place_opens_anything() {
        let seal = CodeSeal::new(&[7; 32]);
        let code = seal.write(GiftCardId(3));
        for (place, own) in code.char_indices().filter(|(_, own)| *own != '-') {
            let other = if own == 'A' { 'B' } else { 'A' };
            let forged: String =
                code.char_indices().map(|(at, letter)| if at == place { other } else { letter }).collect();
            assert_eq!(seal.read(&forged), None, "{forged}");
        }
        let wrong = [
            String::new(),
            code[..28].to_owned(),
            format!("{code}0"),
            "-".repeat(99),
            code.replace('-', "U"),
        ];
        assert!(wrong.iter().all(|code| seal.read(code).is_none()));
        assert_eq!(CodeSeal::new(&[8; 32]).read(&code), None, "another shop's");
    }
}
