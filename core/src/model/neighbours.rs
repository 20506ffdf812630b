//! The table of neighbours: packed on the wire, flat in memory.

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ModelError;

/// One neighbour: the index of an item and the square root of its weight, 1..=15.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Index into [`Model::items`](super::Model::items), below [`Neighbours::MOST_ITEMS`].
    pub item: u32,
    /// The weight is `code * code` times the row's scale.
    pub code: u8,
}

/// A sparse table, one row per item.
///
/// On the wire: the number of rows; the scale byte of each; the number of cells of each; then of all
/// cells, row by row, the low bytes of the gaps between ascending indices, what is left of the gaps
/// as LEB128 numbers, and the codes, two in a byte, low half first. Like lies by like: compressed,
/// that is an eighth smaller than row after row. In memory a cell is one number, so that serving
/// decodes nothing: some two times the packed size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Neighbours {
    scales: Vec<u8>,
    /// Where each row ends.
    ends: Vec<u32>,
    /// `item << 4 | code`.
    cells: Vec<u32>,
}

impl Neighbours {
    /// The most cells of a row.
    pub const MOST: usize = 255;
    /// The most items.
    pub const MOST_ITEMS: usize = 1 << 28;

    /// A table of rows of (scale, cells), one per item; cells ascending by item, codes 1..=15.
    pub fn pack<'a>(rows: impl IntoIterator<Item = (u8, &'a [Cell])>) -> Self {
        let mut table = Self::default();
        for (scale, cells) in rows {
            let cells = cells.iter().take(Self::MOST);
            table.cells.extend(cells.map(|cell| cell.item << 4 | u32::from(cell.code & 15)));
            table.end_row(scale);
        }
        table
    }

    fn end_row(&mut self, scale: u8) {
        self.scales.push(scale);
        self.ends.push(self.cells.len() as u32);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// The scale and the cells of a row; nothing for a row that is not there.
    pub fn row(&self, index: usize) -> Option<(u8, impl ExactSizeIterator<Item = Cell> + '_)> {
        let (scale, cells) = self.span(index)?;
        let cell = |cell: &u32| Cell { item: cell >> 4, code: (cell & 15) as u8 };
        Some((scale, cells.iter().map(cell)))
    }

    fn span(&self, index: usize) -> Option<(u8, &[u32])> {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.map_or(0, |end| *end as usize);
        let cells = self.cells.get(start..*self.ends.get(index)? as usize)?;
        Some((*self.scales.get(index)?, cells))
    }

    /// Whether every row speaks of these many items only, each once and in order.
    pub(super) fn check(&self, items: usize) -> Result<(), ModelError> {
        let sound = |index: usize| {
            self.row(index).is_some_and(|(_, cells)| {
                let mut next = 0;
                cells.fold(true, |sound, cell| {
                    let follows = next <= cell.item && (cell.item as usize) < items;
                    next = cell.item.saturating_add(1);
                    sound && follows
                })
            })
        };
        let all = self.len() == items && (0..items).all(sound);
        if all { Ok(()) } else { Err(ModelError::BadRow) }
    }

    /// What bytes that are no table read as: `check` refuses it for any number of items, so that reading
    /// itself need not fail.
    fn unsound() -> Self {
        Self { scales: vec![0], ends: vec![1], cells: Vec::new() }
    }

    fn to_bytes(&self) -> Vec<u8> {
        let rows = || (0..self.len()).filter_map(|index| self.row(index)).map(|(_, cells)| cells);
        let gaps = || rows().flat_map(gaps);
        let mut bytes = Vec::new();
        push_leb128(&mut bytes, self.len() as u32);
        bytes.extend(&self.scales);
        bytes.extend(rows().map(|cells| cells.len() as u8));
        bytes.extend(gaps().map(|gap| gap as u8));
        gaps().for_each(|gap| push_leb128(&mut bytes, gap >> 8));
        for pair in self.cells.chunks(2) {
            let code = |place: usize| pair.get(place).map_or(0, |cell| (cell & 15) as u8);
            bytes.push(code(0) | code(1) << 4);
        }
        bytes
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (rows, bytes) = read_leb128(bytes)?;
        let (scales, bytes) = bytes.split_at_checked(rows as usize)?;
        let (counts, bytes) = bytes.split_at_checked(rows as usize)?;
        let cells: usize = counts.iter().map(|count| usize::from(*count)).sum();
        u32::try_from(cells).ok()?;
        let (low, bytes) = bytes.split_at_checked(cells)?;
        let mut table = Self { scales: scales.to_vec(), ..Self::default() };
        let codes = table.read_items(counts, low, bytes)?;
        if codes.len() != cells.div_ceil(2) {
            return None;
        }
        for (cells, codes) in table.cells.chunks_mut(2).zip(codes) {
            let halves = [codes & 15, codes >> 4];
            cells.iter_mut().zip(halves).for_each(|(cell, code)| *cell |= u32::from(code));
        }
        Some(table)
    }

    /// Reads the items of all rows from the low bytes of their gaps and from what is left of them;
    /// gives back the bytes after them.
    fn read_items<'a>(&mut self, counts: &[u8], low: &[u8], mut high: &'a [u8]) -> Option<&'a [u8]> {
        let mut low = low.iter();
        for count in counts {
            let mut next = 0_u32;
            for _ in 0..*count {
                let (left, rest) = read_leb128(high)?;
                let gap = left.checked_mul(256)?.checked_add(u32::from(*low.next()?))?;
                let item = next.checked_add(gap).filter(|item| (*item as usize) < Self::MOST_ITEMS)?;
                self.cells.push(item << 4);
                (next, high) = (item.checked_add(1)?, rest);
            }
            self.ends.push(self.cells.len() as u32);
        }
        Some(high)
    }
}

