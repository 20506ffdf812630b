//! When and how the page and the server exchange what each does not know yet.

use attar::SourceId;
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;

use crate::consent::Level;
use crate::live::Live;
use crate::net::{self, Trouble};
use crate::outbox::{Batch, Outbox};
use crate::page::{self, Page};
use crate::storage;
use crate::wire::{self, Synced};

/// A page that observes nothing for this long sends what it has: 5 s.
const IDLE: u32 = 5_000;
/// The longest wait after failures: 5 minutes.
const LONGEST: u32 = 300_000;

/// The state of the exchange.
#[derive(Default)]
pub struct Sync {
    own: Option<SourceId>,
    /// A request is under way.
    busy: bool,
    /// A request that may outlive the page is under way.
    last_busy: bool,
    /// The server speaks another wire: no more requests in this page.
    over: bool,
    failures: u32,
    timer: Option<Timeout>,
}

impl Sync {
    /// Whether rows of that source are this page's own.
    pub fn owns(&self, source: SourceId) -> bool {
        self.own == Some(source)
    }

    /// A fresh source for this page.
    pub fn begin_source(&mut self) -> SourceId {
        let source = page::random_source();
        self.own = Some(source);
        source
    }

    /// Sends after so many milliseconds.
    pub fn soon(&mut self, after: u32) {
        self.timer = Some(Timeout::new(after, || start(false)));
    }

    /// A row came: at once with a full outbox, else when the page is idle; never ahead of a retry.
    pub fn after_push(&mut self, full: bool) {
        if self.failures == 0 {
            self.soon(if full { 0 } else { IDLE });
        }
    }

    fn retry(&mut self) {
        self.failures = self.failures.saturating_add(1);
        self.soon((IDLE << self.failures.min(6)).min(LONGEST));
    }

    /// One request at a time, and beside it one that may outlive the page.
    fn flag(&mut self, last: bool) -> &mut bool {
        if last { &mut self.last_busy } else { &mut self.busy }
    }
}

/// Starts an exchange; `last` lets it outlive the page.
pub fn start(last: bool) {
    spawn_local(run(last));
}

async fn run(last: bool) {
    let Some(request) = page::with(|page| Request::of(page, last)).flatten() else { return };
    let answer = net::post_text(&request.url, &request.body, last).await;
    let answer = answer.and_then(|json| Synced::read(&json).ok_or(Trouble::Away));
    let other = page::with(|page| request.settle(page, answer)).flatten();
    page::draw();
    if let Some(hash) = other {
        page::renew(hash).await;
    }
}

/// One request and what it stands for.
struct Request {
    url: String,
    body: String,
    source: SourceId,
    after: u64,
    batch: Batch,
    last: bool,
}

impl Request {
    /// What there is to say now, if anything.
    fn of(page: &mut Page, last: bool) -> Option<Self> {
        if page.sync.over || *page.sync.flag(last) {
            return None;
        }
        let token = page.token.clone()?;
        let live = !last && page.wants_live();
        let outbox = waiting(page);
        if outbox.is_empty() && !live {
            return None;
        }
        let (source, after, batch) = (outbox.source, page.session.seq, outbox.batch());
        let body = wire::sync_body(&token, source, after, &batch, live);
        let url = [&page.site.base, "v1/sync"].concat();
        *page.sync.flag(last) = true;
        Some(Self { url, body, source, after, batch, last })
    }

    /// Takes the answer in. Gives the name of the current snapshot, if it is another one.
    fn settle(self, page: &mut Page, answer: Result<Synced, Trouble>) -> Option<String> {
        *page.sync.flag(self.last) = false;
        match answer {
            Ok(answer) => self.take(page, answer),
            Err(trouble) => {
                self.fail(page, trouble);
                None
            }
        }
    }

    fn take(self, page: &mut Page, answer: Synced) -> Option<String> {
        page.sync.failures = 0;
        page.session.judged(self.source, answer.mark);
        save(page, self.source);
        let complete = page.session.absorb(self.after, answer.seq, answer.news);
        page.session.refresh();
        if let Some(market) = answer.market {
            page.session.set_market(market);
        }
        if let Some(ticket) = answer.ticket.filter(|_| page.wants_live()) {
            page.live = Live::open(&page.site.base, &ticket, page.session.seq);
        }
        go_on(page, complete);
        (answer.snapshot != page.snapshot).then_some(answer.snapshot)
    }

    fn fail(self, page: &mut Page, trouble: Trouble) {
        match trouble {
            Trouble::Refused(426) => page.sync.over = true,
            Trouble::Refused(401 | 403) => withdraw(page),
            Trouble::Away | Trouble::Refused(408 | 429 | 500..) => page.sync.retry(),
            Trouble::Refused(_) => self.give_up(page),
        }
    }

    /// The server will never read this batch: without it, the next may pass.
    fn give_up(self, page: &mut Page) {
        let end = i64::from(self.batch.from) + i64::from(self.batch.count);
        page.session.judged(self.source, end - 1);
        page.session.refresh();
        save(page, self.source);
        page.sync.retry();
    }
}

/// The outbox to send from: what earlier page loads left behind, then this page's own.
fn waiting(page: &Page) -> Outbox {
    let outboxes = if page.level == Level::Full { &page.session.outboxes[..] } else { &[] };
    let found = outboxes.iter().find(|outbox| !outbox.is_empty()).cloned();
    found.unwrap_or_else(|| Outbox::new(page::random_source(), page.session.who))
}

fn save(page: &Page, source: SourceId) {
    page.session.outboxes.iter().filter(|outbox| outbox.source == source).for_each(storage::save);
}

/// What is left: the rest of much at once, the rest of little when the page is idle.
fn go_on(page: &mut Page, complete: bool) {
    let left = page.session.pending();
    let orphans =
        page.session.outboxes.iter().any(|outbox| !outbox.is_empty() && !page.sync.owns(outbox.source));
    if !complete || orphans || left >= Outbox::FULL {
        page.sync.soon(0);
    } else if left > 0 {
        page.sync.soon(IDLE);
    }
}

/// The server holds no consent for this token: nothing more is sent, and nothing kept.
fn withdraw(page: &mut Page) {
    page.token = None;
    page.live = None;
    page.forget();
    page.level = Level::Undecided;
}
