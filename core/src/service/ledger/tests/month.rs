//! A month of orders, counted by hand.

use super::*;

/// What became of each order of a day:
/// `k` there in time, `e` before its time, `l` late, `n` never, `t` there in time but told after that,
/// `r` turned back and told as delivered before, `b` called off by the buyer, `s` by the shop, `w` without a unit that
/// was said to be on the shelf, `c` charged too much, `o` not known yet.
const MONTH: [&str; 30] = [
    "kk", "l", "kb", "k", "kk", "", "e", // 6 k, l, b, e
    "kn", "k", "ks", "", "kw", "r", "k", // 5 k, n, s, w, r
    "tk", "kk", "l", "c", "kb", "", "kk", // 6 k, t, l, c, b
    "k", "ek", "k", "rl", "k", "", "ks", // 5 k, e, r, l, s
    "ko", "oo", // k, 3 o
];
const DAY: i64 = 86_400_000;

fn facts(day: i64, number: u32, fate: char) -> Vec<(i64, Actor, OrderFact)> {
    let order = OrderId([number as u8; 16]);
    let at = |hours: i64| day * DAY + hours * 3_600_000;
    let seen = |status, hours| OrderFact::ParcelScanned {
        order,
        parcel: ParcelId(1),
        status,
        at: Timestamp(at(hours)),
    };
    let there = |hours| (at(hours), OWNER, OrderFact::Delivered { order });
    let until = Timestamp(at(72));
    let broken = (at(72) + 1, Actor::Clock, OrderFact::PromiseBroken { order, until, offer: None });
    let lines = vec![StockLine { product: ProductId(5), units: 2 }];
    let credit = Refund { lines: Vec::new(), shipping: false, amount: dollars(0), uses: Default::default() };
    let captured = |minor| {
        let payment = Payment { kind: PaymentKind::Captured, amount: dollars(minor), invoice: None };
        (at(1), OWNER, OrderFact::PaymentRecorded { order, payment })
    };
    let delivered = ParcelStatus::Delivered;
    let came = match fate {
        'k' | 'c' => vec![there(48)],
        'e' => vec![there(12)],
        'l' => vec![broken, there(100)],
        'n' => vec![broken],
        't' => vec![(at(100), OWNER, seen(delivered, 60)), there(100)],
        'r' => vec![
            (at(50), OWNER, seen(delivered, 48)),
            there(50),
            (at(60), OWNER, seen(ParcelStatus::TurnedBack, 40)),
            broken,
        ],
        'b' => vec![(at(5), BUYER, OrderFact::Cancelled { order })],
        's' => vec![(at(5), OWNER, OrderFact::Cancelled { order })],
        'w' => vec![(at(5), OWNER, OrderFact::UnitsCancelled { order, lines, credit }), there(48)],
        _ => Vec::new(),
    };
    let paid = match fate {
        'c' => Some(captured(11)),
        'b' | 'o' => None,
        _ => Some(captured(10)),
    };
    let ordered = (at(0), BUYER, placed(order, number, Timestamp(at(24)), until));
    [ordered].into_iter().chain(paid).chain(came).collect()
}

#[test]
fn a_month_of_orders_comes_to_what_is_counted_by_hand() {
    let (mut all, mut number) = (Vec::new(), 0);
    for (day, fates) in (0..).zip(MONTH) {
        for fate in fates.chars() {
            number += 1;
            all.extend(facts(day, number, fate));
        }
    }
    all.sort_by_key(|(at, ..)| *at);
    let ledger = ledger(&all);
    assert_eq!((number, ledger.rows().len()), (41, 41));
    let kept = |kept, broken| Kept { kept, broken };
    assert_eq!(ledger.kept(|row| row.date), kept(28, 8));
    assert_eq!(ledger.kept(Row::price), kept(35, 1));
    assert_eq!(ledger.kept(Row::stock), kept(30, 3));
    let weeks = ledger.dates_by(|row| [row.placed.0 / (7 * DAY)]);
    assert_eq!(
        weeks.into_values().collect::<Vec<_>>(),
        [kept(7, 1), kept(6, 3), kept(8, 1), kept(6, 3), kept(1, 0)]
    );
    let hits = ledger.hits_of(CarrierId(7));
    assert_eq!((hits.len(), hits.iter().filter(|hit| **hit).count()), (34, 26));
    let open = ledger.rows().into_iter().filter(|row| row.date == Outcome::Open).count();
    let void = ledger.rows().into_iter().filter(|row| row.date == Outcome::Void).count();
    assert_eq!((open, void), (3, 2));
}
