//! One transaction of the writer.

use std::sync::Arc;

use attar::id::ContentHash;
use attar::model::Model;
use attar::time::Span;
use attar::{Command, Rejection, Timestamp};

use super::bench::Bench;
use super::{Decided, Job, Run, Wish};
use crate::current::Current;
use crate::error::{OpenError, PublishError, RecordError, Refusal};
use crate::log::{LogError, Mark, Reader, Stored, Transaction};

/// How many events of other processes are passed on to live streams; beyond that they resync.
const MOST_FRESH: usize = 1_000;

/// How long refused rows and answers under a key are kept.
const KEPT: Span = Span::days(30);
/// How long it is kept what others were told.
const TOLD: Span = Span::days(7);
/// How long a name and an address wait for their order.
const WAITS: Span = Span::days(1);

/// Sends one answer, once the commit is through.
type Reply = Box<dyn FnOnce() + Send>;

/// What is decided together.
pub(super) struct Group {
    pub(super) before: Arc<Current>,
    pub(super) run: Run,
    pub(super) jobs: Vec<Job>,
    /// The moment, if it is time to forget what is old.
    pub(super) prune: Option<Timestamp>,
}

/// What holds after the commit.
pub(super) struct Outcome {
    pub(super) current: Current,
    pub(super) fresh: Vec<Stored>,
    /// Whether `fresh` lacks some.
    pub(super) gap: bool,
    pub(super) replies: Vec<Reply>,
}

impl Group {
    /// Decides and appends all of it.
    pub(super) fn run(self, tx: &mut dyn Transaction) -> Result<Outcome, LogError> {
        let caught = caught_up(&self.before, tx)?;
        if let Some(now) = self.prune {
            prune(tx, now)?;
        }
        if !self.run.known {
            tx.set_mark(self.run.source, Mark { n: 0, own: true }, None)?;
        }
        let mut bench = Bench::new(tx, caught.current, self.run, caught.fresh);
        for job in &self.jobs {
            bench.load(job)?;
        }
        let replies = self.jobs.into_iter().map(|job| judge(&mut bench, job)).collect::<Result<_, _>>()?;
        let (current, fresh) = bench.finish();
        Ok(Outcome { current, fresh, gap: caught.gap, replies })
    }
}

/// Forgets what is old: refused rows, answers under a key, contacts that came to no order.
pub(super) fn prune(tx: &mut dyn Transaction, now: Timestamp) -> Result<(), LogError> {
    tx.prune(now - KEPT)?;
    tx.prune_deliveries(now - TOLD)?;
    tx.prune_contacts(now - WAITS)
}

fn judge(bench: &mut Bench<'_>, job: Job) -> Result<Reply, LogError> {
    match job {
        Job::Command { wish, key, reply } => {
            let answer = bench.keyed(&wish, key.as_deref())?;
            Ok(Box::new(move || drop(reply.send(answer))))
        }
        Job::Shop { wish, over, reply } => {
            let answer = bench.decide_over(&wish, over)?;
            Ok(Box::new(move || drop(reply.send(answer))))
        }
        Job::Signals { batch, reply } => {
            let answer = bench.signals(&batch)?;
            Ok(Box::new(move || drop(reply.send(answer))))
        }
        Job::Scans { feed, scans, at, reply } => {
            let answer = bench.scans(feed, &scans, at)?;
            Ok(Box::new(move || drop(reply.send(answer))))
        }
        Job::Ticks { due, at, reply } => {
            let done = bench.tick(&due, at)?;
            // Who asked may be gone.
            Ok(Box::new(move || _ = reply.send(done)))
        }
        Job::Record { wishes, reply } => match record(bench, &wishes)? {
            Ok(seq) => Ok(Box::new(move || drop(reply.send(Ok(seq))))),
            Err(error) => {
                drop(reply.send(Err(error)));
                Err(LogError::Abandoned)
            }
        },
        Job::Model { model, learned, reply } => match publish(bench, *model, learned)? {
            Ok(hash) => Ok(Box::new(move || drop(reply.send(Ok(hash))))),
            Err(error) => {
                drop(reply.send(Err(error)));
                Err(LogError::Abandoned)
            }
        },
    }
}

fn record(bench: &mut Bench<'_>, wishes: &[Wish]) -> Result<Result<u64, RecordError>, LogError> {
    let mut seq = 0;
    for (index, wish) in wishes.iter().enumerate() {
        if let Command::Forget { .. } = wish.command {
            // It changes the past of those behind it, so it never comes among others.
            let rejection = Rejection::Forbidden;
            return Ok(Err(RecordError::Rejected { index, rejection }));
        }
        match bench.decide(wish)? {
            Ok(Decided { seq: last, .. }) => seq = last,
            Err(Refusal::Rejected(rejection)) => return Ok(Err(RecordError::Rejected { index, rejection })),
            Err(other) => return Ok(Err(RecordError::Refused(other))),
        }
    }
    Ok(Ok(seq))
}

fn publish(
    bench: &mut Bench<'_>,
    model: Model,
    learned: u64,
) -> Result<Result<ContentHash, PublishError>, LogError> {
    match bench.serve_learned(model, learned)? {
        Ok(()) => Ok(Ok(bench.serving())),
        Err(error) => Ok(Err(error)),
    }
}

/// What was current, up to the head, and what other processes wrote meanwhile.
fn caught_up(before: &Current, reader: &dyn Reader) -> Result<Outcome, LogError> {
    let current = before.catch_up(reader).map_err(unreadable)?;
    let behind = current.seq != before.seq;
    let fresh = if behind { reader.after(before.seq, MOST_FRESH)? } else { Vec::new() };
    let gap = fresh.len() == MOST_FRESH;
    Ok(Outcome { current, fresh, gap, replies: Vec::new() })
}

/// The same without a transaction; nothing, if nothing is new.
pub(super) fn look(before: &Current, reader: &dyn Reader) -> Result<Option<Outcome>, LogError> {
    let caught = caught_up(before, reader)?;
    let same = caught.current.seq == before.seq && caught.current.served == before.served;
    Ok((!same).then_some(caught))
}

fn unreadable(error: OpenError) -> LogError {
    match error {
        OpenError::Log(error) => error,
        other => {
            tracing::error!(error = %other, "another process published what cannot be read here");
            LogError::Contradiction("another process published what cannot be read here")
        }
    }
}
