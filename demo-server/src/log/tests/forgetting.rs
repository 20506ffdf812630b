//! What every store must take out when somebody is forgotten, and what must stay.

use attar::event::{Consignment, ParcelStatus, Role, StockFact, StockLine};
use attar::id::ParcelId;

use super::*;

const CUSTOMER: u8 = 1;
const VISITOR: u8 = 2;
const OTHER: u8 = 3;
const NOBODY: u8 = 9;

fn order(number: u8) -> OrderId {
    OrderId([0x50 + number; 16])
}

fn contact(number: u8) -> ContactId {
    ContactId([number; 16])
}

fn bought(who: u8) -> OrderFact {
    let OrderFact::Placed { number, lines, total, .. } = placed(order(who)) else { unreachable!() };
    OrderFact::Placed {
        order: order(who),
        number,
        contact: contact(who),
        lines,
        total,
        receipt: None,
        uses: Default::default(),
        waiting: Vec::new(),
        promise: None,
        goods: Default::default(),
    }
}

fn reserved(n: u32, who: u8) -> Event {
    let lines = vec![StockLine { product: ProductId(7), units: 1 }];
    let fact = Fact::Stock(StockFact::Reserved { order: order(who), lines });
    Event { actor: Actor::Shopper(shopper(who)), ..event(n, Subject::Market, fact) }
}

/// Everything that may be known of two people and of one more.
fn lived() -> Vec<Event> {
    let (me, was, other) = (shopper(CUSTOMER), shopper(VISITOR), shopper(OTHER));
    let full = CustomerFact::Consented { consent: Consent::Full };
    let cart = OrderFact::CartChanged { product: ProductId(7), quantity: 1 };
    vec![
        customer(0, was, full.clone()),
        seen(1, was),
        customer(2, me, CustomerFact::Linked { visitor: was, customer: me }),
        ordered(3, me, cart),
        ordered(4, me, bought(CUSTOMER)),
        reserved(5, CUSTOMER),
        ordered(6, me, OrderFact::Packed { order: order(CUSTOMER) }),
        customer(7, me, CustomerFact::CardIssued),
        customer(8, other, full),
        seen(9, other),
        ordered(10, other, bought(OTHER)),
    ]
}

fn source(number: u8) -> SourceId {
    SourceId([number; 16])
}

async fn live(log: &dyn EventLog) {
    append(log, lived()).await;
    transact(log, |tx| {
        for who in [CUSTOMER, OTHER] {
            tx.put_contact(contact(who), shopper(who), "{}", Timestamp(1))?;
            // Of a checkout whose order was refused.
            tx.put_contact(contact(20 + who), shopper(who), "{}", Timestamp(1))?;
            tx.set_mark(source(who), Mark { n: 4, own: false }, Some(shopper(who)))?;
            tx.refuse(&RefusedRow { at: Timestamp(9), source: source(who), n: 4, why: "because" })?;
            let actor = serde_json::to_string(&Actor::Shopper(shopper(who)))?;
            tx.put_answer(&actor, "key", "yes", Timestamp(9))?;
        }
        let owner = serde_json::to_string(&Actor::Merchant(Role::Owner))?;
        tx.put_answer(&owner, "key", &format!("about {}", shopper(CUSTOMER)), Timestamp(9))
    })
    .await
    .expect("a life");
}

fn forget(tx: &mut dyn Transaction) -> Result<(), LogError> {
    tx.forget(&[shopper(CUSTOMER), shopper(VISITOR)], shopper(NOBODY))?;
    for (n, who) in [(100, CUSTOMER), (101, VISITOR)] {
        let event = customer(n, tomb(shopper(who)), CustomerFact::Forgotten);
        tx.append(&Event { actor: Actor::Merchant(Role::Owner), ..event })?;
    }
    Ok(())
}

fn everything(r: &dyn Reader) -> Result<String, LogError> {
    let mut all = format!("{:?}", r.after(0, usize::MAX)?);
    for who in [CUSTOMER, VISITOR, OTHER, NOBODY] {
        let actor = serde_json::to_string(&Actor::Shopper(shopper(who)))?;
        let known = (r.customer_of(shopper(who))?, r.visitors_of(shopper(who))?, r.consent(shopper(who))?);
        let contacts = (r.contact(contact(who))?, r.contact(contact(20 + who))?);
        let beside = (r.buyer(order(who))?, contacts, r.mark(source(who))?);
        all += &format!("{known:?} {beside:?} {:?}", r.answer(&actor, "key")?);
    }
    Ok(all)
}

