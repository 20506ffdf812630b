//! The scratch that wishes are judged on: it already holds the facts of those before them, and is
//! dropped if the commit fails.

use std::collections::BTreeSet;
use std::sync::Arc;

use attar::event::{Channel, Consent, Event, Fact, ShopFact, Subject};
use attar::id::{ContentHash, EventId, OrderId, ShopperId};
use attar::model::Model;
use attar::terms::history;
use attar::terms::loyalty::referral::code_of;
use attar::{Actor, Command, Engine, Shop, Timestamp};

use super::{Batch, Decided, Job, Run, Taken, Wish};
use crate::current::{Current, SNAPSHOT, read_shop};
use crate::error::{OpenError, PublishError, Refusal};
use crate::history::{everyone, observed, since};
use crate::log::{BlobKind, KeptScan, LogError, Mark, RefusedRow, Stored, Transaction, tomb};
use crate::published::Published;
use crate::wire::MOST_EVENTS;

/// Under this name the store keeps that the snapshot in service has learned from somebody who is forgotten:
/// `yes` or `no`.
const TAINTED: &str = "tainted";
/// Old snapshots stay for pages that opened a while ago.
const SNAPSHOTS: u32 = 20;
/// Old names likewise: three languages.
const NAMES: u32 = 60;

/// The answer to one request, inside what may fail as a whole.
pub(super) type Judged<T> = Result<Result<T, Refusal>, LogError>;

pub(super) struct Bench<'a> {
    pub(super) tx: &'a mut dyn Transaction,
    current: Current,
    pub(super) engine: Engine,
    loaded: BTreeSet<ShopperId>,
    fresh: Vec<Stored>,
    run: Run,
}

impl<'a> Bench<'a> {
    pub(super) fn new(tx: &'a mut dyn Transaction, current: Current, run: Run, fresh: Vec<Stored>) -> Self {
        let engine = Engine::new(Arc::clone(&current.published.snapshot), current.full_state());
        Self { tx, current, engine, loaded: BTreeSet::new(), fresh, run }
    }

    /// Brings in the histories that the job is judged by.
    pub(super) fn load(&mut self, job: &Job) -> Result<(), LogError> {
        match job {
            Job::Command { wish, .. } | Job::Shop { wish, .. } => self.load_for(wish),
            Job::Record { wishes, .. } => wishes.iter().try_for_each(|wish| self.load_for(wish)),
            Job::Scans { scans, .. } => scans
                .iter()
                .try_for_each(|scan| self.load_consigned(scan.number.as_deref().unwrap_or_default())),
            Job::Ticks { due, .. } => due.iter().try_for_each(|who| self.load_shopper(*who)),
            Job::Signals { .. } | Job::Model { .. } => Ok(()),
        }
    }

    fn load_for(&mut self, wish: &Wish) -> Result<(), LogError> {
        // Where nobody collects, a till need not know whose basket it is.
        let collects = self.current.shop.public().loyalty().is_some();
        if matches!(wish.command, Command::RecordSale { .. }) && !collects {
            return Ok(());
        }
        let reads = wish.command.reads(&wish.actor);
        reads.shoppers.into_iter().try_for_each(|who| self.load_shopper(who))?;
        reads.order.map_or(Ok(()), |order| self.load_buyer(order))?;
        reads.code.as_deref().and_then(code_of).map_or(Ok(()), |code| self.load_referrer(&code))?;
        reads.number.map_or(Ok(()), |number| self.load_consigned(&number))
    }

    /// Those whose parcels have that number of a carrier.
    pub(super) fn load_consigned(&mut self, number: &str) -> Result<(), LogError> {
        self.tx.consigned(number)?.into_iter().try_for_each(|order| self.load_buyer(order))
    }

    /// Whether a parcel has that number of a carrier.
    pub(super) fn is_consigned(&self, number: &str) -> Result<bool, LogError> {
        Ok(!self.tx.consigned(number)?.is_empty())
    }

    fn load_buyer(&mut self, order: OrderId) -> Result<(), LogError> {
        self.tx.buyer(order)?.map_or(Ok(()), |who| self.load_shopper(who))
    }

    fn load_shopper(&mut self, who: ShopperId) -> Result<(), LogError> {
        self.load_alone(who)?;
        // What becomes of their orders may be the matter of who referred them.
        let code =
            self.engine.state().shared(&who).and_then(|shared| shared.account()?.referrals.came.as_ref());
        match code.map(|came| came.code.clone()) {
            Some(code) => self.load_referrer(&code),
            None => Ok(()),
        }
    }

