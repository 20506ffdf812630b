//! Laws about bytes: everything reads back what it was written as, and nothing that is read panics.

use attar::query::{Answer, Query};
use attar::shop::{Names, ShopDraft};
use attar::state::MarketView;
use attar::{Command, Engine, Event, Lang, ShopperId, Slice, Snapshot, State, Timestamp};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{random, tries};
use crate::case::world::bytes;

const NOW: Timestamp = Timestamp(random::START);

fn through_postcard<T: Serialize + DeserializeOwned>(value: &T) -> T {
    postcard::from_bytes(&bytes(value)).expect("postcard reads what it wrote")
}

fn through_json<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let text = serde_json::to_string(value).expect("json");
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

fn answers(engine: &Engine, who: &ShopperId, queries: &[Query]) -> Vec<Answer> {
    queries.iter().map(|query| engine.ask(who, query, NOW)).collect()
}

/// Changes, drops and adds some bytes.
fn damaged(mut bytes: Vec<u8>, damage: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    for (place, kind, byte) in damage {
        if bytes.is_empty() {
            break;
        }
        let place = place.index(bytes.len());
        match kind % 3 {
            0 => bytes[place] ^= byte,
            1 => drop(bytes.remove(place)),
            _ => bytes.insert(place, *byte),
        }
    }
    bytes
}

fn damage() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, u8)>> {
    prop::collection::vec(any::<(prop::sample::Index, u8, u8)>(), 1..4)
}

/// Every type that crosses the wire, offered the same bytes.
fn read_as_everything(bytes: &[u8]) {
    let _ = Snapshot::decode(bytes);
    let _ = postcard::from_bytes::<Slice>(bytes);
    let _ = postcard::from_bytes::<MarketView>(bytes);
    let _ = postcard::from_bytes::<Vec<Event>>(bytes);
    let _ = postcard::from_bytes::<Command>(bytes);
    let _ = postcard::from_bytes::<Query>(bytes);
    let _ = postcard::from_bytes::<Answer>(bytes);
    let _ = postcard::from_bytes::<Names>(bytes);
    let _ = serde_json::from_slice::<Event>(bytes);
    let _ = serde_json::from_slice::<Command>(bytes);
    let _ = serde_json::from_slice::<Query>(bytes);
    let _ = serde_json::from_slice::<ShopDraft>(bytes).map(attar::Shop::check);
}

proptest! {
    #![proptest_config(tries(128))]

    #[test]
    fn events_commands_and_queries_read_back(
        event in random::any_event(),
        command in random::any_command(),
        query in random::query(),
    ) {
        prop_assert_eq!(&through_json(&event), &event);
        prop_assert_eq!(&through_postcard(&event), &event);
        prop_assert_eq!(&through_json(&command), &command);
        prop_assert_eq!(&through_postcard(&command), &command);
        prop_assert_eq!(&through_json(&query), &query);
        prop_assert_eq!(&through_postcard(&query), &query);
    }

    #[test]
    fn slices_snapshots_and_answers_read_back(
        engine in random::engine(),
        history in random::history_with_links(),
        who in random::anybody(),
        queries in prop::collection::vec(random::query(), 1..6),
    ) {
        let mut engine = engine;
        history.iter().for_each(|event| engine.apply(event));
        let slice = engine.slice(&who);
        prop_assert_eq!(&through_postcard(&slice), &slice);
        prop_assert_eq!(&through_json(&slice), &slice);
        prop_assert_eq!(&through_postcard(&slice.market), &slice.market);
        let file = engine.snapshot().encode().expect("a snapshot");
        prop_assert_eq!(&Snapshot::decode(&file).expect("the same"), &**engine.snapshot());
        for answer in answers(&engine, &who, &queries) {
            prop_assert_eq!(&through_postcard(&answer), &answer);
            prop_assert_eq!(&through_json(&answer), &answer);
        }
    }

    #[test]
    fn shops_and_names_read_back(draft in random::draft()) {
        prop_assert_eq!(&through_json(&draft), &draft);
        let shop = attar::Shop::check(draft).expect("a sound shop");
        for lang in Lang::ALL {
            prop_assert_eq!(&through_postcard(&shop.names(lang)), &shop.names(lang));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, text: String) {
        read_as_everything(&bytes);
        read_as_everything(text.as_bytes());
        read_as_everything(&[b"ATTR\x01\x00", &bytes[..]].concat());
    }

    #[test]
    fn a_damaged_snapshot_is_refused_or_answers(
        engine in random::engine(),
        damage in damage(),
        who in random::anybody(),
        queries in prop::collection::vec(random::query(), 1..6),
    ) {
        let file = damaged(engine.snapshot().encode().expect("a snapshot"), &damage);
        if let Ok(snapshot) = Snapshot::decode(&file) {
            let engine = Engine::new(snapshot.into(), engine.state().clone());
            answers(&engine, &who, &queries);
        }
    }

    #[test]
    fn a_damaged_slice_is_refused_or_answers(
        engine in random::engine(),
        history in random::history_with_links(),
        damage in damage(),
        queries in prop::collection::vec(random::query(), 1..6),
        after in random::history_with_links(),
    ) {
        let mut server = engine;
        history.iter().for_each(|event| server.apply(event));
        let slice = damaged(bytes(&server.slice(&random::shopper(0))), &damage);
        if let Ok(slice) = postcard::from_bytes::<Slice>(&slice) {
            let who = slice.who;
            let mut page = Engine::new(server.snapshot().clone(), State::from(slice));
            answers(&page, &who, &queries);
            after.iter().for_each(|event| page.apply(event));
            answers(&page, &who, &queries);
        }
    }

    #[test]
    fn damaged_json_is_refused_or_reads_back(event in random::any_event(), command in random::any_command(), damage in damage()) {
        let event = damaged(serde_json::to_vec(&event).expect("json"), &damage);
        if let Ok(event) = serde_json::from_slice::<Event>(&event) {
            prop_assert_eq!(&through_json(&event), &event);
        }
        let command = damaged(serde_json::to_vec(&command).expect("json"), &damage);
        if let Ok(command) = serde_json::from_slice::<Command>(&command) {
            prop_assert_eq!(&through_json(&command), &command);
        }
    }
}
