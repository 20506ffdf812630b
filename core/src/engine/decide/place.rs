//! How an order is placed: decided anew, with the terms of this moment.

use super::{Facts, Judge, with_uses};
use crate::command::Rejection;
use crate::event::{Fact, OrderFact, StockFact, StockLine, Subject, TermsFact};
use crate::id::{ContactId, OrderId, ShopperId};
use crate::money::Money;
use crate::packed::Packed;
use crate::terms::receipt::Step;

impl Judge<'_> {
    pub(super) fn place(
        &self,
        who: ShopperId,
        (order, contact): (OrderId, ContactId),
        expected: Money,
        shown: &[Step],
    ) -> Facts {
        let market = self.market()?;
        match self.engine.state.buyer(order) {
            Some(buyer) if buyer == self.engine.state.resolve(who) => return Ok(Vec::new()),
            Some(_) => return Err(Rejection::UnknownOrder { order }),
            None => {}
        }
        let cart = self.quote(&who)?;
        cart.agrees(expected, shown)?;
        let ((lines, receipt), total) = (Self::bill(&cart)?, cart.total);
        let number = market.orders.checked_add(1).ok_or(Rejection::AmountTooLarge)?;
        let taken = lines.iter().map(|l| StockLine { product: l.product, units: l.quantity }).collect();
        let uses = Packed::of(self.uses(&receipt)?);
        let receipt = Some(Packed::of(receipt));
        let placed = OrderFact::Placed { order, number, contact, lines, total, receipt, uses: uses.clone() };
        let facts = vec![
            (Subject::Shopper(who), Fact::Order(placed)),
            (Subject::Market, Fact::Stock(StockFact::Reserved { order, lines: taken })),
        ];
        Ok(with_uses(facts, uses, |uses| TermsFact::Used { order, uses }))
    }
}
