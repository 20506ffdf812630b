//! Gift cards and what entitles to something: what a card pays, what is issued and granted when an order is paid, and
//! what becomes of it when units go back.

use super::fulfil::about;
use super::{Facts, Judge};
use crate::command::{Bearer, Rejection, Tender};
use crate::event::{CardMoney, Fact, GiftFact, Good, GoodKind, IssuedCards, Line, OrderFact, Subject};
use crate::id::{GiftCardId, OrderId, ProductId, ShopperId};
use crate::money::Money;
use crate::packed::Packed;
use crate::query::Cart;
use crate::service::order::{Order, Orders};
use crate::shop::GiftCards;
use crate::terms::gift::{Card, Cards};
use crate::terms::receipt::{Receipt, What};

type Decided = Vec<(Subject, Fact)>;

fn market(fact: GiftFact) -> (Subject, Fact) {
    (Subject::Market, Fact::Gift(fact))
}

impl Bearer {
    /// Which card that is, as the server read it off the code.
    fn read(bearer: Option<&Self>) -> Result<Option<GiftCardId>, Rejection> {
        bearer.map(|bearer| bearer.card.ok_or(Rejection::UnknownGiftCard)).transpose()
    }
}

impl Judge<'_> {
    fn cards(&self) -> Result<&Cards, Rejection> {
        Ok(&self.market()?.gifts)
    }

    fn lasting(&self) -> Result<&GiftCards, Rejection> {
        Ok(&self.shop()?.draft().gift_cards)
    }

    /// What pays for an order beside money, as it was wished for.
    pub(super) fn tender(points: i64, bearer: Option<&Bearer>) -> Result<Tender, Rejection> {
        Ok(Tender { points, gift_card: Bearer::read(bearer)? })
    }

    /// The cart with as much of it paid by a gift card as there is on that. It pays last: what points leave, and no
    /// gift cards.
    pub(super) fn paid_by_card(&self, id: GiftCardId, cart: &mut Cart) -> Result<(), Rejection> {
        let card = self.cards()?.get(id).ok_or(Rejection::UnknownGiftCard)?;
        if let Some(at) = card.expires.filter(|_| card.is_over(self.at)) {
            return Err(Rejection::GiftCardExpired { at });
        }
        let left = card.available(self.at);
        if left.minor <= 0 || left.currency != cart.total.currency {
            return Err(Rejection::GiftCardEmpty);
        }
        let amount = left.minor.min(self.engine.snapshot.shop.payable(cart));
        if amount <= 0 {
            return Err(Rejection::NothingForGiftCard);
        }
        let mut receipt = cart.receipt().cloned().ok_or(Rejection::AmountTooLarge)?;
        receipt.pay_with(What::GiftCard, amount);
        cart.total = receipt.paid();
        cart.receipt = Some(Packed::of(receipt));
        Ok(())
    }

    /// What of these lines is not sent.
    pub(super) fn goods(&self, lines: &[Line]) -> Packed<Vec<Good>> {
        let shop = &self.engine.snapshot.shop;
        let goods: Vec<Good> = lines.iter().filter_map(|line| shop.good(line.product).cloned()).collect();
        if goods.is_empty() { Packed::default() } else { Packed::of(goods) }
    }

    /// Together with what the card of an order paid for it.
    pub(super) fn with_card(
        mut facts: Decided,
        order: OrderId,
        receipt: &Receipt,
        card: Option<GiftCardId>,
    ) -> Decided {
        if let Some(card) = card {
            let amount = Money::new(receipt.by_card(), receipt.currency);
            facts.push(market(GiftFact::Spent { card, order, amount }));
        }
        facts
    }

    /// What follows for a new order that is not sent: of what is paid at a till, or costs nothing, its buyer has it.
    pub(super) fn with_new_goods(
        &self,
        facts: Decided,
        buyer: ShopperId,
        order: OrderId,
        paid: bool,
    ) -> Facts {
        let mut orders = Orders::default();
        facts.iter().for_each(|(_, fact)| {
            if let Fact::Order(fact) = fact {
                orders.apply(fact, self.at);
            }
        });
        match orders.get(order) {
            Some(order) => self.with_settled(facts, buyer, order, paid || order.is_paid()),
            None => Ok(facts),
        }
    }

    /// What follows for what is not sent, and for the card that paid, once these facts about an order hold.
    pub(super) fn with_goods(&self, facts: Decided, buyer: ShopperId, order: &Order) -> Facts {
        let own = facts.iter().filter_map(|(_, fact)| match fact {
            Fact::Order(fact) => Some(fact.clone()),
            _ => None,
        });
        let then = order.after(&own.collect::<Vec<OrderFact>>(), self.at);
        let paid = then.is_paid();
        self.with_settled(facts, buyer, &then, paid)
    }

    fn with_settled(&self, mut facts: Decided, buyer: ShopperId, then: &Order, paid: bool) -> Facts {
        facts.extend(self.back_on_card(then)?.into_iter().map(market));
        if then.goods().is_empty() {
            return Ok(facts);
        }
        facts.extend(self.taken_back(then)?.map(market));
        facts.extend(about(buyer, then.entitled(paid)));
        if paid {
            facts.extend(self.issued(then)?.map(market));
            facts.extend(about(buyer, then.handed_over(self.at)));
        }
        Ok(facts)
    }

    /// What comes back to the card that paid, as far as it did not before. One that had ended lasts longer with it.
    fn back_on_card(&self, then: &Order) -> Result<Vec<GiftFact>, Rejection> {
        let cards = self.cards()?;
        let Some(paid) = cards.paid(then.id) else { return Ok(Vec::new()) };
        let due = then.back_to_card().min(paid.amount.minor);
        let more = due.saturating_sub(paid.back);
        let Some(card) = cards.get(paid.card).filter(|_| more > 0) else { return Ok(Vec::new()) };
        let money = |minor| Money { minor, ..paid.amount };
        let ended = (card.is_over(self.at) && card.left > 0)
            .then(|| GiftFact::Expired { card: paid.card, amount: money(card.left) });
        let zone = &self.engine.snapshot.shop.zone;
        let lasting = self.lasting()?;
        let expires = card.is_over(self.at).then(|| lasting.revived(self.at, zone));
        let (card, order, amount, whole) = (paid.card, then.id, money(more), money(due));
        let back = GiftFact::GivenBack { card, order, amount, whole, expires };
        Ok(ended.into_iter().chain([back]).collect())
    }

    /// Cards whose purchase went back: only whole ones can, those that were issued last first.
    fn taken_back(&self, then: &Order) -> Result<Option<GiftFact>, Rejection> {
        let mut all = Vec::new();
        for product in card_products(then) {
            let of_it = |(_, card): &(GiftCardId, &Card)| card.product == product;
            let own: Vec<(GiftCardId, &Card)> = self.cards()?.of(then.id).filter(of_it).collect();
            let standing = usize::try_from(then.standing(product)).unwrap_or(usize::MAX);
            let many = own.len().saturating_sub(standing);
            let whole = own.iter().rev().filter(|(_, card)| card.is_whole(self.at));
            let taken: Vec<CardMoney> =
                whole.take(many).map(|(card, own)| CardMoney { card: *card, amount: own.value }).collect();
            if taken.len() < many {
                return Err(Rejection::GiftCardSpent { product, left: taken.len() as u32 });
            }
            all.extend(taken);
        }
        all.sort_by_key(|one| one.card);
        Ok((!all.is_empty()).then_some(GiftFact::TakenBack { order: then.id, cards: all }))
    }

    /// Cards that are paid and not issued yet.
    fn issued(&self, then: &Order) -> Result<Option<GiftFact>, Rejection> {
        let (cards, lasting, zone) = (self.cards()?, self.lasting()?, &self.engine.snapshot.shop.zone);
        let mut next = cards.next();
        let mut all = Vec::new();
        for good in then.goods() {
            let GoodKind::GiftCard(value) = good.what else { continue };
            let product = good.product;
            let has = cards.of(then.id).filter(|(_, card)| card.product == product).count();
            let units = then.standing(product).saturating_sub(u32::try_from(has).unwrap_or(u32::MAX));
            if units > 0 {
                let expires = lasting.expires(self.at, zone);
                all.push(IssuedCards { product, first: next, units, value, expires });
                next = GiftCardId(next.0.checked_add(units).ok_or(Rejection::AmountTooLarge)?);
            }
        }
        Ok((!all.is_empty()).then_some(GiftFact::Issued { order: then.id, cards: all }))
    }
}

/// The products of an order that are gift cards.
fn card_products(order: &Order) -> impl Iterator<Item = ProductId> {
    let cards = order.goods().iter().filter(|good| matches!(good.what, GoodKind::GiftCard(_)));
    cards.map(|good| good.product)
}
