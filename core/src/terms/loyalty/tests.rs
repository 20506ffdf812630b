#![allow(clippy::arithmetic_side_effects, reason = "numbers of tests are small")]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::event::{AdjustReason, LoyaltyFact, Posting, Why};
use crate::id::{LabelId, OrderId, ProductId};
use crate::money::{Currency, Money};
use crate::time::{CivilDay, Span, Timestamp, Zone};

mod edges;
mod entries;
mod falls;
mod given;
mod year;

fn whole() -> Value {
    json!({
        "earn": [{ "id": 1, "by": { "spend": { "points": 1, "per": 100 } } }],
        "worth": { "points": 1, "minor": 1 }, "pending_days": 2, "expiry": { "days": 30 }, "redeem": {},
        "tiers": { "by": "spend", "window": { "days": 30 }, "downgrade": "earned",
            "steps": [{ "name": "silver", "from": 100 }, { "name": "gold", "from": 200 }] },
    })
}

/// The programme with one thing in the place of another.
fn with(place: &str, value: Value) -> Programme {
    let mut draft = whole();
    *draft.pointer_mut(place).expect("a place") = value;
    serde_json::from_value(draft).expect("a programme")
}

#[test]
fn what_cannot_hold_is_refused_by_the_name_of_the_field() {
    for (place, value, told) in [
        ("/worth", json!({ "points": 0, "minor": 1 }), "`worth`: `points` must be"),
        ("/worth", json!({ "points": 1, "minor": 0 }), "and `minor` `1` to `1000000000`"),
        ("/worth", json!({ "points": 1, "minor": 1_000_000_001 }), "and `minor` `1` to `1000000000`"),
        ("/tiers/steps/1/from", json!(i64::MAX), "`tiers`: `gold`: `from` must be `1` to"),
        ("/pending_days", json!(367), "`pending_days` must be at most `366`"),
        ("/redeem", json!({ "least": 0 }), "`redeem`: `least`"),
        ("/redeem", json!({ "step": 0 }), "`redeem`: `step`"),
        ("/redeem", json!({ "most_share": 10_001 }), "`redeem`: `most_share`"),
        ("/tiers/downgrade", Value::Null, "`tiers`: `downgrade` must say where"),
        ("/tiers/window", json!({ "days": 0 }), "`tiers`: `window`"),
        ("/tiers/steps", json!([]), "`tiers`: `steps` must not be empty"),
        ("/tiers/steps/1/from", json!(100), "`tiers`: `steps` must ascend"),
        ("/tiers/steps/0/from", json!(0), "`tiers`: `silver`: `from`"),
        ("/tiers/steps/1/name", json!("silver"), "`tiers`: `silver`: `name` is used twice"),
        ("/tiers/steps/1/name", json!("women"), "`tiers`: `women`: `name` is a protected trait"),
        ("/tiers/steps/1/name", json!(" gold"), "`name` must have"),
        ("/tiers/steps/0", json!({ "name": "a", "from": 1, "multiplier": 9_999 }), "`multiplier` must be"),
        ("/tiers/steps/0", json!({ "name": "a", "from": 9, "for_life": 8 }), "`for_life` must be"),
    ] {
        let why = with(place, value.clone()).checked().expect_err(place);
        assert!(why.contains(told), "{place} {value}: {why}");
    }
    assert!(with("/tiers/window", json!("lifetime")).checked().is_ok());
}

#[test]
fn a_rule_that_is_broken_is_off_and_the_rest_holds() {
    let rule = |id: u32, by: Value| json!({ "id": id, "by": by });
    let rules = json!([
        rule(3, json!({ "joining": { "points": 5 } })),
        rule(1, json!({ "spend": { "points": 1, "per": 0 } })),
        rule(2, json!({ "units": { "points": 0 } })),
        rule(4, json!({ "joining": { "points": 1 } })),
        rule(4, json!({ "joining": { "points": 2 } })),
        json!({ "id": 5, "by": { "joining": { "points": 1 } }, "when": { "weekdays": [8] } }),
    ]);
    let (programme, off) = with("/earn", rules).checked().expect("a programme");
    assert_eq!(programme.earn.iter().map(|rule| rule.id).collect::<Vec<_>>(), [3]);
    let told = ["`1` is off: `per`", "`2` is off: `points`", "`4` is off: its `id`", "`5` is off: `when`"];
    assert!(told.iter().all(|told| off.iter().any(|why| why.contains(told))), "{off:?}");
}

#[test]
fn points_that_would_expire_before_they_ripen_never_do() {
    for expiry in
        [json!({ "days": 2 }), json!({ "days": 0 }), json!({ "months": 121 }), json!({ "years": 11 })]
    {
        let (programme, off) = with("/expiry", expiry).checked().expect("a programme");
        assert_eq!((programme.expiry, off.len()), (None, 1), "{off:?}");
    }
    assert!(with("/expiry", json!({ "days": 3 })).checked().expect("a programme").1.is_empty());
}

fn date(year: u32, month: u32, day: u32) -> CivilDay {
    CivilDay::of_date(year, month, day).expect("a date")
}

