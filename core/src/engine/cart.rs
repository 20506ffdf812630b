//! The cart as a page may know it: the server answers by the same rules.

use crate::engine::ask::Reader;
use crate::engine::many::Many;
use crate::engine::till::Rules;
use crate::event::StockLine;
use crate::money::Money;
use crate::query::{Cart, Unknown, WouldBe};
use crate::service::cart::Basket as Held;
use crate::terms::deal::Deal;
use crate::terms::promotion::Coupon;

impl Reader<'_> {
    /// What everyone may know, and the shopper's own coupons.
    fn rules(&self) -> Rules<'_> {
        let shop = &self.engine.snapshot.shop;
        let (terms, own) = (shop.terms(), self.own.promotions.get().map_or(&[][..], Vec::as_slice));
        // A coupon outlives its promotion; and what everyone may have by now needs no code.
        let open = |coupon: &&Coupon| shop.coded.contains(&coupon.promotion);
        let coupons = self.shared.coupons.iter().filter(open).filter_map(|coupon| coupon.terms.get());
        let (exhausted, codes) = (self.engine.state.exhausted(), Vec::new());
        if Many::is_met(&terms.promotions) {
            let many = Many { index: shop.index(), coupons: coupons.collect(), own, given: None };
            let deal = Deal { exhausted, ..terms.deal_of(Vec::new()) };
            return Rules { deal, many: Some(many), terms, codes };
        }
        let mut deal = Deal { exhausted, ..terms.deal() };
        for coupon in coupons {
            let place = deal.promotions.partition_point(|other| other.rank() < coupon.rank());
            deal.promotions.insert(place, coupon);
        }
        for own in own {
            // What everyone may know of it is as it is for somebody in no group.
            if let Some(other) = deal.promotions.iter_mut().find(|other| other.id == own.id) {
                *other = own;
            } else {
                let place = deal.promotions.partition_point(|other| other.rank() < own.rank());
                deal.promotions.insert(place, own);
            }
        }
        Rules { deal, many: None, terms, codes }
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
