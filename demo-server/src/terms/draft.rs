//! Terms that the merchant is writing: kept in the store, in force for nobody.

use std::sync::Arc;

use attar::id::ContentHash;
use attar::terms::given::Given;
use attar::terms::till::Terms;
use serde::{Deserialize, Serialize};

use super::changes::same;
use super::numbers::{Fresh, Numbers};
use super::{Pair, fingerprint, in_force};
use crate::App;
use crate::log::{self, LogError, Reader, Transaction};

/// Under this name the store keeps it; empty, there is none.
const DRAFT: &str = "terms_draft";

/// Terms, and which ones they began as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Draft {
    /// The [`fingerprint`] of the terms in force when it was begun.
    pub(crate) base: ContentHash,
    /// As they stand.
    pub(crate) terms: Terms,
}

/// What the merchant writes on: the draft, or the terms in force where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub(crate) draft: Option<Draft>,
    pub(crate) terms: Terms,
    /// The [`fingerprint`] of these terms. Whoever changes them says which ones they saw.
    pub(crate) seen: ContentHash,
    /// Numbers for what is new on it.
    pub(crate) fresh: Fresh,
}

impl Sheet {
    /// The one of this store.
    pub(crate) async fn load(app: &App) -> Result<Self, LogError> {
        let (now, market) = (in_force(app), Arc::clone(&app.current().market));
        log::read(app.log(), move |reader| Self::of(reader, now, &market.given)).await
    }

    fn of(reader: &(impl Reader + ?Sized), now: Terms, given: &Given) -> Result<Self, LogError> {
        let draft = kept(reader, &now)?;
        let numbers = Numbers::kept(reader)?.and(&now);
        let terms = draft.as_ref().map_or(now, |draft| draft.terms.clone());
        let fresh = numbers.and(&terms).fresh(&terms, given);
        Ok(Self { seen: fingerprint(&terms)?, draft, terms, fresh })
    }
}

impl Draft {
    /// The one of this store.
    pub(crate) async fn load(app: &App) -> Result<Option<Self>, LogError> {
        let now = in_force(app);
        log::read(app.log(), move |reader| kept(reader, &now)).await
    }

    /// Changes the one there is, or begins one with the terms in force; `None` if they are not those that were
    /// `seen`. What says the same as the terms in force is no draft.
    pub(crate) async fn change<T: Send + 'static>(
        app: &App,
        seen: Option<ContentHash>,
        change: impl FnOnce(&mut Terms, Fresh) -> T + Send + 'static,
    ) -> Result<Option<T>, LogError> {
        let (now, market) = (in_force(app), Arc::clone(&app.current().market));
        log::transact(app.log(), move |tx| {
            let sheet = Sheet::of(tx, now.clone(), &market.given)?;
            if seen != Some(sheet.seen) {
                return Ok(None);
            }
            let base = sheet.draft.map_or(sheet.seen, |draft| draft.base);
            let mut draft = Self { base, terms: sheet.terms };
            let done = change(&mut draft.terms, sheet.fresh);
            keep(tx, Some(&draft).filter(|draft| !same(&draft.terms, &now)))?;
            Ok(Some(done))
        })
        .await
    }

    /// It is in force: throws it away, unless it was changed since it had that [`fingerprint`].
    pub(crate) async fn done(app: &App, seen: ContentHash) -> Result<(), LogError> {
        let now = in_force(app);
        log::transact(app.log(), move |tx| match kept(tx, &now)? {
            Some(draft) if fingerprint(&draft.terms)? != seen => {
                keep(tx, Some(&Self { base: seen, ..draft }))
            }
            _ => keep(tx, None),
        })
        .await
    }

    /// Throws it away; `false` if it is not the one that was `seen`, and it stays.
    pub(crate) async fn discard(app: &App, seen: Option<ContentHash>) -> Result<bool, LogError> {
        let now = in_force(app);
        log::transact(app.log(), move |tx| {
            if let Some(draft) = kept(tx, &now)?
                && Some(fingerprint(&draft.terms)?) != seen
            {
                return Ok(false);
            }
            keep(tx, None)?;
            Ok(true)
        })
        .await
    }

    /// What is compared where it is tried or published.
    pub(crate) fn pair(&self, app: &App) -> Result<Pair, LogError> {
        Ok(Pair { in_force: fingerprint(&in_force(app))?, draft: fingerprint(&self.terms)? })
    }
}