#[test]
fn calendar_windows_begin_and_end_with_their_periods() {
    let zone = Zone::default();
    let day = date(2026, 5, 31);
    let term = |window: Window| window.term(day, &zone).map(|until| zone.civil_day(until));
    for (window, first, last, until) in [
        (Window::Month, date(2026, 5, 1), date(2026, 5, 31), date(2026, 7, 1)),
        (Window::Quarter, date(2026, 4, 1), date(2026, 6, 30), date(2026, 10, 1)),
        (Window::Year, date(2026, 1, 1), date(2026, 12, 31), date(2028, 1, 1)),
    ] {
        let found = (window.first(day), window.last(day), term(window));
        assert_eq!(found, (Some(first), Some(last), Some(until)));
    }
    let days = Window::Days(31);
    assert_eq!((days.first(day), days.last(day)), (Some(date(2026, 5, 1)), None));
    assert_eq!(term(days), Some(date(2026, 7, 2)));
    assert_eq!((Window::Lifetime.first(day), term(Window::Lifetime)), (None, None));
}

#[test]
fn points_ripen_and_expire_at_midnights_of_the_shop() {
    let programme = |expiry| with("/expiry", expiry);
    let zone = Zone { name: String::new(), offsets: vec![(Timestamp(0), 210)] };
    let at = zone.clock(date(2026, 12, 30), 23 * 60 + 59);
    let ripe = programme(Value::Null).ripe(at, &zone);
    assert_eq!(ripe, zone.midnight(date(2027, 1, 2)));
    let expires = |expiry| programme(expiry).expires(at, ripe, &zone).map(|end| zone.civil_day(end));
    assert_eq!(expires(json!({ "days": 30 })), Some(date(2027, 1, 30)));
    assert_eq!(expires(json!({ "months": 0 })), Some(date(2027, 2, 1)), "not before they are ripe");
    assert_eq!(expires(json!({ "years": 1 })), Some(date(2029, 1, 1)));
    assert_eq!(expires(Value::Null), None);
}

/// A book that goes on from an account.
fn book<'a>(programme: &'a Programme, zone: &'a Zone, at: i64, account: Account) -> Book<'a> {
    Book::new(Some(programme), zone, Timestamp(at), account)
}

#[test]
fn a_long_history_stays_bounded_and_loses_no_point() {
    let (programme, zone) = (with("/expiry", json!({ "days": 3_660 })), Zone::default());
    let bought = [Bought { product: ProductId(1), category: LabelId(0), units: 1, spend: 1_000 }];
    let mut account = Account::default();
    let day = Span::days(1).0;
    for n in 0..3_000_i64 {
        let mut book = book(&programme, &zone, n * day, account);
        book.buy(&bought, Why::Sale, n == 0);
        account = book.account;
    }
    let now = Timestamp(2_999 * day);
    let balances = account.balances(now);
    assert_eq!((balances.sum(), balances.pending + balances.available), (0, 30_000));
    assert!(account.lots.len() <= Account::MOST_LOTS && account.entries.len() == Account::MOST_ENTRIES);
    assert!(account.days.len() <= Account::MOST_DAYS as usize);
    assert!(account.lots.is_sorted_by(|a, b| (a.expires, a.id) < (b.expires, b.id)));
    let told: i64 = account.entries.iter().map(|entry| entry.points).sum();
    assert_eq!(account.opening + told, 30_000);
}

#[test]
fn an_entry_that_does_not_fit_changes_nothing() {
    let (programme, zone) = (with("/pending_days", json!(0)), Zone::default());
    let mut first = book(&programme, &zone, 0, Account::default());
    first.adjust(50, AdjustReason::Transfer);
    first.redeem(OrderId([1; 16]), 20, Money::new(20, Currency::Usd));
    let account = first.account.clone();
    let facts = first.into_facts();
    let later = |fact: &LoyaltyFact, points: i64| {
        let mut fact = fact.clone();
        fact.entry.0 += 100;
        if let Posting::Redeemed { points: own, from, .. } = &mut fact.what {
            (*own, from[0].points) = (points, points);
        }
        fact
    };
    let redeemed = facts.last().expect("it was spent");
    for (fact, fits) in [(redeemed.clone(), false), (later(redeemed, 31), false), (later(redeemed, 30), true)]
    {
        let mut then = account.clone();
        then.apply(&fact, Timestamp(1));
        assert_eq!(then != account, fits, "{fact:?}");
        assert_eq!(then.balances(Timestamp(1)).sum(), 0);
    }
}

proptest! {
    #[test]
    fn no_more_points_are_redeemable_than_are_worth_their_share(
        (points, minor) in (1_u32..1_000, 1_i64..1_000), share in 1_u32..10_001, step in 1_u32..50,
        (available, total) in (0_i64..1_000_000, 0_i64..1_000_000),
    ) {
        let mut programme = with("/worth", json!({ "points": points, "minor": minor }));
        programme.redeem = serde_json::from_value(json!({ "most_share": share, "step": step })).expect("rules");
        let redeemable = programme.redeemable(available, total);
        let most = redeemable.most;
        prop_assert!(most <= available && most % i64::from(step) == 0 && most >= 0);
        prop_assert!(i128::from(programme.worth.of(most)) * 10_000 <= i128::from(total) * i128::from(share));
        let cut = programme.worth.of(most);
        prop_assert!(programme.spent(most, cut) <= most);
    }
}
