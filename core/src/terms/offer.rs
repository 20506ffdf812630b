//! What an offer takes off a basket: whole minor units per line, rounded once and shared exactly.

mod lacking;
mod units;

use crate::money::{BasisPoints, ratio, shares, worth};
use crate::terms::basket::{Basket, Priced};
use crate::terms::compat::shop::calculators;
use crate::terms::condition::Selector;
use crate::terms::order::sorted;
use crate::terms::promotion::{Offer, Part, Spread, Target};

use units::{Units, count, lower, merge, take, times, without};

/// What is left of a basket while promotions are taken off it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Left {
    /// Of each line, in minor units.
    pub lines: Vec<i64>,
    /// Of the shipping.
    pub shipping: i64,
    /// Units of each line that no group or bundle has used yet.
    pub units: Vec<u32>,
}

impl Left {
    pub(crate) fn of(basket: &Basket<'_>) -> Self {
        Self {
            lines: basket.lines.iter().map(|line| line.price).collect(),
            shipping: basket.cart.shipping,
            units: basket.lines.iter().map(|line| line.quantity).collect(),
        }
    }
}

/// The places of a basket's lines by unit price as a fraction, cheapest first; ties by place in the cart.
pub(crate) fn cheapest_first(basket: &Basket<'_>) -> Vec<usize> {
    let cross = |x: usize, y: usize| {
        let (price, units) = (basket.lines.get(x).map(|line| line.price), basket.lines.get(y));
        i128::from(price.unwrap_or(0)).saturating_mul(units.map_or(0, |line| line.quantity).into())
    };
    sorted((0..basket.lines.len()).collect(), |a, b| (cross(*a, *b), *a) < (cross(*b, *a), *b))
}

/// What an offer takes off, never more than is left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Off each line; none if it is nothing of any.
    pub lines: Vec<i64>,
    /// Off the shipping.
    pub shipping: i64,
    /// Units that it used of each line; none if it used none of any.
    pub units: Vec<u32>,
}

impl Cut {
    pub(crate) fn total(&self) -> i64 {
        self.lines.iter().fold(self.shipping, |sum, minor| sum.saturating_add(*minor))
    }
}

/// An offer on a basket.
pub(crate) struct Giving<'a> {
    pub basket: &'a Basket<'a>,
    pub left: &'a Left,
    /// [`cheapest_first`] of the basket.
    pub cheapest_first: &'a [usize],
}

