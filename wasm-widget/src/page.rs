//! The one page that the engine runs in: what the loader calls, and where everything meets.

use std::cell::RefCell;
use std::sync::Arc;

use attar::shop::Names;
use attar::{Snapshot, SourceId, Timestamp};
use gloo::events::EventListener;
use js_sys::{Date, Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Document, Element, Event, VisibilityState, Window};

use crate::consent::{self, Level};
use crate::elements::Elements;
use crate::live::Live;
use crate::outbox::Outbox;
use crate::session::Session;
use crate::signal::Row;
use crate::site::Site;
use crate::storage;
use crate::sync::{self, Sync};
use crate::wire::Boot;

thread_local! {
    // Leaked, so that it can be borrowed outside of the closure: one copy of that code, not one a caller.
    static PAGE: &'static RefCell<Option<Page>> = Box::leak(Box::default());
}

/// All that belongs to the page.
pub(crate) struct Page {
    pub(crate) site: Site,
    pub(crate) session: Session,
    pub(crate) snapshot: String,
    pub(crate) token: Option<String>,
    pub(crate) level: Level,
    pub(crate) elements: Elements,
    pub(crate) sync: Sync,
    pub(crate) live: Option<Live>,
}

/// Begins: the slice, the snapshot and the names, then the listeners.
///
/// # Errors
/// A sentence when the server cannot be reached or speaks another wire; the loader then asks it.
#[wasm_bindgen]
pub async fn start(base: String, lang: String, embedded: bool) -> Result<(), JsValue> {
    let site = Site { base, lang: lang.parse().unwrap_or_default(), embedded };
    let boot = site.boot().await?;
    let (snapshot, names) = site.files(&boot.snapshot, boot.names(site.lang.code())).await?;
    let page = Page::new(site, boot, snapshot, names);
    slot().replace(Some(page));
    listen();
    with(|page| page.sync_what_waits());
    Ok(())
}

/// Takes an element in and draws it.
#[wasm_bindgen]
pub fn connect(host: Element) {
    with(|page| page.elements.connect(host));
    draw();
}

/// Lets an element go.
#[wasm_bindgen]
pub fn disconnect(host: &Element) {
    with(|page| {
        page.elements.disconnect(host);
        page.watch();
    });
}

/// Notes whether a reader can see an element.
#[wasm_bindgen]
pub fn see(host: &Element, visible: bool) {
    with(|page| {
        page.elements.see(host, visible);
        page.watch();
    });
}

/// Takes in what the page observed at a moment: an object in the form of GA4.
#[wasm_bindgen]
pub fn push(object: &JsValue, at: f64) {
    let rows = Row::of_object(object, Timestamp(at as i64));
    with(|page| rows.into_iter().for_each(|row| page.observe(row)));
    draw();
}

/// The shopper chooses what may be remembered: `full`, `private` or `denied`.
///
/// # Errors
/// A sentence when there is no such choice, or when the server could not be told.
#[wasm_bindgen]
pub async fn consent(level: String) -> Result<(), JsValue> {
    let level =
        Level::named(&level).ok_or_else(|| js_sys::Error::new("consent is `full`, `private` or `denied`"))?;
    consent::choose(level).await?;
    draw();
    Ok(())
}

/// What the present choice means, in a sentence in the language of the page.
#[wasm_bindgen(js_name = consentWords)]
pub fn consent_words() -> Option<String> {
    with(|page| page.level.words(&page.session)).flatten()
}

/// Where the page stands: `{engine, snapshot, consent, pending, seq}`.
#[wasm_bindgen]
pub fn state() -> Object {
    let object = Object::new();
    let set = |key: &str, value: JsValue| drop(Reflect::set(&object, &key.into(), &value));
    set("engine", "wasm".into());
    with(|page| {
        set("snapshot", page.snapshot.as_str().into());
        set("consent", page.level.name().into());
        set("pending", (page.session.pending() as f64).into());
        set("seq", (page.session.seq as f64).into());
    });
    object
}

/// Does something with the page, unless it is at work further up or not there yet.
pub(crate) fn with<R>(work: impl FnOnce(&mut Page) -> R) -> Option<R> {
    slot().try_borrow_mut().ok()?.as_mut().map(work)
}

#[inline(never)]
fn slot() -> &'static RefCell<Option<Page>> {
    PAGE.with(|slot| *slot)
}

/// Draws what changed and says so to whoever listens.
pub(crate) fn draw() {
    let Some(document) = document() else { return };
    let changed = with(|page| page.elements.draw(&document, &page.session, now()));
    if let (Some(true), Ok(event)) = (changed, Event::new("attar:change")) {
        // A listener may call back into the page, so nothing is borrowed here.
        let _cancelled = document.dispatch_event(&event);
    }
}

