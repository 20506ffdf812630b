//! Other engines in a shop: what each computes, and our guards after it.

#[path = "../../../tests/pricing/foreign.rs"]
mod foreign;
mod lanes;
mod laws;

use super::quick::{market, random};
use super::{cart, terms, totals};
use crate::packed::Packed;
use crate::terms::basket::{Basket, Cart, CartError};
use crate::terms::promotion::PromotionId;
use crate::terms::receipt::{Receipt, What};
use crate::terms::till::{Mode, Terms, Till};
use crate::terms::{Guard, WhyNot};
use foreign::{MODES, foreign};
use market::Size;
use random::Random;

/// The small shop in a mode of another engine.
fn open(mode: &str, rest: &str, promotions: &str) -> Till {
    Till::open(terms(&format!(r#", "mode": "{mode}" {rest}, "promotions": [{promotions}]"#)))
}

fn medusa(promotions: &str) -> Till {
    open("medusa_2_21", "", promotions)
}

/// What is wrong with the one promotion of a mode.
fn fault(mode: &str, promotion: &str) -> String {
    let till = open(mode, "", &format!(r#"{{"id": 1, "name": "p", {promotion}}}"#));
    let sentences: Vec<String> = till.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(till.terms().promotions.len(), usize::from(sentences.is_empty()), "{promotion}");
    sentences.join("; ").replace("promotion `1` is off: ", "")
}

const HALF: &str = r#""gives": {"foreign": {"medusa_2_21": {"method": "percent", "value": "50"}}}"#;

#[test]
fn what_cannot_be_meant_is_off_with_a_sentence() {
    let vendure =
        |rest: &str| format!(r#""gives": {{"foreign": {{"vendure_3_1": {{"target": "order", {rest}}}}}}}"#);
    let medusa = |rest: &str| {
        format!(
            r#""gives": {{"foreign": {{"medusa_2_21": {{"method": "percent", "value": "50", {rest}}}}}}}"#
        )
    };
    let asks = |field: &str, value: &str| {
        medusa(&format!(r#""conditions": [{{"field": "{field}", "op": "in", "values": ["{value}"]}}]"#))
    };
    let targets = |target: &str, field: &str| {
        medusa(&format!(
            r#""target": "{target}", "target_conditions": [{{"field": "{field}", "op": "in", "values": ["1"]}}]"#
        ))
    };
    let most = "1000000000000";
    for (mode, promotion, why) in [
        ("medusa_2_21", HALF.to_owned(), String::new()),
        ("sequential", HALF.to_owned(), "`gives` is of `medusa_2_21`, and `mode` is `sequential`".to_owned()),
        (
            "vendure_3_1",
            HALF.to_owned(),
            "`gives` is of `medusa_2_21`, and `mode` is `vendure_3_1`".to_owned(),
        ),
        (
            "vendure_3_1",
            r#""gives": {"percent": {"rate": 1000}}"#.to_owned(),
            "`gives` must be `foreign` of `vendure_3_1`, as `mode` says".to_owned(),
        ),
        (
            "medusa_2_21",
            format!(r#"{HALF}, "lane": 1"#),
            "`lane` means nothing where `mode` is `medusa_2_21`".into(),
        ),
        (
            "medusa_2_21",
            format!(r#"{HALF}, "alone": true"#),
            "`alone` means nothing where `mode` is `medusa_2_21`".into(),
        ),
        (
            "medusa_2_21",
            format!(r#"{HALF}, "never_with": [2]"#),
            "`never_with` means nothing where `mode` is `medusa_2_21`".into(),
        ),
        ("medusa_2_21", HALF.replace("50", "-1"), format!("`value` must be `0` to `{most}`")),
        ("medusa_2_21", HALF.replace("50", "1000000000000.01"), format!("`value` must be `0` to `{most}`")),
        (
            "medusa_2_21",
            medusa(r#""max_quantity": 1000001"#),
            "`max_quantity` must be at most `1000000`".into(),
        ),
        (
            "medusa_2_21",
            medusa(
                r#""kind": {"buy_get": {"buy_conditions": [], "buy_quantity": 1000001, "get_quantity": 1}}"#,
            ),
            "`buy_quantity` must be at most `1000000`".into(),
        ),
        (
            "medusa_2_21",
            asks("customer.groups", "vip"),
            "`field` `customer.groups` is said in `when`, as a `group` or `tier`".into(),
        ),
        (
            "medusa_2_21",
            asks("items.product.id", "women"),
            "`women` is a protected trait; a price may not depend on it".into(),
        ),
        ("medusa_2_21", asks("tier", "gold"), "there is no `field` `tier` here".into()),
        ("medusa_2_21", asks("items.product.id", "1"), String::new()),
        ("medusa_2_21", asks("product.id", "1"), "there is no `field` `product.id` here".into()),
        ("medusa_2_21", targets("items", "items.quantity"), String::new()),
        (
            "medusa_2_21",
            targets("items", "product.type_id"),
            "there is no `field` `product.type_id` here".into(),
        ),
        ("medusa_2_21", targets("shipping", "subtotal"), String::new()),
        ("medusa_2_21", targets("shipping", "id"), "there is no `field` `id` here".into()),
        ("vendure_3_1", vendure(r#""method": {"percent": "12.5"}, "minimum": 1000"#), String::new()),
        ("vendure_3_1", vendure(r#""method": {"fixed": -1}"#), format!("`fixed` must be `0` to `{most}`")),
        (
            "vendure_3_1",
            vendure(r#""method": {"percent": "-1"}"#),
            format!("`percent` must be `0` to `{most}`"),
        ),
        (
            "vendure_3_1",
            vendure(r#""method": {"fixed": 1}, "minimum": -1"#),
            format!("`minimum` must be `0` to `{most}`"),
        ),
        (
            "solidus_calculators",
            r#""lane": 3, "gives": {"foreign": {"solidus_calculators": {"calculator": {"tiered_percent":
                {"base": "1", "tiers": [["50", "-2"]]}}}}}"#
                .to_owned(),
            format!("`tiers` must be `0` to `{most}`"),
        ),
        (
            "saleor_calculators",
            r#""gives": {"foreign": {"saleor_calculators": {"percent": "-5"}}}"#.to_owned(),
            format!("`percent` must be `0` to `{most}`"),
        ),
    ] {
        assert_eq!(fault(mode, &promotion), why, "{mode}: {promotion}");
    }
}

#[test]
fn all_that_may_act_do_in_the_order_of_the_engine() {
    // By value, highest first: 50 % of 10.00, then 2.00 off what is left of each line.
    let promotions = format!(
        r#"{{"id": 1, "name": "a", "gives": {{"foreign": {{"medusa_2_21": {{"method": "fixed", "value": "2"}}}}}}}},
           {{"id": 2, "name": "b", {}}}"#,
        HALF.replace(r#""50""#, r#""50", "max_quantity": 9"#)
    );
    let receipt = medusa(&promotions).price(&cart(&[(1, 1), (3, 4)])).expect("a price");
    assert_eq!(totals(&receipt), [300, 100]);
    assert_eq!(receipt.given(), [(PromotionId(1), 300), (PromotionId(2), 700)]);
    assert_eq!(receipt.called.len(), 2, "both are named");
}

#[test]
fn amounts_with_and_without_tax_meet_in_the_tax_of_the_prices() {
    let gives = |inclusive: bool| {
        let gives = format!(r#"{{"method": "fixed", "value": "1.2", "tax_inclusive": {inclusive}}}"#);
        format!(r#"{{"id": 1, "name": "a", "gives": {{"foreign": {{"medusa_2_21": {gives}}}}}}}"#)
    };
    // Product 1 is taxed with 20 %.
    for (included, inclusive, off) in
        [(false, false, 120), (false, true, 100), (true, true, 120), (true, false, 144)]
    {
        let till = open("medusa_2_21", &format!(r#", "tax_included": {included}"#), &gives(inclusive));
        let receipt = till.price(&cart(&[(1, 1)])).expect("a price");
        assert_eq!(totals(&receipt), [1_000 - off], "{included} {inclusive}");
    }
}

#[test]
fn sending_is_lowered_by_those_that_mean_it() {
    let gives = r#"{"target": "shipping", "method": "percent", "value": "50", "allocation": "each"}"#;
    let promotion =
        format!(r#"{{"id": 1, "name": "a", "gives": {{"foreign": {{"medusa_2_21": {gives}}}}}}}"#);
    let cart = Cart { shipping: 801, ..cart(&[(3, 1)]) };
    let receipt = medusa(&promotion).price(&cart).expect("a price");
    assert_eq!((receipt.shipping, totals(&receipt)), (400, vec![100]));
}

/// Half of every line.
fn halves() -> [(&'static str, String); 4] {
    let one = |name: &str, inner: &str| {
        format!(r#"{{"id": 1, "name": "p", "gives": {{"foreign": {{"{name}": {inner}}}}}}}"#)
    };
    [
        ("medusa_2_21", r#"{"method": "percent", "value": "50", "max_quantity": 99}"#),
        ("vendure_3_1", r#"{"target": "items", "method": {"percent": "50"}}"#),
        ("solidus_calculators", r#"{"calculator": {"percent_on_line_item": {"percent": "50"}}}"#),
        ("saleor_calculators", r#"{"percent": "50"}"#),
    ]
    .map(|(name, inner)| (name, one(name, inner)))
}

#[test]
fn our_guards_come_after_every_engine() {
    for (mode, half) in halves() {
        // The second has a floor of 3.50, the third none.
        let till = open(mode, "", &half);
        let receipt = till.price(&cart(&[(2, 1), (3, 2)])).expect("a price");
        assert_eq!(totals(&receipt), [350, 100], "{mode}");
        let held = receipt.steps.iter().find(|step| matches!(step.what, What::Held(_, Guard::Floor)));
        assert_eq!(held.map(|step| step.minor), Some(150), "{mode}");
        // What the first costs, and as much again.
        let till = open(mode, r#", "margin": 5000"#, &half);
        let receipt = till.price(&cart(&[(1, 1)])).expect("a price");
        assert_eq!(totals(&receipt), [900], "{mode}");
        assert!(receipt.steps.iter().any(|step| step.what == What::Held(PromotionId(1), Guard::Margin)));
    }
}

#[test]
fn a_fixed_price_stays() {
    for (mode, half) in halves() {
        let mut terms = terms(&format!(r#", "mode": "{mode}", "promotions": [{half}]"#));
        terms.items[2].fixed_price = true;
        let receipt = Till::open(terms).price(&cart(&[(1, 1), (3, 3)])).expect("a price");
        assert_eq!(totals(&receipt), [500, 300], "{mode}");
        let held = receipt.steps.iter().any(|step| step.what == What::Held(PromotionId(1), Guard::Floor));
        assert_eq!(held, mode == "vendure_3_1", "the others know of such prices");
    }
}

#[test]
fn a_budget_pays_no_more_than_it_has_within_a_cart() {
    // Medusa looks at each line alone: neither is above 4.00, together they are.
    let half = HALF.replace(r#""50""#, r#""50", "max_quantity": 99"#);
    let promotion = format!(r#"{{"id": 1, "name": "p", "budget": 7, {half}}}"#);
    let till = open("medusa_2_21", r#", "budgets": [{"id": 7, "left": 400}]"#, &promotion);
    let cart = |units| cart(&[(3, units), (2, 1)]);
    let receipt = till.price(&cart(6)).expect("a price");
    assert_eq!(receipt.given(), [(PromotionId(1), 350)], "the floor of the second first, then the budget");
    let receipt = till.price(&cart(8)).expect("a price");
    assert_eq!(receipt.given(), [(PromotionId(1), 400)]);
    assert!(receipt.steps.iter().any(|step| matches!(step.what, What::Held(_, Guard::Budget))));
    let receipt = till.price(&super::cart(&[(1, 1)])).expect("a price");
    let verdict = &receipt.verdicts[0];
    assert_eq!(verdict.why_not, Some(WhyNot::Held(Guard::Budget)), "Medusa skips what its budget cannot pay");
}

#[test]
fn what_the_engine_asks_is_told_and_no_change_is_promised() {
    let asks = r#""50", "conditions": [{"field": "items.product.id", "op": "eq", "values": ["2"]}]"#;
    let when = r#""when": {"spend": {"at_least": 200}}"#;
    let till = medusa(&format!(r#"{{"id": 1, "name": "p", {when}, {}}}"#, HALF.replace(r#""50""#, asks)));
    let verdict = |lines| till.price(&cart(lines)).expect("a price").verdicts[0].clone();
    let told = verdict(&[(3, 5)]);
    assert_eq!((told.why_not, told.change), (Some(WhyNot::Condition), None));
    let parts: Vec<(&str, bool)> = told.trace.parts.iter().map(|part| (&*part.what, part.holds)).collect();
    assert_eq!((parts, told.trace.holds), (vec![("spend", true), ("items.product.id", false)], false));
    assert!(verdict(&[(2, 1)]).trace.holds && verdict(&[(2, 1)]).gives.is_some());
    let vendure = r#"{"target": "order", "method": {"fixed": 50}, "minimum": 300}"#;
    let promotion =
        format!(r#"{{"id": 1, "name": "p", "gives": {{"foreign": {{"vendure_3_1": {vendure}}}}}}}"#);
    let told =
        open("vendure_3_1", "", &promotion).price(&cart(&[(3, 2)])).expect("a price").verdicts[0].clone();
    assert_eq!((told.why_not, told.change), (Some(WhyNot::Condition), None));
    assert_eq!(told.trace.parts[0].have_need, Some((200, 300)));
}

#[test]
fn amounts_beyond_what_the_engine_is_followed_in_apply_nothing() {
    for (mode, half) in halves().into_iter().take(2) {
        let mut terms = terms(&format!(r#", "mode": "{mode}", "promotions": [{half}]"#));
        terms.price_lists[0].prices[0].minor = 200_000_000_000_000;
        let without = Terms { promotions: Vec::new(), ..terms.clone() };
        let price = |terms| Till::open(terms).price(&cart(&[(1, 1)]));
        assert_eq!(price(terms).expect_err("too large"), CartError::TooLarge, "{mode}");
        assert!(price(without).is_ok(), "{mode}: nothing has to be computed");
    }
}

#[test]
fn amounts_mean_nothing_in_another_currency() {
    let own = r#", "currency": "EUR""#;
    for (mode, gives, is_foreign) in [
        ("medusa_2_21", r#"{"method": "fixed", "value": "1"}"#, true),
        ("medusa_2_21", r#"{"method": "percent", "value": "1"}"#, false),
        ("vendure_3_1", r#"{"target": "order", "method": {"fixed": 50}}"#, true),
        ("vendure_3_1", r#"{"target": "order", "method": {"percent": "50"}, "minimum": 1}"#, true),
        ("solidus_calculators", r#"{"calculator": {"flat_rate": {"amount": "1"}}}"#, true),
        ("solidus_calculators", r#"{"calculator": {"percent_on_line_item": {"percent": "10"}}}"#, false),
        ("saleor_calculators", r#"{"percent": "5"}"#, false),
    ] {
        let promotion = format!(r#"{{"id": 1, "name": "p", "gives": {{"foreign": {{"{mode}": {gives}}}}}}}"#);
        let receipt = open(mode, own, &promotion).price(&cart(&[(3, 2)])).expect("a price");
        assert_eq!(receipt.verdicts[0].why_not == Some(WhyNot::Currency), is_foreign, "{mode} {gives}");
    }
}

#[test]
fn calculators_compute_as_theirs_do() {
    let of = |mode: &str, gives: &str, lines: &[(u32, u32)]| {
        let promotion = format!(r#"{{"id": 1, "name": "p", "gives": {{"foreign": {{"{mode}": {gives}}}}}}}"#);
        let mut terms = terms(&format!(r#", "mode": "{mode}", "promotions": [{promotion}]"#));
        terms.items.iter_mut().for_each(|item| (item.floor, item.cost) = (None, None));
        totals(&Till::open(terms).price(&cart(lines)).expect("a price"))
    };
    let solidus = |gives: &str| of("solidus_calculators", gives, &[(1, 1), (3, 3)]);
    assert_eq!(solidus(r#"{"calculator": {"flat_rate": {"amount": "2.5"}}}"#), [750, 50]);
    assert_eq!(
        solidus(r#"{"calculator": {"flat_rate": {"amount": "2.5"}}, "of": {"products": [3]}}"#),
        [1_000, 50]
    );
    assert_eq!(solidus(r#"{"per": "order", "calculator": {"flat_rate": {"amount": "1"}}}"#), [923, 277]);
    let flexi = r#"{"calculator": {"flexi_rate": {"first": "0.5", "additional": "0.25", "max_items": 2}}}"#;
    assert_eq!(solidus(flexi), [950, 225]);
    let tiers = r#"{"calculator": {"tiered_percent": {"base": "5", "tiers": [["13", "10"], ["14", "20"]]}}}"#;
    assert_eq!(solidus(tiers), [900, 270]);
    let flat = r#"{"calculator": {"tiered_flat_rate": {"base": "0", "tiers": [["10", "1.01"]]}}}"#;
    assert_eq!(solidus(flat), [899, 300], "each line is asked for");
    assert_eq!(
        solidus(r#"{"per": "order", "calculator": {"flat_percent_item_total": {"percent": "33"}}}"#),
        [670, 201]
    );
    // Half a cent of each unit goes up: three cents of three units, where the percentage of all is two.
    assert_eq!(of("saleor_calculators", r#"{"percent": "0.5"}"#, &[(3, 3)]), [297]);
}

#[test]
fn what_calculates_in_a_later_lane_does_so_on_what_is_left() {
    for (mode, gives) in [
        ("solidus_calculators", r#"{"calculator": {"percent_on_line_item": {"percent": "60"}}}"#),
        ("saleor_calculators", r#"{"percent": "60"}"#),
    ] {
        let one = |id: u8, gives: &str| {
            format!(
                r#"{{"id": {id}, "name": "p", "lane": {id}, "gives": {{"foreign": {{"{mode}": {gives}}}}}}}"#
            )
        };
        let price = |promotions: String| {
            let mut terms = terms(&format!(r#", "mode": "{mode}", "promotions": [{promotions}]"#));
            terms.items.iter_mut().for_each(|item| (item.floor, item.cost) = (None, None));
            totals(&Till::open(terms).price(&cart(&[(1, 1)])).expect("a price"))
        };
        assert_eq!(price(one(1, gives) + ", " + &one(2, gives)), [160], "{mode}");
        assert_eq!(price(one(1, &gives.replace("60", "1000000000000"))), [0], "{mode}: all, and no more");
    }
}

#[test]
fn a_buy_get_lowers_lines_and_nothing_else() {
    let of = |target: &str| {
        let kind = r#"{"buy_get": {"buy_quantity": 1, "get_quantity": 1, "buy_conditions": []}}"#;
        let own = format!(r#"{{"method": "percent", "value": "50", "target": "{target}", "kind": {kind}}}"#);
        fault("medusa_2_21", &format!(r#""gives": {{"foreign": {{"medusa_2_21": {own}}}}}"#))
    };
    assert_eq!(of("items"), "");
    assert_eq!(of("shipping"), "the `target` of a `buy_get` is `items`");
}
