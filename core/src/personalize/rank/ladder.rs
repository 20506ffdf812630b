//! Scores of which the best is taken again and again.
//!
//! Most of the time of a short list went into guesses that the processor got wrong: whether the next score
//! enters, and where. Here nothing depends on them: scores lie in groups, the best of each group is known,
//! and to take one is to go through those and then through its group.

use core::cmp::Reverse;

/// A score, whose it is, and as the how manieth it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    pub(super) score: Reverse<u64>,
    pub(crate) item: u32,
    pub(super) place: u32,
}

/// Scores to take the best from. It is used again, so that nothing is allocated per list.
#[derive(Default)]
pub(super) struct Ladder {
    found: Vec<(u64, u32)>,
    /// So many last bits of a score are not in its key.
    cut: u32,
    /// Of each score its first bits, then the lower, the later it came; by groups.
    keys: Vec<u64>,
    /// The best key of each group, while the best are taken.
    tops: Vec<u64>,
    /// Where keys were taken, to put them back.
    taken: Vec<(u32, u64)>,
}

impl Ladder {
    /// So many keys are a group.
    const GROUP: usize = 8;
    /// So many bits of a key say as the how manieth it came.
    const PLACE: u32 = 20;
    const LAST: u64 = (1 << Self::PLACE) - 1;

    pub(super) const fn new() -> Self {
        Self { found: Vec::new(), cut: 0, keys: Vec::new(), tops: Vec::new(), taken: Vec::new() }
    }

    /// Takes in other scores; no more than 2^20.
    pub(super) fn fill(&mut self, scores: impl Iterator<Item = (u64, u32)>) {
        self.found.clear();
        self.taken.clear();
        self.found.extend(scores);
        let all = self.found.iter().fold(0, |all, (score, _)| all | score);
        self.rekey(all);
    }

    /// Takes in items without scores: none will be more than four times this one, or it takes longer.
    pub(super) fn fill_empty(&mut self, items: &[u32], most: u64) {
        self.found.clear();
        self.found.extend(items.iter().map(|item| (0, *item)));
        self.rekey(most.saturating_mul(4));
    }

    /// Changes the score of the item that came at this place.
    pub(super) fn set(&mut self, place: usize, score: u64) {
        if let (Some(found), Some(key)) = (self.found.get_mut(place), self.keys.get_mut(place)) {
            found.0 = score;
            *key = key_of(score, self.cut, place as u64);
        }
    }

    fn rekey(&mut self, most: u64) {
        self.cut = Self::PLACE.saturating_sub(most.leading_zeros());
        let places = (0..=Self::LAST).zip(&self.found);
        self.keys.clear();
        self.keys.extend(places.map(|(place, (score, _))| key_of(*score, self.cut, place)));
        self.keys.resize(self.found.len().next_multiple_of(Self::GROUP), 0);
    }

    /// The best so many that are above 0 and not refused, best first; of equal ones the lower item.
    pub(super) fn best(&mut self, n: usize, refused: impl Fn(&Found) -> bool) -> Vec<Found> {
        self.tops.clear();
        self.tops.extend(self.keys.as_chunks().0.iter().map(top));
        let (mut best, mut last) = (Vec::with_capacity(n.saturating_add(4)), 0);
        while let Some((key, found)) = self.take() {
            // Scores alike in their first bits are told apart below: all of them are needed.
            let first = key >> Self::PLACE;
            self.taken.push((found.place, key));
            if best.len() >= n && first < last {
                break;
            }
            if !refused(&found) {
                push(&mut best, found);
                last = first;
            }
        }
        best.truncate(n);
        best
    }

    /// Puts back what was taken, so that the best can be taken again.
    pub(super) fn put_back(&mut self) {
        for (place, key) in self.taken.drain(..) {
            if let Some(held) = self.keys.get_mut(place as usize) {
                *held = key;
            }
        }
    }

    /// The best key there is, and what it stands for.
    fn take(&mut self) -> Option<(u64, Found)> {
        let key = most(&self.tops);
        let place = Self::LAST ^ key & Self::LAST;
        let (score, item) = *self.found.get(place as usize).filter(|(score, _)| *score > 0)?;
        let groups = self.keys.as_chunks_mut::<{ Self::GROUP }>().0;
        let at = place as usize / Self::GROUP;
        let (group, held) = (groups.get_mut(at)?, self.tops.get_mut(at)?);
        group[place as usize % Self::GROUP] = 0;
        *held = top(group);
        Some((key, Found { score: Reverse(score), item, place: place as u32 }))
    }
}

/// Puts what was found behind what is better: mostly behind all.
fn push(best: &mut Vec<Found>, found: Found) {
    best.push(found);
    for at in (1..best.len()).rev() {
        if best[at - 1] < best[at] {
            break;
        }
        best.swap(at - 1, at);
    }
}

/// The first bits of a score, at least 1 of what is above 0; then its place from the end.
fn key_of(score: u64, cut: u32, place: u64) -> u64 {
    let most = u64::MAX >> Ladder::PLACE;
    let first = (score >> cut).clamp(u64::from(score > 0), most);
    first << Ladder::PLACE | Ladder::LAST ^ place
}

/// The largest of a group, by halves.
fn top(group: &[u64; Ladder::GROUP]) -> u64 {
    let halves: [u64; 4] = core::array::from_fn(|at| group[at].max(group[at + 4]));
    halves[0].max(halves[1]).max(halves[2].max(halves[3]))
}

/// The largest of all, four at a time.
fn most(tops: &[u64]) -> u64 {
    let (fours, rest) = tops.as_chunks::<4>();
    let larger = |most: [u64; 4], four: &[u64; 4]| core::array::from_fn(|at| most[at].max(four[at]));
    let most = fours.iter().fold([0; 4], larger);
    most.iter().chain(rest).fold(0, |most, top| most.max(*top))
}
