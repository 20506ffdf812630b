//! The server that the page speaks to, and what it fetches to begin.

use std::sync::Arc;

use attar::shop::Names;
use attar::{Lang, Snapshot};
use js_sys::Promise;

use crate::net::{self, Trouble};
use crate::storage;
use crate::wire::{self, Boot};

/// Where the page is and which server it speaks to.
#[derive(Clone)]
pub(crate) struct Site {
    /// Address of the server, with a slash at its end.
    pub(crate) base: String,
    /// The language of the page.
    pub(crate) lang: Lang,
    /// Whether the page lies on another origin: no cookies, a token of its own.
    pub(crate) embedded: bool,
}

impl Site {
    /// What to start from; an embed shows the token it was given after consent.
    pub(crate) async fn boot(&self) -> Result<Boot, Trouble> {
        if let Some(token) = storage::get(storage::TOKEN).filter(|_| self.embedded) {
            match self.boot_as(&token).await {
                Err(Trouble::Refused(400..=404)) => storage::remove(storage::TOKEN),
                answer => return answer,
            }
        }
        let json = net::get(&[&self.base, "v1/boot"].concat()).await?;
        Boot::read(&json).ok_or(Trouble::Away)
    }

    /// What the shopper of a token starts from.
    pub(crate) async fn boot_as(&self, token: &str) -> Result<Boot, Trouble> {
        let json = net::post_text(&[&self.base, "v1/boot"].concat(), &wire::boot_body(token), false).await?;
        Boot::read(&json).ok_or(Trouble::Away)
    }

    /// A snapshot and its names, at once where the name of the latter is known.
    pub(crate) async fn files(
        &self,
        hash: &str,
        names: Option<String>,
    ) -> Result<(Arc<Snapshot>, Names), Trouble> {
        let early = names.and_then(|name| self.names(&name));
        let request = net::request_file(&[&self.base, "v1/snapshot/"].concat(), hash);
        let bytes = net::bytes(request.ok_or(Trouble::Away)?).await?;
        let snapshot = Snapshot::decode(&bytes).map_err(|_| Trouble::Away)?;
        let names = early.or_else(|| self.names(&snapshot.names_file(self.lang)?.to_string()));
        let bytes = net::bytes(names.ok_or(Trouble::Away)?).await?;
        let names = postcard::from_bytes(&bytes).map_err(|_| Trouble::Away)?;
        Ok((Arc::new(snapshot), names))
    }

    fn names(&self, hash: &str) -> Option<Promise> {
        net::request_file(&[&self.base, "v1/names/"].concat(), hash)
    }
}
