//! An order from placed to delivered or cancelled, as a fold of its facts.

use serde::{Deserialize, Serialize};

use crate::command::{Rejection, Status};
use crate::event::{Line, OrderFact, Refund, Use};
use crate::id::{ContactId, OrderId};
use crate::money::Money;
use crate::packed::Packed;
use crate::query::{Step, Tracked};
use crate::terms::receipt::Receipt;
use crate::time::Timestamp;

#[cfg(feature = "till")]
mod refund;

/// One order of one shopper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its identifier.
    pub id: OrderId,
    /// Its number for people.
    pub number: u32,
    /// Where name and address lie.
    pub contact: ContactId,
    /// What was bought.
    pub lines: Vec<Line>,
    /// What is to be paid: the sum of the lines, and of sending as the receipt has it.
    pub total: Money,
    /// What happened, oldest first; the first step is `placed`.
    pub timeline: Vec<Step>,
    /// How the total came about.
    pub receipt: Option<Packed<Receipt>>,
    /// What promotions gave for it, and get back if it is called off.
    pub uses: Packed<Vec<Use>>,
    /// What its buyer got back, oldest first.
    pub refunds: Vec<Refund>,
}

impl Status {
    /// The usual way of an order.
    pub const WAY: [Self; 4] = [Self::Placed, Self::Packed, Self::Shipped, Self::Delivered];

    /// Whether an order that stands here may go there.
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Placed, Self::Packed)
                | (Self::Packed, Self::Shipped)
                | (Self::Shipped, Self::Delivered)
                | (Self::Placed | Self::Packed, Self::Cancelled)
        )
    }

    /// What comes after this, if all goes well.
    pub fn ahead(self) -> &'static [Self] {
        let place = Self::WAY.iter().position(|status| *status == self);
        place.and_then(|i| Self::WAY.get(i.saturating_add(1)..)).unwrap_or(&[])
    }
}

impl Order {
    /// Where it stands.
    pub fn status(&self) -> Status {
        self.timeline.last().map_or(Status::Placed, |step| step.status)
    }

    /// Judges the next step.
    ///
    /// # Errors
    /// [`Rejection::WrongStep`] when it cannot follow.
    pub fn step(&self, next: Status) -> Result<OrderFact, Rejection> {
        let (order, status) = (self.id, self.status());
        match next {
            _ if !status.may_become(next) => Err(Rejection::WrongStep { order, status }),
            Status::Packed => Ok(OrderFact::Packed { order }),
            Status::Shipped => Ok(OrderFact::Shipped { order }),
            Status::Delivered => Ok(OrderFact::Delivered { order }),
            Status::Cancelled => Ok(OrderFact::Cancelled { order }),
            Status::Placed => Err(Rejection::WrongStep { order, status }),
        }
    }

    /// What its buyer may see.
    pub fn tracked(&self) -> Tracked {
        Tracked {
            order: self.id,
            number: self.number,
            status: self.status(),
            timeline: self.timeline.clone(),
            ahead: self.status().ahead().to_vec(),
            lines: self.lines.clone(),
            total: self.total,
            receipt: self.receipt.clone(),
            refunded: self.refunded(),
        }
    }

    /// What its buyer got back in all; nothing, if there was no refund.
    fn refunded(&self) -> Option<Money> {
        let mut all = self.refunds.iter().map(|refund| refund.amount);
        let first = all.next()?;
        Some(all.fold(first, |sum, one| Money { minor: sum.minor.saturating_add(one.minor), ..sum }))
    }
}

/// The orders of one shopper, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {
    orders: Vec<Order>,
}

impl Orders {
    /// All of them, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Order> {
        self.orders.iter()
    }

    /// The order of that identifier.
    pub fn get(&self, id: OrderId) -> Option<&Order> {
        self.orders.iter().find(|order| order.id == id)
    }

    /// Takes in what happened; a step that cannot follow changes nothing.
    pub fn apply(&mut self, fact: &OrderFact, at: Timestamp) {
        match fact {
            OrderFact::Placed { order, number, contact, lines, total, receipt, uses } => {
                if self.get(*order).is_none() {
                    self.insert(Order {
                        id: *order,
                        number: *number,
                        contact: *contact,
                        lines: lines.clone(),
                        total: *total,
                        timeline: vec![Step { status: Status::Placed, at }],
                        receipt: receipt.clone(),
                        uses: uses.clone(),
                        refunds: Vec::new(),
                    });
                }
            }
            OrderFact::Packed { order } => self.advance(*order, Status::Packed, at),
            OrderFact::Shipped { order } => self.advance(*order, Status::Shipped, at),
            OrderFact::Delivered { order } => self.advance(*order, Status::Delivered, at),
            OrderFact::Cancelled { order } => self.advance(*order, Status::Cancelled, at),
            OrderFact::Refunded { order, refund } => self.take_back(*order, refund),
            OrderFact::CartChanged { .. }
            | OrderFact::SoldInStore { .. }
            | OrderFact::CouponApplied { .. }
            | OrderFact::CouponRemoved { .. } => {}
        }
    }

    fn take_back(&mut self, id: OrderId, refund: &Refund) {
        if let Some(order) = self.find(id)
            && order.status() != Status::Cancelled
        {
            order.refunds.push(refund.clone());
        }
    }

    fn find(&mut self, id: OrderId) -> Option<&mut Order> {
        self.orders.iter_mut().find(|order| order.id == id)
    }

    fn advance(&mut self, id: OrderId, status: Status, at: Timestamp) {
        if let Some(order) = self.find(id)
            && order.status().may_become(status)
        {
            order.timeline.push(Step { status, at });
        }
    }

    /// Takes over another shopper's orders.
    pub fn merge(&mut self, other: Self) {
        for order in other.orders {
            if self.get(order.id).is_none() {
                self.insert(order);
            }
        }
    }

    /// Order numbers are counted by the shop, so they sort by time.
    fn insert(&mut self, order: Order) {
        let place = self.orders.partition_point(|o| (o.number, o.id) < (order.number, order.id));
        self.orders.insert(place, order);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn orders_stand_in_the_order_of_their_numbers() {
        let placed = |n: u8| OrderFact::Placed {
            order: OrderId([9 - n; 16]),
            number: n.into(),
            contact: ContactId([1; 16]),
            lines: Vec::new(),
            total: Money::zero(Currency::Usd),
            receipt: None,
            uses: Default::default(),
        };
        let mut orders = Orders::default();
        [2, 3, 1].iter().for_each(|n| orders.apply(&placed(*n), Timestamp(0)));
        assert_eq!(orders.iter().map(|order| order.number).collect::<Vec<_>>(), [1, 2, 3]);
    }
}