    fn load_referrer(&mut self, code: &str) -> Result<(), LogError> {
        self.tx.referrer(code)?.map_or(Ok(()), |who| self.load_alone(who))
    }

    fn load_alone(&mut self, who: ShopperId) -> Result<(), LogError> {
        if who.is_anonymous() || self.loaded.contains(&who) {
            return Ok(());
        }
        let all = everyone(self.tx, who)?;
        let history = self.tx.history(&all, 0, usize::MAX)?;
        history.iter().for_each(|stored| self.engine.apply(&stored.event));
        self.loaded.extend(all);
        Ok(())
    }

    /// Judges a wish, or repeats the answer that the same key of the same actor got before.
    pub(super) fn keyed(&mut self, wish: &Wish, key: Option<&str>) -> Judged<Decided> {
        // An answer kept for whoever is forgotten would remember them.
        let key = key.filter(|_| !matches!(wish.command, Command::Forget { .. }));
        let Some(key) = key else { return self.decide(wish) };
        let actor = serde_json::to_string(&wish.actor)?;
        if let Some(answer) = self.tx.answer(&actor, key)? {
            return Ok(serde_json::from_str::<Result<Decided, _>>(&answer)?.map_err(Refusal::Rejected));
        }
        let judged = self.decide(wish)?;
        let kept = match &judged {
            Ok(decided) => Ok(decided),
            Err(Refusal::Rejected(rejection)) => Err(rejection),
            Err(_) => return Ok(judged),
        };
        self.tx.put_answer(&actor, key, &serde_json::to_string(&kept)?, wish.at)?;
        Ok(judged)
    }

    /// Whether the wish comes from somebody who is forgotten, or would write about them.
    fn names_the_forgotten(&self, wish: &Wish) -> bool {
        let actor = match wish.actor {
            Actor::Shopper(who) => Some(who),
            Actor::Merchant(_) | Actor::Clock | Actor::Carrier(_) => None,
        };
        let named = match wish.command {
            Command::RecordSale { shopper, .. }
            | Command::IssueCard { shopper }
            | Command::AddToGroup { shopper, .. }
            | Command::TakeFromGroup { shopper, .. }
            | Command::Tick { shopper } => Some(shopper),
            Command::LinkVisitor { visitor } => Some(visitor),
            Command::EndReferral { shopper, .. } => Some(shopper),
            Command::Forget { shopper, .. } => shopper,
            _ => None,
        };
        actor.into_iter().chain(named).any(|who| self.current.is_forgotten(who))
    }

    /// Judges a wish and appends what follows from it.
    pub(super) fn decide(&mut self, wish: &Wish) -> Judged<Decided> {
        if self.names_the_forgotten(wish) {
            return Ok(Err(Refusal::Forgotten));
        }
        let facts = match self.engine.decide(&wish.actor, &wish.command, wish.at) {
            Ok(facts) => facts,
            Err(rejection) => return Ok(Err(Refusal::Rejected(rejection))),
        };
        if let Command::PublishShop { hash } = wish.command
            && self.tx.blob(BlobKind::Shop, hash)?.is_none()
        {
            return Ok(Err(Refusal::UnknownShop(hash)));
        }
        let facts = match wish.command {
            Command::PublishShop { hash } => self.repriced(hash, wish.at)?.into_iter().chain(facts).collect(),
            _ => facts,
        };
        if let Command::Forget { pseudonym, .. } = wish.command {
            return self.forget(wish, facts, pseudonym).map(Ok);
        }
        let mut events = Vec::with_capacity(facts.len());
        let facts = self.with_house(wish, facts)?;
        for (subject, fact) in facts {
            let id = self.next_id();
            let is_own = self.is_own(&wish.actor, subject);
            // Who somebody else is may not be found in what is known of a shopper, nor be told to them.
            let actor = if is_own { wish.actor } else { Actor::Clock };
            let event = Event { id, subject, actor, channel: wish.channel, at: wish.at, fact };
            let appended = self.append(&event)?;
            appended.ok_or(LogError::Contradiction("a number of this run was used before"))?;
            events.extend(is_own.then_some(event));
        }
        Ok(Ok(Decided { seq: self.current.seq, events }))
    }

