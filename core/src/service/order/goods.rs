//! What of an order is not sent: whether it is paid, and what of it its buyer has by now.

use super::Order;
use super::fulfil::units;
use crate::command::{Command, Status};
use crate::event::{Good, GoodKind, OrderFact, ParcelStatus, Refund, StockLine};
use crate::id::ProductId;
use crate::money::Money;
use crate::packed::Packed;
use crate::time::Timestamp;

impl Order {
    /// What of it is not sent, each product once.
    pub fn goods(&self) -> &[Good] {
        self.goods.get().map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a product of it is not sent.
    pub(super) fn is_good(&self, product: ProductId) -> bool {
        self.goods().iter().any(|good| good.product == product)
    }

    /// Units that its buyer is entitled to something by, ascending by product.
    pub fn granted(&self) -> &[StockLine] {
        self.granted.get().map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether all that is owed for it was paid.
    pub fn is_paid(&self) -> bool {
        self.status() != Status::Cancelled && self.received() >= self.owed()
    }

    /// Units of a product that its buyer may have: neither called off nor given back.
    pub fn standing(&self, product: ProductId) -> u32 {
        if self.status() == Status::Cancelled { 0 } else { self.unrefunded(product) }
    }

    /// What of what a gift card paid is back on it, in all.
    pub(crate) fn back_to_card(&self) -> i64 {
        let paid = || self.receipt.as_ref().and_then(Packed::get).map_or(0, |receipt| receipt.by_card());
        if self.status() == Status::Cancelled { paid() } else { self.ledger().back_to_card() }
    }

    /// How much of a refund goes to the gift card that paid.
    pub fn to_card(&self, refund: &Refund, at: Timestamp) -> Money {
        let refunded = OrderFact::Refunded { order: self.id, refund: refund.clone() };
        let then = self.after(&[refunded], at).back_to_card();
        Money { minor: then.saturating_sub(self.back_to_card()), ..self.total }
    }

    /// What its buyer is entitled to by now and is not granted, or was granted and is not entitled to any more.
    pub(crate) fn entitled(&self, paid: bool) -> Vec<OrderFact> {
        let named = self.goods().iter().filter(|good| matches!(good.what, GoodKind::Entitlement(_)));
        let (mut more, mut less) = (Vec::new(), Vec::new());
        for product in named.map(|good| good.product) {
            let (due, has) = (self.standing(product), units(self.granted(), product));
            more.push(StockLine { product, units: if paid { due.saturating_sub(has) } else { 0 } });
            less.push(StockLine { product, units: has.saturating_sub(due) });
        }
        let some = |lines: Vec<StockLine>| -> Option<Vec<StockLine>> {
            let lines: Vec<StockLine> = lines.into_iter().filter(|line| line.units > 0).collect();
            (!lines.is_empty()).then_some(lines)
        };
        let order = self.id;
        let granted = some(more).map(|lines| OrderFact::Granted { order, lines });
        let revoked = some(less).map(|lines| OrderFact::Revoked { order, lines });
        granted.into_iter().chain(revoked).collect()
    }

    /// What is not sent is there as soon as it is paid: in a parcel of its own, where other things are sent.
    pub(crate) fn handed_over(&self, at: Timestamp) -> Vec<OrderFact> {
        let order = self.id;
        let lines: Vec<StockLine> =
            self.all_open().into_iter().filter(|line| self.is_good(line.product)).collect();
        if lines.is_empty() || self.parcels.len() >= Command::MOST_PARCELS {
            return Vec::new();
        }
        let whole = self.parcels.is_empty()
            && self.products().all(|product| self.is_good(product))
            && self.waiting.is_empty();
        if whole {
            return vec![
                OrderFact::Packed { order },
                OrderFact::Shipped { order },
                OrderFact::Delivered { order },
            ];
        }
        let parcel = self.next_parcel();
        let moved = |status| OrderFact::ParcelMoved { order, parcel, status, consignment: None };
        let mut facts = vec![OrderFact::ParcelPacked { order, parcel, lines }];
        facts.extend([ParcelStatus::Shipped, ParcelStatus::Delivered].map(moved));
        facts.extend(self.after(&facts, at).end());
        facts
    }
}
