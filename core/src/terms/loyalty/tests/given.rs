//! Referral and surprises: what cannot hold is named, and what can hardly be meant is found.

use super::*;
use crate::event::{Moment, Surprise};
use crate::id::EntryId;

fn referral(more: Value) -> Result<(Programme, Vec<String>), String> {
    let mut draft = whole();
    draft["referral"] = json!({ "gives": 2, "welcomes": 1 });
    draft["referral"].as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
    serde_json::from_value::<Programme>(draft).expect("a programme").checked()
}

fn delight(more: Value) -> Result<(Programme, Vec<String>), String> {
    let mut draft = whole();
    draft["delight"] = json!({ "points": 100, "most": 50, "occasions": [{ "by": "late", "points": 50 }, { "by": { "orders": 3 }, "points": 1 }] });
    draft["delight"].as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
    serde_json::from_value::<Programme>(draft).expect("a programme").checked()
}

#[test]
fn a_referral_that_cannot_hold_is_refused_by_the_name_of_the_field() {
    for (more, told) in [
        (json!({ "gives": 0, "welcomes": 0 }), "`gives` or `welcomes` must be at least `1`"),
        (json!({ "gives": 1_000_001 }), "`gives` must be at most `1000000`"),
        (json!({ "welcomes": 1_000_001 }), "`welcomes` must be at most"),
        (json!({ "least": -1 }), "`least` must be `0` to"),
        (json!({ "days": 0 }), "`days` must be `1` to `366`"),
        (json!({ "wait_days": 367 }), "`wait_days` must be `1` to `366`"),
        (json!({ "most": 0 }), "`most` must be at least `1`"),
        (json!({ "most_ever": 0 }), "`most_ever` must be at least `1`"),
    ] {
        let why = referral(more.clone()).expect_err("it cannot hold");
        assert!(why.starts_with("`referral`: ") && why.contains(told), "{more}: {why}");
    }
    assert!(referral(json!({ "gives": 0 })).is_ok() && referral(json!({ "most": 1, "days": 366 })).is_ok());
}

#[test]
fn a_budget_that_cannot_hold_is_refused_by_the_name_of_the_field() {
    let same = json!([{ "by": "late", "points": 1 }, { "by": "late", "points": 2 }]);
    for (more, told) in [
        (json!({ "points": 0 }), "`points` must be at least `1`"),
        (json!({ "minor": 0 }), "`minor` must be `1` to"),
        (json!({ "window": "lifetime" }), "`window` must end"),
        (json!({ "window": { "days": 0 } }), "`window`: `days` must be `1` to `366`"),
        (json!({ "most": 0 }), "`most` must be `1` to `points`, `100`"),
        (json!({ "most": 101 }), "`most` must be `1` to `points`, `100`"),
        (json!({ "rest_days": 0 }), "`rest_days` must be `1` to `366`"),
        (json!({ "occasions": [] }), "`occasions` must not be empty"),
        (json!({ "occasions": [{ "by": "late", "points": 51 }] }), "`points` must be `1` to `most`, `50`"),
        (json!({ "occasions": [{ "by": { "orders": 1 }, "points": 1 }] }), "`orders` must be at least `2`"),
        (json!({ "occasions": same }), "each must stand once"),
    ] {
        let why = delight(more.clone()).expect_err("it cannot hold");
        assert!(why.starts_with("`delight`: ") && why.contains(told), "{more}: {why}");
    }
    assert!(delight(json!({ "window": { "days": 366 } })).is_ok());
    let unknown = json!({ "points": 1, "most": 1, "occasions": [], "birthday": true });
    let unknown = serde_json::from_value::<Delight>(unknown).expect_err("an unknown field");
    assert!(unknown.to_string().contains("`birthday`"), "{unknown}");
}

#[test]
fn a_budget_knows_its_window_and_is_never_below_nothing() {
    let (programme, _) = delight(json!({ "window": { "days": 3 }, "minor": 40 })).expect("a programme");
    let (delight, mut spent) = (programme.delight.expect("surprises"), Delighted::default());
    spent.add(CivilDay(10), (30, 20));
    spent.add(CivilDay(12), (80, 30));
    assert_eq!(delight.left(&spent, CivilDay(12)), (0, Some(0)), "both of three days count");
    assert_eq!(delight.left(&spent, CivilDay(13)), (20, Some(10)), "the first is out of it");
    assert_eq!(delight.left(&spent, CivilDay(11)), (0, Some(0)), "also what a clock ahead of this one gave");
    assert_eq!(delight.left(&spent, CivilDay(15)), (100, Some(40)));
}

#[test]
fn what_points_are_worth_is_rounded_up_where_it_is_spent() {
    let worth = Worth { points: 3, minor: 2 };
    let up: Vec<i64> = (0..5).map(|points| worth.at_most(points)).collect();
    assert_eq!(up, [0, 1, 2, 2, 3]);
}

#[test]
fn an_anniversary_is_the_day_of_the_card_also_of_a_leap_day() {
    let zone = Zone::default();
    let day = |year, month, day| CivilDay::of_date(year, month, day).expect("a day");
    let mut account = Account::default();
    assert_eq!(account.anniversary(day(2025, 3, 1), &zone), None, "nobody knows since when");
    account.hold_card(zone.midnight(day(2024, 2, 29)));
    account.hold_card(zone.midnight(day(2024, 5, 1)));
    assert_eq!(account.anniversary(day(2024, 12, 31), &zone), None, "not in the first year");
    assert_eq!(account.anniversary(day(2025, 3, 1), &zone), Some((day(2025, 2, 28), 2025)));
    assert_eq!(account.anniversary(day(2026, 1, 1), &zone), Some((day(2025, 2, 28), 2025)));
    assert_eq!(account.next_anniversary(day(2025, 2, 28), &zone), Some(zone.midnight(day(2026, 2, 28))));
    assert_eq!(account.next_anniversary(day(2027, 3, 1), &zone), Some(zone.midnight(day(2028, 2, 29))));
}

#[test]
fn a_surprise_is_given_once_and_none_near_another() {
    let mut account = Account::default();
    let of = |moment| Surprise { moment, which: 0 };
    account.delights.push((of(Moment::FirstDelivered), EntryId(1), CivilDay(100)));
    let may = |moment, day| account.may_delight(of(moment), CivilDay(day), 30);
    assert!(!may(Moment::FirstDelivered, 999), "once for ever");
    assert!(!may(Moment::Late, 129) && may(Moment::Late, 130), "behind it");
    assert!(!may(Moment::Late, 71) && may(Moment::Late, 70), "and before it, where clocks differ");
    assert!(account.is_gift(EntryId(1)) && !account.is_gift(EntryId(2)));
}
