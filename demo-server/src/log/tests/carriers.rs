//! The numbers of parcels, and the scans that were not taken in.

use attar::event::{Consignment, ParcelStatus};
use attar::id::ParcelId;

use super::*;

fn sent(n: u32, who: ShopperId, order: OrderId, parcel: u16, number: &str) -> Event {
    let consignment = Some(Consignment { carrier: "Post".into(), number: number.into() });
    let (parcel, status) = (ParcelId(parcel), ParcelStatus::Shipped);
    ordered(n, who, OrderFact::ParcelMoved { order, parcel, status, consignment })
}

law!(a_parcel_is_found_by_its_last_number_until_its_buyer_is_forgotten, |log| {
    let [ada, bab] = [1, 2].map(|n| (shopper(n), OrderId([n; 16])));
    let events = vec![
        ordered(0, ada.0, placed(ada.1)),
        ordered(1, bab.0, placed(bab.1)),
        sent(2, ada.0, ada.1, 1, "RR-1"),
        sent(3, ada.0, ada.1, 2, "RR-2"),
        sent(4, bab.0, bab.1, 1, "RR-2"),
        sent(5, ada.0, ada.1, 1, "RR-3"),
    ];
    append(log, events).await;
    let found = |number: &'static str| reading(log, move |r| r.consigned(number));
    assert_eq!((found("RR-1").await, found("RR-3").await), (vec![], vec![ada.1]), "it was corrected");
    assert_eq!(found("RR-2").await, [ada.1, bab.1]);
    transact(log, |tx| tx.forget(&[shopper(1)], shopper(9))).await.expect("they are forgotten");
    assert_eq!((found("RR-3").await, found("RR-2").await), (vec![], vec![bab.1]));
});

fn kept(number: &str, at: i64) -> KeptScan {
    KeptScan {
        at: Timestamp(at),
        feed: "karrio".into(),
        number: number.into(),
        status: "on_hold".into(),
        seen: (number != "none").then_some(Timestamp(3)),
        code: "held".into(),
        why: "because".into(),
        times: 1,
    }
}

law!(a_scan_that_comes_again_is_counted_and_an_old_one_forgotten, |log| {
    let keep = |scan: KeptScan| transact(log, move |tx| tx.keep_scan(&scan));
    for (number, at) in [("a", 5), ("b", 6), ("none", 4), ("a", 7)] {
        keep(kept(number, at)).await.expect("it is kept");
    }
    let failed = transact(log, |tx| -> Result<(), LogError> {
        tx.keep_scan(&kept("c", 9))?;
        Err(LogError::Abandoned)
    });
    assert!(failed.await.is_err());
    let twice = KeptScan { times: 2, ..kept("a", 7) };
    let all = [twice.clone(), kept("b", 6), kept("none", 4)];
    assert_eq!(reading(log, |r| r.kept_scans(9)).await, all);
    assert_eq!(reading(log, |r| r.kept_scans(1)).await, all[..1]);
    transact(log, |tx| tx.prune(Timestamp(6))).await.expect("the old are forgotten");
    assert_eq!(reading(log, |r| r.kept_scans(9)).await, all[..2]);
});

#[tokio::test]
async fn a_store_of_the_second_version_learns_the_numbers_of_its_parcels() {
    let folder = Folder::new();
    let connection = rusqlite::Connection::open(folder.file()).expect("a file");
    for step in [include_str!("../sqlite/v1.sql"), include_str!("../sqlite/v2.sql")] {
        connection.execute_batch(step).expect("an earlier version");
    }
    connection.pragma_update(None, "application_id", 0x6174_7472).expect("a mark");
    connection.pragma_update(None, "user_version", 2).expect("a version");
    let (who, order) = (shopper(1), OrderId([1; 16]));
    let none = OrderFact::ParcelMoved {
        order,
        parcel: ParcelId(1),
        status: ParcelStatus::InTransit,
        consignment: None,
    };
    let events = [
        ordered(0, who, placed(order)),
        sent(1, who, order, 1, "RR-1"),
        sent(2, who, order, 2, "RR-2"),
        sent(3, who, order, 1, "RR-3"),
        ordered(4, who, none),
    ];
    for (seq, event) in (1_i64..).zip(&events) {
        let text = serde_json::to_string(event).expect("JSON");
        let row = (seq, event.id.source.0.as_slice(), event.id.n, who.0.as_slice(), text);
        let sql = "insert into log (seq, source, n, shopper, at, event) values (?1, ?2, ?3, ?4, 5, ?5)";
        connection.execute(sql, row).expect("a row");
    }
    drop(connection);
    let log = SqliteLog::open(&folder.file()).expect("it is brought up to date");
    let found = |number: &'static str| reading(&log, move |r| r.consigned(number));
    assert_eq!((found("RR-1").await, found("RR-2").await), (vec![], vec![order]));
    assert_eq!(found("RR-3").await, [order]);
}