/// The draft of the store, where it says something else than the terms in force.
fn kept(reader: &(impl Reader + ?Sized), now: &Terms) -> Result<Option<Draft>, LogError> {
    let bytes = reader.meta(DRAFT)?.unwrap_or_default();
    if bytes.is_empty() {
        return Ok(None);
    }
    let draft: Draft = serde_json::from_slice(&bytes).map_err(|error| {
        tracing::error!(%error, "the draft of the terms cannot be read: a newer program may have written it");
        LogError::Contradiction("the draft of the terms cannot be read")
    })?;
    Ok(Some(draft).filter(|draft| !same(&draft.terms, now)))
}

fn keep(tx: &mut dyn Transaction, draft: Option<&Draft>) -> Result<(), LogError> {
    let bytes = draft.map(serde_json::to_vec).transpose()?.unwrap_or_default();
    tx.put_meta(DRAFT, &bytes)
}

#[cfg(test)]
mod tests {
    use attar::money::BasisPoints;

    use super::*;
    use crate::testing::in_memory;

    async fn margin(app: &App, seen: ContentHash, rate: u32) -> bool {
        let change = move |terms: &mut Terms, _| terms.margin = Some(BasisPoints(rate));
        Draft::change(app, Some(seen), change).await.expect("a store").is_some()
    }

    #[tokio::test]
    async fn who_saw_other_terms_changes_and_discards_nothing() {
        let app = in_memory().await;
        let first = Sheet::load(&app).await.expect("a sheet").seen;
        assert!(margin(&app, first, 5).await && !margin(&app, first, 6).await);
        assert!(!Draft::discard(&app, Some(first)).await.expect("a store"));
        assert!(!Draft::discard(&app, None).await.expect("a store"));
        let sheet = Sheet::load(&app).await.expect("a sheet");
        assert_eq!(
            (sheet.terms.margin, sheet.draft.map(|draft| draft.base)),
            (Some(BasisPoints(5)), Some(first))
        );
        assert!(Draft::discard(&app, Some(sheet.seen)).await.expect("a store"));
        assert_eq!(Draft::load(&app).await.expect("a store"), None);
    }

    #[tokio::test]
    async fn a_draft_that_says_the_same_as_what_is_in_force_is_none() {
        let app = in_memory().await;
        let seen = Sheet::load(&app).await.expect("a sheet").seen;
        assert!(margin(&app, seen, 5).await);
        let draft = Draft::load(&app).await.expect("a store").expect("a draft");
        crate::terms::publish(&app, &app.current(), draft.terms).await.expect("a shop");
        assert_eq!(Draft::load(&app).await.expect("a store"), None);
    }

    #[tokio::test]
    async fn a_draft_that_cannot_be_read_is_an_error_and_stays() {
        let app = in_memory().await;
        log::transact(app.log(), |tx| tx.put_meta(DRAFT, b"{\"base\":1}")).await.expect("a store");
        assert!(Draft::load(&app).await.is_err() && Sheet::load(&app).await.is_err());
        assert!(
            Draft::change(&app, None, |_, _| ()).await.is_err() && Draft::discard(&app, None).await.is_err()
        );
        let bytes = log::read(app.log(), |reader| reader.meta(DRAFT)).await.expect("a store");
        assert_eq!(bytes.as_deref(), Some(&b"{\"base\":1}"[..]));
    }
}
