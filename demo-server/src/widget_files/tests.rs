//! What a browser gets of the widget's folder, and what it does not.

use std::io::Read;

use axum::body::Body;
use axum::http::{HeaderName, Request};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::*;

const SCRIPT: &str = "export const a = 1;";

/// A folder of its own, gone with the test.
struct Folder(std::path::PathBuf);

impl Folder {
    fn with_widget(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("attar-widget-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        for (file, text) in [("attar.js", SCRIPT), ("attar-0a.wasm", "\0asm"), ("notes.txt", "secret")] {
            std::fs::write(path.join(file), text).expect("a file");
        }
        Self(path)
    }

    fn router(&self) -> Router {
        WidgetFiles::load(&self.0).expect("files").router()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

async fn get(router: Router, path: &str, headers: &[(HeaderName, &str)]) -> Response {
    let asked = headers.iter().fold(Request::get(path), |asked, (name, value)| asked.header(name, *value));
    router.oneshot(asked.body(Body::empty()).expect("a request")).await.expect("an answer")
}

async fn bytes(answer: Response) -> Vec<u8> {
    answer.into_body().collect().await.expect("a body").to_bytes().to_vec()
}

#[tokio::test]
async fn the_loader_is_asked_for_again_and_the_rest_is_kept_for_a_year() {
    let folder = Folder::with_widget("cache");
    let loader = get(folder.router(), "/attar.js", &[]).await;
    assert_eq!(loader.headers()[header::CACHE_CONTROL], "public, max-age=60");
    assert_eq!(loader.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
    let wasm = get(folder.router(), "/attar/attar-0a.wasm", &[]).await;
    assert_eq!(wasm.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    assert_eq!(wasm.headers()[header::CONTENT_TYPE], "application/wasm");
}

#[tokio::test]
async fn each_coding_unpacks_to_the_same_bytes() {
    let folder = Folder::with_widget("coding");
    let with = |codings| vec![(header::ACCEPT_ENCODING, codings)];
    let packed = bytes(get(folder.router(), "/attar.js", &with("gzip, br")).await).await;
    let mut unpacked = String::new();
    brotli::Decompressor::new(&packed[..], 4096).read_to_string(&mut unpacked).expect("brotli");
    assert_eq!(unpacked, SCRIPT);
    let packed = bytes(get(folder.router(), "/attar.js", &with("br;q=0, gzip")).await).await;
    let mut unpacked = String::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut unpacked).expect("gzip");
    assert_eq!(unpacked, SCRIPT);
    assert_eq!(bytes(get(folder.router(), "/attar.js", &[]).await).await, SCRIPT.as_bytes());
}

#[tokio::test]
async fn a_loader_that_did_not_change_is_not_sent_twice() {
    let folder = Folder::with_widget("etag");
    let first = get(folder.router(), "/attar.js", &[]).await;
    let etag = first.headers()[header::ETAG].to_str().expect("a tag").to_owned();
    let again = get(folder.router(), "/attar.js", &[(header::IF_NONE_MATCH, &etag)]).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert!(bytes(again).await.is_empty());
}

#[tokio::test]
async fn only_what_a_page_loads_is_served() {
    let folder = Folder::with_widget("paths");
    for path in ["/attar/notes.txt", "/attar/none.js", "/attar/..%2fCargo.toml"] {
        assert_eq!(get(folder.router(), path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}
