//! Opening a shop on its store.

use std::sync::Arc;
use std::time::Instant;

use attar::Timestamp;
use attar::model::Model;
use tokio::sync::{Semaphore, broadcast, mpsc, watch};

use super::{App, Inner};
use crate::clock::Clock;
use crate::current::Current;
use crate::error::OpenError;
use crate::folded::Folded;
use crate::gift_code::CodeSeal;
use crate::log::{self, EventLog, Transaction};
use crate::metrics::Metrics;
use crate::mint;
use crate::order_link::{LASTS, LinkSeal};
use crate::prepared::Prepared;
use crate::quote::Seal;
use crate::readiness::Readiness;
use crate::referral::Codes;
use crate::token::Tokens;
use crate::writer::{QUEUE, Run, Writer};

/// Under this name the store keeps the key of the tokens.
const TOKEN_KEY: &str = "token_key";
/// How many groups of news a live stream may lag behind.
const NEWS: usize = 256;
/// How many live streams may be open.
const STREAMS: usize = 4_096;

impl App {
    /// Opens the shop of a store: replays the market, loads shop and snapshot, starts the writer.
    ///
    /// # Errors
    /// An [`OpenError`] that says what to do about the store.
    pub async fn open(log: Arc<dyn EventLog>, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        let new_key = mint::random::<32>()?;
        let key = log::transact(&*log, move |tx| token_key(tx, new_key)).await?;
        let current = Arc::new(opened(&*log).await?);
        let readiness = Arc::new(Readiness::default());
        readiness.set_trained(current.published.snapshot.model != Model::default());
        let metrics = Arc::new(Metrics::default());
        let (tokens, seal, link_seal) = (Tokens::new(key), Seal::new(&key), LinkSeal::new(&key));
        let code_seal = CodeSeal::new(&key);
        tokens.bury(&current.tombs);
        let (jobs, queue) = mpsc::channel(QUEUE);
        let folded = Arc::new(Folded::new(current));
        let (news, _) = broadcast::channel(NEWS);
        let writer = Writer {
            log: Arc::clone(&log),
            clock: Arc::clone(&clock),
            run: Run::new(mint::source()?),
            jobs: queue,
            folded: Arc::clone(&folded),
            news: news.clone(),
            readiness: Arc::clone(&readiness),
            metrics: Arc::clone(&metrics),
            held: None,
            prune_at: Timestamp::default(),
            tokens: tokens.clone(),
            scrub_at: Some(Instant::now()),
        };
        tokio::spawn(writer.work());
        let (closing, _) = watch::channel(false);
        let streams = Arc::new(Semaphore::new(STREAMS));
        let prepared = Prepared::default();
        let inner = Inner {
            log,
            clock,
            jobs,
            folded,
            prepared,
            news,
            readiness,
            metrics,
            tokens,
            seal,
            link_seal,
            code_seal,
            codes: Codes::new(&key),
            closing,
            streams,
        };
        Ok(Self {
            inner: Arc::new(inner),
            origins: Arc::default(),
            limits: Arc::default(),
            feeds: Arc::default(),
            vouchers: Arc::default(),
            visits: Arc::default(),
            named: Arc::default(),
            links_last: LASTS,
            private_webhooks: false,
        })
    }
}

fn token_key(tx: &mut dyn Transaction, new: [u8; 32]) -> Result<[u8; 32], log::LogError> {
    if let Some(key) = tx.meta(TOKEN_KEY)?.and_then(|key| key.try_into().ok()) {
        return Ok(key);
    }
    tx.put_meta(TOKEN_KEY, &new)?;
    Ok(new)
}

/// What is current at the start; an error says what is wrong with the store.
async fn opened(log: &dyn EventLog) -> Result<Current, OpenError> {
    log::read(log, |reader| Ok(Current::empty().and_then(|empty| empty.catch_up(reader)))).await?
}
