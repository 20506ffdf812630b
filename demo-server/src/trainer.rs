//! The trainer of the shop: keeps a tally of the log, makes models of it beside the async threads,
//! and puts them in force.
//!
//! The same log and recipe give the same snapshot, byte for byte: a model is as of the log's last event,
//! not of the clock. A shop opens with the preset recipe, within a second; then it searches for the recipe
//! that suits its own log, keeps that, and searches again when the log has grown by half. When somebody is
//! forgotten it counts the whole log anew and learns at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use attar::event::{CustomerFact, OrderFact, ShopFact};
use attar::packed::Packed;
use attar::train::{Deliveries, Fitted, ParamError, Recipe, Tally, TrainParams};
use attar::{Event, Fact, Lang, Timestamp};
use tokio::sync::Notify;
use tokio::task::JoinError;
use tokio::time::MissedTickBehavior;

use crate::log::{self, LogError, Stored};
use crate::reading::Reading;
use crate::task::Task;
use crate::{App, Failure, PublishError};

mod lesson;
#[cfg(test)]
mod tests;
mod tuned;

pub(crate) use lesson::Lesson;
pub(crate) use tuned::{Found, Tuned};

/// Under this name the store keeps the place in the log up to which the served model has learned.
const LEARNED: &str = "learned_seq";
/// How many entries of the log are read at once.
const READ: usize = 8_192;
/// How long it waits after a round that failed.
const PAUSE: Duration = Duration::from_secs(1);

/// How often the shop learns by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// How long it waits between two looks at the log. Default 60 s.
    pub every: Duration,
    /// It learns when so many events that teach are new. Default 20, at least 1.
    pub least: u32,
    /// Whether it searches for the recipe that suits its own log. Default yes.
    pub search: bool,
}

impl Default for Rhythm {
    fn default() -> Self {
        Self { every: Duration::from_secs(60), least: 20, search: true }
    }
}

/// Rung by whoever wants the shop to learn now. A clone is the same bell.
#[derive(Debug, Clone, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    /// Asks for a training run; while one is going on, for one more.
    pub fn ring(&self) {
        self.0.notify_one();
    }
}

