//! What a model is worth: it predicts, visit by visit, each next item of the latest part of the log.

use crate::model::Model;
use crate::personalize::rank::{best_items, weigh};

use super::parallel::map_rows;
use super::params::Hidden;
use super::sessions::Sessions;
use super::visits::{Visits, place};

/// A prediction is a list of so many.
pub(super) const LIST: usize = 20;
/// So many predictions tell recipes apart; the slice is doubled where there are fewer.
const ENOUGH: usize = 8_000;
/// More predictions than this cost time and tell nothing more.
const MOST: usize = 30_000;

/// How often the next item was in the list, and how near its top.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Accuracy {
    /// The share of predictions whose first 20 held the next item.
    pub hr: f64,
    /// The mean of 1 / rank, 0 where the first 20 did not hold it.
    pub mrr: f64,
}

impl Accuracy {
    /// What the search makes large.
    pub(super) fn objective(&self) -> f64 {
        self.hr.ln() + self.mrr.ln()
    }

    /// With so many times another.
    pub(super) fn plus(self, other: Self, times: f64) -> Self {
        Self { hr: self.hr + times * other.hr, mrr: self.mrr + times * other.mrr }
    }
}

/// Visits that came after those that a model learned from.
pub(super) struct Validation {
    visits: Vec<Vec<u32>>,
    pub(super) predictions: usize,
    hidden: Hidden,
    threads: usize,
}

/// Splits sessions, ascending by end, into those to learn from and those to predict.
pub(super) fn split(sessions: &Sessions, hidden: Hidden, threads: usize) -> (Sessions, Validation) {
    let (head, validation) = split_last(sessions, 10, hidden, threads);
    if validation.predictions >= ENOUGH {
        return (head, validation);
    }
    split_last(sessions, 5, hidden, threads)
}

/// The last of so many parts is to be predicted.
fn split_last(sessions: &Sessions, parts: usize, hidden: Hidden, threads: usize) -> (Sessions, Validation) {
    let cut = sessions.len() - sessions.len() / parts;
    let head = sessions.part(0..cut);
    let tail = sessions.part(cut..sessions.len());
    let validation = Validation::of(&Visits::of(&head), &tail, hidden, threads);
    (head, validation)
}

/// Each of so many parts in turn to be predicted, and the others to learn from.
pub(super) fn folds(
    sessions: &Sessions,
    parts: usize,
    hidden: Hidden,
    threads: usize,
) -> impl Iterator<Item = (Visits, Validation)> {
    let all = sessions.len();
    (0..parts).map(move |part| {
        let fold = all * part / parts..all * (part + 1) / parts;
        let learned = Visits::of(&sessions.part((0..fold.start).chain(fold.end..all)));
        let validation = Validation::of(&learned, &sessions.part(fold), hidden, threads);
        (learned, validation)
    })
}

impl Validation {
    fn of(learned: &Visits, sessions: &Sessions, hidden: Hidden, threads: usize) -> Self {
        let known = sessions.iter().map(|(_, met)| {
            let mut items: Vec<u32> = met.iter().filter_map(|item| place(&learned.items, *item)).collect();
            items.dedup();
            items
        });
        let visits: Vec<Vec<u32>> = known.filter(|items| items.len() > 1).collect();
        let every = predictions(&visits).div_ceil(MOST).max(1);
        let visits: Vec<Vec<u32>> = visits.into_iter().step_by(every).collect();
        Self { predictions: predictions(&visits), visits, hidden, threads }
    }

    /// How well a model predicts.
    pub(super) fn measure(&self, model: &Model) -> Accuracy {
        self.measure_by(|context, refused| {
            let rows = weigh(model, context.iter().rev().copied());
            best_items(model, &rows, refused, LIST).iter().map(|found| found.item).collect()
        })
    }

    /// How well lists predict that are made of a context and of what they may not hold.
    pub(super) fn measure_by(
        &self,
        list: impl Fn(&[u32], &dyn Fn(u32) -> bool) -> Vec<u32> + Sync,
    ) -> Accuracy {
        let found = map_rows(self.threads, self.visits.len(), || (), |(), visit| self.visit(visit, &list));
        let sums = found.iter().fold((0.0, 0.0), |(hits, ranks), (h, r)| (hits + h, ranks + r));
        let predictions = self.predictions.max(1) as f64;
        Accuracy { hr: sums.0 / predictions, mrr: sums.1 / predictions }
    }

    /// Hits and inverse ranks of one visit.
    fn visit(&self, visit: usize, list: &impl Fn(&[u32], &dyn Fn(u32) -> bool) -> Vec<u32>) -> (f64, f64) {
        let items = &self.visits[visit];
        let mut sums = (0.0, 0.0);
        for next in 1..items.len() {
            let met = &items[..next];
            let hidden = match self.hidden {
                Hidden::Current => &met[next - 1..],
                Hidden::Met => met,
            };
            let list = list(met, &|item| hidden.contains(&item));
            if let Some(rank) = list.iter().position(|item| *item == items[next]) {
                sums = (sums.0 + 1.0, sums.1 + 1.0 / (rank + 1) as f64);
            }
        }
        sums
    }
}

fn predictions(visits: &[Vec<u32>]) -> usize {
    visits.iter().map(|items| items.len() - 1).sum()
}
