//! When and how the page and the server exchange what each does not know yet.

use attar::SourceId;
use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::consent::Level;
use crate::outbox::{Batch, Outbox};
use crate::page::{self, Page};
use crate::wire::{self, Json, Synced};

/// A page that observes nothing for this long sends what it has: 5 s.
const IDLE: u32 = 5_000;
/// The longest wait after failures: 5 minutes.
const LONGEST: u32 = 300_000;

/// The state of the exchange.
#[derive(Default)]
pub struct Sync {
    own: Option<SourceId>,
    /// The request that is under way.
    under_way: Option<Request>,
    /// The request that is under way and may outlive the page.
    last_under_way: Option<Request>,
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
    pub fn begin_source(&mut self, source: SourceId) {
        self.own = Some(source);
    }

    /// Sends after so many milliseconds, and not when it was said before.
    pub fn soon(&mut self, after: u32) {
        self.timer = Some(Timeout::new(after, start));
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
    fn place(&mut self, last: bool) -> &mut Option<Request> {
        if last { &mut self.last_under_way } else { &mut self.under_way }
    }
}

/// Starts an exchange.
fn start() {
    if let Some(loader) = page::with(|page| page.loader.clone()) {
        loader.exchange(false);
    }
}

/// What there is to say now, if anything: the body of a request, which [`settle`] answers.
#[wasm_bindgen]
pub fn request(last: bool) -> Option<String> {
    page::with(|page| page.request(last)).flatten()
}

/// Takes an answer in: the status, 0 where the server could not be reached, and the JSON of a good one.
/// Gives whether another snapshot is current.
#[wasm_bindgen]
pub fn settle(last: bool, status: u16, answer: Option<Json>) -> bool {
    let answer = answer.as_ref().and_then(Synced::read);
    let other = page::with(|page| match (page.sync.place(last).take(), answer) {
        (Some(request), Some(answer)) => request.take(page, answer),
        (Some(request), None) => request.fail(page, status),
        (None, _) => false,
    });
    page::draw();
    other == Some(true)
}

impl Page {
    fn request(&mut self, last: bool) -> Option<String> {
        if self.sync.over || self.sync.place(last).is_some() {
            return None;
        }
        let live = !last && self.wants_live();
        let request = Request::of(self);
        let token = self.token.as_deref()?;
        if request.batch.count == 0 && !live && (last || !self.behind) {
            return None;
        }
        self.behind &= last;
        let body = wire::sync_body(token, request.source, request.after, &request.batch, live);
        *self.sync.place(last) = Some(request);
        Some(body)
    }
}

/// What a request stands for.
struct Request {
    source: SourceId,
    after: u64,
    batch: Batch,
}

impl Request {
    /// Of what earlier page loads left behind, then of this page's own.
    fn of(page: &Page) -> Self {
        let after = page.session.seq;
        let outboxes = if page.level == Level::Full { &page.session.outboxes[..] } else { &[] };
        match outboxes.iter().find(|outbox| !outbox.is_empty()) {
            Some(outbox) => Self { source: outbox.source, after, batch: outbox.batch() },
            None => Self { source: page.random_source(), after, batch: Batch::empty() },
        }
    }

    fn take(self, page: &mut Page, answer: Synced) -> bool {
        page.sync.failures = 0;
        page.session.hear(page::now());
        self.judged(page, answer.mark);
        let complete = page.session.absorb(self.after, answer.seq, answer.news);
        if let Some(market) = answer.market {
            page.session.set_market(market);
        }
        page.session.refresh();
        if let Some(ticket) = answer.ticket
            && page.wants_live()
        {
            page.live = true;
            page.loader.stream(&ticket, page.session.seq as f64);
        }
        go_on(page, complete);
        answer.snapshot != page.snapshot
    }

    fn judged(&self, page: &mut Page, mark: i64) {
        page.session.judged(self.source, mark);
        for outbox in page.session.outboxes.iter().filter(|outbox| outbox.source == self.source) {
            page.store.save(outbox);
        }
    }

    fn fail(self, page: &mut Page, status: u16) -> bool {
        match status {
            426 => page.sync.over = true,
            401 | 403 => withdraw(page),
            400..=499 if !matches!(status, 408 | 429) => self.give_up(page),
            _ => {
                page.session.cut_off |= status == 0;
                page.behind = page.watching;
                page.sync.retry();
            }
        }
        false
    }

    /// The server will never read this batch: without it, the next may pass.
    fn give_up(self, page: &mut Page) {
        let end = i64::from(self.batch.from) + i64::from(self.batch.count);
        self.judged(page, end - 1);
        page.session.refresh();
        page.sync.retry();
    }
}

/// What is left: the rest of much at once, the rest of little when the page is idle.
fn go_on(page: &mut Page, complete: bool) {
    let left = page.session.pending();
    let orphans =
        page.session.outboxes.iter().any(|outbox| !outbox.is_empty() && !page.sync.owns(outbox.source));
    page.behind |= !complete;
    if page.behind || orphans || left >= Outbox::FULL {
        page.sync.soon(0);
    } else if left > 0 {
        page.sync.soon(IDLE);
    }
}

/// The server holds no consent for this token: nothing more is sent, and nothing kept.
fn withdraw(page: &mut Page) {
    page.token = None;
    page.watch();
    page.forget();
    page.session.leave();
    page.level = Level::Undecided;
}
