//! What happens by itself as time goes by, and what makes up for a promise that was broken.

use super::fulfil::about;
use super::{Facts, Judge, merchant, shopper};
use crate::command::{Command, Rejection, Status};
use crate::event::{Actor, Interval, OrderFact, Role};
use crate::id::{OrderId, ShopperId};
use crate::money::Money;
use crate::service::order::Order;
use crate::time::Timestamp;

impl Judge<'_> {
    /// Promises that are broken by now, each told once, some at a time. Nothing, if nothing is due.
    pub(super) fn tick(&self, who: ShopperId) -> Facts {
        let Some(shared) = self.engine.state.shared(&who) else { return Ok(Vec::new()) };
        let broken =
            shared.orders.iter().filter_map(|order| self.broken(order, self.at)).take(Command::MOST_DUE);
        let who = self.engine.state.resolve(who);
        Ok(self.with_due(about(who, broken.collect()), who))
    }

    /// That its promise is broken by a moment, if it is and nobody told yet.
    fn broken(&self, order: &Order, by: Timestamp) -> Option<OrderFact> {
        let Interval { until, .. } = order.promise?.interval?;
        let is_open = !order.arrived() && order.status() != Status::Cancelled && !order.all_given_back();
        let is_broken = is_open && order.broken.is_none() && by > until;
        is_broken.then(|| OrderFact::PromiseBroken { order: order.id, until, offer: self.offer(order) })
    }

    /// What follows for an order, with the promise that breaks as it is there, where the clock was not there first; or
    /// that is broken by now, as it was not there after all.
    pub(super) fn with_broken(&self, order: &Order, facts: Vec<OrderFact>) -> Vec<OrderFact> {
        let then = order.after(&facts, self.at);
        let there = then.timeline.iter().find(|step| step.status == Status::Delivered).map(|step| step.at);
        let broken = there.and_then(|there| self.broken(order, there));
        let undone = order.arrived() && !then.arrived();
        let undone = undone.then(|| self.broken(&then, self.at)).flatten();
        broken.into_iter().chain(facts).chain(undone).collect()
    }

    /// What the shop offers its buyer: a part of what they pay.
    fn offer(&self, order: &Order) -> Option<Money> {
        let rate = self.engine.snapshot.shop.delivery()?.remedy;
        let back = order.refunded().map_or(0, |amount| amount.minor);
        let paid = Money { minor: order.owed().saturating_sub(back).max(0), ..order.total };
        paid.percent(rate).ok().filter(|amount| amount.minor > 0)
    }

    pub(super) fn accept_remedy(&self, actor: &Actor, id: OrderId) -> Facts {
        match actor {
            Actor::Shopper(_) => drop(shopper(actor)?),
            _ => merchant(actor, Role::Owner)?,
        }
        let (buyer, order) = self.order(actor, id)?;
        self.with_goods(about(buyer, order.compensate(self.at)?), buyer, &order)
    }
}

impl Order {
    /// What was offered for a broken promise, taken; and paid back, as far as it was paid.
    fn compensate(&self, at: Timestamp) -> Result<Vec<OrderFact>, Rejection> {
        let order = self.id;
        let offer = self.broken.and_then(|broken| broken.offer);
        let offer = offer.filter(|_| self.compensated.is_none() && self.status() != Status::Cancelled);
        let offer = offer.ok_or(Rejection::NoRemedy { order })?;
        // Of what was refunded meanwhile nothing can be taken off any more.
        let left = self.owed().saturating_sub(self.refunded().map_or(0, |amount| amount.minor)).max(0);
        let amount = Money { minor: offer.minor.min(left), ..offer };
        if amount.minor == 0 {
            return Err(Rejection::NoRemedy { order });
        }
        let mut facts = vec![OrderFact::Compensated { order, amount }];
        facts.extend(self.after(&facts, at).repaid());
        Ok(facts)
    }
}