/// A running trainer; it ends with this. A fit that is going on ends in its own time and is not published.
#[derive(Debug)]
pub struct Trainer(#[expect(dead_code, reason = "it ends with this")] Task);

impl Trainer {
    /// Learns now, if no trained snapshot serves or the log grew since; then in that rhythm, and
    /// whenever the bell rings. One training at a time.
    pub fn start(app: App, bell: Bell, rhythm: Rhythm) -> Self {
        let desk = Desk::new(app, rhythm.search);
        Self(Task::spawn(desk.work(bell, rhythm)))
    }
}

/// Why nothing was learned this time. The next time may do better.
#[derive(Debug, thiserror::Error)]
enum TrainError {
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(transparent)]
    Failure(#[from] Failure),
    #[error(transparent)]
    Params(#[from] ParamError),
    #[error(transparent)]
    Publish(#[from] PublishError),
    #[error("the training run broke off: {0}")]
    Broken(#[from] JoinError),
}

struct Desk {
    app: App,
    learner: Learner,
    begun: bool,
    search: bool,
    tuned: Option<Tuned>,
}

impl Desk {
    fn new(app: App, search: bool) -> Self {
        Self { app, learner: Learner::default(), begun: false, search, tuned: None }
    }

    async fn work(mut self, bell: Bell, rhythm: Rhythm) {
        let mut tick = tokio::time::interval(rhythm.every);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let forgotten = self.app.clone();
            let least = tokio::select! {
                () = bell.0.notified() => 0,
                () = forgotten.forgot_behind(self.learner.reading.forgotten) => 0,
                _ = tick.tick() => rhythm.least.max(1),
            };
            match self.round(least).await {
                // Whoever is behind that is in the log by now.
                Err(TrainError::Publish(PublishError::Outdated)) => bell.ring(),
                Err(error) => {
                    tracing::error!(%error, "nothing was learned, the last snapshot goes on serving");
                    // Else a round that must not wait for its time would follow at once.
                    tokio::time::sleep(PAUSE).await;
                }
                Ok(()) => {}
            }
        }
    }

    /// Reads on, and learns if there is enough that is new. The first round takes anything new.
    async fn round(&mut self, least: u32) -> Result<(), TrainError> {
        if !self.begun {
            self.learner = Learner::behind(learned(&self.app).await?, self.app.current().forgot_at);
            self.tuned = Tuned::load(&self.app).await?;
        }
        self.read_on().await?;
        let least = if self.begun { least } else { least.min(1) };
        self.begun = true;
        if self.learner.reading.counted.fresh >= least
            || self.learner.has_to()
            || !self.app.readiness().trained()
        {
            self.learn().await?;
        }
        Ok(())
    }

    /// Counts what is new in the log, on a thread where waiting is allowed. What is lost when that
    /// fails is counted again the next time.
    async fn read_on(&mut self) -> Result<(), TrainError> {
        loop {
            let learner = self.take_learner();
            let counted = log::read(self.app.log(), move |reader| {
                let entries = reader.after(learner.reading.seq, READ)?;
                Ok((entries.len(), learner.count(&entries)))
            });
            let entries;
            (entries, self.learner) = counted.await?;
            if entries == 0 || entries < READ && !self.learner.reading.begins_anew() {
                return Ok(());
            }
        }
    }

    /// Leaves one behind that would begin anew from the same place of the served model.
    fn take_learner(&mut self) -> Learner {
        let empty = Learner::behind(self.learner.learned, self.learner.reading.forgotten);
        std::mem::replace(&mut self.learner, empty)
    }

    /// By the recipe in force at once; then, if that is none or an old one, by a better one.
    async fn learn(&mut self) -> Result<(), TrainError> {
        let recipe = self.tuned.as_ref().map_or_else(Recipe::baskets, |tuned| tuned.recipe);
        let visits = self.fit(TrainParams::default().recipe(recipe)).await?;
        if self.search && self.tuned.as_ref().is_none_or(|tuned| tuned.is_old(visits)) {
            // One thread: the other cores go on serving.
            self.fit(TrainParams::default().threads(1)).await?;
        }
        Ok(())
    }

    /// Makes a model, puts it in force and remembers its recipe. Returns on how many visits it rests.
    async fn fit(&mut self, params: TrainParams) -> Result<u32, TrainError> {
        let began = Instant::now();
        let trainer = params.check()?;
        let (learner, published) = (self.take_learner(), self.app.snapshot());
        let fit = move || {
            let names = published.names(Lang::En).map(|file| Arc::clone(&file.names)).unwrap_or_default();
            let Counted { tally, deliveries, end, .. } = &learner.reading.counted;
            let shop = &published.snapshot.shop;
            let mut fitted = trainer.fit_named(tally, shop, &names, *end);
            fitted.model.promises = Packed::of(deliveries.promises(*end, &shop.zone));
            (fitted, learner)
        };
        let fitted: Fitted;
        (fitted, self.learner) = tokio::task::spawn_blocking(fit).await?;
        let (visits, items) = (fitted.model.visits, fitted.model.items.len());
        let (trials, hr) = (fitted.tuning.trials, fitted.tuning.accuracy.hr);
        let (seq, until) = (self.learner.reading.seq, self.learner.reading.counted.end);
        let snapshot = self.app.publish_learned(fitted.model, seq).await?;
        self.learner.learned = seq;
        self.learner.reading.counted.fresh = 0;
        keep_learned(&self.app, seq).await?;
        let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        Lesson { at: self.app.now(), seq, until, millis, items }.keep(&self.app).await?;
        if trials > 0 {
            let tuned = Tuned::new(&fitted.tuning, visits);
            tuned.keep(&self.app).await?;
            self.tuned = Some(tuned);
        }
        tracing::info!(visits, items, trials, hr, %snapshot, took = ?began.elapsed(), "learned from the log");
        Ok(visits)
    }
}

/// The place in the log up to which the served model has learned.
async fn learned(app: &App) -> Result<u64, LogError> {
    let bytes = log::read(app.log(), |reader| reader.meta(LEARNED)).await?;
    Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes))
}

async fn keep_learned(app: &App, seq: u64) -> Result<(), LogError> {
    log::transact(app.log(), move |tx| tx.put_meta(LEARNED, &seq.to_le_bytes())).await
}

/// What was counted so far, and what of it the served model knows.
#[derive(Debug, Clone, Default)]
struct Learner {
    reading: Reading<Counted>,
    /// The place up to which the served model has learned.
    learned: u64,
}

#[derive(Debug, Clone, Default)]
struct Counted {
    tally: Tally,
    deliveries: Deliveries,
    /// The latest time of any entry: when the log ends.
    end: Timestamp,
    /// How many entries behind what the served model has learned teach something.
    fresh: u32,
}

impl Learner {
    fn behind(learned: u64, forgotten: u64) -> Self {
        Self { reading: Reading::behind(forgotten), learned }
    }

    /// Whether the served model has learned from somebody who is forgotten.
    fn has_to(&self) -> bool {
        self.reading.forgotten > self.learned
    }

    fn count(mut self, entries: &[Stored]) -> Self {
        let learned = self.learned;
        self.reading.read(entries, |counted, Stored { seq, event }| {
            counted.add(event, *seq > learned);
        });
        self
    }
}

impl Counted {
    fn add(&mut self, event: &Event, is_new: bool) {
        self.tally.add(event);
        self.deliveries.add(event);
        if !event.fact.is_forgotten() {
            self.end = self.end.max(event.at);
        }
        self.fresh = self.fresh.saturating_add(u32::from(is_new && teaches(&event.fact)));
    }
}

/// Whether a model may differ for it.
fn teaches(fact: &Fact) -> bool {
    match fact {
        Fact::Signal(_) => true,
        Fact::Order(fact) => matches!(
            fact,
            OrderFact::Placed { .. } | OrderFact::SoldInStore { .. } | OrderFact::Delivered { .. }
        ),
        Fact::Shop(ShopFact::DeliveriesImported { .. }) => true,
        Fact::Customer(CustomerFact::CardIssued) => false,
        Fact::Customer(_) => !fact.is_of_groups(),
        Fact::Shop(_) | Fact::Stock(_) | Fact::Terms(_) | Fact::Loyalty(_) | Fact::Gift(_) => false,
    }
}