impl Giving<'_> {
    pub(crate) fn cut(&self, offer: &Offer) -> Cut {
        match offer {
            Offer::Percent { on: Target::Shipping, rate, .. } => {
                Cut { shipping: share(self.left.shipping, *rate), ..Cut::default() }
            }
            Offer::Fixed { on: Target::Shipping, minor, .. } => {
                Cut { shipping: (*minor).min(self.left.shipping), ..Cut::default() }
            }
            Offer::Percent { rate, on, most_units, spread } => {
                self.percent(*rate, &self.units_of(on, *spread, *most_units))
            }
            Offer::Fixed { minor, on, spread, most_units } => {
                let units = self.units_of(on, *spread, *most_units);
                if *spread == Spread::Across {
                    self.shared(&units, |sum| (*minor).min(sum))
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
                rate.map_or_else(Cut::default, |rate| self.percent(rate, &self.all_units(of, None)))
            }
            Offer::Foreign(foreign) => calculators::cut(foreign, self.basket, &self.left.lines),
        }
    }

    fn quantity(&self, i: usize) -> u32 {
        self.basket.lines.get(i).map_or(0, |line| line.quantity)
    }

    fn free(&self, i: usize) -> u32 {
        self.left.units.get(i).copied().unwrap_or(0)
    }

    /// The lines that are meant, in a given order, with some of their units; lines with none are left out.
    fn units<'o>(
        &self,
        of: &Selector,
        order: impl Iterator<Item = &'o usize>,
        units: impl Fn(usize) -> u32,
    ) -> Units {
        let mut found = Units::with_capacity(self.basket.lines.len());
        for i in order {
            let some = units(*i);
            if some > 0 && self.basket.lines.get(*i).is_some_and(|line| line.is_lowered_by(of)) {
                found.push((*i, some));
            }
        }
        found
    }

    /// All units of the lines that are meant, at most so many of each, in the order of the cart.
    fn all_units(&self, of: &Selector, most: Option<u32>) -> Units {
        let mut found = Units::with_capacity(self.basket.lines.len());
        for (i, line) in self.basket.lines.iter().enumerate() {
            if line.is_lowered_by(of) {
                found.push((i, most.map_or(line.quantity, |most| most.min(line.quantity))));
            }
        }
        found
    }

    fn units_of(&self, on: &Target, spread: Spread, most: Option<u32>) -> Units {
        let everything = Selector::default();
        let of = if let Target::Items(of) = on { of } else { &everything };
        if spread != Spread::Once {
            return self.all_units(of, most);
        }
        take(self.units(of, self.cheapest_first.iter(), |i| self.quantity(i)), most.unwrap_or(1))
    }

    /// What is left of some units of a line, cut down to whole minor units.
    fn worth(&self, (i, units): (usize, u32)) -> i64 {
        worth(self.left.lines.get(i).copied().unwrap_or(0), units, self.quantity(i))
    }

    fn percent(&self, rate: BasisPoints, units: &Units) -> Cut {
        self.shared(units, |sum| share(sum, rate))
    }

    fn fixed(&self, minor: i64, units: &Units) -> Cut {
        let off = |unit: &(usize, u32)| minor.saturating_mul(unit.1.into()).min(self.worth(*unit));
        self.off(units, units.iter().map(off))
    }

    /// Shares an amount, made from what is left of the units, in proportion to it.
    fn shared(&self, units: &Units, amount: impl FnOnce(i64) -> i64) -> Cut {
        let weights: Vec<u64> = units.iter().map(|unit| self.worth(*unit).unsigned_abs()).collect();
        let minor = amount(weights.iter().fold(0, |sum: i64, weight| sum.saturating_add_unsigned(*weight)));
        if minor <= 0 {
            return Cut::default();
        }
        // INVARIANT: no share is above its weight, for the amount is not above their sum.
        self.off(units, shares(minor, &weights).into_iter())
    }

    /// So much off the lines of some units.
    fn off(&self, units: &Units, amounts: impl Iterator<Item = i64>) -> Cut {
        if units.is_empty() {
            return Cut::default();
        }
        let mut lines = vec![0_i64; self.basket.lines.len()];
        for ((i, _), minor) in units.iter().zip(amounts) {
            if let Some(line) = lines.get_mut(*i) {
                *line = line.saturating_add(minor);
            }
        }
        Cut { lines, ..Cut::default() }
    }

    /// The same cut, which used some units.
    fn using<'u>(&self, cut: Cut, used: impl Iterator<Item = &'u (usize, u32)>) -> Cut {
        let mut units = vec![0_u32; self.basket.lines.len()];
        for (i, some) in used {
            if let Some(used) = units.get_mut(*i) {
                *used = used.saturating_add(*some);
            }
        }
        Cut { units, ..cut }
    }

    fn buy_get(
        &self,
        (buy, buy_units): (&Selector, u32),
        (get, get_units): (&Selector, u32),
        rate: BasisPoints,
        most: Option<u32>,
    ) -> Cut {
        let given = self.units(get, self.cheapest_first.iter(), |i| self.free(i));
        if given.is_empty() {
            return Cut::default();
        }
        let bought = self.units(buy, self.cheapest_first.iter().rev(), |i| self.free(i));
        // First what cannot be given, so that something is left to give.
        let (ungiven, givable): (Units, Units) =
            bought.into_iter().partition(|(i, _)| given.iter().all(|(line, _)| line != i));
        let bought: Units = ungiven.into_iter().chain(givable).collect();
        let groups = self.groups(&bought, &given, (buy_units, get_units)).min(most.unwrap_or(u32::MAX));
        let gets = take(given, get_units.saturating_mul(groups));
        let buys = take(without(bought, &gets), buy_units.saturating_mul(groups));
        self.using(self.percent(rate, &gets), gets.iter().chain(&buys))
    }

    /// The most groups for which the cheapest units can be given and enough others are bought.
    fn groups(&self, bought: &Units, given: &Units, (buy, get): (u32, u32)) -> u32 {
        // INVARIANT: of a line that is both bought and given the same units are free.
        let both = |i: &usize| bought.iter().any(|(line, _)| line == i);
        let given: Vec<(u32, bool)> = given.iter().map(|(i, units)| (*units, both(i))).collect();
        let count = |units: &mut dyn Iterator<Item = u32>| units.fold(0, u32::saturating_add);
        let (all_bought, all_given) =
            (count(&mut bought.iter().map(|(_, n)| *n)), count(&mut given.iter().map(|(n, _)| *n)));
        let fits = |groups: u32| {
            let (wanted, needed) = (get.saturating_mul(groups), buy.saturating_mul(groups));
            let (mut left, mut lost) = (wanted, 0_u32);
            for (units, both) in &given {
                let some = left.min(*units);
                left = left.saturating_sub(some);
                lost = lost.saturating_add(if *both { some } else { 0 });
            }
            left == 0 && all_bought.saturating_sub(lost) >= needed
        };
        let (mut fit, mut unfit) = (0_u32, all_given.saturating_add(1));
        // More groups need more of everything, so the answer is found by halving.
        while fit.saturating_add(1) < unfit {
            let middle = fit.midpoint(unfit);
            if fits(middle) { fit = middle } else { unfit = middle }
        }
        fit
    }

    fn bundle(&self, parts: &[Part], minor: i64, most: Option<u32>) -> Cut {
        let (mut free, most) = (self.left.units.clone(), most.unwrap_or(u32::MAX));
        let (mut used, mut groups) = (Units::new(), 0_u32);
        while groups < most {
            let Some(group) = self.one_bundle(parts, &free) else { break };
            // While there is enough of its lines, the next group is the same: taken all at once.
            let times = times(&free, &group).min(most.saturating_sub(groups));
            for (i, units) in group {
                let units = units.saturating_mul(times);
                lower(&mut free, i, units);
                merge(&mut used, i, units);
            }
            groups = groups.saturating_add(times);
        }
        let price = minor.saturating_mul(groups.into());
        self.using(self.shared(&used, |sum| sum.saturating_sub(price)), used.iter())
    }

    /// The dearest units that make one, if there are enough of each part.
    fn one_bundle(&self, parts: &[Part], free: &[u32]) -> Option<Units> {
        let (mut free, mut group) = (free.to_vec(), Units::new());
        for part in parts {
            let fitting =
                self.units(&part.of, self.cheapest_first.iter().rev(), |i| free.get(i).copied().unwrap_or(0));
            let taken = take(fitting, part.units);
            if count(&taken) < part.units {
                return None;
            }
            for (i, units) in taken {
                lower(&mut free, i, units);
                merge(&mut group, i, units);
            }
        }
        Some(group)
    }
}

impl Priced<'_> {
    pub(crate) fn is_lowered_by(&self, of: &Selector) -> bool {
        !self.item.fixed_price && of.takes(self.item.product, self.item.category)
    }
}

/// A rate of an amount, rounded half up; never above the amount.
pub(crate) fn share(minor: i64, rate: BasisPoints) -> i64 {
    ratio(minor, rate.0.into(), 10_000).map_or(minor, |share| share.min(minor))
}
