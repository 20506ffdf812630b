//! Laws about reasons: what is cited is what a pick would not stand there without.

use std::collections::BTreeSet;

use attar::model::Model;
use attar::personalize::rank::{self, Cause, Ranked};
use attar::query::{Pick, Reason};
use attar::time::Span;
use attar::{ProductId, Query, Slot, Timestamp};
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::lists::{list, looked_at, looks, sold, wide, wide_model};
use super::{random, tries};

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

    #[test]
    fn a_shown_pick_ranks_lower_without_what_it_cites_also_where_it_had_to_wait_for_other_types(
        engine in wide(),
        seen in looked_at(12),
        n in 1_u8..=20,
    ) {
        let engine = looks(engine, &seen);
        let at = Timestamp(random::START) + Span::minutes(seen.len() as i64);
        let shown = list(&engine, &random::shopper(0), &Query::list(Slot::ForYou, n), at).expect("a list").picks;
        let model = &engine.snapshot().model;
        // What was looked at is not shown again, and ten more than asked are ranked.
        let most = usize::from(n) + 10;
        let sells = |item| engine.snapshot().shop.product(item).is_some();
        let ranking = |met: &[ProductId]| rank::best(model, met, |item| seen.contains(&item) || !sells(item), most);
        let all = ranking(&seen);
        let place = |list: &[ProductId], product| list.iter().position(|item| *item == product);
        // What is like another may have its place; what has no maker is like nothing.
        let alone = |pick: &&Pick| sold(&engine, pick.product).make.maker == 0 && pick.reason != Reason::New;
        for pick in shown.iter().filter(alone) {
            let Some(stood) = place(&all, pick.product) else { continue };
            let cited: Vec<ProductId> = [pick.reason].iter().chain(&pick.also).copied().filter_map(viewed).collect();
            prop_assert!(!cited.is_empty(), "{pick:?}");
            let rest: Vec<ProductId> = seen.iter().copied().filter(|item| !cited.contains(item)).collect();
            let falls = |rest: &[ProductId]| place(&ranking(rest), pick.product).is_none_or(|stands| stands > stood);
            let causes = causes(model, &seen, pick.product);
            // What stands without any one cause, and without as many as may be cited, cites one alone.
            prop_assert!(falls(&rest) || pick.also.is_empty() && !fallen_by_one(&seen, &causes, falls), "{pick:?}");
        }
    }
}

fn viewed(reason: Reason) -> Option<ProductId> {
    match reason {
        Reason::Viewed(product) => Some(product),
        _ => None,
    }
}

/// What of the context a pick may cite: of its sum, each has more than next to nothing. Without another it may fall
/// too, for those before it move up: that is chance, not a cause.
fn causes(model: &Model, seen: &[ProductId], pick: ProductId) -> Vec<ProductId> {
    let mut latest: Vec<ProductId> = seen.iter().rev().copied().collect();
    latest.dedup();
    let gift = |item: ProductId| -> u64 {
        let row = model.index(item).and_then(|index| model.neighbours.row(index));
        let Some((scale, cells)) = row else { return 0 };
        let code = cells.filter(|cell| model.product(cell.item as usize) == Some(pick)).map(|cell| cell.code);
        let code: u64 = code.map(u64::from).sum();
        let weights = latest.iter().zip(&model.positions).filter(|(met, _)| **met == item);
        weights.map(|(_, weight)| u64::from(*weight)).sum::<u64>() * rank::row_scale(scale) * code * code
    };
    let items: BTreeSet<ProductId> = seen.iter().copied().collect();
    let total: u64 = items.iter().map(|item| gift(*item)).sum();
    items.into_iter().filter(|item| gift(*item) > total / rank::NEXT_TO_NOTHING).collect()
}

/// Whether there is one cause without which a pick falls.
fn fallen_by_one(seen: &[ProductId], causes: &[ProductId], falls: impl Fn(&[ProductId]) -> bool) -> bool {
    causes.iter().any(|gone| falls(&seen.iter().copied().filter(|item| item != gone).collect::<Vec<_>>()))
}
