//! `/metrics`, in the text form that Prometheus reads.

use std::fmt::{Display, Write};
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::Router;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::Metrics;
use crate::app::App;
use crate::settings::MetricsFor;

/// The route, for whom it is meant.
pub(crate) fn route(app: App, who: MetricsFor) -> Router {
    if who == MetricsFor::None {
        return Router::new();
    }
    let page = async move |request: Request| match who == MetricsFor::All || is_local(&request) {
        true => ([(CONTENT_TYPE, "text/plain; version=0.0.4"), (CACHE_CONTROL, "no-store")], text(&app))
            .into_response(),
        false => StatusCode::NOT_FOUND.into_response(),
    };
    Router::new().route("/metrics", get(page))
}

/// A proxy on this machine is no reader of ours: it says for whom it asks.
fn is_local(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_canonical());
    let asked_for =
        ["x-forwarded-for", "forwarded", "via"].iter().any(|name| request.headers().contains_key(*name));
    peer.is_some_and(|peer| peer.is_loopback()) && !asked_for
}

/// Counts every answer by its route, never by its path: a path may hold anything.
pub(crate) async fn measured(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "OPTIONS") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let began = Instant::now();
    let answer = next.run(request).await;
    app.metrics().answered((method, route, answer.status().as_u16()), began.elapsed());
    answer
}

fn text(app: &App) -> String {
    let (metrics, ready) = (app.metrics(), app.readiness());
    let mut out = String::new();
    requests(&mut out, metrics);
    head(&mut out, "attar_answer_seconds", "histogram", "How long answers took.");
    metrics.answers.write(&mut out, "attar_answer_seconds");
    head(&mut out, "attar_commit_seconds", "histogram", "How long durable transactions took.");
    metrics.commits.write(&mut out, "attar_commit_seconds");
    let count = |count: &std::sync::atomic::AtomicU64| count.load(Ordering::Relaxed);
    one(
        &mut out,
        "attar_commits_failed_total",
        "counter",
        "Transactions that wrote nothing.",
        count(&metrics.failed),
    );
    one(
        &mut out,
        "attar_events_total",
        "counter",
        "Events taken in since the start.",
        count(&metrics.events),
    );
    one(&mut out, "attar_log_head", "gauge", "The place of the last event.", app.seq());
    one(&mut out, "attar_queue_depth", "gauge", "Requests that wait for the writer.", app.waiting());
    let age = metrics.snapshot_age().as_secs_f64();
    one(&mut out, "attar_snapshot_age_seconds", "gauge", "Since when this snapshot serves here.", age);
    one(&mut out, "attar_ready", "gauge", "1 when the shop can be shown.", u8::from(ready.ready()));
    out
}

fn requests(out: &mut String, metrics: &Metrics) {
    head(out, "attar_requests_total", "counter", "Answers by method, route and status.");
    let Ok(requests) = metrics.requests.lock() else { return };
    for ((method, route, status), count) in requests.iter() {
        let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
        let _ = writeln!(out, "attar_requests_total{{{labels}}} {count}");
    }
}

fn head(out: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn one(out: &mut String, name: &str, kind: &str, help: &str, value: impl Display) {
    head(out, name, kind, help);
    let _ = writeln!(out, "{name} {value}");
}
