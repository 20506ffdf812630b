//! One suite for every store, and what only a file can get wrong.

use attar::event::{
    Actor, Channel, Consent, CustomerFact, Fact, LoyaltyFact, OrderFact, ParcelStatus, Posting, Promise,
    ReturnStatus, ShopFact, Signal, StockLine, Subject,
};
use attar::id::{
    ContactId, ContentHash, EntryId, EventId, OrderId, ParcelId, PriceListId, ProductId, ReturnId, SourceId,
};
use attar::{Engine, Event, ShopperId, Slice, State, Timestamp};

use super::*;
use crate::testing::{Folder, dollars, shopper};

const SOURCE: SourceId = SourceId([9; 16]);

/// Shoppers act for themselves; what the market hears of is the first one's doing.
fn event(n: u32, subject: Subject, fact: Fact) -> Event {
    let id = EventId { source: SOURCE, n };
    let actor = match subject {
        Subject::Shopper(who) => Actor::Shopper(who),
        Subject::Market => Actor::Shopper(shopper(1)),
    };
    Event { id, subject, actor, channel: Channel::Web, at: Timestamp(5), fact }
}

fn seen(n: u32, who: ShopperId) -> Event {
    let fact = Fact::Signal(Signal::ViewItem { product: ProductId(7) });
    event(n, Subject::Shopper(who), fact)
}

fn customer(n: u32, who: ShopperId, fact: CustomerFact) -> Event {
    event(n, Subject::Shopper(who), Fact::Customer(fact))
}

fn ordered(n: u32, who: ShopperId, fact: OrderFact) -> Event {
    event(n, Subject::Shopper(who), Fact::Order(fact))
}

fn placed(order: OrderId) -> OrderFact {
    placed_as(order, (1, ContactId::default()), None)
}

fn placed_as(order: OrderId, (number, contact): (u32, ContactId), promise: Option<Promise>) -> OrderFact {
    let line =
        attar::event::Line { product: ProductId(7), quantity: 1, total: dollars(1), list: PriceListId(1) };
    OrderFact::Placed {
        order,
        number,
        contact,
        lines: vec![line],
        total: dollars(1),
        receipt: None,
        uses: Default::default(),
        waiting: Vec::new(),
        promise,
        goods: Default::default(),
    }
}

async fn append(log: &dyn EventLog, events: Vec<Event>) -> Vec<Option<u64>> {
    let work = move |tx: &mut dyn Transaction| events.iter().map(|event| tx.append(event)).collect();
    transact(log, work).await.expect("the events are appended")
}

async fn reading<T: Send + 'static>(
    log: &dyn EventLog,
    work: impl FnOnce(&dyn Reader) -> Result<T, LogError> + Send + 'static,
) -> T {
    read(log, work).await.expect("the store is read")
}

/// Runs one law over a fresh store of each kind.
macro_rules! law {
    ($name:ident, |$log:ident| $body:block) => {
        mod $name {
            use super::*;

            async fn law($log: &dyn EventLog) $body

            #[tokio::test]
            async fn in_memory() {
                law(&MemoryLog::default()).await;
            }

            #[tokio::test]
            async fn in_sqlite() {
                let folder = Folder::new();
                law(&SqliteLog::open(&folder.file()).expect("a store")).await;
            }
        }
    };
}

mod carriers;
mod due;
mod forgetting;
mod links;
mod outbox;

law!(places_count_from_one_in_the_order_of_appends, |log| {
    let events: Vec<Event> = (0..5).map(|n| seen(n, shopper(1))).collect();
    assert_eq!(append(log, events.clone()).await, (1..=5).map(Some).collect::<Vec<_>>());
    let (head, rest) = reading(log, |r| Ok((r.head()?, r.after(2, 2)?))).await;
    assert_eq!(head, 5);
    let wanted = (3..=4).zip(&events[2..4]).map(|(seq, event)| Stored { seq, event: event.clone() });
    assert_eq!(rest, wanted.collect::<Vec<_>>());
});

law!(a_number_of_a_source_counts_once, |log| {
    assert_eq!(append(log, vec![seen(0, shopper(1)), seen(0, shopper(2))]).await, [Some(1), None]);
    assert_eq!(append(log, vec![seen(0, shopper(1)), seen(1, shopper(1))]).await, [None, Some(2)]);
});

