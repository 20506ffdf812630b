//! Buy-get promotions: reserve what is bought, give from the rest, and again.

use super::super::Fine;
use super::condition::line_fits;
use crate::terms::order::sorted;

use super::{Condition, Kind, Method, On, Promotion, Till};

/// As often as the engine tries at most.
const MOST_ROUNDS: u32 = 1_000;

/// Units that earlier promotions used, as (promotion, line, units) per side.
#[derive(Debug, Default)]
pub(super) struct Used<'a> {
    bought: Vec<(&'a str, usize, i64)>,
    given: Vec<(&'a str, usize, i64)>,
}

/// Units of lines, in a fixed order.
type Units = Vec<(usize, i64)>;

/// One promotion's view of the cart.
struct Round<'a> {
    promotion: &'a Promotion,
    buy_quantity: i64,
    get_quantity: i64,
    most: i64,
    /// Lines that count as bought and how many units are left: first those that cannot be given, most expensive first.
    buy: Units,
    /// Lines that can be given and how many units are left, most expensive first.
    get: Units,
    applied: i64,
}

impl<'a> Till<'a> {
    pub(super) fn give(&mut self, promotion: &'a Promotion) {
        let Some(mut round) = self.first_round(promotion) else { return };
        let mut amounts: Vec<(usize, Fine)> = Vec::new();
        let (mut all_bought, mut all_given) = (Units::new(), Units::new());
        for _ in 0..MOST_ROUNDS {
            let Some((bought, given)) = round.next() else { break };
            self.discount(&mut round, &given, &mut amounts);
            round.use_up(bought.iter().chain(&given));
            merge(&mut all_bought, bought);
            merge(&mut all_given, given);
        }
        let code = promotion.code.as_str();
        self.buy_get.bought.extend(all_bought.into_iter().map(|(i, units)| (code, i, units)));
        self.buy_get.given.extend(all_given.into_iter().map(|(i, units)| (code, i, units)));
        for (i, amount) in amounts {
            if let Some(line) = self.cart.lines.get(i) {
                self.grant(On::Line(line.id.clone()), promotion, amount);
            }
        }
    }

    fn first_round(&self, promotion: &'a Promotion) -> Option<Round<'a>> {
        let Kind::BuyGet { buy_conditions, buy_quantity, get_quantity } = &promotion.kind else {
            return None;
        };
        if *buy_quantity == 0 || buy_conditions.is_empty() {
            return None;
        }
        let buy = self.units_left(buy_conditions, &self.buy_get.bought, &promotion.code);
        let get = self.units_left(&promotion.target_conditions, &self.buy_get.given, &promotion.code);
        let can_be_given = |i: usize| get.iter().any(|(line, _)| *line == i);
        let (last, first): (Units, Units) = buy.into_iter().partition(|(i, _)| can_be_given(*i));
        Some(Round {
            promotion,
            buy_quantity: (*buy_quantity).into(),
            get_quantity: (*get_quantity).into(),
            most: promotion.max_quantity.unwrap_or(1).into(),
            buy: first.into_iter().chain(last).collect(),
            get,
            applied: 0,
        })
    }

    fn units_left(&self, conditions: &[Condition], used: &[(&str, usize, i64)], code: &str) -> Units {
        let lines = self.cart.lines.iter().enumerate();
        let fitting: Vec<_> = lines.filter(|(_, line)| line_fits(conditions, line)).collect();
        let fitting = sorted(fitting, |(_, a), (_, b)| a.subtotal > b.subtotal);
        let mut gone = vec![0_i64; self.cart.lines.len()];
        for (_, line, units) in used.iter().filter(|(other, ..)| *other != code) {
            if let Some(gone) = gone.get_mut(*line) {
                *gone = gone.saturating_add(*units);
            }
        }
        let left = |i: usize, quantity: u32| {
            i64::from(quantity).saturating_sub(gone.get(i).copied().unwrap_or(0)).max(0)
        };
        fitting.into_iter().map(|(i, line)| (i, left(i, line.quantity))).collect()
    }

    /// Lowers the given units, as far as the budget goes.
    fn discount(&mut self, round: &mut Round<'_>, given: &Units, amounts: &mut Vec<(usize, Fine)>) {
        let promotion = round.promotion;
        for (i, units) in given {
            let Some(line) = self.cart.lines.get(*i) else { continue };
            let price = line.subtotal.ratio((*units).into(), line.quantity.into());
            let amount = match promotion.method {
                Method::Percent => price.percent(promotion.value),
                Method::Fixed => promotion.value.times(*units).min(price),
            };
            if amount <= Fine::ZERO || !self.affords(promotion, amount) {
                continue;
            }
            if let Some(taken) = self.lines.get_mut(*i) {
                *taken = taken.plus(amount);
            }
            match amounts.iter_mut().find(|(line, _)| line == i) {
                Some((_, sum)) => *sum = sum.plus(amount),
                None => amounts.push((*i, amount)),
            }
            round.applied = round.applied.saturating_add(*units);
        }
    }
}

impl Round<'_> {
    /// The next whole group: what is bought for it, and what is given.
    fn next(&self) -> Option<(Units, Units)> {
        let total = self.buy.iter().fold(0_i64, |sum, (_, left)| sum.saturating_add(*left));
        if total < self.buy_quantity {
            return None;
        }
        let bought = self.reserve()?;
        let reserved = |i: usize| bought.iter().find(|(line, _)| *line == i).map_or(0, |(_, units)| *units);
        let (mut given, mut count) = (Units::new(), 0_i64);
        for (i, left) in &self.get {
            let wanted = self.get_quantity.saturating_sub(count);
            let allowed = self.most.saturating_sub(self.applied);
            let units = left.saturating_sub(reserved(*i)).min(wanted).min(allowed);
            if units > 0 {
                given.push((*i, units));
                count = count.saturating_add(units);
            }
        }
        (count >= self.get_quantity).then_some((bought, given))
    }

    /// Takes what must be bought.
    fn reserve(&self) -> Option<Units> {
        let (mut reserved, mut count) = (Units::new(), 0_i64);
        for (i, left) in &self.buy {
            let units = (*left).min(self.buy_quantity.saturating_sub(count));
            if units > 0 {
                reserved.push((*i, units));
                count = count.saturating_add(units);
            }
        }
        (count >= self.buy_quantity).then_some(reserved)
    }

    fn use_up<'u>(&mut self, units: impl Iterator<Item = &'u (usize, i64)> + Clone) {
        for side in [&mut self.buy, &mut self.get] {
            for (i, used) in units.clone() {
                if let Some((_, left)) = side.iter_mut().find(|(line, _)| line == i) {
                    *left = left.saturating_sub(*used);
                }
            }
        }
    }
}

/// Adds units, so that each line stands once.
fn merge(all: &mut Units, some: Units) {
    for (i, units) in some {
        match all.iter_mut().find(|(line, _)| *line == i) {
            Some((_, sum)) => *sum = sum.saturating_add(units),
            None => all.push((i, units)),
        }
    }
}
