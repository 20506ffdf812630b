//! Buy-get promotions: reserve what is bought, give from the rest, and again.

use super::super::Fine;
use super::condition::line_fits;
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
    /// Lines that count as bought and how many units are left, most expensive first.
    buy: Units,
    /// Lines that can be given and how many units are left, most expensive first.
    get: Units,
    applied: i64,
}

impl<'a> Till<'a> {
    pub(super) fn give(&mut self, promotion: &'a Promotion) {
        let Some(mut round) = self.first_round(promotion) else { return };
        let mut amounts: Vec<(usize, Fine)> = Vec::new();
        for _ in 0..MOST_ROUNDS {
            let Some((bought, given)) = round.next() else { break };
            self.discount(&mut round, &given, &mut amounts);
            round.use_up(bought.iter().chain(&given));
            let code = promotion.code.as_str();
            self.buy_get.bought.extend(bought.into_iter().map(|(i, units)| (code, i, units)));
            self.buy_get.given.extend(given.into_iter().map(|(i, units)| (code, i, units)));
        }
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
        Some(Round {
            promotion,
            buy_quantity: (*buy_quantity).into(),
            get_quantity: (*get_quantity).into(),
            most: promotion.max_quantity.unwrap_or(1).into(),
            buy: self.units_left(buy_conditions, &self.buy_get.bought, &promotion.code),
            get: self.units_left(&promotion.target_conditions, &self.buy_get.given, &promotion.code),
            applied: 0,
        })
    }

    fn units_left(&self, conditions: &[Condition], used: &[(&str, usize, i64)], code: &str) -> Units {
        let lines = self.cart.lines.iter().enumerate();
        let mut fitting: Vec<_> = lines.filter(|(_, line)| line_fits(conditions, line)).collect();
        fitting.sort_by_key(|(_, line)| core::cmp::Reverse(line.subtotal));
        let left = |i: usize, quantity: u32| {
            let others = used.iter().filter(|(other, line, _)| *other != code && *line == i);
            let gone = others.fold(0_i64, |sum, (_, _, units)| sum.saturating_add(*units));
            i64::from(quantity).saturating_sub(gone).max(0)
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

    /// Takes what must be bought, first from lines that cannot be given.
    fn reserve(&self) -> Option<Units> {
        let can_be_given = |i: usize| self.get.iter().any(|(line, _)| *line == i);
        let (last, first): (Units, Units) = self.buy.iter().partition(|(i, _)| can_be_given(*i));
        let (mut reserved, mut count) = (Units::new(), 0_i64);
        for (i, left) in first.into_iter().chain(last) {
            let units = left.min(self.buy_quantity.saturating_sub(count));
            if units > 0 {
                reserved.push((i, units));
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
