//! The corpus on the built wasm in Chromium: *api* runs all cases as JSON and its answers as bytes, *elements* draws
//! what an element can ask. What is compared is what the native engine is held to as well.

mod case;
mod harness;
mod page_runs;

use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::{Path as UrlPath, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use harness::setting;
use page_runs::PageCase;

/// The folders that the page loads from, by the first word of an address.
fn folder(name: &str) -> Option<PathBuf> {
    match name {
        "api" => Some(setting("ATTAR_WIDGET_API")),
        "elements" => Some(setting("ATTAR_WIDGET")),
        "scripts" => Some(harness::scripts()),
        _ => None,
    }
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|e| e.to_str()) {
        Some("js" | "mjs") => "text/javascript",
        Some("wasm") => "application/wasm",
        _ => "application/json",
    }
}

async fn file(UrlPath((name, file)): UrlPath<(String, String)>) -> Response {
    let path = folder(&name).map(|folder| folder.join(&file)).filter(|_| !file.contains(".."));
    match path.and_then(|path| Some((kind(&path), std::fs::read(path).ok()?))) {
        Some((kind, bytes)) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn serve(cases: &[PageCase]) -> String {
    let cases = serde_json::to_string(cases).expect("json");
    let page = || async { ([(header::CONTENT_TYPE, "text/html")], "<!doctype html><title>corpus</title>") };
    let cases_json =
        |State(cases): State<String>| async { ([(header::CONTENT_TYPE, "application/json")], cases) };
    let router = Router::new()
        .route("/", get(page))
        .route("/cases.json", get(cases_json))
        .route("/{folder}/{file}", get(file))
        .with_state(cases);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}/", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// The module with the glue of the elements is named by its content.
fn glue() -> Value {
    let manifest = std::fs::read(setting("ATTAR_WIDGET").join("manifest.json")).expect("manifest.json");
    let manifest: Value = serde_json::from_slice(&manifest).expect("json");
    let name = |part: &str| format!("/elements/{}", manifest[part]["file"].as_str().expect("a file"));
    json!({ "glue": name("rest"), "wasm": name("wasm") })
}

#[tokio::test(flavor = "multi_thread")]
async fn every_case_comes_out_as_written_in_chromium() {
    let cases: Vec<PageCase> = case::all().iter().map(PageCase::of).collect();
    assert!(cases.len() >= 60, "all cases are there");
    let url = serve(&cases).await;
    let said = harness::node("corpus.mjs", &[("ATTAR_URL", &url), ("ATTAR_GLUE", &glue().to_string())]).await;
    let of =
        |build: &str| said.iter().find(|line| line["build"] == build).unwrap_or_else(|| panic!("no {build}"));
    let (api, elements) = (of("api"), of("elements"));
    for told in [api, elements] {
        assert_eq!(told["wrong"], json!([]), "{}", told["build"]);
    }
    let names: Vec<&str> = cases.iter().map(PageCase::name).collect();
    assert_eq!(api["cases"], json!(names), "api runs all cases");
    let asking: Vec<&str> = cases.iter().filter(|case| case.drawn() > 0).map(PageCase::name).collect();
    assert_eq!(elements["cases"], json!(asking), "elements draws every case that asks what it answers");
    let drawn: usize = cases.iter().map(PageCase::drawn).sum();
    let runs: usize = cases.iter().map(PageCase::runs).sum();
    assert!(drawn >= 2 * asking.len() && asking.len() >= 50, "{drawn} runs of {} cases", asking.len());
    assert_eq!((&elements["runs"], &api["runs"]), (&json!(drawn), &json!(runs)));
}
