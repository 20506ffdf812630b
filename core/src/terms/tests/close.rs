//! Prices and promotions where it is close: nothing, as much, and one of several that are alike.

use crate::id::PriceListId;
use crate::money::BasisPoints;
use crate::terms::basket::Basket;
use crate::terms::promotion::{PromotionId, is_protected};
use crate::terms::receipt::{Step, What, changes};
use crate::terms::till::Till;
use crate::terms::{Guard, WhyNot};

use super::lists::{held, list, with};
use super::{cart, terms, till};

#[test]
fn where_floor_and_margin_hold_a_list_up_alike_it_is_the_floor() {
    let mut own = list(9, 100);
    own.groups = vec!["friends".into()];
    let mut terms = with(2_500, own).into_terms();
    terms.items[1].cost = Some(280);
    let mut cart = cart(&[(2, 1)]);
    cart.shopper.groups = vec!["friends".into()];
    let receipt = Till::open(terms).price(&cart).expect("a price");
    assert_eq!(held(&receipt), [(9, Guard::Floor, 250)]);
}

#[test]
fn a_step_that_rounds_to_nothing_asks_for_nothing() {
    let till = till(r#"{"id": 1, "name": "a", "gives": {"steps": {"steps": [[100, 1]]}}}"#);
    let verdict = till.price(&cart(&[(3, 1)])).expect("a price").verdicts.remove(0);
    assert_eq!((verdict.why_not, verdict.change), (Some(WhyNot::Nothing), Some(vec![])));
}

#[test]
fn of_combinations_that_give_as_much_that_of_the_lowest_numbers_acts() {
    let one = |(id, refused): (u32, &str)| {
        format!(
            r#"{{"id": {id}, "name": "a", "lane": {lane}, "never_with": {refused}, "gives": {{"fixed": {{"minor": 5}}}}}}"#,
            lane = 9 - id
        )
    };
    let all = [(1, "[2, 3]"), (2, "[]"), (3, "[]"), (4, "[2, 3]")].map(one).join(",");
    let till = Till::open(terms(&format!(r#", "mode": "best_for_shopper", "promotions": [{all}]"#)));
    let receipt = till.price(&cart(&[(1, 1)])).expect("a price");
    let mut acting: Vec<PromotionId> = receipt.given().into_iter().map(|(id, _)| id).collect();
    acting.sort_unstable();
    assert_eq!(acting, [PromotionId(1), PromotionId(4)]);
}

#[test]
fn what_a_shopper_may_see_of_a_promotion_is_no_code_no_limit_and_no_budget() {
    let till = Till::open(terms(
        r#", "budgets": [{"id": 1, "left": 0}], "promotions": [{"id": 1, "name": "a", "coupons": ["SPRING-2026"],
            "uses": {"limit": 9}, "budget": 1, "per_shopper": 2, "gives": {"fixed": {"minor": 5}}}]"#,
    ));
    assert_eq!(till.warnings(), [], "a budget of which nothing is left is one");
    let own = &till.terms().promotions[0];
    let public = own.public();
    assert_eq!((public.coupons.len(), public.uses, public.budget), (0, None, None));
    assert_eq!((public.id, public.per_shopper, &public.gives), (own.id, own.per_shopper, &own.gives));
}

#[test]
fn an_empty_code_is_called_empty() {
    let terms = terms(
        r#", "promotions": [{"id": 1, "name": "a", "coupons": ["A", " "], "gives": {"fixed": {"minor": 5}}}]"#,
    );
    let why = "`coupons` has an empty code";
    assert_eq!(terms.promotions[0].fault().as_deref(), Some(why));
}

#[test]
fn a_condition_that_cannot_be_is_called_by_its_field() {
    for (when, why) in [
        (r#"{"all": [{"when": {"weekdays": [8]}}]}"#, Some("`weekdays` are `1` (Monday) to `7`")),
        (r#"{"spend": {"at_least": -1}}"#, Some("`at_least` is below `0`")),
        (r#"{"spend": {"at_least": 0}}"#, None),
    ] {
        let till = till(&format!(
            r#"{{"id": 1, "name": "a", "when": {when}, "gives": {{"fixed": {{"minor": 5}}}}}}"#
        ));
        let told: Vec<&str> = till.warnings().iter().map(|warning| warning.why.as_str()).collect();
        assert_eq!(told, why.into_iter().collect::<Vec<_>>(), "{when}");
    }
}

#[test]
fn what_is_free_is_a_price() {
    let mut terms = terms("");
    terms.price_lists[0].prices[0].minor = 0;
    let till = Till::open(terms);
    assert_eq!(till.warnings(), []);
    assert_eq!(till.price(&cart(&[(1, 2)])).map(|receipt| receipt.total).ok(), Some(0));
}

#[test]
fn terms_are_sorted_as_the_till_leaves_them() {
    let one = |id: u32, lane: u32| {
        format!(r#"{{"id": {id}, "name": "a", "lane": {lane}, "gives": {{"fixed": {{"minor": 5}}}}}}"#)
    };
    let sorted = till(&[one(2, 0), one(1, 1), one(3, 1)].join(",")).into_terms();
    assert!(sorted.is_sorted());
    let broken = |change: fn(&mut crate::terms::till::Terms)| {
        let mut terms = sorted.clone();
        change(&mut terms);
        terms
    };
    for terms in [
        broken(|terms| terms.items.swap(0, 1)),
        broken(|terms| terms.items[0].product = terms.items[1].product),
        broken(|terms| terms.promotions.swap(0, 1)),
        broken(|terms| terms.promotions[1] = terms.promotions[2].clone()),
    ] {
        assert!(!terms.is_sorted(), "{terms:?}");
    }
    assert_eq!(sorted.price_lists[0].id, PriceListId(0));
}

/// What is wrong with a promotion that asks and gives that.
fn fault(when: &str, gives: &str) -> Option<String> {
    let one = format!(r#", "promotions": [{{"id": 1, "name": "a", "when": {when}, "gives": {gives}}}]"#);
    terms(&one).promotions[0].fault()
}

#[test]
fn an_offer_that_cannot_be_is_called_by_its_field() {
    let buy_get = |buy: u32, get: u32, rate: u32, most: u32| {
        format!(
            r#"{{"buy_get": {{"buy": {{}}, "buy_units": {buy}, "get": {{}}, "get_units": {get}, "rate": {rate}, "most_groups": {most}}}}}"#
        )
    };
    let bundle = |minor: i64, most: u32, parts: &str| {
        format!(r#"{{"bundle": {{"minor": {minor}, "most_groups": {most}, "parts": [{parts}]}}}}"#)
    };
    let part = |units: u32| format!(r#"{{"of": {{}}, "units": {units}}}"#);
    let percent =
        |rate: u32, most: u32| format!(r#"{{"percent": {{"rate": {rate}, "most_units": {most}}}}}"#);
    let fixed = |minor: i64, most: u32| format!(r#"{{"fixed": {{"minor": {minor}, "most_units": {most}}}}}"#);
    let steps = |steps: &str| format!(r#"{{"steps": {{"steps": [{steps}]}}}}"#);
    let rate = "`rate` must be `1` to `10000`";
    for (gives, why) in [
        (percent(0, 1), Some(rate)),
        (percent(10_001, 1), Some(rate)),
        (percent(10_000, 1), None),
        (percent(1, 0), Some("`most_units` must be at least `1`")),
        (fixed(1, 0), Some("`most_units` must be at least `1`")),
        (fixed(0, 1), Some("`minor` must be at least `1`")),
        (fixed(1, 1), None),
        (buy_get(1, 1, 0, 1), Some(rate)),
        (buy_get(0, 1, 1, 1), Some("`buy_units` must be at least `1`")),
        (buy_get(1, 0, 1, 1), Some("`get_units` must be at least `1`")),
        (buy_get(1, 1, 1, 0), Some("`most_groups` must be at least `1`")),
        (buy_get(1, 1, 1, 1), None),
        (bundle(0, 1, ""), Some("`parts` must not be empty")),
        (bundle(0, 1, &[part(1), part(0)].join(",")), Some("`units` of a part must be at least `1`")),
        (bundle(-1, 1, &part(1)), Some("`minor` is below `0`")),
        (bundle(0, 0, &part(1)), Some("`most_groups` must be at least `1`")),
        (bundle(0, 1, &part(1)), None),
        (steps(""), Some("`steps` must not be empty")),
        (steps("[0, 0]"), Some("a rate must be `1` to `10000`")),
        (steps("[-1, 1]"), Some("a step is below `0`")),
        (steps("[5, 1], [5, 2]"), Some("`steps` must ascend")),
        (steps("[0, 1], [5, 2]"), None),
    ] {
        assert_eq!(fault(r#"{"all": []}"#, &gives).as_deref(), why, "{gives}");
    }
}

#[test]
fn a_time_that_cannot_be_is_called_by_its_field() {
    let (days, minutes) =
        ("`weekdays` are `1` (Monday) to `7`", "`minutes` must be from, then until, at most `1440`");
    for (time, why) in [
        (r#"{"weekdays": [1, 0]}"#, Some(days)),
        (r#"{"weekdays": [1, 7]}"#, None),
        (r#"{"minutes": [60, 60]}"#, Some(minutes)),
        (r#"{"minutes": [0, 1441]}"#, Some(minutes)),
        (r#"{"minutes": [1439, 1440]}"#, None),
        (r#"{"from": 5, "until": 5}"#, Some("`until` must be after `from`")),
        (r#"{"from": 5, "until": 6}"#, None),
    ] {
        let found = fault(&format!(r#"{{"when": {time}}}"#), r#"{"fixed": {"minor": 5}}"#);
        assert_eq!(found.as_deref(), why, "{time}");
    }
}

#[test]
fn what_sending_costs_concerns_a_cart_that_is_sent_for_something() {
    let till = till(r#"{"id": 1, "name": "a", "gives": {"percent": {"rate": 100, "on": "shipping"}}}"#);
    for (shipping, concerns) in [(0, false), (1, true)] {
        let mut cart = cart(&[(1, 1)]);
        cart.shipping = shipping;
        let basket = Basket::new(till.terms(), &cart).expect("a basket");
        assert_eq!(till.terms().promotions[0].concerns(&basket), concerns, "{shipping}");
    }
}

#[test]
fn more_steps_than_any_cart_has_were_shown_to_nobody() {
    let shown = |n: usize| vec![Step { what: What::Tax(BasisPoints(0)), product: None, minor: 1 }; n];
    assert_eq!(changes(&shown(2_000), &[]).len(), 1);
    assert_eq!(changes(&shown(2_001), &[]), []);
}

#[test]
fn a_protected_word_is_one_with_its_article() {
    assert!(["السن", "سن", "العمر"].into_iter().all(is_protected));
    assert!(!["السوق", "العميل"].into_iter().any(is_protected));
}

#[test]
fn a_promotion_of_a_budget_that_there_is_not_is_off() {
    let till = till(r#"{"id": 1, "name": "a", "budget": 7, "gives": {"fixed": {"minor": 5}}}"#);
    let told: Vec<&str> = till.warnings().iter().map(|warning| warning.why.as_str()).collect();
    assert_eq!((told, till.terms().promotions.len()), (vec!["there is no `budget` `7`"], 0));
}
