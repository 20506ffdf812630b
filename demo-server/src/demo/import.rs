//! Brings the grocer's year into an empty store, through the same log as live events.
//!
//! The store notes when the import began, so one that was cut short goes on where it stopped, with
//! the same shift; until it is done the shop is not seeded and serves nothing.

use attar::event::{Channel, Fact, OrderFact, Role, ShopFact};
use attar::{Actor, Command, Timestamp};
use serde::{Deserialize, Serialize};

use super::catalogue::{shop_draft, stock};
use super::delivery::past_deliveries;
use super::history::{Happening, History};
use super::progress::Progress;
use crate::log::{self, EventLog, LogError, Reader};
use crate::seed::{self, SeedError};
use crate::writer::{GROUP, most_events};
use crate::{App, PublishError, RecordError, Wish};

#[cfg(test)]
mod tests;

/// Under this name the store keeps its [`Note`].
const NOTE: &str = "demo_import";
/// How many facts a basket becomes at most: consent, the card and its points, the groups of campaigns, the sale and its
/// points.
const MOST_OF_ONE: usize = 16;
/// How many entries of the log are read at once.
const READ: usize = 4_096;

/// Why the past was not brought in, or not all of it.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The seed is damaged.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The demo shop cannot be published.
    #[error("the demo shop cannot be published: {0}")]
    Publish(#[from] PublishError),
    /// The log did not take it.
    #[error("the past cannot be recorded: {0}")]
    Record(#[from] RecordError),
    /// The store cannot be read or written.
    #[error(transparent)]
    Log(#[from] LogError),
}

/// What the store knows of its import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    /// When it began: this decides the shift.
    began: Timestamp,
    /// How many of the last baskets; all, if unsaid.
    most: Option<u32>,
    done: bool,
}

/// Where the import stands in a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The store is empty: nothing was imported yet.
    Empty,
    /// An import began and was cut short.
    CutShort,
    /// All was imported, or the store has a past of its own.
    Settled,
}

/// Where the import stands in this store.
///
/// # Errors
/// What the store says.
pub async fn standing(log: &dyn EventLog) -> Result<Standing, LogError> {
    log::read(log, |reader| {
        Ok(match (note(reader)?, reader.head()?) {
            (Some(note), _) if !note.done => Standing::CutShort,
            (None, 0) => Standing::Empty,
            _ => Standing::Settled,
        })
    })
    .await
}

/// Imports what is missing of the past: all of it into an empty store, nothing into a settled one.
///
/// `most` takes only so many of the last baskets, where the import begins.
///
/// # Errors
/// An [`ImportError`]; what was imported so far stays, and the next start goes on from there.
pub async fn import(app: &App, most: Option<u32>) -> Result<(), ImportError> {
    let log = app.log();
    if standing(log).await? == Standing::Settled {
        return Ok(());
    }
    app.readiness().set_seeded(false);
    let began = Note { began: app.now(), most, done: false };
    let note = log::transact(log, move |tx| match note(tx)? {
        Some(note) => Ok(note),
        None => tx.put_meta(NOTE, &serde_json::to_vec(&began)?).map(|()| began),
    });
    let note = note.await?;
    let past = log::read(log, past).await?;
    Import { app, note }.run(past).await?;
    log::transact(log, move |tx| tx.put_meta(NOTE, &serde_json::to_vec(&Note { done: true, ..note })?))
        .await?;
    app.readiness().set_seeded(true);
    Ok(())
}

fn note(reader: &(impl Reader + ?Sized)) -> Result<Option<Note>, LogError> {
    let bytes = reader.meta(NOTE)?;
    Ok(bytes.map(|bytes| serde_json::from_slice(&bytes)).transpose()?)
}

/// What an import that was cut short had done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Past {
    published: bool,
    baskets: u32,
    recorded: bool,
}

fn past(reader: &dyn Reader) -> Result<Past, LogError> {
    let (mut past, mut seq) = (Past::default(), 0);
    loop {
        let entries = reader.after(seq, READ)?;
        let Some(last) = entries.last() else { return Ok(past) };
        seq = last.seq;
        entries.iter().for_each(|stored| past.take(&stored.event.fact));
    }
}

impl Past {
    fn take(&mut self, fact: &Fact) {
        match fact {
            Fact::Shop(ShopFact::Published { .. }) => self.published = true,
            Fact::Shop(ShopFact::HistoryImported { .. }) => self.recorded = true,
            Fact::Order(OrderFact::SoldInStore { .. }) => self.baskets = self.baskets.saturating_add(1),
            _ => {}
        }
    }
}

struct Import<'a> {
    app: &'a App,
    note: Note,
}

impl Import<'_> {
    async fn run(&self, past: Past) -> Result<(), ImportError> {
        let seed = seed::load()?;
        let mut history = History::until(self.note.began, self.note.most)?;
        if !past.published {
            self.app.publish_shop(shop_draft(&seed, history.shift())).await?;
        }
        if past.recorded {
            return Ok(());
        }
        let (shift, baskets) = (history.shift(), history.baskets());
        history.pass(past.baskets)?;
        self.sell(history).await?;
        let mut rest: Vec<Wish> = stock(&seed)
            .chunks(500)
            .map(|lines| self.owner(Command::CountStock { lines: lines.to_vec() }))
            .collect();
        rest.extend(past_deliveries().map(|deliveries| self.owner(Command::RecordDeliveries { deliveries })));
        rest.push(self.owner(Command::RecordImport { shift, baskets }));
        self.app.record(rest).await?;
        Ok(())
    }

    async fn sell(&self, mut history: History) -> Result<(), ImportError> {
        let mut progress = Progress::begin("importing a year of baskets", u64::from(history.baskets()));
        loop {
            let left = history.baskets();
            let wishes = next_wishes(&mut history)?;
            if wishes.is_empty() {
                break;
            }
            self.app.record(wishes).await?;
            progress.advance(u64::from(left - history.baskets()));
        }
        progress.finish();
        Ok(())
    }

    fn owner(&self, command: Command) -> Wish {
        let at = self.note.began;
        Wish { actor: Actor::Merchant(Role::Owner), channel: Channel::Console, command, at }
    }
}

/// The wishes of so many baskets as fit into one transaction: one that is cut short leaves no half of a basket.
fn next_wishes(history: &mut History) -> Result<Vec<Wish>, SeedError> {
    let (mut wishes, mut room) = (Vec::new(), GROUP);
    while room >= MOST_OF_ONE {
        let Some(happenings) = history.next() else { break };
        for happening in happenings? {
            room = room.saturating_sub(most_events(&happening.command));
            wishes.push(wish(happening));
        }
    }
    Ok(wishes)
}

fn wish(happening: Happening) -> Wish {
    let Happening { actor, channel, at, command } = happening;
    Wish { actor, channel, command, at }
}
