//! Over https only whoever the machine trusts, and is called so, is told. `localhost.pem` is good for a hundred years and
//! for nothing but `localhost`, in the word of `root.pem`, whose key is thrown away.

use std::sync::Arc;

use attar::Timestamp;
use axum::http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use crate::webhooks::client::{Client, Reply, SendError};
use crate::webhooks::message::Message;

fn certificate(pem: &[u8]) -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(pem).expect("a certificate")
}

/// Answers 202 over TLS, as `localhost`; gives its port.
async fn receiver() -> u16 {
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("localhost.key")).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().expect("versions").with_no_client_auth();
    let chain = vec![certificate(include_bytes!("localhost.pem"))];
    let config = config.with_single_cert(chain, key).expect("a certificate");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut head = [0; 4_096];
            let many = stream.read(&mut head).await.unwrap_or_default();
            assert!(head[..many].starts_with(b"POST /in HTTP/1.1\r\nhost: "), "{head:?}");
            let _ = stream.write_all(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n").await;
            let _ = stream.shutdown().await;
        }
    });
    port
}

async fn post(roots: RootCertStore, url: &str) -> Result<Reply, SendError> {
    let message = Message {
        url: url.parse().expect("an address"),
        id: "msg_1".into(),
        timestamp: 1,
        signature: "v1,x".into(),
        body: b"{}".to_vec(),
    };
    Client::trusting(roots, true).post(&message, Timestamp(0)).await
}

#[tokio::test]
async fn a_receiver_is_told_over_tls_if_its_certificate_is_good_and_its_own() {
    let port = receiver().await;
    let mut roots = RootCertStore::empty();
    roots.add(certificate(include_bytes!("root.pem"))).expect("a root");
    let told = post(roots.clone(), &format!("https://localhost:{port}/in")).await;
    assert_eq!(told.ok().map(|reply| reply.status), Some(StatusCode::ACCEPTED));
    for (roots, host) in [(RootCertStore::empty(), "localhost"), (roots, "127.0.0.1")] {
        let refused = post(roots, &format!("https://{host}:{port}/in")).await;
        assert!(matches!(refused, Err(SendError::Insecure)), "{host}: {refused:?}");
    }
}
