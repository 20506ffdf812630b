//! The cart as a page may know it: the server answers by the same rules.

use crate::engine::ask::Reader;
use crate::engine::till::Rules;
use crate::event::StockLine;
use crate::money::Money;
use crate::query::{Cart, Unknown, WouldBe};
use crate::service::cart::Basket as Held;
use crate::terms::promotion::Coupon;

impl Reader<'_> {
    /// What everyone may know, and the shopper's own coupons.
    fn rules(&self) -> Rules<'_> {
        let terms = self.engine.snapshot.shop.terms();
        let mut deal = terms.deal();
        deal.exhausted = self.engine.state.exhausted();
        // A coupon outlives its promotion; and what everyone may have by now needs no code.
        let open = |coupon: &&Coupon| self.engine.snapshot.shop.coded.contains(&coupon.promotion);
        for coupon in self.shared.coupons.iter().filter(open).filter_map(|coupon| coupon.terms.get()) {
            let place = deal.promotions.partition_point(|other| other.rank() < coupon.rank());
            deal.promotions.insert(place, coupon);
        }
        for own in self.own.promotions.get().into_iter().flatten() {
            // What everyone may know of it is as it is for somebody in no group.
            if let Some(other) = deal.promotions.iter_mut().find(|other| other.id == own.id) {
                *other = own;
            } else {
                let place = deal.promotions.partition_point(|other| other.rank() < own.rank());
                deal.promotions.insert(place, own);
            }
        }
        Rules { deal, terms, codes: Vec::new() }
    }

    /// The cart as it is.
    pub(super) fn cart(&self) -> Cart {
        self.priced_cart(&self.shared.cart, &self.rules())
    }

    /// The cart as it would be with some more, or with nothing else.
    pub(super) fn would_be(&self, lines: &[StockLine], instead: bool) -> Result<WouldBe, Unknown> {
        let now = if instead { Held::default() } else { self.shared.cart.clone() };
        let mut then = now.clone();
        for line in lines {
            let quantity = then.quantity(self.known(line.product)?).saturating_add(line.units);
            let fits = then.change(line.product, quantity).is_ok();
            if !fits {
                return Err(Unknown::Quantity(line.product));
            }
            then.set(line.product, quantity);
        }
        let rules = self.rules();
        let (was, cart) = (self.priced_cart(&now, &rules), self.priced_cart(&then, &rules));
        let more = Money::new(cart.total.minor.saturating_sub(was.total.minor), cart.total.currency);
        Ok(WouldBe { cart, more })
    }
}
