//! The till on the server: what an order comes to by all that the merchant knows, and coupons.

use std::collections::BTreeSet;

use super::{Facts, Judge};
use crate::command::{Command, Rejection, Tender};
use crate::engine::ask::Reader;
use crate::engine::many::Many;
use crate::engine::till::Rules;
use crate::event::{Fact, Line, OrderFact, Subject, Use};
use crate::id::{ProductId, ShopperId};
use crate::packed::Packed;
use crate::query::Cart;
use crate::shop::{CARD, Shop, told};
use crate::state::Market;
use crate::terms::condition::{Condition, Trace};
use crate::terms::deal::Deal;
use crate::terms::given::Given;
use crate::terms::loyalty::Redeemable;
use crate::terms::promotion::{Coupon, Promotion, PromotionId};
use crate::terms::receipt::Receipt;

impl Judge<'_> {
    /// The whole market and shop, which only the server has.
    pub(super) fn market(&self) -> Result<&Market, Rejection> {
        let state = &self.engine.state;
        state.shop.as_ref().and(state.market()).map(|market| &**market).ok_or(Rejection::OnlyServer)
    }

    pub(super) fn shop(&self) -> Result<&Shop, Rejection> {
        self.engine.state.shop.as_deref().ok_or(Rejection::OnlyServer)
    }

    /// The cart at the terms of this moment, every line in stock, where points and a gift card pay for some of it.
    pub(super) fn quote(&self, who: &ShopperId, tender: Tender) -> Result<Cart, Rejection> {
        let reader = Reader::new(self.engine, who, self.at);
        let held = &reader.shared.cart;
        if held.lines().is_empty() {
            return Err(Rejection::Empty);
        }
        held.lines().iter().try_for_each(|line| self.orderable(&reader, line))?;
        let (redeem, mut rules) = (tender.points, self.rules(&reader.shared.coupons)?);
        let mut cart = reader.priced_cart(held, &rules);
        let discount = if redeem == 0 { None } else { self.discount(who, redeem, &cart)? };
        if let Some(discount) = &discount {
            rules.deal.promotions.push(discount);
            cart = reader.priced_cart(held, &rules);
            if cart.receipt().is_none_or(|receipt| receipt.by_points() == 0) {
                return Err(Rejection::NotRedeemable { points: redeem, redeemable: Redeemable::default() });
            }
        } else if redeem != 0 {
            self.paid_with(redeem, &mut cart)?;
        }
        if let Some(card) = tender.gift_card {
            self.paid_by_card(card, &mut cart)?;
        }
        self.keep_silent(&mut cart, &reader);
        let is_whole = cart.lines.len() == held.lines().len() && cart.receipt.is_some();
        if is_whole { Ok(cart) } else { Err(Rejection::AmountTooLarge) }
    }

    /// Of promotions that do not act a shopper is told what everyone is, and what their own codes would bring: not
    /// that there are groups which they are not in.
    pub(super) fn keep_silent(&self, cart: &mut Cart, reader: &Reader<'_>) {
        let Some(mut receipt) = cart.receipt().cloned() else { return };
        let public = &self.engine.snapshot.shop;
        let (index, promotions) = (public.index(), &public.terms().promotions);
        let open = |id| index.find(promotions, id);
        let has = |id| reader.shared.coupons.iter().any(|coupon| coupon.promotion == id);
        let is_whole = |promotion: &Promotion| self.asks(promotion.id) == Some(&promotion.when);
        let told = |id| open(id).is_some_and(is_whole) || has(id);
        receipt.verdicts.retain(|verdict| verdict.gives.is_some() || told(verdict.promotion));
        let own = || reader.own.promotions.get().into_iter().flatten();
        for verdict in &mut receipt.verdicts {
            let id = verdict.promotion;
            let resolved = open(id).is_some_and(|one| !is_whole(one)) && !has(id);
            // What it asks of groups is nobody's matter who is in none of them.
            if resolved && own().all(|one| one.id != id) {
                verdict.trace = Trace::default();
            }
        }
        let kept: BTreeSet<PromotionId> = receipt.verdicts.iter().map(|verdict| verdict.promotion).collect();
        receipt.called.retain(|(id, _)| kept.contains(id));
        receipt.keep_groups_silent();
        cart.receipt = Some(Packed::of(receipt));
    }

    /// What a promotion asks, groups and all.
    fn asks(&self, id: PromotionId) -> Option<&Condition> {
        self.shop().ok()?.promotion(id).map(|promotion| &promotion.when)
    }

    /// What an order keeps of it: of the promotions, those that act.
    pub(super) fn bill(cart: &Cart) -> Result<(Vec<Line>, Receipt), Rejection> {
        let mut receipt = cart.receipt().cloned().ok_or(Rejection::AmountTooLarge)?;
        receipt.verdicts.retain(|verdict| verdict.gives.is_some());
        let acts = |id: &PromotionId| receipt.verdicts.iter().any(|verdict| verdict.promotion == *id);
        receipt.called.retain(|(id, _)| acts(id));
        let lines = cart.lines.iter().map(|line| Line {
            product: line.product,
            quantity: line.quantity,
            total: line.total,
            list: line.reason.list(),
        });
        Ok((lines.collect(), receipt))
    }

    fn orderable(&self, reader: &Reader<'_>, line: &(ProductId, u32)) -> Result<(), Rejection> {
        let ((product, quantity), currency) = (*line, self.engine.snapshot.shop.currency);
        self.sold(product)?;
        self.market()?.stock.waits(product, quantity)?;
        let priced =
            reader.priced(product, currency, quantity).ok_or(Rejection::NoPrice { product, currency })?;
        priced.price.times(quantity)?;
        Ok(())
    }

    /// All rules: limits and budgets as they are left, floors and margins, and the coupons of this shopper.
    pub(super) fn rules(&self, coupons: &[Coupon]) -> Result<Rules<'_>, Rejection> {
        let (shop, given) = (self.shop()?, &self.market()?.given);
        let terms = shop.terms();
        // As a page decides it, so that both tell of the same.
        if Many::is_met(&self.engine.snapshot.shop.terms().promotions) {
            return Ok(self.rules_of_many(shop, given, coupons));
        }
        let mut deal = terms.deal();
        let has = |promotion: &Promotion| coupons.iter().any(|coupon| coupon.promotion == promotion.id);
        deal.promotions.retain(|promotion| promotion.coupons.is_empty() || has(promotion));
        deal.budgets = given.budgets(terms);
        deal.exhausted = given.exhausted(terms);
        let codes =
            deal.promotions.iter().filter_map(|promotion| promotion.coupons.first().cloned()).collect();
        Ok(Rules { deal, many: None, terms, codes })
    }

    /// The same, where promotions are found by what the cart holds.
    fn rules_of_many<'s>(&'s self, shop: &'s Shop, given: &'s Given, coupons: &[Coupon]) -> Rules<'s> {
        let terms = shop.terms();
        let coded = coupons.iter().filter_map(|coupon| shop.promotion(coupon.promotion));
        let coupons: Vec<&Promotion> = coded.filter(|promotion| !promotion.coupons.is_empty()).collect();
        let codes = coupons.iter().filter_map(|promotion| promotion.coupons.first().cloned()).collect();
        let deal = Deal { budgets: given.budgets(terms), ..terms.deal_of(Vec::new()) };
        let many = Many { index: shop.index(), coupons, own: &[], given: Some(given) };
        Rules { deal, many: Some(many), terms, codes }
    }

    /// What an order uses of limits and budgets.
    pub(super) fn uses(&self, receipt: &Receipt) -> Result<Vec<Use>, Rejection> {
        let shop = self.shop()?;
        // Points are no promotion of the merchant's.
        let given = receipt.given().into_iter().filter(|(promotion, _)| *promotion != PromotionId::POINTS);
        Ok(given.map(|(promotion, minor)| shop.used(promotion, minor)).collect())
    }

    /// A code opens every promotion that names it. Who has no code learns nothing of them.
    pub(super) fn apply_coupon(&self, who: ShopperId, code: &str) -> Facts {
        let (terms, given) = (self.shop()?.terms(), &self.market()?.given);
        let opens =
            |promotion: &&Promotion| code.len() <= Command::LONGEST_CODE && promotion.opens_with(code);
        let opened: Vec<&Promotion> = terms.promotions.iter().filter(opens).collect();
        if opened.is_empty() {
            return Err(Rejection::UnknownCoupon);
        }
        let shared = self.shared(&who);
        let exhausted = given.exhausted_of(terms, opened.iter().copied());
        let used = shared.used();
        let open = |promotion: &&Promotion| promotion.spent(&exhausted, &used).is_none();
        let open: Vec<&Promotion> = opened.into_iter().filter(open).collect();
        if open.is_empty() {
            return Err(Rejection::CouponSpent);
        }
        // A code says nothing of groups that its shopper is not in.
        let may_know = |name: &str| name == CARD || shared.groups.contains(name);
        let coupon = |promotion: &Promotion| {
            let told = Promotion { when: told(&promotion.when, &may_know), ..promotion.clone() };
            told.coupon()
        };
        let own = |promotion: &&Promotion| shared.coupons.iter().all(|kept| *kept != coupon(promotion));
        let fresh: Vec<&Promotion> = open.into_iter().filter(own).collect();
        if shared.coupons.len().saturating_add(fresh.len()) > Command::MOST_COUPONS {
            return Err(Rejection::TooManyCoupons);
        }
        let applied = |promotion: &Promotion| OrderFact::CouponApplied { coupon: coupon(promotion) };
        Ok(fresh.into_iter().map(|p| (Subject::Shopper(who), Fact::Order(applied(p)))).collect())
    }

    pub(super) fn remove_coupon(&self, who: ShopperId, promotion: PromotionId) -> Facts {
        let has = self.shared(&who).coupons.iter().any(|coupon| coupon.promotion == promotion);
        let removed = OrderFact::CouponRemoved { promotion };
        Ok(if has { vec![(Subject::Shopper(who), Fact::Order(removed))] } else { Vec::new() })
    }
}
