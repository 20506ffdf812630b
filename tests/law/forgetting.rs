//! Laws of forgetting: nothing of them is left, twice is once, and nobody else notices.

use std::sync::Arc;

use attar::event::Channel;
use attar::state::Market;
use attar::{Actor, Command, Engine, ShopperId, Slice, State, Subject, Timestamp};
use attar_server::{App, EventLog, FixedClock, MemoryLog, Refusal};
use proptest::prelude::*;

use super::{random, tries};
use crate::case::world::bytes;

const NOW: Timestamp = Timestamp(random::START);

fn forget(who: ShopperId) -> (Actor, Command) {
    (Actor::Shopper(who), Command::Forget { shopper: None, pseudonym: ShopperId([0xee; 16]) })
}

/// The engine after somebody was forgotten, and how many names they had.
fn without(engine: &Engine, who: ShopperId) -> (Engine, usize) {
    let (actor, command) = forget(who);
    let facts = engine.decide(&actor, &command, NOW).expect("anybody may be forgotten");
    let events = random::numbered(facts.into_iter().map(|fact| (fact, NOW)).collect(), 1_000);
    let mut engine = engine.clone();
    events.iter().for_each(|event| engine.apply(event));
    (engine, events.len())
}

fn empty(engine: &Engine, who: ShopperId) -> Slice {
    Slice { who, market: engine.state().market_view(), ..Slice::default() }
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn nothing_is_left_of_them_and_nobody_else_notices(
        engine in random::engine(),
        history in random::history_with_links(),
        me in 0..random::PEOPLE,
    ) {
        let mut before = engine;
        history.iter().for_each(|event| before.apply(event));
        let who = random::shopper(me);
        let (after, _) = without(&before, who);
        for person in (0..random::PEOPLE).map(random::shopper) {
            let same = before.state().resolve(person) == before.state().resolve(who);
            let wanted = if same { empty(&before, person) } else { before.slice(&person) };
            prop_assert_eq!(after.slice(&person), wanted, "{:?}", person);
        }
        prop_assert_eq!(after.state().market(), before.state().market());
    }

    #[test]
    fn to_forget_twice_is_to_forget_once(
        engine in random::engine(),
        history in random::history_with_links(),
        me in 0..random::PEOPLE,
    ) {
        let mut before = engine;
        history.iter().for_each(|event| before.apply(event));
        let (once, _) = without(&before, random::shopper(me));
        let (twice, count) = without(&once, random::shopper(me));
        prop_assert_eq!((count, twice.state()), (0, once.state()));
    }
}

async fn live(app: &App, wishes: &[(Actor, Command)]) {
    for (actor, command) in wishes {
        let command = match actor {
            Actor::Shopper(who) => {
                super::trade::as_shown(&app.engine_for(who).await.expect("an engine"), actor, command.clone())
            }
            Actor::Merchant(_) | Actor::Clock | Actor::Carrier(_) => command.clone(),
        };
        // What is refused is written nowhere.
        let _ = app.command(*actor, Channel::Web, command).await;
    }
}

async fn slice(app: &App, who: ShopperId) -> Vec<u8> {
    bytes(&app.engine_for(&who).await.expect("an engine").slice(&who))
}

/// Every event of the log that tells what was ordered or sold, whoever it was.
async fn sales(app: &App) -> Vec<(u64, String)> {
    let sale = |fact: &attar::Fact| match fact {
        attar::Fact::Order(
            attar::event::OrderFact::CartChanged { .. }
            | attar::event::OrderFact::CouponApplied { .. }
            | attar::event::OrderFact::CouponRemoved { .. },
        ) => None,
        attar::Fact::Order(attar::event::OrderFact::Placed { order, lines, total, .. }) => {
            Some(format!("{order} {lines:?} {total}"))
        }
        // The numbers of carriers lead to a door, and go.
        attar::Fact::Order(attar::event::OrderFact::ParcelMoved { order, parcel, status, .. }) => {
            Some(format!("{order} {parcel} {status:?}"))
        }
        attar::Fact::Order(attar::event::OrderFact::ReturnMoved { order, number, status, .. }) => {
            Some(format!("{order} {number} {status:?}"))
        }
        attar::Fact::Order(_) | attar::Fact::Stock(_) | attar::Fact::Shop(_) | attar::Fact::Gift(_) => {
            Some(format!("{fact:?}"))
        }
        _ => None,
    };
    let log = app.events_after(0, usize::MAX).await.expect("the log");
    log.iter().filter_map(|stored| Some((stored.seq, sale(&stored.event.fact)?))).collect()
}

proptest! {
    #![proptest_config(tries(64))]

    #[test]
    fn the_log_loses_them_and_keeps_every_sale(
        engine in random::engine(),
        wishes in random::wishes(),
        me in 0..random::PEOPLE,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let log: Arc<dyn EventLog> = Arc::new(MemoryLog::default());
            let clock = Arc::new(FixedClock::at(NOW));
            let app = App::open(Arc::clone(&log), clock.clone()).await.expect("a shop");
            let shop = engine.state().shop.clone().expect("the whole shop");
            app.publish_shop(shop.draft().clone()).await.expect("a published shop");
            live(&app, &wishes).await;
            let who = random::shopper(me);
            let (before, known) = (sales(&app).await, app.engine_for(&who).await.expect("an engine"));
            let names: Vec<ShopperId> = match known.state().shared(&who) {
                Some(shared) => shared.visitors.iter().copied().chain([known.state().resolve(who)]).collect(),
                None => Vec::new(),
            };
            let (actor, command) = forget(who);
            // Who is forgotten already cannot be again.
            let done = app.command(actor, Channel::Web, command).await;
            prop_assert!(matches!(done, Ok(_) | Err(Refusal::Forgotten)), "{:?}", done);
            prop_assert_eq!(sales(&app).await, before);
            let told = format!("{:?}", app.events_after(0, usize::MAX).await.expect("the log"));
            prop_assert!(names.iter().all(|name| !told.contains(&name.hex())), "{:?} in {}", names, told);
            let mut replay = Engine::new(
                Arc::clone(&app.snapshot().snapshot),
                State::server(shop, Market::default()),
            );
            let everything = app.events_after(0, usize::MAX).await.expect("the log");
            everything.iter().for_each(|stored| replay.apply(&stored.event));
            let again = App::open(log, clock).await.expect("a shop");
            let subjects = everything.iter().filter_map(|stored| match stored.event.subject {
                Subject::Shopper(who) => Some(who),
                Subject::Market => None,
            });
            for person in subjects.chain((0..random::PEOPLE).map(random::shopper)) {
                let live = slice(&app, person).await;
                prop_assert_eq!(&live, &bytes(&replay.slice(&person)), "replay");
                prop_assert_eq!(&live, &slice(&again, person).await, "restart");
            }
            Ok(())
        })?;
    }
}
