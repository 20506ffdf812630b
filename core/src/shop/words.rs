//! The words of the views in every language; `{}` is where a name goes.
//!
//! They travel with the names of things, so that a page loads one language only.

mod table;
mod word;

use crate::command::Status;
use crate::event::{ParcelStatus, ReferralFault, ReturnReason, ReturnStatus, ReturnWish};
use crate::text::{Lang, join};

use table::ALL;
pub use word::Word;

/// What stands before the name and what behind it. To search for a text takes 3 KB in a page.
pub(crate) fn halves(words: &str) -> [String; 2] {
    let [mut before, mut after] = [String::new(), String::new()];
    let mut half = &mut before;
    for letter in words.chars() {
        match letter {
            '{' => half = &mut after,
            '}' => {}
            _ => half.push(letter),
        }
    }
    [before, after]
}

/// A name in its words.
pub(crate) fn around(words: &str, name: &str) -> String {
    let [before, after] = halves(words);
    join(&[&before, name, &after])
}

/// What the views say in one language.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    lang: Lang,
}

impl Words {
    /// The words of a language.
    pub const fn of(lang: Lang) -> Self {
        Self { lang }
    }

    /// Where an order stands.
    pub fn status(self, status: Status) -> &'static str {
        self.word(Word::status(status))
    }

    /// Where a parcel stands.
    pub fn parcel(self, status: ParcelStatus) -> &'static str {
        self.word(Word::parcel(status))
    }

    /// Why something comes back.
    pub fn reason(self, reason: ReturnReason) -> &'static str {
        self.word(Word::reason(reason))
    }

    /// What a return is for.
    pub fn wish(self, wish: ReturnWish) -> &'static str {
        self.word(Word::wish(wish))
    }

    /// Where a return stands.
    pub fn sent_back(self, status: ReturnStatus) -> &'static str {
        self.word(Word::sent_back(status))
    }

    /// Why a code brings nothing.
    pub fn referral(self, fault: ReferralFault) -> &'static str {
        self.word(Word::referral(fault))
    }

    /// What a return is called; `{}` is where its number goes.
    pub fn return_name(self) -> &'static str {
        self.word(Word::Return)
    }

    /// What a parcel is called; `{}` is where its number goes.
    pub fn parcel_name(self) -> &'static str {
        self.word(Word::Parcel)
    }

    fn word(self, word: Word) -> &'static str {
        ALL.get(word as usize).map_or("", |(_, words)| self.pick(words))
    }

    fn pick(self, [en, fa, ar]: &[&'static str; 3]) -> &'static str {
        match self.lang {
            Lang::En => en,
            Lang::Fa => fa,
            Lang::Ar => ar,
        }
    }

    /// All of them, each in the place of its [`Word`].
    pub fn all(self) -> Vec<String> {
        ALL.iter().map(|(_, words)| self.pick(words).to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_in_its_place() {
        assert!(ALL.iter().enumerate().all(|(place, (word, _))| *word as usize == place));
        assert_eq!(Words::of(Lang::En).status(Status::Shipped), "On its way");
    }

    #[test]
    fn a_name_has_the_same_room_in_every_language() {
        let rooms = |words: &str| (words.matches('{').count(), words.matches("{}").count());
        for (word, [en, others @ ..]) in &ALL {
            assert!(others.iter().all(|other| rooms(other) == rooms(en)), "{word:?}");
        }
    }
}
