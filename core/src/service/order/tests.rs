use super::*;
use crate::event::{ParcelStatus, Payment, PaymentKind};
use crate::id::{ParcelId, PriceListId, ProductId, ReturnId};
use crate::money::Currency;

const ORDER: OrderId = OrderId([7; 16]);
const RICE: ProductId = ProductId(1);
const TEA: ProductId = ProductId(2);

fn dollars(minor: i64) -> Money {
    Money::new(minor, Currency::Usd)
}

fn placed(n: u8, lines: Vec<Line>) -> OrderFact {
    let total = dollars(lines.iter().map(|line| line.total.minor).sum());
    OrderFact::Placed {
        order: OrderId([n; 16]),
        number: n.into(),
        contact: ContactId([1; 16]),
        lines,
        total,
        receipt: None,
        uses: Default::default(),
        waiting: Vec::new(),
        promise: None,
        goods: Default::default(),
    }
}

fn of(product: ProductId, units: u32) -> Vec<StockLine> {
    vec![StockLine { product, units }]
}

/// Three of rice for 10.00 and one tea for 5.00, and then this.
fn order(facts: &[OrderFact]) -> Order {
    let line =
        |product, quantity, minor| Line { product, quantity, total: dollars(minor), list: PriceListId(1) };
    let mut orders = Orders::default();
    orders.apply(&placed(7, vec![line(RICE, 3, 1_000), line(TEA, 1, 500)]), Timestamp(0));
    facts.iter().for_each(|fact| orders.apply(fact, Timestamp(1)));
    orders.get(ORDER).cloned().expect("the order")
}

fn packed(parcel: u16, lines: Vec<StockLine>) -> OrderFact {
    OrderFact::ParcelPacked { order: ORDER, parcel: ParcelId(parcel), lines }
}

fn moved(parcel: u16, status: ParcelStatus) -> OrderFact {
    OrderFact::ParcelMoved { order: ORDER, parcel: ParcelId(parcel), status, consignment: None }
}

fn captured(minor: i64) -> OrderFact {
    let payment = Payment { kind: PaymentKind::Captured, amount: dollars(minor), invoice: Some(1) };
    OrderFact::PaymentRecorded { order: ORDER, payment }
}

