//! What the owner of a shop writes at the desk: a part of the shop that is kept as a draft, tried and published.

use std::fmt::Debug;

use attar::shop::ShopDraft;
use attar::terms::given::Given;
use attar::terms::loyalty::Programme;
use attar::terms::till::Terms;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::changes;
use super::numbers::{Fresh, Numbers};
use crate::log::{LogError, Reader};

/// A part of the shop that is written apart from the others.
pub(crate) trait Written:
    Clone + Debug + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// Under this name the store keeps its draft.
    const DRAFT: &'static str;
    /// Numbers for what is new in it.
    type Fresh: Copy + Debug + PartialEq + Eq + Send + 'static;

    /// The one of a shop.
    fn of(shop: &ShopDraft) -> &Self;
    /// The shop with this one.
    fn put(self, shop: ShopDraft) -> ShopDraft;
    /// The one of a shop that was published as this JSON; nothing, if it cannot be read.
    fn published(shop: &[u8]) -> Option<Self>;
    /// Whether both say the same.
    fn same(&self, other: &Self) -> bool;
    /// Numbers for what is new, beside what is in force `now`.
    fn fresh(
        &self,
        now: &Self,
        given: &Given,
        reader: &(impl Reader + ?Sized),
    ) -> Result<Self::Fresh, LogError>;
}

impl Written for Terms {
    const DRAFT: &'static str = "terms_draft";
    type Fresh = Fresh;

    fn of(shop: &ShopDraft) -> &Self {
        &shop.terms
    }

    fn put(self, shop: ShopDraft) -> ShopDraft {
        ShopDraft { terms: self, ..shop }
    }

    fn published(shop: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Part {
            #[serde(default)]
            terms: Terms,
        }
        serde_json::from_slice(shop).ok().map(|Part { terms }| terms)
    }

    fn same(&self, other: &Self) -> bool {
        changes::same(self, other)
    }

    fn fresh(&self, now: &Self, given: &Given, reader: &(impl Reader + ?Sized)) -> Result<Fresh, LogError> {
        Ok(Numbers::kept(reader)?.and(now).and(self).fresh(self, given))
    }
}

/// A shop may have no programme.
impl Written for Option<Programme> {
    const DRAFT: &'static str = "loyalty_draft";
    type Fresh = ();

    fn of(shop: &ShopDraft) -> &Self {
        &shop.loyalty
    }

    fn put(self, shop: ShopDraft) -> ShopDraft {
        ShopDraft { loyalty: self, ..shop }
    }

    fn published(shop: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Part {
            #[serde(default)]
            loyalty: Option<Programme>,
        }
        serde_json::from_slice(shop).ok().map(|Part { loyalty }| loyalty)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }

    fn fresh(&self, _: &Self, _: &Given, _: &(impl Reader + ?Sized)) -> Result<(), LogError> {
        Ok(())
    }
}
