//! What becomes of a member's points: earned, spent, taken and given back, expired, adjusted.

use super::{Facts, Judge, merchant};
use crate::command::Rejection;
use crate::event::{Actor, AdjustReason, Fact, OrderFact, Role, SoldLine, Subject, Why};
use crate::id::{LabelId, OrderId, ProductId, ShopperId};
use crate::money::{Currency, Money};
use crate::query::Cart;
use crate::service::order::Order;
use crate::shop::Shop;
use crate::terms::loyalty::{Book, Bought, How, Programme, Redeemable, part};
use crate::terms::promotion::{Offer, Promotion, PromotionId, Spread, Target};
use crate::terms::receipt::{LineTotal, Receipt, What};

pub(super) type Decided = Vec<(Subject, Fact)>;

/// Together with what was entered into somebody's book.
pub(super) fn with(mut facts: Decided, who: ShopperId, book: Book<'_>) -> Decided {
    facts.extend(book.into_facts().into_iter().map(|fact| (Subject::Shopper(who), Fact::Loyalty(fact))));
    facts
}

impl Judge<'_> {
    pub(super) fn programme(&self) -> Option<&Programme> {
        self.engine.snapshot.shop.loyalty()
    }

    pub(super) fn book(&self, who: &ShopperId) -> Book<'_> {
        let account = self.engine.state.shared(who).and_then(|shared| shared.account()).cloned();
        let zone = &self.engine.snapshot.shop.zone;
        let delight = self.engine.state.shop.as_deref().and_then(Shop::delight);
        let mut book = Book::new(self.programme(), zone, self.at, account.unwrap_or_default());
        book.delight = delight;
        book
    }

    /// Whether they hold the card, and whether they have bought nothing yet.
    pub(super) fn member(&self, who: &ShopperId) -> (bool, bool) {
        let shared = self.engine.state.shared(who);
        shared.map_or((false, true), |shared| (shared.card, shared.purchases.count == 0))
    }

    fn category(&self, product: ProductId) -> LabelId {
        self.engine.snapshot.shop.product(product).map_or(LabelId(0), |found| found.category)
    }

    /// With what a new member gets for joining.
    pub(super) fn with_joining(&self, facts: Decided, who: ShopperId) -> Decided {
        if facts.is_empty() {
            return facts;
        }
        let mut book = self.book(&who);
        book.account.hold_card(self.at);
        book.join();
        with(facts, who, book)
    }

    /// With what a basket paid at a till earns a member. What is paid in another currency than the shop keeps earns
    /// nothing.
    pub(super) fn with_sale(
        &self,
        facts: Decided,
        who: ShopperId,
        (currency, lines): (Currency, &[SoldLine]),
    ) -> Decided {
        let (is_member, first) = self.member(&who);
        if !is_member || currency != self.engine.snapshot.shop.currency {
            return facts;
        }
        let bought = |line: &SoldLine| Bought {
            product: line.product,
            category: self.category(line.product),
            units: line.quantity,
            spend: line.paid,
        };
        let shop = &self.engine.snapshot.shop;
        let lines = lines.iter().filter(|line| !shop.is_gift_card(line.product));
        let lines: Vec<Bought> = lines.map(bought).collect();
        let mut book = self.book(&who);
        if !lines.is_empty() {
            book.buy(&lines, Why::Sale, first);
        }
        with(facts, who, book)
    }

    /// With the points that pay for an order, and those that it earns.
    pub(super) fn with_order(
        &self,
        facts: Decided,
        who: ShopperId,
        (order, receipt, redeem): (OrderId, &Receipt, i64),
    ) -> Decided {
        let (is_member, first) = self.member(&who);
        let mut book = self.book(&who);
        let worth = receipt.by_points();
        if let Some(points) = self.programme().map(|own| own.spent(redeem, worth)).filter(|_| worth > 0) {
            book.redeem(order, points, Money::new(worth, receipt.currency));
        }
        let bought = self.bought(receipt);
        if is_member && !bought.is_empty() {
            book.buy(&bought, Why::Order(order), first);
        }
        // Who buys gift cards alone has not bought yet.
        let giver = if bought.is_empty() { None } else { self.welcomed(&mut book, &who, (order, &bought)) };
        let facts = with(facts, who, book);
        match giver {
            Some((giver, theirs)) => with(facts, giver, theirs),
            None => facts,
        }
    }

    /// What was paid in money for each line, without tax that is added. Gift cards are no purchase: what they pay for
    /// later is none either.
    fn bought(&self, receipt: &Receipt) -> Vec<Bought> {
        let shop = &self.engine.snapshot.shop;
        let is_card = |line: &&LineTotal| shop.is_gift_card(line.product);
        let cards =
            receipt.lines.iter().filter(is_card).fold(0_i64, |sum, line| sum.saturating_add(line.total));
        // Neither points nor a gift card paid for those.
        let (gross, paid) = (receipt.gross().saturating_sub(cards), receipt.total.saturating_sub(cards));
        let line = |line: &LineTotal| Bought {
            product: line.product,
            category: self.category(line.product),
            units: line.quantity,
            spend: part(line.total, paid, gross.max(1)),
        };
        receipt.lines.iter().filter(|line| !is_card(line)).map(line).collect()
    }

    /// With what goes back of the points of an order, once these facts hold.
    pub(super) fn with_undone(&self, facts: Decided, buyer: ShopperId, order: &Order) -> Decided {
        let own = facts.iter().filter_map(|(_, fact)| match fact {
            Fact::Order(fact) => Some(fact.clone()),
            _ => None,
        });
        let then = order.after(&own.collect::<Vec<OrderFact>>(), self.at);
        let mut book = self.book(&buyer);
        let back = then.back();
        if let Some(points) = order.points() {
            book.undo(order.id, points, &back);
        }
        self.with_unwelcomed(facts, book, (buyer, order.id, &back))
    }

    /// With what is due of somebody's points.
    pub(super) fn with_due(&self, facts: Decided, who: ShopperId) -> Decided {
        let mut book = self.book(&who);
        book.tick();
        self.with_anniversary(facts, who, book)
    }

    pub(super) fn adjust(&self, actor: &Actor, who: ShopperId, points: i64, reason: AdjustReason) -> Facts {
        merchant(actor, Role::Owner)?;
        if !self.member(&who).0 || self.programme().is_none() {
            return Err(Rejection::NoMember);
        }
        let mut book = self.book(&who);
        let left = book.account.balances(self.at).outstanding();
        let room = Money::MOST_MINOR.saturating_sub(left).max(0);
        if points == 0 || points > room || points.saturating_neg() > left {
            return Err(Rejection::BadPoints { points, left });
        }
        book.adjust(points, reason);
        Ok(with(Vec::new(), who, book))
    }

    /// How many points somebody may spend on what comes to so much, if these may be.
    fn redeemable(&self, who: &ShopperId, points: i64, total: Money) -> Result<&Programme, Rejection> {
        let redeemable = match (self.programme(), self.member(who).0) {
            (Some(programme), true) => {
                let redeemable = self.book(who).redeemable(total.minor);
                if redeemable.takes(points) && programme.worth.of(points) > 0 {
                    return Ok(programme);
                }
                redeemable
            }
            _ => Redeemable::default(),
        };
        Err(Rejection::NotRedeemable { points, redeemable })
    }

    /// The discount that so many points are; nothing, where they are money.
    pub(super) fn discount(
        &self,
        who: &ShopperId,
        points: i64,
        cart: &Cart,
    ) -> Result<Option<Promotion>, Rejection> {
        let payable = Money { minor: self.engine.snapshot.shop.payable(cart), ..cart.total };
        let programme = self.redeemable(who, points, payable)?;
        let is_discount = programme.redeem.is_some_and(|redeem| redeem.how == How::Discount);
        Ok(is_discount.then(|| of_points(programme.worth.of(points))))
    }

    /// The cart with so many points as money.
    pub(super) fn paid_with(&self, points: i64, cart: &mut Cart) -> Result<(), Rejection> {
        let worth = self.programme().map_or(0, |programme| programme.worth.of(points));
        let mut receipt = cart.receipt().cloned().ok_or(Rejection::AmountTooLarge)?;
        receipt.pay_with(What::Points, worth);
        cart.total = receipt.paid();
        cart.receipt = Some(crate::packed::Packed::of(receipt));
        Ok(())
    }
}

/// Points as a promotion that comes after all others.
fn of_points(minor: i64) -> Promotion {
    let label = What::Points.label();
    Promotion {
        id: PromotionId::POINTS,
        name: label.en.clone(),
        when: crate::terms::condition::Condition::All(Vec::new()),
        gives: Offer::Fixed { minor, on: Target::Order, spread: Spread::Across, most_units: None },
        lane: u16::MAX,
        priority: i32::MIN,
        alone: false,
        never_with: Vec::new(),
        coupons: Vec::new(),
        per_shopper: None,
        uses: None,
        budget: None,
        names: Some(label),
    }
}
