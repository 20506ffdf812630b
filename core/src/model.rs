//! What was learned, as integer tables. The default is a cold start that still answers.
//!
//! The table is one row of neighbours per item. Measured on public click and basket data, 32
//! neighbours with 4-bit weights lose less than 1 % of the hit rate of the float table.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::id::ProductId;
use crate::time::Timestamp;

/// What `train` learned from a log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// When the log that it was learned from ended.
    pub trained_at: Timestamp,
    /// How many visits and baskets it was learned from.
    pub visits: u32,
    /// The items that the tables speak of, ascending.
    pub items: Vec<ProductId>,
    /// Which items go with which.
    pub neighbours: Neighbours,
    /// Items that sell now, most first, as indices into `items`; at most [`Model::MOST_POPULAR`].
    pub popular: Vec<u32>,
    /// Weight of a context item by its distance from the last one, 0..=255, last first.
    pub positions: Vec<u8>,
    /// Groups of customers.
    pub segments: Segments,
}

impl Model {
    /// How many popular items are kept.
    pub const MOST_POPULAR: usize = 100;
    /// How many items of the context count.
    pub const CONTEXT: usize = 30;

    /// The index of a product, if the model knows it.
    pub fn index(&self, product: ProductId) -> Option<usize> {
        self.items.binary_search(&product).ok()
    }

    /// The product at an index.
    pub fn product(&self, index: usize) -> Option<ProductId> {
        self.items.get(index).copied()
    }

    /// Whether every index stays inside the tables.
    pub(crate) fn check(&self) -> Result<(), ModelError> {
        let items = self.items.len();
        if !self.items.is_sorted_by(|a, b| a < b) {
            return Err(ModelError::UnsortedItems);
        }
        if self.popular.len() > Self::MOST_POPULAR || self.popular.iter().any(|i| *i as usize >= items) {
            return Err(ModelError::BadPopular);
        }
        if self.positions.len() > Self::CONTEXT {
            return Err(ModelError::BadPositions);
        }
        self.neighbours.check(items)?;
        self.segments.check()
    }
}

/// Why bytes are no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelError {
    /// Items are not in ascending order.
    UnsortedItems,
    /// The popular list is too long or names no item.
    BadPopular,
    /// There are more position weights than context items.
    BadPositions,
    /// A row of neighbours is cut short, unsorted or names no item.
    BadRow,
    /// A segment table has the wrong shape.
    BadSegments,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnsortedItems => "the items of the model are not in order",
            Self::BadPopular => "the popular list of the model is wrong",
            Self::BadPositions => "the position weights of the model are too many",
            Self::BadRow => "a row of neighbours of the model is wrong",
            Self::BadSegments => "the segments of the model are wrong",
        })
    }
}

impl core::error::Error for ModelError {}

/// One neighbour: the index of an item and the square root of its weight, 1..=15.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Index into [`Model::items`].
    pub item: u32,
    /// The weight is `code * code` times the row's scale.
    pub code: u8,
}

/// A sparse table, one row per item, packed.
///
/// A row is its scale byte, the number of its cells, the gaps between their ascending indices as
/// LEB128 numbers, then the codes, two in a byte, low half first. An item without neighbours is
/// a row of two bytes, `0 0`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbours {
    #[serde(with = "packed")]
    bytes: Vec<u8>,
    /// Where each row begins; rebuilt after reading.
    #[serde(skip)]
    starts: Vec<u32>,
}

/// `Vec<u8>` as one block instead of a sequence of numbers.
mod packed {
    use serde::{Deserializer, Serializer, de::Visitor};

    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(bytes)
    }

    struct Bytes;

    impl<'de> Visitor<'de> for Bytes {
        type Value = Vec<u8>;

        fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("bytes")
        }

        fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
            Ok(bytes.to_vec())
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<u8>, A::Error> {
            let mut bytes = Vec::new();
            while let Some(byte) = seq.next_element()? {
                bytes.push(byte);
            }
            Ok(bytes)
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        from.deserialize_bytes(Bytes)
    }
}

impl Neighbours {
    /// The most cells of a row.
    pub const MOST: usize = 255;

