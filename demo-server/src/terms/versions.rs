//! Earlier terms, out of the log: each published shop is an event, and its blob lies in the store.

use std::sync::Arc;

use attar::Fact;
use attar::Timestamp;
use attar::event::ShopFact;
use attar::id::ContentHash;
use attar::terms::till::Terms;
use serde::Deserialize;

use crate::App;
use crate::log::{self, BlobKind, LogError, Reader};

/// So many are told, the latest.
const MOST: usize = 30;

/// Terms that were put in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    /// When.
    pub(crate) at: Timestamp,
    /// With which shop.
    pub(crate) shop: ContentHash,
    /// What they say.
    pub(crate) terms: Arc<Terms>,
}

/// The versions of a store, oldest first. A shop published with the terms of the one before is no version of them.
#[derive(Debug, Default)]
pub(crate) struct Versions {
    seq: u64,
    all: Vec<Version>,
}

/// The part of a [`attar::shop::ShopDraft`] that is of interest.
#[derive(Deserialize)]
struct OfShop {
    #[serde(default)]
    terms: Terms,
}

impl Versions {
    /// All, up to now.
    pub(crate) async fn read_on(&mut self, app: &App) -> Result<&[Version], LogError> {
        let from = self.seq;
        let (seq, found) = log::read(app.log(), move |reader| published(reader, from)).await?;
        self.seq = seq;
        for version in found {
            if self.all.last().is_none_or(|last| last.terms != version.terms) {
                self.all.push(version);
            }
        }
        self.all.drain(..self.all.len().saturating_sub(MOST));
        Ok(&self.all)
    }
}

/// The last that were published behind a place, and the place up to which that is all. Blobs of long ago are gone.
fn published(reader: &dyn Reader, from: u64) -> Result<(u64, Vec<Version>), LogError> {
    let events = reader.market_after(from)?;
    let seq = events.last().map_or(from, |last| last.seq);
    let shops = events.iter().filter_map(|stored| match &stored.event.fact {
        Fact::Shop(ShopFact::Published { hash }) => Some((stored.event.at, *hash)),
        _ => None,
    });
    let shops: Vec<_> = shops.collect();
    let mut versions = Vec::new();
    for (at, shop) in shops.iter().skip(shops.len().saturating_sub(MOST)) {
        let bytes = reader.blob(BlobKind::Shop, *shop)?.unwrap_or_default();
        if let Ok(OfShop { terms }) = serde_json::from_slice(&bytes) {
            versions.push(Version { at: *at, shop: *shop, terms: Arc::new(terms) });
        }
    }
    Ok((seq, versions))
}
