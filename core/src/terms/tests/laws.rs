//! Prices, taxes, guards, lanes, reasons.

use crate::ProductId;
use crate::id::PriceListId;
use crate::money::{BasisPoints, Currency};
use crate::terms::basket::{CartError, Item};
use crate::terms::condition::Change;
use crate::terms::list::{Price, prior_price};
use crate::terms::promotion::{PromotionId, is_protected};
use crate::terms::receipt::{Step, What, changes};
use crate::terms::refund::Ledger;
use crate::terms::till::{Terms, Till};
use crate::terms::{Guard, WhyNot};
use crate::time::{Span, Timestamp};

use super::{cart, terms, till, totals};

#[test]
fn of_several_groups_the_best_price_and_never_another_groups() {
    let till = till("");
    let mut cart = cart(&[(1, 1)]);
    assert_eq!(totals(&till.price(&cart).expect("a price")), [1000]);
    cart.shopper.groups = vec!["vip".into()];
    assert_eq!(totals(&till.price(&cart).expect("a price")), [900]);
    cart.shopper.groups = vec!["vip".into(), "staff".into()];
    let receipt = till.price(&cart).expect("a price");
    let list = receipt.steps.iter().find(|step| step.what == What::List(PriceListId(2)));
    assert_eq!((totals(&receipt), list.map(|step| step.minor)), (vec![700], Some(-300)));
}

#[test]
fn many_units_have_their_own_price() {
    assert_eq!(till("").price(&cart(&[(3, 9)])).expect("a price").total, 900);
    assert_eq!(till("").price(&cart(&[(3, 10)])).expect("a price").total, 850);
}

#[test]
fn tax_is_rounded_once_per_rate_and_added_or_contained() {
    let receipt = till("").price(&cart(&[(1, 1), (2, 1)])).expect("a price");
    assert_eq!(receipt.total, 1000 + 400 + 200 + 20);
    let mut terms = terms("");
    terms.tax_included = true;
    let receipt = Till::open(terms).price(&cart(&[(1, 1), (2, 1)])).expect("a price");
    let taxes: Vec<i64> = receipt.taxes.iter().map(|tax| tax.tax).collect();
    assert_eq!((receipt.total, taxes), (1400, vec![19, 167]));
}

