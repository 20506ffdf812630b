//! The ledger of gift cards: the same counts once, and what does not fit changes nothing.

use super::*;

const ORDER: OrderId = OrderId([1; 16]);
const SHOPPING: OrderId = OrderId([2; 16]);
const CARD: GiftCardId = GiftCardId(1);
const NOW: Timestamp = Timestamp(1_000);

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::Usd)
}

fn issued(first: u32, units: u32, expires: Option<Timestamp>) -> GiftFact {
    let first = GiftCardId(first);
    let cards = IssuedCards { product: ProductId(9), first, units, value: usd(5_000), expires };
    GiftFact::Issued { order: ORDER, cards: vec![cards] }
}

fn spent(minor: i64) -> GiftFact {
    GiftFact::Spent { card: CARD, order: SHOPPING, amount: usd(minor) }
}

fn given_back(minor: i64, whole: i64) -> GiftFact {
    let (amount, whole) = (usd(minor), usd(whole));
    GiftFact::GivenBack { card: CARD, order: SHOPPING, amount, whole, expires: None }
}

fn taken_back(card: u32) -> GiftFact {
    let cards = vec![CardMoney { card: GiftCardId(card), amount: usd(5_000) }];
    GiftFact::TakenBack { order: ORDER, cards }
}

fn after(facts: &[GiftFact]) -> Cards {
    let mut cards = Cards::default();
    facts.iter().for_each(|fact| cards.apply(fact));
    cards
}

#[test]
fn the_same_twice_counts_once() {
    let all = [issued(1, 2, None), spent(1_500), given_back(500, 500), taken_back(2)];
    for many in 1..=all.len() {
        let facts = &all[..many];
        let twice: Vec<GiftFact> = facts.iter().flat_map(|fact| [fact.clone(), fact.clone()]).collect();
        assert_eq!(after(facts), after(&twice), "{facts:?}");
    }
    let usd = after(&all).balances(NOW)[&Currency::Usd];
    let expected =
        Balances { issued: 10_000, outstanding: 4_000, spent: 1_000, expired: 0, taken_back: 5_000 };
    assert_eq!(usd, expected);
}

#[test]
fn what_does_not_fit_changes_nothing() {
    let whole = [issued(1, 2, None), spent(1_500)];
    let foreign = GiftFact::Spent { card: GiftCardId(2), order: ORDER, amount: Money::new(1, Currency::Irr) };
    let broken = [
        issued(7, 1, None),
        GiftFact::Spent { card: CARD, order: ORDER, amount: usd(3_501) },
        GiftFact::Spent { card: CARD, order: ORDER, amount: usd(0) },
        GiftFact::Spent { card: GiftCardId(0), order: ORDER, amount: usd(1) },
        GiftFact::Spent { card: GiftCardId(3), order: ORDER, amount: usd(1) },
        foreign,
        given_back(1_501, 1_501),
        given_back(500, 600),
        taken_back(1),
        GiftFact::Expired { card: CARD, amount: usd(3_499) },
    ];
    for fact in broken {
        let facts = [&whole[..], std::slice::from_ref(&fact)].concat();
        assert_eq!(after(&facts), after(&whole), "{fact:?}");
    }
}

#[test]
fn what_has_ended_is_nobodys_whether_it_was_booked_or_not() {
    let end = Some(Timestamp(2_000));
    let cards = after(&[issued(1, 1, end), spent(1_500)]);
    let at = |at| cards.balances(Timestamp(at))[&Currency::Usd];
    assert_eq!((at(1_999).outstanding, at(1_999).expired), (3_500, 0));
    assert_eq!((at(2_000).outstanding, at(2_000).expired), (0, 3_500));
    let expired = GiftFact::Expired { card: CARD, amount: usd(3_500) };
    let booked = after(&[issued(1, 1, end), spent(1_500), expired]);
    assert_eq!(booked.balances(Timestamp(2_000)), cards.balances(Timestamp(2_000)));
}

#[test]
fn cards_read_back_what_they_write() {
    let cards = after(&[issued(1, 3, Some(NOW)), spent(70)]);
    let text = serde_json::to_string(&cards).expect("it is written");
    assert_eq!(serde_json::from_str::<Cards>(&text).expect("it is read"), cards);
    assert_eq!(cards.of(ORDER).count(), 3);
    assert_eq!(cards.paid(SHOPPING).map(|paid| paid.amount), Some(usd(70)));
}
