//! Opens a whole shop: store, pages, widget, demo data, trainer, all behind one address.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Router, middleware};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::demo::carrying::Carrying;
use crate::demo::{self, Standing};
use crate::guard;
use crate::log::HeldLog;
use crate::metrics;
use crate::pages::{PagesOptions, pages};
use crate::pictures::Pictures;
use crate::seed;
use crate::serve::{Connections, serve};
use crate::settings::Settings;
use crate::ticker::Ticker;
use crate::trainer::{Bell, Rhythm, Trainer};
use crate::widget_files::WidgetFiles;
use crate::{App, Clock, Courier, EventLog, SqliteLog, SystemClock, mint, router};

mod error;
mod gate;
#[cfg(test)]
mod tests;

pub use error::StartError;

/// The store's file in the data folder.
pub const STORE: &str = "attar.sqlite";

/// How long open requests may take to end at a shutdown, and how long the writer's queue.
const LAST_REQUESTS: Duration = Duration::from_secs(3);
const LAST_WRITES: Duration = Duration::from_secs(1);
/// How long a form may take; calls have a limit of their own below this.
const LONGEST: Duration = Duration::from_secs(15);

/// A shop that serves.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    /// The shop itself.
    pub app: App,
    /// Logs the merchant in, once: `/merchant?key=...`.
    pub merchant_key: String,
    /// Asks the shop to learn now.
    pub bell: Bell,
    trainer: Trainer,
    ticker: Ticker,
    courier: Courier,
    carriers: Option<Carrying>,
    server: Server,
    store: Store,
}

/// Opens the shop of these settings. It listens at once and answers 503 until its store is filled;
/// this returns when it serves. The first training goes on behind that: `/ready` tells.
///
/// # Errors
/// A [`StartError`]: one sentence on what is wrong and what to do.
pub async fn start(settings: Settings) -> Result<Running, StartError> {
    start_at(settings, Arc::new(SystemClock)).await
}

/// The same on another clock than the machine's.
///
/// # Errors
/// As [`start`].
pub async fn start_at(settings: Settings, clock: Arc<dyn Clock>) -> Result<Running, StartError> {
    let data = &settings.data;
    std::fs::create_dir_all(data).map_err(|why| StartError::Data { folder: data.clone(), why })?;
    let listener = listen(settings.addr).await?;
    let addr = listener.local_addr().map_err(|why| StartError::Address { addr: settings.addr, why })?;
    let hold = Duration::from_millis(settings.hold_replies);
    let store = Store::open(data.join(STORE)).await?.holding(hold);
    let app = App::open(Arc::clone(&store.log), clock).await?;
    let app = app.limit(settings.guards.rates()).links_for(settings.guards.links());
    let app = app.allow_private_webhooks(settings.allow_private_webhooks);
    let app = app.allow_origins(settings.guards.allow_origin.clone());
    let app = app.hear(settings.carriers.feeds()).believe(settings.guards.vouchers());
    let unfilled = demo::standing(app.log()).await?;
    if unfilled == Standing::CutShort && !settings.demo {
        return Err(StartError::CutShort);
    }
    app.readiness().set_seeded(!(settings.demo && unfilled != Standing::Settled));
    let (merchant_key, bell) = (merchant_key()?, Bell::default());
    let widget = widget_files(settings.widget.as_deref()).await;
    let train = bell.clone();
    let options = PagesOptions {
        demo: settings.demo,
        widget: widget.tag().map(Arc::new),
        merchant_key: Some(merchant_key.clone()),
        pictures: if settings.demo { pictures().await } else { None },
        train: Arc::new(move || train.ring()),
    };
    let site = site(&app, &settings, options, widget);
    let server = Server::open(listener, site, settings.guards.connections());
    tracing::info!(%addr, "listening");
    if settings.demo {
        demo::import(&app, settings.baskets).await?;
    }
    let carriers = settings.demo.then(|| Carrying::start(app.clone(), settings.carriers.carrier_speed));
    let rhythm = Rhythm { search: !settings.preset, ..Rhythm::default() };
    let trainer = Trainer::start(app.clone(), bell.clone(), rhythm);
    let ticker = Ticker::start(app.clone());
    let courier = Courier::start(app.clone());
    Ok(Running { addr, app, merchant_key, bell, trainer, ticker, courier, carriers, server, store })
}

impl Running {
    /// Where its pages begin.
    pub fn url(&self) -> String {
        format!("http://{}/", self.addr)
    }

    /// Logs the merchant in, once.
    pub fn merchant_link(&self) -> String {
        format!("{}merchant?key={}", self.url(), self.merchant_key)
    }

    /// Closes in order: live streams, open requests, training, what waits to be written, the store.
    /// Takes less than 5 s.
    pub async fn shutdown(self) {
        self.app.close_live();
        drop((self.trainer, self.ticker, self.courier, self.carriers));
        self.server.close().await;
        drop(self.app);
        self.store.close().await;
    }
}

async fn listen(addr: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(addr).await.map_err(|why| match why.kind() {
        std::io::ErrorKind::AddrInUse => StartError::PortTaken { addr },
        _ => StartError::Address { addr, why },
    })
}

