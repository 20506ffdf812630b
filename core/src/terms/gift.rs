//! Gift cards: a ledger that always balances.
//!
//! A card is issued with a value; what is on it is spent, expires with the card, or is taken back with its purchase. What
//! a refund gives back comes to the card that paid. Every [`GiftFact`] is an entry of double-entry bookkeeping: it takes
//! money from one account to another, so that at any moment what was issued is what is on the cards and what was spent,
//! expired and taken back together ([`Balances`]). Nothing is ever below 0.
//!
//! - A card is numbered by the shop, from 1 without gaps, and its number opens nothing.
//! - What has ended can no longer be spent from that moment on, whether it was booked or not: it is booked when something
//!   comes back to the card, which then lasts [`revive_days`](crate::shop::GiftCards::revive_days) longer.
//! - What comes back of an order is told as the difference between what is due *in all* and what was told before: so
//!   any order of refunds comes to the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::event::{CardMoney, GiftFact, IssuedCards};
use crate::id::{GiftCardId, OrderId, ProductId};
use crate::money::{Currency, Money};
use crate::time::Timestamp;

#[cfg(test)]
mod tests;

/// All cards of a shop, and what they paid.
///
/// To hand it on costs nothing until something happens to a card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Held", into = "Held")]
pub struct Cards(Arc<Held>);

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    /// The card of number `n` lies at `n - 1`.
    cards: Vec<Card>,
    /// What a card paid for each order.
    spends: BTreeMap<OrderId, Spend>,
    /// The cards that were bought with each order.
    bought: BTreeMap<OrderId, Vec<GiftCardId>>,
}

impl From<Held> for Cards {
    fn from(held: Held) -> Self {
        Self(Arc::new(held))
    }
}

impl From<Cards> for Held {
    fn from(cards: Cards) -> Self {
        Arc::unwrap_or_clone(cards.0)
    }
}

/// One gift card. `value` is always what is `left`, `spent`, `expired` and `taken_back` together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What was bought.
    pub product: ProductId,
    /// With how much on it.
    pub value: Money,
    /// What is on it, in minor units; nobody's, once it has ended.
    pub left: i64,
    /// What it paid, less what came back.
    pub spent: i64,
    /// What expired, as far as that is booked.
    pub expired: i64,
    /// What was taken back with its purchase.
    pub taken_back: i64,
    /// When it ends; nothing, if it never does.
    pub expires: Option<Timestamp>,
}

/// What a card paid for an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spend {
    /// Which card.
    pub card: GiftCardId,
    /// How much.
    pub amount: Money,
    /// What of it is back on the card, in minor units.
    pub back: i64,
}

/// All cards of one currency at a moment, in minor units: `issued` is the sum of all others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Balances {
    /// What was ever on them.
    pub issued: i64,
    /// What the shop owes for them.
    pub outstanding: i64,
    /// What they paid, less what came back.
    pub spent: i64,
    /// What ended with them.
    pub expired: i64,
    /// What was taken back with their purchases.
    pub taken_back: i64,
}

impl Card {
    /// Whether it has ended.
    pub fn is_over(&self, at: Timestamp) -> bool {
        self.expires.is_some_and(|end| end <= at)
    }

    /// What can be spent of it at a moment.
    pub fn available(&self, at: Timestamp) -> Money {
        Money { minor: if self.is_over(at) { 0 } else { self.left }, ..self.value }
    }

    /// Whether nothing ever happened to it, so that its purchase can be undone.
    pub fn is_whole(&self, at: Timestamp) -> bool {
        self.available(at) == self.value
    }
}

impl Cards {
    /// Takes in what happened; what does not fit changes nothing, and so the same counts once.
    pub fn apply(&mut self, fact: &GiftFact) {
        let held = Arc::make_mut(&mut self.0);
        match fact {
            GiftFact::Issued { order, cards } => cards.iter().for_each(|cards| held.issue(*order, cards)),
            GiftFact::Spent { card, order, amount } => held.spend(*card, *order, *amount),
            GiftFact::GivenBack { order, amount, whole, expires, .. } => {
                held.give_back(*order, (*amount, *whole), *expires);
            }
            GiftFact::TakenBack { cards, .. } => cards.iter().for_each(|one| held.take_back(one)),
            GiftFact::Expired { card, amount } => held.expire(*card, *amount),
        }
    }

    /// The card of that number.
    pub fn get(&self, id: GiftCardId) -> Option<&Card> {
        self.0.get(id)
    }

