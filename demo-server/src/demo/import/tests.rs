//! The import is complete, happens once, and goes on where it was cut short.

use std::sync::Arc;

use attar::event::Consent;
use attar::time::Span;
use attar::{Answer, Event, Query};

use super::*;
use crate::demo::customer_id;
use crate::{Clock, EventLog, FixedClock, MemoryLog};

const NOW: Timestamp = Timestamp(1_790_000_000_000);
const BASKETS: u32 = 500;

/// A shop on a log in memory; the same log again is the shop after a restart.
async fn shop(log: &Arc<dyn EventLog>) -> App {
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::at(NOW));
    App::open(Arc::clone(log), clock).await.expect("a shop")
}

fn empty_log() -> Arc<dyn EventLog> {
    Arc::new(MemoryLog::default())
}

async fn events(app: &App) -> Vec<Event> {
    let stored = app.events_after(0, usize::MAX >> 1).await.expect("events");
    stored.into_iter().map(|stored| stored.event).collect()
}

fn sales(events: &[Event]) -> Vec<&Event> {
    events.iter().filter(|event| matches!(event.fact, Fact::Order(OrderFact::SoldInStore { .. }))).collect()
}

/// The shift and the number of baskets of each import.
fn imports(events: &[Event]) -> Vec<(Span, u32)> {
    let fact = |event: &Event| match event.fact {
        Fact::Shop(ShopFact::HistoryImported { shift, baskets }) => Some((shift, baskets)),
        _ => None,
    };
    events.iter().filter_map(fact).collect()
}

#[tokio::test]
async fn the_last_baskets_end_in_the_week_before_and_the_shift_is_a_fact() {
    let app = shop(&empty_log()).await;
    import(&app, Some(BASKETS)).await.expect("an import");
    let events = events(&app).await;
    let sales = sales(&events);
    assert_eq!(sales.len(), BASKETS as usize);
    let last = sales.last().map_or(Timestamp::default(), |sale| sale.at);
    assert!(last <= NOW && NOW - last < Span::days(7));
    let imports: Vec<_> = imports(&events).iter().map(|(shift, n)| (shift.0 % Span::days(7).0, *n)).collect();
    assert_eq!(imports, [(0, BASKETS)]);
    assert!(app.readiness().seeded());
}

#[tokio::test]
async fn a_household_is_known_by_its_purchases_and_its_card() {
    let app = shop(&empty_log()).await;
    import(&app, Some(BASKETS)).await.expect("an import");
    let answer = app.ask(&customer_id(2070), &Query::Profile).await.expect("an answer");
    assert!(
        matches!(&answer, Answer::Profile(p) if p.card && p.purchases >= 1 && p.consent == Consent::Full),
        "{answer:?}"
    );
}

#[tokio::test]
async fn a_restart_imports_nothing_twice() {
    let log = empty_log();
    import(&shop(&log).await, Some(BASKETS)).await.expect("an import");
    let app = shop(&log).await;
    let before = app.seq();
    import(&app, Some(BASKETS)).await.expect("nothing to do");
    assert_eq!(app.seq(), before);
    assert!(app.readiness().seeded());
}

#[tokio::test]
async fn a_store_with_a_past_of_its_own_is_left_alone() {
    let log = empty_log();
    let app = shop(&log).await;
    app.publish_shop(shop_draft(&seed::load().expect("the seed"), Span(0))).await.expect("a shop");
    import(&app, Some(BASKETS)).await.expect("nothing to do");
    assert!(sales(&events(&app).await).is_empty());
}

#[tokio::test]
async fn an_import_that_was_cut_short_goes_on_where_it_stopped() {
    let log = empty_log();
    let killed = shop(&log).await;
    let filling = async {
        while killed.seq() < 600 {
            tokio::task::yield_now().await;
        }
    };
    let cut = tokio::select! {
        biased;
        () = filling => true,
        _ = import(&killed, Some(3 * BASKETS)) => false,
    };
    assert!(cut, "it was done before it could be cut short");
    assert_eq!(standing(killed.log()).await.expect("a note"), Standing::CutShort);
    drop(killed);

    let app = shop(&log).await;
    let before = app.seq();
    import(&app, Some(3 * BASKETS)).await.expect("the rest");
    let (once, events) = (all_at_once().await, events(&app).await);
    assert!(before > 600 && imports(&events).len() == 1);
    let facts =
        |events: &[Event]| events.iter().map(|e| (e.subject, e.at, e.fact.clone())).collect::<Vec<_>>();
    assert_eq!(facts(&events), facts(&once));
}

async fn all_at_once() -> Vec<Event> {
    let app = shop(&empty_log()).await;
    import(&app, Some(3 * BASKETS)).await.expect("an import");
    events(&app).await
}
