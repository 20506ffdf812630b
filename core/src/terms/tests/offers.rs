//! What each kind of offer takes off.

use super::{cart, till, totals};

fn priced(promotion: &str, lines: &[(u32, u32)]) -> Vec<i64> {
    let till = till(&format!(r#"{{"id": 1, "name": "p", "gives": {promotion}}}"#));
    assert_eq!(till.warnings(), []);
    totals(&till.price(&cart(lines)).expect("a price"))
}

#[test]
fn a_percentage_is_rounded_once_and_shared_exactly() {
    // 15 % of 3 x 1.00 is 0.45: shares of 0.15 each.
    assert_eq!(priced(r#"{"percent": {"rate": 1500}}"#, &[(1, 1), (3, 3)]), [850, 255]);
    assert_eq!(priced(r#"{"percent": {"rate": 3333, "on": {"items": {"products": [3]}}}}"#, &[(3, 1)]), [67]);
}

#[test]
fn a_percentage_of_the_cheapest_units_only() {
    let offer = r#"{"percent": {"rate": 10000, "spread": "once", "most_units": 2}}"#;
    assert_eq!(priced(offer, &[(1, 1), (3, 1)]), [0, 0]);
    assert_eq!(priced(offer, &[(1, 2), (3, 1)]), [1000, 0]);
}

#[test]
fn a_fixed_amount_across_never_takes_more_than_there_is() {
    assert_eq!(priced(r#"{"fixed": {"minor": 300}}"#, &[(1, 1), (3, 5)]), [800, 400]);
    assert_eq!(priced(r#"{"fixed": {"minor": 99999, "on": {"items": {"products": [3]}}}}"#, &[(3, 1)]), [0]);
}

#[test]
fn a_fixed_amount_off_each_unit() {
    let offer =
        r#"{"fixed": {"minor": 20, "spread": "each", "most_units": 2, "on": {"items": {"products": [3]}}}}"#;
    assert_eq!(priced(offer, &[(1, 1), (3, 3)]), [1000, 260]);
}

#[test]
fn buy_two_get_the_cheapest_free() {
    let offer = r#"{"buy_get": {"buy_units": 2, "get_units": 1, "rate": 10000}}"#;
    assert_eq!(priced(offer, &[(1, 2), (3, 1)]), [2000, 0]);
    assert_eq!(priced(offer, &[(1, 1), (3, 1)]), [1000, 100]);
    assert_eq!(priced(offer, &[(3, 7)]), [500]);
}

#[test]
fn what_is_bought_is_taken_from_what_cannot_be_given() {
    let offer = r#"{"buy_get": {"buy": {}, "buy_units": 1, "get": {"products": [1]}, "get_units": 1, "rate": 10000}}"#;
    assert_eq!(priced(offer, &[(1, 1), (3, 1)]), [0, 100]);
}

#[test]
fn a_bundle_has_one_price() {
    let offer = r#"{"bundle": {"minor": 1200, "parts": [
        {"of": {"products": [1]}, "units": 1}, {"of": {"products": [3]}, "units": 4}]}}"#;
    assert_eq!(priced(offer, &[(1, 2), (3, 5)]).iter().sum::<i64>(), 2300);
    assert_eq!(priced(offer, &[(1, 1), (3, 3)]), [1000, 300]);
}

#[test]
fn bundles_of_many_units_are_those_taken_one_by_one() {
    // Two of any for 0.50: 9 times 10.00 + 10.00, once 10.00 + 0.85, 4,999 times 0.85 + 0.85.
    let offer = r#"{"bundle": {"minor": 50, "parts": [{"of": {}, "units": 1}, {"of": {}, "units": 1}]}}"#;
    let left: i64 = priced(offer, &[(3, 9_999), (1, 19)]).iter().sum();
    assert_eq!(left, 50 * (9 + 1 + 4_999));
    let most = r#"{"bundle": {"minor": 50, "most_groups": 11, "parts": [{"of": {}, "units": 2}]}}"#;
    let left: i64 = priced(most, &[(3, 9_999), (1, 19)]).iter().sum();
    assert_eq!(left, 9_999 * 85 - 3 * 85 + 50 * 11);
}

#[test]
fn the_last_step_that_is_reached_counts() {
    let offer = r#"{"steps": {"steps": [[1000, 500], [2000, 1000]]}}"#;
    assert_eq!(priced(offer, &[(3, 9)]), [900]);
    assert_eq!(priced(offer, &[(1, 1)]), [950]);
    assert_eq!(priced(offer, &[(1, 3)]), [2700]);
}

#[test]
fn shipping_can_be_free() {
    let till = till(r#"{"id": 1, "name": "p", "gives": {"percent": {"rate": 10000, "on": "shipping"}}}"#);
    let mut cart = cart(&[(3, 1)]);
    cart.shipping = 499;
    let receipt = till.price(&cart).expect("a price");
    assert_eq!((receipt.shipping, receipt.total), (0, 100));
}

#[test]
fn units_serve_one_group_only() {
    let offer = r#"{"buy_get": {"buy_units": 1, "get_units": 1, "rate": 10000}}"#;
    let both = format!(
        r#"{{"id": 1, "name": "a", "gives": {offer}}}, {{"id": 2, "name": "b", "lane": 1, "gives": {offer}}}"#
    );
    let receipt = till(&both).price(&cart(&[(3, 4)])).expect("a price");
    assert_eq!(totals(&receipt), [200]);
}
