//! The custom elements: what each asks, and what stands in its shadow root.

use attar::Timestamp;
use attar::view;
use web_sys::{Document, Element};

use crate::dom;
use crate::loader::Loader;
use crate::session::Session;
use crate::wish::Wish;

/// One element of the page.
struct Mounted {
    host: Element,
    /// What stands in its shadow root, once the engine has drawn.
    shown: Option<view::Element>,
    /// Whether a reader can see it; of interest for trackers only.
    visible: bool,
}

/// The elements of the page that the engine draws.
#[derive(Default)]
pub struct Elements {
    mounted: Vec<Mounted>,
}

impl Elements {
    /// Takes an element in. One that is there already stays as it is. Gives the place from which on to draw.
    pub fn connect(&mut self, host: Element) -> usize {
        if self.mounted.iter().any(|mounted| mounted.host == host) {
            return 0;
        }
        self.mounted.push(Mounted { host, shown: None, visible: false });
        self.mounted.len() - 1
    }

    /// Lets an element go.
    pub fn disconnect(&mut self, host: &Element) {
        self.mounted.retain(|mounted| mounted.host != *host);
    }

    /// Notes whether a reader can see an element.
    pub fn see(&mut self, host: &Element, visible: bool) {
        self.mounted
            .iter_mut()
            .filter(|mounted| mounted.host == *host)
            .for_each(|mounted| mounted.visible = visible);
    }

    /// Whether a reader can see a tracker.
    pub fn has_visible_tracker(&self) -> bool {
        let tracks = |host: &Element| matches!(Wish::of(host), Some(Wish::Track { .. }));
        self.mounted.iter().any(|mounted| mounted.visible && tracks(&mounted.host))
    }

    /// Draws what changed, from a place on. Gives whether anything did.
    pub fn draw(
        &mut self,
        from: usize,
        document: &Document,
        loader: &Loader,
        session: &Session,
        at: Timestamp,
    ) -> bool {
        // Counted, since `any` would stop at the first.
        self.mounted
            .iter_mut()
            .skip(from)
            .filter_map(|mounted| mounted.draw(document, loader, session, at).then_some(()))
            .count()
            > 0
    }
}

impl Mounted {
    fn draw(&mut self, document: &Document, loader: &Loader, session: &Session, at: Timestamp) -> bool {
        let Some(drawn) = Wish::of(&self.host).map(|wish| session.draw(&wish, at)) else { return false };
        let keeps = drawn.is_err() && self.keeps_fallback();
        let (Ok(element) | Err(element)) = drawn;
        if self.shown.as_ref() == Some(&element) || keeps {
            return false;
        }
        let Some(created) = dom::create(document, &element) else { return false };
        loader.show(&self.host, &created, self.shown.is_none());
        self.shown = Some(element);
        true
    }

    /// The server may have shown more than this page may know, such as an order found by its number.
    fn keeps_fallback(&self) -> bool {
        self.shown.is_none() && self.host.child_element_count() > 0
    }
}
