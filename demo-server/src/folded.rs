//! Engines of shoppers who came of late: what has not changed is not read again for every question.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use attar::event::{CustomerFact, Fact, Subject};
use attar::state::MarketView;
use attar::{Engine, ShopperId};
use tokio::sync::watch;

use crate::current::Current;
use crate::log::Stored;

/// So many are kept; of more, the half that came last.
const MOST: usize = 2_048;

/// The picture in force, and engines that stand on it. The two change together: what is found here holds at the
/// place of the log that the picture names.
#[derive(Debug)]
pub(crate) struct Folded {
    current: watch::Sender<Arc<Current>>,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    entries: HashMap<ShopperId, Entry>,
    /// Under whom entries are kept that hold the history of somebody.
    holders: HashMap<ShopperId, Vec<ShopperId>>,
    asked: u64,
}

#[derive(Debug)]
struct Entry {
    engine: Arc<Engine>,
    /// The market that it was made for, or brought up to; its snapshot it holds itself.
    view: Arc<MarketView>,
    /// Whose histories it holds.
    members: Vec<ShopperId>,
    asked: u64,
}

impl Folded {
    /// Nobody came yet.
    pub(crate) fn new(current: Arc<Current>) -> Self {
        Self { current: watch::Sender::new(current), kept: Mutex::default() }
    }

    /// The picture in force.
    pub(crate) fn current(&self) -> Arc<Current> {
        Arc::clone(&self.current.borrow())
    }

    /// The picture in force, as it changes.
    pub(crate) fn watch(&self) -> watch::Receiver<Arc<Current>> {
        self.current.subscribe()
    }

    /// Replaces the picture: `fresh` is what happened since the one before, unless there is a `gap`. Gives the one
    /// before.
    pub(crate) fn replace(&self, next: Arc<Current>, fresh: &[Stored], gap: bool) -> Arc<Current> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if gap || self.current.borrow().forgot_at != next.forgot_at {
            *kept = Kept::default();
        }
        for stored in fresh {
            if let Subject::Shopper(who) = stored.event.subject {
                kept.drop_all_with(who);
            }
            if let Fact::Customer(CustomerFact::Linked { visitor, customer }) = stored.event.fact {
                kept.drop_all_with(visitor);
                kept.drop_all_with(customer);
            }
        }
        self.current.send_replace(next)
    }

    /// The picture in force, and the engine of a shopper that stands on it, if it is kept.
    pub(crate) fn find(&self, who: ShopperId) -> (Arc<Current>, Option<Arc<Engine>>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let current = Arc::clone(&self.current.borrow());
        kept.asked += 1;
        let asked = kept.asked;
        let engine = kept.entries.get_mut(&who).map(|entry| {
            entry.asked = asked;
            entry.stand_on(&current, who);
            Arc::clone(&entry.engine)
        });
        (current, engine)
    }

    /// Keeps the engine of a shopper that holds the histories of these, unless something happened meanwhile.
    pub(crate) fn keep(
        &self,
        who: ShopperId,
        members: Vec<ShopperId>,
        engine: Arc<Engine>,
        of: &Arc<Current>,
    ) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if self.current.borrow().seq != of.seq {
            return;
        }
        kept.make_room();
        kept.drop_entry(who);
        for member in &members {
            kept.holders.entry(*member).or_default().push(who);
        }
        let asked = kept.asked;
        kept.entries.insert(who, Entry { engine, view: Arc::clone(&of.view), members, asked });
    }
}

impl Entry {
    /// What everyone shares may have changed, the history has not.
    fn stand_on(&mut self, current: &Current, who: ShopperId) {
        let snapshot = &current.published.snapshot;
        if !Arc::ptr_eq(self.engine.snapshot(), snapshot) || !Arc::ptr_eq(&self.view, &current.view) {
            let engine = Arc::make_mut(&mut self.engine);
            engine.set_snapshot(Arc::clone(snapshot));
            engine.set_market_view(MarketView::clone(&current.view));
            let own = current.own(engine, who);
            engine.set_own(own);
            self.view = Arc::clone(&current.view);
        }
    }
}

impl Kept {
    fn drop_all_with(&mut self, member: ShopperId) {
        for who in self.holders.get(&member).cloned().unwrap_or_default() {
            self.drop_entry(who);
        }
    }

    fn drop_entry(&mut self, who: ShopperId) {
        let Some(entry) = self.entries.remove(&who) else { return };
        for member in entry.members {
            if let Some(holders) = self.holders.get_mut(&member) {
                holders.retain(|holder| *holder != who);
                if holders.is_empty() {
                    self.holders.remove(&member);
                }
            }
        }
    }

    fn make_room(&mut self) {
        if self.entries.len() < MOST {
            return;
        }
        let mut asked: Vec<(u64, ShopperId)> =
            self.entries.iter().map(|(who, entry)| (entry.asked, *who)).collect();
        asked.sort_unstable();
        for (_, who) in asked.into_iter().take(MOST / 2) {
            self.drop_entry(who);
        }
    }
}

#[cfg(test)]
mod tests;
