//! What training learns from, without names: the items of each visit in the order they were met.

use core::ops::Range;

use crate::id::ProductId;
use crate::time::Timestamp;

/// Visits and baskets, each with its end and the items met in it, consecutive repeats as one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sessions {
    met: Vec<ProductId>,
    sessions: Vec<(Timestamp, Range<usize>)>,
}

impl Sessions {
    /// Adds a session; one without items is passed over.
    pub fn push(&mut self, end: Timestamp, items: impl IntoIterator<Item = ProductId>) {
        let start = self.met.len();
        for item in items {
            if self.met.get(start..).and_then(<[_]>::last) != Some(&item) {
                self.met.push(item);
            }
        }
        if self.met.len() > start {
            self.sessions.push((end, start..self.met.len()));
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.sessions.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    /// How many items were met in all of them.
    pub fn events(&self) -> usize {
        self.met.len()
    }

    /// Each session's end and items.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Timestamp, &[ProductId])> {
        self.sessions.iter().map(|(end, met)| (*end, self.met.get(met.clone()).unwrap_or_default()))
    }

    /// In order of their ends; of equal ends, in the order they were added.
    pub(super) fn sort(&mut self) {
        self.sessions.sort_by_key(|(end, _)| *end);
    }

    /// The sessions at these places, as they stand.
    pub(super) fn part(&self, places: impl Iterator<Item = usize>) -> Self {
        let mut part = Self::default();
        for (end, met) in places.filter_map(|place| self.sessions.get(place)) {
            part.push(*end, self.met.get(met.clone()).unwrap_or_default().iter().copied());
        }
        part
    }
}
