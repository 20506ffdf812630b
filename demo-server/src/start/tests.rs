//! A whole shop on a free port: it opens, says what is wrong, closes, and opens again.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::routing::get;
use tower::ServiceExt;

use super::*;
use crate::{FixedClock, MemoryLog};

/// A folder of its own, gone with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("attar-start-{name}-{}", std::process::id()));
        std::fs::remove_dir_all(&path).ok();
        Self(path)
    }

    fn settings(&self) -> Settings {
        Settings { demo: true, baskets: Some(500), ..Settings::on_a_free_port(&self.0) }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

async fn refused(settings: Settings) -> StartError {
    start(settings).await.expect_err("it opened")
}

async fn ready(running: &Running) {
    let waited = tokio::time::timeout(Duration::from_secs(30), async {
        while !running.app.readiness().ready() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    waited.await.expect("ready");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_opens_closes_and_opens_again_with_the_same_snapshot() {
    let folder = Folder::new("again");
    let running = start(folder.settings()).await.expect("a shop");
    ready(&running).await;
    let (seq, hash) = (running.app.seq(), running.app.snapshot().hash);
    running.shutdown().await;
    assert!(!folder.0.join(format!("{STORE}-wal")).exists());

    let again = start(folder.settings()).await.expect("the same shop");
    assert!(again.app.readiness().ready());
    assert_eq!((again.app.seq(), again.app.snapshot().hash), (seq, hash));
    again.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_filled_store_is_refused_without_demo_and_finished_with_it() {
    let folder = Folder::new("half");
    let store = Store::open(folder.0.join(STORE)).await.expect("a store");
    let note = br#"{"began":1790000000000,"most":50,"done":false}"#;
    let begun = crate::log::transact(&*store.log, move |tx| tx.put_meta("demo_import", note));
    begun.await.expect("a note");
    store.close().await;
    let error = refused(Settings { demo: false, ..folder.settings() }).await;
    assert!(matches!(error, StartError::CutShort), "{error}");

    let running = start(folder.settings()).await.expect("a shop");
    ready(&running).await;
    let visits = running.app.snapshot().snapshot.model.visits;
    running.shutdown().await;
    assert_eq!(visits, 50);
    let settled = start(Settings { demo: false, ..folder.settings() }).await.expect("a shop");
    settled.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_never_ends_does_not_hold_up_the_shutdown() {
    use tokio::io::AsyncWriteExt;
    let folder = Folder::new("slow");
    let running = start(Settings { demo: false, ..folder.settings() }).await.expect("a shop");
    let mut stuck = tokio::net::TcpStream::connect(running.addr).await.expect("a connection");
    stuck.write_all(b"POST /v1/sync HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{").await.expect("bytes");
    tokio::time::sleep(Duration::from_millis(50)).await;
    let closed = tokio::time::timeout(Duration::from_secs(5), running.shutdown());
    closed.await.expect("closed within 5 s");
}

#[tokio::test]
async fn a_taken_port_is_one_line() {
    let folder = Folder::new("port");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let addr = taken.local_addr().expect("an address");
    let error = refused(Settings { addr, ..folder.settings() }).await;
    let expected = format!("port `{}` of `127.0.0.1` is taken", addr.port());
    assert!(error.to_string().starts_with(&expected) && !error.to_string().contains('\n'));
    assert_eq!(error.exit_code(), 1);
}

#[tokio::test]
async fn a_damaged_store_is_refused_with_what_to_do() {
    let folder = Folder::new("damaged");
    std::fs::create_dir_all(&folder.0).expect("a folder");
    std::fs::write(folder.0.join(STORE), "this is no store, but it is long enough to look like one")
        .expect("a file");
    let error = refused(folder.settings()).await.to_string();
    assert!(error.contains("damaged") && error.contains("backup") && !error.contains('\n'), "{error}");
}

#[tokio::test]
async fn a_data_folder_that_is_a_file_is_a_wrong_setting() {
    let folder = Folder::new("file");
    std::fs::write(&folder.0, "").expect("a file");
    let error = refused(folder.settings()).await;
    std::fs::remove_file(&folder.0).ok();
    assert!(error.to_string().contains("choose another with `--data`"));
    assert_eq!(error.exit_code(), 2);
}

#[tokio::test]
async fn nothing_is_served_before_the_store_is_filled() {
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::default());
    let app = App::open(log, Arc::new(FixedClock::default())).await.expect("a shop");
    let site = Router::new().route("/{*any}", get(async || "served"));
    let site = site.layer(middleware::from_fn_with_state(app.clone(), gate::guard));
    let status = async |path: &str| {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        site.clone().oneshot(request).await.expect("an answer").status()
    };
    app.readiness().set_seeded(false);
    assert_eq!(status("/p/1").await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(status("/v1/boot").await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(status("/health").await, StatusCode::OK);
    app.readiness().set_seeded(true);
    assert_eq!(status("/p/1").await, StatusCode::OK);
}