    /// The number of the card that is issued next.
    pub fn next(&self) -> GiftCardId {
        self.0.next()
    }

    /// What a card paid for an order.
    pub fn paid(&self, order: OrderId) -> Option<&Spend> {
        self.0.spends.get(&order)
    }

    /// The cards that were bought with an order and not taken back, ascending.
    pub fn of(&self, order: OrderId) -> impl Iterator<Item = (GiftCardId, &Card)> {
        let bought = self.0.bought.get(&order).into_iter().flatten();
        let cards = bought.filter_map(|id| Some((*id, self.get(*id)?)));
        cards.filter(|(_, card)| card.taken_back == 0)
    }

    /// All cards, ascending.
    pub fn all(&self) -> impl Iterator<Item = &Card> {
        self.0.cards.iter()
    }

    /// Everything at a moment, by currency.
    pub fn balances(&self, at: Timestamp) -> BTreeMap<Currency, Balances> {
        let mut all = BTreeMap::<Currency, Balances>::new();
        for card in &self.0.cards {
            let sums = all.entry(card.value.currency).or_default();
            let ended = card.left.saturating_sub(card.available(at).minor);
            let more = |sum: &mut i64, minor: i64| *sum = sum.saturating_add(minor);
            more(&mut sums.issued, card.value.minor);
            more(&mut sums.outstanding, card.left.saturating_sub(ended));
            more(&mut sums.spent, card.spent);
            more(&mut sums.expired, card.expired.saturating_add(ended));
            more(&mut sums.taken_back, card.taken_back);
        }
        all
    }
}

impl Held {
    fn next(&self) -> GiftCardId {
        GiftCardId((self.cards.len() as u32).saturating_add(1))
    }

    fn place(id: GiftCardId) -> Option<usize> {
        usize::try_from(id.0.checked_sub(1)?).ok()
    }

    fn get(&self, id: GiftCardId) -> Option<&Card> {
        self.cards.get(Self::place(id)?)
    }

    fn get_mut(&mut self, id: GiftCardId) -> Option<&mut Card> {
        self.cards.get_mut(Self::place(id)?)
    }

    fn issue(&mut self, order: OrderId, issued: &IssuedCards) {
        let IssuedCards { product, first, units, value, expires } = *issued;
        let fits = first == self.next() && (1..=Money::MOST_MINOR).contains(&value.minor);
        let last = first.0.checked_add(units);
        let Some(last) = last.filter(|_| fits) else { return };
        let card = Card { product, value, left: value.minor, spent: 0, expired: 0, taken_back: 0, expires };
        self.bought.entry(order).or_default().extend((first.0..last).map(GiftCardId));
        self.cards.extend((first.0..last).map(|_| card));
    }

    fn spend(&mut self, id: GiftCardId, order: OrderId, amount: Money) {
        if self.spends.contains_key(&order) {
            return;
        }
        let Some(card) = self.get_mut(id).filter(|card| card.value.currency == amount.currency) else {
            return;
        };
        if amount.minor > 0 && amount.minor <= card.left {
            card.left = card.left.saturating_sub(amount.minor);
            card.spent = card.spent.saturating_add(amount.minor);
            self.spends.insert(order, Spend { card: id, amount, back: 0 });
        }
    }

    fn give_back(&mut self, order: OrderId, (amount, whole): (Money, Money), expires: Option<Timestamp>) {
        let Some(spend) = self.spends.get_mut(&order) else { return };
        let back = spend.back.saturating_add(amount.minor);
        let fits = amount.minor > 0 && back == whole.minor && back <= spend.amount.minor;
        if !fits || amount.currency != spend.amount.currency {
            return;
        }
        spend.back = back;
        let card = spend.card;
        if let Some(card) = self.get_mut(card) {
            card.left = card.left.saturating_add(amount.minor);
            card.spent = card.spent.saturating_sub(amount.minor);
            card.expires = expires.or(card.expires);
        }
    }

    fn take_back(&mut self, one: &CardMoney) {
        let fits = |card: &&mut Card| one.amount == card.value && card.left == card.value.minor;
        if let Some(card) = self.get_mut(one.card).filter(fits) {
            (card.left, card.taken_back) = (0, card.value.minor);
        }
    }

    fn expire(&mut self, id: GiftCardId, amount: Money) {
        let fits = |card: &&mut Card| card.left == amount.minor && card.value.currency == amount.currency;
        if let Some(card) = self.get_mut(id).filter(fits) {
            card.expired = card.expired.saturating_add(card.left);
            card.left = 0;
        }
    }
}
