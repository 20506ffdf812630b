//! The one writer: it takes what waits in the queue as a group, decides it inside the transaction
//! that appends it, and answers only after the commit.

use std::sync::Arc;
use std::time::{Duration, Instant};

use attar::event::{Actor, Channel, Event, Observation};
use attar::id::{ContentHash, ShopperId, SourceId};
use attar::model::Model;
use attar::service::carrier::Feed;
use attar::time::Span;
use attar::{Command, Signal, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::sync::{broadcast, mpsc, oneshot};

use crate::carriers::{Became, Scan};
use crate::clock::Clock;
use crate::error::{PublishError, RecordError, Refusal};
use crate::folded::Folded;
use crate::log::{self, EventLog, LogError, Stored};
use crate::metrics::Metrics;
use crate::readiness::Readiness;
use crate::token::Tokens;

mod bench;
mod group;
mod house;
mod scans;
#[cfg(test)]
mod tests;

use group::{Group, Outcome};

/// How many requests may wait. More are refused: memory stays bounded.
pub(crate) const QUEUE: usize = 1_024;
/// The most events of one transaction.
pub(crate) const GROUP: usize = 512;
/// Under this name the store keeps when it last took something again.
const PROBE: &str = "taken_again";
/// How often an idle writer looks for what other processes wrote.
const IDLE: Duration = Duration::from_millis(250);
/// How long it waits before it tries again to clean the files.
const AGAIN: Duration = Duration::from_secs(1);
/// How often what is kept for a time only is looked through: rows, answers, contacts without an order.
const PRUNE: Span = Span::minutes(60);

/// What somebody wants to happen, or wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Who.
    pub actor: Actor,
    /// Where.
    pub channel: Channel,
    /// What.
    pub command: Command,
    /// When.
    pub at: Timestamp,
}

/// A wish that was granted, durably.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The place in the log up to which this holds.
    pub seq: u64,
    /// What happened; nothing if it was so already.
    pub events: Vec<Event>,
}

/// Signals of one page load, already judged one by one.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) who: ShopperId,
    pub(crate) source: SourceId,
    /// The number of the first row.
    pub(crate) from: u32,
    pub(crate) received: Timestamp,
    pub(crate) rows: Vec<Result<(Signal, Timestamp), String>>,
    /// How far the page has read.
    pub(crate) after: u64,
}

/// What a page hears once its batch is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    /// How far its source was judged.
    pub(crate) mark: u32,
    /// The place in the log up to which this holds.
    pub(crate) seq: u64,
    /// The signals of the shopper since, as [`crate::history::since`] has them, the batch included.
    pub(crate) events: Option<Vec<Observation>>,
}

/// One request to the writer, and where its answer goes.
pub(crate) enum Job {
    Command {
        wish: Wish,
        key: Option<String>,
        reply: oneshot::Sender<Result<Decided, Refusal>>,
    },
    /// To put a shop in force in place of the one that was there when it was written.
    Shop {
        wish: Wish,
        over: Option<ContentHash>,
        reply: oneshot::Sender<Result<Decided, PublishError>>,
    },
    Record {
        wishes: Vec<Wish>,
        reply: oneshot::Sender<Result<u64, RecordError>>,
    },
    Signals {
        batch: Batch,
        reply: oneshot::Sender<Result<Taken, Refusal>>,
    },
    /// What a feed told, at the moment that it came.
    Scans {
        feed: Feed,
        scans: Vec<Scan>,
        at: Timestamp,
        reply: oneshot::Sender<Result<Vec<Became>, Refusal>>,
    },
    /// To let happen what is due for these by then; for how many it is done.
    Ticks {
        due: Vec<ShopperId>,
        at: Timestamp,
        reply: oneshot::Sender<usize>,
    },
    Model {
        model: Box<Model>,
        learned: u64,
        reply: oneshot::Sender<Result<ContentHash, PublishError>>,
    },
}

impl Job {
    /// The most events that it may become.
    fn weight(&self) -> usize {
        match self {
            Self::Command { wish, .. } | Self::Shop { wish, .. } => most_events(&wish.command),
            Self::Record { wishes, .. } => wishes.iter().map(|wish| most_events(&wish.command)).sum(),
            Self::Signals { batch, .. } => batch.rows.len(),
            Self::Scans { scans, .. } => scans.len().saturating_mul(3 + DELIGHT),
            Self::Ticks { due, .. } => due.len().saturating_mul(MOST_TICKED),
            Self::Model { .. } => 0,
        }
    }

    /// Whether it takes somebody out of the log.
    fn forgets(&self) -> bool {
        matches!(self, Self::Command { wish, .. } if matches!(wish.command, Command::Forget { .. }))
    }

    /// Whether it is a group of its own: it may be rolled back, or changes the shop or the past for all behind it.
    fn is_alone(&self) -> bool {
        match self {
            Self::Command { wish, .. } => {
                matches!(wish.command, Command::PublishShop { .. } | Command::Forget { .. })
            }
            Self::Shop { .. } | Self::Record { .. } | Self::Model { .. } => true,
            Self::Signals { .. } | Self::Scans { .. } | Self::Ticks { .. } => false,
        }
    }
}

