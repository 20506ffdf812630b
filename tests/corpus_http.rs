//! The corpus over HTTP: one router per case, with the case's events in its log and its time on its
//! clock. Nobody is left out: a shopper sends a token, somebody of the shop a session cookie, and a
//! case of a page runs on the slice and the snapshot that the page would load.

mod case;
mod http;

use std::sync::Arc;

use attar::{Actor, Channel, Command, Engine, Event, Fact, ShopperId, Snapshot, Subject};
use attar_server::Refusal;
use axum::http::StatusCode;
use serde_json::json;

use case::world::{bytes, ga4};
use case::{Case, Side, Step, Verdict};
use http::Served;

async fn serve(case: &Case) -> Served {
    let model = case.snapshot().model.clone();
    Served::open(case.shop.clone(), model, case.given.clone(), case.at).await
}

#[tokio::test]
async fn every_case_comes_out_as_written_over_http() {
    for case in case::all() {
        let served = serve(&case).await;
        match case.side {
            Side::Server => run(&served, &case).await,
            Side::Page(who) => case.run(&mut page(&served, who).await),
        }
    }
}

#[tokio::test]
async fn every_answer_of_a_page_case_is_the_servers_answer_too() {
    for case in case::all().into_iter().filter(|case| matches!(case.side, Side::Page(_))) {
        let served = serve(&case).await;
        // What a page refuses, the server may grant.
        let is_refused = |step: &Step| matches!(step, Step::Decide { then: Verdict::Rejection(_), .. });
        for (place, step) in case.steps.iter().enumerate().filter(|(_, step)| !is_refused(step)) {
            take(&served, &case, place as u32, step).await;
        }
    }
}

/// The engine of a page: what boot names, and nothing else.
async fn page(served: &Served, who: ShopperId) -> Engine {
    let boot = served.boot(who).await;
    let file =
        served.get(&format!("/v1/snapshot/{}", boot.json()["snapshot"].as_str().expect("a hash"))).await;
    let snapshot = Snapshot::decode(&file.bytes).expect("a snapshot");
    Engine::new(Arc::new(snapshot), boot.slice().into())
}

async fn run(served: &Served, case: &Case) {
    for (place, step) in case.steps.iter().enumerate() {
        take(served, case, place as u32, step).await;
    }
}

async fn take(served: &Served, case: &Case, place: u32, step: &Step) {
    let name = format!("{}, step {place}", case.name);
    match step {
        Step::Observe(event) => observe(served, event, place, &name).await,
        Step::Ask { at, who, query, then } => {
            served.clock.set(*at);
            let reply = served.ask_bytes(*who, query).await;
            let unknown = matches!(then, attar::Answer::Unknown(_));
            assert_eq!(reply.status == StatusCode::NOT_FOUND, unknown, "{name}: {reply:?}");
            let answer: attar::Answer = attar::decode(&reply.bytes).expect("an answer");
            assert_eq!(answer, *then, "{name}: {query:?}");
            assert_eq!(reply.bytes, bytes(then), "{name}: {query:?}");
        }
        Step::Decide { at, actor, command, then } => {
            served.clock.set(*at);
            if let Command::PublishShop { hash } = command {
                served.put_shop(*hash, &case.shop).await;
            }
            let command = &by_code(served, command);
            // The code on the wire is the shop's own, whatever a case says; and what the clock ends, the owner may too.
            let is_within = match command {
                Command::OpenReferral { .. } => true,
                Command::EndReferral { .. } => *actor == Actor::Clock,
                _ => false,
            };
            if is_within {
                return assert_eq!(&within(served, *actor, Channel::Web, command).await, then, "{name}");
            }
            let reply = served.command(actor, command).await;
            if *actor == Actor::Clock {
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{name}: {reply:?}");
                return assert_eq!(&ticked(served, command).await, then, "{name}");
            }
            let verdict = match then {
                Verdict::Facts(facts) => json!({ "facts": told_to(actor, facts) }),
                Verdict::Rejection(rejection) => json!({ "rejection": rejection }),
            };
            assert_eq!(verdict_of(&reply), verdict, "{name}: {reply:?}");
        }
    }
}

/// A card is shown by its code: a number of one on the wire is not believed.
fn by_code(served: &Served, command: &Command) -> Command {
    let mut command = command.clone();
    if let Command::PlaceOrder { gift_card: Some(bearer), .. } = &mut command
        && let Some(card) = bearer.card.take()
    {
        // Of a card that is not there yet no code is genuine to a buyer; here it is, and the shop knows no such card.
        bearer.code = served.app.gift_code(card);
    }
    command
}

/// A shopper is told nothing that is about another.
fn told_to<'a>(actor: &Actor, facts: &'a [(Subject, Fact)]) -> Vec<&'a (Subject, Fact)> {
    let is_own = |(subject, _): &&(Subject, Fact)| match (actor, subject) {
        (Actor::Shopper(who), Subject::Shopper(whose)) => who == whose,
        _ => true,
    };
    facts.iter().filter(is_own).collect()
}

/// The clock runs inside the shop.
async fn ticked(served: &Served, command: &Command) -> Verdict {
    within(served, Actor::Clock, Channel::Console, command).await
}

async fn within(served: &Served, actor: Actor, channel: Channel, command: &Command) -> Verdict {
    match served.app.command(actor, channel, command.clone()).await {
        Ok(decided) => {
            Verdict::Facts(decided.events.into_iter().map(|event| (event.subject, event.fact)).collect())
        }
        Err(Refusal::Rejected(rejection)) => Verdict::Rejection(rejection),
        Err(other) => panic!("{other}"),
    }
}

fn verdict_of(reply: &http::Reply) -> serde_json::Value {
    let body = reply.json();
    match reply.status {
        StatusCode::OK => json!({ "facts": body["facts"] }),
        _ => json!({ "rejection": body["error"]["rejection"] }),
    }
}

/// A signal comes in the form of a page, one source a step.
async fn observe(served: &Served, event: &Event, place: u32, name: &str) {
    served.clock.set(event.at);
    let (attar::Subject::Shopper(who), Fact::Signal(signal)) = (event.subject, &event.fact) else {
        panic!("{name}: a page observes signals of a shopper");
    };
    let rows = json!([ga4(*signal, event.at)]);
    let reply = served.sync(served.token(who), &format!("{place:032x}"), 0, rows).await;
    assert_eq!(
        (reply.status, reply.json()["refused"].clone()),
        (StatusCode::OK, json!([])),
        "{name}: {reply:?}"
    );
}
