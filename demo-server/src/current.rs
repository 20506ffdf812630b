//! What the server holds in memory: the shop, the snapshot and the market, as of one place in the log.

use std::collections::BTreeSet;
use std::sync::Arc;

use attar::event::{Fact, ShopFact};
use attar::id::ContentHash;
use attar::model::Model;
use attar::money::Currency;
use attar::shop::{Own, ShopDraft};
use attar::state::{Market, MarketView};
use attar::time::Zone;
use attar::{Engine, Shop, ShopperId, Slice, Snapshot, State};

use crate::error::{Failure, OpenError, PublishError};
use crate::log::{BlobKind, LogError, Reader, tomb};
use crate::published::Published;

/// Under this name the store keeps the hash of the snapshot that serves.
pub(crate) const SNAPSHOT: &str = "snapshot";

/// One consistent picture; never changed, only replaced.
#[derive(Debug, Clone)]
pub(crate) struct Current {
    /// The shop in force, with its secrets.
    pub(crate) shop: Arc<Shop>,
    /// What pages load. Its public shop is that of `shop`.
    pub(crate) published: Arc<Published>,
    /// The market in full.
    pub(crate) market: Arc<Market>,
    /// The public part of it.
    pub(crate) view: Arc<MarketView>,
    /// As of this place in the log.
    pub(crate) seq: u64,
    /// The place of the last fact of the market.
    pub(crate) market_seq: u64,
    /// The place where the shop in force was published: whoever stands before it knows other prices.
    pub(crate) shop_seq: u64,
    /// What the store wants served; `published` is made of it.
    pub(crate) served: Option<ContentHash>,
    /// The tombs of all who were forgotten.
    pub(crate) tombs: Arc<BTreeSet<ShopperId>>,
    /// The place in the log where somebody was forgotten last.
    pub(crate) forgot_at: u64,
}

impl Current {
    /// A shop that sells nothing yet.
    pub(crate) fn empty() -> Result<Self, OpenError> {
        let draft = ShopDraft {
            currency: Currency::Usd,
            zone: Zone::default(),
            product_url: "/p/{id}".into(),
            picture_url: String::new(),
            labels: Vec::new(),
            products: Vec::new(),
            price_lists: Vec::new(),
            terms: Default::default(),
            delivery: None,
            order_url: String::new(),
            loyalty: None,
            gift_cards: Default::default(),
        };
        let unchecked = |why: String| OpenError::Shop { hash: ContentHash::default(), why };
        let shop = Shop::check(draft).map_err(|error| unchecked(error.to_string()))?;
        let published = Published::new(&shop, Model::default(), &Default::default())
            .map_err(|error| unchecked(error.to_string()))?;
        Ok(Self {
            shop: Arc::new(shop),
            published: Arc::new(published),
            market: Arc::default(),
            view: Arc::default(),
            seq: 0,
            market_seq: 0,
            shop_seq: 0,
            served: None,
            tombs: Arc::default(),
            forgot_at: 0,
        })
    }

    /// The same, brought up to the head of the store.
    pub(crate) fn catch_up(&self, reader: &dyn Reader) -> Result<Self, OpenError> {
        let mut next = self.clone();
        next.seq = reader.head()?;
        if next.seq != self.seq {
            next.take_market(reader)?;
            next.bury(&reader.forgotten_after(self.forgot_at)?);
        }
        next.served = served(reader)?;
        let moved = next.market.shop != self.market.shop;
        if moved && let Some(hash) = next.market.shop {
            next.shop = Arc::new(read_shop(reader, hash)?);
            next.set_market(Arc::clone(&next.market));
        }
        if moved || next.served != self.served {
            next.take_snapshot(reader)?;
        }
        Ok(next)
    }

    fn take_market(&mut self, reader: &dyn Reader) -> Result<(), LogError> {
        let events = reader.market_after(self.market_seq, usize::MAX)?;
        let Some(last) = events.last() else { return Ok(()) };
        self.market_seq = last.seq;
        let mut market = Market::clone(&self.market);
        for stored in &events {
            market.apply(&stored.event.fact);
            self.note_shop(&stored.event.fact, stored.seq);
        }
        self.set_market(Arc::new(market));
        Ok(())
    }

