//! What was in force before, out of the log: each published shop is an event, and its blob lies in the store.

use std::sync::Arc;

use attar::Fact;
use attar::Timestamp;
use attar::event::ShopFact;
use attar::id::ContentHash;

use super::Written;
use crate::App;
use crate::log::{self, BlobKind, LogError, Reader, Stored};

/// So many are told, the latest.
const MOST: usize = 30;
/// How many entries about the market are read at once.
const READ: usize = 2_048;

/// Terms that were put in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version<W> {
    /// When.
    pub(crate) at: Timestamp,
    /// With which shop.
    pub(crate) shop: ContentHash,
    /// What they say.
    pub(crate) terms: Arc<W>,
}

/// The versions of a store, oldest first. A shop published with the terms of the one before is no version of them.
#[derive(Debug)]
pub(crate) struct Versions<W> {
    seq: u64,
    all: Vec<Version<W>>,
}

impl<W> Default for Versions<W> {
    fn default() -> Self {
        Self { seq: 0, all: Vec::new() }
    }
}

impl<W: Written> Versions<W> {
    /// All, up to now.
    pub(crate) async fn read_on(&mut self, app: &App) -> Result<&[Version<W>], LogError> {
        self.read_in(app, READ).await
    }

    /// The same, so many entries at once.
    async fn read_in(&mut self, app: &App, at_once: usize) -> Result<&[Version<W>], LogError> {
        loop {
            let from = self.seq;
            let work = move |reader: &dyn Reader| published(reader, from, at_once);
            let (seq, found) = log::read(app.log(), work).await?;
            found.into_iter().for_each(|version| self.take(version));
            if seq == self.seq {
                return Ok(&self.all);
            }
            self.seq = seq;
        }
    }

    fn take(&mut self, version: Version<W>) {
        if self.all.last().is_none_or(|last| !last.terms.same(&version.terms)) {
            self.all.push(version);
            self.all.drain(..self.all.len().saturating_sub(MOST));
        }
    }
}

/// What was published in the entries behind a place, and the place up to which that is all. Blobs of long ago are
/// gone.
fn published<W: Written>(
    reader: &dyn Reader,
    from: u64,
    at_once: usize,
) -> Result<(u64, Vec<Version<W>>), LogError> {
    let events = reader.market_after(from, at_once)?;
    let seq = events.last().map_or(from, |last| last.seq);
    let mut versions = Vec::new();
    for Stored { event, .. } in &events {
        let Fact::Shop(ShopFact::Published { hash }) = event.fact else { continue };
        let bytes = reader.blob(BlobKind::Shop, hash)?.unwrap_or_default();
        if let Some(terms) = W::published(&bytes) {
            versions.push(Version { at: event.at, shop: hash, terms: Arc::new(terms) });
        }
    }
    Ok((seq, versions))
}

#[cfg(test)]
mod tests {
    use attar::money::BasisPoints;

    use super::*;
    use crate::terms::Terms;
    use crate::testing::{count, in_memory, shop};

    async fn publish(app: &App, margin: u32, cost: i64) {
        let mut draft = shop();
        draft.terms.margin = Some(BasisPoints(margin));
        draft.products[0].cost = cost;
        app.publish_shop(draft).await.expect("a shop");
    }

    fn margins(versions: &[Version<Terms>]) -> Vec<u32> {
        versions.iter().filter_map(|version| version.terms.margin).map(|margin| margin.0).collect()
    }

    #[tokio::test]
    async fn new_prices_are_no_version_and_crowd_none_out() {
        let app = in_memory().await;
        publish(&app, 1, 0).await;
        for cost in 1..40 {
            publish(&app, 2, cost).await;
        }
        for at_once in [1, 7, READ] {
            let mut versions = Versions::<Terms>::default();
            let found = versions.read_in(&app, at_once).await.expect("the log is read");
            assert_eq!(margins(found), [1, 2], "{at_once}");
        }
    }

    #[tokio::test]
    async fn the_latest_are_told_however_they_are_read() {
        let app = in_memory().await;
        let mut kept = Versions::<Terms>::default();
        for margin in 1..=35 {
            publish(&app, margin, 0).await;
            app.owner(count(1, margin)).await.expect("a count");
            if margin % 10 == 0 {
                kept.read_in(&app, 2).await.expect("the log is read");
            }
        }
        let expected: Vec<u32> = (6..=35).collect();
        assert_eq!(margins(kept.read_in(&app, 2).await.expect("the log is read")), expected);
        let mut anew = Versions::<Terms>::default();
        assert_eq!(margins(anew.read_on(&app).await.expect("the log is read")), expected);
    }
}