    /// Packs rows of (scale, cells), one per item; cells ascending by item, codes 1..=15.
    pub fn pack<'a>(rows: impl IntoIterator<Item = (u8, &'a [Cell])>) -> Self {
        let mut packed = Self::default();
        for (scale, cells) in rows {
            packed.starts.push(packed.bytes.len() as u32);
            packed.push_row(scale, cells.get(..Self::MOST).unwrap_or(cells));
        }
        packed
    }

    fn push_row(&mut self, scale: u8, cells: &[Cell]) {
        self.bytes.extend([scale, cells.len() as u8]);
        let mut next = 0;
        for cell in cells {
            push_leb128(&mut self.bytes, cell.item.wrapping_sub(next));
            next = cell.item.wrapping_add(1);
        }
        for pair in cells.chunks(2) {
            let low = pair.first().map_or(0, |c| c.code & 15);
            let high = pair.get(1).map_or(0, |c| c.code & 15);
            self.bytes.push(low | high << 4);
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The scale and the cells of a row; nothing for a row that is not there.
    pub fn row(&self, index: usize) -> Option<(u8, impl Iterator<Item = Cell> + '_)> {
        let start = *self.starts.get(index)? as usize;
        let (scale, rest) = self.bytes.get(start..)?.split_first()?;
        let (count, rest) = rest.split_first()?;
        let (cells, _) = row_cells(rest, usize::from(*count))?;
        Some((*scale, cells))
    }

    fn check(&self, items: usize) -> Result<(), ModelError> {
        if self.starts.len() != items {
            return Err(ModelError::BadRow);
        }
        for index in 0..items {
            let (_, cells) = self.row(index).ok_or(ModelError::BadRow)?;
            let mut before = None;
            for cell in cells {
                if cell.item as usize >= items || before.is_some_and(|b| b >= cell.item) {
                    return Err(ModelError::BadRow);
                }
                before = Some(cell.item);
            }
        }
        Ok(())
    }

    /// Finds the rows after reading; `check` follows.
    pub(crate) fn index_rows(&mut self) -> Result<(), ModelError> {
        self.starts.clear();
        let mut at = 0;
        while at < self.bytes.len() {
            self.starts.push(u32::try_from(at).map_err(|_| ModelError::BadRow)?);
            let count = *self.bytes.get(at.saturating_add(1)).ok_or(ModelError::BadRow)?;
            let rest = self.bytes.get(at.saturating_add(2)..).ok_or(ModelError::BadRow)?;
            let (_, length) = row_cells(rest, usize::from(count)).ok_or(ModelError::BadRow)?;
            at = at.saturating_add(2).saturating_add(length);
        }
        Ok(())
    }
}

/// The cells at the head of `bytes`, and how many bytes they take.
fn row_cells(bytes: &[u8], count: usize) -> Option<(impl Iterator<Item = Cell> + '_, usize)> {
    let mut gaps = 0;
    for _ in 0..count {
        let (_, length) = read_leb128(bytes.get(gaps..)?)?;
        gaps = gaps.saturating_add(length);
    }
    let length = gaps.saturating_add(count.div_ceil(2));
    let codes = bytes.get(gaps..length)?;
    let (mut at, mut next) = (0_usize, 0_u32);
    let cells = (0..count).map_while(move |place| {
        let (gap, length) = read_leb128(bytes.get(at..)?)?;
        at = at.saturating_add(length);
        let item = next.saturating_add(gap);
        next = item.saturating_add(1);
        let pair = *codes.get(place / 2)?;
        Some(Cell { item, code: if place % 2 == 0 { pair & 15 } else { pair >> 4 } })
    });
    Some((cells, length))
}

fn push_leb128(to: &mut Vec<u8>, mut number: u32) {
    while number >= 128 {
        to.push(number as u8 | 128);
        number >>= 7;
    }
    to.push(number as u8);
}

fn read_leb128(bytes: &[u8]) -> Option<(u32, usize)> {
    let mut number = 0_u32;
    for (place, byte) in bytes.iter().take(5).enumerate() {
        number |= u32::from(byte & 127) << (7 * place);
        if *byte < 128 {
            return Some((number, place.saturating_add(1)));
        }
    }
    None
}

/// Groups of customers by recency, frequency and money: percentiles first, then the nearest centre.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segments {
    /// Days since the last purchase at each percentile step, ascending.
    pub recency_days: Vec<u32>,
    /// Number of purchases at each percentile step, ascending.
    pub frequency: Vec<u32>,
    /// Minor units spent at each percentile step, ascending.
    pub money: Vec<i64>,
    /// The centres: percentiles (0..=100) of recency, frequency and money, high is good.
    pub centres: Vec<[u8; 3]>,
}

impl Segments {
    /// Percentile steps: 0, 5, 10 .. 100.
    pub const STEPS: usize = 21;

    fn check(&self) -> Result<(), ModelError> {
        let shape = |n: usize| n == if self.centres.is_empty() { 0 } else { Self::STEPS };
        let shaped = shape(self.recency_days.len()) && shape(self.frequency.len()) && shape(self.money.len());
        let sane = self.centres.len() <= 32 && self.centres.iter().flatten().all(|p| *p <= 100);
        if shaped && sane { Ok(()) } else { Err(ModelError::BadSegments) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows() -> impl Strategy<Value = Vec<(u8, Vec<Cell>)>> {
        let cells = prop::collection::btree_map(0_u32..300, 1_u8..16, 0..40);
        let row = (any::<u8>(), cells).prop_map(|(scale, cells)| {
            (scale, cells.into_iter().map(|(item, code)| Cell { item, code }).collect())
        });
        prop::collection::vec(row, 300)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn packed_rows_read_back(rows in rows()) {
            let packed = Neighbours::pack(rows.iter().map(|(s, c)| (*s, &c[..])));
            let bytes = postcard::to_allocvec(&packed).expect("bytes");
            let mut read: Neighbours = postcard::from_bytes(&bytes).expect("neighbours");
            prop_assert_eq!(read.index_rows(), Ok(()));
            prop_assert_eq!(read.check(300), Ok(()));
            prop_assert_eq!(&read, &packed);
            for (i, (scale, cells)) in rows.iter().enumerate() {
                let (s, c) = read.row(i).expect("a row");
                prop_assert_eq!((s, c.collect::<Vec<_>>()), (*scale, cells.clone()));
            }
        }

        #[test]
        fn any_bytes_are_rows_or_are_refused(bytes: Vec<u8>, items in 0_usize..50) {
            let mut read = Neighbours { bytes, starts: vec![] };
            let _ = read.index_rows().and_then(|()| read.check(items));
        }
    }
}
