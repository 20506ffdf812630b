//! The profile as its shopper reads it.

use super::figure::{count, money, number};
use super::{Element, Viewer, Word};
use crate::event::{Consent, Topic};
use crate::query::Profile;
use crate::shop::{around, halves};

impl Viewer<'_> {
    /// All that is known of a shopper, in their own words.
    pub(super) fn profile(&self, profile: &Profile) -> Element {
        let item = |text: &str| Element::new("li").text(text);
        let mut list = Element::part("ul", "profile").child(item(match profile.consent {
            Consent::Denied => self.word(Word::ConsentDenied),
            Consent::Private => self.word(Word::ConsentPrivate),
            Consent::Full => self.word(Word::ConsentFull),
        }));
        if profile.card {
            list = list.child(item(self.word(Word::HoldsCard)));
        }
        for group in &profile.groups {
            list = list.child(item(&around(self.word(Word::InGroup), group)));
        }
        if profile.purchases > 0 {
            let words = self.word(Word::Purchases);
            let [before, after] = halves(words);
            let bought = item(&before).child(count(profile.purchases)).text(&after).text(" ");
            list = list.child(bought.child(money(profile.spent)));
        }
        for (category, _) in &profile.categories {
            list = list.child(item(&around(self.word(Word::Likes), self.names.label(*category))));
        }
        if let Some(segment) = profile.segment {
            list = list.child(item(self.word(Word::segment(&segment))));
        }
        // Met again and again, it is told once.
        let recent = profile.recent.iter().enumerate();
        let once = recent.filter(|(place, reason)| !profile.recent.iter().take(*place).any(|r| r == *reason));
        let list = once.fold(list, |list, (_, reason)| list.child(item(&self.reason(None, *reason))));
        let list = profile.refused.iter().fold(list, |list, product| {
            let words = around(self.word(Word::Refused), &self.names.product(self.shop, *product));
            let refused = Element::part("li", "refused").attribute("data-product", &number(product.0));
            list.child(refused.text(&words))
        });
        self.tastes(list, profile)
    }

    /// What was said, and apart from it what is inferred: each with the name and number of its topic.
    fn tastes(&self, list: Element, profile: &Profile) -> Element {
        let taste = |list: Element, part: &str, word, topic: Topic| {
            let kind = Element::part("li", part).attribute("data-topic", topic.kind_name());
            let item = kind.attribute("data-number", &number(topic.number()));
            list.child(item.text(&self.about(word, topic)))
        };
        let mut list = list;
        for (part, word, topics) in [
            ("likes", Word::SaidLikes, &profile.likes),
            ("unwanted", Word::SaidUnwanted, &profile.unwanted),
            ("ignored", Word::SaidIgnored, &profile.ignored),
        ] {
            list = topics.iter().fold(list, |list, topic| taste(list, part, word, *topic));
        }
        profile.leanings.iter().fold(list, |list, (topic, share)| {
            taste(list, "leaning", if *share > 0 { Word::SeemsFor } else { Word::SeemsAgainst }, *topic)
        })
    }
}
