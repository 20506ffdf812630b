//! What a programme would have come to, what it owes, and what can hardly be meant in one.

use super::*;
use crate::id::ShopperId;
use crate::shop::{Shop, ShopDraft};
use crate::terms::loyalty::lint::{Finding, lint};
use crate::terms::loyalty::replay::{Purchase, Replay, Spending, moves};

const DAY: i64 = 86_400_000;
/// A Monday.
const BEGIN: i64 = 4 * DAY;

fn buy(replay: &mut Replay<'_>, who: u8, day: i64, spend: i64) {
    let line = Bought { product: ProductId(1), category: LabelId(0), units: 1, spend };
    let (who, at) = (ShopperId([who; 16]), Timestamp(BEGIN + day * DAY));
    replay.buy(&Purchase { who, at, lines: &[line] });
}

/// Two members over three weeks; the first comes back.
fn year(programme: &Programme, spending: Spending) -> Replay<'_> {
    static ZONE: std::sync::OnceLock<Zone> = std::sync::OnceLock::new();
    let mut replay = Replay::new(programme, (ZONE.get_or_init(Zone::default), Currency::Usd), spending);
    buy(&mut replay, 1, 0, 15_000);
    buy(&mut replay, 2, 1, 5_000);
    buy(&mut replay, 1, 8, 10_000);
    buy(&mut replay, 1, 15, 100);
    replay.close(Timestamp(BEGIN + 40 * DAY));
    replay
}

#[test]
fn whoever_never_spends_is_owed_all_that_has_not_expired() {
    let programme = with("/expiry", json!({ "days": 10 })).checked().expect("a programme").0;
    let replay = year(&programme, Spending::Never);
    let sums = replay.sums;
    assert_eq!((sums.purchases, sums.paid, sums.earned), (4, 30_100, 150 + 50 + 100 + 1));
    assert_eq!((sums.redeemed, sums.cost, sums.expired), (0, 0, 300), "all but the last");
    let owed: Vec<(i64, i64)> =
        replay.weeks.values().map(|week| (week.outstanding, week.liability)).collect();
    assert_eq!(owed, [(200, 200), (100, 100), (1, 1)]);
    let earned: i64 = replay.weeks.values().map(|week| week.sums.earned).sum();
    assert_eq!(earned, sums.earned);
}

#[test]
fn whoever_spends_at_once_costs_the_most_and_earns_nothing_on_points() {
    let programme = with("/pending_days", json!(0)).checked().expect("a programme").0;
    let replay = year(&programme, Spending::AtOnce);
    let sums = replay.sums;
    // 150 points pay 1.50 of 100.00, and 98.50 earn 98; these pay for 0.98 of the last dollar.
    assert_eq!((sums.redeemed, sums.cost, sums.earned), (150 + 98, 150 + 98, 150 + 50 + 98));
    assert_eq!(
        sums.earned - sums.redeemed - sums.expired,
        replay.weeks.values().last().expect("a week").outstanding
    );
}

#[test]
fn tiers_are_counted_at_the_end_of_every_week_and_moves_between_programmes() {
    let dear = with(
        "/tiers/steps",
        json!([{ "name": "silver", "from": 6_000 }, { "name": "gold", "from": 20_000 }]),
    );
    let cheap = with(
        "/tiers/steps",
        json!([{ "name": "silver", "from": 4_000 }, { "name": "gold", "from": 90_000 }]),
    );
    let [dear, cheap] = [dear, cheap].map(|one| one.checked().expect("a programme").0);
    let [before, after] = [&dear, &cheap].map(|programme| year(programme, Spending::Never));
    let weeks: Vec<&[u32]> = before.weeks.values().map(|week| &week.tiers[..]).collect();
    assert_eq!(weeks, [&[1, 1, 0][..], &[1, 0, 1], &[1, 0, 1]]);
    let moves: Vec<_> = moves(&before, &after).into_iter().collect();
    assert_eq!(moves, [((0, 1), 1), ((2, 1), 1)], "one rises, one falls");
}

