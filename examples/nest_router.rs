//! Attar inside an axum application of your own, with a store and a clock of your choice.
//!
//! `cargo run --example nest_router` serves until it is stopped; `-- --once` asks itself one question.

use std::sync::Arc;

use attar_server::{App, MemoryLog, SystemClock, router};
use axum::body::Body;
use axum::http::{Request, header};
use axum::{Router, routing::get};
use http_body_util::BodyExt;
use tower::ServiceExt;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let app = App::open(Arc::new(MemoryLog::default()), Arc::new(SystemClock)).await?;
    app.publish_shop(serde_json::from_str(include_str!("data/shop.json"))?).await?;

    let mine = Router::new().route("/", get(|| async { "my own page" }));
    let site = mine.nest("/attar", router(app));

    if std::env::args().any(|arg| arg == "--once") {
        return ask_once(site).await;
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8081").await?;
    println!("http://{}/attar/v1/boot", listener.local_addr()?);
    axum::serve(listener, site).await?;
    Ok(())
}

async fn ask_once(site: Router) -> Result<(), Box<dyn std::error::Error>> {
    let question = r#"{"query":{"price":{"product":2}}}"#;
    let request = Request::post("/attar/v1/ask").header(header::CONTENT_TYPE, "application/json");
    let response = site.oneshot(request.body(Body::from(question))?).await?;
    let (status, body) = (response.status(), response.into_body().collect().await?.to_bytes());
    println!("{status} {}", String::from_utf8_lossy(&body));
    if status.is_success() { Ok(()) } else { Err("the question was not answered".into()) }
}