law!(work_that_fails_leaves_nothing, |log| {
    append(log, vec![seen(0, shopper(1))]).await;
    let failed = transact(log, |tx| -> Result<(), LogError> {
        tx.append(&seen(1, shopper(1)))?;
        tx.append(&customer(2, shopper(1), CustomerFact::Consented { consent: Consent::Full }))?;
        tx.append(&ordered(3, shopper(1), placed(OrderId([1; 16]))))?;
        tx.set_mark(SOURCE, Mark { n: 3, own: false }, None)?;
        tx.put_meta("a", b"b")?;
        tx.put_contact(ContactId([1; 16]), shopper(1), "{}", Timestamp(1))?;
        tx.put_blob(BlobKind::Shop, ContentHash([1; 32]), b"x", 9)?;
        Err(LogError::Abandoned)
    });
    assert!(matches!(failed.await, Err(LogError::Abandoned)));
    let left = reading(log, |r| {
        assert_eq!((r.head()?, r.history(&[shopper(1)], 0, 9)?.len()), (1, 1));
        assert_eq!((r.consent(shopper(1))?, r.mark(SOURCE)?), (Consent::Denied, None));
        assert_eq!((r.meta("a")?, r.contact(ContactId([1; 16]))?), (None, None));
        assert_eq!(r.buyer(OrderId([1; 16]))?, None);
        r.blob(BlobKind::Shop, ContentHash([1; 32]))
    });
    assert_eq!(left.await, None);
    assert_eq!(append(log, vec![seen(1, shopper(1))]).await, [Some(2)]);
});

law!(a_history_is_one_shoppers_and_the_market_is_nobodys, |log| {
    let shift = attar::time::Span::days(7);
    let imported = Fact::Shop(ShopFact::HistoryImported { shift, baskets: 1 });
    let market = event(1, Subject::Market, imported);
    append(log, vec![seen(0, shopper(1)), market.clone(), seen(2, shopper(2)), seen(3, shopper(1))]).await;
    let places = |entries: Vec<Stored>| entries.iter().map(|entry| entry.seq).collect::<Vec<_>>();
    let (one, both, later, shared) = reading(log, |r| {
        let (one, both) = ([shopper(1)], [shopper(2), shopper(1)]);
        let histories = (r.history(&one, 0, 9)?, r.history(&both, 0, 9)?, r.history(&both, 1, 1)?);
        Ok((histories.0, histories.1, histories.2, r.market_after(0, usize::MAX)?))
    })
    .await;
    assert_eq!((places(one), places(both), places(later)), (vec![1, 4], vec![1, 3, 4], vec![3, 4]));
    assert_eq!(shared, [Stored { seq: 2, event: market }]);
});

law!(consent_and_links_are_those_of_the_fold, |log| {
    let (visitor, who) = (shopper(1), shopper(2));
    let consented = |n, who, consent| customer(n, who, CustomerFact::Consented { consent });
    let events = vec![
        consented(0, visitor, Consent::Full),
        customer(1, who, CustomerFact::Linked { visitor, customer: who }),
        customer(2, shopper(3), CustomerFact::Linked { visitor, customer: shopper(3) }),
        consented(3, visitor, Consent::Private),
        consented(4, who, Consent::Denied),
    ];
    let snapshot = crate::current::Current::empty().expect("an empty shop").published.snapshot.clone();
    let mut engine = Engine::new(snapshot, State::from(Slice::default()));
    for event in events {
        append(log, vec![event.clone()]).await;
        engine.apply(&event);
        for id in [visitor, who, shopper(3)] {
            let folded = engine.state().shared(&id).map(|shared| shared.consent).unwrap_or_default();
            assert_eq!(reading(log, move |r| r.consent(id)).await, folded);
        }
    }
    let (customer, visitors) =
        reading(log, move |r| Ok((r.customer_of(visitor)?, r.visitors_of(who)?))).await;
    assert_eq!((customer, visitors), (Some(who), vec![visitor]));
});

law!(an_order_is_its_buyers_and_open_until_its_end, |log| {
    let order = |n: u8| OrderId([n; 16]);
    let events = (1..=3).map(|n| ordered(n.into(), shopper(n), placed(order(n))));
    append(log, events.collect()).await;
    append(log, vec![ordered(9, shopper(2), OrderFact::Cancelled { order: order(2) })]).await;
    let closed = reading(log, |r| r.closed_orders(9)).await;
    assert_eq!(closed, [(order(2), shopper(2))]);
    let (buyer, open, newest) =
        reading(log, move |r| Ok((r.buyer(order(2))?, r.open_orders(9)?, r.open_orders(1)?))).await;
    assert_eq!(buyer, Some(shopper(2)));
    assert_eq!(open, [(order(3), shopper(3)), (order(1), shopper(1))]);
    assert_eq!(newest, [(order(3), shopper(3))]);
    append(log, vec![ordered(10, shopper(3), OrderFact::Delivered { order: order(3) })]).await;
    assert_eq!(reading(log, |r| r.closed_orders(1)).await, [(order(3), shopper(3))]);
    append(log, vec![ordered(11, shopper(1), OrderFact::Delivered { order: order(1) })]).await;
    let (number, status) = (ReturnId(1), ReturnStatus::Exchanged);
    let again = OrderFact::ReturnMoved { order: order(1), number, status, label: None };
    append(log, vec![ordered(12, shopper(1), again)]).await;
    let open = reading(log, move |r| r.open_orders(9)).await;
    assert_eq!(open, [(order(1), shopper(1))], "what is exchanged is open again");
    let closed = reading(log, |r| r.closed_orders(9)).await;
    assert_eq!(closed, [(order(3), shopper(3)), (order(2), shopper(2))]);
});

