//! How the desk tells a promotion in words: what it gives, to whom, when, and what is the matter with it. `{}` is
//! where a name, an amount or a number goes.

use attar::Lang;

mod ar;
mod en;
mod fa;

/// The words for one promotion.
#[derive(Debug)]
pub struct PromotionWords {
    /// Between the parts of a list, and before its last alternative.
    pub comma: &'static str,
    pub or: &'static str,
    /// What an offer lowers: by how much, of what.
    pub off_order: &'static str,
    pub off_items: &'static str,
    pub off_each: &'static str,
    pub off_shipping: &'static str,
    pub free_shipping: &'static str,
    /// On how many units, of each line or of the cheapest.
    pub at_most: &'static str,
    pub cheapest: &'static str,
    /// Buy so many of this: so many of that so much cheaper, or free.
    pub buy_get: &'static str,
    pub off: &'static str,
    pub free: &'static str,
    pub groups_at_most: &'static str,
    /// Parts, together for an amount; a part.
    pub bundle: &'static str,
    pub part: &'static str,
    /// A rate from an amount on; all of them, on what.
    pub step: &'static str,
    pub steps: &'static str,
    /// What an engine computes: which, what; on what terms of its own; by which calculator, off what.
    pub computed: &'static str,
    pub only_where: &'static str,
    pub calculator: &'static str,
    /// Which goods.
    pub everything: &'static str,
    pub without: &'static str,
    pub and_more: &'static str,
    /// What is asked.
    pub always: &'static str,
    pub spend: &'static str,
    pub spend_on: &'static str,
    pub units: &'static str,
    pub units_of: &'static str,
    pub card: &'static str,
    pub group: &'static str,
    pub tier: &'static str,
    pub web: &'static str,
    pub pos: &'static str,
    pub channel: &'static str,
    pub first_order: &'static str,
    pub from: &'static str,
    pub until: &'static str,
    pub weekdays: [&'static str; 7],
    pub day_at: &'static str,
    pub on_days: &'static str,
    pub clock: &'static str,
    pub not: &'static str,
    pub code: &'static str,
    pub codes: &'static str,
    pub once_each: &'static str,
    pub times_each: &'static str,
    pub lane: &'static str,
    pub alone: &'static str,
    /// Where it stands.
    pub acts: &'static str,
    pub later: &'static str,
    pub over: &'static str,
    pub off_now: &'static str,
    pub used_up: &'static str,
    pub never_acts: &'static str,
    /// What it gave so far: how often, of how many; what its budget paid, of how much.
    pub used: &'static str,
    pub used_of: &'static str,
    pub paid_of: &'static str,
    /// What is the matter with it.
    pub flaw_over: &'static str,
    pub flaw_contradictory: &'static str,
    pub flaw_spent: &'static str,
    pub flaw_nothing: &'static str,
    pub flaw_shadowed: &'static str,
    pub flaw_floor: &'static str,
    pub flaw_other: &'static str,
    pub flaw_tier: &'static str,
    pub flaw_guessable: &'static str,
    pub flaw_off: &'static str,
}

impl PromotionWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &en::WORDS,
            Lang::Fa => &fa::WORDS,
            Lang::Ar => &ar::WORDS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = PromotionWords::of(lang);
            assert_eq!(
                places([words.off_order, words.off_shipping, words.at_most, words.cheapest, words.off]),
                [1, 1, 1, 1, 1],
                "{lang:?}"
            );
            assert_eq!(
                places([words.off_items, words.off_each, words.bundle, words.part, words.step, words.steps]),
                [2, 2, 2, 2, 2, 2],
                "{lang:?}"
            );
            assert_eq!(
                places([words.buy_get, words.groups_at_most, words.without, words.and_more]),
                [5, 1, 2, 2],
                "{lang:?}"
            );
            assert_eq!(places([words.computed, words.only_where, words.calculator]), [2, 1, 2], "{lang:?}");
            assert_eq!(
                places([
                    words.spend,
                    words.spend_on,
                    words.units,
                    words.units_of,
                    words.group,
                    words.tier,
                    words.channel
                ]),
                [1, 2, 1, 2, 1, 1, 1],
                "{lang:?}"
            );
            assert_eq!(
                places([
                    words.from,
                    words.until,
                    words.on_days,
                    words.clock,
                    words.day_at,
                    words.not,
                    words.code,
                    words.codes
                ]),
                [1, 1, 1, 2, 2, 1, 1, 2],
                "{lang:?}"
            );
            assert_eq!(
                places([words.times_each, words.lane, words.later, words.used, words.used_of, words.paid_of]),
                [1, 2, 1, 1, 2, 2],
                "{lang:?}"
            );
            assert_eq!(
                places([words.flaw_shadowed, words.flaw_floor, words.flaw_other, words.flaw_off]),
                [1, 1, 1, 1],
                "{lang:?}"
            );
        }
    }
}
