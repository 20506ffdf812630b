//! Programmes and tiers where it is close: the last allowed number, the last moment, the same tier again.

use super::*;
use crate::money::BasisPoints;
use crate::shop::{Shop, ShopDraft};
use crate::terms::loyalty::lint::{Finding, lint};

const DAY: i64 = 86_400_000;

/// The programme with several things in the place of others.
fn changed(changes: &[(&str, Value)]) -> Programme {
    let mut draft = whole();
    for (place, value) in changes {
        *draft.pointer_mut(place).expect("a place") = value.clone();
    }
    serde_json::from_value::<Programme>(draft).expect("a programme").checked().expect("a sound programme").0
}

/// A member at whose account time goes by.
struct Member<'a> {
    programme: &'a Programme,
    zone: Zone,
    account: Account,
}

impl<'a> Member<'a> {
    fn of(programme: &'a Programme) -> Self {
        Self { programme, zone: Zone::default(), account: Account::default() }
    }

    fn at(&mut self, at: i64, what: impl FnOnce(&mut Book<'_>)) -> Vec<LoyaltyFact> {
        let account = core::mem::take(&mut self.account);
        let mut book = Book::new(Some(self.programme), &self.zone, Timestamp(at), account);
        what(&mut book);
        let (account, facts) = book.close();
        self.account = account;
        facts
    }

    fn tick(&mut self, at: i64) {
        self.at(at, |book| book.tick());
    }

    /// Two units for so much in all.
    fn order(&mut self, n: u8, at: i64, spend: i64) -> OrderPoints {
        let line = Bought { product: ProductId(1), category: LabelId(0), units: 2, spend };
        let facts = self.at(at, |book| book.buy(&[line], Why::Order(OrderId([n; 16])), false));
        let mut points = OrderPoints::default();
        facts.iter().filter(|fact| fact.order().is_some()).for_each(|fact| points.apply(fact));
        points
    }

    /// So many units of an order that was placed then go back.
    fn back(&mut self, n: u8, points: &OrderPoints, placed: i64, at: i64, units: u32) {
        let back = Back {
            units: vec![(ProductId(1), units)],
            worth: 0,
            whole: units == 2,
            placed: Timestamp(placed),
        };
        self.at(at, |book| book.undo(OrderId([n; 16]), points, &back));
    }

    /// Which tier, and the day on which it ends.
    fn tier(&self) -> Option<(&str, Option<i64>)> {
        let held = self.account.tier.as_ref()?;
        Some((held.tier.as_str(), held.until.map(|until| until.0 / DAY)))
    }
}

/// Three tiers in months of the calendar: silver from 100, gold from 200, platinum from 300.
fn three(silver_for_life: Value, downgrade: &str) -> Programme {
    changed(&[
        ("/tiers/window", json!("month")),
        ("/tiers/downgrade", json!(downgrade)),
        (
            "/tiers/steps",
            json!([{ "name": "silver", "from": 100, "for_life": silver_for_life },
                { "name": "gold", "from": 200 }, { "name": "platinum", "from": 300 }]),
        ),
    ])
}

#[test]
fn the_last_allowed_numbers_are_allowed() {
    let grace = |days: u32| {
        let mut draft = whole();
        draft["tiers"]["grace_days"] = json!(days);
        serde_json::from_value::<Programme>(draft).expect("a programme").checked().is_ok()
    };
    assert!(grace(366) && !grace(367) && !grace(400));
    assert!(with("/pending_days", json!(366)).checked().is_ok());
    let mut for_ever = whole();
    for_ever["tiers"]["window"] = json!("lifetime");
    for_ever["tiers"]["downgrade"] = Value::Null;
    assert!(serde_json::from_value::<Programme>(for_ever).expect("a programme").checked().is_ok());
    let steps = json!([{ "name": "a", "from": 9, "for_life": 9 }]);
    assert!(with("/tiers/steps", steps).checked().is_ok());
    for (days, off) in [(3_660, 0), (3_661, 1)] {
        assert_eq!(with("/expiry", json!({ "days": days })).checked().expect("a programme").1.len(), off);
    }
}

#[test]
fn what_is_not_said_is_a_fortnight_and_a_month() {
    let least = json!({ "earn": [], "worth": { "points": 1, "minor": 1 } });
    let programme: Programme = serde_json::from_value(least).expect("a programme");
    assert_eq!((programme.pending_days, programme.revive_days), (14, 30));
}

#[test]
fn points_are_spent_in_steps_from_the_first_that_is_enough() {
    let of = |least, step, most| Redeemable { least, step, most };
    for (redeemable, fewest, open) in [
        (of(0, 0, 0), 1, false),
        (of(5, 1, 5), 5, true),
        (of(5, 1, 4), 5, false),
        (of(10, 5, 10), 10, true),
        (of(11, 5, 14), 15, false),
        (of(11, 5, 15), 15, true),
    ] {
        assert_eq!((redeemable.fewest(), redeemable.is_open()), (fewest, open), "{redeemable:?}");
    }
    let any = of(0, 1, 5);
    assert_eq!([0, 1, 5, 6].map(|points| any.takes(points)), [false, true, true, false]);
}

#[test]
fn the_fewest_points_that_are_worth_so_much() {
    let worth = Worth { points: 3, minor: 2 };
    assert_eq!([0, 1, 2, 3, 4].map(|minor| worth.at_least(minor)), [0, 2, 3, 5, 6]);
}

#[test]
fn what_is_free_earns_nothing_by_the_piece_and_what_earns_nothing_is_no_entry() {
    let units = changed(&[("/earn", json!([{ "id": 1, "by": { "units": { "points": 5 } } }]))]);
    let line = |spend| Bought { product: ProductId(1), category: LabelId(0), units: 2, spend };
    let points = |spend| {
        let earned = units.earned(&[line(spend)], BasisPoints(10_000), (Timestamp(0), &Zone::default()));
        earned.iter().map(|line| line.points).sum::<i64>()
    };
    assert_eq!((points(0), points(1)), (0, 10));
    let plain = changed(&[("/tiers", Value::Null)]);
    let mut ada = Member::of(&plain);
    let facts = ada.at(0, |book| book.buy(&[line(99)], Why::Sale, false));
    assert_eq!((facts, ada.account), (vec![], Account::default()));
}

#[test]
fn what_earned_no_points_no_longer_counts_where_it_goes_back() {
    let programme = three(Value::Null, "earned");
    for spend in [0, 99] {
        let mut ada = Member::of(&programme);
        let points = ada.order(1, 0, spend);
        assert_eq!(ada.account.ever, Tally { spend, points: spend / 100, orders: 1 });
        ada.back(1, &points, 0, 1, 2);
        assert_eq!(ada.account.ever, Tally::default(), "{spend}");
    }
}

#[test]
fn a_tier_for_life_takes_no_higher_one_away_and_makes_the_same_last() {
    let programme = three(json!(340), "earned");
    let mut ada = Member::of(&programme);
    ada.order(1, 20 * DAY, 250);
    assert_eq!(ada.tier(), Some(("gold", Some(59))));
    ada.order(2, 40 * DAY, 90);
    assert_eq!(ada.tier(), Some(("gold", Some(59))), "silver for life is less");
    let mut cyd = Member::of(&programme);
    cyd.order(1, 0, 250);
    cyd.tick(59 * DAY);
    cyd.order(2, 60 * DAY, 89);
    cyd.order(3, 95 * DAY, 0);
    assert_eq!(cyd.tier(), None);
    cyd.order(4, 95 * DAY, 1);
    assert_eq!(cyd.tier(), Some(("silver", None)));
    let mut dar = Member::of(&programme);
    (dar.account.ever.spend, dar.account.ever.orders) = (235, 1);
    dar.order(1, 20 * DAY, 100);
    assert_eq!(dar.tier(), Some(("silver", Some(59))));
    dar.order(2, 21 * DAY, 5);
    assert_eq!(dar.tier(), Some(("silver", None)), "the same, for life");
}

#[test]
fn for_life_one_may_be_higher_than_for_now() {
    let steps = json!([{ "name": "silver", "from": 100 }, { "name": "gold", "from": 900, "for_life": 900 }]);
    let programme = changed(&[("/tiers/window", json!("month")), ("/tiers/steps", steps)]);
    let mut ada = Member::of(&programme);
    ada.account.ever.spend = 800;
    ada.order(1, 20 * DAY, 150);
    assert_eq!(ada.tier(), Some(("gold", None)));
}

#[test]
fn a_tier_ends_at_the_moment_that_was_told() {
    let programme = three(Value::Null, "earned");
    let mut ada = Member::of(&programme);
    ada.order(1, 20 * DAY, 150);
    ada.tick(59 * DAY - 1);
    assert_eq!(ada.tier(), Some(("silver", Some(59))));
    ada.tick(59 * DAY);
    assert_eq!(ada.tier(), None);
}

#[test]
fn one_step_down_is_not_two_whatever_was_earned() {
    let mut programme = three(Value::Null, "step");
    for (spend, tier) in [(0, "gold"), (150, "gold"), (250, "gold"), (350, "platinum")] {
        let mut ada = Member::of(&programme);
        ada.order(1, 0, 350);
        ada.order(2, 58 * DAY, spend);
        ada.tick(59 * DAY);
        assert_eq!(ada.tier(), Some((tier, Some(90))), "{spend}");
    }
    // Gold by the last day of the month is until the end of the next, and no grace makes that longer.
    programme.tiers.as_mut().expect("tiers").grace_days = 5;
    let mut ada = Member::of(&programme);
    ada.order(1, 0, 350);
    ada.order(2, 58 * DAY, 250);
    ada.tick(64 * DAY);
    assert_eq!(ada.tier(), Some(("gold", Some(90))));
}

#[test]
fn a_tier_is_not_lost_with_what_came_after_it() {
    let programme = three(Value::Null, "step");
    let mut ada = Member::of(&programme);
    let (first, second) = (ada.order(1, 0, 350), ada.order(2, 5, 350));
    ada.back(1, &first, 0, 10, 2);
    assert_eq!(ada.tier(), Some(("platinum", Some(59))), "as much without it");
    ada.back(2, &second, 5, 11, 2);
    assert_eq!(ada.tier(), Some(("platinum", Some(59))), "it was there before the second");
}

#[test]
fn a_tier_that_was_not_earned_is_not_lost_with_an_older_order() {
    let programme = three(Value::Null, "step");
    let mut ada = Member::of(&programme);
    let first = ada.order(1, 20 * DAY, 350);
    ada.tick(59 * DAY);
    assert_eq!(ada.tier(), Some(("gold", Some(90))), "one step down");
    ada.back(1, &first, 20 * DAY, 60 * DAY, 2);
    assert_eq!(ada.tier(), Some(("gold", Some(90))));
}

#[test]
fn what_ends_now_does_not_come_back() {
    let programme = three(Value::Null, "earned");
    let mut ada = Member::of(&programme);
    ada.order(1, 20 * DAY, 150);
    let second = ada.order(2, 40 * DAY, 250);
    ada.back(2, &second, 40 * DAY, 59 * DAY, 2);
    assert_eq!(ada.tier(), None);
}

#[test]
fn of_what_is_left_the_highest_tier_is_held_and_of_equal_ones_that_for_life() {
    let programme = three(json!(200), "earned");
    let mut ada = Member::of(&programme);
    ada.order(1, 20 * DAY, 120);
    let second = ada.order(2, 21 * DAY, 190);
    assert_eq!(ada.tier(), Some(("platinum", Some(59))));
    ada.back(2, &second, 21 * DAY, 40 * DAY, 1);
    assert_eq!(ada.tier(), Some(("gold", Some(59))), "neither silver until then nor silver for life");
    let programme = three(json!(150), "earned");
    let mut bab = Member::of(&programme);
    bab.order(1, 5 * DAY, 120);
    let second = bab.order(2, 40 * DAY, 310);
    bab.order(3, 41 * DAY, 30);
    assert_eq!(bab.tier(), Some(("platinum", Some(90))));
    bab.back(2, &second, 40 * DAY, 50 * DAY, 2);
    assert_eq!(bab.tier(), Some(("silver", None)));
}

/// A shop with that programme, whose one product costs 90 of 100.
fn found(changes: &[(&str, Value)]) -> Vec<Finding> {
    let draft = json!({
        "currency": "USD", "zone": Zone::default(), "product_url": "/p/{id}",
        "labels": [{ "en": "a", "fa": "a", "ar": "a" }],
        "products": [{ "id": 1, "department": 0, "category": 0, "kind": 0, "size": "", "cost": 90 }],
        "price_lists": [{ "id": 0, "name": "a", "currency": "USD", "audience": "everyone", "prices": [[1, 100]] }],
    });
    let draft: ShopDraft = serde_json::from_value(draft).expect("a shop");
    let shop = Shop::check(ShopDraft { loyalty: Some(changed(changes)), ..draft }).expect("a shop");
    lint(&shop, Timestamp(0))
}

#[test]
fn points_that_live_for_a_week_are_not_short_lived() {
    let is_told = |finding: &Finding| matches!(finding, Finding::ShortLived { .. });
    let short = |days: u32| found(&[("/expiry", json!({ "days": days }))]).iter().any(is_told);
    assert!(short(8) && !short(9));
}

#[test]
fn only_tiers_by_points_need_points() {
    let unreachable = |by: &str, earn: Value| {
        let found = found(&[("/tiers/by", json!(by)), ("/earn", earn)]);
        found.contains(&Finding::Unreachable { tier: "silver".to_owned() })
    };
    let (joining, buying) = (json!({ "joining": { "points": 5 } }), json!({ "units": { "points": 5 } }));
    let rule = |by: &Value| json!([{ "id": 1, "by": by }]);
    assert!(unreachable("points", rule(&joining)));
    assert!(!unreachable("spend", rule(&joining)) && !unreachable("points", rule(&buying)));
}

#[test]
fn points_above_the_margin_are_found_at_any_hour_and_told_once() {
    let hour =
        json!([{ "id": 1, "by": { "spend": { "points": 1, "per": 5 } }, "when": { "minutes": [600, 660] } }]);
    let tiers = json!([{ "name": "silver", "from": 100, "multiplier": 20_000 }]);
    let above: Vec<Finding> = found(&[("/earn", hour), ("/tiers/steps", tiers)]);
    assert_eq!(above, [Finding::AboveMargin { tier: None, product: ProductId(1), products: 1 }]);
}
