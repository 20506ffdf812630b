//! What is found in drafts, and what is not, where it is close.

use crate::id::ProductId;
use crate::shop::Shop;
use crate::terms::lint::{Flaw, lint};
use crate::terms::promotion::PromotionId;
use crate::terms::refund::RefundError;
use crate::terms::replay::{Replay, Sale, as_if_begun};
use crate::time::Timestamp;

use super::drafts::{flaws, promotions, sale, shop, when};

const SHADOWED: (u32, Flaw) = (2, Flaw::Shadowed(PromotionId(1)));

/// Two of one lane, as JSON of what they give.
fn pair(first: &str, second: &str) -> String {
    format!(
        r#"{{"id": 1, "name": "first", "priority": 1, "gives": {first}}},
           {{"id": 2, "name": "second", "gives": {second}}}"#
    )
}

#[test]
fn numbers_of_units_contradict_each_other_as_sums_do() {
    let of = |least: u32, product: u32, less: u32| {
        when(&format!(
            r#"{{"all": [{{"units": {{"at_least": {least}, "of": {{"products": [1]}}}}}},
                 {{"not": {{"units": {{"at_least": {less}, "of": {{"products": [{product}]}}}}}}}}]}}"#
        ))
    };
    let contradictory = [(1, Flaw::Contradictory)];
    assert_eq!((of(5, 1, 4), of(5, 1, 5)), (contradictory.to_vec(), contradictory.to_vec()));
    assert_eq!((of(4, 1, 5), of(5, 2, 4)), (vec![], vec![]));
}

