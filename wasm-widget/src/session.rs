//! What the page knows: what the server confirmed, and on top of it what it has not yet judged.

use std::sync::Arc;

use attar::event::Observation;
use attar::query::Placement;
use attar::shop::{Names, Own};
use attar::state::MarketView;
use attar::view::{Element, Viewer};
use attar::{Engine, ShopperId, Slice, Snapshot, SourceId, Timestamp};

use crate::outbox::Outbox;
use crate::signal::Row;
use crate::wish::Wish;

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
    /// When the server was heard of last.
    pub heard: Timestamp,
    /// Whether it cannot be reached since.
    pub cut_off: bool,
    /// What the server confirmed, with all other rows in its private part.
    engine: Engine,
}

/// What came from the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// What was observed of the shopper since.
    Observed(Vec<Observation>),
    /// Everything anew.
    Slice(Box<Slice>),
}

impl Session {
    /// The most rows that the device keeps.
    pub const MOST_KEPT: usize = 400;

    /// A session that stands where the server's slice stands.
    pub fn new(snapshot: Arc<Snapshot>, names: Names, slice: Slice, seq: u64) -> Self {
        let who = slice.who;
        let engine = Engine::new(snapshot, slice.into());
        Self {
            who,
            seq,
            outboxes: Vec::new(),
            kept: Vec::new(),
            fleeting: Vec::new(),
            names,
            heard: Timestamp(0),
            cut_off: false,
            engine,
        }
    }

    /// The server was heard of just now.
    pub fn hear(&mut self, at: Timestamp) {
        (self.heard, self.cut_off) = (at, false);
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

    /// Takes in what the log holds after `after`, up to `seq`. Gives whether nothing is missing before.
    pub fn absorb(&mut self, after: u64, seq: u64, news: News) -> bool {
        match news {
            _ if seq <= self.seq && after != self.seq => {}
            News::Slice(slice) => self.stand_on(*slice, seq),
            News::Observed(_) if after > self.seq => return false,
            // What is here already counts once.
            News::Observed(observed) => {
                observed.iter().for_each(|observed| self.confirm(observed));
                self.seq = seq;
                self.refresh();
            }
        }
        true
    }

    /// Takes in what everyone may know of the market by now.
    pub fn set_market(&mut self, market: MarketView) {
        self.engine.set_market_view(market);
        self.refresh();
    }

    /// Rows are judged in order: with one in the log, those before it are judged too.
    fn confirm(&mut self, observed: &Observation) {
        self.judged(observed.id.source, i64::from(observed.id.n));
        self.engine.observe(observed);
    }

    /// What is shown = confirmed + pending + what stays here. A row is a signal, and the engine answers
    /// from the confirmed and the private ones as if they were one list.
    pub fn refresh(&mut self) {
        self.engine.clear_private();
        for outbox in &self.outboxes {
            for observed in outbox.observed() {
                self.engine.observe_private(&observed);
            }
        }
        let mut n = 0;
        for rows in [&self.kept, &self.fleeting] {
            for row in rows {
                self.engine.observe_private(&row.observed(self.who, DEVICE, n));
                n += 1;
            }
        }
    }

    /// Answers the shopper in words, in the language of the page, without a request.
    ///
    /// # Errors
    /// What stands where there is no answer.
    pub fn draw(&self, wish: &Wish, at: Timestamp) -> Result<Element, Element> {
        let viewer = Viewer::new(&self.snapshot().shop, &self.names, at);
        let drawn = match wish {
            Wish::Recommend { slot, product, n, within } => {
                let place = Placement { slot: *slot, product: *product, n: *n, within };
                self.engine.recommend(&self.who, &place, at).map(|list| viewer.recommended(&list))
            }
            Wish::Price { product, currency } => {
                self.engine.price(&self.who, *product, *currency, at).map(|priced| viewer.priced(&priced))
            }
            Wish::Track { order } => {
                let drawn = self.engine.track(&self.who, *order, at).map(|tracked| viewer.tracked(&tracked));
                // What is known stays, with how old it is.
                if self.cut_off { drawn.map(|drawn| viewer.as_of(drawn, self.heard)) } else { drawn }
            }
        };
        drawn.map_err(|_| viewer.unknown())
    }
}

#[cfg(test)]
mod tests;
