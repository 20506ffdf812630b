//! What the page knows: what the server confirmed, and on top of it what it has not yet judged.

use std::sync::Arc;

use attar::shop::{Names, Own};
use attar::state::MarketView;
use attar::view::{Node, Viewer};
use attar::{Answer, Engine, Event, Query, ShopperId, Slice, Snapshot, SourceId, Timestamp};

use crate::outbox::Outbox;
use crate::signal::Row;

/// The source of rows that no server will ever number.
const DEVICE: SourceId = SourceId([0xff; 16]);

/// One shopper in one page.
#[derive(Debug)]
pub struct Session {
    /// Who asks.
    pub who: ShopperId,
    /// The place in the log that the confirmed part stands at.
    pub seq: u64,
    /// The rows that go to the server: this page's own are the last.
    pub outboxes: Vec<Outbox>,
    /// The rows that the device keeps and never sends.
    pub kept: Vec<Row>,
    /// The rows that die with the page.
    pub fleeting: Vec<Row>,
    /// What things are called, and what the views say.
    pub names: Names,
    /// What the server confirmed, with all other rows in its private part.
    engine: Engine,
}

/// What came from the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// The shopper's own events since, in order.
    Events(Vec<Event>),
    /// Everything anew.
    Slice(Box<Slice>),
}

impl Session {
    /// The most rows that the device keeps.
    pub const MOST_KEPT: usize = 100;

    /// A session that stands where the server's slice stands.
    pub fn new(snapshot: Arc<Snapshot>, names: Names, slice: Slice, seq: u64) -> Self {
        let who = slice.who;
        let engine = Engine::new(snapshot, slice.into());
        Self { who, seq, outboxes: Vec::new(), kept: Vec::new(), fleeting: Vec::new(), names, engine }
    }

    /// The same page for another slice: the shopper got a name, or said something.
    pub fn stand_on(&mut self, slice: Slice, seq: u64) {
        self.who = slice.who;
        self.seq = seq;
        self.engine = Engine::new(self.engine.snapshot().clone(), slice.into());
        self.refresh();
    }

    /// Nobody in particular from here on.
    pub fn leave(&mut self) {
        let market = MarketView { own: Own::default(), ..self.engine.state().market_view() };
        self.stand_on(Slice { market, ..Slice::default() }, self.seq);
    }

    /// Puts another snapshot under the session.
    pub fn set_snapshot(&mut self, snapshot: Arc<Snapshot>, names: Names) {
        self.names = names;
        self.engine.set_snapshot(snapshot);
        self.refresh();
    }

    /// The snapshot under the session.
    pub fn snapshot(&self) -> &Snapshot {
        self.engine.snapshot()
    }

    /// Who the shopper was before login.
    pub fn visitors(&self) -> &[ShopperId] {
        self.engine.state().shared(&self.who).map_or(&[], |shared| &shared.visitors)
    }

    /// What the shop may remember, as the server has it.
    pub fn consent(&self) -> attar::event::Consent {
        self.engine.state().shared(&self.who).map(|shared| shared.consent).unwrap_or_default()
    }

    /// How many rows wait for the server.
    pub fn pending(&self) -> usize {
        self.outboxes.iter().map(Outbox::len).sum()
    }

    /// Forgets every row that is not the server's.
    pub fn forget(&mut self) {
        self.outboxes.iter_mut().for_each(Outbox::clear);
        self.kept.clear();
        self.fleeting.clear();
        self.refresh();
    }

    /// Keeps a row on the device; beyond [`Session::MOST_KEPT`] the oldest goes.
    pub fn keep(&mut self, row: Row) {
        self.kept.push(row);
        let excess = self.kept.len().saturating_sub(Self::MOST_KEPT);
        self.kept.drain(..excess);
        self.refresh();
    }

    /// Takes in what a page that is gone left behind, once. The page's own is the last.
    pub fn adopt(&mut self, outbox: Outbox) {
        if self.outboxes.iter().all(|known| known.source != outbox.source) {
            self.outboxes.insert(0, outbox);
            self.refresh();
        }
    }

    /// The server judged the rows of a source up to and with that number.
    pub fn judged(&mut self, source: SourceId, mark: i64) {
        self.outboxes
            .iter_mut()
            .filter(|outbox| outbox.source == source)
            .for_each(|outbox| outbox.judged(mark));
    }

    /// Takes in what the log holds after `after`, up to `seq`. Gives whether nothing is missing in between.
    pub fn absorb(&mut self, after: u64, seq: u64, news: News) -> bool {
        match news {
            _ if seq <= self.seq && after != self.seq => return true,
            News::Slice(slice) => self.stand_on(*slice, seq),
            News::Events(_) if after != self.seq => return false,
            News::Events(events) => self.follow(seq, &events),
        }
        true
    }

    /// Takes in what one commit put into the log at `seq`, where the sender knows of nothing else behind
    /// `after`. Gives whether nothing is missing before.
    pub fn hear(&mut self, after: u64, seq: u64, events: Vec<Event>) -> bool {
        let follows = after <= self.seq;
        if follows && seq > self.seq {
            self.follow(seq, &events);
        }
        follows
    }

    /// Stands at `seq` from here on, with all that happened before.
    fn follow(&mut self, seq: u64, events: &[Event]) {
        for event in events {
            self.confirm(event);
        }
        self.seq = seq;
        self.refresh();
    }

    /// Takes in what everyone may know of the market by now.
    pub fn set_market(&mut self, market: MarketView) {
        self.engine.set_market_view(market);
        self.refresh();
    }

    /// Rows are judged in order: with one in the log, those before it are judged too.
    fn confirm(&mut self, event: &Event) {
        self.judged(event.id.source, i64::from(event.id.n));
        self.engine.apply(event);
    }

    /// What is shown = confirmed + pending + what stays here. A row is a signal, and the engine answers
    /// from the confirmed and the private ones as if they were one list.
    pub fn refresh(&mut self) {
        self.engine.clear_private();
        for outbox in &self.outboxes {
            for event in outbox.events() {
                self.engine.apply_private(&event);
            }
        }
        let mut n = 0;
        for rows in [&self.kept, &self.fleeting] {
            for row in rows {
                self.engine.apply_private(&row.event(self.who, DEVICE, n));
                n += 1;
            }
        }
    }

    /// Answers the shopper, without a request.
    pub fn ask(&self, query: &Query, at: Timestamp) -> Answer {
        self.engine.ask(&self.who, query, at)
    }

    /// The answer in words, in the language of the page.
    pub fn draw(&self, answer: &Answer, at: Timestamp) -> Node {
        Viewer::new(&self.snapshot().shop, &self.names, at).view(answer)
    }
}

#[cfg(test)]
mod tests;
