//! One replay at a time, beside the async threads: the log is read in pieces, and a thread of its own prices them.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use attar::Shop;
use attar::id::ContentHash;
use attar::model::Segments;
use attar::terms::promotion::PromotionId;
use tokio::sync::mpsc;
use tokio::task::JoinError;

use super::outcome::{Count, Outcome};
use crate::App;
use crate::log::{self, LogError, Stored};
use crate::reading::Reading;
use crate::report::Report;

/// How many entries of the log are read at once, and how many pieces may wait for the pricing thread.
const READ: usize = 2_048;
const WAITING: usize = 2;

/// The last replay, done or under way. A clone is the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Replays(Arc<Mutex<Option<Run>>>);

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

/// Where the replay of a pair of terms stands.
#[derive(Debug, Clone)]
pub(crate) enum Standing {
    /// Nobody asked for it.
    None,
    /// So many entries of the log are done, of so many.
    Running(u64, u64),
    /// It is done, and took so many milliseconds.
    Done(Arc<Outcome>, u64),
    /// The log could not be read; the cause is in the server's own log.
    Failed,
}

#[derive(Debug)]
struct Run {
    of: Pair,
    progress: Arc<AtomicU64>,
    entries: u64,
    state: State,
    task: Option<tokio::task::AbortHandle>,
}

#[derive(Debug)]
enum State {
    Running,
    Done(Arc<Outcome>, u64),
    Failed,
}

/// What a replay needs to know of the shop.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) of: Pair,
    pub(crate) before: Arc<Shop>,
    pub(crate) after: Arc<Shop>,
    /// Promotions of the draft that begin later, and are tried as if they had begun.
    pub(crate) later: Vec<PromotionId>,
    /// Promotions of the draft that need a code, and are tried as if everyone had it.
    pub(crate) coded: Vec<PromotionId>,
    pub(crate) report: Arc<Reading<Report>>,
    pub(crate) segments: Segments,
}

