//! The npm packages as somebody has them who installed what `npm pack` made: in plain Node, in a Vite app with the
//! wrappers for React and Vue, and before the compiler of TypeScript.

mod case;
#[path = "http/folder.rs"]
mod folder;
mod harness;
mod page_runs;
mod served;

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::PathBuf;

use attar::{Query, ShopperId, Slot, Timestamp};
use attar_server::Running;
use serde_json::{Value, json};

use folder::Folder;
use page_runs::PageCase;

/// Lines of logs of every version so far.
const LOG: &str = include_str!("golden/log.jsonl");

/// What a script must have seen in Node and in Chromium.
const IN_NODE: [&str; 7] = [
    "members may be left out",
    "a misspelled member is told",
    "a missing member is told",
    "an event may know more than we do",
    "what is no wish is told",
    "what prices no carts answers the rest alike",
    "the elements can be imported without a page",
];
const IN_CHROMIUM: [&str; 3] =
    ["the app builds", "the built app answers and draws", "so does the app while it is written"];

/// The folder of the app, with all packages installed.
fn app() -> PathBuf {
    harness::setting("ATTAR_NPM_APP")
}

fn cases() -> Vec<PageCase> {
    case::all().iter().map(PageCase::of).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_node_answers_every_case_as_the_engine_does() {
    let (cases, folder) = (cases(), Folder::new("npm-node"));
    let file = folder.path().join("cases.json");
    std::fs::write(&file, serde_json::to_string(&cases).expect("json")).expect("a folder to write to");
    let runs = harness::scripts().join("corpus-page.mjs");
    let settings = [("ATTAR_CASES", file.to_str()), ("ATTAR_RUNS", runs.to_str())];
    let settings = settings.map(|(name, path)| (name, path.expect("a path in UTF-8")));
    let said = harness::node_at(&app().join("node.mjs"), &settings).await;
    let told = said.first().expect("what the cases came to");
    assert_eq!(told["wrong"], json!([]));
    let names: Vec<&str> = cases.iter().map(PageCase::name).collect();
    assert_eq!((&told["cases"], &told["node"]), (&json!(names), &json!(true)));
    assert_eq!(checks(&said), IN_NODE);
}

fn checks(said: &[Value]) -> Vec<&str> {
    said.iter().filter_map(|line| line["check"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vite_app_answers_and_draws() {
    let folder = Folder::new("npm-vite");
    // Free a moment ago: the shop must know the app's origin before there is an app.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
    let running = served::small_for(&folder, &format!("http://127.0.0.1:{port}")).await;
    let plan = plan(&running, port).await;
    let app = app();
    let settings = [("ATTAR_PLAN", plan.to_string()), ("ATTAR_NPM_APP", app.to_string_lossy().into_owned())];
    let settings = settings.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(checks(&harness::node("npm.mjs", &settings).await), IN_CHROMIUM);
    running.shutdown().await;
}

/// Where the shop is, and a question with the bytes of its answer.
async fn plan(running: &Running, port: u16) -> Value {
    let who = ShopperId::ANONYMOUS;
    let engine = running.app.engine_for(&who).await.expect("an engine");
    let (query, at) = (Query::list(Slot::Trending, 4), Timestamp(1_800_000_000_000));
    let answer = attar::encode(&engine.ask(&who, &query, at));
    let wish = json!({ "who": who, "query": query, "at": at });
    let product = served::priced(engine.snapshot());
    json!({ "shop": running.url(), "port": port, "product": product, "wish": wish, "answer": answer })
}

#[tokio::test]
async fn the_types_hold_for_the_corpus_and_refuse_what_is_wrong() {
    let app = app();
    std::fs::write(app.join("literals.ts"), literals()).expect("a folder to write to");
    let tsc = app.join("node_modules/typescript/bin/tsc");
    for how in [&["-p", "."][..], &["-p", "tsconfig.node.json"]] {
        let told = tokio::process::Command::new("node").arg(&tsc).args(how).current_dir(&app).output();
        let told = told.await.expect("Node starts: install nodejs");
        let printed = String::from_utf8_lossy(&told.stdout);
        let first: Vec<&str> = printed.lines().take(40).collect();
        assert!(told.status.success(), "tsc {how:?} says\n{}", first.join("\n"));
    }
}

/// Everything that the corpus says to an engine and hears from it, as TypeScript.
fn literals() -> String {
    let mut lines = BTreeSet::new();
    let mut say = |kind: &str, value: &Value| {
        lines.insert(format!("{value} satisfies {kind};\n"));
    };
    for line in LOG.lines() {
        say("Event", &serde_json::from_str(line).expect("json"));
    }
    for case in cases() {
        let case = serde_json::to_value(case).expect("json");
        case["runs"].as_array().expect("runs").iter().for_each(|run| run_literals(run, &mut say));
    }
    let kinds = "Actor, Answer, Command, Event, Fact, Query, Rejection, Subject";
    let (mut text, count) = (format!("import type {{ {kinds} }} from '@attar/api';\n"), lines.len());
    assert!(count > 800, "only {count} values of the corpus are held against the types");
    for (number, line) in lines.iter().enumerate() {
        text.push_str(&format!("export const v{number} = {line}"));
    }
    text
}

fn run_literals(run: &Value, say: &mut impl FnMut(&str, &Value)) {
    run["events"].as_array().into_iter().flatten().for_each(|event| say("Event", event));
    let then = &run["then"]["json"];
    if run["ask"].is_object() {
        say("Query", &run["ask"]["query"]);
        return say("Answer", then);
    }
    say("Actor", &run["decide"]["actor"]);
    say("Command", &run["decide"]["command"]);
    match then.get("facts") {
        Some(facts) => say("[Subject, Fact][]", facts),
        None => say("Rejection", &then["rejection"]),
    }
}