law!(a_mark_never_falls_and_stays_whose_it_is, |log| {
    let set = |n, own| transact(log, move |tx| tx.set_mark(SOURCE, Mark { n, own }, None));
    set(7, true).await.expect("a mark");
    set(3, false).await.expect("a mark");
    assert_eq!(reading(log, |r| r.mark(SOURCE)).await, Some(Mark { n: 7, own: true }));
});

law!(a_blob_is_of_its_kind_and_the_newest_stay, |log| {
    let hash = |n: u8| ContentHash([n; 32]);
    for n in [1, 2, 3, 2] {
        let put = move |tx: &mut dyn Transaction| tx.put_blob(BlobKind::Snapshot, hash(n), &[n], 2);
        transact(log, put).await.expect("a blob");
    }
    let (gone, kept, other) = reading(log, move |r| {
        let of = |n| r.blob(BlobKind::Snapshot, hash(n));
        Ok(((of(1)?), (of(2)?, of(3)?), r.blob(BlobKind::Shop, hash(2))?))
    })
    .await;
    assert_eq!((gone, kept, other), (None, (Some(vec![2]), Some(vec![3])), None));
});

law!(answers_and_refused_rows_are_forgotten_in_time, |log| {
    transact(log, |tx| {
        for at in [1, 50] {
            let n = at as u32;
            for at in [at, 99] {
                tx.refuse(&RefusedRow { at: Timestamp(at), source: SOURCE, n, why: "because" })?;
            }
            tx.put_answer("actor", &at.to_string(), "yes", Timestamp(at))?;
        }
        tx.put_meta("name", b"value")?;
        tx.put_contact(ContactId([2; 16]), shopper(1), "{}", Timestamp(1))?;
        tx.prune(Timestamp(50))
    })
    .await
    .expect("the work is done");
    reading(log, |r| {
        assert_eq!((r.refused()?, r.answer("actor", "1")?), (1, None));
        assert_eq!(r.answer("actor", "50")?.as_deref(), Some("yes"));
        assert_eq!(r.answer("other", "50")?, None);
        assert_eq!(
            (r.meta("name")?, r.contact(ContactId([2; 16]))?),
            (Some(b"value".into()), Some("{}".into()))
        );
        Ok(())
    })
    .await;
});

#[tokio::test]
async fn a_file_keeps_what_was_committed() {
    let folder = Folder::new();
    append(&SqliteLog::open(&folder.file()).expect("a store"), vec![seen(0, shopper(1))]).await;
    let again = SqliteLog::open(&folder.file()).expect("a store");
    assert_eq!(reading(&again, |r| r.head()).await, 1);
}

#[tokio::test]
async fn a_panic_rolls_back_and_the_store_works_on() {
    let folder = Folder::new();
    let log = SqliteLog::open(&folder.file()).expect("a store");
    let failed: Result<(), LogError> = transact(&log, |tx| {
        tx.append(&seen(0, shopper(1)))?;
        std::panic::panic_any("on purpose")
    })
    .await;
    assert!(failed.is_err());
    assert_eq!(append(&log, vec![seen(0, shopper(1))]).await, [Some(1)]);
}

#[test]
fn a_newer_store_is_refused_with_what_to_do() {
    let folder = Folder::new();
    drop(SqliteLog::open(&folder.file()).expect("a store"));
    let connection = rusqlite::Connection::open(folder.file()).expect("a file");
    connection.pragma_update(None, "user_version", 99).expect("a version");
    let error = SqliteLog::open(&folder.file()).expect_err("a newer store").to_string();
    assert!(error.contains("version `99`") && error.contains("start the newer program"), "{error}");
}

#[test]
fn a_damaged_or_foreign_store_is_refused_with_what_to_do() {
    let folder = Folder::new();
    std::fs::write(folder.file(), b"this is no database, however long it may be ".repeat(99))
        .expect("a file");
    let error = SqliteLog::open(&folder.file()).expect_err("garbage").to_string();
    assert!(error.contains("restore it from a backup"), "{error}");

    let foreign = Folder::new();
    let connection = rusqlite::Connection::open(foreign.file()).expect("a file");
    connection.execute_batch("create table x (y)").expect("a table");
    let error = SqliteLog::open(&foreign.file()).expect_err("not ours").to_string();
    assert!(error.contains("another program"), "{error}");
}

#[tokio::test]
async fn a_store_with_a_damaged_page_is_refused() {
    let folder = Folder::new();
    let log = SqliteLog::open(&folder.file()).expect("a store");
    append(&log, (0..2_000).map(|n| seen(n, shopper(1))).collect()).await;
    drop(log);
    let connection = rusqlite::Connection::open(folder.file()).expect("a file");
    connection.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())).expect("a checkpoint");
    drop(connection);
    let mut bytes = std::fs::read(folder.file()).expect("bytes");
    let middle = bytes.len() / 2 / 4_096 * 4_096;
    bytes[middle..middle + 4_096].fill(0xa5);
    std::fs::write(folder.file(), bytes).expect("a file");
    let error = SqliteLog::open(&folder.file()).expect_err("damage").to_string();
    assert!(error.contains("is damaged"), "{error}");
}
