//! What a basket lacks for an offer that asks something itself: some units together, or so much spent.

use super::{Giving, Left, Units, cheapest_first, count, lower, take};
use crate::terms::basket::Basket;
use crate::terms::condition::{Change, Selector};
use crate::terms::promotion::{Offer, Part};

impl Offer {
    /// The fewest changes of a basket after which there is something to give of it; none, if there is already, or if
    /// it asks nothing itself.
    ///
    /// Units come where the basket has too few of a part. Of parts that share products the earlier takes first, so
    /// the one that comes out short may do so again once there is more: then that is said in turn.
    pub(crate) fn change(&self, basket: &Basket<'_>) -> Vec<Change> {
        let lacking = |parts: &[(&Selector, u32)], is_cheap| {
            let (left, cheapest_first) = (Left::of(basket), cheapest_first(basket));
            Giving { basket, left: &left, cheapest_first: &cheapest_first }.lacking(parts, is_cheap)
        };
        match self {
            // What is given is taken before what is bought.
            Self::BuyGet { buy, buy_units, get, get_units, .. } => {
                lacking(&[(get, *get_units), (buy, *buy_units)], true)
            }
            Self::Bundle { parts, .. } => {
                let parts: Vec<(&Selector, u32)> = parts.iter().map(Part::asks).collect();
                lacking(&parts, false)
            }
            Self::Steps { of, steps } => {
                let first = steps.first().map_or(0, |(from, _)| *from);
                let more = first.saturating_sub(basket.spend(of));
                if more > 0 { vec![Change::Spend { more, of: of.clone() }] } else { Vec::new() }
            }
            _ => Vec::new(),
        }
    }
}

impl Part {
    fn asks(&self) -> (&Selector, u32) {
        (&self.of, self.units)
    }
}

impl Giving<'_> {
    /// How many units are missing of each part, where one takes after the other; what is missing of the same is said once.
    fn lacking(&self, parts: &[(&Selector, u32)], is_cheap: bool) -> Vec<Change> {
        let (mut free, mut changes) = (self.left.units.clone(), Vec::new());
        for (of, units) in parts {
            let mut order = self.cheapest_first.to_vec();
            if !is_cheap {
                order.reverse();
            }
            let taken: Units = self.units(of, order.iter(), |i| free.get(i).copied().unwrap_or(0));
            let taken = take(taken, *units);
            let missing = units.saturating_sub(count(&taken));
            taken.into_iter().for_each(|(i, units)| lower(&mut free, i, units));
            if missing > 0 {
                add(&mut changes, of, missing);
            }
        }
        changes
    }
}

fn add(changes: &mut Vec<Change>, meant: &Selector, units: u32) {
    for change in changes.iter_mut() {
        if let Change::Units { more, of } = change
            && of == meant
        {
            *more = more.saturating_add(units);
            return;
        }
    }
    changes.push(Change::Units { more: units, of: meant.clone() });
}
