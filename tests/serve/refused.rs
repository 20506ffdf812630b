//! Bad input: refused with a status and a sentence, and nothing half-written.

use attar::event::{Actor, Consent, Role};
use attar::{Command, Query, ShopperId};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::{OWNER, change, consent, grant, open, order, place, who};
use crate::http::{Reply, Served};

const EMPTY: &str = "00000000000000000000000000000000";

fn is_sentence(reply: &Reply, status: u16, code: &str, part: &str) {
    let (found, message) = reply.error();
    assert_eq!((reply.status.as_u16(), found.as_str()), (status, code), "{}", reply.text());
    assert!(message.contains(part) && message.contains(' '), "{message}");
}

#[tokio::test]
async fn what_is_not_there_is_404_with_a_sentence() {
    let served = open().await;
    let price = json!({ "query": { "price": { "product": 99 } } });
    is_sentence(&served.post("/v1/ask", &price).await, 404, "unknown_product", "`99`");
    let track = json!({ "query": { "track": { "order": EMPTY } } });
    is_sentence(&served.post("/v1/ask", &track).await, 404, "unknown_order", EMPTY);
    let similar = json!({ "query": { "recommend": { "slot": "similar", "n": 3 } } });
    is_sentence(&served.post("/v1/ask", &similar).await, 404, "product_unsaid", "product");
    for path in ["/v1/snapshot/00", "/v1/names/zz"] {
        is_sentence(&served.get(path).await, 404, "unknown_file", "no file");
    }
    let hash = format!("/v1/snapshot/{}", EMPTY.repeat(2));
    is_sentence(&served.get(&hash).await, 404, "unknown_file", "no file");
    is_sentence(&served.get("/v1/nothing").await, 404, "unknown_path", "nothing");
    let publish = Command::PublishShop { hash: attar::id::ContentHash([5; 32]) };
    is_sentence(&served.command(&OWNER, &publish).await, 404, "unknown_shop", "no shop");
}

