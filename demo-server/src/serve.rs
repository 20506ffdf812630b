//! The loop that takes connections: not more than so many, and none that is slow on purpose.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

#[cfg(test)]
mod tests;

/// How long to wait when the machine has no room for another connection.
const NO_ROOM: Duration = Duration::from_millis(50);

/// What connections may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// How many may be open at once; more wait outside.
    pub most: usize,
    /// How long one may take until the head of its next request is there.
    pub head: Duration,
    /// How long one may leave what is sent to it unread.
    pub unread: Duration,
}

impl Default for Connections {
    fn default() -> Self {
        Self { most: 8_192, head: Duration::from_secs(15), unread: Duration::from_secs(30) }
    }
}

/// Serves until told to stop, then lets open requests end.
pub(crate) async fn serve(
    listener: TcpListener,
    site: Router,
    connections: Connections,
    stopped: impl Future<Output = ()>,
) {
    let (graceful, places) = (GracefulShutdown::new(), Arc::new(Semaphore::new(connections.most)));
    let mut stopped = std::pin::pin!(stopped);
    loop {
        let guest = tokio::select! {
            guest = accept(&listener, &places) => guest,
            () = &mut stopped => break,
        };
        match guest {
            Ok(guest) => {
                let served = attend(guest, site.clone(), connections, graceful.watcher());
                tokio::spawn(served);
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(NO_ROOM).await;
            }
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

/// A connection and the place it takes.
struct Guest {
    stream: TcpStream,
    peer: SocketAddr,
    _place: OwnedSemaphorePermit,
}

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> io::Result<Guest> {
    let place = Arc::clone(places).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok(Guest { stream, peer, _place: place })
}

/// The requests of one connection, one after another, each told who sent it.
async fn attend(guest: Guest, site: Router, connections: Connections, watcher: Watcher) {
    let Guest { stream, peer, _place } = guest;
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(connections.unread));
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        site.clone().oneshot(request)
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(connections.head);
    if let Err(error) = watcher.watch(builder.serve_connection(TokioIo::new(Box::pin(stream)), service)).await
    {
        tracing::debug!(%error, %peer, "a connection ended early");
    }
}
