//! A sale at a till: priced by the lists and promotions of that channel, and an order that was delivered.

use std::borrow::Cow;

use super::{Facts, Judge, with_uses};
use crate::command::Rejection;
use crate::engine::ask::Reader;
use crate::event::{Fact, OrderFact, StockLine, Subject, TermsFact};
use crate::id::{ContactId, OrderId, ShopperId};
use crate::money::Money;
use crate::packed::Packed;
use crate::query::Cart;
use crate::service::cart::Basket as Held;
use crate::shop::{Member, POS};
use crate::terms::receipt::Step;

impl Judge<'_> {
    /// What lines come to at a till. They are in somebody's hands there, so nobody asks what lies on the shelf.
    pub(super) fn at_till(&self, who: &ShopperId, lines: &[StockLine]) -> Result<Cart, Rejection> {
        let shop = self.shop()?;
        if who.is_anonymous() {
            return Err(Rejection::Anonymous);
        }
        let public = shop.public_in(&self.engine.snapshot.shop, POS);
        let reader = Reader::new(self.engine, who, self.at);
        let groups: Vec<&str> = reader.shared.groups.all().iter().map(|own| own.group.as_str()).collect();
        let own = shop.own(Member { groups: &groups, tier: reader.shared.tier() }, POS);
        let reader = Reader { shop: &public, channel: POS, own: Cow::Owned(own), ..reader };
        let held = self.basket(lines, &reader)?;
        let mut cart = reader.priced_cart(&held, &self.rules(&reader.shared.coupons)?);
        self.keep_silent(&mut cart, &reader);
        cart.lines.iter_mut().for_each(|line| (line.in_stock, line.waits) = (true, false));
        let is_whole = cart.lines.len() == held.lines().len() && cart.receipt.is_some();
        if is_whole { Ok(cart) } else { Err(Rejection::AmountTooLarge) }
    }

    /// Each product once, at least one, all with a price.
    fn basket(&self, lines: &[StockLine], reader: &Reader<'_>) -> Result<Held, Rejection> {
        let (mut held, currency) = (Held::default(), reader.shop.currency);
        for StockLine { product, units } in lines {
            let product = *product;
            self.sold(product)?;
            if *units == 0 || held.quantity(product) > 0 {
                return Err(Rejection::BadQuantity { product });
            }
            held.change(product, *units)?;
            held.set(product, *units);
            let no_price = Rejection::NoPrice { product, currency };
            reader.priced(product, currency, *units).ok_or(no_price)?.price.times(*units)?;
        }
        if held.lines().is_empty() { Err(Rejection::Empty) } else { Ok(held) }
    }

    pub(super) fn sell(
        &self,
        order: OrderId,
        who: ShopperId,
        lines: &[StockLine],
        (expected, shown): (Money, &[Step]),
    ) -> Facts {
        let market = self.market()?;
        match self.engine.state.buyer(order) {
            Some(buyer) if buyer == self.engine.state.resolve(who) => return Ok(Vec::new()),
            Some(_) => return Err(Rejection::UnknownOrder { order }),
            None => {}
        }
        let cart = self.at_till(&who, lines)?;
        cart.agrees(expected, shown)?;
        let ((lines, receipt), total) = (Self::bill(&cart)?, cart.total);
        let number = market.orders.checked_add(1).ok_or(Rejection::AmountTooLarge)?;
        let (uses, goods) = (Packed::of(self.uses(&receipt)?), self.goods(&lines));
        let placed = OrderFact::Placed {
            order,
            number,
            // Nobody has to be found: they took it along.
            contact: ContactId::default(),
            lines,
            total,
            receipt: Some(Packed::of(receipt.clone())),
            uses: uses.clone(),
            waiting: Vec::new(),
            promise: None,
            goods,
        };
        let steps = [
            placed,
            OrderFact::Packed { order },
            OrderFact::Shipped { order },
            OrderFact::Delivered { order },
        ];
        let facts = steps.into_iter().map(|fact| (Subject::Shopper(who), Fact::Order(fact)));
        let facts = with_uses(facts.collect(), uses, |uses| TermsFact::Used { order, uses });
        let facts = self.with_order(facts, who, (order, &receipt, 0));
        self.with_new_goods(facts, who, order, true)
    }
}
