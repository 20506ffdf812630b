//! What others are told of orders: written with the event, taken by one at a time, in order.

use super::*;

const ORDER: OrderId = OrderId([1; 16]);
const OTHER: OrderId = OrderId([2; 16]);
const NOW: Timestamp = Timestamp(1_000);
const UNTIL: Timestamp = Timestamp(2_000);

fn endpoint(byte: u8) -> Endpoint {
    Endpoint {
        id: EndpointId([byte; 16]),
        url: format!("https://example.org/{byte}"),
        secret: [byte; 32],
        state: EndpointState::Active,
        made: Timestamp(i64::from(byte)),
    }
}

async fn write<T: Send + 'static>(
    log: &dyn EventLog,
    work: impl FnOnce(&mut dyn Transaction) -> Result<T, LogError> + Send + 'static,
) -> T {
    transact(log, work).await.expect("it is written")
}

async fn tell(log: &dyn EventLog, bytes: &[u8]) {
    for byte in bytes.iter().copied() {
        assert!(write(log, move |tx| tx.put_endpoint(&endpoint(byte))).await);
    }
}

async fn claim(log: &dyn EventLog, now: Timestamp) -> Vec<Delivery> {
    write(log, move |tx| tx.claim(now, Timestamp(now.0 + 1_000), 9)).await
}

async fn settle(log: &dyn EventLog, id: u64, lease: Timestamp, state: DeliveryState, due: i64) {
    let settled = Settled { id, lease, state, due: Timestamp(due), why: "HTTP 500".into() };
    write(log, move |tx| tx.settle(&settled)).await;
}

fn ids(all: &[Delivery]) -> Vec<u64> {
    all.iter().map(|one| one.id).collect()
}

/// Two orders placed, and the first one packed.
fn story() -> Vec<Event> {
    let facts = [placed(ORDER), OrderFact::Packed { order: ORDER }, placed(OTHER)];
    (0..).zip(facts).map(|(n, fact)| ordered(n, shopper(1), fact)).collect()
}

law!(a_row_for_each_endpoint_is_written_with_its_event, |log| {
    append(log, vec![ordered(9, shopper(1), placed(OrderId([9; 16])))]).await;
    tell(log, &[1, 2]).await;
    let cart = OrderFact::CartChanged { product: ProductId(1), quantity: 1 };
    append(log, story()).await;
    append(log, vec![ordered(3, shopper(1), cart), seen(4, shopper(1))]).await;
    let rows = reading(log, |r| r.deliveries(9)).await;
    let told: Vec<_> = rows.iter().rev().map(|row| (row.endpoint.0[0], row.seq, &row.kind[..])).collect();
    let wanted = [
        (1, 2, "order.placed"),
        (2, 2, "order.placed"),
        (1, 3, "order.packed"),
        (2, 3, "order.packed"),
        (1, 4, "order.placed"),
        (2, 4, "order.placed"),
    ];
    assert_eq!(told, wanted, "nobody hears of what was before, nor of a cart");
    assert!(rows.iter().all(|row| row.state == DeliveryState::Waiting && row.tries == 0));
});

law!(an_event_that_is_rolled_back_is_told_to_nobody, |log| {
    tell(log, &[1]).await;
    let failed = transact(log, |tx| -> Result<(), LogError> {
        tx.append(&ordered(0, shopper(1), placed(ORDER)))?;
        tx.put_endpoint(&endpoint(2))?;
        Err(LogError::Abandoned)
    });
    assert!(failed.await.is_err());
    assert_eq!(reading(log, |r| r.deliveries(9)).await, []);
    assert_eq!(reading(log, |r| r.endpoints()).await, [endpoint(1)]);
    assert!(!write(log, |tx| tx.put_endpoint(&Endpoint { secret: [9; 32], ..endpoint(1) })).await);
    assert_eq!(reading(log, |r| r.endpoints()).await, [endpoint(1)], "a secret stays");
});

law!(a_row_is_one_processs_until_its_lease_is_over, |log| {
    tell(log, &[1]).await;
    append(log, story()).await;
    assert_eq!(ids(&claim(log, NOW).await), [1, 3]);
    assert_eq!(claim(log, NOW).await, []);
    assert_eq!(reading(log, |r| r.due(Timestamp(1_999), 9)).await, []);
    let again = claim(log, UNTIL).await;
    assert_eq!(ids(&again), [1, 3]);
    // The first process comes back late: what it could not send is the second one's by now.
    settle(log, 1, UNTIL, DeliveryState::Dead, 5).await;
    assert_eq!(reading(log, |r| r.dead(9)).await, []);
    // What it did send arrived, whoever has it.
    settle(log, 1, UNTIL, DeliveryState::Delivered, 1_500).await;
    settle(log, 1, Timestamp(3_000), DeliveryState::Waiting, 9_999).await;
    let rows = reading(log, |r| r.deliveries(9)).await;
    assert_eq!((rows[2].state, rows[2].tries, rows[2].due), (DeliveryState::Delivered, 1, Timestamp(1_500)));
});

law!(of_an_order_an_endpoint_is_told_one_after_the_other, |log| {
    tell(log, &[1, 2]).await;
    append(log, story()).await;
    let first = claim(log, NOW).await;
    assert_eq!(ids(&first), [1, 2, 5, 6]);
    settle(log, 1, UNTIL, DeliveryState::Waiting, 7_000).await;
    settle(log, 2, UNTIL, DeliveryState::Delivered, 1_001).await;
    settle(log, 5, UNTIL, DeliveryState::Delivered, 1_001).await;
    assert_eq!(ids(&claim(log, Timestamp(1_002)).await), [4], "the other endpoint hears of the packing");
    assert_eq!(ids(&claim(log, Timestamp(7_000)).await), [4, 6, 1]);
    settle(log, 1, Timestamp(8_000), DeliveryState::Dead, 7_001).await;
    assert_eq!(ids(&claim(log, Timestamp(7_002)).await), [3], "what was given up holds nothing up");
    let row = reading(log, |r| r.dead(9)).await.remove(0);
    assert_eq!((row.id, row.tries, row.why.as_str()), (1, 2, "HTTP 500"));
});

