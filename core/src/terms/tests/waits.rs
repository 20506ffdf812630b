//! When what asks for times that must all have come comes next.

use crate::terms::condition::Change;
use crate::time::{Span, Timestamp};

use super::{cart, till};

/// So many days and minutes after the first Thursday of 1970 began.
fn moment(days: i64, minutes: i64) -> i64 {
    (Timestamp(0) + Span::days(days) + Span::minutes(minutes)).0
}

/// What a cart lacks at a moment.
fn lacks(when: &str, at: i64) -> Option<Vec<Change>> {
    let till =
        till(&format!(r#"{{"id": 1, "name": "a", "when": {when}, "gives": {{"fixed": {{"minor": 5}}}}}}"#));
    let mut cart = cart(&[(3, 1)]);
    cart.at = Timestamp(at);
    let receipt = till.price(&cart).expect("a price");
    let change = receipt.verdicts[0].change.clone();
    if let Some([Change::Wait(until)]) = change.as_deref() {
        assert!(*until > cart.at, "{when}");
        cart.at = *until;
        assert_eq!(till.price(&cart).expect("a price").total, 95, "{when} holds when it is said to");
        cart.at = Timestamp(until.0 - 1);
        assert_eq!(till.price(&cart).expect("a price").total, 100, "{when} does not hold before");
    }
    change
}

fn waits(when: &str, at: i64, until: i64) {
    assert_eq!(lacks(when, at), Some(vec![Change::Wait(Timestamp(until))]), "{when} at {at}");
}

/// That, and to have so much in the cart.
fn and_spend(when: &str, minor: u32) -> String {
    format!(r#"{{"all": [{when}, {{"spend": {{"at_least": {minor}}}}}]}}"#)
}

const FRIDAY: &str = r#"{"when": {"weekdays": [5]}}"#;
const NINE: &str = r#"{"when": {"minutes": [540, 600]}}"#;

#[test]
fn of_several_times_the_wait_is_until_all_have_come() {
    let both = format!(r#"{{"all": [{FRIDAY}, {NINE}]}}"#);
    waits(&both, moment(0, 0), moment(1, 540));
    waits(&both, moment(0, 550), moment(1, 540)); // nine is now, and over when Friday comes
    waits(&both, moment(1, 30), moment(1, 540));
    waits(&both, moment(1, 600), moment(8, 540));
    waits(&format!(r#"{{"all": [{FRIDAY}, {{"all": [{NINE}]}}]}}"#), moment(0, 0), moment(1, 540));
    let begun = format!(r#"{{"when": {{"from": {}}}}}"#, moment(10, 700));
    waits(&format!(r#"{{"all": [{begun}, {both}]}}"#), moment(0, 0), moment(15, 540));
    waits(&format!(r#"{{"all": [{FRIDAY}, {{"not": {NINE}}}]}}"#), moment(0, 0), moment(1, 0));
    waits(&format!(r#"{{"all": [{NINE}, {{"not": {FRIDAY}}}]}}"#), moment(0, 900), moment(2, 540));
}

#[test]
fn an_alternative_is_told_at_the_time_that_the_others_have_come_too() {
    let either = r#"{"any": [{"when": {"weekdays": [4]}}, {"when": {"weekdays": [6]}}]}"#;
    let (saturday, noon) = (r#"{"when": {"weekdays": [6, 7]}}"#, r#"{"when": {"minutes": [720, 780]}}"#);
    waits(&format!(r#"{{"all": [{either}, {saturday}, {noon}]}}"#), moment(0, 720), moment(2, 720));
    // Thursday holds now beside a sum that does not, and must not be counted on.
    let mixed = r#"{"any": [{"when": {"weekdays": [4]}}, {"spend": {"at_least": 50}}]}"#;
    waits(&format!(r#"{{"all": [{mixed}, {saturday}]}}"#), moment(0, 0), moment(2, 0));
}

#[test]
fn other_changes_stand_beside_one_wait() {
    let spend = r#"{"spend": {"at_least": 150}}"#;
    let changes = lacks(&format!(r#"{{"all": [{FRIDAY}, {spend}, {NINE}]}}"#), moment(0, 0));
    let nine = Timestamp(moment(1, 540));
    let both = |changes: &[Change]| matches!(changes, [Change::Wait(until), Change::Spend { more: 50, .. }] if *until == nine);
    assert!(changes.as_deref().is_some_and(both), "{changes:?}");
}

#[test]
fn times_that_never_come_at_once_are_no_change() {
    let saturday = r#"{"when": {"weekdays": [6]}}"#;
    assert_eq!(lacks(&format!(r#"{{"all": [{FRIDAY}, {saturday}]}}"#), moment(0, 0)), None);
    let over = format!(r#"{{"when": {{"until": {}}}}}"#, moment(1, 540));
    assert_eq!(lacks(&format!(r#"{{"all": [{FRIDAY}, {NINE}, {over}]}}"#), moment(0, 0)), None);
}

#[test]
fn of_equal_changes_at_different_times_the_earlier_is_told() {
    let saturday = and_spend(r#"{"when": {"weekdays": [6]}}"#, 150);
    let changes = lacks(&format!(r#"{{"any": [{saturday}, {}]}}"#, and_spend(FRIDAY, 150)), moment(0, 0));
    assert_eq!(changes.as_ref().map(Vec::len), Some(2));
    assert!(changes.is_some_and(|changes| changes[0] == Change::Wait(Timestamp(moment(1, 0)))));
}

#[test]
fn of_alternatives_that_hold_for_now_the_first_is_counted_on() {
    let thursday = and_spend(r#"{"when": {"weekdays": [4]}}"#, 50);
    let either = format!(r#"{{"any": [{{"when": {{"weekdays": [4, 6]}}}}, {thursday}]}}"#);
    let saturday = r#"{"when": {"weekdays": [6, 7]}}"#;
    waits(&format!(r#"{{"all": [{either}, {saturday}]}}"#), moment(0, 0), moment(2, 0));
}

#[test]
fn a_group_that_is_nobodys_to_join_is_no_change() {
    assert_eq!(lacks(r#"{"group": []}"#, 0), None);
}
