//! What a till turns off, and says so; and what it does in another currency.

use crate::id::PriceListId;
use crate::money::{BasisPoints, Currency};
use crate::shop::{Shop, ShopError};
use crate::terms::WhyNot;
use crate::terms::list::{Price, PriceList};
use crate::terms::promotion::PromotionId;
use crate::terms::till::{Terms, Till};
use crate::time::Timestamp;

use super::{cart, terms, totals};

fn warnings(till: &Till) -> Vec<String> {
    till.warnings().iter().map(ToString::to_string).collect()
}

#[test]
fn a_list_of_a_protected_group_a_taken_number_or_no_time_is_off() {
    let mut terms = terms("");
    let list = |id| PriceList { id: PriceListId(id), ..terms.price_lists[1].clone() };
    let mut lists = [3, 4, 5, 6, 6, 7].map(list);
    lists[0].groups = vec!["vip".into(), "is_female".into()];
    (lists[1].groups, lists[1].tiers) = (Vec::new(), vec!["زنان".into()]);
    (lists[2].when.from, lists[2].when.until) = (Some(Timestamp(5)), Some(Timestamp(5)));
    lists[5].groups = vec!["  ".into(), String::new()];
    lists.iter_mut().flat_map(|list| &mut list.prices).for_each(|price| price.minor = 1);
    terms.price_lists.extend(lists);
    let till = Till::open(terms);
    assert_eq!(
        warnings(&till),
        [
            "price list `3`: `is_female` is a protected trait, and a price may not depend on it; it is off",
            "price list `4`: `زنان` is a protected trait, and a price may not depend on it; it is off",
            "price list `5`: `until` must be after `from`; it is off",
            "price list `6`: its `id` is taken; it is off",
            "price list `6`: its `id` is taken; it is off",
            "price list `7`: a group or tier has no name; it is off",
        ]
    );
    let mut cart = cart(&[(1, 1)]);
    cart.shopper.groups = vec!["vip".into(), "is_female".into()];
    cart.shopper.tier = Some("زنان".into());
    assert_eq!(totals(&till.price(&cart).expect("a price")), [900], "the sound list of the group");
}

#[test]
fn amounts_below_zero_and_empty_names_are_named() {
    let mut terms = terms(
        r#", "budgets": [{"id": 5, "left": -1}], "promotions": [
            {"id": 1, "name": " ", "gives": {"fixed": {"minor": 7}}},
            {"id": 2, "name": "b", "budget": 5, "gives": {"fixed": {"minor": 9}}}]"#,
    );
    (terms.items[0].cost, terms.items[1].floor) = (Some(-1), Some(-350));
    let till = Till::open(terms);
    assert_eq!(
        warnings(&till),
        [
            "item `1` is off: `cost` is below `0`",
            "item `2` is off: `floor` is below `0`",
            "budget `5`: `left` is below `0`; nothing is left",
            "promotion `1` is off: `name` is empty",
        ]
    );
    assert_eq!(till.price(&cart(&[(3, 1)])).expect("a price").total, 100);
}

/// The till of the tests, whose amounts are in US dollars, and the same prices in Kuwaiti dinar.
fn in_dollars() -> Till {
    let mut terms = Terms {
        currency: Some(Currency::Usd),
        margin: Some(BasisPoints(0)),
        ..terms(
            r#", "budgets": [{"id": 5, "left": 700}], "promotions": [
                {"id": 1, "name": "a", "lane": 1, "gives": {"fixed": {"minor": 50}}},
                {"id": 2, "name": "b", "lane": 2, "when": {"any": [{"spend": {"at_least": 100}}]}, "gives": {"percent": {"rate": 1000}}},
                {"id": 3, "name": "c", "lane": 3, "budget": 5, "gives": {"percent": {"rate": 1000}}},
                {"id": 4, "name": "d", "lane": 4, "gives": {"steps": {"steps": [[1, 100]]}}},
                {"id": 5, "name": "e", "lane": 5, "gives": {"bundle": {"parts": [{"of": {}, "units": 1}], "minor": 1}}},
                {"id": 6, "name": "f", "lane": 6, "gives": {"percent": {"rate": 5000}}}]"#,
        )
    };
    let dinar = terms.price_lists.iter().map(|list| PriceList {
        id: PriceListId(list.id.0 + 10),
        currency: Currency::Kwd,
        prices: list.prices.iter().map(|price| Price { minor: price.minor * 10, ..*price }).collect(),
        ..list.clone()
    });
    let dinar: Vec<PriceList> = dinar.collect();
    terms.price_lists.extend(dinar);
    Till::open(terms)
}

