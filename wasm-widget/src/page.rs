//! The one page that the engine runs in: what the loader calls, and where everything meets.

use std::cell::Cell;
use std::sync::Arc;

use attar::{Snapshot, SourceId, Timestamp, decode};
use js_sys::Date;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Document, Element};

use crate::consent::Level;
use crate::elements::Elements;
use crate::loader::Loader;
use crate::outbox::Outbox;
use crate::session::Session;
use crate::signal::Row;
use crate::storage::Store;
use crate::sync::Sync;
use crate::wire::{Boot, Json};

thread_local! {
    static PAGE: Cell<Option<Box<Page>>> = const { Cell::new(None) };
}

/// All that belongs to the page.
pub(crate) struct Page {
    pub(crate) loader: Loader,
    document: Document,
    pub(crate) store: Store,
    pub(crate) session: Session,
    pub(crate) snapshot: String,
    pub(crate) token: Option<String>,
    pub(crate) level: Level,
    pub(crate) elements: Elements,
    pub(crate) sync: Sync,
    /// Whether a reader has the page before them.
    pub(crate) front: bool,
    /// Whether they can see a tracker.
    pub(crate) watching: bool,
    /// Whether this page holds the browser's one live stream, and has it open.
    pub(crate) leads: bool,
    pub(crate) live: bool,
    /// Whether something happened that the page has not heard of.
    pub(crate) behind: bool,
}

/// Begins with the answer of boot and the two files that it names. Gives whether all three could be read.
#[wasm_bindgen]
pub fn start(loader: Loader, document: Document, boot: &Json, snapshot: &[u8], names: &[u8]) -> bool {
    let page = Page::new(loader, document, boot, snapshot, names);
    let begins = page.is_some();
    if let Some(page) = page {
        put(Box::new(page));
    }
    begins
}

/// The reader leaves the page, or comes back to it.
#[wasm_bindgen]
pub fn turn(leaves: bool) {
    with(|page| {
        page.front = !leaves;
        page.watch();
    });
}

/// Takes in what a page that is gone left behind. Gives whether it is this shopper's to send; what is not is
/// taken away.
#[wasm_bindgen]
pub fn adopt(source: &str) -> bool {
    let adopted = with(|page| page.adopt(source.parse().ok()?)).flatten();
    draw();
    adopted.is_some()
}

/// Puts another snapshot under the page. Gives whether it and the names could be read.
#[wasm_bindgen]
pub fn renew(hash: String, snapshot: &[u8], names: &[u8]) -> bool {
    let (Ok(snapshot), Some(names)) = (Snapshot::decode(snapshot), decode(names)) else { return false };
    with(|page| {
        page.session.set_snapshot(Arc::new(snapshot), names);
        page.snapshot = hash;
    });
    draw();
    true
}

