//! Laws of the log under random wishes: restart = replay = live.

use std::sync::Arc;

use attar::event::Channel;
use attar::state::Market;
use attar::{Actor, Command, Engine, ShopperId, Slice, State, Timestamp};
use attar_server::{App, EventLog, FixedClock, MemoryLog};
use proptest::prelude::*;

use super::trade::as_shown;
use super::{random, tries};
use crate::case::world::bytes;

async fn open(log: &Arc<dyn EventLog>, clock: &Arc<FixedClock>) -> App {
    App::open(Arc::clone(log), clock.clone()).await.expect("a shop")
}

async fn live(app: &App, clock: &FixedClock, wishes: Vec<(Actor, Command)>) {
    for (minute, (actor, command)) in (0..).zip(wishes) {
        clock.set(Timestamp(random::START + minute * 60_000));
        let command = match &actor {
            Actor::Shopper(who) => as_shown(&app.engine_for(who).await.expect("an engine"), &actor, command),
            Actor::Merchant(_) | Actor::Clock | Actor::Carrier(_) => command,
        };
        // What is refused is written nowhere; that is the point.
        let _ = app.command(actor, Channel::Web, command).await;
    }
}

async fn slices(app: &App) -> Vec<Slice> {
    let mut slices = Vec::new();
    for who in (0..random::PEOPLE).map(random::shopper).chain([ShopperId::ANONYMOUS]) {
        slices.push(app.engine_for(&who).await.expect("an engine").slice(&who));
    }
    slices
}

async fn replayed(app: &App, engine: &Engine) -> Vec<Slice> {
    let shop = engine.state().shop.clone().expect("the whole shop");
    let mut replay =
        Engine::new(Arc::clone(&app.snapshot().snapshot), State::server(shop, Market::default()));
    for stored in app.events_after(0, usize::MAX).await.expect("the log") {
        replay.apply(&stored.event);
    }
    let everyone = (0..random::PEOPLE).map(random::shopper).chain([ShopperId::ANONYMOUS]);
    everyone.map(|who| replay.slice(&who)).collect()
}

proptest! {
    #![proptest_config(tries(64))]

    #[test]
    fn restart_is_replay_is_live(engine in random::engine(), wishes in random::wishes()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let log: Arc<dyn EventLog> = Arc::new(MemoryLog::default());
            let clock = Arc::new(FixedClock::at(Timestamp(random::START)));
            let app = open(&log, &clock).await;
            let draft = engine.state().shop.as_ref().expect("the whole shop").draft().clone();
            app.publish_shop(draft).await.expect("a published shop");
            live(&app, &clock, wishes).await;
            let lived = slices(&app).await;
            prop_assert_eq!(bytes(&lived), bytes(&replayed(&app, &engine).await), "replay");
            let again = open(&log, &clock).await;
            prop_assert_eq!(bytes(&lived), bytes(&slices(&again).await), "restart");
            prop_assert_eq!(again.snapshot().hash, app.snapshot().hash);
            Ok(())
        })?;
    }
}
