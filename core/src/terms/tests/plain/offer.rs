//! What an offer takes off, line by line, nothing left out and nothing kept.

use crate::money::{BasisPoints, ratio, shares, worth};
use crate::terms::basket::{Basket, Priced};
use crate::terms::condition::Selector;
use crate::terms::order::sorted;
use crate::terms::promotion::{Offer, Part, Spread, Target};

use super::units::{Units, count, merged, take, times, without};

/// What is left of a basket while promotions are taken off it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Left {
    /// Of each line, in minor units.
    pub lines: Vec<i64>,
    /// Of the shipping.
    pub shipping: i64,
    /// Units of each line that no group or bundle has used yet.
    pub units: Vec<u32>,
}

impl Left {
    pub(super) fn of(basket: &Basket<'_>) -> Self {
        Self {
            lines: basket.lines.iter().map(|line| line.price).collect(),
            shipping: basket.cart.shipping,
            units: basket.lines.iter().map(|line| line.quantity).collect(),
        }
    }
}

/// What an offer takes off, never more than is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    /// Off each line.
    pub lines: Vec<i64>,
    /// Off the shipping.
    pub shipping: i64,
    /// Units that it used of each line.
    pub units: Vec<u32>,
}

impl Cut {
    pub(super) fn total(&self) -> i64 {
        self.lines.iter().fold(self.shipping, |sum, minor| sum.saturating_add(*minor))
    }
}

/// An offer on a basket.
pub(super) struct Giving<'a> {
    pub basket: &'a Basket<'a>,
    pub left: &'a Left,
}

