//! A signal and its moment, in two forms: a row of the wire, a line of storage.

use attar::event::Observation;
use attar::text::{decimal, join};
use attar::{EventId, ShopperId, Signal, SourceId, Timestamp};

/// A signal and its moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What was observed.
    pub signal: Signal,
    /// When.
    pub at: Timestamp,
}

impl Row {
    /// The row of a signal of that name; none for what is no signal or no number.
    pub fn of(name: &str, number: f64, at: Timestamp) -> Option<Self> {
        let whole = number as u32;
        let signal = Signal::named(name, whole).filter(|_| f64::from(whole) == number)?;
        Some(Self { signal, at })
    }

    /// The row as the server reads it.
    pub fn json(&self) -> String {
        let (at, about) = (decimal(self.at.0), self.signal.about());
        let (before, between, number) = (r#"{"name":""#, r#","params":{"items":[{""#, self.number());
        let item = [about.member(), r#"":""#, &number, r#""}]}}"#];
        join(&[&join(&[before, self.signal.name(), r#"","at":"#, &at, between]), &join(&item)])
    }

    /// The row as the device keeps it.
    pub fn line(&self) -> String {
        join(&[self.signal.name(), " ", &decimal(self.at.0), " ", &self.number()])
    }

    fn number(&self) -> String {
        decimal(i64::from(self.signal.about().number()))
    }

    /// Many rows as the device keeps them, a line each.
    pub fn lines(rows: &[Self]) -> String {
        let mut text = String::new();
        for row in rows {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&row.line());
        }
        text
    }

    /// Reads what [`Row::line`] wrote.
    pub fn of_line(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let name = words.next()?;
        let at = Timestamp(words.next()?.parse().ok()?);
        let signal = Signal::named(name, words.next()?.parse().ok()?)?;
        Some(Self { signal, at })
    }

    /// The row under its number, as a shopper's.
    pub fn observed(&self, who: ShopperId, source: SourceId, n: u32) -> Observation {
        Observation { id: EventId { source, n }, who, at: self.at, signal: self.signal }
    }
}

#[cfg(test)]
mod tests {
    use attar::ProductId;
    use attar::event::{Opinion, Topic};

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
        let signal = Signal::Said { topic: Topic::Brand(69), opinion: Opinion::Likes };
        let said = Row { signal, ..row };
        assert_eq!(said.json(), r#"{"name":"like_brand","at":7,"params":{"items":[{"item_brand":"69"}]}}"#);
        assert_eq!(Row::of_line(&said.line()), Some(said));
    }
}
