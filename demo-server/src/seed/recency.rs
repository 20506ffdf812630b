//! A short list of values, the latest first: the store a household was in, the price a product had.

/// How many values a list remembers.
const KEPT: usize = 200;

/// Values by how lately they were used. Writer and reader keep the same lists,
/// so a value seen before is written as its place.
#[derive(Clone, Debug)]
pub(super) struct Recency<T>(Vec<T>);

impl<T> Default for Recency<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy + PartialEq> Recency<T> {
    /// The value at `place`, which becomes the latest; `None` when the list is shorter.
    #[inline]
    pub(super) fn take(&mut self, place: usize) -> Option<T> {
        self.0.get_mut(..=place)?.rotate_right(1);
        self.0.first().copied()
    }

    /// The place of `value`.
    pub(super) fn place(&self, value: T) -> Option<usize> {
        self.0.iter().position(|known| *known == value)
    }

    /// A value not in the list becomes the latest; the oldest may drop out.
    pub(super) fn add(&mut self, value: T) {
        self.0.truncate(KEPT - 1);
        self.0.insert(0, value);
    }
}
