//! The shop as the handlers and the pages see it: wishes in, answers out.

use std::sync::{Arc, Mutex};

use attar::event::{Actor, Channel};
use attar::id::OrderId;
use attar::service::carrier::Feed;
use attar::time::Span;
use attar::{Answer, Command, Engine, Query, ShopperId, Timestamp};
use tokio::sync::{Semaphore, broadcast, mpsc, oneshot, watch};

use crate::carriers::{Became, Feeds, Scan};
use crate::clock::Clock;
use crate::current::Current;
use crate::error::{Failure, Refusal};
use crate::folded::Folded;
use crate::gift_code::CodeSeal;
use crate::guard::{Limits, Rates};
use crate::history::{History, everyone};
use crate::log::{self, EventLog, Reader, Stored};
use crate::metrics::Metrics;
use crate::mint;
use crate::order_link::LinkSeal;
use crate::prepared::Prepared;
use crate::published::Published;
use crate::quote::Seal;
use crate::readiness::Readiness;
use crate::referral::Codes;
use crate::token::Tokens;
use crate::visits::Visits;
use crate::vouch::Vouchers;
use crate::writer::{Batch, Decided, Job, News, Taken, Wish};

mod named;
mod open;
mod outward;
mod past;
mod publish;
mod record;
mod store;

/// A shop on its store: cheap to clone, every clone the same shop.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
    origins: Arc<[String]>,
    limits: Arc<Limits>,
    /// How long links to orders last.
    links_last: Span,
    /// Whether webhooks may lead to private addresses.
    private_webhooks: bool,
    feeds: Arc<Feeds>,
    vouchers: Arc<Vouchers>,
    visits: Arc<Visits>,
    named: Arc<Mutex<Vec<Arc<Published>>>>,
}

struct Inner {
    log: Arc<dyn EventLog>,
    clock: Arc<dyn Clock>,
    jobs: mpsc::Sender<Job>,
    folded: Arc<Folded>,
    prepared: Prepared,
    news: broadcast::Sender<Arc<News>>,
    readiness: Arc<Readiness>,
    metrics: Arc<Metrics>,
    tokens: Tokens,
    seal: Seal,
    link_seal: LinkSeal,
    code_seal: CodeSeal,
    codes: Codes,
    closing: watch::Sender<bool>,
    streams: Arc<Semaphore>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("readiness", &self.inner.readiness).finish_non_exhaustive()
    }
}

impl App {
    /// The same shop, with pages of these origins (`https://example.com`) allowed to send commands.
    #[must_use]
    pub fn allow_origins(self, origins: impl IntoIterator<Item = String>) -> Self {
        Self { origins: origins.into_iter().collect(), ..self }
    }

    /// The same shop, whose callers may come so often. By default as often as people do.
    #[must_use]
    pub fn limit(self, rates: Rates) -> Self {
        Self { limits: Arc::new(Limits::new(rates)), ..self }
    }

    /// The same shop, that hears these carriers' feeds.
    #[must_use]
    pub fn hear(self, feeds: Feeds) -> Self {
        Self { feeds: Arc::new(feeds), ..self }
    }

    /// The same shop, that believes its own site who is logged in there.
    #[must_use]
    pub fn believe(self, vouchers: Vouchers) -> Self {
        Self { vouchers: Arc::new(vouchers), ..self }
    }

    /// Judges a wish and appends what follows from it; returns after the commit.
    ///
    /// # Errors
    /// A [`Refusal`]: rejected, or nothing was written.
    pub async fn command(
        &self,
        actor: Actor,
        channel: Channel,
        command: Command,
    ) -> Result<Decided, Refusal> {
        self.command_keyed(actor, channel, command, None).await
    }

    /// The same; with a key, the same actor gets the same answer again and nothing is appended.
    ///
    /// # Errors
    /// A [`Refusal`]: rejected, or nothing was written.
    pub async fn command_keyed(
        &self,
        actor: Actor,
        channel: Channel,
        command: Command,
        key: Option<String>,
    ) -> Result<Decided, Refusal> {
        let command = self.with_card(self.with_pseudonym(command)?);
        let wish = Wish { actor, channel, command, at: self.now() };
        self.try_send(|reply| Job::Command { wish, key, reply }).await?
    }

    /// What a caller says the pseudonym should be is not believed: it must lead to nobody.
    fn with_pseudonym(&self, command: Command) -> Result<Command, Refusal> {
        let Command::Forget { shopper, .. } = command else { return Ok(command) };
        let pseudonym = self.mint_shopper().map_err(|_| Refusal::Unavailable)?;
        Ok(Command::Forget { shopper, pseudonym })
    }

    /// Takes in the signals of one page load.
    pub(crate) async fn signals(&self, batch: Batch) -> Result<Taken, Refusal> {
        self.try_send(|reply| Job::Signals { batch, reply }).await?
    }

    /// Takes in what a feed told, and says what became of each. What is not taken in is kept for 30 days.
    ///
    /// # Errors
    /// A [`Refusal`] if nothing was written.
    pub async fn scans(&self, feed: Feed, scans: Vec<Scan>) -> Result<Vec<Became>, Refusal> {
        let at = self.now();
        self.try_send(|reply| Job::Scans { feed, scans, at, reply }).await?
    }

