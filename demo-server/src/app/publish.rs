//! Putting a shop or a model in force.

use std::sync::Arc;

use attar::event::{Actor, Channel, Role};
use attar::id::ContentHash;
use attar::model::Model;
use attar::shop::ShopDraft;
use attar::{Command, Shop};

use super::App;
use crate::error::{Failure, PublishError};
use crate::log::{self, BlobKind, Transaction};
use crate::published::Blob;
use crate::terms::numbers;
use crate::writer::{Job, Wish};

/// How many shops of the past are kept.
const SHOPS: u32 = 100;
/// Who puts shops in force.
const OWNER: Actor = Actor::Merchant(Role::Owner);

impl App {
    /// Checks a shop, stores it and puts it in force, with the model that was learned so far.
    ///
    /// # Errors
    /// A [`PublishError`] that says what is wrong with the shop, or that nothing was written.
    pub async fn publish_shop(&self, draft: ShopDraft) -> Result<ContentHash, PublishError> {
        let hash = self.store_shop(draft).await?;
        self.command(OWNER, Channel::Console, Command::PublishShop { hash }).await?;
        self.compress();
        Ok(self.snapshot().hash)
    }

    /// The same of a shop that was written over the one of that name: refused, if another one is in force.
    pub(crate) async fn publish_shop_over(
        &self,
        over: Option<ContentHash>,
        draft: ShopDraft,
    ) -> Result<(), PublishError> {
        let command = Command::PublishShop { hash: self.store_shop(draft).await? };
        let wish = Wish { actor: OWNER, channel: Channel::Console, command, at: self.now() };
        self.send(|reply| Job::Shop { wish, over, reply }).await??;
        self.compress();
        Ok(())
    }

    /// Checks a shop and keeps it, in force for nobody.
    async fn store_shop(&self, draft: ShopDraft) -> Result<ContentHash, PublishError> {
        let shop = Shop::check(draft)?;
        let bytes = serde_json::to_vec(shop.draft()).map_err(|why| Failure::Encoding(why.to_string()))?;
        let blob = Blob::new(bytes);
        let hash = blob.hash;
        let was = Arc::clone(&self.current().shop);
        let keep = move |tx: &mut dyn Transaction| {
            numbers::keep(tx, [&was.draft().terms, &shop.draft().terms])?;
            tx.put_blob(BlobKind::Shop, hash, &blob.bytes, SHOPS)
        };
        log::transact(self.log(), keep).await.map_err(Failure::from)?;
        Ok(hash)
    }

    /// Puts a model in force: a new snapshot, stored and served at once, named by the next sync. It must not have
    /// learned from anybody who is forgotten.
    ///
    /// # Errors
    /// A [`PublishError`] that says what is wrong with the model, or that nothing was written.
    pub async fn publish_model(&self, model: Model) -> Result<ContentHash, PublishError> {
        self.publish_learned(model, u64::MAX).await
    }

    /// The same for a model that has learned from the log up to that place.
    pub(crate) async fn publish_learned(
        &self,
        model: Model,
        learned: u64,
    ) -> Result<ContentHash, PublishError> {
        let model = Box::new(model);
        let hash = self.send(|reply| Job::Model { model, learned, reply }).await??;
        self.compress();
        Ok(hash)
    }

    /// Compresses the files of the snapshot before the first page asks; outside a runtime that page waits for it.
    pub(crate) fn compress(&self) {
        let published = self.snapshot();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn_blocking(move || published.compress());
        }
    }
}
