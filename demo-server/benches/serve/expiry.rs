//! A hundred thousand members whose points end at the same midnight: how long until the books of all say so on the disk.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use attar::event::{Channel, Event, Fact, LoyaltyFact, Posting, Role, Subject, Why};
use attar::id::{EntryId, EventId, SourceId};
use attar::{Actor, Answer, Query, ShopperId, Timestamp};
use attar_server::log::{self, Transaction};
use attar_server::{App, FixedClock, SqliteLog};
use serde_json::json;

use crate::{Figures, rounded};

/// Members, and how many of them are written at once.
const MEMBERS: u32 = 100_000;
const WRITTEN: u32 = 10_000;
/// When the points have ended.
const NOW: Timestamp = Timestamp(1_800_000_000_000);

/// Lets all of them expire in a shop in that folder.
pub async fn measure(folder: &Path, figures: &mut Figures) {
    let app = shop(folder).await;
    let began = Instant::now();
    let done = app.tick().await.expect("a tick");
    let took = began.elapsed();
    assert_eq!(done, MEMBERS as usize, "all of them, once");
    let answer = app.ask(&ShopperId(id(7)), &Query::Loyalty).await.expect("an answer");
    let over = matches!(&answer, Answer::Loyalty(of) if (of.available, of.history.len()) == (0, 2));
    assert!(over, "earned, and expired: {answer:?}");
    figures.insert("points_expired_100000_ms".into(), rounded(took.as_secs_f64() * 1_000.0));
}

async fn shop(folder: &Path) -> App {
    let store = Arc::new(SqliteLog::open(&folder.join("expiry.sqlite")).expect("a store"));
    for from in (0..MEMBERS).step_by(WRITTEN as usize) {
        let some: Vec<Event> = (from..from + WRITTEN).map(earned).collect();
        let append =
            move |tx: &mut dyn Transaction| some.iter().try_for_each(|event| tx.append(event).map(drop));
        log::transact(&*store, append).await.expect("the points");
    }
    let app = App::open(store, Arc::new(FixedClock::at(NOW))).await.expect("a shop");
    let draft = json!({"currency": "USD", "product_url": "/p/{id}", "labels": [{"en": "a", "fa": "b", "ar": "c"}],
        "products": [{"id": 1, "department": 0, "category": 0, "kind": 0, "cost": 0}],
        "price_lists": [{"id": 0, "name": "list", "currency": "USD", "audience": "everyone", "prices": [[1, 100]]}],
        "loyalty": {"worth": {"points": 1, "minor": 1}}});
    app.publish_shop(serde_json::from_value(draft).expect("a draft")).await.expect("a published shop");
    app
}

fn id(member: u32) -> [u8; 16] {
    let mut id = [7; 16];
    id[..4].copy_from_slice(&member.to_be_bytes());
    id
}

/// What a member has, and how long.
fn earned(member: u32) -> Event {
    let (at, end) = (Timestamp(NOW.0 - 86_400_000), Timestamp(NOW.0 - 1));
    let what = Posting::Earned {
        points: 100,
        why: Why::Joined,
        lines: Vec::new(),
        ripe: at,
        expires: Some(end),
        counted: Default::default(),
    };
    Event {
        id: EventId { source: SourceId(id(member)), n: 0 },
        subject: Subject::Shopper(ShopperId(id(member))),
        actor: Actor::Merchant(Role::Owner),
        channel: Channel::Console,
        at,
        fact: Fact::Loyalty(LoyaltyFact { entry: EntryId(at.0), what, due: Some(end) }),
    }
}