/// What of points goes back with units: what was paid with them, what was earned, a tier that is left, and one that is
/// reached.
const POINTS_BACK: usize = 4 + REFERRAL_BACK;
/// What a code brings to both: points, and a tier. Beside them it may be told that it brings nothing.
const REFERRAL: usize = 5;
/// What of that goes back: points, a tier that is left, and one that is reached, of both.
const REFERRAL_BACK: usize = 6;
/// A surprise: points, a tier, and what it takes of its budget.
const DELIGHT: usize = 3;

/// What of gift cards and entitlements goes back with units: what a card had left as it ended, what is on it again, cards
/// that are taken back, and what is revoked.
const GOODS_BACK: usize = 4;

/// What is not sent and was paid: cards, what is granted, the parcel and its two steps, and the end of the order.
const GOODS: usize = 6;

/// What the clock tells of one shopper at once: promises, points that expire, a tier that is left, and one that is reached;
/// and a surprise.
const MOST_TICKED: usize = Command::MOST_DUE + 3 + DELIGHT;

/// How many facts a command becomes at most.
pub(crate) fn most_events(command: &Command) -> usize {
    match command {
        // The order, the stock, what promotions gave, points that were spent and earned, a tier, and a card that paid; and
        // what a code brings to both, or that it brings nothing.
        Command::PlaceOrder { .. } => 8 + GOODS + REFERRAL,
        // And what was paid, and the points.
        Command::CancelOrder { .. } => 4 + POINTS_BACK + GOODS_BACK,
        // The sale, points for it and for being the first, and a tier.
        Command::RecordSale { .. } => 4,
        // The card, and points for it.
        Command::IssueCard { .. } => 2,
        // A shop, and what its prices were.
        Command::PublishShop { .. } => 2,
        // The money, what promotions gave, and the points.
        Command::RefundOrder { .. } => 2 + POINTS_BACK + GOODS_BACK,
        // What was offered, and what is paid back for it.
        Command::AllocateUnits { .. } => 2,
        Command::AcceptRemedy { .. } | Command::RecordPayment { .. } => 2 + GOODS,
        // The step, and the end of the order, and a promise that breaks with it.
        Command::MoveParcel { .. } | Command::RecordScan { .. } => 3 + DELIGHT,
        // The step, the money, the stock, what promotions gave, and the points.
        Command::MoveReturn { .. } => 4 + POINTS_BACK + GOODS_BACK,
        // The order, its three steps, what promotions gave, points for it and for being the first, a tier, and goods.
        Command::Sell { .. } => 8 + GOODS + REFERRAL,
        // Both sides of it, or of what comes to light with it.
        Command::AcceptReferral { .. } => 2,
        Command::LinkVisitor { .. } => 1 + 2 * REFERRAL_BACK,
        Command::Tick { .. } => MOST_TICKED,
        // Each parcel, the end of the order, and a promise that breaks with it.
        Command::ShipOrder { .. } | Command::DeliverOrder { .. } => {
            Command::MOST_PARCELS.saturating_add(2 + DELIGHT)
        }
        // Each parcel that is opened, the units, the end of the order, what was paid, the stock, and promotions.
        Command::CancelUnits { .. } => {
            Command::MOST_PARCELS.saturating_add(5 + POINTS_BACK + GOODS_BACK + GOODS)
        }
        Command::ApplyCoupon { .. } => Command::MOST_COUPONS,
        Command::Reorder { .. } => Command::MOST_LINES,
        _ => 1,
    }
}

/// What numbers the events of this run of the server. A number is never used again, not even after
/// a commit that failed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub(crate) source: SourceId,
    pub(crate) next: u32,
    /// Whether the store knows that the source is ours.
    pub(crate) known: bool,
}

impl Run {
    pub(crate) fn new(source: SourceId) -> Self {
        Self { source, next: 0, known: false }
    }
}

/// What live streams are told.
#[derive(Debug)]
pub(crate) struct News {
    pub(crate) events: Vec<Stored>,
    /// Whether there was more than fits: readers begin anew.
    pub(crate) gap: bool,
}

/// The task that owns the market.
pub(crate) struct Writer {
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) run: Run,
    pub(crate) jobs: mpsc::Receiver<Job>,
    pub(crate) folded: Arc<Folded>,
    pub(crate) news: broadcast::Sender<Arc<News>>,
    pub(crate) readiness: Arc<Readiness>,
    pub(crate) metrics: Arc<Metrics>,
    /// Read from the queue, but not part of the group before.
    pub(crate) held: Option<Job>,
    pub(crate) prune_at: Timestamp,
    /// No token of whoever is forgotten is good there.
    pub(crate) tokens: Tokens,
    /// When the files are to be cleaned, where they may still hold what was forgotten.
    pub(crate) scrub_at: Option<Instant>,
}

impl Writer {
    /// Works until nobody can send any more.
    pub(crate) async fn work(mut self) {
        loop {
            match tokio::time::timeout(IDLE, self.next_job()).await {
                Ok(Some(first)) => {
                    let jobs = self.group_of(first);
                    self.commit(jobs).await;
                    self.scrub().await;
                }
                Ok(None) => return,
                Err(_) => self.look_around().await,
            }
        }
    }

