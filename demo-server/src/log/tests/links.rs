//! Orders by their number, and how often the links to them were made void.

use super::*;

const ORDER: OrderId = OrderId([1; 16]);
const CONTACT: ContactId = ContactId([2; 16]);

fn numbered(order: OrderId, own: u32) -> OrderFact {
    placed_as(order, (own, CONTACT), None)
}

law!(an_order_is_found_by_its_number, |log| {
    let other = OrderId([3; 16]);
    append(
        log,
        vec![ordered(0, shopper(1), numbered(ORDER, 41)), ordered(1, shopper(2), numbered(other, 42))],
    )
    .await;
    let held = |order| Some(Held { order, contact: Some(CONTACT), links: 0 });
    let found = reading(log, |r| Ok([41, 42, 43, 0].map(|number| r.numbered(number).expect("it is read"))));
    assert_eq!(found.await, [held(ORDER), held(other), None, None]);
    assert_eq!(reading(log, move |r| r.held(other)).await, held(other));
    assert_eq!(reading(log, |r| r.held(OrderId([9; 16]))).await, None);
});

law!(a_count_of_void_links_never_falls_and_is_its_orders_own, |log| {
    let other = OrderId([3; 16]);
    append(log, vec![ordered(0, shopper(1), numbered(ORDER, 1)), ordered(1, shopper(1), numbered(other, 2))])
        .await;
    for (up_to, count) in [(0, 1), (0, 1), (4, 1), (1, 2), (u32::MAX, 2)] {
        transact(log, move |tx| tx.void_links(ORDER, up_to)).await.expect("it is written");
        let counts = reading(log, move |r| Ok([r.held(ORDER)?, r.held(other)?]));
        assert_eq!(counts.await.map(|held| held.map(|held| held.links)), [Some(count), Some(0)]);
    }
});

law!(void_links_of_work_that_fails_are_good, |log| {
    append(log, vec![ordered(0, shopper(1), numbered(ORDER, 1))]).await;
    let failed = transact(log, |tx| -> Result<(), LogError> {
        tx.void_links(ORDER, 0)?;
        Err(LogError::Abandoned)
    });
    assert!(failed.await.is_err());
    assert_eq!(reading(log, |r| r.held(ORDER)).await.map(|held| held.links), Some(0));
});

law!(an_order_whose_buyer_is_forgotten_has_no_contact, |log| {
    append(log, vec![ordered(0, shopper(1), numbered(ORDER, 1))]).await;
    transact(log, |tx| tx.forget(&[shopper(1)], shopper(9))).await.expect("they are forgotten");
    let held = Some(Held { order: ORDER, contact: None, links: 0 });
    assert_eq!(reading(log, |r| r.numbered(1)).await, held);
});

#[tokio::test]
async fn orders_of_an_older_store_have_their_numbers() {
    let folder = Folder::new();
    let connection = rusqlite::Connection::open(folder.file()).expect("a file");
    for (version, step) in [(1, include_str!("../sqlite/v1.sql")), (2, include_str!("../sqlite/v2.sql"))] {
        connection.execute_batch(step).expect("an older version");
        connection.pragma_update(None, "user_version", version).expect("a version");
    }
    connection.pragma_update(None, "application_id", 0x6174_7472).expect("an application");
    let text = serde_json::to_string(&ordered(0, shopper(1), numbered(ORDER, 41))).expect("json");
    let sql = "insert into log (seq, source, n, shopper, at, event) values (1, x'09', 0, ?1, 5, ?2)";
    connection.execute(sql, (shopper(1).0.as_slice(), text)).expect("an entry");
    let sql = "insert into order_buyer (order_id, shopper, seq, contact) values (?1, ?2, 1, ?3)";
    let buyer = shopper(1);
    let row = (ORDER.0.as_slice(), buyer.0.as_slice(), CONTACT.0.as_slice());
    connection.execute(sql, row).expect("an order");
    drop(connection);
    let log = SqliteLog::open(&folder.file()).expect("it is brought up to date");
    let held = Held { order: ORDER, contact: Some(CONTACT), links: 0 };
    assert_eq!(reading(&log, |r| r.numbered(41)).await, Some(held));
}
