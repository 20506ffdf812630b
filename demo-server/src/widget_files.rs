//! The built widget: its files are read and compressed once, then served from memory.
//!
//! `attar.js` has one name for ever, so pages ask for it again; every other file is named by its
//! content and is kept for a year.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};

mod tag;
#[cfg(test)]
mod tests;

pub use tag::Tag;

/// The one file whose name is for ever.
const LOADER: &str = "attar.js";
const LARGEST: u64 = 16 << 20;

/// The files of a folder, ready to be sent.
#[derive(Debug, Clone, Default)]
pub struct WidgetFiles {
    files: Arc<BTreeMap<String, File>>,
}

/// A file in memory, plain and compressed.
#[derive(Debug)]
pub(crate) struct File {
    kind: &'static str,
    etag: HeaderValue,
    plain: Bytes,
    brotli: Bytes,
    gzip: Bytes,
}

impl WidgetFiles {
    /// Reads what a page may load from the folder: its `.js`, `.wasm`, `.bin`, `.css`, `.json` and `.svg`
    /// files, none above 16 MB. Compresses them, so call it where waiting is allowed.
    ///
    /// # Errors
    /// What the system says of a folder or file that cannot be read.
    pub fn load(folder: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(kind) = content_type(&name) else { continue };
            if entry.metadata()?.len() <= LARGEST {
                files.insert(name, File::of(kind, std::fs::read(entry.path())?)?);
            }
        }
        Ok(Self { files: Arc::new(files) })
    }

    /// Whether there is a loader to put into pages.
    pub fn has_loader(&self) -> bool {
        self.files.contains_key(LOADER)
    }

    /// `GET /attar.js` and `GET /attar/{file}`.
    pub fn router(self) -> Router {
        let loader = self.clone();
        Router::new()
            .route("/attar.js", get(async move |headers: HeaderMap| loader.answer(LOADER, &headers)))
            .route(
                "/attar/{file}",
                get(async move |extract::Path(file): extract::Path<String>, headers: HeaderMap| {
                    self.answer(&file, &headers)
                }),
            )
    }

    fn answer(&self, name: &str, asked: &HeaderMap) -> Response {
        match self.files.get(name) {
            Some(file) => file.answer(cache_control(name), asked),
            None => (StatusCode::NOT_FOUND, "there is no such file of the widget\n").into_response(),
        }
    }
}

/// The types a page may load; anything else in the folder is not served.
fn content_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "js" => Some("text/javascript; charset=utf-8"),
        "wasm" => Some("application/wasm"),
        "bin" => Some("application/octet-stream"),
        "css" => Some("text/css; charset=utf-8"),
        "json" => Some("application/json"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}

/// Files named by their content begin with `attar-`.
fn cache_control(name: &str) -> HeaderValue {
    HeaderValue::from_static(match name.starts_with("attar-") {
        true => "public, max-age=31536000, immutable",
        false => "public, max-age=60",
    })
}

impl File {
    /// Compresses it: that takes a moment.
    pub(crate) fn of(kind: &'static str, bytes: Vec<u8>) -> io::Result<Self> {
        let digest = Sha256::digest(&bytes);
        let short: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Ok(Self {
            kind,
            etag: HeaderValue::from_str(&format!("\"{short}\"")).map_err(io::Error::other)?,
            brotli: brotli(&bytes)?.into(),
            gzip: gzip(&bytes)?.into(),
            plain: bytes.into(),
        })
    }

    /// The form that the reader takes, or that they have it.
    pub(crate) fn answer(&self, cache: HeaderValue, asked: &HeaderMap) -> Response {
        let vary = HeaderValue::from_static("accept-encoding");
        let headers =
            [(header::CACHE_CONTROL, cache), (header::ETAG, self.etag.clone()), (header::VARY, vary)];
        if asked.get(header::IF_NONE_MATCH).is_some_and(|seen| names(seen, &self.etag)) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let mut answer = self.body(asked);
        answer.headers_mut().extend(headers);
        answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        answer
    }

    /// The smallest form that the reader takes.
    fn body(&self, asked: &HeaderMap) -> Response {
        let coded = |coding| [(header::CONTENT_ENCODING, HeaderValue::from_static(coding))];
        if accepts(asked, "br") {
            (coded("br"), self.brotli.clone()).into_response()
        } else if accepts(asked, "gzip") {
            (coded("gzip"), self.gzip.clone()).into_response()
        } else {
            self.plain.clone().into_response()
        }
    }
}

/// Whether a list of tags names this one, weakly or not.
fn names(seen: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(seen), Ok(etag)) = (seen.to_str(), etag.to_str()) else { return false };
    seen.split(',').map(|tag| tag.trim().trim_start_matches("W/")).any(|tag| tag == etag || tag == "*")
}

/// Whether `Accept-Encoding` lists the coding and does not put it at `q=0`.
fn accepts(asked: &HeaderMap, coding: &str) -> bool {
    let lists = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|list| list.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let listed = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map(str::parse::<f32>);
        listed && !matches!(weight, Some(Ok(0.0)))
    })
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}