law!(what_was_given_up_waits_again_when_it_is_wanted, |log| {
    tell(log, &[1]).await;
    append(log, story()).await;
    for id in [1, 3] {
        claim(log, NOW).await;
        settle(log, id, UNTIL, DeliveryState::Dead, 1_001).await;
    }
    write(log, |tx| tx.send_again(Some(3), Timestamp(1_500))).await;
    assert_eq!(ids(&reading(log, |r| r.dead(9)).await), [1]);
    write(log, |tx| tx.send_again(None, Timestamp(1_600))).await;
    assert_eq!(reading(log, |r| r.dead(9)).await, []);
    let row = reading(log, |r| r.deliveries(9)).await.pop().expect("the first");
    assert_eq!((row.id, row.tries, row.due, row.state), (1, 0, Timestamp(1_600), DeliveryState::Waiting));
    write(log, |tx| tx.send_again(Some(1), Timestamp(9_000))).await;
    let row = reading(log, |r| r.deliveries(9)).await.pop().expect("the first");
    assert_eq!(row.due, Timestamp(1_600), "what waits is not put off");
});

law!(a_paused_endpoint_hears_of_it_later_and_a_gone_one_of_nothing, |log| {
    tell(log, &[1, 2]).await;
    write(log, |tx| tx.set_endpoint(endpoint(1).id, EndpointState::Paused)).await;
    append(log, vec![ordered(0, shopper(1), placed(ORDER))]).await;
    assert_eq!(ids(&reading(log, |r| r.due(NOW, 9)).await), [2]);
    write(log, |tx| tx.set_endpoint(endpoint(2).id, EndpointState::Gone)).await;
    let dead = reading(log, |r| r.dead(9)).await.remove(0);
    assert_eq!((dead.id, dead.why.as_str()), (2, GONE));
    append(log, vec![ordered(1, shopper(1), OrderFact::Packed { order: ORDER })]).await;
    assert_eq!(ids(&reading(log, |r| r.deliveries(9)).await), [3, 2, 1]);
    write(log, |tx| tx.set_endpoint(endpoint(1).id, EndpointState::Active)).await;
    assert_eq!(ids(&reading(log, |r| r.due(NOW, 9)).await), [1]);
    write(log, |tx| tx.drop_endpoint(endpoint(1).id)).await;
    assert_eq!(ids(&reading(log, |r| r.deliveries(9)).await), [2]);
    assert_eq!(reading(log, |r| r.endpoints()).await.len(), 1);
});

law!(what_arrived_is_kept_for_a_time_and_what_did_not_longer, |log| {
    tell(log, &[1]).await;
    append(log, story()).await;
    claim(log, NOW).await;
    settle(log, 1, UNTIL, DeliveryState::Delivered, 1_100).await;
    settle(log, 3, UNTIL, DeliveryState::Dead, 1_100).await;
    write(log, |tx| tx.prune_deliveries(Timestamp(1_100))).await;
    assert_eq!(ids(&reading(log, |r| r.deliveries(9)).await), [3, 2, 1]);
    write(log, |tx| tx.prune_deliveries(Timestamp(1_101))).await;
    assert_eq!(ids(&reading(log, |r| r.deliveries(9)).await), [3, 2]);
});

law!(who_is_forgotten_leaves_nothing_in_the_outbox, |log| {
    tell(log, &[1]).await;
    append(log, vec![ordered(0, shopper(4), placed(ORDER))]).await;
    let before = reading(log, |r| r.deliveries(9)).await;
    let bytes = format!("{:?}", shopper(4).0);
    assert!(before.len() == 1 && !format!("{before:?}").contains(bytes.trim_matches(['[', ']'])));
    transact(log, |tx| tx.forget(&[shopper(4)], shopper(9))).await.expect("they are forgotten");
    assert_eq!(reading(log, |r| r.deliveries(9)).await, before, "the order is still told of");
});

law!(a_slow_endpoint_keeps_no_other_waiting, |log| {
    tell(log, &[1, 2]).await;
    let orders = (10..20).map(|n| ordered(n.into(), shopper(1), placed(OrderId([n; 16]))));
    append(log, orders.collect()).await;
    let by = |all: &[Delivery], byte| all.iter().filter(|one| one.endpoint.0[0] == byte).count();
    let first = write(log, |tx| tx.claim(NOW, UNTIL, 16)).await;
    assert_eq!((by(&first, 1), by(&first, 2)), (MOST_UNDER_WAY, MOST_UNDER_WAY));
    assert_eq!(claim(log, NOW).await, [], "as many are under way as may be");
    // The second one answers; the first one takes its time.
    for one in first.iter().filter(|one| one.endpoint.0[0] == 2) {
        settle(log, one.id, UNTIL, DeliveryState::Delivered, 1_001).await;
    }
    let next = write(log, |tx| tx.claim(Timestamp(1_002), UNTIL, 16)).await;
    assert_eq!((by(&next, 1), by(&next, 2)), (0, MOST_UNDER_WAY));
    let later = write(log, |tx| tx.claim(UNTIL, Timestamp(9_000), 16)).await;
    assert_eq!(by(&later, 1), MOST_UNDER_WAY, "a lease that is over is under way no more");
});