impl Replays {
    /// Where it stands.
    pub(crate) fn standing(&self, of: &Pair) -> Standing {
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
    pub(crate) fn begin(&self, app: App, question: Question) {
        let mut kept = self.kept();
        if let Some(run) = kept.as_ref() {
            if run.of == question.of && matches!(run.state, State::Running) {
                return;
            }
            run.task.iter().for_each(|task| task.abort());
        }
        let of = question.of;
        let progress = Arc::new(AtomicU64::new(0));
        let (entries, state) = (app.seq(), State::Running);
        *kept = Some(Run { of, progress: Arc::clone(&progress), entries, state, task: None });
        let replays = self.clone();
        let task = tokio::spawn(async move {
            let of = question.of;
            let began = std::time::Instant::now();
            let outcome = replay(&app, question, progress).await;
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

    fn end(&self, of: &Pair, outcome: Result<Outcome, ReplayError>, millis: u64) {
        let state = match outcome {
            Ok(outcome) => {
                tracing::info!(baskets = outcome.after.carts, millis, "replayed the terms of a draft");
                State::Done(Arc::new(outcome), millis)
            }
            Err(error) => {
                tracing::error!(%error, "the terms of a draft were not replayed");
                State::Failed
            }
        };
        if let Some(run) = self.kept().as_mut().filter(|run| run.of == *of) {
            run.state = state;
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<Run>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, thiserror::Error)]
enum ReplayError {
    #[error(transparent)]
    Log(#[from] LogError),
    #[error("the replay broke off: {0}")]
    Broken(#[from] JoinError),
}

async fn replay(app: &App, question: Question, progress: Arc<AtomicU64>) -> Result<Outcome, ReplayError> {
    let to = app.seq();
    let (send, pieces) = mpsc::channel(WAITING);
    let work = tokio::task::spawn_blocking(move || price(&question, pieces, &progress));
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

fn price(question: &Question, mut pieces: mpsc::Receiver<Vec<Stored>>, progress: &AtomicU64) -> Outcome {
    let Question { before, after, report, segments, .. } = question;
    let (report, currency) = (&report.counted, before.public().currency);
    let mut count = Count::new(before, after, report);
    while let Some(entries) = pieces.blocking_recv() {
        entries.iter().for_each(|stored| count.take(&stored.event));
        if let Some(last) = entries.last() {
            progress.store(last.seq, Ordering::Relaxed);
        }
    }
    let groups = report.groups(segments, currency);
    let groups: Vec<_> = groups.iter().map(|group| (group.word, group.customers)).collect();
    let outcome = count.outcome(&groups, |who| report.word_of(segments, who, currency));
    Outcome { later: question.later.clone(), coded: question.coded.clone(), ..outcome }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::{fingerprint, with_terms};
    use crate::testing::{change_cart, in_memory, place, shopper};
    use attar::Command;
    use attar::terms::replay::{as_if_begun, as_if_coded};

    async fn buy(app: &App, who: u8, order: u8) {
        app.wish_of(shopper(who), change_cart(1, 1)).await.expect("a cart");
        app.wish_of(shopper(who), place(order, 100)).await.expect("an order");
    }

    /// What a draft with one promotion would have done.
    async fn tried(app: &App, promotion: serde_json::Value) -> Outcome {
        let mut terms = super::super::in_force(app);
        terms.promotions = vec![serde_json::from_value(promotion).expect("a promotion")];
        let mut report = Arc::default();
        Reading::read_on(&mut report, app).await.expect("the log is read");
        let draft = fingerprint(&terms).expect("a name");
        let (terms, coded) = as_if_coded(&terms, &super::super::in_force(app));
        let (terms, later) = as_if_begun(&terms, app.now());
        let question = Question {
            of: Pair { in_force: draft, draft },
            before: Arc::clone(&app.current().shop),
            after: Arc::new(Shop::check(with_terms(app, terms)).expect("a shop")),
            later,
            coded,
            report,
            segments: Segments::default(),
        };
        replay(app, question, Arc::default()).await.expect("it is replayed")
    }

    #[tokio::test]
    async fn a_visitor_who_bought_and_then_logged_in_is_one_customer_with_one_first_order() {
        let app = in_memory().await;
        app.consent(shopper(1)).await;
        buy(&app, 1, 1).await;
        app.wish_of(shopper(2), Command::LinkVisitor { visitor: shopper(1) }).await.expect("a link");
        buy(&app, 2, 2).await;
        let first = serde_json::json!({ "id": 1, "name": "x", "when": "first_order", "gives": { "percent": { "rate": 1000 } } });
        let outcome = tried(&app, first).await;
        assert_eq!((outcome.customers, outcome.touched, outcome.cheaper), (1, 1, 1));
        assert_eq!(outcome.promotions[&PromotionId(1)].shoppers, 1);
    }

    #[tokio::test]
    async fn a_draft_for_a_group_is_tried_on_who_was_in_it_at_the_time() {
        let app = in_memory().await;
        for who in [1, 2] {
            app.consent(shopper(who)).await;
        }
        let group = "staff".to_owned();
        buy(&app, 1, 1).await;
        app.owner(Command::AddToGroup { shopper: shopper(1), group: group.clone() }).await.expect("a member");
        buy(&app, 1, 2).await;
        buy(&app, 2, 3).await;
        app.owner(Command::TakeFromGroup { shopper: shopper(1), group }).await.expect("no member");
        buy(&app, 1, 4).await;
        let tenth = |when| serde_json::json!({ "id": 1, "name": "x", "when": when, "gives": { "percent": { "rate": 1000 } } });
        let own = tried(&app, tenth(serde_json::json!({ "group": ["staff"] }))).await;
        assert_eq!((own.after.carts, own.cheaper, own.customers, own.touched), (4, 1, 2, 1));
        let others = tried(&app, tenth(serde_json::json!({ "not": { "group": ["staff"] } }))).await;
        assert_eq!((others.cheaper, others.touched), (3, 2));
    }

    #[tokio::test]
    async fn a_draft_that_begins_later_is_tried_as_if_it_had_begun() {
        let app = in_memory().await;
        app.consent(shopper(1)).await;
        buy(&app, 1, 1).await;
        let from = app.now().0 + 86_400_000;
        let later = serde_json::json!({ "id": 1, "name": "x", "when": { "when": { "from": from, "until": from + 1 } },
            "gives": { "percent": { "rate": 1000 } } });
        let outcome = tried(&app, later).await;
        assert_eq!((outcome.cheaper, outcome.later), (1, vec![PromotionId(1)]));
    }

    #[tokio::test]
    async fn a_draft_that_needs_a_code_is_tried_as_if_everyone_had_it() {
        let app = in_memory().await;
        app.consent(shopper(1)).await;
        buy(&app, 1, 1).await;
        let coded = serde_json::json!({ "id": 1, "name": "x", "coupons": ["SPRING-2026"],
            "gives": { "percent": { "rate": 1000 } } });
        let outcome = tried(&app, coded).await;
        assert_eq!((outcome.cheaper, outcome.coded), (1, vec![PromotionId(1)]));
    }

    #[test]
    fn of_other_terms_nothing_is_known() {
        let replays = Replays::default();
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
