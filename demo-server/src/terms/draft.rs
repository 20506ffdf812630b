//! What the merchant is writing: kept in the store, in force for nobody.

use std::sync::Arc;

use attar::id::ContentHash;
use attar::terms::given::Given;
use serde::{Deserialize, Serialize};

use super::{Pair, Written, fingerprint, in_force};
use crate::App;
use crate::log::{self, LogError, Reader, Transaction};

/// Terms, and which ones they began as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Draft<W> {
    /// The [`fingerprint`] of what was in force when it was begun.
    pub(crate) base: ContentHash,
    /// As they stand.
    pub(crate) terms: W,
}

/// What the merchant writes on: the draft, or the terms in force where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sheet<W: Written> {
    pub(crate) draft: Option<Draft<W>>,
    pub(crate) terms: W,
    /// The [`fingerprint`] of these terms. Whoever changes them says which ones they saw.
    pub(crate) seen: ContentHash,
    /// Numbers for what is new on it.
    pub(crate) fresh: W::Fresh,
}

impl<W: Written> Sheet<W> {
    /// The one of this store.
    pub(crate) async fn load(app: &App) -> Result<Self, LogError> {
        let (now, market): (W, _) = (in_force(app), Arc::clone(&app.current().market));
        log::read(app.log(), move |reader| Self::of(reader, now, &market.given)).await
    }

    fn of(reader: &(impl Reader + ?Sized), now: W, given: &Given) -> Result<Self, LogError> {
        let draft = kept(reader, &now)?;
        let terms = draft.as_ref().map_or_else(|| now.clone(), |draft| draft.terms.clone());
        let fresh = terms.fresh(&now, given, reader)?;
        Ok(Self { seen: fingerprint(&terms)?, draft, terms, fresh })
    }
}

impl<W: Written> Draft<W> {
    /// The one of this store.
    pub(crate) async fn load(app: &App) -> Result<Option<Self>, LogError> {
        let now: W = in_force(app);
        log::read(app.log(), move |reader| kept(reader, &now)).await
    }

    /// Changes the one there is, or begins one with the terms in force; `None` if they are not those that were
    /// `seen`. What says the same as the terms in force is no draft.
    pub(crate) async fn change<T: Send + 'static>(
        app: &App,
        seen: Option<ContentHash>,
        change: impl FnOnce(&mut W, W::Fresh) -> T + Send + 'static,
    ) -> Result<Option<T>, LogError> {
        let (now, market): (W, _) = (in_force(app), Arc::clone(&app.current().market));
        log::transact(app.log(), move |tx| {
            let sheet = Sheet::of(tx, now.clone(), &market.given)?;
            if seen != Some(sheet.seen) {
                return Ok(None);
            }
            let base = sheet.draft.map_or(sheet.seen, |draft| draft.base);
            let mut draft = Self { base, terms: sheet.terms };
            let done = change(&mut draft.terms, sheet.fresh);
            keep(tx, Some(&draft).filter(|draft| !draft.terms.same(&now)))?;
            Ok(Some(done))
        })
        .await
    }

    /// It is in force: throws it away, unless it was changed since it had that [`fingerprint`].
    pub(crate) async fn done(app: &App, seen: ContentHash) -> Result<(), LogError> {
        let now: W = in_force(app);
        log::transact(app.log(), move |tx| match kept(tx, &now)? {
            Some(draft) if fingerprint(&draft.terms)? != seen => {
                keep(tx, Some(&Self { base: seen, ..draft }))
            }
            _ => keep::<W>(tx, None),
        })
        .await
    }

    /// Throws it away; `false` if it is not the one that was `seen`, and it stays.
    pub(crate) async fn discard(app: &App, seen: Option<ContentHash>) -> Result<bool, LogError> {
        let now: W = in_force(app);
        log::transact(app.log(), move |tx| {
            if let Some(draft) = kept::<W>(tx, &now)?
                && Some(fingerprint(&draft.terms)?) != seen
            {
                return Ok(false);
            }
            keep::<W>(tx, None)?;
            Ok(true)
        })
        .await
    }

    /// What is compared where it is tried or published.
    pub(crate) fn pair(&self, app: &App) -> Result<Pair, LogError> {
        Ok(Pair { in_force: fingerprint(&in_force::<W>(app))?, draft: fingerprint(&self.terms)? })
    }
}

/// The draft of the store, where it says something else than the terms in force.
fn kept<W: Written>(reader: &(impl Reader + ?Sized), now: &W) -> Result<Option<Draft<W>>, LogError> {
    let bytes = reader.meta(W::DRAFT)?.unwrap_or_default();
    if bytes.is_empty() {
        return Ok(None);
    }
    let draft: Draft<W> = serde_json::from_slice(&bytes).map_err(|error| {
        tracing::error!(%error, "the draft of the terms cannot be read: a newer program may have written it");
        LogError::Contradiction("the draft of the terms cannot be read")
    })?;
    Ok(Some(draft).filter(|draft| !draft.terms.same(now)))
}

/// Empty, there is none.
fn keep<W: Written>(tx: &mut dyn Transaction, draft: Option<&Draft<W>>) -> Result<(), LogError> {
    let bytes = draft.map(serde_json::to_vec).transpose()?.unwrap_or_default();
    tx.put_meta(W::DRAFT, &bytes)
}

#[cfg(test)]
mod tests {
    use attar::money::BasisPoints;

    use super::*;
    use crate::terms::{Draft, Sheet, Terms};
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
        log::transact(app.log(), |tx| tx.put_meta(Terms::DRAFT, b"{\"base\":1}")).await.expect("a store");
        assert!(Draft::load(&app).await.is_err() && Sheet::load(&app).await.is_err());
        assert!(
            Draft::change(&app, None, |_, _| ()).await.is_err() && Draft::discard(&app, None).await.is_err()
        );
        let bytes = log::read(app.log(), |reader| reader.meta(Terms::DRAFT)).await.expect("a store");
        assert_eq!(bytes.as_deref(), Some(&b"{\"base\":1}"[..]));
    }
}
