//! Who is let through, who may read, and what every answer carries.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::request::Builder;
use axum::http::{Method, Request, Response, StatusCode};
use tower::ServiceExt;

use super::Rates;
use crate::testing::{in_memory, shopper};
use crate::token::Token;
use crate::{App, router};

const BLOG: &str = "https://blog.example";

async fn app(rates: Rates) -> App {
    in_memory().await.limit(rates).allow_origins([BLOG.to_owned()])
}

async fn send(router: &Router, from: &str, request: Builder, body: &str) -> Response<Body> {
    let mut request = request.header("host", "shop").body(Body::from(body.to_owned())).expect("a request");
    let peer: SocketAddr = from.parse().expect("an address");
    request.extensions_mut().insert(ConnectInfo(peer));
    router.clone().oneshot(request).await.expect("an answer")
}

fn header<'a>(answer: &'a Response<Body>, name: &str) -> Option<&'a str> {
    answer.headers().get(name).map(|value| value.to_str().expect("text"))
}

async fn calls(router: &Router, from: &str, many: usize) -> Vec<Response<Body>> {
    let mut answers = Vec::new();
    for _ in 0..many {
        answers.push(send(router, from, Request::get("/v1/boot"), "").await);
    }
    answers
}

#[tokio::test]
async fn an_address_that_comes_too_often_waits_and_others_do_not() {
    let router = router(app(Rates { address: 1, ..Rates::default() }).await);
    let answers = calls(&router, "203.0.113.1:9", 11).await;
    assert!(answers[..10].iter().all(|answer| answer.status() == StatusCode::OK));
    assert_eq!(answers[10].status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(header(&answers[10], "retry-after"), Some("1"));
    assert_eq!(calls(&router, "203.0.113.2:9", 1).await[0].status(), StatusCode::OK);
    let health = send(&router, "203.0.113.1:9", Request::get("/health"), "").await;
    assert_eq!(health.status(), StatusCode::OK);
}

#[tokio::test]
async fn carriers_come_as_often_as_they_may_whoever_else_is_at_their_address() {
    let router = router(app(Rates { address: 1, ..Rates::default() }).await);
    calls(&router, "203.0.113.1:9", 11).await;
    let mut told = Vec::new();
    for _ in 0..1_100 {
        told.push(send(&router, "203.0.113.1:9", Request::post("/v1/carriers/karrio"), "").await.status());
    }
    assert!(told[..1_000].iter().all(|status| *status == StatusCode::NOT_FOUND), "nobody hears it here");
    assert_eq!(told.last(), Some(&StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(calls(&router, "203.0.113.2:9", 1).await[0].status(), StatusCode::OK);
}

#[tokio::test]
async fn one_network_of_ipv6_is_one_address() {
    let router = router(app(Rates { address: 1, ..Rates::default() }).await);
    calls(&router, "[2001:db8::1]:9", 10).await;
    let same = calls(&router, "[2001:db8::ffff:2]:9", 1).await;
    let other = calls(&router, "[2001:db8:0:1::1]:9", 1).await;
    assert_eq!((same[0].status(), other[0].status()), (StatusCode::TOO_MANY_REQUESTS, StatusCode::OK));
}

#[tokio::test]
async fn only_our_own_proxy_is_believed_and_only_its_last_word() {
    let claimed =
        |last: &str| Request::get("/v1/boot").header("x-forwarded-for", format!("192.0.2.7, {last}"));
    for (behind_proxy, expected) in [(false, StatusCode::TOO_MANY_REQUESTS), (true, StatusCode::OK)] {
        let router = router(app(Rates { address: 1, behind_proxy, ..Rates::default() }).await);
        for _ in 0..10 {
            send(&router, "127.0.0.1:9", claimed("203.0.113.1"), "").await;
        }
        let other = send(&router, "127.0.0.1:9", claimed("203.0.113.2"), "").await;
        let same = send(&router, "127.0.0.1:9", claimed("203.0.113.1"), "").await;
        assert_eq!((other.status(), same.status()), (expected, StatusCode::TOO_MANY_REQUESTS));
    }
}

#[tokio::test]
async fn a_shopper_who_comes_too_often_waits_by_token_and_by_cookie() {
    let app = app(Rates { address: 0, shopper: 1, behind_proxy: false }).await;
    let router = router(app.clone());
    let token = |number| app.tokens().sign(Token::Shopper, shopper(number), app.now());
    let ask = |token: String| format!(r#"{{"wire":1,"token":"{token}"}}"#);
    for _ in 0..10 {
        let answer = send(&router, "127.0.0.1:9", Request::post("/v1/boot"), &ask(token(1))).await;
        assert_eq!(answer.status(), StatusCode::OK);
    }
    let cookie = Request::get("/v1/boot").header("cookie", format!("attar_shopper={}", token(1)));
    assert_eq!(send(&router, "127.0.0.1:9", cookie, "").await.status(), StatusCode::TOO_MANY_REQUESTS);
    let other = send(&router, "127.0.0.1:9", Request::post("/v1/boot"), &ask(token(2))).await;
    assert_eq!(other.status(), StatusCode::OK);
}

#[tokio::test]
async fn codes_are_not_guessed_by_one_shopper_nor_by_many_from_one_address() {
    let app = app(Rates::default()).await;
    let router = router(app.clone());
    let guess = async |from: &str, number| {
        let token = app.tokens().sign(Token::Shopper, shopper(number), app.now());
        let body = format!(r#"{{"command":{{"apply_coupon":{{"code":"GUESS"}}}},"token":"{token}"}}"#);
        send(&router, from, Request::post("/v1/commands"), &body).await
    };
    for _ in 0..10 {
        assert_eq!(guess("203.0.113.1:9", 1).await.status(), StatusCode::NOT_FOUND);
    }
    let late = guess("203.0.113.1:9", 1).await;
    assert_eq!(late.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u32 = header(&late, "retry-after").and_then(|wait| wait.parse().ok()).expect("a time to wait");
    assert!((1..=60).contains(&wait));
    for _ in 0..80 {
        assert_eq!(guess("203.0.113.1:9", 1).await.status(), StatusCode::TOO_MANY_REQUESTS);
    }
    for number in 0..50 {
        let other = guess("203.0.113.1:9", 2 + number / 10).await;
        assert_eq!(other.status(), StatusCode::NOT_FOUND, "{number}");
    }
    assert_eq!(guess("203.0.113.1:9", 9).await.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(guess("203.0.113.2:9", 9).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_listed_origin_may_read_and_no_other() {
    let router = router(app(Rates::default()).await);
    let boot = |origin: &str| Request::post("/v1/boot").header("origin", origin);
    let listed = send(&router, "127.0.0.1:9", boot(BLOG), r#"{"wire":1}"#).await;
    assert_eq!(header(&listed, "access-control-allow-origin"), Some(BLOG));
    assert_eq!(header(&listed, "access-control-allow-credentials"), None);
    assert!(header(&listed, "vary").is_some_and(|vary| vary.contains("origin")));
    let other = send(&router, "127.0.0.1:9", boot("https://evil.example"), r#"{"wire":1}"#).await;
    assert_eq!(header(&other, "access-control-allow-origin"), None);
}

#[tokio::test]
async fn a_preflight_is_answered_for_a_listed_origin_only() {
    let router = router(app(Rates::default()).await);
    let may = |origin: &str| {
        let request = Request::builder().method(Method::OPTIONS).uri("/v1/commands").header("origin", origin);
        request.header("access-control-request-method", "POST")
    };
    let listed = send(&router, "127.0.0.1:9", may(BLOG), "").await;
    assert_eq!(listed.status(), StatusCode::NO_CONTENT);
    assert_eq!(header(&listed, "access-control-allow-origin"), Some(BLOG));
    assert_eq!(header(&listed, "access-control-allow-headers"), Some("content-type, accept"));
    let other = send(&router, "127.0.0.1:9", may("https://evil.example"), "").await;
    assert_eq!(other.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_foreign_page_never_acts_by_cookie_not_even_a_listed_one() {
    let app = app(Rates::default()).await;
    let router = router(app.clone());
    let token = app.tokens().sign(Token::Shopper, shopper(1), app.now());
    let boot = |origin: &str| {
        let request = Request::get("/v1/boot").header("origin", origin);
        request.header("cookie", format!("attar_shopper={token}"))
    };
    let own = send(&router, "127.0.0.1:9", boot("http://shop"), "").await;
    let foreign = send(&router, "127.0.0.1:9", boot(BLOG), "").await;
    let text = async |answer: Response<Body>| {
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
        String::from_utf8_lossy(&bytes).into_owned()
    };
    assert!(text(own).await.contains("\"token\""));
    assert!(!text(foreign).await.contains("\"token\""));
}

#[tokio::test]
async fn a_foreign_page_is_given_no_cookie() {
    let router = router(app(Rates::default()).await);
    let add = serde_json::json!({ "command": crate::testing::change_cart(1, 1) }).to_string();
    let own = send(&router, "127.0.0.1:9", Request::post("/v1/commands"), &add).await;
    let foreign = Request::post("/v1/commands").header("origin", BLOG);
    let foreign = send(&router, "127.0.0.1:9", foreign, &add).await;
    assert_eq!((own.status(), foreign.status()), (StatusCode::OK, StatusCode::OK));
    assert!(header(&own, "set-cookie").is_some() && header(&foreign, "set-cookie").is_none());
}

#[tokio::test]
async fn files_named_by_their_content_may_be_read_by_any_page() {
    let app = app(Rates::default()).await;
    let path = format!("/v1/snapshot/{}", app.snapshot().hash);
    let answer = send(&router(app), "127.0.0.1:9", Request::get(path), "").await;
    assert_eq!(header(&answer, "access-control-allow-origin"), Some("*"));
    assert_eq!(header(&answer, "cross-origin-resource-policy"), Some("cross-origin"));
}

#[tokio::test]
async fn pictures_may_stand_in_any_page_and_pages_in_none() {
    let router = router(app(Rates::default()).await);
    for (path, resource) in [("/picture/12?lang=fa", "cross-origin"), ("/v1/boot", "same-origin")] {
        let answer = send(&router, "127.0.0.1:9", Request::get(path), "").await;
        assert_eq!(header(&answer, "cross-origin-resource-policy"), Some(resource), "{path}");
    }
}

#[tokio::test]
async fn every_answer_has_the_safe_headers() {
    let router = router(app(Rates::default()).await);
    for path in ["/v1/boot", "/health", "/ready", "/v1/nothing", "/v1/snapshot/00"] {
        let answer = send(&router, "127.0.0.1:9", Request::get(path), "").await;
        assert_eq!(header(&answer, "x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(header(&answer, "referrer-policy"), Some("same-origin"), "{path}");
        let policy = header(&answer, "content-security-policy").unwrap_or_default();
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(header(&answer, "permissions-policy").is_some(), "{path}");
        assert!(header(&answer, "cross-origin-resource-policy").is_some(), "{path}");
    }
}
