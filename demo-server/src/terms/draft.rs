//! Terms that the merchant is writing: kept in the store, in force for nobody.

use attar::id::ContentHash;
use attar::terms::till::Terms;
use serde::{Deserialize, Serialize};

use super::changes::same;
use super::{fingerprint, in_force};
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

impl Draft {
    /// The one of this store.
    pub(crate) async fn load(app: &App) -> Result<Option<Self>, LogError> {
        log::read(app.log(), |reader| kept(reader)).await
    }

    /// Changes the one there is, or begins one with the terms in force. What says the same as the terms in force is
    /// no draft.
    pub(crate) async fn change(
        app: &App,
        change: impl FnOnce(&mut Terms) + Send + 'static,
    ) -> Result<(), LogError> {
        let now = in_force(app);
        log::transact(app.log(), move |tx| {
            let mut draft = match kept(tx)? {
                Some(draft) => draft,
                None => Self { base: fingerprint(&now)?, terms: now.clone() },
            };
            change(&mut draft.terms);
            keep(tx, Some(&draft).filter(|draft| !same(&draft.terms, &now)))
        })
        .await
    }

    /// It is in force: throws it away, unless it was changed since it had that [`fingerprint`].
    pub(crate) async fn done(app: &App, seen: ContentHash) -> Result<(), LogError> {
        log::transact(app.log(), move |tx| match kept(tx)? {
            Some(draft) if fingerprint(&draft.terms)? != seen => {
                keep(tx, Some(&Self { base: seen, ..draft }))
            }
            _ => keep(tx, None),
        })
        .await
    }

    /// Throws it away.
    pub(crate) async fn discard(app: &App) -> Result<(), LogError> {
        log::transact(app.log(), |tx| keep(tx, None)).await
    }
}

fn kept(reader: &(impl Reader + ?Sized)) -> Result<Option<Draft>, LogError> {
    let bytes = reader.meta(DRAFT)?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn keep(tx: &mut dyn Transaction, draft: Option<&Draft>) -> Result<(), LogError> {
    let bytes = draft.map(serde_json::to_vec).transpose()?.unwrap_or_default();
    tx.put_meta(DRAFT, &bytes)
}
