//! What a shopper said of topics, as lists read it, and what their past speaks for.

use super::rules::Rules;
use super::{Offer, Why};
use crate::engine::ask::Reader;
use crate::event::{Opinion, Topic};
use crate::id::ProductId;
use crate::personalize::affinity::Affinity;
use crate::query::{Reason, Slot};

/// The topics that a shopper spoke of. It does not change while a list is filled.
pub(super) struct Said {
    topics: Vec<(Topic, Opinion)>,
}

impl Said {
    pub(super) fn of(reader: &Reader<'_>) -> Self {
        Self { topics: reader.opinions.topics() }
    }

    /// Whether it brings something up in a list: other lists than their own follow something else.
    pub(super) fn lifts(&self, slot: Slot) -> bool {
        slot == Slot::ForYou && self.topics.iter().any(|(_, opinion)| *opinion == Opinion::Likes)
    }

    /// Of how many topics of a product that was said, and the first of them.
    fn says(&self, rules: &Rules<'_>, product: ProductId, opinion: Opinion) -> (usize, Option<Topic>) {
        let (mut count, mut first) = (0, None);
        for (topic, said) in &self.topics {
            if *said == opinion && rules.shop().is(product, *topic) {
                count += 1;
                first = first.or(Some(*topic));
            }
        }
        (count, first)
    }

    /// Whether something of a product is not for this shopper. That is above whatever else of it they like.
    pub(super) fn is_unwanted(&self, rules: &Rules<'_>, product: ProductId) -> bool {
        self.says(rules, product, Opinion::NotForMe).0 > 0
    }

    /// What they like of these, what has most of it first; of as much in the order that it had.
    pub(super) fn liked(&self, rules: &Rules<'_>, all: &[Offer]) -> Vec<Offer> {
        let by_count = |product| {
            let (count, topic) = self.says(rules, product, Opinion::Likes);
            let topic = topic.filter(|_| !self.is_unwanted(rules, product) && !rules.refused(product));
            topic.map(|topic| (count, Some(Reason::Liked(topic))))
        };
        by_level(all, &by_count)
    }
}

/// What nothing is known of but that it sells, or is there: what a past speaks for comes first, and what it speaks
/// against last; of as much in the order that it had.
pub(super) fn by_leaning(rules: &Rules<'_>, block: Vec<Offer>) -> Vec<Offer> {
    let affinity = if rules.slot == Slot::ForYou { rules.reader.affinity() } else { Affinity::default() };
    if affinity.is_empty() {
        return block;
    }
    by_level(&block, &|product| {
        let (mut sum, mut most, mut topic) = (0_i64, 0, None);
        rules.shop().each_topic(product, &mut |of| {
            let share = affinity.share(of);
            sum = sum.saturating_add(share);
            if share > most {
                (most, topic) = (share, Some(of));
            }
        });
        // A product has as many topics as there are kinds, each with a whole share at most.
        let level = match sum {
            ..0 => 0,
            0 => 1,
            _ => (sum / (Affinity::WHOLE * Topic::KINDS as i64 / 9)).clamp(0, 9) as usize + 2,
        };
        Some((level, topic.filter(|_| sum > 0).map(Reason::Leaning)))
    })
}

/// So many strengths are told apart.
const LEVELS: usize = 12;

/// A product's level, and the reason where it has another by that; nothing, where it is left out.
type Level<'a> = &'a dyn Fn(ProductId) -> Option<(usize, Option<Reason>)>;

/// The highest level first; of one level in the order that they had. Sorting takes more in a page.
fn by_level(offers: &[Offer], level: Level<'_>) -> Vec<Offer> {
    let mut levels = Vec::with_capacity(offers.len());
    for offer in offers {
        levels.extend(level(offer.product).map(|(level, reason)| {
            let why = reason.map_or(offer.why, Why::Said);
            (level.min(LEVELS), Offer { why, ..*offer })
        }));
    }
    let mut sorted = Vec::with_capacity(levels.len());
    for wanted in (0..=LEVELS).rev() {
        for (level, offer) in &levels {
            if *level == wanted {
                sorted.push(*offer);
            }
        }
    }
    sorted
}
