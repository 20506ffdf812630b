//! What the shopper lets the shop remember, and how a page keeps to it.

use attar::event::Consent;
use attar::view::{Element, Node};
use attar::{Answer, Query};
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::net::{self, Trouble};
use crate::page::{self, Page};
use crate::session::Session;
use crate::site::Site;
use crate::storage;
use crate::wire;

/// The word that the server's own pages read.
const COOKIE: &str = "attar_consent=denied; Path=/; SameSite=Lax; Max-Age=";

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

    /// The level of a page that begins. The device's own `private` is above the server's `full`, and a
    /// recorded `full` above Global Privacy Control: each was chosen by the shopper.
    pub fn now(session: &Session, known: bool) -> Self {
        let stored = storage::get(storage::CONSENT);
        match stored.as_deref() {
            Some("private") => Self::Private,
            _ if known && session.consent() == Consent::Full => Self::Full,
            Some("denied") => Self::Denied,
            _ if has_global_privacy_control() || cookies().contains("attar_consent=denied") => Self::Denied,
            _ => Self::Undecided,
        }
    }

    /// The sentence of the shopper's profile that says what this level means.
    pub fn words(self, session: &Session) -> Option<String> {
        let Answer::Profile(mut profile) = session.ask(&Query::Profile, page::now()) else { return None };
        profile.consent = match self {
            Self::Undecided | Self::Denied => Consent::Denied,
            Self::Private => Consent::Private,
            Self::Full => Consent::Full,
        };
        first_text(&session.draw(&Answer::Profile(profile))).map(str::to_owned)
    }
}

fn first_text(node: &Node) -> Option<&str> {
    match node {
        Node::Text(text) => Some(text),
        Node::Element(Element { children, .. }) => children.iter().find_map(first_text),
    }
}

/// Chooses. Less than `full` takes effect at once, whether or not the server can be told.
pub async fn choose(level: Level) -> Result<(), Trouble> {
    let Some(choice) = page::with(|page| Choice::of(page, level)) else { return Err(Trouble::Away) };
    if choice.tells_the_server {
        let (token, boot) = choice.tell(level).await?;
        page::with(|page| page.stand_on(boot, token));
    }
    page::with(|page| page.settle(level));
    Ok(())
}

/// What a choice means for the server.
struct Choice {
    site: Site,
    token: Option<String>,
    tells_the_server: bool,
}

impl Choice {
    fn of(page: &mut Page, level: Level) -> Self {
        let (before, token) = (page.session.consent(), page.token.clone());
        if level != Level::Full {
            page.withhold(level);
        }
        let tells_the_server = match level {
            Level::Full => true,
            Level::Private => token.is_some() && before == Consent::Full,
            Level::Denied | Level::Undecided => token.is_some(),
        };
        Self { site: page.site.clone(), token, tells_the_server }
    }

    async fn tell(&self, level: Level) -> Result<(String, wire::Boot), Trouble> {
        let url = [&self.site.base, "v1/commands"].concat();
        let answer = net::post_json(&url, &wire::consent_body(level.name(), self.token.as_deref())).await?;
        let token = wire::text(&answer, "token").or_else(|| self.token.clone()).ok_or(Trouble::Away)?;
        let boot = self.site.boot_as(&token).await?;
        Ok((token, boot))
    }
}

impl Page {
    /// Nothing that waited is sent any more; denied, nothing is kept either.
    fn withhold(&mut self, level: Level) {
        self.level = level;
        match level {
            Level::Private => {
                self.session.outboxes.clear();
                storage::remove_outboxes();
                self.session.kept = storage::kept();
                self.session.refresh();
            }
            _ => self.forget(),
        }
        storage::set(storage::CONSENT, level.name());
        self.mark(level);
    }

    /// The choice holds from here on; it does not reach back.
    fn settle(&mut self, level: Level) {
        self.level = level;
        if level == Level::Full {
            storage::remove(storage::CONSENT);
            self.mark(level);
        }
        if let (Level::Full, true, Some(token)) = (level, self.site.embedded, &self.token) {
            storage::set(storage::TOKEN, token);
        }
        self.watch();
    }

    /// Leaves the word `denied`, or takes it away, for the shop's own pages.
    fn mark(&self, level: Level) {
        if !self.site.embedded {
            let age = if level == Level::Denied { "31536000" } else { "0" };
            set_cookie(&[COOKIE, age].concat());
        }
    }
}

fn has_global_privacy_control() -> bool {
    let navigator = web_sys::window().and_then(|window| Reflect::get(&window, &"navigator".into()).ok());
    let signal =
        navigator.and_then(|navigator| Reflect::get(&navigator, &"globalPrivacyControl".into()).ok());
    signal.is_some_and(|signal| signal.is_truthy())
}

fn cookies() -> String {
    let document = web_sys::window().and_then(|window| window.document());
    let cookies = document.and_then(|document| Reflect::get(&document, &"cookie".into()).ok());
    cookies.and_then(|cookies| cookies.as_string()).unwrap_or_default()
}

fn set_cookie(cookie: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        let _refused = Reflect::set(&document, &"cookie".into(), &JsValue::from_str(cookie));
    }
}
