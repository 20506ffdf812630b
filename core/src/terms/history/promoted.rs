//! What one piece costs everyone who knows no code, with all promotions taken off that a stranger meets.

use super::{at_once, for_everyone};
use crate::id::{PriceListId, ProductId};
use crate::shop::{Shop, WEB};
use crate::terms::basket::{Basket, Cart, Item, Priced, Shopper};
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
    /// When each of them may begin or cease to act, in the same order.
    turns: Vec<Vec<Timestamp>>,
    /// When a list may.
    listed: Vec<Timestamp>,
}

impl<'a> Promoted<'a> {
    pub(super) fn of(shop: &'a Shop) -> Self {
        let open = shop.terms().promotions.iter().filter(|promotion| promotion.coupons.is_empty());
        let promotions: Vec<Promotion> = open
            .map(|promotion| Promotion { when: everyones(&promotion.when, true), ..promotion.public() })
            .collect();
        let of_one = |promotion: &Promotion| {
            let mut turns = Vec::new();
            ends(&promotion.when, &mut turns);
            turns
        };
        let turns = promotions.iter().map(of_one).collect();
        let lists = for_everyone(shop.public(), shop.public().currency);
        let listed = lists.flat_map(|list| [list.when.from, list.when.until]).flatten().collect();
        Self { shop, promotions, turns, listed }
    }

    /// Whether any promotion acts for everyone.
    pub(super) fn is_any(&self) -> bool {
        !self.promotions.is_empty()
    }

    /// What it costs in a span, and whether that is less than the lists say at any time of it.
    pub(super) fn line(&self, product: ProductId, from: Timestamp, until: Timestamp) -> Line {
        let mut line = Line::default();
        let Some(item) = self.shop.terms().item(product) else { return line };
        // Of the others none ever lowers it, so when they begin is no matter here.
        let meant: Vec<(&Promotion, &Vec<Timestamp>)> =
            self.promotions.iter().zip(&self.turns).filter(|(one, _)| one.gives.lowers(item)).collect();
        let mut moments = self.listed.clone();
        moments.extend(meant.iter().flat_map(|(_, turns)| turns.iter()));
        moments.retain(|moment| from <= *moment && until > *moment);
        moments.push(from);
        moments.sort_unstable();
        moments.dedup();
        let meant: Vec<&Promotion> = meant.into_iter().map(|(one, _)| one).collect();
        for moment in moments {
            let Some(listed) = self.listed(product, moment) else { continue };
            let minor = self.price(item, &meant, listed, moment).unwrap_or(listed);
            line.is_lower |= minor < listed;
            line.prices.push((moment, minor));
        }
        line.prices.dedup_by_key(|(_, minor)| *minor);
        line
    }

    fn listed(&self, product: ProductId, at: Timestamp) -> Option<i64> {
        let public = self.shop.public();
        at_once(public, product, public.currency, at)
    }

    /// What one piece of that price costs then, in minor units of the book currency.
    fn price(&self, item: &Item, meant: &[&Promotion], listed: i64, at: Timestamp) -> Option<i64> {
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
        let priced = Resolved { public: listed, minor: listed, list: PriceListId::default(), wanted: None };
        let line = Priced::new(item, 1, priced, terms.earned(item))?;
        let basket = Basket { cart: &cart, zone: &public.zone, lines: vec![line] };
        let concerned = meant.iter().copied().filter(|one| one.concerns(&basket));
        let deal = terms.deal_of(concerned.collect());
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

/// The same as everyone meets it: days and hours count as whole days, and nobody's first order counts as first or as not.
/// `holds` says which of both is asked for, the condition or its opposite.
fn everyones(condition: &Condition, holds: bool) -> Condition {
    let all = |parts: &[Condition]| parts.iter().map(|part| everyones(part, holds)).collect();
    match condition {
        Condition::All(parts) => Condition::All(all(parts)),
        Condition::Any(parts) => Condition::Any(all(parts)),
        Condition::Not(part) => Condition::Not(Box::new(everyones(part, !holds))),
        Condition::FirstOrder => constant(!holds),
        Condition::When(schedule) if schedule.weekdays.is_empty() && schedule.minutes.is_none() => {
            condition.clone()
        }
        Condition::When(schedule) if holds => {
            Condition::When(Schedule { weekdays: Vec::new(), minutes: None, ..schedule.clone() })
        }
        Condition::When(_) => constant(false),
        _ => condition.clone(),
    }
}

/// What always holds, or never.
fn constant(holds: bool) -> Condition {
    if holds { Condition::All(Vec::new()) } else { Condition::Any(Vec::new()) }
}

fn ends(condition: &Condition, moments: &mut Vec<Timestamp>) {
    if let Condition::When(schedule) = condition {
        moments.extend([schedule.from, schedule.until].into_iter().flatten());
    }
    condition.parts().iter().for_each(|part| ends(part, moments));
}
