//! Why picks stand where they do: what they cite is what they would not stand there without.

use crate::model::Model;
use crate::query::Pick;

use super::around::Around;
use super::{NEXT_TO_NOTHING, Ranked, Row, squared, weigh};

/// What a pick cites.
#[derive(Debug, Clone)]
struct Cited {
    /// Where the pick would stand without the first row.
    stands: usize,
    /// What the first row gave to the pick.
    gave: u64,
    /// The first row, and those that must go too for the pick to fall.
    rows: Vec<u32>,
}

/// Where each pick stands in some list; beyond any place where it is not in it.
type Stands = Vec<usize>;

/// What each pick may cite. Items of the context go by the numbers of their rows.
pub(super) struct Reasons<'a, R> {
    model: &'a Model,
    refused: R,
    around: Around,
    /// The context, latest first, all of it and what of it counts.
    met: Vec<u32>,
    rows: Vec<Row>,
    /// At which places of the list the picks are.
    places: Vec<usize>,
    /// By number: which pick it is.
    picks: Vec<Option<usize>>,
    /// What all meetings of each row gave to each pick.
    gave: Vec<u64>,
    cited: Vec<Option<Cited>>,
}

impl<'a, R: Fn(u32) -> bool> Reasons<'a, R> {
    pub(super) fn of(ranked: &Ranked<'a>, places: &[usize], refused: R) -> Self {
        let model = ranked.model;
        let context: Vec<u32> = ranked.known.iter().map(|(item, _)| *item).collect();
        let item = |place: &usize| ranked.best.get(*place).map(|found| found.item);
        let places: Vec<usize> = places.iter().filter(|place| item(place).is_some()).copied().collect();

        let items: Vec<u32> = places.iter().filter_map(item).collect();
        let most = ranked.best.first().map_or(0, |found| found.score.0);
        let (around, met, numbers) = Around::of(model, &context, &items, most);
        let mut picks = vec![None; around.len()];
        for (pick, number) in numbers.iter().enumerate() {
            if let Some(named) = picks.get_mut(*number as usize) {
                *named = Some(pick);
            }
        }
        let rows = weigh(model, met.iter().copied());
        let cited = vec![None; places.len()];
        let mut reasons = Self { model, refused, around, met, rows, places, picks, gave: Vec::new(), cited };
        reasons.weigh_gifts();
        reasons
    }

    /// What each row gave to each pick.
    fn weigh_gifts(&mut self) {
        let most = self.met.iter().max().map_or(0, |row| *row as usize).saturating_add(1);
        self.gave = vec![0; most.saturating_mul(self.places.len())];
        for row in &self.rows {
            let (scale, cells) = self.around.row(row.item as usize);
            let weight = row.weight.saturating_mul(scale);
            for (number, code) in cells {
                let Some(Some(pick)) = self.picks.get(number) else { continue };
                if let Some(gave) = self.gave.get_mut(at(row.item, *pick, self.places.len())) {
                    *gave = gave.saturating_add(weight.saturating_mul(squared(code)));
                }
            }
        }
    }

    fn gave(&self, row: u32, pick: usize) -> u64 {
        self.gave.get(at(row, pick, self.places.len())).copied().unwrap_or_default()
    }

    /// What is cited for each pick, in the order of asking: the reasons of its rows, first the one that says most.
    pub(super) fn cite(mut self, ranked: &Ranked<'_>) -> Vec<Option<Pick>> {
        let totals: Vec<u64> = (0..self.places.len()).map(|pick| self.total(pick)).collect();
        for place in 0..self.rows.len() {
            let Some(row) = self.rows.get(place).copied() else { break };
            let repeated = self.rows.iter().take(place).any(|before| before.item == row.item);
            if !repeated && self.may_matter(&row, &totals) {
                self.take_out(row.item);
            }
        }
        self.take_out_more();
        let reason = |row: &u32| {
            let place = self.met.iter().position(|met| met == row)?;
            ranked.known.get(place).map(|(_, reason)| *reason)
        };
        let pick = |(place, cited): (&usize, &Option<Cited>)| {
            let mut reasons = cited.as_ref()?.rows.iter().filter_map(reason);
            let product = self.model.product(ranked.best.get(*place)?.item as usize)?;
            Some(Pick { product, reason: reasons.next()?, also: reasons.collect() })
        };
        self.places.iter().zip(&self.cited).map(pick).collect()
    }

    /// What all rows gave to a pick.
    fn total(&self, pick: usize) -> u64 {
        let rows = self.gave.chunks_exact(self.places.len().max(1));
        rows.filter_map(|gave| gave.get(pick)).fold(0, |sum, gave| sum.saturating_add(*gave))
    }