#[test]
fn in_another_currency_no_amount_acts_and_the_verdict_says_why() {
    let till = in_dollars();
    let dollars = till.price(&cart(&[(3, 2)])).expect("a price");
    assert!(dollars.verdicts.iter().all(|verdict| verdict.why_not != Some(WhyNot::Currency)));
    let mut cart = cart(&[(1, 1), (2, 1), (3, 2)]);
    cart.currency = Currency::Kwd;
    let dinar = till.price(&cart).expect("a price");
    assert_eq!(dinar.given(), [(PromotionId(6), 1_000)]);
    let why: Vec<_> =
        dinar.verdicts.iter().map(|verdict| (verdict.why_not, verdict.change.clone())).collect();
    assert_eq!(why[..5], vec![(Some(WhyNot::Currency), None); 5]);
    // What a floor or a cost in dollars guards stays as it is: nobody knows how much that is here.
    assert_eq!(totals(&dinar), [10_000, 4_000, 1_000]);
}

#[test]
fn a_shop_has_no_terms_in_another_currency() {
    let draft = |currency: &str| {
        let text = format!(
            r#"{{"currency": "USD", "product_url": "/p/{{id}}", "labels": [], "products": [], "price_lists": [],
                "terms": {{"currency": "{currency}"}}}}"#
        );
        Shop::check(serde_json::from_str(&text).expect("a draft")).map(|_| ())
    };
    assert_eq!(draft("USD"), Ok(()));
    let refused = draft("KWD").expect_err("another currency");
    assert_eq!(refused, ShopError::BadCurrency(Currency::Kwd));
    assert!(refused.to_string().contains("`currency` is `KWD`"), "{refused}");
}

#[test]
fn what_cannot_be_read_turns_only_itself_off() {
    let till = Till::open(terms(
        r#", "promotions": [
            {"id": 1, "name": "a", "gives": {"fixed": {"minor": 10}}, "colour": "red"},
            {"id": 2, "name": "b", "gives": {"wheel_of_fortune": {"minor": 10}}},
            {"id": 3, "name": "c", "gives": {"percent": {"rate": "a tenth"}}},
            {"name": "d", "gives": {"fixed": {"minor": 10}}},
            {"id": 5, "name": "e", "gives": {"fixed": {"minor": 10}}},
            {"id": 6, "name": "f", "gives": {"fixed": {"minor": 99}}, "when": {"age": [60]}},
            {"id": 6, "name": "f", "gives": {"fixed": {"minor": 99}}}]"#,
    ));
    let told = warnings(&till);
    let expected = [
        ("promotion `1` is off: ", "unknown field `colour`"),
        ("promotion `2` is off: `gives", "unknown variant `wheel_of_fortune`"),
        ("promotion `3` is off: `gives.percent.rate`: ", "invalid type: string \"a tenth\""),
        ("terms: the promotion at place `4` is off: ", "missing field `id`"),
        ("promotion `6` is off: `when", "unknown variant `age`"),
        ("promotion `6` is off: ", "its `id` is taken"),
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, (part, why)) in told.iter().zip(expected) {
        assert!(told.starts_with(part) && told.contains(why), "{told}");
    }
    assert_eq!(till.price(&cart(&[(3, 1)])).expect("a price").given(), [(PromotionId(5), 10)]);
}

#[test]
fn a_price_list_that_cannot_be_read_is_off_and_the_others_hold() {
    let text = r#"{"items": [{"product": 1}], "price_lists": [
        {"id": 0, "currency": "USD", "prices": [{"product": 1, "minor": 1000}]},
        {"id": 1, "currency": "Taler", "prices": [{"product": 1, "minor": 1}]}]}"#;
    let till = Till::open(serde_json::from_str(text).expect("the terms are JSON"));
    let told = warnings(&till);
    assert!(
        told[0].starts_with("price list `1`: `currency`: ") && told[0].ends_with("; it is off"),
        "{told:?}"
    );
    assert_eq!(till.price(&cart(&[(1, 1)])).expect("a price").total, 1_000);
    assert!(serde_json::from_str::<Terms>(r#"{"margn": 5}"#).is_err(), "what speaks of all is an error");
}

#[test]
fn a_shop_with_a_promotion_that_cannot_be_read_sells_and_says_so() {
    let text = r#"{"currency": "USD", "product_url": "/p/{id}", "labels": [{"en": "x", "fa": "x", "ar": "x"}],
        "products": [{"id": 1, "department": 0, "category": 0, "kind": 0, "cost": 1}],
        "price_lists": [{"id": 1, "name": "x", "currency": "USD", "audience": "everyone", "prices": [[1, 900]]}],
        "terms": {"promotions": [{"id": 7, "name": "x", "gives": {"percent": {"rate": 100, "of": "all"}}},
            {"id": 8, "name": "y", "gives": {"fixed": {"minor": 5}}}]}}"#;
    let shop = Shop::check(serde_json::from_str(text).expect("a draft")).expect("a shop");
    assert_eq!(shop.terms().promotions.len(), 1);
    let told = shop.warnings().first().map(ToString::to_string).unwrap_or_default();
    assert!(told.starts_with("promotion `7` is off: ") && told.contains("unknown field `of`"), "{told}");
}
