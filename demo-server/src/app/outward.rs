//! How a shop deals with those who are not signed in to it: links to orders, and webhooks.

use attar::time::Span;

use super::App;

impl App {
    /// The same shop, whose links to orders last so long. Default 90 days.
    #[must_use]
    pub fn links_for(self, lasts: Span) -> Self {
        Self { links_last: lasts, ..self }
    }

    /// The same shop, whose webhooks may lead to private addresses: for tests, and for a receiver beside the shop.
    /// Default no.
    #[must_use]
    pub fn allow_private_webhooks(self, allowed: bool) -> Self {
        Self { private_webhooks: allowed, ..self }
    }

    /// How long links to orders last.
    pub(crate) fn links_last(&self) -> Span {
        self.links_last
    }

    /// Whether webhooks may lead to private addresses.
    pub(crate) fn private_webhooks(&self) -> bool {
        self.private_webhooks
    }
}
