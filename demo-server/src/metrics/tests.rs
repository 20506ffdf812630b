//! What is counted, and who may read it.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use axum::middleware;
use tower::ServiceExt;

use super::*;
use crate::settings::MetricsFor;
use crate::testing::{count, in_memory};
use crate::{App, router};

async fn site(who: MetricsFor) -> (App, Router) {
    let app = in_memory().await;
    let site = router(app.clone()).merge(route(app.clone(), who));
    let site = site.layer(middleware::from_fn_with_state(app.clone(), measured));
    (app, site)
}

async fn get(site: &Router, path: &str, from: &str, header: Option<(&str, &str)>) -> (StatusCode, String) {
    let mut request = Request::get(path);
    if let Some((name, value)) = header {
        request = request.header(name, value);
    }
    let mut request = request.body(Body::empty()).expect("a request");
    request.extensions_mut().insert(ConnectInfo::<SocketAddr>(from.parse().expect("an address")));
    let answer = site.clone().oneshot(request).await.expect("an answer");
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

#[tokio::test]
async fn answers_and_commits_are_counted() {
    let (app, site) = site(MetricsFor::Local).await;
    app.owner(count(1, 5)).await.expect("stock");
    for path in ["/v1/boot", "/v1/boot", "/v1/snapshot/77", "/ready"] {
        get(&site, path, "127.0.0.1:9", None).await;
    }
    let (status, text) = get(&site, "/metrics", "127.0.0.1:9", None).await;
    assert_eq!(status, StatusCode::OK);
    for line in [
        "attar_requests_total{method=\"GET\",route=\"/v1/boot\",status=\"200\"} 2",
        "attar_requests_total{method=\"GET\",route=\"/v1/snapshot/{hash}\",status=\"404\"} 1",
        "attar_requests_total{method=\"GET\",route=\"/ready\",status=\"503\"} 1",
        "attar_commit_seconds_count 2",
        "attar_log_head 2",
        "attar_events_total 2",
        "attar_queue_depth 0",
        "attar_ready 0",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
    }
}

#[tokio::test]
async fn only_this_machine_reads_the_metrics_unless_told_otherwise() {
    let forwarded = Some(("x-forwarded-for", "203.0.113.1"));
    let cases = [
        (MetricsFor::Local, "127.0.0.1:9", None, StatusCode::OK),
        (MetricsFor::Local, "127.0.0.1:9", forwarded, StatusCode::NOT_FOUND),
        (MetricsFor::Local, "203.0.113.1:9", None, StatusCode::NOT_FOUND),
        (MetricsFor::All, "203.0.113.1:9", None, StatusCode::OK),
        (MetricsFor::None, "127.0.0.1:9", None, StatusCode::NOT_FOUND),
    ];
    for (who, from, header, expected) in cases {
        let (_, site) = site(who).await;
        assert_eq!(get(&site, "/metrics", from, header).await.0, expected, "{who:?} {from} {header:?}");
    }
}

#[test]
fn a_histograms_buckets_hold_those_before_them() {
    let (histogram, mut out) = (Histogram::default(), String::new());
    [1, 700, 700, 20_000_000].into_iter().for_each(|micros| histogram.add(Duration::from_micros(micros)));
    histogram.write(&mut out, "x");
    for line in [
        "x_bucket{le=\"0.0005\"} 1",
        "x_bucket{le=\"0.001\"} 3",
        "x_bucket{le=\"10\"} 3",
        "x_bucket{le=\"+Inf\"} 4",
        "x_count 4",
    ] {
        assert!(out.lines().any(|found| found == line), "{line} in\n{out}");
    }
}
