//! Why picks stand where they do: what they cite is what they would not stand there without.

use crate::model::Model;
use crate::query::Pick;

use super::around::Around;
use super::{Ranked, Row, row_scale, squared, weigh};

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
    /// How many are ranked, and at which places the picks are.
    n: usize,
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
        let (around, met) = Around::of(model, &context);
        let mut picks = vec![None; around.len()];
        for (pick, place) in places.iter().enumerate() {
            let number = ranked.best.get(*place).and_then(|found| around.number(found.item));
            if let Some(named) = number.and_then(|number| picks.get_mut(number)) {
                *named = Some(pick);
            }
        }
        let rows = weigh(model, met.iter().copied());
        let (places, cited) = (places.to_vec(), vec![None; places.len()]);
        let mut reasons =
            Self { model, refused, around, met, rows, n: ranked.n, places, picks, gave: Vec::new(), cited };
        reasons.weigh_gifts();
        reasons
    }

    /// What each row gave to each pick.
    fn weigh_gifts(&mut self) {
        let most = self.met.iter().max().map_or(0, |row| *row as usize).saturating_add(1);
        self.gave = vec![0; most.saturating_mul(self.places.len())];
        for row in &self.rows {
            let (scale, cells) = self.around.row(row.item);
            let weight = row.weight.saturating_mul(row_scale(scale));
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

    /// What is cited for each pick: the reasons of its rows, first the one that says most.
    pub(super) fn cite(mut self, ranked: &Ranked<'_>) -> Vec<Option<Pick>> {
        for place in 0..self.rows.len() {
            let Some(row) = self.rows.get(place).copied() else { break };
            let repeated = self.rows.iter().take(place).any(|before| before.item == row.item);
            if !repeated && (row.weight > 0 || row.revisit > 0) {
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

    /// Where the picks stand in the list made without these rows.
    fn without(&mut self, gone: &[u32]) -> Stands {
        let Self { model, refused, around, met, n, picks, .. } = self;
        let rest = met.iter().copied().filter(|row| !gone.contains(row));
        let mut stands = vec![usize::MAX; self.places.len()];
        for (stand, found) in around.best(model, rest, &*refused, *n).iter().enumerate() {
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
        for pick in 0..self.places.len() {
            let place = self.places.get(pick).copied().unwrap_or_default();
            let Some(Some(mut cited)) = self.cited.get_mut(pick).map(Option::take) else { continue };
            let falls = |stands: &Stands| stands.get(pick).is_none_or(|stands| *stands > place);
            let mut fallen = cited.stands > place;
            while !fallen && cited.rows.len() <= Pick::MOST_ALSO {
                let Some(next) = self.most_giving(pick, &cited.rows) else { break };
                cited.rows.push(next);
                fallen = match lists.iter().find(|(gone, _)| is_same(gone, &cited.rows)) {
                    Some((_, stands)) => falls(stands),
                    None => {
                        let stands = self.without(&cited.rows);
                        let fallen = falls(&stands);
                        lists.push((cited.rows.clone(), stands));
                        fallen
                    }
                };
            }
            if !fallen {
                cited.rows.truncate(1);
            }
            if let Some(noted) = self.cited.get_mut(pick) {
                *noted = Some(cited);
            }
        }
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
