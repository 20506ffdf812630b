//! The one live stream of a page: what happens to the shopper's orders, as it happens.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, EventSource, MessageEvent};

use crate::page;
use crate::session::News;
use crate::wire;

/// After a broken stream the page waits this long before it asks for a new one: 3 s.
const PAUSE: u32 = 3_000;

/// An open stream; dropping it closes it.
pub struct Live {
    stream: EventSource,
    _listeners: [EventListener; 3],
}

impl Drop for Live {
    fn drop(&mut self) {
        self.stream.close();
    }
}

impl Live {
    /// Opens a stream with a ticket, from a place in the log on.
    pub fn open(base: &str, ticket: &str, after: u64) -> Option<Self> {
        let url = [base, "v1/live?ticket=", ticket, "&after=", &after.to_string()].concat();
        let stream = EventSource::new(&url).ok()?;
        let listeners = [
            EventListener::new(&stream, "events", take),
            EventListener::new(&stream, "resync", reopen),
            // The browser would try again by itself, with a ticket that is no longer valid.
            EventListener::new(&stream, "error", reopen),
        ];
        Some(Self { stream, _listeners: listeners })
    }
}

fn take(event: &Event) {
    let Some(message) = event.dyn_ref::<MessageEvent>() else { return };
    let events = message.data().as_string().and_then(|data| wire::events(&data));
    let seq = message.last_event_id().parse().ok();
    let (Some(events), Some(seq)) = (events, seq) else { return };
    page::with(|page| page.session.absorb(page.session.seq, seq, News::Events(events)));
    page::draw();
}

/// Closes the stream, once its own listener has returned, and syncs for a new ticket after a pause.
fn reopen(_: &Event) {
    spawn_local(async {
        page::with(|page| {
            page.live = None;
            page.sync.soon(PAUSE);
        });
    });
}