/// Takes an element in and draws it.
#[wasm_bindgen]
pub fn connect(host: Element) {
    if let Some(place) = with(|page| page.elements.connect(host)) {
        draw_from(place);
    }
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

/// Takes in what the page observed at a moment: the name of a signal and the number of a product.
#[wasm_bindgen]
pub fn push(name: &str, product: f64, at: f64) {
    if let Some(row) = Row::of(name, product, Timestamp(at as i64)) {
        with(|page| page.observe(row));
        draw();
    }
}

/// How many signals the server has not judged yet.
#[wasm_bindgen]
pub fn pending() -> u32 {
    with(|page| page.session.pending() as u32).unwrap_or_default()
}

/// The place in the log that the page stands at.
#[wasm_bindgen]
pub fn seq() -> f64 {
    with(|page| page.session.seq as f64).unwrap_or_default()
}

/// Does something with the page, unless it is at work further up or not there yet.
pub(crate) fn with<R>(work: impl FnOnce(&mut Page) -> R) -> Option<R> {
    let mut page = taken()?;
    let result = work(&mut page);
    put(page);
    Some(result)
}

// One copy of each, not one a caller.

#[inline(never)]
fn taken() -> Option<Box<Page>> {
    PAGE.take()
}

#[inline(never)]
fn put(page: Box<Page>) {
    PAGE.set(Some(page));
}

/// Draws what changed and says so to whoever listens.
pub(crate) fn draw() {
    draw_from(0);
}

#[inline(never)]
fn draw_from(place: usize) {
    let changed = with(|page| {
        let changed = page.elements.draw(place, &page.document, &page.loader, &page.session, now());
        changed.then(|| page.loader.clone())
    });
    // A listener may call back into the page, so nothing is borrowed here.
    if let Some(loader) = changed.flatten() {
        loader.changed();
    }
}

impl Page {
    fn new(loader: Loader, document: Document, boot: &Json, snapshot: &[u8], names: &[u8]) -> Option<Self> {
        let boot = Boot::read(boot)?;
        let (snapshot, names) = (Snapshot::decode(snapshot).ok()?, decode(names)?);
        let store = Store(loader.clone());
        let session = Session::new(Arc::new(snapshot), names, boot.slice, boot.seq);
        let level = Level::now(&store, &session, boot.token.is_some(), boot.denied);
        let mut page = Self {
            loader,
            document,
            store,
            session,
            snapshot: boot.snapshot,
            token: boot.token,
            level,
            elements: Elements::default(),
            sync: Sync::default(),
            front: false,
            watching: false,
            leads: false,
            live: false,
            behind: false,
        };
        page.session.hear(now());
        page.remember();
        Some(page)
    }

    /// What the device kept, as far as the level lets it count.
    fn remember(&mut self) {
        if matches!(self.level, Level::Full | Level::Private) {
            self.session.kept = self.store.kept();
        }
        self.session.refresh();
    }

    fn adopt(&mut self, source: SourceId) -> Option<()> {
        let outbox = self.store.outbox(source).filter(|outbox| {
            let is_own = outbox.who == self.session.who || self.session.visitors().contains(&outbox.who);
            is_own && self.level == Level::Full
        });
        let Some(outbox) = outbox else {
            self.store.remove(source);
            return None;
        };
        self.session.adopt(outbox);
        self.sync.soon(0);
        Some(())
    }

    /// Takes in a row, as far as the shopper's choice lets it go.
    fn observe(&mut self, row: Row) {
        match self.level {
            Level::Full => self.queue(row),
            Level::Private => {
                // Another tab may have kept some meanwhile; where storage is refused, there is only this page.
                let kept = self.store.kept();
                if !kept.is_empty() {
                    self.session.kept = kept;
                }
                self.session.keep(row);
                self.store.save_kept(&self.session.kept);
            }
            Level::Denied | Level::Undecided => self.session.fleeting.push(row),
        }
        self.session.refresh();
    }

    fn queue(&mut self, row: Row) {
        let who = self.session.who;
        if self.session.outboxes.last().is_none_or(|last| last.who != who || !self.sync.owns(last.source)) {
            let source = self.random_source();
            self.sync.begin_source(source);
            self.session.outboxes.push(Outbox::new(source, who));
        }
        if let Some(own) = self.session.outboxes.last_mut() {
            own.push(row);
            self.store.save(own);
            let full = own.len() >= Outbox::FULL;
            self.sync.after_push(full);
        }
    }

    /// Sixteen random bytes.
    pub(crate) fn random_source(&self) -> SourceId {
        let mut bytes = [0; 16];
        self.loader.random(&mut bytes);
        SourceId(bytes)
    }

    /// Takes away all that the server does not have; what the page shows falls back to the confirmed.
    pub(crate) fn forget(&mut self) {
        self.session.forget();
        self.store.forget();
    }
}

/// This moment, on the device's clock.
pub(crate) fn now() -> Timestamp {
    Timestamp(Date::now() as i64)
}
