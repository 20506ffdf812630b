//! How an order is placed: decided anew, with the terms of this moment.

use super::{Facts, Judge, with_uses};
use crate::command::{DeliveryWish, Rejection, Tender};
use crate::event::{Fact, Line, OrderFact, Promise, StockFact, StockLine, Subject, TermsFact};
use crate::id::{ContactId, OrderId, ShopperId};
use crate::money::Money;
use crate::packed::Packed;
use crate::service::stock::Stock;
use crate::terms::receipt::Step;

impl Judge<'_> {
    pub(super) fn place(
        &self,
        who: ShopperId,
        (order, contact): (OrderId, ContactId),
        (expected, shown): (Money, &[Step]),
        (delivery, tender): (Option<&DeliveryWish>, Result<Tender, Rejection>),
    ) -> Facts {
        let market = self.market()?;
        match self.engine.state.buyer(order) {
            Some(buyer) if buyer == self.engine.state.resolve(who) => return Ok(Vec::new()),
            Some(_) => return Err(Rejection::UnknownOrder { order }),
            None => {}
        }
        let tender = tender?;
        let cart = self.quote(&who, tender)?;
        cart.agrees(expected, shown)?;
        let ((lines, receipt), total) = (Self::bill(&cart)?, cart.total);
        let goods = self.goods(&lines);
        // Of what is not sent, nobody tells when it is there.
        let is_sent = lines.iter().any(|line| self.engine.snapshot.shop.good(line.product).is_none());
        let promise = delivery.filter(|_| is_sent).map(|wish| self.promised(wish)).transpose()?;
        let number = market.orders.checked_add(1).ok_or(Rejection::AmountTooLarge)?;
        let (taken, waiting) = shared_out(&market.stock, &lines)?;
        let uses = Packed::of(self.uses(&receipt)?);
        let packed = Some(Packed::of(receipt.clone()));
        let placed = {
            let (uses, receipt) = (uses.clone(), packed);
            OrderFact::Placed { order, number, contact, lines, total, receipt, uses, waiting, promise, goods }
        };
        let facts = vec![
            (Subject::Shopper(who), Fact::Order(placed)),
            (Subject::Market, Fact::Stock(StockFact::Reserved { order, lines: taken })),
        ];
        let facts = with_uses(facts, uses, |uses| TermsFact::Used { order, uses });
        let facts = self.with_order(facts, who, (order, &receipt, tender.points));
        let facts = Self::with_card(facts, order, &receipt, tender.gift_card);
        self.with_new_goods(facts, who, order, false)
    }
}

impl Judge<'_> {
    /// What is promised now. What the shopper was told must be the same; whom nobody told anything is promised nothing.
    fn promised(&self, wish: &DeliveryWish) -> Result<Promise, Rejection> {
        let DeliveryWish { carrier, zone, shown } = *wish;
        let promise = self.engine.promise(carrier, zone, self.at);
        let promise = promise.ok_or(Rejection::UnknownDelivery { carrier, zone })?;
        match (shown, promise.interval) {
            (None, _) => Ok(Promise { interval: None, ..promise }),
            // It may not be there before now; and now goes on.
            (Some(was), Some(now)) if (was.until, was.level) == (now.until, now.level) => Ok(promise),
            (Some(_), now) => Err(Rejection::PromiseChanged { now }),
        }
    }
}

/// What is taken from the shelf, and what has to wait.
fn shared_out(stock: &Stock, lines: &[Line]) -> Result<(Vec<StockLine>, Vec<StockLine>), Rejection> {
    let (mut taken, mut waiting) = (Vec::with_capacity(lines.len()), Vec::new());
    for Line { product, quantity, .. } in lines {
        let (product, waits) = (*product, stock.waits(*product, *quantity)?);
        taken.push(StockLine { product, units: quantity.saturating_sub(waits) });
        waiting.push(StockLine { product, units: waits });
    }
    for lines in [&mut taken, &mut waiting] {
        lines.retain(|line| line.units > 0);
    }
    Ok((taken, waiting))
}