law!(the_forgotten_are_named_nowhere_and_their_sales_remain, |log| {
    live(log).await;
    transact(log, forget).await.expect("they are forgotten");
    let (told, pseudonym, tombs) = reading(log, |r| {
        let owner = serde_json::to_string(&Actor::Merchant(Role::Owner))?;
        assert_eq!(r.answer(&owner, "key")?, Some(format!("about {}", shopper(NOBODY))));
        assert_eq!((r.buyer(order(CUSTOMER))?, r.refused()?), (Some(shopper(NOBODY)), 1));
        assert_eq!((r.contact(contact(CUSTOMER))?, r.mark(source(CUSTOMER))?), (None, None));
        assert_eq!(
            (r.contact(contact(OTHER))?, r.consent(shopper(OTHER))?),
            (Some("{}".into()), Consent::Full)
        );
        let refused = [CUSTOMER, OTHER].map(|who| r.contact(contact(20 + who)));
        assert!(matches!(refused, [Ok(None), Ok(Some(_))]), "{refused:?}");
        assert_eq!((r.head()?, r.open_orders(9)?.len()), (13, 2));
        Ok((format!("{:?}", r.after(0, 99)?), r.history(&[shopper(NOBODY)], 0, 99)?, r.forgotten_after(0)?))
    })
    .await;
    for who in [CUSTOMER, VISITOR] {
        assert!(!told.contains(&shopper(who).hex()), "{told}");
    }
    assert!(!told.contains(&format!("{:?}", contact(CUSTOMER))));
    assert_eq!(pseudonym.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [5, 7]);
    assert_eq!(tombs, [(12, tomb(shopper(CUSTOMER))), (13, tomb(shopper(VISITOR)))]);
});

law!(a_carriers_number_goes_and_the_steps_of_the_parcel_stay, |log| {
    let (me, order) = (shopper(CUSTOMER), order(CUSTOMER));
    let by = || Some(Consignment { carrier: "Post".into(), number: "RR-123-TO-A-DOOR".into() });
    let (parcel, number) = (ParcelId(1), ReturnId(1));
    let events = vec![
        ordered(1, me, bought(CUSTOMER)),
        ordered(
            2,
            me,
            OrderFact::ParcelMoved { order, parcel, status: ParcelStatus::Shipped, consignment: by() },
        ),
        ordered(3, me, OrderFact::ReturnMoved { order, number, status: ReturnStatus::Labelled, label: by() }),
    ];
    let answer = serde_json::to_string(&events).expect("json");
    append(log, events).await;
    transact(log, move |tx| {
        tx.put_answer("owner", "key", &answer, Timestamp(9))?;
        tx.forget(&[shopper(CUSTOMER)], shopper(NOBODY))
    })
    .await
    .expect("they are forgotten");
    let told = reading(log, |r| Ok(format!("{:?} {:?}", r.after(0, 99)?, r.answer("owner", "key")?))).await;
    assert!(!told.contains("TO-A-DOOR"), "{told}");
    assert!(told.contains("status: Shipped") && told.contains("status: Labelled"), "{told}");
});

law!(forgetting_that_is_broken_off_never_happened, |log| {
    live(log).await;
    let before = reading(log, everything).await;
    let failed = transact(log, |tx| forget(tx).and(Err::<(), _>(LogError::Abandoned)));
    assert!(matches!(failed.await, Err(LogError::Abandoned)));
    assert_eq!(reading(log, everything).await, before);
    assert_eq!(
        append(log, vec![seen(1, shopper(VISITOR)), seen(50, shopper(OTHER))]).await,
        [None, Some(12)]
    );
});

law!(forgetting_twice_is_once, |log| {
    live(log).await;
    transact(log, forget).await.expect("they are forgotten");
    let once = reading(log, everything).await;
    transact(log, forget).await.expect("they are forgotten again");
    assert_eq!(reading(log, everything).await, once);
});

