//! What the shopper lets the shop remember, and how a page keeps to it.

use attar::event::Consent;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::page::{self, Page};
use crate::session::Session;
use crate::storage::{self, Store};
use crate::wire::{self, Boot, Json};

/// The choice that a page acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Not chosen yet: signals live in this page's memory only.
    Undecided,
    /// Nothing is remembered; also what Global Privacy Control means.
    Denied,
    /// On this device, never sent.
    Private,
    /// With the shop.
    Full,
}

impl Level {
    /// The level of that wire name; `undecided` cannot be chosen.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Denied, Self::Private, Self::Full].into_iter().find(|level| level.name() == name)
    }

    /// The wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::Denied => "denied",
            Self::Private => "private",
            Self::Full => "full",
        }
    }

    /// The level of a page that begins. The device's own `private` is above the server's `full`, and so is `denied` where
    /// the browser says so too; a recorded `full` is above what one of them says alone: each was chosen by the shopper.
    pub fn now(store: &Store, session: &Session, known: bool, denied: bool) -> Self {
        let stored = store.get(storage::CONSENT).and_then(|name| Self::named(&name));
        match stored {
            Some(Self::Private) => Self::Private,
            // The server may not have heard of it.
            Some(Self::Denied) if denied => Self::Denied,
            _ if known && session.consent() == Consent::Full => Self::Full,
            Some(Self::Denied) => Self::Denied,
            _ if denied => Self::Denied,
            _ => Self::Undecided,
        }
    }
}

/// The choice that the page acts on: `undecided`, `denied`, `private` or `full`.
#[wasm_bindgen]
pub fn level() -> Option<String> {
    page::with(|page| page.level.name().to_owned())
}

/// The shopper chooses. Less than `full` takes effect at once, whether or not the server can be told.
/// Gives the command for the server, if it has to know; [`chosen`] follows.
#[wasm_bindgen]
pub fn choose(level: &str) -> Option<String> {
    let level = Level::named(level)?;
    page::with(|page| page.choose(level)).flatten()
}

/// The choice holds from here on, and does not reach back. A server that was told gave `boot` to the
/// shopper of `token`.
#[wasm_bindgen]
pub fn chosen(level: &str, boot: Option<Json>, token: Option<String>) {
    let (level, boot) = (Level::named(level), boot.as_ref().and_then(Boot::read));
    page::with(|page| {
        if let Some(boot) = boot {
            page.token = boot.token.or(token);
            page.session.stand_on(boot.slice, boot.seq);
        }
        page.settle(level.unwrap_or(page.level));
    });
    page::draw();
}

impl Page {
    fn choose(&mut self, level: Level) -> Option<String> {
        let (before, token) = (self.session.consent(), self.token.clone());
        if level != Level::Full {
            self.withhold(level);
        }
        let tells_the_server = match level {
            Level::Full => true,
            Level::Private => token.is_some() && before == Consent::Full,
            Level::Denied | Level::Undecided => token.is_some(),
        };
        tells_the_server.then(|| wire::consent_body(level.name(), token.as_deref()))
    }

    /// Nothing that waited is sent any more; denied, nothing is kept either.
    fn withhold(&mut self, level: Level) {
        self.level = level;
        if level == Level::Private {
            self.session.outboxes.clear();
            self.store.remove_outboxes();
            self.session.kept = self.store.kept();
            self.session.refresh();
        } else {
            self.forget();
        }
        self.store.set(storage::CONSENT, level.name());
    }

    fn settle(&mut self, level: Level) {
        self.level = level;
        if level == Level::Full {
            self.store.set(storage::CONSENT, "");
        }
        self.watch();
    }
}

#[cfg(test)]
mod tests {
    use attar::Lang;
    use attar::view::{Word, Words};

    use super::*;

    #[test]
    fn a_page_without_the_engine_says_what_a_choice_means_in_the_same_words() {
        let script = include_str!("../js/later/server.js");
        for lang in Lang::ALL {
            let all = Words::of(lang).all();
            let levels = [
                (Level::Denied, Word::ConsentDenied),
                (Level::Private, Word::ConsentPrivate),
                (Level::Full, Word::ConsentFull),
            ];
            for (level, word) in levels {
                let line = format!("    {}: '{}',\n", level.name(), all[word as usize]);
                assert!(script.contains(&line), "{line}");
            }
        }
    }
}
