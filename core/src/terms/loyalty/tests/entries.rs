//! What an account takes in and what it refuses, and what becomes of two that are of one person.

use super::*;
use crate::event::{Counted, Draw, EarnedLine};
use crate::id::EntryId;

const ORDER: OrderId = OrderId([1; 16]);

fn draw(lot: i64, points: i64) -> Draw {
    Draw { lot: EntryId(lot), points, expires: None }
}

fn fact(entry: i64, what: Posting) -> LoyaltyFact {
    LoyaltyFact { entry: EntryId(entry), what, due: None }
}

fn given(points: i64, from: Vec<Draw>) -> Posting {
    Posting::Adjusted { points, reason: AdjustReason::Goodwill, expires: None, from }
}

fn spent(points: i64, from: Vec<Draw>) -> Posting {
    Posting::Redeemed { order: ORDER, points, worth: Money::new(points, Currency::Usd), from }
}

fn back(points: i64, to: Vec<Draw>) -> Posting {
    Posting::GivenBack { order: ORDER, points, to }
}

fn clawed(points: i64, from: Vec<Draw>, forgiven: i64) -> Posting {
    Posting::ClawedBack { order: ORDER, points, from, forgiven, counted: Counted::default() }
}

fn lot(id: i64, expires: Option<i64>, ripe: i64) -> Lot {
    Lot { id: EntryId(id), ripe: Timestamp(ripe), expires: expires.map(Timestamp), left: 10 }
}

fn held(tier: &str, since: i64, until: Option<i64>) -> Held {
    let until = until.map(Timestamp);
    Held { tier: tier.to_owned(), since: Timestamp(since), until, review: until }
}

fn reached(tier: &str, until: i64) -> Posting {
    Posting::TierReached {
        tier: tier.to_owned(),
        until: Some(Timestamp(until)),
        review: Some(Timestamp(until)),
    }
}

/// 50 points given, of which 20 are spent.
fn account() -> Account {
    let mut account = Account::default();
    account.apply(&fact(1, given(50, Vec::new())), Timestamp(0));
    account.apply(&fact(2, spent(20, vec![draw(1, 20)])), Timestamp(0));
    account
}

#[test]
fn what_moves_nothing_or_not_what_it_says_is_no_entry() {
    for what in [
        spent(0, Vec::new()),
        spent(5, vec![draw(1, 5), draw(1, 0)]),
        spent(5, vec![draw(1, 6)]),
        back(0, Vec::new()),
        back(5, vec![draw(1, 5), draw(1, 0)]),
        back(5, vec![draw(1, 4)]),
        back(21, vec![draw(1, 21)]),
        back(-5, vec![draw(1, -5)]),
        clawed(-1, vec![draw(1, -1)], 0),
        clawed(5, vec![draw(1, 5)], -1),
        clawed(5, vec![draw(1, 4)], 1),
        clawed(31, vec![draw(1, 31)], 0),
        given(0, Vec::new()),
        given(5, vec![draw(1, 5)]),
        given(-5, Vec::new()),
    ] {
        let mut then = account();
        then.apply(&fact(3, what.clone()), Timestamp(1));
        assert_eq!(then, account(), "{what:?}");
    }
    for what in [
        spent(30, vec![draw(1, 30)]),
        back(20, vec![draw(1, 20)]),
        clawed(0, Vec::new(), 3),
        clawed(30, vec![draw(1, 30)], 0),
        given(-30, vec![draw(1, 30)]),
        given(1, Vec::new()),
    ] {
        let mut then = account();
        then.apply(&fact(3, what.clone()), Timestamp(1));
        assert_eq!((then.last, then.balances(Timestamp(1)).sum()), (EntryId(3), 0), "{what:?}");
    }
}

#[test]
fn the_sum_of_all_accounts_tells_of_each_that_is_wrong() {
    let one = Balances {
        pending: 1,
        available: 2,
        issued: 4,
        redeemed: 8,
        expired: 16,
        clawed_back: 32,
        adjusted: 64,
    };
    assert_eq!((one.sum(), one.outstanding()), (127, 3));
}