#[test]
fn a_condition_of_more_than_64_cases_is_not_looked_into() {
    let groups = |n: u32| (0..n).map(|n| format!(r#"{{"group": ["g{n}"]}}"#)).collect::<Vec<_>>().join(",");
    let nobody = |a, b| {
        let (a, b) = (groups(a), groups(b));
        when(&format!(r#"{{"all": [{{"any": [{a}]}}, {{"any": [{b}]}}, {{"group": []}}]}}"#))
    };
    assert_eq!(nobody(8, 8), [(1, Flaw::Contradictory)]);
    assert_eq!((nobody(5, 13), nobody(9, 9)), (vec![], vec![]));
}

#[test]
fn what_sending_costs_is_lowered_only_where_it_costs_something() {
    let free = shop(
        r#""promotions": [{"id": 1, "name": "x", "gives": {"percent": {"rate": 100, "on": "shipping"}}}]"#,
    );
    let found: Vec<Flaw> = lint(&free, Timestamp(0)).iter().map(|finding| finding.flaw).collect();
    assert_eq!(found, [Flaw::Nothing]);
}

#[test]
fn what_is_bought_and_what_is_given_must_both_be_sold() {
    for (buy, get, found) in
        [(1, 2, vec![]), (9, 2, vec![(1, Flaw::Nothing)]), (1, 9, vec![(1, Flaw::Nothing)])]
    {
        let gives = format!(
            r#"{{"buy_get": {{"buy": {{"products": [{buy}]}}, "buy_units": 1, "get": {{"products": [{get}]}},
                 "get_units": 1, "rate": 100}}}}"#
        );
        assert_eq!(flaws(&format!(r#"{{"id": 1, "name": "x", "gives": {gives}}}"#)), found);
    }
}

#[test]
fn an_amount_off_all_goods_comes_before_what_needs_goods_and_not_before_sending() {
    let each = r#"{"fixed": {"minor": 100, "spread": "each"}}"#;
    let rice = r#"{"fixed": {"minor": 100, "spread": "each", "on": {"items": {"products": [2]}}}}"#;
    let given =
        r#"{"buy_get": {"buy": {}, "buy_units": 1, "get": {"products": [1]}, "get_units": 1, "rate": 100}}"#;
    let (sending, other) =
        (r#"{"fixed": {"minor": 5, "on": "shipping"}}"#, r#"{"fixed": {"minor": 9, "on": "shipping"}}"#);
    assert_eq!(flaws(&pair(each, given)), [SHADOWED]);
    assert_eq!(flaws(&pair(rice, given)), []);
    assert_eq!(flaws(&pair(each, sending)), []);
    assert_eq!(flaws(&pair(sending, each)), []);
    assert_eq!(flaws(&pair(sending, given)), []);
    assert_eq!(flaws(&pair(sending, other)), [SHADOWED]);
    assert_eq!(flaws(&pair(given, sending)), []);
}

#[test]
fn a_guard_of_what_is_never_lowered_holds_nothing_up() {
    let mut draft =
        promotions(&pair(r#"{"fixed": {"minor": 5}}"#, r#"{"fixed": {"minor": 9}}"#)).draft().clone();
    draft.products[0].cost = 0;
    let found = |draft: crate::shop::ShopDraft| {
        let shop = Shop::check(draft).expect("a sound shop");
        lint(&shop, Timestamp(0))
            .iter()
            .map(|finding| (finding.promotion.0, finding.flaw))
            .collect::<Vec<_>>()
    };
    assert_eq!(found(draft.clone()), [], "it may fall on rice, which stands at its floor");
    draft.terms.items[0].fixed_price = true;
    assert_eq!(found(draft), [SHADOWED]);
}

#[test]
fn only_what_a_percentage_is_taken_off_is_counted_as_held_back() {
    let of_tea =
        r#"{"id": 1, "name": "x", "gives": {"percent": {"rate": 5000, "on": {"items": {"products": [1]}}}}}"#;
    assert_eq!(flaws(of_tea), [(1, Flaw::BelowFloor(1))]);
}

#[test]
fn who_pays_more_is_counted_and_who_was_not_reached_is_not() {
    let before = shop(r#""promotions": []"#);
    let mut draft = shop(
        r#""promotions": [{"id": 1, "name": "x", "gives": {"fixed": {"minor": 9, "on": {"items": {"products": [2]}}}}}]"#,
    )
    .draft()
    .clone();
    draft.price_lists[0].prices[0].1 = 1_200;
    let after = Shop::check(draft).expect("a sound shop");
    let mut replay = Replay::new(&before, &after);
    replay.sell(&sale(1, 0, false, &[(ProductId(1), 1)]));
    replay.sell(&sale(2, 0, false, &[(ProductId(2), 1)]));
    assert_eq!((replay.cheaper, replay.dearer, replay.after.shoppers_reached()), (1, 1, 1));
    replay.sell(&sale(3, 1, true, &[(ProductId(1), 1)]));
    assert_eq!((replay.cheaper, replay.dearer), (1, 1), "what costs as much is neither");
}

#[test]
fn what_is_fetched_at_a_till_is_not_sent() {
    let shop = promotions("");
    let paid = |channel| {
        let mut replay = Replay::new(&shop, &shop);
        replay.sell(&Sale { channel, ..sale(1, 0, false, &[(ProductId(1), 1)]) });
        replay.after.sums.paid
    };
    assert_eq!((paid("pos"), paid("web")), (1_000, 1_500));
}

#[test]
fn of_what_begins_later_no_time_is_left_but_days_and_hours() {
    for (condition, tried) in [
        (
            r#"{"any": [{"when": {"from": 900}}, {"when": {"from": 800, "minutes": [0, 60]}}]}"#,
            r#"{"any": [{"when": {}}, {"when": {"minutes": [0, 60]}}]}"#,
        ),
        (
            r#"{"all": [{"when": {"from": 900}}, {"not": {"when": {"until": 300}}}, {"not": {"when": {"from": 950}}}]}"#,
            r#"{"all": [{"when": {}}, {"not": {"any": []}}, {"not": {"any": []}}]}"#,
        ),
        (
            r#"{"all": [{"when": {"from": 900}}, {"not": {"when": {"weekdays": [5]}}}, {"not": {"not": {"when": {"until": 990}}}}]}"#,
            r#"{"all": [{"when": {}}, {"not": {"when": {"weekdays": [5]}}}, {"not": {"not": {"when": {}}}}]}"#,
        ),
    ] {
        let promotion = |when: &str| {
            promotions(&format!(
                r#"{{"id": 1, "name": "x", "when": {when}, "gives": {{"fixed": {{"minor": 1}}}}}}"#
            ))
        };
        let (begun, later) = as_if_begun(promotion(condition).terms(), Timestamp(500));
        assert_eq!(later, [PromotionId(1)], "{condition}");
        let wanted: crate::terms::condition::Condition = serde_json::from_str(tried).expect("a condition");
        assert_eq!(begun.promotions[0].when, wanted, "{condition}");
    }
}

#[test]
fn why_nothing_is_returned_is_a_sentence() {
    assert_eq!(RefundError::UnknownLine.to_string(), "there is no such `line`");
    assert_eq!(RefundError::Units(3).to_string(), "`units` must be `1` to `3`");
}
