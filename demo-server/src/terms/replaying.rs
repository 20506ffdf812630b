//! One replay at a time, beside the async threads: the log is read in pieces, and a thread of its own goes through
//! them.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use attar::Event;
use attar::id::ContentHash;
use tokio::sync::mpsc;
use tokio::task::JoinError;

use crate::App;
use crate::log::{self, LogError, Stored};

/// How many entries of the log are read at once, and how many pieces may wait for that thread.
const READ: usize = 2_048;
const WAITING: usize = 2;

/// The last replay, done or under way. A clone is the same.
#[derive(Debug)]
pub(crate) struct Replays<O>(Arc<Mutex<Option<Run<O>>>>);

impl<O> Clone for Replays<O> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<O> Default for Replays<O> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

/// Which terms a replay compares, and what a publication goes by: their fingerprints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) in_force: ContentHash,
    pub(crate) draft: ContentHash,
}

impl fmt::Display for Pair {
    /// As a form carries it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.in_force, self.draft)
    }
}

/// Where the replay of a pair stands.
#[derive(Debug)]
pub(crate) enum Standing<O> {
    /// Nobody asked for it.
    None,
    /// So many entries of the log are done, of so many.
    Running(u64, u64),
    /// It is done, and took so many milliseconds.
    Done(Arc<O>, u64),
    /// The log could not be read; the cause is in the server's own log.
    Failed,
}

#[derive(Debug)]
struct Run<O> {
    of: Pair,
    progress: Arc<AtomicU64>,
    entries: u64,
    state: State<O>,
    task: Option<tokio::task::AbortHandle>,
}

#[derive(Debug)]
enum State<O> {
    Running,
    Done(Arc<O>, u64),
    Failed,
}

/// The entries of the log, piece by piece.
#[derive(Debug)]
pub(crate) struct Pieces {
    entries: mpsc::Receiver<Vec<Stored>>,
    progress: Arc<AtomicU64>,
}

impl Pieces {
    /// Goes through all of them, and says how far it is.
    pub(crate) fn each(mut self, mut take: impl FnMut(&Event)) {
        while let Some(entries) = self.entries.blocking_recv() {
            entries.iter().for_each(|stored| take(&stored.event));
            if let Some(last) = entries.last() {
                self.progress.store(last.seq, Ordering::Relaxed);
            }
        }
    }
}

impl<O: Send + Sync + 'static> Replays<O> {
    /// Where it stands.
    pub(crate) fn standing(&self, of: &Pair) -> Standing<O> {
        match self.kept().as_ref().filter(|run| run.of == *of) {
            None => Standing::None,
            Some(run) => match &run.state {
                State::Running => Standing::Running(run.progress.load(Ordering::Relaxed), run.entries),
                State::Done(outcome, millis) => Standing::Done(Arc::clone(outcome), *millis),
                State::Failed => Standing::Failed,
            },
        }
    }

    /// Begins one, in place of the one there was; one of the same terms that is under way goes on.
    pub(crate) fn begin(&self, app: App, of: Pair, work: impl FnOnce(Pieces) -> O + Send + 'static) {
        let mut kept = self.kept();
        if let Some(run) = kept.as_ref() {
            if run.of == of && matches!(run.state, State::Running) {
                return;
            }
            run.task.iter().for_each(|task| task.abort());
        }
        let progress = Arc::new(AtomicU64::new(0));
        let (entries, state) = (app.seq(), State::Running);
        *kept = Some(Run { of, progress: Arc::clone(&progress), entries, state, task: None });
        let replays = self.clone();
        let task = tokio::spawn(async move {
            let began = std::time::Instant::now();
            let outcome = replay(&app, work, progress).await;
            let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
            replays.end(&of, outcome, millis);
        });
        if let Some(run) = kept.as_mut() {
            run.task = Some(task.abort_handle());
        }
    }

    /// Forgets what came of terms that are not compared any more.
    pub(crate) fn clear(&self) {
        if let Some(run) = self.kept().take() {
            run.task.iter().for_each(|task| task.abort());
        }
    }

    fn end(&self, of: &Pair, outcome: Result<O, ReplayError>, millis: u64) {
        let state = match outcome {
            Ok(outcome) => {
                tracing::info!(millis, "replayed a draft");
                State::Done(Arc::new(outcome), millis)
            }
            Err(error) => {
                tracing::error!(%error, "a draft was not replayed");
                State::Failed
            }
        };
        if let Some(run) = self.kept().as_mut().filter(|run| run.of == *of) {
            run.state = state;
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<Run<O>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, thiserror::Error)]
pub(super) enum ReplayError {
    #[error(transparent)]
    Log(#[from] LogError),
    #[error("the replay broke off: {0}")]
    Broken(#[from] JoinError),
}

/// Hands the log over to a thread of its own.
pub(super) async fn replay<O: Send + 'static>(
    app: &App,
    work: impl FnOnce(Pieces) -> O + Send + 'static,
    progress: Arc<AtomicU64>,
) -> Result<O, ReplayError> {
    let to = app.seq();
    let (send, entries) = mpsc::channel(WAITING);
    let work = tokio::task::spawn_blocking(move || work(Pieces { entries, progress }));
    let mut seq = 0;
    loop {
        let entries = log::read(app.log(), move |reader| reader.after(seq, READ)).await?;
        seq = entries.last().map_or(to, |last| last.seq);
        let ends = entries.is_empty() || seq >= to;
        if send.send(entries).await.is_err() || ends {
            break;
        }
    }
    drop(send);
    Ok(work.await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_other_terms_nothing_is_known() {
        let replays = Replays::<()>::default();
        let pair = Pair { in_force: ContentHash([1; 32]), draft: ContentHash([2; 32]) };
        assert!(matches!(replays.standing(&pair), Standing::None));
        *replays.kept() = Some(Run {
            of: pair,
            progress: Arc::new(AtomicU64::new(3)),
            entries: 9,
            state: State::Running,
            task: None,
        });
        assert!(matches!(replays.standing(&pair), Standing::Running(3, 9)));
        let other = Pair { in_force: pair.draft, ..pair };
        assert!(matches!(replays.standing(&other), Standing::None));
        replays.clear();
        assert!(replays.kept().is_none());
    }
}
