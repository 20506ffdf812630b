//! Lots: what is put into them and drawn from them, first in, first out.

use super::{Account, Lot, rank};
use crate::event::Draw;
use crate::time::Timestamp;

impl Account {
    fn place(&self, draw: &Draw) -> Result<usize, usize> {
        self.lots.binary_search_by_key(&rank(draw.expires, draw.lot), Lot::rank)
    }

    /// Whether all of that can be taken, and comes to so many points.
    pub(super) fn holds(&self, from: &[Draw], points: i64) -> bool {
        let wanted = |draw: &Draw| {
            let same = from.iter().filter(|other| (other.lot, other.expires) == (draw.lot, draw.expires));
            same.fold(0_i64, |sum, other| sum.saturating_add(other.points))
        };
        let left = |draw: &Draw| {
            self.place(draw).ok().and_then(|place| self.lots.get(place)).map_or(0, |lot| lot.left)
        };
        let sum = from.iter().fold(0_i64, |sum, draw| sum.saturating_add(draw.points));
        sum == points && from.iter().all(|draw| draw.points > 0 && wanted(draw) <= left(draw))
    }

    /// Takes it.
    pub(super) fn take(&mut self, from: &[Draw]) {
        for draw in from {
            let place = self.place(draw).ok();
            if let Some(lot) = place.and_then(|place| self.lots.get_mut(place)) {
                lot.left = lot.left.saturating_sub(draw.points);
            }
        }
        self.lots.retain(|lot| lot.left > 0);
    }

    /// Puts points into a lot, which ripens not before a moment.
    pub(super) fn put(&mut self, draw: &Draw, ripe: Timestamp) {
        if draw.points <= 0 {
            return;
        }
        match self.place(draw) {
            Ok(place) => {
                if let Some(lot) = self.lots.get_mut(place) {
                    lot.left = lot.left.saturating_add(draw.points);
                    lot.ripe = lot.ripe.max(ripe);
                }
            }
            Err(place) => {
                let Draw { lot: id, points: left, expires } = *draw;
                self.lots.insert(place, Lot { id, ripe, expires, left });
            }
        }
    }

    /// While there are too many lots, makes one of two ripe ones: of the first two that expire together, else of the
    /// first two.
    pub(super) fn join(&mut self, at: Timestamp) {
        while self.lots.len() > Self::MOST_LOTS {
            // Never what has ended: it would live again.
            // Nor what no refund takes back: it would be known no more.
            let ripe = |pair: &[Lot]| pair.iter().all(|lot| lot.is_ripe(at) && !self.is_gift(lot.id));
            let same = |pair: &[Lot]| matches!(pair, [a, b] if a.expires == b.expires);
            let together = self.lots.windows(2).position(|pair| ripe(pair) && same(pair));
            let Some(place) = together.or_else(|| self.lots.windows(2).position(ripe)) else { return };
            let gone = self.lots.remove(place);
            if let Some(next) = self.lots.get_mut(place) {
                next.left = next.left.saturating_add(gone.left);
            }
        }
    }

    /// Draws points of some lots, in their order; fewer, if there are not so many.
    pub(crate) fn draw(&self, points: i64, of: impl Fn(&Lot) -> bool) -> Vec<Draw> {
        let (mut left, mut from) = (points, Vec::new());
        for lot in self.lots.iter().filter(|lot| of(lot)) {
            let points = lot.left.min(left);
            if points <= 0 {
                break;
            }
            left = left.saturating_sub(points);
            from.push(Draw { lot: lot.id, points, expires: lot.expires });
        }
        from
    }
}
