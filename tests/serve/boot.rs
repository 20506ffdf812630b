//! What a page begins with, and the files that never change.

use attar::{ShopperId, Snapshot};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{bazaar, open, who};
use crate::http::{Reply, send};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hash(boot: &Reply) -> String {
    boot.json()["snapshot"].as_str().expect("a hash").to_owned()
}

#[tokio::test]
async fn an_anonymous_boot_is_the_same_bytes_for_everyone_and_sets_no_cookie() {
    let served = open().await;
    let plain = served.get("/v1/boot").await;
    assert_eq!(plain.status, 200);
    assert!(plain.json().get("token").is_none());
    for cookie in
        ["theme=dark", "attar_shopper=forged", "attar_guest=AAAA; attar_consent=denied", "attar_lang=fa"]
    {
        let request = Request::get("/v1/boot")
            .header("cookie", cookie)
            .header("user-agent", "Some/1.0")
            .header("accept-language", "fa-IR")
            .header("x-forwarded-for", "203.0.113.7");
        let other = served.send(request.body(Body::empty()).expect("a request")).await;
        assert_eq!(other.bytes, plain.bytes, "with {cookie}");
        assert!(other.headers.get(header::SET_COOKIE).is_none());
    }
    assert!(plain.headers.get(header::SET_COOKIE).is_none());
}

#[tokio::test]
async fn a_boot_names_the_snapshot_first_and_holds_the_slice() {
    let served = open().await;
    let boot = served.get("/v1/boot").await;
    assert!(boot.text().starts_with("{\"snapshot\":\""), "{}", boot.text());
    assert_eq!(boot.json()["wire"], 1);
    assert_eq!(boot.slice().who, ShopperId::ANONYMOUS);
    assert_eq!(served.boot(who("ada")).await.slice().who, who("ada"));
}

#[tokio::test]
async fn the_snapshot_is_named_by_its_bytes_and_never_changes() {
    let served = open().await;
    let hash = hash(&served.get("/v1/boot").await);
    let file = served.get(&format!("/v1/snapshot/{hash}")).await;
    assert_eq!(hex(&Sha256::digest(&file.bytes)), hash);
    assert_eq!(file.headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    let snapshot = Snapshot::decode(&file.bytes).expect("a snapshot");
    assert_eq!(snapshot.model, bazaar().snapshot().model);
}

#[tokio::test]
async fn names_are_files_of_their_own_in_every_language() {
    let served = open().await;
    let boot = served.get("/v1/boot").await.json();
    for (lang, tea) in [("en", "Black tea"), ("fa", "چای سیاه"), ("ar", "شاي أسود")] {
        let hash = boot["names"][lang].as_str().expect("a hash").to_owned();
        let file = served.get(&format!("/v1/names/{hash}")).await;
        assert_eq!(hex(&Sha256::digest(&file.bytes)), hash);
        let names: attar::shop::Names = postcard::from_bytes(&file.bytes).expect("names");
        assert_eq!(names.label(attar::id::LabelId(5)), tea);
    }
}

#[tokio::test]
async fn an_old_snapshot_is_still_served_after_a_new_one() {
    let served = open().await;
    let old = hash(&served.get("/v1/boot").await);
    served.app.publish_model(attar::model::Model::default()).await.expect("a cold model");
    let new = hash(&served.get("/v1/boot").await);
    assert_ne!(old, new);
    assert_eq!(served.get(&format!("/v1/snapshot/{old}")).await.status, 200);
}

#[tokio::test]
async fn the_view_speaks_the_language_that_was_asked_for() {
    let served = open().await;
    let query = json!({ "recommend": { "slot": "trending", "n": 1 } });
    for (lang, words) in [("en", "popular now"), ("fa", "این روزها پرفروش"), ("ar", "رائج الآن")]
    {
        let reply = served.post("/v1/ask", &json!({ "query": query, "lang": lang })).await;
        assert!(reply.json()["view"].to_string().contains(words), "{lang}: {}", reply.text());
        assert_eq!(reply.json()["answer"]["recommended"]["picks"][0]["product"], 3);
    }
}

#[tokio::test]
async fn a_router_nests_in_any_application() {
    let served = open().await;
    let app = Router::new().nest("/attar", served.router.clone());
    let get = |path: &str| Request::get(path).body(Body::empty()).expect("a request");
    let boot = send(&app, get("/attar/v1/boot")).await;
    let file = send(&app, get(&format!("/attar/v1/snapshot/{}", hash(&boot)))).await;
    assert_eq!((boot.status, file.status), (200.try_into().expect("200"), 200.try_into().expect("200")));
    let ask = json!({ "query": { "price": { "product": 1 } } }).to_string();
    let reply = send(&app, Request::post("/attar/v1/ask").body(Body::from(ask)).expect("a request")).await;
    assert_eq!(reply.json()["answer"]["priced"]["price"]["minor"], 400);
    assert_eq!(send(&app, get("/v1/boot")).await.status, 404);
}

#[tokio::test]
async fn health_says_that_it_runs_and_ready_says_what_is_missing() {
    let served = open().await;
    assert_eq!(served.get("/health").await.text(), "ok");
    assert_eq!(served.get("/ready").await.status, 200);
    served.app.readiness().set_trained(false);
    let waiting = served.get("/ready").await;
    assert_eq!(waiting.status, 503);
    assert_eq!(waiting.json(), json!({ "writer": true, "seeded": true, "trained": false }));
    assert_eq!(served.get("/health").await.status, 200);
}