fn merchant_key() -> Result<String, StartError> {
    let bytes = mint::random::<16>()?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The widget's files, compressed on a thread where that may take a second. Without them pages
/// have no script, and work.
async fn widget_files(folder: Option<&Path>) -> WidgetFiles {
    let Some(folder) = folder.map(PathBuf::from) else { return WidgetFiles::default() };
    let shown = folder.display().to_string();
    match tokio::task::spawn_blocking(move || WidgetFiles::load(&folder)).await {
        Ok(Ok(files)) if files.has_loader() => files,
        Ok(Ok(_)) => no_widget(&shown, &"there is no `attar.js` in it"),
        Ok(Err(why)) => no_widget(&shown, &why),
        Err(why) => no_widget(&shown, &why),
    }
}

fn no_widget(folder: &str, why: &dyn std::fmt::Display) -> WidgetFiles {
    tracing::warn!("pages have no script: the widget folder `{folder}` cannot be used: {why}");
    WidgetFiles::default()
}

/// The demo's pictures, unpacked on a thread where that may take a while; a shop without them works.
async fn pictures() -> Option<Arc<Pictures>> {
    match tokio::task::spawn_blocking(|| seed::load().and_then(Pictures::of)).await {
        Ok(Ok(pictures)) => Some(Arc::new(pictures)),
        Ok(Err(why)) => no_pictures(&why),
        Err(why) => no_pictures(&why),
    }
}

fn no_pictures(why: &dyn std::fmt::Display) -> Option<Arc<Pictures>> {
    tracing::warn!("products have no pictures: {why}");
    None
}

/// All that is served, behind a gate that opens when the store is filled.
fn site(app: &App, settings: &Settings, options: PagesOptions, widget: WidgetFiles) -> Router {
    let widget = widget.router().layer(middleware::from_fn_with_state(app.clone(), guard::cors));
    let pages =
        pages(app.clone(), options).layer(middleware::from_fn_with_state(app.clone(), guard::limited));
    let all = router(app.clone()).merge(pages).merge(widget);
    let all = all.layer(middleware::from_fn_with_state(app.clone(), gate::guard));
    let all = all.merge(metrics::route(app.clone(), settings.metrics));
    let all = all.layer(middleware::from_fn_with_state(app.clone(), metrics::measured));
    let https = middleware::from_fn_with_state(settings.guards.https(), guard::secure);
    all.layer(middleware::from_fn(in_time)).layer(middleware::from_fn(guard::safe)).layer(https)
}

/// A form that never ends is given up.
async fn in_time(request: Request, next: Next) -> Response {
    let is_form = request.method() == Method::POST;
    let answer = next.run(request);
    if !is_form {
        return answer.await;
    }
    match tokio::time::timeout(LONGEST, answer).await {
        Ok(answer) => answer,
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

/// The task that answers requests.
#[derive(Debug)]
struct Server {
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Server {
    fn open(listener: TcpListener, site: Router, connections: Connections) -> Self {
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async move { drop(stopped.await) };
        let task = tokio::spawn(serve(listener, site, connections, stopped));
        Self { stop: Some(stop), task }
    }

    /// Takes no new requests and lets the open ones end, within bounds.
    async fn close(mut self) {
        drop(self.stop.take());
        if tokio::time::timeout(LAST_REQUESTS, &mut self.task).await.is_err() {
            tracing::warn!("some requests did not end and were cut off");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The file and the log in it.
#[derive(Clone)]
struct Store {
    path: PathBuf,
    log: Arc<dyn EventLog>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the log; checking a large one takes a moment, so on a thread of its own.
    async fn open(path: PathBuf) -> Result<Self, StartError> {
        let file = path.clone();
        let opened = tokio::task::spawn_blocking(move || SqliteLog::open(&file)).await;
        let log = opened.map_err(|_| StartError::Broken)??;
        Ok(Self { path, log: Arc::new(log) })
    }

    /// The same store; with a time to hold, every commit is answered so much later.
    fn holding(self, hold: Duration) -> Self {
        if hold.is_zero() {
            return self;
        }
        Self { log: Arc::new(HeldLog::new(self.log, hold)), ..self }
    }

    /// Waits until the writer has let go of the log, then moves what is in the WAL into the file.
    async fn close(self) {
        let released = async {
            while Arc::strong_count(&self.log) > 1 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        if tokio::time::timeout(LAST_WRITES, released).await.is_err() {
            tracing::warn!("the store was still in use at the end; what was answered is in it");
        }
        drop(self.log);
        let checkpoint = move || checkpoint(&self.path);
        match tokio::task::spawn_blocking(checkpoint).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the store keeps a WAL; the next start reads it"),
            Err(error) => tracing::warn!(%error, "the store keeps a WAL; the next start reads it"),
        }
    }
}

fn checkpoint(path: &Path) -> rusqlite::Result<()> {
    let connection = rusqlite::Connection::open(path)?;
    connection.busy_timeout(Duration::from_millis(500))?;
    connection.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))
}