/// From each cell to the next: how many indices lie between.
fn gaps(cells: impl Iterator<Item = Cell>) -> impl Iterator<Item = u32> {
    let mut next = 0_u32;
    cells.map(move |cell| {
        let gap = cell.item.wrapping_sub(next);
        next = cell.item.wrapping_add(1);
        gap
    })
}

fn push_leb128(to: &mut Vec<u8>, mut number: u32) {
    while number >= 128 {
        to.push(number as u8 | 128);
        number >>= 7;
    }
    to.push(number as u8);
}

/// The number at the head of some bytes, and the bytes after it.
fn read_leb128(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut number = 0_u32;
    for (place, byte) in bytes.iter().take(5).enumerate() {
        number |= u32::from(byte & 127) << (7 * place);
        if *byte < 128 {
            return Some((number, bytes.get(place.saturating_add(1)..)?));
        }
    }
    None
}

impl Serialize for Neighbours {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.to_bytes())
    }
}

impl<'de> Deserialize<'de> for Neighbours {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_bytes(Packed)
    }
}

struct Packed;

impl<'de> Visitor<'de> for Packed {
    type Value = Neighbours;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("packed rows of neighbours")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Neighbours, E> {
        Ok(Neighbours::of_bytes(bytes).unwrap_or_else(Neighbours::unsound))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Neighbours, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = seq.next_element()? {
            bytes.push(byte);
        }
        Ok(Neighbours::of_bytes(&bytes).unwrap_or_else(Neighbours::unsound))
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
            let read: Neighbours = postcard::from_bytes(&bytes).expect("neighbours");
            prop_assert_eq!(read.check(300), Ok(()));
            prop_assert_eq!(&read, &packed);
            for (i, (scale, cells)) in rows.iter().enumerate() {
                let (s, c) = read.row(i).expect("a row");
                prop_assert_eq!((s, c.collect::<Vec<_>>()), (*scale, cells.clone()));
            }
        }

        #[test]
        fn any_bytes_are_rows_or_are_refused(bytes: Vec<u8>, items in 0_usize..50) {
            let _ = Neighbours::of_bytes(&bytes).map(|read| read.check(items));
        }
    }
}