law!(a_contact_waits_a_while_for_its_order, |log| {
    append(log, vec![ordered(0, shopper(1), bought(1))]).await;
    transact(log, |tx| {
        for (number, at) in [(1, 1), (2, 1), (3, 9)] {
            tx.put_contact(contact(number), shopper(3), "{}", Timestamp(at))?;
        }
        Ok(())
    })
    .await
    .expect("contacts");
    // An order names its contact after it was kept, as in a checkout.
    append(log, vec![ordered(1, shopper(3), bought(4))]).await;
    transact(log, |tx| {
        tx.put_contact(contact(5), shopper(3), "{}", Timestamp(1))?;
        tx.append(&ordered(2, shopper(3), bought(5)))?;
        tx.put_contact(contact(6), shopper(3), "{}", Timestamp(1))?;
        let OrderFact::Placed { number, lines, total, .. } = bought(6) else { unreachable!() };
        // The same order again names nothing.
        let again = OrderFact::Placed {
            order: order(5),
            number,
            contact: contact(6),
            lines,
            total,
            receipt: None,
            uses: Default::default(),
            waiting: Vec::new(),
            promise: None,
            goods: Default::default(),
        };
        tx.append(&ordered(3, shopper(3), again))?;
        tx.prune_contacts(Timestamp(5))
    })
    .await
    .expect("contacts are forgotten");
    let kept = reading(log, |r| {
        [2, 3, 5, 6].map(|n| r.contact(contact(n))).into_iter().collect::<Result<Vec<_>, _>>()
    });
    assert_eq!(kept.await.iter().map(Option::is_some).collect::<Vec<_>>(), [false, true, true, false]);
});

law!(a_snapshot_that_is_retired_is_gone_until_it_comes_back, |log| {
    let hash = |n: u8| ContentHash([n; 32]);
    let put = |n: u8| transact(log, move |tx| tx.put_blob(BlobKind::Snapshot, hash(n), &[n], 9));
    put(1).await.expect("a blob");
    put(2).await.expect("a blob");
    transact(log, move |tx| tx.retire_snapshots(Some(hash(2)))).await.expect("they are retired");
    let gone = || reading(log, move |r| Ok([1, 2, 3].map(|n| r.is_gone(hash(n)).unwrap_or_default())));
    assert_eq!(gone().await, [true, false, false]);
    assert_eq!(reading(log, move |r| r.blob(BlobKind::Snapshot, hash(1))).await, None);
    put(1).await.expect("the same model was learned again");
    assert_eq!(gone().await, [false, false, false]);
});

#[tokio::test]
async fn a_store_of_the_first_version_learns_to_forget() {
    let folder = Folder::new();
    let connection = rusqlite::Connection::open(folder.file()).expect("a file");
    connection.execute_batch(include_str!("../sqlite/v1.sql")).expect("the first version");
    connection.pragma_update(None, "application_id", 0x6174_7472).expect("a mark");
    connection.pragma_update(None, "user_version", 1).expect("a version");
    let write = |seq: u64, event: &Event, who: Option<u8>| {
        let text = serde_json::to_string(event).expect("JSON");
        let who = who.map(|who| shopper(who).0.to_vec());
        let row = (seq as i64, event.id.source.0.as_slice(), event.id.n, who, text);
        let sql = "insert into log (seq, source, n, shopper, at, event) values (?1, ?2, ?3, ?4, 5, ?5)";
        connection.execute(sql, row).expect("a row");
    };
    write(1, &ordered(0, shopper(CUSTOMER), bought(CUSTOMER)), Some(CUSTOMER));
    write(2, &reserved(1, CUSTOMER), None);
    let run = |sql: &str, ids: &[[u8; 16]]| {
        connection.execute(sql, rusqlite::params_from_iter(ids)).expect("a row");
    };
    let (order, contact) = (order(CUSTOMER).0, contact(CUSTOMER).0);
    run("insert into order_buyer (order_id, shopper, seq) values (?1, ?2, 1)", &[order, shopper(CUSTOMER).0]);
    run("insert into contact (id, json) values (?1, '{}')", &[contact]);
    run("insert into source (source, n, own) values (?1, 0, 0)", &[SOURCE.0]);
    drop(connection);
    let log = SqliteLog::open(&folder.file()).expect("it is brought up to date");
    transact(&log, |tx| tx.prune_contacts(Timestamp(i64::MAX))).await.expect("an order names it");
    assert!(reading(&log, move |r| r.contact(ContactId(contact))).await.is_some());
    transact(&log, forget).await.expect("they are forgotten");
    let (contact, mark) = reading(&log, move |r| Ok((r.contact(ContactId(contact))?, r.mark(SOURCE)?))).await;
    assert_eq!((contact, mark), (None, None));
}
