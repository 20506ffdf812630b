//! Laws about reasons: what is cited is what a pick would not stand there without.

use attar::ProductId;
use attar::personalize::rank::{self, Cause, Ranked};
use attar::query::{Pick, Reason};
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::lists::{looked_at, wide_model};
use super::tries;

fn context(seen: &[ProductId]) -> Vec<Cause> {
    seen.iter().map(|product| Cause { product: *product, reason: Reason::Viewed(*product) }).collect()
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn without_all_that_it_cites_a_pick_stands_lower_or_is_gone(
        model in wide_model(),
        seen in looked_at(12),
        n in 1_usize..=20,
    ) {
        let picks = rank::rank(&model, &context(&seen), |_| false, n);
        for (place, pick) in picks.iter().enumerate().filter(|(_, pick)| !pick.also.is_empty()) {
            let cites = |product: &ProductId| {
                let reason = Reason::Viewed(*product);
                pick.reason == reason || pick.also.contains(&reason)
            };
            let rest: Vec<ProductId> = seen.iter().copied().filter(|product| !cites(product)).collect();
            let list = rank::best(&model, &rest, |_| false, n);
            prop_assert!(!list.iter().take(place + 1).any(|item| *item == pick.product), "{:?}", pick);
            prop_assert!(pick.also.len() <= Pick::MOST_ALSO && !pick.also.contains(&pick.reason));
        }
    }

    #[test]
    fn a_reason_does_not_depend_on_the_order_of_asking(
        model in wide_model(),
        seen in looked_at(12),
        (sorted, mixed) in subsequence((0_usize..20).collect::<Vec<_>>(), 1..12)
            .prop_flat_map(|sorted| (Just(sorted.clone()), Just(sorted).prop_shuffle())),
    ) {
        let ranked = Ranked::of(&model, &context(&seen), |_| false, 20);
        let length = ranked.products().count();
        let explained = |places: &[usize]| -> Vec<(usize, Option<Pick>)> {
            let places: Vec<usize> = places.iter().copied().filter(|place| *place < length).collect();
            let mut picks: Vec<_> = places.iter().copied().zip(ranked.explain(&places, |_| false)).collect();
            picks.sort_by_key(|(place, _)| *place);
            picks
        };
        let sorted = explained(&sorted);
        prop_assert!(sorted.iter().all(|(_, pick)| pick.is_some()));
        prop_assert_eq!(sorted, explained(&mixed));
    }
}