    /// Whether some pick may stand lower without a row: it is the row's own item, or has of it what is not
    /// next to nothing. Of the rows that count, the one that gave most is always among these.
    fn may_matter(&self, row: &Row, totals: &[u64]) -> bool {
        let own = self.picks.get(row.item as usize).copied().flatten().is_some() && row.revisit > 0;
        let some = |(pick, total): (usize, &u64)| self.gave(row.item, pick) > total / NEXT_TO_NOTHING;
        own || totals.iter().enumerate().any(some)
    }

    /// Where the picks stand in the list made without these rows, which ends where the last of them stood.
    fn without(&mut self, gone: &[u32]) -> Stands {
        let n = self.places.iter().max().map_or(0, |last| last.saturating_add(1));
        let Self { model, refused, around, met, picks, .. } = self;
        let rest = met.iter().copied().filter(|row| !gone.contains(row));
        let mut stands = vec![usize::MAX; self.places.len()];
        for (stand, found) in around.best(model, rest, &*refused, n).iter().enumerate() {
            let pick = picks.get(found.place as usize).copied().flatten();
            if let Some(own) = pick.and_then(|pick| stands.get_mut(pick)) {
                *own = stand;
            }
        }
        stands
    }

    /// Notes where the picks stand without one row.
    fn take_out(&mut self, row: u32) {
        for (pick, stands) in self.without(&[row]).into_iter().enumerate() {
            let gave = self.gave(row, pick);
            // Rows are taken out last first: of items that are worth the same, the latest is cited.
            if let Some(cited) = self.cited.get_mut(pick)
                && cited.as_ref().is_none_or(|cited| (stands, gave) > (cited.stands, cited.gave))
            {
                *cited = Some(Cited { stands, gave, rows: vec![row] });
            }
        }
    }

    /// A pick that stands without any one item rests on several: those that gave it most are taken out
    /// too, until it falls.
    fn take_out_more(&mut self) {
        // Picks mostly rest on the same few: a list is made once.
        let mut lists: Vec<(Vec<u32>, Stands)> = Vec::new();
        for (pick, place) in self.places.clone().into_iter().enumerate() {
            let Some(Some(mut cited)) = self.cited.get_mut(pick).map(Option::take) else { continue };
            if cited.stands <= place {
                let more = self.more(pick, &cited.rows);
                // Mostly it stands without all of them too, and no list needs to be made without some.
                let mut falls = |some: &[u32]| {
                    let known = lists.iter().position(|(gone, _)| is_same(gone, some));
                    let at = known.unwrap_or(lists.len());
                    if known.is_none() {
                        lists.push((some.to_vec(), self.without(some)));
                    }
                    let stands = lists.get(at).and_then(|(_, stands)| stands.get(pick));
                    stands.is_none_or(|stands| *stands > place)
                };
                if more.len() > 1 && falls(&more) {
                    let fewer = (2..more.len()).find(|some| more.get(..*some).is_some_and(&mut falls));
                    cited.rows = more.get(..fewer.unwrap_or(more.len())).unwrap_or_default().to_vec();
                }
            }
            if let Some(noted) = self.cited.get_mut(pick) {
                *noted = Some(cited);
            }
        }
    }

    /// These rows and those that gave a pick most beside them, as many as may be cited.
    fn more(&self, pick: usize, rows: &[u32]) -> Vec<u32> {
        let mut more = rows.to_vec();
        while let Some(next) = self.most_giving(pick, &more).filter(|_| more.len() <= Pick::MOST_ALSO) {
            more.push(next);
        }
        more
    }

    /// Of the rows that are not among these, the one that gave a pick most; the latest of equal ones.
    /// What gave nothing is no cause.
    fn most_giving(&self, pick: usize, but: &[u32]) -> Option<u32> {
        let others = self.rows.iter().rev().map(|row| row.item).filter(|row| !but.contains(row));
        let giving = others.map(|row| (self.gave(row, pick), row)).filter(|(gave, _)| *gave > 0);
        giving.max_by_key(|(gave, _)| *gave).map(|(_, row)| row)
    }
}

/// The same rows in whatever order.
fn is_same(a: &[u32], b: &[u32]) -> bool {
    a.len() == b.len() && a.iter().all(|row| b.contains(row))
}

/// Where the gift of a row to a pick lies.
fn at(row: u32, pick: usize, picks: usize) -> usize {
    (row as usize).saturating_mul(picks).saturating_add(pick)
}