#[test]
fn a_ledger_is_the_books_of_all_at_any_moment_and_follows_who_is_one_person() {
    use crate::event::{Actor, Channel, CustomerFact, Event, Fact, Subject};
    let event = |who: u8, n: u32, fact| Event {
        id: crate::id::EventId { source: crate::id::SourceId([1; 16]), n },
        subject: Subject::Shopper(ShopperId([who; 16])),
        actor: Actor::Clock,
        channel: Channel::Console,
        at: Timestamp(i64::from(n)),
        fact,
    };
    let given = |entry: i64, points, expires: Option<i64>| {
        let expires = expires.map(Timestamp);
        let what = Posting::Adjusted { points, reason: AdjustReason::Goodwill, expires, from: Vec::new() };
        Fact::Loyalty(LoyaltyFact { entry: crate::id::EntryId(entry), what, due: None })
    };
    let mut ledger = Ledger::default();
    ledger.apply(&event(1, 1, given(1, 30, Some(50))));
    ledger.apply(&event(2, 2, given(2, 12, None)));
    let balances = ledger.balances(Timestamp(10));
    assert_eq!((balances.outstanding(), balances.adjusted, balances.sum()), (42, -42, 0));
    assert_eq!(ledger.balances(Timestamp(50)).outstanding(), 12, "what has ended is owed to nobody");
    let (visitor, customer) = (ShopperId([1; 16]), ShopperId([3; 16]));
    ledger.apply(&event(3, 3, Fact::Customer(CustomerFact::Linked { visitor, customer })));
    ledger.apply(&event(1, 4, given(4, 8, None)));
    let whose: Vec<ShopperId> = ledger.accounts().map(|(who, _)| who).collect();
    assert_eq!(whose, [ShopperId([2; 16]), customer]);
    assert_eq!((ledger.balances(Timestamp(10)).outstanding(), ledger.tiers().1), (50, 2));
    ledger.apply(&event(3, 5, Fact::Customer(CustomerFact::Forgotten)));
    assert_eq!(ledger.balances(Timestamp(10)).outstanding(), 12);
}

/// A shop with that programme, whose one product costs 90 of 100.
fn shop(programme: Programme) -> Shop {
    let draft = json!({
        "currency": "USD", "zone": Zone::default(), "product_url": "/p/{id}",
        "labels": [{ "en": "a", "fa": "a", "ar": "a" }],
        "products": [{ "id": 1, "department": 0, "category": 0, "kind": 0, "size": "", "cost": 90 }],
        "price_lists": [{ "id": 0, "name": "a", "currency": "USD", "audience": "everyone", "prices": [[1, 100]] }],
    });
    let draft: ShopDraft = serde_json::from_value(draft).expect("a shop");
    Shop::check(ShopDraft { loyalty: Some(programme), ..draft }).expect("a shop")
}

#[test]
fn what_can_hardly_be_meant_is_found_and_named() {
    let found = |place: &str, value: Value| lint(&shop(with(place, value)), Timestamp(0));
    let higher = json!([{ "name": "silver", "from": 100, "multiplier": 20_000 }]);
    assert_eq!(found("/tiers/steps", higher.clone()), []);
    let mut twelve = whole();
    *twelve.pointer_mut("/tiers/steps").expect("a place") = higher;
    *twelve.pointer_mut("/earn/0/by/spend/per").expect("a place") = json!(20);
    let all = lint(&shop(serde_json::from_value(twelve.clone()).expect("a programme")), Timestamp(0));
    assert_eq!(all, [], "a tenth is all that is left");
    *twelve.pointer_mut("/earn/0/by/spend/per").expect("a place") = json!(15);
    let all = lint(&shop(serde_json::from_value(twelve).expect("a programme")), Timestamp(0));
    let (tier, product) = (Some("silver".to_owned()), ProductId(1));
    assert_eq!(all, [Finding::AboveMargin { tier, product, products: 1 }]);

    let brings = found("/redeem", Value::Null);
    assert!(brings.contains(&Finding::NoRedeem));
    assert!(brings.contains(&Finding::BringsNothing { tier: "gold".to_owned() }));
    assert!(found("/expiry", json!({ "days": 5 })).contains(&Finding::ShortLived { days: 3 }));
    assert!(found("/expiry", json!({ "months": 0 })).contains(&Finding::ShortLived { days: 1 }));
    assert!(found("/earn", json!([])).contains(&Finding::NothingEarned));
    let mut points = whole();
    *points.pointer_mut("/tiers/by").expect("a place") = json!("points");
    *points.pointer_mut("/earn").expect("a place") =
        json!([{ "id": 1, "by": { "joining": { "points": 5 } } }]);
    let all = lint(&shop(serde_json::from_value(points).expect("a programme")), Timestamp(0));
    assert!(all.contains(&Finding::Unreachable { tier: "silver".to_owned() }), "{all:?}");
    for finding in all {
        assert!(finding.to_string().contains('`'), "{finding}");
    }
}
