//! What the clock has to look at, and until when.

use super::*;

fn promised(order: OrderId, until: i64) -> OrderFact {
    let promise: Promise = serde_json::from_value(serde_json::json!({
        "despatch": { "carrier": 1, "zone": 0, "weekday": "monday", "handling_days": 0 },
        "handed_over": 0,
        "interval": { "from": 0, "until": until, "level": 9_000 },
    }))
    .expect("a promise");
    placed_as(order, (1, ContactId::default()), Some(promise))
}

law!(what_is_due_is_found_until_it_is_told_or_over, |log| {
    let orders = [1, 2, 3, 4].map(|n| OrderId([n; 16]));
    let [first, told, there, other] = orders;
    append(
        log,
        vec![
            ordered(0, shopper(1), promised(first, 20)),
            ordered(1, shopper(2), promised(told, 10)),
            ordered(2, shopper(3), promised(there, 10)),
            ordered(3, shopper(1), promised(other, 5)),
            ordered(4, shopper(4), placed(OrderId([9; 16]))),
        ],
    )
    .await;
    let due = |before, limit| reading(log, move |r| r.overdue(Timestamp(before), limit));
    assert_eq!(due(5, 9).await, []);
    assert_eq!(due(6, 9).await, [shopper(1)]);
    assert_eq!(due(99, 9).await[0], shopper(1), "the longest due first, and once");
    assert_eq!((due(99, 9).await.len(), due(99, 2).await.len()), (3, 2));
    let broken = OrderFact::PromiseBroken { order: told, until: Timestamp(10), offer: None };
    append(log, vec![ordered(5, shopper(2), broken)]).await;
    append(log, vec![ordered(6, shopper(3), OrderFact::Delivered { order: there })]).await;
    append(log, vec![ordered(7, shopper(1), OrderFact::Cancelled { order: other })]).await;
    assert_eq!(due(99, 9).await, [shopper(1)]);
    assert_eq!(due(20, 9).await, [], "only the first is left, and that is due at 20");
    let work = |tx: &mut dyn Transaction| tx.forget(&[shopper(1)], shopper(8));
    transact(log, work).await.expect("forgotten");
    assert_eq!(due(99, 9).await, [], "what is promised to nobody is broken to nobody");
});

law!(what_was_not_delivered_after_all_is_due_again, |log| {
    let [back, free] = [1, 2].map(|n| OrderId([n; 16]));
    let turned = |order| OrderFact::ParcelScanned {
        order,
        parcel: ParcelId(1),
        status: ParcelStatus::TurnedBack,
        at: Timestamp(1),
    };
    let ada = shopper(1);
    append(log, vec![ordered(0, ada, promised(back, 5)), ordered(1, shopper(2), placed(free))]).await;
    append(log, vec![ordered(2, ada, OrderFact::Delivered { order: back })]).await;
    let due = |before| reading(log, move |r| r.overdue(Timestamp(before), 9));
    assert_eq!(due(99).await, []);
    append(log, vec![ordered(3, ada, turned(back)), ordered(4, shopper(2), turned(free))]).await;
    assert_eq!((due(5).await, due(6).await), (vec![], vec![ada]), "as it was promised, and to nobody else");
});

/// Placed with a promise, sent in one parcel, and there as its carrier saw it at 3.
fn sent_and_there(order: OrderId, from: u32, who: ShopperId) -> Vec<Event> {
    let line = StockLine { product: ProductId(7), units: 1 };
    let (parcel, consignment) = (ParcelId(1), None);
    let facts = [
        promised(order, 5),
        OrderFact::ParcelPacked { order, parcel, lines: vec![line] },
        OrderFact::ParcelMoved { order, parcel, status: ParcelStatus::Shipped, consignment },
        OrderFact::ParcelScanned { order, parcel, status: ParcelStatus::Delivered, at: Timestamp(3) },
        OrderFact::Delivered { order },
    ];
    (from..).zip(facts).map(|(n, fact)| ordered(n, who, fact)).collect()
}