    /// Lets happen what is due for these by then; for how many it is done. What cannot happen stays due.
    pub(super) fn tick(&mut self, due: &[ShopperId], at: Timestamp) -> Result<usize, LogError> {
        let mut done = 0;
        for &shopper in due {
            let (command, channel) = (Command::Tick { shopper }, Channel::Console);
            match self.decide(&Wish { actor: Actor::Clock, channel, command, at })? {
                Ok(Decided { events, .. }) if !events.is_empty() => done += 1,
                // Nothing was, or nobody is there any more.
                Ok(_) | Err(Refusal::Forgotten) => {
                    let next = self.engine.points_due(&shopper, at).filter(|next| *next > at);
                    self.tx.nothing_due(shopper, at, next)?;
                    done += 1;
                }
                Err(error) => tracing::warn!(%error, "what is due waits for a second"),
            }
        }
        Ok(done)
    }

    /// The same of a new shop, unless another one is in force than the one that it was written over.
    pub(super) fn decide_over(
        &mut self,
        wish: &Wish,
        over: Option<ContentHash>,
    ) -> Result<Result<Decided, PublishError>, LogError> {
        if self.current.market.shop != over {
            return Ok(Err(PublishError::Moved));
        }
        Ok(self.decide(wish)?.map_err(PublishError::from))
    }

    /// What changes with a shop that comes into force: told before it does, so that its snapshot knows.
    fn repriced(&self, hash: ContentHash, at: Timestamp) -> Result<Option<(Subject, Fact)>, LogError> {
        let (old, new) = (&self.current.shop, self.read_shop(hash)?);
        let Some(market) = self.engine.state().market() else { return Ok(None) };
        let told = history::repriced(old, &new, &market.prices, at);
        Ok(told.map(|fact| (Subject::Market, Fact::Shop(fact))))
    }

    fn read_shop(&self, hash: ContentHash) -> Result<Shop, LogError> {
        read_shop(&*self.tx, hash).map_err(|error| match error {
            OpenError::Log(error) => error,
            _ => LogError::Contradiction("a published shop cannot be read"),
        })
    }

    /// Takes them out of the store. What is appended names only their tombs; the caller is told whom.
    fn forget(
        &mut self,
        wish: &Wish,
        facts: Vec<(Subject, Fact)>,
        pseudonym: ShopperId,
    ) -> Result<Decided, LogError> {
        let whom = |(subject, _): &(Subject, Fact)| match subject {
            Subject::Shopper(who) => Some(*who),
            Subject::Market => None,
        };
        let who: Vec<ShopperId> = facts.iter().filter_map(whom).collect();
        self.tx.forget(&who, pseudonym)?;
        let mut events = Vec::with_capacity(facts.len());
        for (who, (subject, fact)) in who.iter().zip(facts) {
            let (id, tomb) = (self.next_id(), tomb(*who));
            let actor = match wish.actor {
                Actor::Shopper(_) => Actor::Shopper(tomb),
                other => other,
            };
            let event = Event { id, subject, actor: wish.actor, channel: wish.channel, at: wish.at, fact };
            let kept = Event { subject: Subject::Shopper(tomb), actor, ..event.clone() };
            let seq = self.append(&kept)?;
            let seq = seq.ok_or(LogError::Contradiction("a number of this run was used before"))?;
            self.current.bury(&[(seq, tomb)]);
            events.push(event);
        }
        if !events.is_empty() {
            self.tx.put_meta(TAINTED, b"yes")?;
            self.tx.retire_snapshots(self.current.served)?;
        }
        Ok(Decided { seq: self.current.seq, events })
    }

    fn next_id(&mut self) -> EventId {
        let n = self.run.next;
        self.run.next = n.saturating_add(1);
        EventId { source: self.run.source, n }
    }

    /// Appends the signals of a batch whose shopper may be remembered; what came before counts once.
    pub(super) fn signals(&mut self, batch: &Batch) -> Judged<Taken> {
        if self.current.is_forgotten(batch.who) {
            return Ok(Err(Refusal::Forgotten));
        }
        if self.tx.consent(batch.who)? != Consent::Full {
            return Ok(Err(Refusal::NoConsent));
        }
        let mark = self.tx.mark(batch.source)?;
        if mark.is_some_and(|mark| mark.own) {
            return Ok(Err(Refusal::BadSource));
        }
        let mut events = since(&*self.tx, batch.who, batch.after, self.current.seq)?;
        let before = self.fresh.len();
        let subject = Subject::Shopper(batch.who);
        let actor = Actor::Shopper(batch.who);
        let mut last = None;
        for (row, n) in batch.rows.iter().zip(batch.from..) {
            last = Some(n);
            match row {
                Ok((signal, at)) => {
                    let id = EventId { source: batch.source, n };
                    let fact = Fact::Signal(*signal);
                    self.append(&Event { id, subject, actor, channel: Channel::Web, at: *at, fact })?;
                }
                Err(why) => self.refuse(batch, n, why)?,
            }
        }
        last.map_or(Ok(()), |n| self.tx.set_mark(batch.source, Mark { n, own: false }, Some(batch.who)))?;
        if let Some(events) = &mut events {
            let own = observed(self.fresh.get(before..).unwrap_or_default());
            events.extend(own.into_iter().flatten());
        }
        let mark = last.max(mark.map(|mark| mark.n)).unwrap_or_default();
        let events = events.filter(|events| events.len() <= MOST_EVENTS);
        Ok(Ok(Taken { mark, seq: self.current.seq, events }))
    }

