//! What one piece costs everyone who knows no code: promotions that ask for nothing but a time, taken off.

use super::{at_once, for_everyone};
use crate::id::{PriceListId, ProductId};
use crate::shop::{Shop, WEB};
use crate::terms::basket::{Basket, Cart, Priced, Shopper};
use crate::terms::condition::{Condition, Schedule};
use crate::terms::list::Resolved;
use crate::terms::promotion::Promotion;
use crate::time::Timestamp;

/// A shop as somebody sees it who is nobody in particular.
pub(super) struct Promoted<'a> {
    shop: &'a Shop,
    /// Those that such a buyer cannot miss, as if there were no hours of the day, no limits and no budgets: what
    /// comes of that is too low rather than too high.
    promotions: Vec<Promotion>,
    /// When any price may become another one, ascending.
    moments: Vec<Timestamp>,
}

impl<'a> Promoted<'a> {
    pub(super) fn of(shop: &'a Shop) -> Self {
        let open = |promotion: &&Promotion| promotion.coupons.is_empty() && is_open(&promotion.when);
        let promotions: Vec<Promotion> = (shop.terms().promotions.iter().filter(open))
            .map(|promotion| Promotion { when: all_day(&promotion.when, true), ..promotion.public() })
            .collect();
        let mut moments = Vec::new();
        promotions.iter().for_each(|promotion| ends(&promotion.when, &mut moments));
        for list in for_everyone(shop.public(), shop.public().currency) {
            moments.extend([list.when.from, list.when.until].into_iter().flatten());
        }
        moments.sort_unstable();
        moments.dedup();
        Self { shop, promotions, moments }
    }

    /// Whether any promotion acts for everyone.
    pub(super) fn is_any(&self) -> bool {
        !self.promotions.is_empty()
    }

    /// What it costs in a span, and whether that is less than the lists say at any time of it.
    pub(super) fn line(&self, product: ProductId, from: Timestamp, until: Timestamp) -> Line {
        let within = self.moments.iter().filter(|moment| from < **moment && **moment < until);
        let mut line = Line::default();
        for moment in core::iter::once(&from).chain(within) {
            let Some(listed) = self.listed(product, *moment) else { continue };
            let minor = self.price(product, listed, *moment).unwrap_or(listed);
            line.is_lower |= minor < listed;
            line.prices.push((*moment, minor));
        }
        line.prices.dedup_by_key(|(_, minor)| *minor);
        line
    }

    fn listed(&self, product: ProductId, at: Timestamp) -> Option<i64> {
        let public = self.shop.public();
        at_once(public, product, public.currency, at)
    }

    /// What one piece of that price costs then, in minor units of the book currency.
    fn price(&self, product: ProductId, listed: i64, at: Timestamp) -> Option<i64> {
        let (public, terms) = (self.shop.public(), self.shop.terms());
        let cart = Cart {
            currency: public.currency,
            at,
            channel: WEB.to_owned(),
            shopper: Shopper::default(),
            coupons: Vec::new(),
            lines: Vec::new(),
            shipping: 0,
        };
        let priced = Resolved { public: listed, minor: listed, list: PriceListId::default() };
        let line = Priced::new(terms.item(product)?, 1, priced, terms.margin)?;
        let basket = Basket { cart: &cart, zone: &public.zone, lines: vec![line] };
        let deal = terms.deal_of(self.promotions.iter().filter(|one| one.concerns(&basket)).collect());
        if deal.promotions.is_empty() {
            return Some(listed);
        }
        deal.settle(&basket)?.lines.first().map(|line| line.total)
    }
}

/// What one product costs everyone.
#[derive(Default)]
pub(super) struct Line {
    /// From when on, in minor units, each time that it becomes another one; ascending.
    pub(super) prices: Vec<(Timestamp, i64)>,
    /// Whether a promotion lowers it.
    pub(super) is_lower: bool,
}

/// Whether it asks for nothing but a time, and perhaps a channel.
fn is_open(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().all(is_open),
        Condition::Not(part) => is_open(part),
        Condition::When(_) | Condition::Channel(_) => true,
        _ => false,
    }
}

/// The same without days and hours: whatever asks for them holds all day, or, of an opposite, never.
fn all_day(condition: &Condition, holds: bool) -> Condition {
    let all = |parts: &[Condition]| parts.iter().map(|part| all_day(part, holds)).collect();
    match condition {
        Condition::All(parts) => Condition::All(all(parts)),
        Condition::Any(parts) => Condition::Any(all(parts)),
        Condition::Not(part) => Condition::Not(Box::new(all_day(part, !holds))),
        Condition::When(schedule) if schedule.weekdays.is_empty() && schedule.minutes.is_none() => {
            condition.clone()
        }
        Condition::When(schedule) if holds => {
            Condition::When(Schedule { weekdays: Vec::new(), minutes: None, ..schedule.clone() })
        }
        Condition::When(_) => Condition::Any(Vec::new()),
        _ => condition.clone(),
    }
}

fn ends(condition: &Condition, moments: &mut Vec<Timestamp>) {
    if let Condition::When(schedule) = condition {
        moments.extend([schedule.from, schedule.until].into_iter().flatten());
    }
    condition.parts().iter().for_each(|part| ends(part, moments));
}