#[test]
fn orders_stand_in_the_order_of_their_numbers() {
    let mut orders = Orders::default();
    let from_nine = |n: u8| match placed(n, Vec::new()) {
        OrderFact::Placed { number, contact, lines, total, receipt, uses, waiting, .. } => {
            let order = OrderId([9 - n; 16]);
            OrderFact::Placed {
                order,
                number,
                contact,
                lines,
                total,
                receipt,
                uses,
                waiting,
                promise: None,
                goods: Default::default(),
            }
        }
        other => other,
    };
    [2, 3, 1].iter().for_each(|n| orders.apply(&from_nine(*n), Timestamp(0)));
    assert_eq!(orders.iter().map(|order| order.number).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn an_order_stands_where_the_last_of_its_units_stands() {
    let facts = [
        (packed(1, of(RICE, 2)), Status::Placed),
        (moved(1, ParcelStatus::Shipped), Status::Placed),
        (packed(2, [of(RICE, 1), of(TEA, 1)].concat()), Status::Packed),
        (moved(2, ParcelStatus::Shipped), Status::Shipped),
        (moved(1, ParcelStatus::Delivered), Status::Shipped),
        (moved(2, ParcelStatus::Failed), Status::Shipped),
        (moved(2, ParcelStatus::Returned), Status::Placed),
        (packed(3, [of(RICE, 1), of(TEA, 1)].concat()), Status::Packed),
        (moved(3, ParcelStatus::Shipped), Status::Shipped),
        (moved(3, ParcelStatus::Delivered), Status::Delivered),
    ];
    let mut so_far = Vec::new();
    for (fact, status) in facts {
        so_far.push(fact);
        assert_eq!(order(&so_far).status(), status, "{:?}", so_far.last());
    }
}

#[test]
fn no_unit_is_packed_twice_and_no_parcel_goes_back() {
    let one = [packed(1, of(RICE, 3))];
    for fact in [
        packed(2, of(RICE, 1)),
        packed(1, of(TEA, 1)),
        packed(2, [of(TEA, 1), of(TEA, 1)].concat()),
        packed(2, of(TEA, 0)),
        packed(2, Vec::new()),
        moved(2, ParcelStatus::Shipped),
        moved(1, ParcelStatus::Delivered),
    ] {
        assert_eq!(order(&[one.to_vec(), vec![fact.clone()]].concat()), order(&one), "{fact:?}");
    }
}

#[test]
fn what_is_lost_waits_for_stock_and_what_came_back_does_not() {
    let sent = [packed(1, of(RICE, 2)), moved(1, ParcelStatus::Shipped)];
    let lost = order(&[&sent[..], &[moved(1, ParcelStatus::Lost)]].concat());
    assert_eq!((lost.free(RICE), lost.open(RICE), lost.waiting.clone()), (3, 1, of(RICE, 2)));
    let back = order(&[&sent[..], &[moved(1, ParcelStatus::Returned)]].concat());
    assert_eq!((back.free(RICE), back.open(RICE), back.waiting.clone()), (3, 3, Vec::new()));
    let again = order(
        &[
            &sent[..],
            &[
                moved(1, ParcelStatus::Lost),
                OrderFact::UnitsAllocated { order: ORDER, lines: of(RICE, 1) },
                OrderFact::UnitsAllocated { order: ORDER, lines: of(RICE, 2) },
            ],
        ]
        .concat(),
    );
    assert_eq!((again.open(RICE), again.waiting.clone()), (2, of(RICE, 1)), "never more than wait");
}

#[cfg(feature = "till")]
#[test]
fn money_reconciles_when_units_are_called_off_after_a_capture() {
    let paid = order(&[captured(1_500)]);
    let cancel = paid.cancel_units(&of(RICE, 2), Timestamp(2)).expect("it can be");
    let then = paid.after(&cancel, Timestamp(2));
    assert_eq!((then.owed(), then.received(), then.due(), then.overpaid()), (834, 834, 0, 0));
    let all = then.cancel(Timestamp(3)).expect("it can be");
    let none = then.after(&all, Timestamp(3));
    assert_eq!((none.status(), none.owed(), none.received()), (Status::Cancelled, 0, 0));
}

#[cfg(feature = "till")]
#[test]
fn a_refund_gives_back_no_more_than_was_paid() {
    use crate::command::Rejection;
    let half = order(&[captured(600)]);
    let left = Err(Rejection::TooMuch { left: dollars(600) });
    assert_eq!(half.refund(&of(RICE, 3), false).map(|refund| refund.amount), left);
    assert_eq!(half.refund(&of(TEA, 1), false).map(|refund| refund.amount), Ok(dollars(500)));
    let unrecorded = order(&[]);
    assert_eq!(unrecorded.refund(&of(RICE, 3), false).map(|refund| refund.amount), Ok(dollars(1_000)));
}

#[cfg(feature = "till")]
#[test]
fn what_was_free_goes_back_for_nothing_and_nothing_is_no_refund() {
    use crate::command::Rejection;
    let free = Line { product: TEA, quantity: 1, total: dollars(0), list: PriceListId(1) };
    let mut orders = Orders::default();
    orders.apply(&placed(7, vec![free]), Timestamp(0));
    let order = orders.get(ORDER).expect("the order");
    assert_eq!(order.refund(&of(TEA, 1), false).map(|refund| refund.amount), Ok(dollars(0)));
    assert_eq!(order.refund(&[], true).map(|refund| refund.amount), Err(Rejection::Empty));
}

#[cfg(feature = "till")]
#[test]
fn calling_units_off_opens_the_latest_parcel_that_holds_them() {
    let two = order(&[packed(1, of(RICE, 2)), packed(2, [of(RICE, 1), of(TEA, 1)].concat())]);
    let facts = two.cancel_units(&of(RICE, 1), Timestamp(2)).expect("it can be");
    assert_eq!(facts.first(), Some(&moved(2, ParcelStatus::Unpacked)));
    let then = two.after(&facts, Timestamp(2));
    assert_eq!((then.open(RICE), then.open(TEA), then.parcels.len()), (0, 1, 2));
}

#[cfg(feature = "till")]
#[test]
fn calling_units_off_opens_no_parcel_without_them() {
    let two = order(&[packed(1, of(RICE, 3)), packed(2, of(TEA, 1))]);
    let facts = two.cancel_units(&of(RICE, 1), Timestamp(2)).expect("it can be");
    assert_eq!(facts.first(), Some(&moved(1, ParcelStatus::Unpacked)));
    assert!(!facts.contains(&moved(2, ParcelStatus::Unpacked)));
}

#[cfg(feature = "till")]
fn refunded(order: &Order, lines: Vec<StockLine>) -> OrderFact {
    let refund = order.refund(&lines, false).expect("a refund");
    OrderFact::Refunded { order: ORDER, refund }
}

#[cfg(feature = "till")]
#[test]
fn what_was_refunded_and_never_left_is_called_off_without_a_credit() {
    let paid = order(&[captured(1_500)]);
    let mut then = paid.after(&[refunded(&paid, of(RICE, 1))], Timestamp(2));
    for credited in [false, true] {
        let facts = then.cancel_units(&of(RICE, 1), Timestamp(3)).expect("it can be");
        then = then.after(&facts, Timestamp(3));
        assert_eq!(then.cancels.last().map(|cancel| cancel.credit.amount.minor > 0), Some(credited));
    }
    assert_eq!((then.due(), then.overpaid(), then.refundable()[0].units), (0, 0, 1));
    assert_eq!(then.given_back_of(RICE), 1, "a unit called off is not a refund");
    let sent = paid.after(&[packed(1, of(RICE, 1)), moved(1, ParcelStatus::Shipped)], Timestamp(2));
    let sent = sent.after(&[refunded(&sent, of(RICE, 1))], Timestamp(3));
    let facts = sent.cancel_units(&of(RICE, 1), Timestamp(4)).expect("it can be");
    let sent = sent.after(&facts, Timestamp(4));
    assert!(sent.cancels[0].credit.amount.minor > 0, "the refund was for what is on its way");
}

#[cfg(feature = "till")]
#[test]
fn a_return_of_what_was_refunded_meanwhile_ends() {
    use crate::command::Rejection;
    use crate::event::{ReturnReason, ReturnStatus, ReturnWish};
    let there = order(&[packed(1, of(RICE, 3)), packed(2, of(TEA, 1))]);
    let there = there
        .after(&[1, 2].map(|n| moved(n, ParcelStatus::Shipped)), Timestamp(2))
        .after(&[1, 2].map(|n| moved(n, ParcelStatus::Delivered)), Timestamp(3));
    let asked = there.ask_return(&of(TEA, 1), ReturnReason::Damaged, ReturnWish::Refund).expect("a return");
    let mut back = there.after(&asked, Timestamp(4));
    for status in [ReturnStatus::Approved, ReturnStatus::Received] {
        let (facts, _) = back.return_to(ReturnId(1), status, None).expect("a step");
        back = back.after(&facts, Timestamp(5));
    }
    let back = back.after(&[refunded(&back, of(TEA, 1))], Timestamp(6));
    let exchanged = back.return_to(ReturnId(1), ReturnStatus::Exchanged, None);
    assert_eq!(exchanged.map(drop), Err(Rejection::NotRefundable { product: TEA, left: 0 }));
    let (facts, _) = back.return_to(ReturnId(1), ReturnStatus::Refunded, None).expect("an end");
    assert!(matches!(facts[..], [OrderFact::ReturnMoved { .. }]), "no money goes back twice");
    assert_eq!(back.after(&facts, Timestamp(7)).returns[0].status(), ReturnStatus::Refunded);
}

#[test]
fn an_order_goes_from_step_to_step_and_back_only_as_its_units_do() {
    use Status::{Cancelled, Delivered, Packed, Placed, Shipped};
    let all = [Placed, Packed, Shipped, Delivered, Cancelled];
    for (from, next) in [
        (Placed, &[Packed, Shipped, Delivered, Cancelled][..]),
        (Packed, &[Placed, Shipped, Delivered, Cancelled]),
        (Shipped, &[Placed, Delivered]),
        (Delivered, &[Placed]),
        (Cancelled, &[]),
    ] {
        let may: Vec<Status> = all.into_iter().filter(|to| from.may_become(*to)).collect();
        assert_eq!(may, next, "{from:?}");
    }
}

#[cfg(feature = "till")]
#[test]
fn what_has_not_left_the_house_can_be_called_off() {
    let all = [of(RICE, 3), of(TEA, 1)].concat();
    let (one, sent) = (packed(1, of(RICE, 2)), moved(1, ParcelStatus::Shipped));
    for (facts, left, whole) in [
        (vec![], all.clone(), true),
        (vec![one.clone()], all, true),
        (vec![one.clone(), sent.clone()], [of(RICE, 1), of(TEA, 1)].concat(), false),
        (
            vec![one.clone(), sent.clone(), packed(2, [of(RICE, 1), of(TEA, 1)].concat())],
            [of(RICE, 1), of(TEA, 1)].concat(),
            false,
        ),
        (vec![packed(1, [of(RICE, 3), of(TEA, 1)].concat()), sent], vec![], false),
    ] {
        let order = order(&facts);
        assert_eq!((order.all_cancellable(), order.may_cancel()), (left, whole), "{facts:?}");
    }
    assert!(!order(&[OrderFact::Cancelled { order: ORDER }]).may_cancel());
}

#[test]
fn what_cannot_follow_changes_nothing() {
    use crate::event::{ReturnReason, ReturnWish};
    let credit = Refund { lines: Vec::new(), shipping: false, amount: dollars(0), uses: Default::default() };
    let off =
        |units| OrderFact::UnitsCancelled { order: ORDER, lines: of(RICE, units), credit: credit.clone() };
    let back = |number, units| {
        let (number, lines) = (ReturnId(number), of(TEA, units));
        let (reason, wish) = (ReturnReason::Damaged, ReturnWish::Refund);
        OrderFact::ReturnRequested { order: ORDER, number, lines, reason, wish }
    };
    let so_far = [packed(1, of(TEA, 1)), moved(1, ParcelStatus::Shipped), moved(1, ParcelStatus::Delivered)];
    let all = [&so_far[..], &[packed(2, of(RICE, 2)), off(1)]].concat();
    let made_up = |minor| OrderFact::Compensated { order: ORDER, amount: dollars(minor) };
    let late = |at| OrderFact::PromiseBroken { order: ORDER, until: Timestamp(at), offer: None };
    let payment = Payment { kind: PaymentKind::Repaid, amount: dollars(1), invoice: None };
    let repaid = OrderFact::PaymentRecorded { order: ORDER, payment };
    let all = [&all[..], &[late(5), made_up(5)]].concat();
    let too_late = [made_up(6), late(6), repaid];
    let not_so = [OrderFact::Packed { order: ORDER }, off(1), back(2, 1), back(1, 2), back(1, 0)];
    for fact in not_so.into_iter().chain(too_late) {
        let then = order(&[&all[..], std::slice::from_ref(&fact)].concat());
        assert_eq!(then, order(&all), "{fact:?}");
    }
    assert_eq!(order(&[&all[..], &[back(1, 1)]].concat()).returns.len(), 1);
}
