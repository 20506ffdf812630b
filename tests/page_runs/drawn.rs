//! What *elements* draws: an element that asks, the slice and the signals that its page has, and the tree that must
//! stand in it.

use attar::event::Observation;
use attar::view::Viewer;
use attar::{Answer, Engine, Query, ShopperId, Slice, Timestamp};
use attar_server::html;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Way, as_json, packed};

/// One element on one page.
#[derive(Serialize)]
pub(super) struct Drawn {
    slice: String,
    /// What comes behind the slice, as the server sends it.
    observed: String,
    at: Timestamp,
    element: &'static str,
    attributes: Map<String, Value>,
    /// A text, or `tag`, `attributes` and `children`.
    then: Value,
}

impl Way {
    /// Once on the slice, and once on what it was before the last signals, which the page takes in.
    pub(super) fn draw(&mut self, who: &ShopperId, query: &Query, at: Timestamp, then: &Answer) {
        let Some((element, attributes)) = element(query) else { return };
        let node = Viewer::new(&self.server.snapshot().shop, &self.names, at).view(then);
        let tree = as_json(&html::Json(&node));
        for (slice, observed) in [(self.server.slice(who), Vec::new()), self.before_signals(who)] {
            let mut page = self.engine(&slice, &[]);
            observed.iter().for_each(|observed| page.observe(observed));
            assert_eq!(&page.ask(who, query, at), then);
            let (slice, observed, attributes) = (packed(&slice), packed(&observed), attributes.clone());
            self.drawn.push(Drawn { slice, observed, at, element, attributes, then: tree.clone() });
        }
    }

    /// The shopper's slice behind all that is no signal, and their signals since.
    fn before_signals(&self, who: &ShopperId) -> (Slice, Vec<Observation>) {
        let others = self.events.iter().rposition(|event| event.observation().is_none());
        let (before, since) = self.events.split_at(others.map_or(0, |place| place + 1));
        let slice = self.engine(&self.folded(who), before).slice(who);
        let page = self.engine(&slice, &[]);
        let own = |page: &Engine, observed: &Observation| page.state().resolve(observed.who) == slice.who;
        let since = since.iter().filter_map(|event| event.observation());
        let since = since.filter(|observed| own(&page, observed)).collect();
        (slice, since)
    }
}

/// What asks this in a page; nothing of what only a server or a program asks.
fn element(query: &Query) -> Option<(&'static str, Map<String, Value>)> {
    let (name, attributes) = match query {
        Query::Recommend { slot, product, n, within } => {
            let within: Vec<String> = within.iter().map(|label| label.0.to_string()).collect();
            let product = product.map(|product| product.to_string());
            let list =
                json!({ "slot": slot, "product": product, "n": n.to_string(), "within": within.join(" ") });
            ("attar-recommendations", list)
        }
        Query::Price { product, currency } => {
            let currency = currency.map(|currency| currency.code());
            ("attar-price", json!({ "product": product.to_string(), "currency": currency }))
        }
        Query::Track { order } => ("attar-order-tracker", json!({ "order": order.to_string() })),
        Query::Cart | Query::Profile | Query::WouldBe { .. } | Query::Delivery { .. } | Query::Loyalty => {
            return None;
        }
    };
    let Value::Object(attributes) = attributes else { return None };
    Some((name, attributes.into_iter().filter(|(_, value)| !value.is_null()).collect()))
}