#[test]
fn a_floor_holds_back_and_is_named() {
    let till = till(r#"{"id": 1, "name": "p", "gives": {"percent": {"rate": 5000}}}"#);
    let receipt = till.price(&cart(&[(2, 2), (3, 1)])).expect("a price");
    assert_eq!(totals(&receipt), [700, 50]);
    let held = receipt.steps.iter().find(|step| matches!(step.what, What::Held(_, Guard::Floor)));
    assert_eq!(held.map(|step| step.minor), Some(300));
}

#[test]
fn a_margin_on_the_cost_holds_back() {
    let mut terms =
        terms(r#", "promotions": [{"id": 1, "name": "p", "gives": {"percent": {"rate": 9000}}}]"#);
    terms.margin = Some(BasisPoints(2_500));
    assert_eq!(totals(&Till::open(terms).price(&cart(&[(1, 1)])).expect("a price")), [750]);
}

#[test]
fn a_margin_is_what_is_left_after_tax() {
    let mut terms = terms(
        r#", "tax_included": true, "promotions": [{"id": 1, "name": "p", "gives": {"percent": {"rate": 9000}}}]"#,
    );
    terms.margin = Some(BasisPoints(2_500));
    let receipt = Till::open(terms).price(&cart(&[(1, 1)])).expect("a price");
    let line = &receipt.lines[0];
    assert_eq!((line.total, line.tax), (900, 150), "6.00 and a quarter, and a fifth of that");
}

#[test]
fn two_promotions_of_one_budget_never_overspend_it_in_a_cart() {
    let till = Till::open(terms(
        r#", "budgets": [{"id": 5, "left": 70}], "promotions": [
            {"id": 1, "name": "a", "budget": 5, "gives": {"fixed": {"minor": 50}}},
            {"id": 2, "name": "b", "lane": 1, "budget": 5, "gives": {"fixed": {"minor": 50}}}]"#,
    ));
    let receipt = till.price(&cart(&[(3, 9)])).expect("a price");
    assert_eq!(receipt.given(), [(PromotionId(1), 50), (PromotionId(2), 20)]);
    assert!(receipt.steps.iter().any(|step| step.what == What::Held(PromotionId(2), Guard::Budget)));
}

#[test]
fn one_per_lane_by_priority_and_the_other_says_why() {
    let till = till(
        r#"{"id": 1, "name": "a", "gives": {"fixed": {"minor": 50}}},
           {"id": 2, "name": "b", "priority": 1, "gives": {"fixed": {"minor": 20}}}"#,
    );
    let receipt = till.price(&cart(&[(3, 9)])).expect("a price");
    assert_eq!(receipt.given(), [(PromotionId(2), 20)]);
    let why: Vec<_> = receipt.verdicts.iter().map(|verdict| verdict.why_not).collect();
    assert_eq!(why, [None, Some(WhyNot::Beside(PromotionId(2)))]);
}

#[test]
fn nobody_is_told_to_spend_more_for_what_would_not_act() {
    let called = |lane: u16| {
        let till = till(&format!(
            r#"{{"id": 1, "name": "a", "priority": 1, "gives": {{"fixed": {{"minor": 50}}}}}},
               {{"id": 2, "name": "b", "lane": {lane}, "when": {{"spend": {{"at_least": 5000}}}},
                 "gives": {{"fixed": {{"minor": 20}}}}}}"#
        ));
        let receipt = till.price(&cart(&[(1, 1)])).expect("a price");
        receipt.called.iter().map(|(id, _)| id.0).collect::<Vec<_>>()
    };
    assert_eq!(called(0), [1], "the first of the lane acts at any sum");
    assert_eq!(called(1), [1, 2]);
}

#[test]
fn nobody_compares_more_steps_than_a_cart_has() {
    let step = |minor| Step { what: What::Shipping, product: None, minor };
    assert_eq!(changes(&[step(5)], &[step(7)]).len(), 1);
    assert!(changes(&vec![step(5); 3_000], &[step(7)]).is_empty());
    assert!(changes(&[], &[step(7)]).is_empty());
}

#[test]
fn conditions_within_conditions_have_an_end() {
    let nested = |deep: usize| {
        let when = format!(r#"{}"first_order"{}"#, r#"{"not": "#.repeat(deep), "}".repeat(deep));
        let text =
            format!(r#"{{"id": 1, "name": "a", "when": {when}, "gives": {{"fixed": {{"minor": 5}}}}}}"#);
        till(&text).warnings().len()
    };
    assert_eq!([nested(31), nested(32), nested(60)], [0, 1, 1]);
}

#[test]
fn a_missing_condition_says_the_smallest_change() {
    let till = till(
        r#"{"id": 1, "name": "a", "coupons": ["SPRING"], "gives": {"fixed": {"minor": 50}}, "when": {"all": [
            {"spend": {"at_least": 1000}},
            {"any": [{"all": [{"group": ["vip"]}, {"tier": ["gold"]}]}, {"units": {"of": {"products": [3]}, "at_least": 7}}]}]}}"#,
    );
    let receipt = till.price(&cart(&[(3, 5)])).expect("a price");
    let verdict = &receipt.verdicts[0];
    assert_eq!(verdict.why_not, Some(WhyNot::Condition));
    let change = verdict.change.as_deref().unwrap_or_default();
    assert!(matches!(
        change,
        [Change::Spend { more: 500, .. }, Change::Units { more: 2, .. }, Change::Coupon]
    ));
    assert_eq!(verdict.trace.parts[0].have_need, Some((500, 1000)));
}

#[test]
fn a_schedule_opens_by_the_clock_that_holds_then() {
    let hour = |days: i64, hours: i64| Timestamp(0) + Span::days(days) + Span::minutes(60 * hours);
    let moved = hour(3, 7);
    let till = Till::open(terms(&format!(
        r#", "zone": {{"name": "X", "offsets": [[-9007199254740992, -300], [{}, -240]]}}, "promotions": [
            {{"id": 1, "name": "a", "when": {{"when": {{"minutes": [540, 600]}}}}, "gives": {{"fixed": {{"minor": 50}}}}}}]"#,
        moved.0
    )));
    // Half an hour into the day on which clocks go forward at two, nine o'clock is at 13:00 UTC.
    let mut cart = cart(&[(3, 1)]);
    cart.at = hour(3, 5) + Span::minutes(30);
    let receipt = till.price(&cart).expect("a price");
    assert_eq!(receipt.verdicts[0].change, Some(vec![Change::Wait(hour(3, 13))]));
}

#[test]
fn a_schedule_opens_at_the_shops_midnight() {
    let till = Till::open(terms(
        r#", "zone": {"name": "X", "offsets": [[-9007199254740992, -300]]}, "promotions": [
            {"id": 1, "name": "a", "when": {"when": {"weekdays": [5]}}, "gives": {"fixed": {"minor": 50}}}]"#,
    ));
    // 1970-01-02 was a Friday; it began there at 05:00 UTC.
    let opening = Timestamp(86_400_000 + 5 * 3_600_000);
    let mut cart = cart(&[(3, 1)]);
    let receipt = till.price(&cart).expect("a price");
    assert_eq!(receipt.verdicts[0].change, Some(vec![Change::Wait(opening)]));
    cart.at = opening;
    assert_eq!(till.price(&cart).expect("a price").total, 50);
}