#[test]
fn lots_are_joined_only_where_there_are_too_many_and_those_that_end_together_first() {
    let most = i64::try_from(Account::MOST_LOTS).expect("a number");
    let mut account =
        Account { lots: (1..most).map(|n| lot(n, Some(100 * n), 0)).collect(), ..Account::default() };
    account.apply(&fact(9_000, given(10, Vec::new())), Timestamp(0));
    assert_eq!(account.lots.len(), Account::MOST_LOTS, "so many are kept apart");
    // Those of the 60th and the 61st day end together, and the first two do not.
    account.lots[60].expires = account.lots[59].expires;
    account.apply(&fact(9_001, given(10, Vec::new())), Timestamp(0));
    assert_eq!(account.lots.len(), Account::MOST_LOTS);
    let left: Vec<usize> = (0..account.lots.len()).filter(|place| account.lots[*place].left != 10).collect();
    assert_eq!((left, account.lots[59].left), (vec![59], 20));
}

#[test]
fn of_two_accounts_of_one_person_the_tier_stays_that_lasts_longer() {
    let with = |tier: Option<Held>, below: &str| Account {
        tier,
        below: vec![held(below, 0, None)],
        ..Account::default()
    };
    let (ten, twenty, ever) =
        (held("gold", 1, Some(10)), held("silver", 2, Some(20)), held("bronze", 3, None));
    let other = held("other", 4, Some(20));
    for (own, theirs, stays) in [
        (Some(&ten), Some(&twenty), "theirs"),
        (Some(&twenty), Some(&ten), "own"),
        (Some(&twenty), Some(&other), "own"),
        (Some(&twenty), Some(&ever), "theirs"),
        (Some(&ever), Some(&twenty), "own"),
        (None, Some(&ten), "theirs"),
        (Some(&ten), None, "own"),
    ] {
        let mut account = with(own.cloned(), "own");
        account.merge(&with(theirs.cloned(), "theirs"));
        let tier = if stays == "own" { own } else { theirs };
        let below: Vec<&str> = account.below.iter().map(|held| held.tier.as_str()).collect();
        assert_eq!((account.tier.as_ref(), below), (tier, vec![stays]), "{own:?} {theirs:?}");
    }
}

#[test]
fn a_tier_that_ends_as_another_is_reached_is_not_remembered() {
    let mut account = Account::default();
    for (entry, tier, until, at) in [(1, "silver", 10, 1), (2, "gold", 20, 5), (3, "platinum", 30, 10)] {
        account.apply(&fact(entry, reached(tier, until)), Timestamp(at));
    }
    assert_eq!(account.below, [held("gold", 5, Some(20))]);
    assert_eq!(account.tier, Some(held("platinum", 10, Some(30))));
}

#[test]
fn an_order_is_earned_with_and_paid_with_once() {
    let earned = |points| {
        let lines = vec![EarnedLine { product: ProductId(1), units: 1, spend: points, points }];
        let (why, counted) = (Why::Order(ORDER), Counted::default());
        Posting::Earned { points, why, lines, ripe: Timestamp(0), expires: None, counted }
    };
    let mut points = OrderPoints::default();
    for (entry, what) in
        [(1, earned(5)), (2, spent(7, vec![draw(1, 7)])), (3, earned(6)), (4, spent(8, vec![draw(3, 8)]))]
    {
        points.apply(&fact(entry, what));
    }
    let (award, redemption) = (points.award.expect("an award"), points.redemption.expect("a redemption"));
    assert_eq!((award.lot, award.points), (EntryId(1), 5));
    assert_eq!((redemption.points, redemption.from), (7, vec![draw(1, 7)]));
}

#[test]
fn only_who_is_forgotten_loses_what_they_have() {
    use crate::event::{Actor, Channel, Consent, CustomerFact, Event, Fact, Subject};
    let who = crate::id::ShopperId([1; 16]);
    let event = |n: u32, fact| Event {
        id: crate::id::EventId { source: crate::id::SourceId([1; 16]), n },
        subject: Subject::Shopper(who),
        actor: Actor::Clock,
        channel: Channel::Console,
        at: Timestamp(i64::from(n)),
        fact,
    };
    let mut ledger = Ledger::default();
    ledger.apply(&event(1, Fact::Loyalty(fact(1, given(5, Vec::new())))));
    ledger.apply(&event(2, Fact::Customer(CustomerFact::Consented { consent: Consent::Denied })));
    assert_eq!(ledger.balances(Timestamp(3)).outstanding(), 5);
    ledger.apply(&event(3, Fact::Customer(CustomerFact::Forgotten)));
    assert_eq!(ledger.balances(Timestamp(3)).outstanding(), 0);
}
