//! What becomes of a tier when something of an order goes back, and of lots that have ended.

use super::*;

const DAY: i64 = 86_400_000;

/// A member, their orders, and what each has to do with points.
struct Member<'a> {
    programme: &'a Programme,
    account: Account,
}

impl Member<'_> {
    fn book(&self, day: i64) -> Book<'_> {
        static ZONE: std::sync::OnceLock<Zone> = std::sync::OnceLock::new();
        let zone = ZONE.get_or_init(Zone::default);
        Book::new(Some(self.programme), zone, Timestamp(day * DAY), self.account.clone())
    }

    fn order(&mut self, n: u8, day: i64, spend: i64) -> OrderPoints {
        let line = Bought { product: ProductId(1), category: LabelId(0), units: 2, spend };
        let mut book = self.book(day);
        book.buy(&[line], Why::Order(OrderId([n; 16])), false);
        let (account, facts) = book.close();
        self.account = account;
        let mut points = OrderPoints::default();
        facts.iter().filter(|fact| fact.order().is_some()).for_each(|fact| points.apply(fact));
        points
    }

    fn back(&mut self, n: u8, points: &OrderPoints, (placed, day): (i64, i64), units: u32) {
        let units_back = if units == 0 { Vec::new() } else { vec![(ProductId(1), units)] };
        let back = Back { units: units_back, worth: 0, whole: units == 2, placed: Timestamp(placed * DAY) };
        let mut book = self.book(day);
        book.undo(OrderId([n; 16]), points, &back);
        self.account = book.close().0;
    }

    fn tier(&self) -> Option<(&str, i64)> {
        let held = self.account.tier.as_ref()?;
        Some((held.tier.as_str(), held.until.map_or(i64::MAX, |until| until.0 / DAY)))
    }
}

fn monthly() -> Programme {
    with("/tiers/window", json!("month")).checked().expect("a programme").0
}

fn member(programme: &Programme) -> Member<'_> {
    Member { programme, account: Account::default() }
}

#[test]
fn what_goes_back_in_a_later_month_takes_only_what_was_not_earned_without_it() {
    let programme = monthly();
    let mut ada = member(&programme);
    let points = ada.order(1, 20, 300);
    let gold = Some(("gold", 59));
    assert_eq!(ada.tier(), gold, "until the end of the next month");
    ada.back(1, &points, (20, 40), 0);
    assert_eq!(ada.tier(), gold, "a return that is only asked for takes nothing");
    ada.back(1, &points, (20, 40), 1);
    assert_eq!(ada.tier(), Some(("silver", 59)), "half of it would have made that, for as long");
}

#[test]
fn one_unit_that_makes_no_difference_takes_no_tier() {
    let programme = monthly();
    let mut ada = member(&programme);
    ada.order(1, 20, 250);
    let points = ada.order(2, 21, 40);
    ada.back(2, &points, (21, 40), 1);
    assert_eq!(ada.tier(), Some(("gold", 59)));
    let mut bab = member(&programme);
    let first = bab.order(1, 10, 150);
    let second = bab.order(2, 20, 150);
    bab.back(2, &second, (20, 21), 2);
    assert_eq!(bab.tier(), Some(("silver", 59)), "as it was before it");
    bab.back(1, &first, (10, 22), 2);
    assert_eq!(bab.tier(), None, "and that was lost with what had made it");
}

#[test]
fn points_that_ended_do_not_live_again_where_lots_become_one() {
    let programme = with("/expiry", json!({ "days": 5 })).checked().expect("a programme").0;
    let mut ada = member(&programme);
    for day in 0..3 {
        ada.order(u8::try_from(day).expect("a number"), day, 1_000);
    }
    let lot = ada.account.lots.first().copied().expect("a lot");
    let many = i64::try_from(Account::MOST_LOTS).expect("a number");
    let more = (0..many).map(|n| Lot {
        id: crate::id::EntryId(900 * DAY + n),
        ripe: Timestamp(0),
        expires: Some(Timestamp((1_000 + n) * DAY)),
        ..lot
    });
    ada.account.lots.extend(more.collect::<Vec<_>>());
    let live = |ada: &Member<'_>| ada.account.available(Timestamp(500 * DAY));
    let before = live(&ada);
    let mut book = ada.book(500);
    book.adjust(7, AdjustReason::Goodwill);
    ada.account = book.close().0;
    assert_eq!(live(&ada), before + 7);
}