/// Another snapshot is current: fetches it and puts it under the session.
pub(crate) async fn renew(hash: String) {
    let Some(site) = with(|page| page.site.clone()) else { return };
    let Ok((snapshot, names)) = site.files(&hash, None).await else { return };
    with(|page| {
        page.session.set_snapshot(snapshot, names);
        page.snapshot = hash;
    });
    draw();
}

impl Page {
    fn new(site: Site, boot: Boot, snapshot: Arc<Snapshot>, names: Names) -> Self {
        let mut session = Session::new(snapshot, names, boot.slice, boot.seq);
        let level = Level::now(&session, boot.token.is_some());
        if level == Level::Full {
            session.outboxes = waiting(&session);
        }
        if matches!(level, Level::Full | Level::Private) {
            session.kept = storage::kept();
        }
        session.refresh();
        Self {
            site,
            session,
            snapshot: boot.snapshot,
            token: boot.token,
            level,
            elements: Elements::default(),
            sync: Sync::default(),
            live: None,
        }
    }

    /// Takes in a row, as far as the shopper's choice lets it go.
    fn observe(&mut self, row: Row) {
        match self.level {
            Level::Full => self.queue(row),
            Level::Private => {
                self.session.keep(row);
                storage::save_kept(&self.session.kept);
            }
            Level::Denied | Level::Undecided => self.session.fleeting.push(row),
        }
        self.session.refresh();
    }

    fn queue(&mut self, row: Row) {
        let who = self.session.who;
        if self.session.outboxes.last().is_none_or(|last| last.who != who || !self.sync.owns(last.source)) {
            let source = self.sync.begin_source();
            self.session.outboxes.push(Outbox::new(source, who));
        }
        if let Some(own) = self.session.outboxes.last_mut() {
            own.push(row);
            storage::save(own);
            let full = own.len() >= Outbox::FULL;
            self.sync.after_push(full);
        }
    }

    /// Opens or closes the live stream, as the trackers in sight ask for.
    pub(crate) fn watch(&mut self) {
        if !self.elements.has_visible_tracker() || !in_front() {
            self.live = None;
        } else if self.wants_live() {
            self.sync.soon(0);
        }
    }

    /// Whether a stream should be open and is not.
    pub(crate) fn wants_live(&self) -> bool {
        self.live.is_none() && self.token.is_some() && self.elements.has_visible_tracker() && in_front()
    }

    /// Sends what earlier page loads left behind.
    fn sync_what_waits(&mut self) {
        if self.session.pending() > 0 {
            self.sync.soon(0);
        }
    }

    /// Stands on another answer of boot: the shopper said something or got a name.
    pub(crate) fn stand_on(&mut self, boot: Boot, token: String) {
        self.token = Some(boot.token.unwrap_or(token));
        self.session.stand_on(boot.slice, boot.seq);
    }

    /// Takes away all that the server does not have; what the page shows falls back to the confirmed.
    pub(crate) fn forget(&mut self) {
        self.session.forget();
        storage::forget();
    }
}

/// What earlier page loads left behind for this shopper; what they left for another is taken away.
fn waiting(session: &Session) -> Vec<Outbox> {
    let theirs = |outbox: &Outbox| outbox.who == session.who || session.visitors().contains(&outbox.who);
    let (own, others): (Vec<_>, Vec<_>) = storage::outboxes().into_iter().partition(theirs);
    for mut outbox in others {
        outbox.clear();
        storage::save(&outbox);
    }
    own
}

/// Sends before the page goes, and comes back with it. The listeners live as long as the page.
fn listen() {
    let (Some(window), Some(document)) = (window(), document()) else { return };
    let turn = |_: &Event| if in_front() { back() } else { leave() };
    EventListener::new(&document, "visibilitychange", turn).forget();
    EventListener::new(&window, "pagehide", |_| leave()).forget();
    EventListener::new(&window, "pageshow", |_| back()).forget();
}

fn leave() {
    with(|page| page.live = None);
    sync::start(true);
}

fn back() {
    with(Page::watch);
}

/// This moment, on the device's clock.
pub(crate) fn now() -> Timestamp {
    Timestamp(Date::now() as i64)
}

/// Sixteen random bytes.
pub(crate) fn random_source() -> SourceId {
    let mut bytes = [0; 16];
    if let Some(crypto) = window().and_then(|window| window.crypto().ok()) {
        let _refused = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    SourceId(bytes)
}

fn in_front() -> bool {
    document().is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}