    async fn next_job(&mut self) -> Option<Job> {
        match self.held.take() {
            Some(job) => Some(job),
            None => self.jobs.recv().await,
        }
    }

    fn group_of(&mut self, first: Job) -> Vec<Job> {
        let (mut weight, mut closed) = (first.weight(), first.is_alone());
        let mut group = vec![first];
        while !closed && weight < GROUP {
            let Ok(job) = self.jobs.try_recv() else { break };
            weight = weight.saturating_add(job.weight());
            if job.is_alone() || weight > GROUP {
                self.held = Some(job);
                closed = true;
            } else {
                group.push(job);
            }
        }
        group
    }

    async fn commit(&mut self, jobs: Vec<Job>) {
        let now = self.clock.now();
        let prune = now >= self.prune_at;
        let events: usize = jobs.iter().map(Job::weight).sum();
        let forgets = jobs.iter().any(Job::forgets);
        let run = self.run_with_room(events, forgets);
        let group = Group { before: self.folded.current(), run, jobs, prune: prune.then_some(now) };
        let began = Instant::now();
        let done = log::transact(&*self.log, move |tx| group.run(tx)).await;
        self.metrics.committed(began.elapsed(), done.is_ok());
        match done {
            Ok(outcome) => {
                self.run.known |= self.run.source == run.source;
                self.readiness.set_writer(true);
                self.tokens.bury(&outcome.current.tombs);
                if forgets {
                    self.scrub_at = Some(Instant::now());
                    self.scrub().await;
                }
                self.publish(outcome);
            }
            // What was given up on purpose has had its answer; else the dropped replies say it.
            Err(LogError::Abandoned) => {}
            Err(error) => {
                tracing::error!(%error, "a transaction failed, nothing of it was written");
                self.readiness.set_writer(false);
            }
        }
        if prune {
            self.prune_at = now + PRUNE;
        }
    }

    /// The numbering of this run, or of a new source where the numbers would end. To forget somebody takes a source
    /// of its own: as many numbers as they had names, and none between those of others.
    fn run_with_room(&mut self, events: usize, forgets: bool) -> Run {
        if forgets && let Ok(source) = crate::mint::source() {
            return Run::new(source);
        }
        let events = u32::try_from(events).unwrap_or(u32::MAX);
        if self.run.next.checked_add(events).is_none()
            && let Ok(source) = crate::mint::source()
        {
            self.run = Run::new(source);
        }
        let run = self.run;
        self.run.next = run.next.saturating_add(events);
        run
    }

    /// Whoever asked to be forgotten is answered when the files are clean, too. Where others read just now, it is
    /// tried again every second, also under traffic, and by the next start.
    async fn scrub(&mut self) {
        if self.scrub_at.is_none_or(|at| Instant::now() < at) {
            return;
        }
        self.scrub_at = match self.log.scrub().await {
            Ok(()) => None,
            Err(error) => {
                tracing::warn!(%error, "files may still hold what was forgotten");
                Some(Instant::now() + AGAIN)
            }
        };
    }

    /// Forgets what is old, though nobody wishes for anything.
    async fn prune(&mut self) {
        let now = self.clock.now();
        if now < self.prune_at || !self.readiness.writer() {
            return;
        }
        self.prune_at = now + PRUNE;
        if let Err(error) = log::transact(&*self.log, move |tx| group::prune(tx, now)).await {
            tracing::warn!(%error, "what is old is forgotten an hour later");
        }
    }

    fn publish(&self, outcome: Outcome) {
        let current = Arc::new(outcome.current);
        let published = Arc::clone(&current.published);
        let before = self.folded.replace(current, &outcome.fresh, outcome.gap);
        if !Arc::ptr_eq(&before.published, &published) {
            self.readiness.set_trained(published.snapshot.model != Model::default());
            self.metrics.published();
        }
        outcome.replies.into_iter().for_each(|reply| reply());
        self.metrics.took_in(outcome.fresh.len());
        if !outcome.fresh.is_empty() {
            // Nobody listening is no failure.
            let _ = self.news.send(Arc::new(News { events: outcome.fresh, gap: outcome.gap }));
        }
    }

    /// Takes in what other processes wrote while nothing came in here.
    async fn look_around(&mut self) {
        if !self.readiness.writer() {
            self.try_again().await;
        }
        self.scrub().await;
        self.prune().await;
        let before = self.folded.current();
        match log::read(&*self.log, move |reader| group::look(&before, reader)).await {
            Ok(Some(outcome)) => {
                self.tokens.bury(&outcome.current.tombs);
                self.publish(outcome);
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "the store cannot be read"),
        }
    }

    /// Whether the store takes something again: nobody sends wishes to a shop that is not ready.
    async fn try_again(&self) {
        let now = self.clock.now().0.to_le_bytes();
        match log::transact(&*self.log, move |tx| tx.put_meta(PROBE, &now)).await {
            Ok(()) => self.readiness.set_writer(true),
            Err(error) => tracing::debug!(%error, "the store still takes nothing"),
        }
    }
}
