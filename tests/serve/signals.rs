//! Batches of signals: every row is judged alone, and counts once.

use attar::event::{Consent, Observation};
use attar::{Event, Fact, Subject, Timestamp};
use serde_json::{Value, json};

use super::{NOW, consent, open, who};
use crate::http::{Served, unpack};

const SOURCE: &str = "5050505050505050505050505050505a";

fn view(product: Value, at: i64) -> Value {
    json!({ "name": "view_item", "at": at, "params": { "items": [{ "item_id": product }] } })
}

async fn signals(served: &Served) -> Vec<Event> {
    let all = served.app.events_after(0, 10_000).await.expect("the log");
    let signal = |event: &Event| matches!(event.fact, Fact::Signal(_));
    all.into_iter().map(|stored| stored.event).filter(signal).collect()
}

#[tokio::test]
async fn a_bad_row_is_named_with_its_reason_and_the_good_ones_are_kept() {
    let served = open().await;
    consent(&served, "ada", Consent::Full).await;
    let old = NOW.0 - 31 * 86_400_000;
    let rows = json!([
        view(json!("1"), NOW.0 - 5),
        7,
        { "at": NOW.0 },
        { "name": "begin_checkout", "at": NOW.0 },
        { "name": "view_item", "params": { "items": [{ "item_id": 1 }] } },
        view(json!(1), old),
        { "name": "view_item", "at": NOW.0 },
        view(json!("tea"), NOW.0),
        view(json!(99), NOW.0),
        view(json!(-1), NOW.0),
        view(json!(2), NOW.0 + 60_000),
    ]);
    let reply = served.sync(served.token(who("ada")), SOURCE, 40, rows).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let body = reply.json();
    assert_eq!(body["mark"], 50, "all rows were judged");
    let refused = body["refused"].as_array().expect("a list");
    let indices: Vec<u64> = refused.iter().filter_map(|row| row["index"].as_u64()).collect();
    assert_eq!(indices, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    let whys = ["object", "`name`", "`view_item`", "`at`", "30 days", "item", "number", "`99`", "number"];
    for (row, why) in refused.iter().zip(whys) {
        assert!(row["why"].as_str().is_some_and(|text| text.contains(why)), "{row} does not say {why}");
    }
    let kept = signals(&served).await;
    let numbers: Vec<(u32, Timestamp)> = kept.iter().map(|event| (event.id.n, event.at)).collect();
    assert_eq!(numbers, [(40, Timestamp(NOW.0 - 5)), (50, NOW)], "the future is clamped to receipt");
}

#[tokio::test]
async fn the_same_batch_twice_counts_once() {
    let served = open().await;
    consent(&served, "ada", Consent::Full).await;
    let rows = json!([view(json!(1), NOW.0 - 2), { "name": "nonsense" }, view(json!(2), NOW.0 - 1)]);
    let first = served.sync(served.token(who("ada")), SOURCE, 0, rows.clone()).await.json();
    let again = served.sync(served.token(who("ada")), SOURCE, 0, rows).await.json();
    assert_eq!(
        (&first["mark"], &first["slice"], &first["seq"]),
        (&again["mark"], &again["slice"], &again["seq"])
    );
    assert_eq!(signals(&served).await.len(), 2);
    let longer = json!([view(json!(2), NOW.0 - 1), view(json!(3), NOW.0)]);
    let overlap = served.sync(served.token(who("ada")), SOURCE, 2, longer).await.json();
    assert_eq!((&overlap["mark"], signals(&served).await.len()), (&json!(3), 3));
}

#[tokio::test]
async fn nothing_is_remembered_without_full_consent() {
    let served = open().await;
    let rows = json!([view(json!(1), NOW.0)]);
    assert_eq!(served.sync(None, SOURCE, 0, rows.clone()).await.error().0, "no_consent");
    for level in [Consent::Denied, Consent::Private] {
        consent(&served, "ada", level).await;
        let reply = served.sync(served.token(who("ada")), SOURCE, 0, rows.clone()).await;
        assert_eq!((reply.status.as_u16(), reply.error().0.as_str()), (403, "no_consent"), "{level:?}");
    }
    consent(&served, "ada", Consent::Full).await;
    assert_eq!(served.sync(served.token(who("ada")), SOURCE, 0, rows.clone()).await.status, 200);
    consent(&served, "ada", Consent::Denied).await;
    assert_eq!(served.sync(served.token(who("ada")), SOURCE, 1, rows).await.status, 403);
    assert_eq!(signals(&served).await.len(), 1);
}

#[tokio::test]
async fn a_sync_answers_with_what_happened_since() {
    let served = open().await;
    consent(&served, "ada", Consent::Full).await;
    let seq = served.app.seq();
    let body = json!({ "wire": 1, "token": served.token(who("ada")), "source": SOURCE, "from": 0,
        "after": seq, "signals": [view(json!(1), NOW.0)], "live": true });
    let reply = served.post("/v1/sync", &body).await.json();
    let events: Vec<Observation> = unpack(&reply["events"]).expect("events");
    assert_eq!(events.iter().map(|event| event.who).collect::<Vec<_>>(), [who("ada")]);
    assert!(reply.get("slice").is_none() && reply.get("market").is_none(), "{reply}");
    assert!(reply["ticket"].as_str().is_some_and(|ticket| ticket.len() > 20));
    assert_eq!(reply["seq"].as_u64(), Some(seq + 1));
}

#[tokio::test]
async fn anothers_events_are_nobodys_business() {
    let served = open().await;
    consent(&served, "ada", Consent::Full).await;
    consent(&served, "cyrus", Consent::Full).await;
    let seq = served.app.seq();
    served.sync(served.token(who("cyrus")), SOURCE, 0, json!([view(json!(1), NOW.0)])).await;
    let body = json!({ "wire": 1, "token": served.token(who("ada")), "source": "1".repeat(32), "from": 0,
        "after": seq, "signals": [] });
    let answer = served.post("/v1/sync", &body).await.json();
    let events: Vec<Observation> = unpack(&answer["events"]).expect("events");
    assert!(events.iter().all(|event| event.who == who("ada")), "{events:?}");
    // A source that another shopper numbers is not taken over by guessing it.
    let stolen = served.sync(served.token(who("ada")), SOURCE, 0, json!([view(json!(2), NOW.0)])).await;
    assert_eq!(stolen.status, 200);
    let kept = signals(&served).await;
    assert!(kept.iter().all(|event| event.subject == Subject::Shopper(who("cyrus"))), "{kept:?}");
}
