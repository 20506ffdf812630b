//! Standard promotions: each, across and once, on lines and on shipping methods.

use super::super::Fine;
use super::condition::{line_fits, shipping_fits};
use crate::terms::order::sorted;

use super::{Allocation, Line, Method, On, Promotion, Target, Till};

/// Amounts not above this are dropped on lines: 1e-4.
const DUST: Fine = Fine(100_000_000);

impl Till<'_> {
    pub(super) fn lower_lines(&mut self, promotion: &Promotion) {
        let default = (promotion.target == Target::Order).then_some(Allocation::Across);
        let allocation = promotion.allocation.or(default);
        let mut eligible = self.eligible_lines(promotion);
        if allocation == Some(Allocation::Once) {
            eligible = sorted(eligible, |a, b| by_unit_price(self.line(*a), self.line(*b)).is_lt());
        }
        let sum = eligible.iter().fold(Fine::ZERO, |sum, i| sum.plus(self.left(*i, promotion)));
        if allocation == Some(Allocation::Across) && sum <= Fine::ZERO {
            return;
        }
        let mut quota = promotion.max_quantity.unwrap_or(0);
        for i in eligible {
            let Some(line) = self.line(i) else { continue };
            let units = match allocation {
                Some(Allocation::Once) if quota == 0 => break,
                Some(Allocation::Once) => Some(quota.min(line.quantity)),
                _ => promotion.max_quantity,
            };
            let amount = match allocation {
                Some(Allocation::Across) => self.across(i, promotion, sum),
                _ => self.each(i, promotion, units),
            };
            if amount <= DUST || !self.affords(promotion, amount) {
                continue;
            }
            self.take_from_line(i, promotion, amount);
            if allocation == Some(Allocation::Once) {
                quota = quota.saturating_sub(units.unwrap_or(0));
            }
        }
    }

    fn line(&self, i: usize) -> Option<&Line> {
        self.cart.lines.get(i)
    }

    fn eligible_lines(&self, promotion: &Promotion) -> Vec<usize> {
        let fits = |line: &Line| {
            line.discountable
                && line.subtotal > Fine::ZERO
                && base(line, promotion) > Fine::ZERO
                && line_fits(&promotion.target_conditions, line)
        };
        self.cart.lines.iter().enumerate().filter(|(_, line)| fits(line)).map(|(i, _)| i).collect()
    }

    /// What was taken off a line, with tax where the promotion counts so.
    fn taken(&self, i: usize, promotion: &Promotion) -> Fine {
        let taken = self.lines.get(i).copied().unwrap_or_default();
        self.line(i).map_or(taken, |line| taken.ratio(base(line, promotion).0, line.subtotal.0))
    }

    fn left(&self, i: usize, promotion: &Promotion) -> Fine {
        self.line(i).map_or(Fine::ZERO, |line| base(line, promotion).minus(self.taken(i, promotion)))
    }

    fn each(&self, i: usize, promotion: &Promotion, units: Option<u32>) -> Fine {
        let Some(line) = self.line(i) else { return Fine::ZERO };
        let units = units.unwrap_or(1);
        let most = match line.quantity {
            0 => self.left(i, promotion),
            quantity => base(line, promotion).ratio(units.into(), quantity.into()),
        };
        let applicable = self.left(i, promotion).min(most);
        if applicable <= DUST {
            return Fine::ZERO;
        }
        match promotion.method {
            Method::Percent => applicable.percent(promotion.value).min(applicable),
            Method::Fixed => promotion.value.times(units.min(line.quantity).into()).min(applicable),
        }
    }

    fn across(&self, i: usize, promotion: &Promotion, sum: Fine) -> Fine {
        let Some(line) = self.line(i) else { return Fine::ZERO };
        let units = match promotion.max_quantity {
            Some(most) if most > 0 => most.min(line.quantity),
            _ => line.quantity,
        };
        let whole = base(line, promotion).ratio(units.into(), line.quantity.into());
        let applicable = whole.minus(self.taken(i, promotion));
        if applicable <= DUST {
            return Fine::ZERO;
        }
        match promotion.method {
            Method::Percent => applicable.percent(promotion.value).min(applicable),
            Method::Fixed => applicable.ratio(promotion.value.0, sum.0).min(applicable),
        }
    }

    fn take_from_line(&mut self, i: usize, promotion: &Promotion, amount: Fine) {
        let Some(line) = self.cart.lines.get(i) else { return };
        let net = amount.ratio(line.subtotal.0, base(line, promotion).0);
        if let Some(taken) = self.lines.get_mut(i) {
            *taken = taken.plus(net);
        }
        self.grant(On::Line(line.id.clone()), promotion, amount);
    }

    pub(super) fn lower_shipping(&mut self, promotion: &Promotion) {
        let Some(allocation) = promotion.allocation else { return };
        let methods = &self.cart.shipping;
        let fits = |i: &usize| {
            methods.get(*i).is_some_and(|method| shipping_fits(&promotion.target_conditions, method))
        };
        let mut eligible: Vec<usize> = (0..methods.len()).filter(fits).collect();
        if allocation == Allocation::Once {
            let amount = |i: usize| methods.get(i).map(|method| method.amount);
            eligible = sorted(eligible, |a, b| amount(*a) < amount(*b));
        }
        let sum = eligible.iter().fold(Fine::ZERO, |sum, i| sum.plus(self.shipping_left(*i)));
        let mut quota = match allocation {
            Allocation::Once => promotion.max_quantity.unwrap_or(0),
            Allocation::Each => u32::MAX,
            Allocation::Across if sum <= Fine::ZERO => 0,
            Allocation::Across => u32::MAX,
        };
        for i in eligible {
            let left = self.shipping_left(i);
            let amount = match (promotion.method, allocation) {
                _ if quota == 0 => break,
                (Method::Percent, _) => left.percent(promotion.value),
                (Method::Fixed, Allocation::Across) => left.ratio(promotion.value.0, sum.0),
                (Method::Fixed, _) => promotion.value,
            };
            let amount = amount.min(left);
            if amount > Fine::ZERO && self.affords(promotion, amount) {
                quota = quota.saturating_sub(1);
                self.take_from_shipping(i, promotion, amount);
            }
        }
    }

    fn shipping_left(&self, i: usize) -> Fine {
        let price = self.cart.shipping.get(i).map_or(Fine::ZERO, |method| method.amount);
        price.minus(self.shipping.get(i).copied().unwrap_or_default())
    }

    fn take_from_shipping(&mut self, i: usize, promotion: &Promotion, amount: Fine) {
        let Some(method) = self.cart.shipping.get(i) else { return };
        if let Some(taken) = self.shipping.get_mut(i) {
            *taken = taken.plus(amount);
        }
        self.grant(On::Shipping(method.id.clone()), promotion, amount);
    }
}

/// What a line costs, with tax where the promotion counts so.
fn base(line: &Line, promotion: &Promotion) -> Fine {
    if promotion.tax_inclusive { line.gross.unwrap_or(line.subtotal) } else { line.subtotal }
}

/// By unit price without tax, compared as fractions so that thirds are equal to thirds.
fn by_unit_price(a: Option<&Line>, b: Option<&Line>) -> core::cmp::Ordering {
    let cross = |x: Option<&Line>, y: Option<&Line>| Some(x?.subtotal.times(y?.quantity.into()));
    cross(a, b).cmp(&cross(b, a))
}
