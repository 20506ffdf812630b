//! A receiver on this machine that checks messages by its own means.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Whoever is told.
#[derive(Clone)]
pub(super) struct Receiver {
    pub(super) url: String,
    got: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
    /// What it says, in turn; 204 then.
    says: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
}

impl Receiver {
    pub(super) async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook?of=shop", listener.local_addr().expect("an address"));
        let receiver = Self { url, got: Arc::default(), says: Arc::default() };
        let router = Router::new().fallback(take).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        receiver
    }

    pub(super) fn will_say(&self, statuses: &[(u16, &'static str)]) {
        self.says.lock().expect("a list").extend(statuses);
    }

    /// What came since the last look, each after its signature was checked.
    pub(super) fn taken(&self, secret: &str) -> Vec<(String, Value)> {
        let got = std::mem::take(&mut *self.got.lock().expect("a list"));
        got.into_iter().map(|(headers, body)| checked(secret, &headers, &body)).collect()
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    receiver.got.lock().expect("a list").push((headers, body));
    match receiver.says.lock().expect("a list").pop_front() {
        Some((status, wait)) if wait.starts_with('/') => (code(status), [("location", wait)]).into_response(),
        Some((status, wait)) => (code(status), [("retry-after", wait)]).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    }
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("a status")
}

/// HMAC as RFC 2104 writes it down, of a hash alone.
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}

/// A message, as a receiver checks it that has the secret as it was shown.
fn checked(secret: &str, headers: &HeaderMap, body: &[u8]) -> (String, Value) {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).expect("a header");
    let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("a secret")).expect("base64");
    let (id, timestamp) = (header("webhook-id"), header("webhook-timestamp"));
    let signed = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat();
    let wanted = format!("v1,{}", STANDARD.encode(hmac(&key, &signed)));
    assert_eq!(header("webhook-signature"), wanted);
    assert_eq!(header("content-type"), "application/json");
    (id.to_owned(), serde_json::from_slice(body).expect("JSON"))
}