    fn refuse(&mut self, batch: &Batch, n: u32, why: &str) -> Result<(), LogError> {
        let at = batch.received;
        self.tx.refuse(&RefusedRow { at, source: batch.source, n, why })
    }

    /// Keeps a scan that is not taken in.
    pub(super) fn keep_scan(&mut self, scan: &KeptScan) -> Result<(), LogError> {
        self.tx.keep_scan(scan)
    }

    fn append(&mut self, event: &Event) -> Result<Option<u64>, LogError> {
        let Some(seq) = self.tx.append(event)? else { return Ok(None) };
        self.current.seq = seq;
        match event.subject {
            Subject::Market => self.take_market(event, seq)?,
            Subject::Shopper(who) if self.loaded.contains(&who) => self.engine.apply(event),
            Subject::Shopper(_) => {}
        }
        self.fresh.push(Stored { seq, event: event.clone() });
        Ok(Some(seq))
    }

    fn take_market(&mut self, event: &Event, seq: u64) -> Result<(), LogError> {
        self.current.market_seq = seq;
        self.current.note_shop(&event.fact, seq);
        self.engine.apply(event);
        match event.fact {
            Fact::Shop(ShopFact::Published { hash }) => self.open_shop(hash),
            _ => Ok(()),
        }
    }

    /// A shop came into force: the model stays, the snapshot is made anew.
    fn open_shop(&mut self, hash: ContentHash) -> Result<(), LogError> {
        let shop = self.read_shop(hash)?;
        self.current.shop = Arc::new(shop);
        self.engine.set_shop(Arc::clone(&self.current.shop));
        let model = self.current.published.snapshot.model.clone();
        self.serve(model)?.map_err(|_| LogError::Contradiction("a published shop cannot be served"))
    }

    /// Serves a model that has learned from the log up to a place, unless somebody was forgotten behind it. It is
    /// the end of the snapshots that had learned from whoever was forgotten before.
    pub(super) fn serve_learned(
        &mut self,
        model: Model,
        learned: u64,
    ) -> Result<Result<(), PublishError>, LogError> {
        if learned < self.current.forgot_at {
            return Ok(Err(PublishError::Outdated));
        }
        let served = self.serve(model)?;
        if served.is_ok() && self.tx.meta(TAINTED)?.is_some_and(|value| value == b"yes") {
            self.tx.retire_snapshots(self.current.served)?;
            self.tx.put_meta(TAINTED, b"no")?;
        }
        Ok(served)
    }

    /// Stores the shop in force with this model as the snapshot to serve.
    pub(super) fn serve(&mut self, model: Model) -> Result<Result<(), PublishError>, LogError> {
        let prices = self.engine.state().market().map(|market| market.prices.clone()).unwrap_or_default();
        let published = match Published::new(&self.current.shop, model, &prices) {
            Ok(published) => published,
            Err(error) => return Ok(Err(error)),
        };
        let file = &published.file;
        self.tx.put_blob(BlobKind::Snapshot, file.hash, &file.bytes, SNAPSHOTS)?;
        for names in published.names_files() {
            self.tx.put_blob(BlobKind::Names, names.blob.hash, &names.blob.bytes, NAMES)?;
        }
        self.tx.put_meta(SNAPSHOT, &file.hash.0)?;
        self.engine.set_snapshot(Arc::clone(&published.snapshot));
        self.current.served = Some(file.hash);
        self.current.published = Arc::new(published);
        Ok(Ok(()))
    }

    /// The snapshot that serves from the commit on.
    pub(super) fn serving(&self) -> ContentHash {
        self.current.published.hash
    }

    /// What holds after the commit, and what happened.
    pub(super) fn finish(mut self) -> (Current, Vec<Stored>) {
        let market = self.engine.state().market().filter(|market| market.seq != self.current.market.seq);
        if let Some(market) = market.cloned() {
            self.current.set_market(market);
        }
        (self.current, self.fresh)
    }
}