    /// Takes in who was forgotten, and where in the log.
    pub(crate) fn bury(&mut self, forgotten: &[(u64, ShopperId)]) {
        let Some((last, _)) = forgotten.last() else { return };
        self.forgot_at = *last;
        Arc::make_mut(&mut self.tombs).extend(forgotten.iter().map(|(_, tomb)| *tomb));
    }

    /// Whether nothing may be written about somebody any more.
    pub(crate) fn is_forgotten(&self, who: ShopperId) -> bool {
        !self.tombs.is_empty() && self.tombs.contains(&tomb(who))
    }

    /// A shop was published at that place.
    pub(crate) fn note_shop(&mut self, fact: &Fact, seq: u64) {
        if let Fact::Shop(ShopFact::Published { .. }) = fact {
            self.shop_seq = seq;
        }
    }

    /// The prices of the groups and the tier that a shopper is in.
    pub(crate) fn own(&self, engine: &Engine, who: ShopperId) -> Own {
        let shared = engine.state().shared(&who).filter(|shared| shared.has_own());
        shared.map(|shared| shared.own(&self.shop)).unwrap_or_default()
    }

    pub(crate) fn set_market(&mut self, market: Arc<Market>) {
        self.view = Arc::new(market.view(&self.shop));
        self.market = market;
    }

    /// The model of the stored snapshot on the shop in force: the shop has the last word.
    fn take_snapshot(&mut self, reader: &dyn Reader) -> Result<(), OpenError> {
        let hash = self.served;
        let model = match hash {
            Some(hash) => read_snapshot(reader, hash)?.map_or_else(Model::default, |snapshot| snapshot.model),
            None => Model::default(),
        };
        let wrong = |hash, error| OpenError::Snapshot { hash, error };
        self.published = Arc::new(Published::new(&self.shop, model, &self.market.prices).map_err(
            |error| match error {
                PublishError::Snapshot(error) => wrong(hash.unwrap_or_default(), error),
                PublishError::Failure(failure) => OpenError::Failure(failure),
                other => OpenError::Failure(Failure::Encoding(other.to_string())),
            },
        )?);
        Ok(())
    }

    /// What a page may know, and no shopper yet.
    pub(crate) fn public_state(&self) -> State {
        State::from(Slice { market: MarketView::clone(&self.view), ..Slice::default() })
    }

    /// All there is to decide by, and no shopper yet.
    pub(crate) fn full_state(&self) -> State {
        State::server(Arc::clone(&self.shop), Arc::clone(&self.market))
    }
}

/// The hash of the snapshot that the store wants served.
fn served(reader: &dyn Reader) -> Result<Option<ContentHash>, LogError> {
    let bytes = reader.meta(SNAPSHOT)?;
    Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map(ContentHash))
}

/// A snapshot of the store. One that an older version wrote is learned anew.
fn read_snapshot(reader: &dyn Reader, hash: ContentHash) -> Result<Option<Snapshot>, OpenError> {
    use attar::snapshot::SnapshotError::{NotASnapshot, OtherVersion};
    let Some(bytes) = reader.blob(BlobKind::Snapshot, hash)? else {
        return Err(OpenError::Snapshot { hash, error: NotASnapshot });
    };
    match Snapshot::decode(&bytes) {
        Ok(snapshot) => Ok(Some(snapshot)),
        Err(OtherVersion { found }) if found < Snapshot::VERSION => Ok(None),
        Err(error) => Err(OpenError::Snapshot { hash, error }),
    }
}

/// A shop of the store.
pub(crate) fn read_shop(reader: &dyn Reader, hash: ContentHash) -> Result<Shop, OpenError> {
    let wrong = |why: String| OpenError::Shop { hash, why };
    let bytes = reader.blob(BlobKind::Shop, hash)?.ok_or_else(|| wrong("it is not there".into()))?;
    let draft: ShopDraft = attar::written::read(&bytes).map_err(|why| wrong(why.to_string()))?;
    Shop::check(draft).map_err(|why| wrong(why.to_string()))
}
