//! The sums against a scorer that is slow and plain.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::model::{Cell, Neighbours};

const ITEMS: u32 = 40;

fn any_model() -> impl Strategy<Value = Model> {
    let cells = prop::collection::btree_map(0..ITEMS, 1_u8..16, 0..12);
    let rows = prop::collection::vec((200_u8.., cells), ITEMS as usize);
    let curves = (
        prop::collection::vec(0_u8.., Model::CONTEXT),
        prop::collection::vec(0..=Model::MOST_REVISIT >> 12, 0..Model::CONTEXT),
        prop::collection::vec(1_u16..=256, 0..Model::SUPPORT),
    );
    (rows, curves).prop_map(|(rows, (positions, revisits, support))| {
        let cell = |(item, code)| Cell { item, code };
        let rows: Vec<(u8, Vec<Cell>)> =
            rows.into_iter().map(|(scale, cells)| (scale, cells.into_iter().map(cell).collect())).collect();
        let neighbours = Neighbours::pack(rows.iter().map(|(scale, cells)| (*scale, &cells[..])));
        let items = (0..ITEMS).map(|item| ProductId(3 * item)).collect();
        Model { items, neighbours, positions, revisits, support, ..Model::default() }
    })
}

/// Every item's score by the book, in wide numbers.
fn plain_scores(model: &Model, context: &[u32]) -> BTreeMap<u32, u128> {
    let mut context: Vec<u32> = context.to_vec();
    context.dedup();
    let latest: Vec<u32> = context.into_iter().rev().take(Model::CONTEXT).collect();
    let mut scores = BTreeMap::new();
    for item in 0..ITEMS {
        let (mut sum, mut rows, mut revisit) = (0_u128, 0_usize, 0_u128);
        for (place, met) in latest.iter().enumerate() {
            let weight = u128::from(model.positions[place]);
            let (scale, mut cells) = model.neighbours.row(*met as usize).expect("a row");
            if let Some(cell) = cells.find(|cell| cell.item == item && weight > 0) {
                rows += 1;
                sum += weight * u128::from(row_scale(scale)) * u128::from(cell.code).pow(2);
            }
            if *met == item {
                revisit += u128::from(model.revisits.get(place).copied().unwrap_or(0));
            }
        }
        let last = model.support.last().copied().unwrap_or(1);
        let support = model.support.get(rows.max(1) - 1).copied().unwrap_or(last);
        scores.insert(item, sum * u128::from(support) + revisit);
    }
    scores
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn sums_are_those_of_a_plain_scorer(
        model in any_model(),
        context in prop::collection::vec(0..ITEMS, 0..50),
        hidden in prop::collection::vec(0..ITEMS, 0..6),
        n in 0_usize..30,
    ) {
        prop_assert_eq!(model.check(), Ok(()));
        let product = |item: u32| ProductId(3 * item);
        let mut expected: Vec<(Reverse<u128>, u32)> =
            plain_scores(&model, &context).into_iter().map(|(item, score)| (Reverse(score), item)).collect();
        expected.retain(|(score, item)| score.0 > 0 && !hidden.contains(item));
        expected.sort_unstable();
        expected.truncate(n);
        let expected: Vec<ProductId> = expected.into_iter().map(|(_, item)| product(item)).collect();
        let refused = |p: ProductId| hidden.contains(&(p.0 / 3));
        let met: Vec<ProductId> = context.iter().map(|item| product(*item)).collect();
        prop_assert_eq!(&best(&model, &met, refused, n), &expected);
        let causes: Vec<Cause> =
            met.iter().map(|p| Cause { product: *p, reason: Reason::Viewed(*p) }).collect();
        let picks = rank(&model, &causes, refused, n);
        prop_assert_eq!(picks.iter().map(|pick| pick.product).collect::<Vec<_>>(), expected);
    }
}
