//! Sends a message: one POST over HTTP/1.1, to an address that was looked at when its name was resolved. No redirect is
//! followed, and of the answer only its head is read.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use attar::Timestamp;
use attar::time::Span;
use axum::http::header::{CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT};
use axum::http::{Request, Response, StatusCode, Uri};
use futures_util::future::{Either, select};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

use super::address::{host, is_public, port};
use super::message::Message;
use super::schedule;

/// How long all of it may take.
const LONGEST: Duration = Duration::from_secs(10);

/// Who we say we are.
const AGENT: &str = concat!("attar/", env!("CARGO_PKG_VERSION"));

/// Why a message did not arrive: kept with it, so it says nothing of what was in it.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    #[error("no answer within 10 s")]
    Late,
    #[error("the host leads to no public address")]
    Private,
    #[error("the host cannot be found")]
    Unknown,
    #[error("no connection: {0}")]
    Unreachable(std::io::ErrorKind),
    #[error("no secure connection")]
    Insecure,
    #[error("the connection broke off")]
    Broken,
}

impl From<hyper::Error> for SendError {
    fn from(_: hyper::Error) -> Self {
        Self::Broken
    }
}

/// What the receiver said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    /// How long it wants us to wait.
    pub(super) wait: Option<Span>,
}

/// Sends messages.
#[derive(Clone)]
pub(super) struct Client {
    tls: Option<TlsConnector>,
    /// Whether private addresses are told, too.
    private: bool,
}

impl Client {
    /// Trusts whom this machine trusts.
    pub(super) fn new(private: bool) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Self::trusting(roots, private)
    }

    /// Trusts these.
    pub(super) fn trusting(roots: RootCertStore, private: bool) -> Self {
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config.with_safe_default_protocol_versions();
        let config = config.map(|config| config.with_root_certificates(roots).with_no_client_auth());
        let tls = config.map(|config| TlsConnector::from(Arc::new(config)));
        if let Err(error) = &tls {
            tracing::warn!(%error, "webhooks go nowhere over https");
        }
        Self { tls: tls.ok(), private }
    }

    /// Sends a message, in time.
    pub(super) async fn post(&self, message: &Message, now: Timestamp) -> Result<Reply, SendError> {
        let sent = tokio::time::timeout(LONGEST, self.send(message)).await;
        let response = sent.map_err(|_| SendError::Late)??;
        let wait = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let wait = wait.and_then(|text| schedule::asked(text, now));
        Ok(Reply { status: response.status(), wait })
    }

    async fn send(&self, message: &Message) -> Result<Response<Incoming>, SendError> {
        let stream = self.connect(&message.url).await?;
        let request = request(message)?;
        if message.url.scheme_str() != Some("https") {
            return exchange(stream, request).await;
        }
        let name = ServerName::try_from(host(&message.url).to_owned()).map_err(|_| SendError::Insecure)?;
        let tls = self.tls.as_ref().ok_or(SendError::Insecure)?;
        let stream = tls.connect(name, stream).await.map_err(|error| insecure(&error))?;
        exchange(stream, request).await
    }

    /// To an address that was looked at: the name is not resolved again after that.
    async fn connect(&self, url: &Uri) -> Result<TcpStream, SendError> {
        let found = lookup_host((host(url), port(url))).await.map_err(|_| SendError::Unknown)?;
        let allowed: Vec<SocketAddr> = found.filter(|found| self.private || is_public(found.ip())).collect();
        if allowed.is_empty() {
            return Err(SendError::Private);
        }
        let connected = TcpStream::connect(allowed.as_slice()).await;
        connected.map_err(|error| SendError::Unreachable(error.kind()))
    }
}

fn insecure(error: &std::io::Error) -> SendError {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner {
        Some(error) => {
            tracing::debug!(%error, "a receiver's certificate or protocol was refused");
            SendError::Insecure
        }
        None => SendError::Unreachable(error.kind()),
    }
}

fn request(message: &Message) -> Result<Request<Full<Bytes>>, SendError> {
    let path = message.url.path_and_query().map_or("/", |path| path.as_str());
    let authority = message.url.authority().map(|authority| authority.as_str()).unwrap_or_default();
    let request = Request::post(path)
        .header(HOST, authority)
        .header(USER_AGENT, AGENT)
        .header(CONTENT_TYPE, "application/json")
        .header("webhook-id", &message.id)
        .header("webhook-timestamp", message.timestamp)
        .header("webhook-signature", &message.signature)
        .body(Full::from(message.body.clone()));
    request.map_err(|_| SendError::Broken)
}

/// One request on one connection, which ends with it.
async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Response<Incoming>, SendError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let answer = pin!(sender.send_request(request));
    match select(answer, pin!(connection)).await {
        Either::Left((answer, _)) => Ok(answer?),
        // It may end in the moment in which it answers.
        Either::Right((_, answer)) => Ok(answer.await?),
    }
}
