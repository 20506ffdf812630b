//! What the desk says of promotions: the list, the form, the replay, earlier versions; of one promotion, see
//! [`PromotionWords`](super::PromotionWords). `{}` is where a name, an amount or a number goes.

use attar::Lang;

mod ar;
mod en;
mod fa;

/// The words of the pages.
#[derive(Debug)]
pub struct TermsWords {
    /// The pages, as a heading, what they are, and back to them.
    pub title: &'static str,
    pub lead: &'static str,
    pub back: &'static str,
    /// The list.
    pub in_force: &'static str,
    /// Whose engine computes discounts.
    pub engine: &'static str,
    pub none: &'static str,
    pub write: &'static str,
    pub change: &'static str,
    pub whole: &'static str,
    pub general: &'static str,
    /// A price list below what the guards allow: its name, how many products, and one of them.
    pub list_below: &'static str,
    pub list_held: &'static str,
    /// The draft, what it is, and what differs.
    pub draft: &'static str,
    pub draft_is: &'static str,
    pub added: &'static str,
    pub changed: &'static str,
    pub removed: &'static str,
    pub settings: &'static str,
    pub moved_on: &'static str,
    pub publish: &'static str,
    pub discard: &'static str,
    pub begins: &'static str,
    /// What came of it, told on the next page.
    pub saved: &'static str,
    pub published: &'static str,
    pub outdated: &'static str,
    pub meanwhile: &'static str,
    pub broken: &'static str,
    /// The form.
    pub as_form: &'static str,
    pub as_json: &'static str,
    pub only_json: &'static str,
    pub json_is: &'static str,
    pub schema: &'static str,
    pub whole_is: &'static str,
    pub json: &'static str,
    pub line_column: &'static str,
    pub save: &'static str,
    pub remove: &'static str,
    pub named: &'static str,
    pub name_en: &'static str,
    pub name_fa: &'static str,
    pub name_ar: &'static str,
    pub gives: &'static str,
    pub kind: &'static str,
    pub percent: &'static str,
    pub fixed: &'static str,
    pub amount: &'static str,
    pub amount_hint: &'static str,
    pub on: &'static str,
    pub on_order: &'static str,
    pub on_items: &'static str,
    pub on_shipping: &'static str,
    pub categories: &'static str,
    pub products: &'static str,
    pub products_hint: &'static str,
    pub each: &'static str,
    pub whom: &'static str,
    pub spend: &'static str,
    pub first: &'static str,
    pub card: &'static str,
    pub codes: &'static str,
    pub codes_hint: &'static str,
    pub when: &'static str,
    pub from: &'static str,
    pub until: &'static str,
    pub zone: &'static str,
    pub days: &'static str,
    pub bounds: &'static str,
    pub limit: &'static str,
    pub per_shopper: &'static str,
    pub budget: &'static str,
    pub bounds_hint: &'static str,
    pub order: &'static str,
    pub lane: &'static str,
    pub priority: &'static str,
    pub order_hint: &'static str,
    pub alone: &'static str,
    /// What is wrong with a field.
    pub bad_percent: &'static str,
    pub bad_amount: &'static str,
    pub bad_products: &'static str,
    pub no_items: &'static str,
    pub bad_moment: &'static str,
    pub until_first: &'static str,
    pub bad_count: &'static str,
    pub bad_lane: &'static str,
    pub bad_priority: &'static str,
    pub taken_code: &'static str,
    pub taken_number: &'static str,
    /// The replay.
    pub replay: &'static str,
    pub replay_is: &'static str,
    pub replay_do: &'static str,
    pub again: &'static str,
    pub running: &'static str,
    pub failed: &'static str,
    pub no_draft: &'static str,
    pub rests_on: &'static str,
    pub no_coupons: &'static str,
    pub as_begun: &'static str,
    pub as_coded: &'static str,
    pub now: &'static str,
    pub then: &'static str,
    pub customers: &'static str,
    pub customers_is: &'static str,
    pub of_customers: &'static str,
    pub touched: &'static str,
    pub baskets: &'static str,
    pub baskets_is: &'static str,
    pub of_baskets: &'static str,
    pub cheaper: &'static str,
    pub same: &'static str,
    pub dearer: &'static str,
    pub left_out: &'static str,
    pub cost: &'static str,
    pub cost_is: &'static str,
    pub revenue: &'static str,
    pub revenue_is: &'static str,
    pub margin: &'static str,
    pub margin_is: &'static str,
    pub beside: &'static str,
    pub weeks: &'static str,
    pub weeks_is: &'static str,
    pub each_gives: &'static str,
    pub each_is: &'static str,
    pub reached: &'static str,
    /// Earlier versions.
    pub versions: &'static str,
    pub versions_is: &'static str,
    pub since: &'static str,
    pub first_version: &'static str,
    pub bring_back: &'static str,
    pub brought_back: &'static str,
}

impl TermsWords {
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
            let words = TermsWords::of(lang);
            assert_eq!(
                places([words.added, words.changed, words.removed, words.begins, words.broken]),
                [1, 1, 1, 2, 2],
                "{lang:?}"
            );
            assert_eq!(
                places([words.zone, words.line_column, words.bad_amount, words.bad_products]),
                [1, 3, 1, 1],
                "{lang:?}"
            );
            assert_eq!(
                places([words.taken_code, words.taken_number, words.running, words.rests_on]),
                [2, 1, 2, 3],
                "{lang:?}"
            );
            assert_eq!(
                places([
                    words.no_coupons,
                    words.as_begun,
                    words.as_coded,
                    words.touched,
                    words.of_customers,
                    words.of_baskets
                ]),
                [1, 1, 1, 4, 1, 1],
                "{lang:?}"
            );
            assert_eq!(places([words.list_below, words.list_held]), [3; 2], "{lang:?}");
            assert_eq!(places([words.beside, words.reached, words.since]), [1, 2, 1], "{lang:?}");
            assert_eq!(places([words.engine]), [1], "{lang:?}");
        }
    }
}