impl Giving<'_> {
    pub(super) fn cut(&self, offer: &Offer) -> Cut {
        let nothing = self.nothing();
        match offer {
            Offer::Percent { on: Target::Shipping, rate, .. } => {
                Cut { shipping: share(self.left.shipping, *rate), ..nothing }
            }
            Offer::Fixed { on: Target::Shipping, minor, .. } => {
                Cut { shipping: (*minor).min(self.left.shipping), ..nothing }
            }
            Offer::Percent { rate, on, most_units, spread } => {
                self.percent(*rate, &self.units_of(on, *spread, *most_units))
            }
            Offer::Fixed { minor, on, spread, most_units } => {
                let units = self.units_of(on, *spread, *most_units);
                if *spread == Spread::Across {
                    self.across(*minor, &units)
                } else {
                    self.fixed(*minor, &units)
                }
            }
            Offer::BuyGet { buy, buy_units, get, get_units, rate, most_groups } => {
                self.buy_get((buy, *buy_units), (get, *get_units), *rate, *most_groups)
            }
            Offer::Bundle { parts, minor, most_groups } => self.bundle(parts, *minor, *most_groups),
            Offer::Steps { of, steps } => {
                let spent = self.basket.spend(of);
                let rate = steps.iter().rev().find(|(from, _)| spent >= *from).map(|(_, rate)| *rate);
                rate.map_or(nothing, |rate| self.percent(rate, &self.all_units(of)))
            }
            // Other engines are held against what they recorded.
            Offer::Foreign(_) => nothing,
        }
    }

    fn nothing(&self) -> Cut {
        let lines = self.basket.lines.len();
        Cut { lines: vec![0; lines], shipping: 0, units: vec![0; lines] }
    }

    fn matching(&self, of: &Selector) -> impl Iterator<Item = usize> {
        let lines = self.basket.lines.iter().enumerate();
        let takes =
            |line: &Priced<'_>| !line.item.fixed_price && of.takes(line.item.product, line.item.category);
        lines.filter(move |(_, line)| takes(line)).map(|(i, _)| i)
    }

    fn quantity(&self, i: usize) -> u32 {
        self.basket.lines.get(i).map_or(0, |line| line.quantity)
    }

    fn all_units(&self, of: &Selector) -> Units {
        self.matching(of).map(|i| (i, self.quantity(i))).collect()
    }

    fn units_of(&self, on: &Target, spread: Spread, most: Option<u32>) -> Units {
        let everything = Selector::default();
        let of = if let Target::Items(of) = on { of } else { &everything };
        let mut units = self.all_units(of);
        if spread != Spread::Once {
            units.iter_mut().for_each(|(_, count)| *count = most.map_or(*count, |most| most.min(*count)));
            return units;
        }
        self.cheapest_first(&mut units);
        take(units, most.unwrap_or(1))
    }

    /// By unit price as a fraction; ties by place in the cart.
    fn cheapest_first(&self, units: &mut Units) {
        let cross = |x: usize, y: usize| {
            let price = self.basket.lines.get(x).map_or(0, |line| line.price);
            i128::from(price).saturating_mul(self.quantity(y).into())
        };
        let cheaper =
            |(a, _): &(usize, u32), (b, _): &(usize, u32)| (cross(*a, *b), *a) < (cross(*b, *a), *b);
        *units = sorted(core::mem::take(units), cheaper);
    }

    fn dearest_first(&self, units: &mut Units) {
        self.cheapest_first(units);
        units.reverse();
    }

    /// What is left of some units of a line, cut down to whole minor units.
    fn worth(&self, (i, units): (usize, u32)) -> i64 {
        worth(self.left.lines.get(i).copied().unwrap_or(0), units, self.quantity(i))
    }

    fn sum(&self, units: &Units) -> i64 {
        units.iter().fold(0, |sum, unit| sum.saturating_add(self.worth(*unit)))
    }

    fn percent(&self, rate: BasisPoints, units: &Units) -> Cut {
        self.shared(share(self.sum(units), rate), units)
    }

    fn across(&self, minor: i64, units: &Units) -> Cut {
        self.shared(minor.min(self.sum(units)), units)
    }

    fn fixed(&self, minor: i64, units: &Units) -> Cut {
        let mut cut = self.nothing();
        for unit in units {
            let off = minor.saturating_mul(unit.1.into()).min(self.worth(*unit));
            add(&mut cut.lines, unit.0, off);
        }
        cut
    }

    /// Shares an amount in proportion to what is left of the units.
    fn shared(&self, minor: i64, units: &Units) -> Cut {
        let mut cut = self.nothing();
        let weights: Vec<u64> = units.iter().map(|unit| self.worth(*unit).unsigned_abs()).collect();
        if minor <= 0 || weights.iter().all(|weight| *weight == 0) {
            return cut;
        }
        // INVARIANT: no share is above its weight, for the amount is not above their sum.
        for ((i, _), share) in units.iter().zip(shares(minor, &weights)) {
            add(&mut cut.lines, *i, share);
        }
        cut
    }

    fn free(&self, of: &Selector) -> Units {
        let free = |i: usize| self.left.units.get(i).copied().unwrap_or(0);
        self.matching(of).map(|i| (i, free(i))).filter(|(_, units)| *units > 0).collect()
    }

    fn buy_get(
        &self,
        (buy, buy_units): (&Selector, u32),
        (get, get_units): (&Selector, u32),
        rate: BasisPoints,
        most: Option<u32>,
    ) -> Cut {
        let (mut bought, mut given) = (self.free(buy), self.free(get));
        self.dearest_first(&mut bought);
        self.cheapest_first(&mut given);
        // First what cannot be given, so that something is left to give.
        let (ungiven, givable): (Units, Units) =
            bought.into_iter().partition(|(i, _)| given.iter().all(|(line, _)| line != i));
        let bought: Units = ungiven.into_iter().chain(givable).collect();
        let groups = self.groups(&bought, &given, (buy_units, get_units)).min(most.unwrap_or(u32::MAX));
        let gets = take(given, get_units.saturating_mul(groups));
        let buys = take(without(bought, &gets), buy_units.saturating_mul(groups));
        let mut cut = self.percent(rate, &gets);
        for (i, units) in gets.iter().chain(&buys) {
            if let Some(used) = cut.units.get_mut(*i) {
                *used = used.saturating_add(*units);
            }
        }
        cut
    }

    /// The most groups for which the cheapest units can be given and enough others are bought.
    fn groups(&self, bought: &Units, given: &Units, (buy, get): (u32, u32)) -> u32 {
        let fits = |groups: u32| {
            let (wanted, needed) = (get.saturating_mul(groups), buy.saturating_mul(groups));
            let gets = take(given.clone(), wanted);
            count(&gets) >= wanted && count(&without(bought.clone(), &gets)) >= needed
        };
        let (mut fit, mut unfit) = (0_u32, count(given).saturating_add(1));
        // More groups need more of everything, so the answer is found by halving.
        while fit.saturating_add(1) < unfit {
            let middle = fit.midpoint(unfit);
            if fits(middle) { fit = middle } else { unfit = middle }
        }
        fit
    }

    fn bundle(&self, parts: &[Part], minor: i64, most: Option<u32>) -> Cut {
        let (mut free, most) = (self.free(&Selector::default()), most.unwrap_or(u32::MAX));
        let (mut used, mut groups) = (Units::new(), 0_u32);
        while groups < most {
            let Some(group) = self.one_bundle(parts, &free) else { break };
            // While there is enough of its lines, the next group is the same: taken all at once.
            let times = times(&free, &group).min(most.saturating_sub(groups));
            let group = group.into_iter().map(|(i, units)| (i, units.saturating_mul(times))).collect();
            free = without(free, &group);
            used = merged(used.into_iter().chain(group));
            groups = groups.saturating_add(times);
        }
        let off = self.sum(&used).saturating_sub(minor.saturating_mul(groups.into()));
        let mut cut = self.shared(off, &used);
        for (i, units) in used {
            if let Some(used) = cut.units.get_mut(i) {
                *used = units;
            }
        }
        cut
    }

    fn one_bundle(&self, parts: &[Part], free: &Units) -> Option<Units> {
        let (mut free, mut group) = (free.clone(), Units::new());
        for part in parts {
            let lines: Vec<usize> = self.matching(&part.of).collect();
            let fits = |(i, _): &(usize, u32)| lines.binary_search(i).is_ok();
            let mut fitting: Units = free.iter().copied().filter(fits).collect();
            self.dearest_first(&mut fitting);
            let taken = take(fitting, part.units);
            if count(&taken) < part.units {
                return None;
            }
            free = without(free, &taken);
            group.extend(taken);
        }
        Some(merged(group))
    }
}

fn add(lines: &mut [i64], i: usize, minor: i64) {
    if let Some(line) = lines.get_mut(i) {
        *line = line.saturating_add(minor);
    }
}

/// A rate of an amount, rounded half up; never above the amount.
pub(super) fn share(minor: i64, rate: BasisPoints) -> i64 {
    ratio(minor, rate.0.into(), 10_000).map_or(minor, |share| share.min(minor))
}
