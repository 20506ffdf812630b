//! Who reads a page, in which language, and what the shop answers them.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use attar::shop::Names;
use attar::{Engine, Lang, ShopperId, Snapshot, Timestamp};
use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use maud::Markup;

use super::Site;
use super::frame::Frame;
use super::words::{self, DeskWords, PageWords};
use crate::App;
use crate::demo::{MOST_HOUSEHOLDS, customer_id};
use crate::identity::{LANG, THEME, Visitor, cookie};
use crate::local;
use crate::order_link;
use crate::published::Published;
use crate::routes;
use crate::terms::TermsDesk;
use crate::terms::loyalty::LoyaltyDesk;

mod acts;
mod asks;
mod orders;

/// One request for a page: who sent it, and the shop as it is now.
pub(super) struct Caller {
    /// Who, by their cookies.
    pub visitor: Visitor,
    /// What the frame says.
    pub words: &'static PageWords,
    site: Site,
    /// The address of the page.
    here: String,
    /// `light` or `dark`, if the reader chose.
    theme: Option<&'static str>,
    /// Whether the browser says that nothing may be remembered (Global Privacy Control).
    private: bool,
    now: Timestamp,
    published: Arc<Published>,
    names: Arc<Names>,
    engines: Mutex<BTreeMap<ShopperId, Arc<Engine>>>,
    /// What the widget of a stranger begins with.
    boot: Option<String>,
}

impl FromRequestParts<Site> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let mut visitor = Visitor::from_request_parts(parts, site).await?;
        visitor.lang = lang_in(parts.uri.query()).unwrap_or_else(|| lang_of(&parts.headers));
        let mut caller = Self::new(visitor, site, parts);
        if parts.method == Method::GET && site.options.widget.is_some() {
            caller.boot = caller.first_boot().await;
        }
        Ok(caller)
    }
}

impl Caller {
    fn new(visitor: Visitor, site: &Site, parts: &Parts) -> Self {
        let published = site.app.snapshot();
        let names = published.names(visitor.lang).map(|file| Arc::clone(&file.names)).unwrap_or_default();
        Self {
            words: PageWords::of(visitor.lang),
            here: address(parts),
            theme: theme_of(&parts.headers),
            private: parts.headers.get("sec-gpc").is_some_and(|value| value == "1"),
            now: site.app.now(),
            site: site.clone(),
            engines: Mutex::default(),
            boot: None,
            visitor,
            published,
            names,
        }
    }

    /// What somebody is told whom the shop does not know, so that their page need not ask. A page may be kept for a while:
    /// it holds nothing that lets anybody speak for a shopper.
    async fn first_boot(&self) -> Option<String> {
        if self.visitor.acting() != ShopperId::ANONYMOUS {
            return None;
        }
        let boot = routes::boot(self.app(), &Visitor::default()).await.ok()?;
        serde_json::to_string(&boot).ok()
    }

    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.visitor.lang
    }

    /// What the merchant's desk says.
    pub fn desk(&self) -> &'static DeskWords {
        DeskWords::of(self.lang())
    }

    /// The shop itself.
    pub fn app(&self) -> &App {
        &self.site.app
    }

    /// What the desk keeps of terms.
    pub fn terms(&self) -> &TermsDesk {
        &self.site.terms
    }

    /// What the desk keeps of the loyalty programme.
    pub fn loyalty(&self) -> &LoyaltyDesk {
        &self.site.loyalty
    }

    /// What everyone loads.
    pub fn snapshot(&self) -> &Snapshot {
        &self.published.snapshot
    }

    /// Whether the shop knows this shopper: after consent or login.
    pub fn is_known(&self) -> bool {
        self.visitor.shopper.is_some()
    }

    /// Whether anyone may log in as a household.
    pub fn is_demo(&self) -> bool {
        self.site.options.demo
    }

    /// The household that is logged in.
    pub fn household(&self) -> Option<u16> {
        let customer = self.visitor.shopper.filter(|_| self.visitor.customer && self.is_demo())?;
        (1..=MOST_HOUSEHOLDS).find(|number| self.site.app.known_as(customer_id(*number)) == customer)
    }

    /// Whether products have pictures.
    pub fn has_pictures(&self) -> bool {
        self.site.options.pictures.is_some()
    }

    /// The moment of the request.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// A number in the reader's digits.
    pub fn number(&self, value: impl std::fmt::Display) -> String {
        let text = value.to_string();
        match text.parse() {
            Ok(whole) => local::count(self.lang(), whole),
            Err(_) => words::number(self.lang(), text),
        }
    }

    /// A number by which something is called, in the reader's digits: it has no groups.
    pub fn digits(&self, number: impl std::fmt::Display) -> String {
        words::number(self.lang(), number)
    }

    /// The whole page around a body.
    pub fn page(&self, title: &str, body: &Markup) -> Markup {
        self.frame().page(title, body)
    }

    /// The names of what the engine in the page stands on.
    fn files(&self) -> Option<String> {
        let (_, bundle) = self.published.bundles().find(|(lang, _)| *lang == self.lang())?;
        Some(format!("bundle/{}", bundle.hash))
    }

    /// The question of consent stands on every page until it is answered, here or by the browser.
    fn frame(&self) -> Frame<'_> {
        let answered = self.is_known() || self.visitor.denied || self.private;
        // An address that opens something is told to no script, and no form leads away from it.
        let secret = self.here.starts_with(order_link::PAGE);
        let asks = !secret && !answered && self.here != "/account" && !self.here.starts_with("/merchant");
        Frame {
            lang: self.lang(),
            here: &self.here,
            theme: self.theme,
            secret,
            widget: self.site.options.widget.as_deref().filter(|_| !secret),
            files: self.is_known().then(|| self.files()).flatten(),
            boot: self.boot.as_deref(),
            credits: self.has_pictures(),
            asks,
        }
    }
}

/// The address with the numbers that a page turns on and no other query: a choice of language made on it holds, and
/// nobody can put words of theirs into a page by a link.
fn address(parts: &Parts) -> String {
    let turns = |pair: &&str| {
        let number = pair.strip_prefix("category=").or_else(|| pair.strip_prefix("page="));
        number.is_some_and(|number| number.len() < 6 && number.bytes().all(|digit| digit.is_ascii_digit()))
    };
    let pairs = parts.uri.query().into_iter().flat_map(|query| query.split('&'));
    let kept: Vec<&str> = pairs.filter(turns).take(2).collect();
    match kept.join("&") {
        query if query.is_empty() => parts.uri.path().to_owned(),
        query => [parts.uri.path(), &query].join("?"),
    }
}

/// The language that an address asks for.
pub(super) fn lang_in(query: Option<&str>) -> Option<Lang> {
    query?.split('&').find_map(|pair| pair.strip_prefix("lang="))?.parse().ok()
}

/// The language of the cookie, else the first that the browser asks for and the shop speaks.
fn lang_of(headers: &HeaderMap) -> Lang {
    let chosen = cookie(headers, LANG).and_then(|code| code.parse().ok());
    chosen.or_else(|| asked_for(headers)).unwrap_or_default()
}

fn theme_of(headers: &HeaderMap) -> Option<&'static str> {
    let chosen = cookie(headers, THEME)?;
    ["light", "dark"].into_iter().find(|theme| *theme == chosen)
}

fn asked_for(headers: &HeaderMap) -> Option<Lang> {
    let asked = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    asked.split(',').find_map(|tag| tag.split(';').next()?.trim().parse().ok())
}
