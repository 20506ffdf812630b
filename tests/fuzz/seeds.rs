//! Real values of every kind, from the cases: what fuzzing begins with.

use std::collections::BTreeSet;

use attar::event::{Observation, OrderFact};
use attar::{Actor, Command, Event, Fact, Lang, Query};
use serde::Serialize;
use serde_json::{Value, json};

use crate::case::world::{bytes, ga4};
use crate::case::{self, Case, Step};

/// The values of one decoder, each once.
pub fn of(decoder: &str) -> Vec<Vec<u8>> {
    let cases = case::all();
    let seeds: BTreeSet<Vec<u8>> = match decoder {
        "ask_body" => {
            queries(&cases).map(|query| text(&json!({ "query": query, "token": "TOKEN" }))).collect()
        }
        "boot_body" => [json!({ "wire": 1 }), json!({ "wire": 1, "token": "TOKEN" }), json!({ "wire": 2 })]
            .iter()
            .map(text)
            .collect(),
        "carriers_body" => told().iter().map(text).collect(),
        "commands_body" => commands(&cases).map(|command| text(&body_of(command))).collect(),
        "find_body" => [
            json!({ "number": 1, "email": "ada@example.org" }),
            json!({ "number": "1", "email": 1 }),
            json!({ "number": -1 }),
        ]
        .iter()
        .map(text)
        .collect(),
        "login_body" => [
            json!({ "jwt": "JWT" }),
            json!({ "jwt": "JWT", "token": "TOKEN" }),
            json!({ "jwt": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEiLCJpYXQiOjAsImV4cCI6MX0." }),
        ]
        .iter()
        .map(text)
        .collect(),
        "quote_body" => {
            [json!({ "token": "TOKEN" }), json!({}), json!({ "token": 1 })].iter().map(text).collect()
        }
        "order_link" => ["TOKEN", "", "TOKENA", "AQUFBQUFBQUFBQUFBQUFBQ"].map(|text| text.into()).into(),
        "events" => histories(&cases).map(|events| bytes(&observed(&events))).collect(),
        "log_line" => histories(&cases).flatten().map(|event| text(&event)).collect(),
        "market_view" => cases.iter().map(|case| bytes(&case.server().state().market_view())).collect(),
        "names" => cases.iter().take(1).flat_map(names).collect(),
        "query" => queries(&cases).map(|query| bytes(&query)).collect(),
        "receipt" => histories(&cases).flatten().filter_map(receipt).collect(),
        "shop_draft" => cases.iter().map(|case| text(&case.shop)).collect(),
        "slice" => cases.iter().flat_map(slices).collect(),
        "snapshot" => cases.iter().filter_map(|case| case.snapshot().encode().ok()).collect(),
        "sync_body" => cases.iter().filter_map(sync_body).map(|body| text(&body)).collect(),
        "terms" => cases.iter().flat_map(terms).collect(),
        "token" => ["TOKEN", "", "TOKENA", "BQUFBQUFBQUFBQUFBQUFBQ"].map(|text| text.into()).into(),
        other => panic!("`{other}` has no seeds"),
    };
    seeds.into_iter().collect()
}

/// What a sync tells of a history.
fn observed(events: &[Event]) -> Vec<Observation> {
    events.iter().filter_map(Event::observation).collect()
}

fn text(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("json")
}

/// What each feed sends of a parcel.
fn told() -> [Value; 4] {
    let (early, late) = ("2025-12-01T09:00:00+01:00", "2025-12-01T10:30:00Z");
    let after = json!([{ "tag": "InTransit", "checkpoint_time": early }, { "tag": "Delivered", "checkpoint_time": late }]);
    let easy = json!([{ "status": "return_to_sender", "datetime": early }, { "status": "delivered", "datetime": late }]);
    let karrio =
        json!([{ "timestamp": late }, { "date": "2025-12-01", "time": "02:05 PM", "status": "picked_up" }]);
    [
        json!({ "event": "tracking_update", "msg": { "tracking_number": "RR-1", "slug": "post", "tag": "Expired",
            "checkpoints": after, "return_to_sender": true, "updated_at": late } }),
        json!({ "description": "tracker.updated", "result": { "tracking_code": "RR-1", "status": "error",
            "carrier": "Post", "tracking_details": easy } }),
        json!({ "event": "tracker_updated", "data": { "tracking_number": "RR-1", "status": "on_hold",
            "carrier_name": "post", "events": karrio } }),
        json!({ "tracking_numbers": ["RR-1", "R 2"], "tracking_company": "Post", "shipment_status": "delayed",
            "updated_at": late }),
    ]
}

fn steps(cases: &[Case]) -> impl Iterator<Item = &Step> {
    cases.iter().flat_map(|case| &case.steps)
}

fn queries(cases: &[Case]) -> impl Iterator<Item = Query> {
    steps(cases).filter_map(|step| match step {
        Step::Ask { query, .. } => Some(query.clone()),
        _ => None,
    })
}

fn commands(cases: &[Case]) -> impl Iterator<Item = (&Actor, &Command)> {
    steps(cases).filter_map(|step| match step {
        Step::Decide { actor, command, .. } => Some((actor, command)),
        _ => None,
    })
}

/// A shopper shows a token; somebody of the shop comes by cookie.
fn body_of((actor, command): (&Actor, &Command)) -> Value {
    match actor {
        Actor::Shopper(_) => json!({ "command": command, "token": "TOKEN", "key": "once" }),
        Actor::Merchant(_) | Actor::Clock | Actor::Carrier(_) => json!({ "command": command }),
    }
}

/// What had happened in each case, and what came of its wishes.
fn histories(cases: &[Case]) -> impl Iterator<Item = Vec<Event>> {
    cases.iter().map(|case| {
        let mut number = 0;
        let decided = case.steps.iter().filter_map(|step| match step {
            Step::Decide { at, actor, then, .. } => Some(then.events(actor, *at, &mut number)),
            Step::Observe(event) => Some(vec![event.clone()]),
            Step::Ask { .. } => None,
        });
        let decided: Vec<Event> = decided.flatten().collect();
        [case.given.clone(), decided].concat()
    })
}

fn names(case: &Case) -> Vec<Vec<u8>> {
    Lang::ALL.map(|lang| bytes(&case.checked_shop().names(lang))).into()
}

fn slices(case: &Case) -> Vec<Vec<u8>> {
    let mut server = case.server();
    let whole = histories(std::slice::from_ref(case)).flatten();
    whole.skip(case.given.len()).for_each(|event| server.apply(&event));
    server.state().shoppers().map(|who| bytes(&server.slice(who))).collect()
}

/// How the total of an order came about.
fn receipt(event: Event) -> Option<Vec<u8>> {
    match event.fact {
        Fact::Order(OrderFact::Placed { receipt, .. }) => receipt?.get().map(bytes),
        _ => None,
    }
}

/// The merchant's terms, and what everyone may see of them.
fn terms(case: &Case) -> [Vec<u8>; 2] {
    let shop = case.checked_shop();
    [bytes(shop.terms()), bytes(shop.public().terms())]
}

/// The signals of a case as a page sends them.
fn sync_body(case: &Case) -> Option<Value> {
    let events = histories(std::slice::from_ref(case)).flatten();
    let rows: Vec<Value> = events
        .filter_map(|event| match event.fact {
            Fact::Signal(signal) => Some(ga4(signal, event.at)),
            _ => None,
        })
        .collect();
    let body = json!({
        "wire": 1, "token": "TOKEN", "source": "5".repeat(32), "from": 0, "after": 0, "signals": rows, "live": true,
    });
    (!rows.is_empty()).then_some(body)
}
