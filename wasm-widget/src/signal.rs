//! A signal and its moment, in three forms: what a page pushes, a row of the wire, a line of storage.

use attar::{Actor, Channel};
use attar::{Event, EventId, Fact, ProductId, ShopperId, Signal, SourceId, Subject, Timestamp};
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A signal and its moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What was observed.
    pub signal: Signal,
    /// When.
    pub at: Timestamp,
}

impl Row {
    /// The rows of an object in the form of GA4, one for each item; none for what is no signal.
    pub fn of_object(object: &JsValue, at: Timestamp) -> Vec<Self> {
        let name = field(object, "name").as_string().unwrap_or_default();
        let items = field(&field(object, "params"), "items");
        let items = items.dyn_into::<Array>().unwrap_or_default();
        let product = |item: JsValue| number(&field(&item, "item_id"));
        items
            .iter()
            .filter_map(|item| signal(&name, product(item)?))
            .map(|signal| Self { signal, at })
            .collect()
    }

    /// The row as the server reads it.
    pub fn json(&self) -> String {
        let (at, product) = (self.at.0.to_string(), self.signal.product().to_string());
        let start = [r#"{"name":""#, name(&self.signal), r#"","at":"#, &at].concat();
        [&start, r#","params":{"items":[{"item_id":""#, &product, r#""}]}}"#].concat()
    }

    /// The row as the device keeps it.
    pub fn line(&self) -> String {
        [name(&self.signal), &self.at.0.to_string(), &self.signal.product().to_string()].join(" ")
    }

    /// Reads what [`Row::line`] wrote.
    pub fn of_line(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let name = words.next()?;
        let at = Timestamp(words.next()?.parse().ok()?);
        let signal = signal(name, ProductId(words.next()?.parse().ok()?))?;
        Some(Self { signal, at })
    }

    /// The row as an event of a shopper.
    pub fn event(&self, who: ShopperId, source: SourceId, n: u32) -> Event {
        Event {
            id: EventId { source, n },
            subject: Subject::Shopper(who),
            actor: Actor::Shopper(who),
            channel: Channel::Web,
            at: self.at,
            fact: Fact::Signal(self.signal),
        }
    }
}

fn field(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or_default()
}

/// A product's number, be it a number or a text.
fn number(value: &JsValue) -> Option<ProductId> {
    if let Some(text) = value.as_string() {
        return text.parse().ok().map(ProductId);
    }
    // Compared as a number: printing a float would cost the widget some kilobytes.
    let number = value.as_f64()?;
    let whole = number as u32;
    (f64::from(whole) == number).then_some(ProductId(whole))
}

fn signal(name: &str, product: ProductId) -> Option<Signal> {
    match name {
        "view_item" => Some(Signal::ViewItem { product }),
        "select_item" => Some(Signal::SelectItem { product }),
        "add_to_cart" => Some(Signal::AddToCart { product }),
        _ => None,
    }
}

fn name(signal: &Signal) -> &'static str {
    match signal {
        Signal::ViewItem { .. } => "view_item",
        Signal::SelectItem { .. } => "select_item",
        Signal::AddToCart { .. } => "add_to_cart",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back() {
        let row =
            Row { signal: Signal::AddToCart { product: ProductId(812) }, at: Timestamp(1_700_000_000_000) };
        assert_eq!(row.line(), "add_to_cart 1700000000000 812");
        assert_eq!(Row::of_line(&row.line()), Some(row));
        assert_eq!(Row::of_line("search 1 2"), None);
        assert_eq!(Row::of_line("view_item x"), None);
    }

    #[test]
    fn a_row_of_the_wire_has_the_form_of_ga4() {
        let row = Row { signal: Signal::ViewItem { product: ProductId(812) }, at: Timestamp(7) };
        assert_eq!(row.json(), r#"{"name":"view_item","at":7,"params":{"items":[{"item_id":"812"}]}}"#);
    }
}