#[test]
fn limits_hold() {
    let till = till(
        r#"{"id": 1, "name": "a", "per_shopper": 1, "gives": {"fixed": {"minor": 50}}},
           {"id": 2, "name": "b", "lane": 1, "uses": {"limit": 3, "used": 3}, "gives": {"fixed": {"minor": 50}}},
           {"id": 3, "name": "c", "lane": 2, "when": "first_order", "gives": {"fixed": {"minor": 10}}}"#,
    );
    let mut cart = cart(&[(3, 9)]);
    cart.shopper.used = vec![(PromotionId(1), 1)];
    cart.shopper.orders = 1;
    let receipt = till.price(&cart).expect("a price");
    let why: Vec<_> = receipt.verdicts.iter().filter_map(|verdict| verdict.why_not).collect();
    assert_eq!(why, [WhyNot::PerShopper, WhyNot::UsedUp, WhyNot::Condition]);
    assert_eq!(receipt.total, 900);
}

#[test]
fn no_change_of_the_cart_brings_back_what_is_used_up() {
    let till = till(
        r#"{"id": 1, "name": "a", "uses": {"limit": 3, "used": 3}, "when": {"spend": {"at_least": 5000}},
            "gives": {"fixed": {"minor": 50}}},
           {"id": 2, "name": "b", "lane": 1, "per_shopper": 1, "gives": {"fixed": {"minor": 50}}},
           {"id": 3, "name": "c", "lane": 2, "gives": {"percent": {"rate": 1000, "on": {"items": {"products": [1]}}}}}"#,
    );
    let mut cart = cart(&[(3, 9)]);
    cart.shopper.used = vec![(PromotionId(2), 1)];
    let receipt = till.price(&cart).expect("a price");
    let answers: Vec<_> = receipt.verdicts.into_iter().map(|v| (v.why_not, v.change)).collect();
    let qualifies = (Some(WhyNot::Nothing), Some(vec![]));
    assert_eq!(answers, [(Some(WhyNot::Condition), None), (Some(WhyNot::PerShopper), None), qualifies]);
}

#[test]
fn a_reduction_is_shown_from_the_lowest_price_of_thirty_days() {
    let day = |n: i64| Timestamp(Span::days(n).0);
    let history = [(day(0), 80), (day(40), 100), (day(60), 90)];
    assert_eq!(prior_price(&history, day(65)), Some(80));
    assert_eq!(prior_price(&history, day(71)), Some(90));
    assert_eq!(prior_price(&history, day(0)), None);
    assert_eq!(prior_price(&history, day(1)), Some(80));
}

#[test]
fn a_broken_promotion_turns_itself_off() {
    let till = till(
        r#"{"id": 1, "name": "a", "gives": {"percent": {"rate": 10001}}},
           {"id": 2, "name": "b", "when": {"group": ["age-60"]}, "gives": {"fixed": {"minor": 10}}},
           {"id": 3, "name": "c", "gives": {"fixed": {"minor": 10}}},
           {"id": 3, "name": "d", "gives": {"fixed": {"minor": 90}}}"#,
    );
    assert_eq!(
        warnings(&till),
        [
            "promotion `1` is off: `rate` must be `1` to `10000`",
            "promotion `2` is off: `age-60` is a protected trait; a price may not depend on it",
            "promotion `3` is off: its `id` is taken",
            "promotion `3` is off: its `id` is taken",
        ]
    );
    assert_eq!(till.price(&cart(&[(3, 1)])).expect("a price").total, 100);
    assert!(is_protected("Income_High") && !is_protected("cottage"));
}

fn warnings(till: &Till) -> Vec<String> {
    till.warnings().iter().map(ToString::to_string).collect()
}