#[tokio::test]
async fn the_files_of_the_shop_itself_are_nobodys_to_fetch() {
    let served = open().await;
    served.put_shop(attar::id::ContentHash([6; 32]), &super::bazaar().shop).await;
    let name = "06".repeat(32);
    for path in ["snapshot", "names", "shop", "blob"] {
        assert_eq!(served.get(&format!("/v1/{path}/{name}")).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_body_too_large_is_413() {
    let served = open().await;
    let body = json!({ "query": "cart", "lang": "x".repeat(70_000) });
    is_sentence(&served.post("/v1/ask", &body).await, 413, "too_large", "64 KiB");
    consent(&served, "ada", Consent::Full).await;
    let rows = Value::Array(vec![json!({}); 201]);
    let many = served.sync(served.token(who("ada")), &"1".repeat(32), 0, rows).await;
    is_sentence(&many, 413, "too_large", "200 signals");
}

#[tokio::test]
async fn another_form_of_the_wire_is_told_to_upgrade() {
    let served = open().await;
    for body in [json!({ "wire": 2 }), json!({ "wire": 0, "token": 7 }), json!({})] {
        for path in ["/v1/boot", "/v1/sync"] {
            let reply = served.post(path, &body).await;
            assert_eq!(
                (reply.status.as_u16(), reply.json()),
                (426, json!({ "upgrade": 1 })),
                "{path} {body}"
            );
        }
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_nothing_is_written() {
    let served = open().await;
    let before = served.app.seq();
    for text in [
        "",
        "{",
        "null",
        "[]",
        "{\"command\":{}}",
        "{\"command\":{\"set_consent\":{\"consent\":\"all\"}}}",
        "\u{0}",
    ] {
        let request = Request::post("/v1/commands").body(Body::from(text)).expect("a request");
        is_sentence(&served.send(request).await, 422, "unreadable", "cannot be read");
    }
    let priced = json!({ "command": { "change_cart": { "product": 1, "quantity": 1, "price": 1 } } });
    is_sentence(&served.post("/v1/commands", &priced).await, 422, "unreadable", "unknown field `price`");
    assert_eq!(served.app.seq(), before);
}

#[tokio::test]
async fn a_command_by_the_wrong_actor_is_403_and_nothing_is_written() {
    let served = open().await;
    let ada = Actor::Shopper(who("ada"));
    grant(&served, ada, change(1, 1)).await;
    grant(&served, ada, place("order", 400)).await;
    let before = served.app.seq();
    let pack = Command::PackOrder { order: order("order") };
    let till = Actor::Merchant(Role::Till);
    for actor in [ada, Actor::Shopper(who("cyrus")), Actor::Shopper(ShopperId::ANONYMOUS), till] {
        let reply = served.command(&actor, &pack).await;
        is_sentence(&reply, 403, "forbidden", "may not");
        assert_eq!(reply.json()["error"]["rejection"], "forbidden");
    }
    assert_eq!(served.app.seq(), before);
}

#[tokio::test]
async fn nobody_says_by_themselves_who_they_are() {
    let served = open().await;
    let pack = json!({ "command": { "pack_order": { "order": order("order") } },
        "actor": { "merchant": "owner" } });
    assert_eq!(served.post("/v1/commands", &pack).await.status, 403);
    let ada = served.token(who("ada")).expect("a token");
    let forged = [ada.replacen(['A', 'B'], "C", 1), ada.to_uppercase(), format!("{ada}A"), String::new()];
    for token in forged.iter().filter(|token| **token != ada) {
        let body = json!({ "wire": 1, "token": token });
        assert_eq!(served.post("/v1/boot", &body).await.slice().who, ShopperId::ANONYMOUS, "{token}");
    }
    let as_merchant = format!("attar_merchant={ada}");
    let pack = json!({ "command": { "pack_order": { "order": order("order") } } });
    assert_eq!(served.post_as("/v1/commands", &as_merchant, &pack).await.status, 403);
}

#[tokio::test]
async fn a_token_runs_out() {
    let served = open().await;
    let token = served.token(who("ada"));
    served.clock.set(super::NOW + attar::time::Span::days(200));
    let boot = served.post("/v1/boot", &json!({ "wire": 1, "token": token })).await;
    assert_eq!(boot.slice().who, ShopperId::ANONYMOUS);
}

#[tokio::test]
async fn pages_of_other_origins_may_not_send_commands() {
    let served = open().await;
    let body = json!({ "command": change(1, 1) }).to_string();
    let from = |origin: &str| {
        let request = Request::post("/v1/commands").header("host", "shop.example").header("origin", origin);
        request.body(Body::from(body.clone())).expect("a request")
    };
    is_sentence(&served.send(from("https://evil.example")).await, 403, "foreign_origin", "origin");
    is_sentence(&served.send(from("null")).await, 403, "foreign_origin", "origin");
    assert_eq!(served.send(from("https://shop.example")).await.status, 200);
}

#[tokio::test]
async fn a_link_needs_the_visitors_own_token() {
    let served = open().await;
    let link = json!({ "command": { "link_visitor": { "visitor": who("victim") } },
        "token": served.customer(who("thief")) });
    is_sentence(&served.post("/v1/commands", &link).await, 403, "forbidden", "may not");
    let profile = served.ask_bytes(who("victim"), &Query::Profile).await;
    assert_eq!(profile.status, 200);
}

#[tokio::test]
async fn the_same_key_is_the_same_answer_and_appends_nothing() {
    let served: Served = open().await;
    let body = |quantity: u32| json!({ "command": change(1, quantity), "token": served.token(who("ada")), "key": "once" });
    let first = served.post("/v1/commands", &body(1)).await;
    let seq = served.app.seq();
    let second = served.post("/v1/commands", &body(1)).await;
    assert_eq!((first.status, first.json(), served.app.seq()), (second.status, second.json(), seq));
    let wrong = json!({ "command": change(1, 1), "key": "k".repeat(65) });
    is_sentence(&served.post("/v1/commands", &wrong).await, 422, "bad_key", "64");
}
