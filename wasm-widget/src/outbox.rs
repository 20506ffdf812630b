//! What a page has observed and the server has not yet judged: numbered rows of one source.

use attar::event::Observation;
use attar::text::{decimal, join};
use attar::{ShopperId, SourceId};

use crate::signal::Row;

/// The unjudged signals of one page load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbox {
    /// The page load.
    pub source: SourceId,
    /// Whose signals these are.
    pub who: ShopperId,
    /// The number of the first row.
    from: u32,
    rows: Vec<Row>,
}

/// The oldest rows, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The number of the first row.
    pub from: u32,
    /// How many there are.
    pub count: u32,
    /// The rows as a JSON array.
    pub json: String,
}

impl Batch {
    /// No row.
    pub fn empty() -> Self {
        Self { from: 0, count: 0, json: "[]".to_owned() }
    }
}

impl Outbox {
    /// So many rows make it time to send.
    pub const FULL: usize = 20;
    /// The most rows of one request.
    pub const MOST_ROWS: usize = 200;
    /// The most bytes of the rows of one request: 48 KiB.
    pub const MOST_BYTES: usize = 48 << 10;
    /// The most rows that wait; beyond, the oldest is given up.
    pub const MOST_WAITING: usize = 1_000;

    /// An empty outbox.
    pub fn new(source: SourceId, who: ShopperId) -> Self {
        Self { source, who, from: 0, rows: Vec::new() }
    }

    /// Takes in a row under the next number.
    pub fn push(&mut self, row: Row) {
        self.rows.push(row);
        if self.rows.len() > Self::MOST_WAITING {
            self.give_up(1);
        }
    }

    /// Forgets all rows; their numbers stay used.
    pub fn clear(&mut self) {
        self.give_up(self.rows.len());
    }

    /// How many rows wait.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row waits.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Lets go of the rows up to and with that number; -1 is none.
    pub fn judged(&mut self, mark: i64) {
        let judged = mark.saturating_add(1).saturating_sub(i64::from(self.from));
        self.give_up(usize::try_from(judged).unwrap_or(0));
    }

    fn give_up(&mut self, count: usize) {
        let count = count.min(self.rows.len());
        self.rows.drain(..count);
        self.from = self.from.saturating_add(count as u32);
    }

    /// The rows under their numbers.
    pub fn observed(&self) -> impl Iterator<Item = Observation> {
        (self.from..).zip(&self.rows).map(|(n, row)| row.observed(self.who, self.source, n))
    }

    /// The oldest rows that fit in one request.
    pub fn batch(&self) -> Batch {
        let mut batch = Batch { from: self.from, count: 0, json: String::from("[") };
        for row in self.rows.iter().take(Self::MOST_ROWS) {
            let row = row.json();
            if batch.json.len() + row.len() + 2 > Self::MOST_BYTES {
                break;
            }
            if batch.count > 0 {
                batch.json.push(',');
            }
            batch.json.push_str(&row);
            batch.count += 1;
        }
        batch.json.push(']');
        batch
    }

    /// As the device keeps it: whose, the first number, then a line a row.
    pub fn text(&self) -> String {
        let (head, from) = (self.who.hex(), decimal(i64::from(self.from)));
        let (between, lines) = (if self.rows.is_empty() { "" } else { "\n" }, Row::lines(&self.rows));
        join(&[&head, " ", &from, between, &lines])
    }

    /// Reads what [`Outbox::text`] wrote.
    pub fn of_text(source: SourceId, text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let mut head = lines.next()?.split(' ');
        let (who, from) = (head.next()?.parse().ok()?, head.next()?.parse().ok()?);
        let mut outbox = Self { source, who, from, rows: Vec::new() };
        for line in lines {
            outbox.rows.push(Row::of_line(line)?);
        }
        Some(outbox)
    }
}

#[cfg(test)]
mod tests {
    use attar::{ProductId, Signal, Timestamp};

    use super::*;

    const SOURCE: SourceId = SourceId([1; 16]);

    fn row(product: u32) -> Row {
        Row { signal: Signal::ViewItem { product: ProductId(product) }, at: Timestamp(i64::from(product)) }
    }

    fn outbox(rows: u32) -> Outbox {
        let mut outbox = Outbox::new(SOURCE, ShopperId([2; 16]));
        (0..rows).for_each(|product| outbox.push(row(product)));
        outbox
    }

    fn numbers(outbox: &Outbox) -> Vec<u32> {
        outbox.observed().map(|row| row.id.n).collect()
    }

    #[test]
    fn what_is_judged_goes_and_the_numbers_stay() {
        let mut outbox = outbox(5);
        outbox.judged(-1);
        assert_eq!(numbers(&outbox), [0, 1, 2, 3, 4]);
        outbox.judged(2);
        outbox.judged(1);
        assert_eq!(numbers(&outbox), [3, 4]);
        outbox.judged(99);
        outbox.push(row(9));
        assert_eq!(numbers(&outbox), [5]);
    }

    #[test]
    fn a_batch_is_the_oldest_prefix_within_the_limits() {
        let batch = outbox(900).batch();
        assert_eq!((batch.from, batch.count), (0, 200));
        assert!(batch.json.len() <= Outbox::MOST_BYTES);
        assert!(batch.json.starts_with(r#"[{"name":"view_item","at":0,"#));
        assert_eq!(outbox(0).batch().json, "[]");
    }

    #[test]
    fn it_survives_a_reload() {
        let mut outbox = outbox(3);
        outbox.judged(0);
        assert_eq!(Outbox::of_text(SOURCE, &outbox.text()), Some(outbox));
    }

    #[test]
    fn damaged_text_is_no_outbox() {
        for text in ["", "x 0", "02020202020202020202020202020202 0\nview_item", "\n"] {
            assert_eq!(Outbox::of_text(SOURCE, text), None, "{text}");
        }
    }

    #[test]
    fn the_oldest_is_given_up_when_too_many_wait() {
        let outbox = outbox(1_002);
        assert_eq!((outbox.len(), outbox.batch().from), (1_000, 2));
    }
}
