//! An order from placed to delivered or cancelled, as a fold of its facts.

use serde::{Deserialize, Serialize};

use crate::command::Status;
#[cfg(feature = "till")]
use crate::event::LoyaltyFact;
use crate::event::{Good, Line, OrderFact, Promise, Refund, StockLine, Use};
use crate::id::{ContactId, OrderId};
use crate::money::Money;
use crate::packed::Packed;
use crate::query::{Paid, Parcel, Return, Step, Tracked};
use crate::terms::loyalty::OrderPoints;
use crate::terms::receipt::Receipt;
use crate::time::Timestamp;

mod fulfil;
#[cfg(feature = "till")]
mod goods;
#[cfg(feature = "till")]
mod judge;
mod late;
mod pay;
#[cfg(feature = "till")]
mod points;
#[cfg(feature = "till")]
mod refund;
mod returns;
mod scan;
#[cfg(test)]
mod tests;

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
    /// What is to be paid: the sum of the lines, and of sending as the receipt has it, less what points and a gift card
    /// pay.
    pub total: Money,
    /// What happened, oldest first; the first step is `placed`.
    pub timeline: Vec<Step>,
    /// How the total came about.
    pub receipt: Option<Packed<Receipt>>,
    /// What promotions gave for it, and get back if it is called off.
    pub uses: Packed<Vec<Use>>,
    /// What its buyer got back, oldest first.
    pub refunds: Vec<Refund>,
    /// In which parcels it goes, in the order of their packing.
    pub parcels: Vec<Parcel>,
    /// Units that wait for stock, ascending by product.
    pub waiting: Vec<StockLine>,
    /// What of it was called off, oldest first.
    pub cancels: Vec<Cancel>,
    /// What happened to its payment, oldest first; nothing, where the shop does not record that.
    pub payments: Vec<Paid>,
    /// What its buyer sends back, in the order of their asking.
    pub returns: Vec<Return>,
    /// How it goes and when it was said to be there.
    pub promise: Option<Promise>,
    /// That it was not there in time.
    pub broken: Option<Broken>,
    /// What its buyer took for that: so much less is owed for it.
    pub compensated: Option<Money>,
    /// What it has to do with points.
    pub points: Packed<Option<OrderPoints>>,
    /// What of it is not sent.
    pub goods: Packed<Vec<Good>>,
    /// Units that its buyer is entitled to something by, ascending by product.
    pub granted: Packed<Vec<StockLine>>,
}

/// A promise that was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broken {
    /// When it should have been kept.
    pub until: Timestamp,
    /// What is offered for it.
    pub offer: Option<Money>,
}

/// Units of an order that were called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancel {
    /// Which.
    pub lines: Vec<StockLine>,
    /// What need not be paid for them.
    pub credit: Refund,
}

impl Status {
    /// The usual way of an order.
    pub const WAY: [Self; 4] = [Self::Placed, Self::Packed, Self::Shipped, Self::Delivered];

    /// Whether an order that stands here may go there. It stands where the last of its units stands: it goes on
    /// by several steps where that one is called off, and back where a parcel is opened, lost or returned, or something is
    /// exchanged.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Placed => next != Self::Placed,
            Self::Packed => next != Self::Packed,
            Self::Shipped => matches!(next, Self::Placed | Self::Delivered),
            Self::Delivered => next == Self::Placed,
            Self::Cancelled => false,
        }
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

    /// What its buyer may see.
    pub fn tracked(&self) -> Tracked {
        let mut parcels = self.parcels.clone();
        parcels.iter_mut().for_each(Parcel::tell);
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
            parcels,
            waiting: self.waiting.clone(),
            cancelled: self.cancelled(),
            payments: self.payments.clone(),
            returns: self.returns.clone(),
            due: (!self.payments.is_empty()).then(|| Money { minor: self.due(), ..self.total }),
            promise: self.promise,
            late: self.late(),
        }
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
            OrderFact::Placed {
                order,
                number,
                contact,
                lines,
                total,
                receipt,
                uses,
                waiting,
                promise,
                goods,
            } => {
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
                        parcels: Vec::new(),
                        waiting: waiting.clone(),
                        cancels: Vec::new(),
                        payments: Vec::new(),
                        returns: Vec::new(),
                        promise: *promise,
                        broken: None,
                        compensated: None,
                        points: Packed::default(),
                        goods: goods.clone(),
                        granted: Packed::default(),
                    });
                }
            }
            OrderFact::Packed { order }
            | OrderFact::Shipped { order }
            | OrderFact::Delivered { order }
            | OrderFact::Cancelled { order }
            | OrderFact::Refunded { order, .. }
            | OrderFact::ParcelPacked { order, .. }
            | OrderFact::ParcelMoved { order, .. }
            | OrderFact::ParcelScanned { order, .. }
            | OrderFact::UnitsAllocated { order, .. }
            | OrderFact::UnitsCancelled { order, .. }
            | OrderFact::PaymentRecorded { order, .. }
            | OrderFact::ReturnRequested { order, .. }
            | OrderFact::ReturnMoved { order, .. }
            | OrderFact::PromiseBroken { order, .. }
            | OrderFact::Compensated { order, .. }
            | OrderFact::Granted { order, .. }
            | OrderFact::Revoked { order, .. } => {
                if let Some(order) = self.find(*order) {
                    order.apply(fact, at);
                }
            }
            OrderFact::CartChanged { .. }
            | OrderFact::SoldInStore { .. }
            | OrderFact::CouponApplied { .. }
            | OrderFact::CouponRemoved { .. } => {}
        }
    }

    /// Takes in what an order has to do with points.
    #[cfg(feature = "till")]
    pub(crate) fn apply_points(&mut self, fact: &LoyaltyFact) {
        if let Some(order) = fact.order().and_then(|order| self.find(order)) {
            order.points.change(|points| points.get_or_insert_default().apply(fact));
        }
    }

    fn find(&mut self, id: OrderId) -> Option<&mut Order> {
        self.orders.iter_mut().find(|order| order.id == id)
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
