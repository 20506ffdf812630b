//! Requests of the page, through `fetch`.

use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

use crate::base64;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The server could not be reached, or the answer was cut off.
    Away,
    /// The server refused with this status.
    Refused(u16),
}

impl From<JsValue> for Trouble {
    fn from(_: JsValue) -> Self {
        Self::Away
    }
}

impl From<Trouble> for JsValue {
    fn from(trouble: Trouble) -> Self {
        let text = match trouble {
            Trouble::Away => "the shop could not be reached".to_owned(),
            Trouble::Refused(status) => ["the shop refused with status ", &status.to_string()].concat(),
        };
        js_sys::Error::new(&text).into()
    }
}

/// A JSON answer.
pub async fn get(url: &str) -> Result<JsValue, Trouble> {
    json(fetch(url, &RequestInit::new()).await?).await
}

/// Asks for a file that is named by its SHA-256, which the browser checks.
pub fn request_file(url: &str, hash: &str) -> Option<Promise> {
    let init = RequestInit::new();
    if let Some(integrity) = integrity(hash) {
        init.set_integrity(&integrity);
    }
    let url = [url, hash].concat();
    Some(web_sys::window()?.fetch_with_str_and_init(&url, &init))
}

/// The bytes of a file that was asked for.
pub async fn bytes(request: Promise) -> Result<Vec<u8>, Trouble> {
    let buffer = JsFuture::from(settled(request).await?.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Posts a text, which needs no preflight; `last` lets it outlive the page.
pub async fn post_text(url: &str, body: &str, last: bool) -> Result<JsValue, Trouble> {
    let init = RequestInit::new();
    if last {
        // web-sys has no setter for it.
        Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE)?;
    }
    post(url, body, init).await
}

/// Posts JSON.
pub async fn post_json(url: &str, body: &str) -> Result<JsValue, Trouble> {
    let (init, headers) = (RequestInit::new(), js_sys::Object::new());
    Reflect::set(&headers, &"content-type".into(), &"application/json".into())?;
    init.set_headers(&headers);
    post(url, body, init).await
}

async fn post(url: &str, body: &str, init: RequestInit) -> Result<JsValue, Trouble> {
    init.set_method("POST");
    init.set_body(&body.into());
    json(fetch(url, &init).await?).await
}

async fn fetch(url: &str, init: &RequestInit) -> Result<Response, Trouble> {
    let window = web_sys::window().ok_or(Trouble::Away)?;
    settled(window.fetch_with_str_and_init(url, init)).await
}

async fn settled(request: Promise) -> Result<Response, Trouble> {
    let response: Response = JsFuture::from(request).await?.unchecked_into();
    if response.ok() { Ok(response) } else { Err(Trouble::Refused(response.status())) }
}

async fn json(response: Response) -> Result<JsValue, Trouble> {
    Ok(JsFuture::from(response.json()?).await?)
}

/// The name of a file as the browser wants to check it.
fn integrity(hash: &str) -> Option<String> {
    let hash: attar::id::ContentHash = hash.parse().ok()?;
    Some(["sha256-", &base64::encode(&hash.0)].concat())
}
