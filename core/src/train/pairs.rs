//! Which items stand near which in the visits, and how much: one row of weighted counts per item.
//!
//! A pair counts by the weight of its visit and by how near the two stand. Which cells there are is
//! found once; a search then only counts anew.

use super::parallel::map_rows;
use super::recipe::{Knob, Recipe};
use super::visits::Visits;

/// Only the last events of a visit make pairs.
const LONGEST: usize = 60;
/// Only events that stand this near make pairs.
const FARTHEST: usize = 40;

/// What a count depends on, beside the visits.
pub(super) const KNOBS: [Knob; 7] = [
    Knob::GapPower,
    Knob::GapFloor,
    Knob::Backward,
    Knob::LengthPower,
    Knob::AgeDays,
    Knob::CountPower,
    // Not of the counts, but of the masses that go with them.
    Knob::Shrinkage,
];

/// Where each item occurs, and the columns of its row.
pub(super) struct Pairs<'a> {
    visits: &'a Visits,
    /// Where the occurrences of each item begin; one more entry than there are items.
    starts: Vec<usize>,
    /// (visit, place in it), by item.
    occurrences: Vec<(u32, u32)>,
    /// The items that stand near each item, ascending.
    near: Vec<Vec<u32>>,
    threads: usize,
}

/// The counts of each row, raised to their power, in the order of its columns.
pub(super) type Counts = Vec<Vec<f32>>;

impl<'a> Pairs<'a> {
    pub(super) fn of(visits: &'a Visits, threads: usize) -> Self {
        let (starts, occurrences) = occurrences(visits);
        let mut pairs = Self { visits, starts, occurrences, near: Vec::new(), threads };
        let items = visits.items.len();
        pairs.near = map_rows(threads, items, || vec![false; items], |seen, item| pairs.near(item, seen));
        pairs
    }

    /// The columns of each row.
    pub(super) fn columns(&self) -> &[Vec<u32>] {
        &self.near
    }

    /// The visits in which an item occurs, and where, in the order of the visits.
    pub(super) fn occurrences(&self, item: usize) -> &[(u32, u32)] {
        &self.occurrences[self.starts[item]..self.starts[item + 1]]
    }

    fn near(&self, item: usize, seen: &mut [bool]) -> Vec<u32> {
        let mut near = Vec::new();
        for (visit, place) in self.occurrences(item) {
            let (met, around) = self.around(*visit, *place as usize);
            for (at, other) in around.clone().zip(&met[around]) {
                // The own place says nothing; a repeat elsewhere does.
                let new = at != *place as usize && !core::mem::replace(&mut seen[*other as usize], true);
                near.extend(new.then_some(*other));
            }
        }
        near.iter().for_each(|other| seen[*other as usize] = false);
        near.sort_unstable();
        near
    }

    /// A visit and the places of it that make pairs with this one.
    fn around(&self, visit: u32, place: usize) -> (&[u32], core::ops::Range<usize>) {
        let met = self.visits.met(visit as usize);
        let first = met.len().saturating_sub(LONGEST);
        if place < first {
            return (met, 0..0);
        }
        (met, first.max(place.saturating_sub(FARTHEST))..met.len().min(place + FARTHEST + 1))
    }

    /// Counts the pairs of every row, for its own columns or for the given ones.
    pub(super) fn count(&self, recipe: &Recipe, weights: &[f64], columns: Option<&[Vec<u32>]>) -> Counts {
        let gaps = Gaps::of(recipe);
        let power = recipe.get(Knob::CountPower);
        let items = self.visits.items.len();
        let count_row = |counts: &mut Vec<f64>, item: usize| {
            self.count_row(item, &gaps, weights, counts);
            let columns = columns.unwrap_or(&self.near);
            let row = columns[item].iter().map(|other| counts[*other as usize].powf(power) as f32).collect();
            self.near[item].iter().for_each(|other| counts[*other as usize] = 0.0);
            row
        };
        map_rows(self.threads, items, || vec![0.0; items], count_row)
    }