law!(an_order_is_open_again_only_where_its_parcel_was_turned_back_before_it_was_there, |log| {
    let [there, back] = [1, 2].map(|n| OrderId([n; 16]));
    let turned = |n, who, order, at| {
        let (parcel, status) = (ParcelId(1), ParcelStatus::TurnedBack);
        ordered(n, who, OrderFact::ParcelScanned { order, parcel, status, at: Timestamp(at) })
    };
    let (ada, bab, visitor) = (shopper(1), shopper(2), shopper(3));
    append(log, sent_and_there(there, 0, ada)).await;
    // One whom a login made somebody else after the order.
    append(log, sent_and_there(back, 10, visitor)).await;
    append(log, vec![customer(20, visitor, CustomerFact::Linked { visitor, customer: bab })]).await;
    let open =
        || reading(log, |r| Ok((r.open_orders(9)?, r.closed_orders(9)?.len(), r.overdue(Timestamp(99), 9)?)));
    assert_eq!(open().await, (vec![], 2, vec![]));
    append(log, vec![turned(21, ada, there, 4), turned(22, bab, back, 2)]).await;
    let (orders, closed, due) = open().await;
    assert_eq!(orders.iter().map(|(order, _)| *order).collect::<Vec<_>>(), [back]);
    assert_eq!((closed, due.len()), (1, 1));
    append(log, vec![turned(23, ada, there, 2)]).await;
    assert_eq!(open().await.0.len(), 2, "told earlier, it was not there");
    let (order, parcel, status) = (there, ParcelId(1), ParcelStatus::Delivered);
    let by_hand = OrderFact::ParcelMoved { order, parcel, status, consignment: None };
    append(log, vec![ordered(24, ada, by_hand), ordered(25, ada, OrderFact::Delivered { order })]).await;
    append(log, vec![turned(26, ada, there, 1)]).await;
    assert_eq!(open().await.0.len(), 1, "its house knows that it was there after all");
});

law!(what_came_to_nothing_is_not_looked_at_again, |log| {
    let [first, later, other] = [1, 2, 3].map(|n| OrderId([n; 16]));
    let (ada, bab) = (shopper(1), shopper(2));
    let events = vec![
        ordered(0, ada, promised(first, 5)),
        ordered(1, ada, promised(later, 20)),
        ordered(2, bab, promised(other, 7)),
    ];
    append(log, events).await;
    let due = |before| reading(log, move |r| r.overdue(Timestamp(before), 9));
    transact(log, move |tx| tx.nothing_due(ada, Timestamp(5), None)).await.expect("it is written");
    assert_eq!(due(6).await, [ada], "it was not due before 5");
    transact(log, move |tx| tx.nothing_due(ada, Timestamp(10), None)).await.expect("it is written");
    assert_eq!(due(20).await, [bab], "another is looked at still");
    assert_eq!(due(21).await, [bab, ada], "and what is due later");
});

fn points(n: u32, who: ShopperId, due: Option<i64>) -> Event {
    let what = Posting::TierLeft { tier: "gold".to_owned() };
    let fact = LoyaltyFact { entry: EntryId(i64::from(n)), what, due: due.map(Timestamp) };
    Event { fact: Fact::Loyalty(fact), ..seen(n, who) }
}

law!(points_are_due_when_it_was_said_last, |log| {
    let due = |before| reading(log, move |r| r.overdue(Timestamp(before), 9));
    append(log, vec![points(0, shopper(1), Some(20)), points(1, shopper(2), Some(10))]).await;
    append(log, vec![ordered(2, shopper(1), promised(OrderId([1; 16]), 5))]).await;
    assert_eq!(due(99).await, [shopper(1), shopper(2)], "the longest due first, each once");
    append(log, vec![ordered(3, shopper(1), OrderFact::Cancelled { order: OrderId([1; 16]) })]).await;
    assert_eq!((due(10).await, due(11).await, due(21).await.len()), (vec![], vec![shopper(2)], 2));
    append(log, vec![points(4, shopper(2), None), points(5, shopper(1), Some(30))]).await;
    assert_eq!((due(30).await, due(31).await), (vec![], vec![shopper(1)]));
    let linked = CustomerFact::Linked { visitor: shopper(1), customer: shopper(3) };
    append(log, vec![Event { fact: Fact::Customer(linked), ..seen(6, shopper(3)) }]).await;
    assert_eq!(due(99).await, [shopper(3)], "what was a visitor's is the customer's");
    transact(log, |tx| tx.nothing_due(shopper(3), Timestamp(30), None)).await.expect("it is written");
    assert_eq!(due(31).await, [shopper(3)], "it was not due before 30");
    transact(log, |tx| tx.nothing_due(shopper(3), Timestamp(31), None)).await.expect("it is written");
    assert_eq!(due(99).await, [], "nothing came of it");
    transact(log, |tx| tx.nothing_due(shopper(3), Timestamp(31), Some(Timestamp(50))))
        .await
        .expect("written");
    assert_eq!((due(50).await, due(51).await), (vec![], vec![shopper(3)]), "but what is due next");
    append(log, vec![points(7, shopper(1), Some(40))]).await;
    assert_eq!((due(40).await, due(41).await), (vec![], vec![shopper(3)]));
    let work = |tx: &mut dyn Transaction| tx.forget(&[shopper(3)], shopper(8));
    transact(log, work).await.expect("forgotten");
    assert_eq!(due(99).await, []);
});
