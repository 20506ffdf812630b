//! What pages were told of lately: one that began just before something new was learned asks for what it was told of.

use std::sync::{Arc, PoisonError};

use super::App;
use crate::published::Published;

/// So many are kept, the present one among them.
const KEPT: usize = 2;

impl App {
    /// Keeps what a page is told of, for it will ask for it.
    pub(crate) fn keep_named(&self, published: &Arc<Published>) {
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        if named.iter().all(|kept| kept.hash != published.hash) {
            named.push(Arc::clone(published));
            let over = named.len().saturating_sub(KEPT);
            named.drain(..over);
        }
    }

    /// The present and what pages were told of lately.
    pub(crate) fn named(&self) -> Vec<Arc<Published>> {
        let named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        std::iter::once(self.snapshot()).chain(named.iter().cloned()).collect()
    }
}