#[test]
fn a_rate_out_of_range_is_named_and_never_a_silent_zero() {
    let mut terms = terms(r#", "margin": 100001, "shipping_tax": 100001"#);
    terms.items[0].tax = BasisPoints(100_001);
    let till = Till::open(terms);
    assert_eq!(
        warnings(&till),
        [
            "terms: `shipping_tax` must be at most `100000`; shipping is not taxed",
            "terms: `margin` must be at most `100000`; that is what holds",
            "item `1` is off: `tax` must be at most `100000`",
        ]
    );
    assert_eq!(till.price(&cart(&[(1, 1)])), Err(CartError::Unknown(ProductId(1))));
}

#[test]
fn a_total_that_json_cannot_carry_is_refused() {
    let mut terms = terms("");
    terms.price_lists[0].prices[0].minor = (1 << 53) - 1;
    terms.items[0].tax = BasisPoints(0);
    let price = |terms| Till::open(terms).price(&cart(&[(1, 1)])).map(|receipt| receipt.total);
    assert_eq!(price(terms.clone()), Ok((1 << 53) - 1));
    terms.items[0].tax = BasisPoints(100_000);
    assert_eq!(price(terms), Err(CartError::TooLarge));
}

#[test]
fn what_is_written_twice_has_a_rule_whatever_the_order() {
    let mut terms = terms(
        r#", "budgets": [{"id": 5, "left": 70}, {"id": 5, "left": 30}], "promotions": [
            {"id": 1, "name": "a", "gives": {"fixed": {"minor": 7}}},
            {"id": 1, "name": "b", "lane": 1, "gives": {"fixed": {"minor": 9}}},
            {"id": 2, "name": "c", "budget": 5, "gives": {"fixed": {"minor": 50}}}]"#,
    );
    let twice = terms.items[2];
    terms.items.extend([twice, Item { tax: BasisPoints(900), ..terms.items[1] }]);
    let prices = &mut terms.price_lists[0].prices;
    prices.extend([Price { minor: 95, ..prices[2] }, Price { minor: -1, ..prices[0] }]);
    let mut turned = terms.clone();
    turned.items.reverse();
    turned.price_lists[0].prices.reverse();
    turned.promotions.reverse();
    turned.budgets.reverse();
    for till in [Till::open(terms), Till::open(turned)] {
        assert_eq!(
            warnings(&till),
            [
                "item `2` is off: two `items` of this `product` differ",
                "price list `0`: a price of product `1` is below `0`; it is off",
                "price list `0`: product `3` has several prices from `1` units; the lowest holds",
                "budget `5`: its `id` is taken; the lowest `left` holds",
                "promotion `1` is off: its `id` is taken",
                "promotion `1` is off: its `id` is taken",
            ]
        );
        assert_eq!(till.price(&cart(&[(3, 2)])).expect("a price").total, 2 * 95 - 30);
    }
}

#[test]
fn a_bad_cart_names_the_field() {
    let price = |cart| till("").price(&cart).map(|receipt| receipt.total);
    assert_eq!(price(cart(&[])), Err(CartError::Empty));
    assert_eq!(price(cart(&[(1, 0)])), Err(CartError::Quantity(ProductId(1))));
    assert_eq!(price(cart(&[(9, 1)])), Err(CartError::Unknown(ProductId(9))));
    assert_eq!(price(cart(&[(1, 1), (1, 1)])), Err(CartError::Twice(ProductId(1))));
    let mut rial = cart(&[(1, 1)]);
    rial.currency = Currency::Irr;
    assert_eq!(price(rial), Err(CartError::NoPrice(ProductId(1), Currency::Irr)));
}

#[test]
fn a_would_be_price_is_that_of_the_fuller_cart() {
    let (till, before) = (till(""), cart(&[(3, 9)]));
    let would_be = |product, units| till.would_be(&before, ProductId(product), units);
    assert_eq!(would_be(3, 2), till.price(&cart(&[(3, 11)])));
    assert_eq!(would_be(1, 2), till.price(&cart(&[(3, 9), (1, 2)])));
    assert_eq!(would_be(3, 2).expect("a price").total, 11 * 85);
}

#[test]
fn a_refund_returns_tax_only_where_it_was_added() {
    for (tax_included, back) in [(false, 1200), (true, 1000)] {
        let receipt =
            Till::open(Terms { tax_included, ..terms("") }).price(&cart(&[(1, 1)])).expect("a price");
        assert_eq!((receipt.lines[0].tax > 0, receipt.tax_included), (true, tax_included));
        assert_eq!(Ledger::new(&receipt).refund(0, 1).map(|refund| refund.minor), Ok(back));
    }
}

#[test]
fn unit_by_unit_a_refund_returns_what_was_paid() {
    let till = till(r#"{"id": 1, "name": "a", "gives": {"fixed": {"minor": 100}}}"#);
    let receipt = till.price(&cart(&[(1, 3), (3, 7)])).expect("a price");
    let mut ledger = Ledger::new(&receipt);
    assert_eq!(ledger.left(), receipt.total);
    let (mut back, mut given) = (0, 0);
    for (line, units) in [(1, 2), (0, 1), (1, 5), (0, 2)] {
        let refund = ledger.refund(line, units).expect("a refund");
        back += refund.minor;
        given += refund.promotions.iter().map(|(_, minor)| minor).sum::<i64>();
    }
    assert_eq!((back, given, ledger.left()), (receipt.total, 100, 0));
    assert!(ledger.refund(0, 1).is_err());
}
