//! Connections that are slow on purpose, and too many of them.

use std::time::Instant;

use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::oneshot;

use super::*;

const LIMITS: Connections =
    Connections { most: 2, head: Duration::from_millis(300), unread: Duration::from_millis(300) };
/// More than lies in the buffers between two programs.
const MUCH: usize = 64 << 20;

/// A server that says ok until the sender is dropped.
async fn served() -> (SocketAddr, oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let addr = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel();
    let site = Router::new().route("/", get(async || "ok")).route("/much", get(async || vec![b'x'; MUCH]));
    tokio::spawn(serve(listener, site, LIMITS, async { drop(stopped.await) }));
    (addr, stop)
}

async fn ask(stream: &mut TcpStream) -> String {
    stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_off() {
    let (addr, _stop) = served().await;
    for beginning in ["", "GET / HTTP/1.1\r\nhost: x\r\nx-slow: "] {
        let mut slow = TcpStream::connect(addr).await.expect("a connection");
        slow.write_all(beginning.as_bytes()).await.expect("sent");
        let began = Instant::now();
        let mut rest = Vec::new();
        let ended = tokio::time::timeout(Duration::from_secs(5), slow.read_to_end(&mut rest)).await;
        assert!(ended.is_ok() && began.elapsed() >= LIMITS.head / 2, "{beginning:?}: {:?}", began.elapsed());
    }
}

#[tokio::test]
async fn more_connections_than_allowed_wait_outside() {
    let (addr, _stop) = served().await;
    let mut idle = Vec::new();
    for _ in 0..LIMITS.most {
        idle.push(TcpStream::connect(addr).await.expect("a connection"));
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    let mut third = TcpStream::connect(addr).await.expect("the backlog");
    let answer = tokio::spawn(async move { ask(&mut third).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!answer.is_finished(), "there was no place yet");
    drop(idle.pop());
    assert!(answer.await.expect("an answer").starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn who_leaves_an_answer_unread_is_cut_off() {
    let (addr, _stop) = served().await;
    let much = async |wait: Duration| {
        let mut reader = TcpStream::connect(addr).await.expect("a connection");
        reader.write_all(b"GET /much HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.expect("sent");
        tokio::time::sleep(wait).await;
        let mut answer = Vec::new();
        // It may be ended or torn down.
        let _ = reader.read_to_end(&mut answer).await;
        answer.len()
    };
    assert!(much(Duration::ZERO).await > MUCH, "who reads gets all");
    assert!(much(LIMITS.unread * 4).await < MUCH);
}