    async fn try_send<T>(&self, job: impl FnOnce(oneshot::Sender<T>) -> Job) -> Result<T, Refusal> {
        let (reply, answer) = oneshot::channel();
        self.inner.jobs.try_send(job(reply)).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => Refusal::Busy,
            mpsc::error::TrySendError::Closed(_) => Refusal::Unavailable,
        })?;
        answer.await.map_err(|_| Refusal::Unavailable)
    }

    pub(crate) async fn send<T>(&self, job: impl FnOnce(oneshot::Sender<T>) -> Job) -> Result<T, Refusal> {
        let (reply, answer) = oneshot::channel();
        self.inner.jobs.send(job(reply)).await.map_err(|_| Refusal::Unavailable)?;
        answer.await.map_err(|_| Refusal::Unavailable)
    }

    /// An engine that knows the snapshot, the public market and this shopper's whole history.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub async fn engine_for(&self, who: &ShopperId) -> Result<Engine, Failure> {
        Ok(Engine::clone(&*self.known(who).await?.1))
    }

    /// The same, and the picture that it stands on.
    pub(crate) async fn known(&self, who: &ShopperId) -> Result<(Arc<Current>, Arc<Engine>), Failure> {
        let (current, kept) = self.inner.folded.find(*who);
        if let Some(engine) = kept {
            return Ok((current, engine));
        }
        let (members, history) = self.whole_history(*who, current.seq).await?;
        let mut engine = Engine::new(Arc::clone(&current.published.snapshot), current.public_state());
        history.iter().for_each(|stored| engine.apply(&stored.event));
        engine.set_own(current.own(&engine, *who));
        let engine = Arc::new(engine);
        self.inner.folded.keep(*who, members, Arc::clone(&engine), &current);
        Ok((current, engine))
    }

    /// Everyone that a shopper is and was, and what happened to them up to a place.
    async fn whole_history(&self, who: ShopperId, to: u64) -> Result<(Vec<ShopperId>, Vec<Stored>), Failure> {
        if who.is_anonymous() {
            return Ok(Default::default());
        }
        let all = History { after: 0, to, limit: usize::MAX };
        let work = move |reader: &dyn Reader| Ok((everyone(reader, who)?, all.read(reader, who)?));
        Ok(log::read(&*self.inner.log, work).await?)
    }

    /// Answers a shopper now.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub async fn ask(&self, who: &ShopperId, query: &Query) -> Result<Answer, Failure> {
        Ok(self.known(who).await?.1.ask(who, query, self.now()))
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// How often pages were read.
    pub(crate) fn visits(&self) -> &Visits {
        &self.visits
    }

    /// What pages load now.
    pub fn snapshot(&self) -> Arc<Published> {
        Arc::clone(&self.current().published)
    }

    /// The place in the log that answers stand on.
    pub fn seq(&self) -> u64 {
        self.current().seq
    }

    pub(crate) fn current(&self) -> Arc<Current> {
        self.inner.folded.current()
    }

    /// Waits until somebody was forgotten behind a place of the log.
    pub(crate) async fn forgot_behind(&self, seq: u64) {
        let mut current = self.inner.folded.watch();
        if current.wait_for(|current| current.forgot_at > seq).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    pub(crate) fn prepared(&self) -> &Prepared {
        &self.inner.prepared
    }

    pub(crate) fn log(&self) -> &dyn EventLog {
        &*self.inner.log
    }

    /// Signs and verifies who somebody is.
    pub fn tokens(&self) -> &Tokens {
        &self.inner.tokens
    }

    /// Signs quotes.
    pub(crate) fn seal(&self) -> &Seal {
        &self.inner.seal
    }

    /// Signs links to orders.
    pub(crate) fn codes(&self) -> &Codes {
        &self.inner.codes
    }

    pub(crate) fn link_seal(&self) -> &LinkSeal {
        &self.inner.link_seal
    }

    /// Writes codes of gift cards.
    pub(crate) fn code_seal(&self) -> &CodeSeal {
        &self.inner.code_seal
    }

    /// What `/ready` waits for.
    pub fn readiness(&self) -> &Readiness {
        &self.inner.readiness
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    /// How many requests wait for the writer.
    pub(crate) fn waiting(&self) -> usize {
        self.inner.jobs.max_capacity().saturating_sub(self.inner.jobs.capacity())
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn feeds(&self) -> &Feeds {
        &self.feeds
    }

    pub(crate) fn vouchers(&self) -> &Vouchers {
        &self.vouchers
    }

    pub(crate) fn origins(&self) -> &[String] {
        &self.origins
    }

    /// What happens from now on.
    pub(crate) fn news(&self) -> broadcast::Receiver<Arc<News>> {
        self.inner.news.subscribe()
    }

    pub(crate) fn streams(&self) -> &Arc<Semaphore> {
        &self.inner.streams
    }

    pub(crate) fn closing(&self) -> watch::Receiver<bool> {
        self.inner.closing.subscribe()
    }

    /// Ends all live streams and begins no new ones: the first step of a graceful shutdown.
    pub fn close_live(&self) {
        self.inner.closing.send_replace(true);
    }

    /// A new visitor, guest or customer.
    ///
    /// # Errors
    /// A [`Failure`] if the machine gives no random numbers.
    pub fn mint_shopper(&self) -> Result<ShopperId, Failure> {
        mint::shopper()
    }

    /// A new order, for a checkout page.
    ///
    /// # Errors
    /// A [`Failure`] if the machine gives no random numbers.
    pub fn mint_order(&self) -> Result<OrderId, Failure> {
        mint::order()
    }
}
