//! How an order is ordered again: into the cart, and no further.

use super::{Facts, Judge};
use crate::command::Rejection;
use crate::engine::ask::Reader;
use crate::event::{Actor, Fact, Line, OrderFact, Subject};
use crate::id::{OrderId, ShopperId};
use crate::service::again::Again;

impl Judge<'_> {
    /// What comes of these lines beside what is in a cart.
    pub(super) fn again(&self, who: &ShopperId, lines: &[Line]) -> Result<Vec<Again>, Rejection> {
        let (market, currency) = (self.market()?, self.engine.snapshot.shop.currency);
        let reader = Reader::new(self.engine, who, self.at);
        let mut cart = reader.shared.cart.clone();
        let mut all = Vec::with_capacity(lines.len());
        for Line { product, quantity, .. } in lines.iter().copied() {
            let priced = reader.priced(product, currency, quantity).is_some();
            // What may be ordered before it is there is never sold out.
            let free = market.stock.units(product).filter(|_| !market.stock.back_orders(product));
            let again = cart.again(product, quantity, priced, free);
            cart.set(product, cart.quantity(product).saturating_add(again.comes));
            all.push(again);
        }
        Ok(all)
    }

    /// Fills the cart with it; what does not come is left out.
    pub(super) fn reorder(&self, who: ShopperId, order: OrderId) -> Facts {
        let (buyer, order) = self.order(&Actor::Shopper(who), order)?;
        let mut cart = self.shared(&buyer).cart;
        let mut facts = Vec::new();
        for again in self.again(&buyer, &order.lines)?.into_iter().filter(|again| again.comes > 0) {
            let (product, quantity) =
                (again.product, cart.quantity(again.product).saturating_add(again.comes));
            cart.set(product, quantity);
            facts.push((Subject::Shopper(who), Fact::Order(OrderFact::CartChanged { product, quantity })));
        }
        Ok(facts)
    }
}