    fn count_row(&self, item: usize, gaps: &Gaps, weights: &[f64], counts: &mut [f64]) {
        for (visit, place) in self.occurrences(item) {
            let (met, around) = self.around(*visit, *place as usize);
            let weight = weights[*visit as usize];
            let nearest = (FARTHEST + around.start).saturating_sub(*place as usize);
            for (other, gap) in met[around].iter().zip(&gaps.0[nearest..]) {
                counts[*other as usize] += weight * gap;
            }
        }
    }
}

/// The weight of a pair by its gap, from [`FARTHEST`] before to [`FARTHEST`] after; 0 at the place itself.
struct Gaps([f64; 2 * FARTHEST + 1]);

impl Gaps {
    fn of(recipe: &Recipe) -> Self {
        let (floor, power) = (recipe.get(Knob::GapFloor), recipe.get(Knob::GapPower));
        let weight = |gap: usize| floor + (1.0 - floor) * (gap as f64).powf(-power);
        Self(core::array::from_fn(|place| match place {
            FARTHEST => 0.0,
            before if before < FARTHEST => recipe.get(Knob::Backward) * weight(FARTHEST - before),
            after => weight(after - FARTHEST),
        }))
    }
}

/// A counting sort of all events by item; inside an item they keep the order of the visits.
fn occurrences(visits: &Visits) -> (Vec<usize>, Vec<(u32, u32)>) {
    let mut starts = vec![0; visits.items.len() + 1];
    for item in visits.iter().flat_map(|(_, met)| met) {
        starts[*item as usize + 1] += 1;
    }
    for item in 1..starts.len() {
        starts[item] += starts[item - 1];
    }
    let mut next = starts.clone();
    let mut occurrences = vec![(0, 0); starts.last().copied().unwrap_or(0)];
    for (visit, (_, met)) in (0..).zip(visits.iter()) {
        for (place, item) in (0..).zip(met) {
            let next = &mut next[*item as usize];
            occurrences[*next] = (visit, place);
            *next += 1;
        }
    }
    (starts, occurrences)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ProductId;
    use crate::time::Timestamp;
    use crate::train::sessions::Sessions;

    #[test]
    fn pairs_count_by_gap_direction_and_visit() {
        let mut sessions = Sessions::default();
        sessions.push(Timestamp(0), [0, 1, 0, 2].map(ProductId));
        sessions.push(Timestamp(0), [1, 2].map(ProductId));
        let visits = Visits::of(&sessions);
        let pairs = Pairs::of(&visits, 2);
        let knobs =
            [(Knob::GapPower, 1.0), (Knob::GapFloor, 0.0), (Knob::Backward, 0.5), (Knob::CountPower, 1.0)];
        let recipe =
            knobs.into_iter().fold(Recipe::clicks(), |recipe, (knob, value)| recipe.with(knob, value));
        let counts = pairs.count(&recipe, &[1.0, 10.0], None);
        assert_eq!(pairs.columns(), [vec![0, 1, 2], vec![0, 2], vec![0, 1]]);
        // 0 with itself: half forwards and a quarter backwards over a gap of 2; 0 before 1 before 0;
        // 0 before 2 by gaps of 3 and 1.
        assert_eq!(counts[0], [0.75, 1.5, 1.0 + 1.0 / 3.0]);
        assert_eq!(counts[1], [1.5, 0.5 + 10.0]);
        assert_eq!(counts[2], [0.5 + 0.5 / 3.0, 0.25 + 5.0]);
        let squared =
            pairs.count(&recipe.with(Knob::CountPower, 2.0), &[1.0, 10.0], Some(&[vec![2], vec![], vec![1]]));
        assert_eq!(squared, [vec![(4.0_f64 / 3.0).powi(2) as f32], vec![], vec![5.25 * 5.25]]);
    }
}
