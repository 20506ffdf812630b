//! Where an order is: its steps, its parcels, what was paid of it.

use serde::{Deserialize, Serialize};

use crate::command::Status;
use crate::event::{
    Consignment, Line, ParcelStatus, Payment, Promise, ReturnReason, ReturnStatus, ReturnWish, StockLine,
};
use crate::id::{OrderId, ParcelId, ReturnId};
use crate::money::Money;
use crate::packed::Packed;
use crate::terms::receipt::Receipt;
use crate::time::Timestamp;

/// Where an order is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tracked {
    /// Which.
    pub order: OrderId,
    /// Its number for people.
    pub number: u32,
    /// Where it stands: as far as the last of its units.
    pub status: Status,
    /// What happened so far, oldest first: the reasons for `status`.
    pub timeline: Vec<Step>,
    /// What comes next, if all goes well; empty at the end.
    pub ahead: Vec<Status>,
    /// What was bought.
    pub lines: Vec<Line>,
    /// What is to be paid.
    pub total: Money,
    /// How the total came about, as it was when the order was placed.
    pub receipt: Option<Packed<Receipt>>,
    /// What the buyer got back of it; nothing, if there was no refund.
    #[serde(default)]
    pub refunded: Option<Money>,
    /// In which parcels it comes, in the order of their packing.
    #[serde(default)]
    pub parcels: Vec<Parcel>,
    /// Units that wait for stock, ascending by product.
    #[serde(default)]
    pub waiting: Vec<StockLine>,
    /// Units that were called off, ascending by product; of an order that was called off as a whole none.
    #[serde(default)]
    pub cancelled: Vec<StockLine>,
    /// What happened to its payment, oldest first, where the shop records that.
    #[serde(default)]
    pub payments: Vec<Paid>,
    /// What is still to be paid; nothing, where the shop records no payments of it.
    #[serde(default)]
    pub due: Option<Money>,
    /// What its buyer sends back, in the order of their asking.
    #[serde(default)]
    pub returns: Vec<Return>,
    /// How it goes and when it was said to be there, where that was promised.
    #[serde(default)]
    pub promise: Option<Promise>,
    /// What of that promise is not kept; nothing, while it is.
    #[serde(default)]
    pub late: Option<Late>,
}

/// Why an order is not there when it was said to be, and what there is for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Late {
    /// Where it is held up.
    pub cause: Cause,
    /// What its buyer is offered and did not take yet.
    pub offer: Option<Money>,
    /// What its buyer took for it.
    pub compensated: Option<Money>,
}

/// Where a late order is held up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Some of it is not on the shelf.
    Waits,
    /// It did not leave the house.
    InHouse,
    /// It is with its carrier.
    Underway,
    /// Nobody took it at the door.
    NobodyThere,
    /// It is lost, and is sent anew.
    Lost,
    /// It is there by now.
    Arrived,
    /// A parcel waits to be picked up, is held up, or was turned back.
    HeldUp,
    /// A parcel came back to the house, and is sent anew.
    CameBack,
}

/// One step of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Which.
    pub status: Status,
    /// When.
    pub at: Timestamp,
}

/// Some units of an order on their way together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Its number in the order, from 1.
    pub id: ParcelId,
    /// What is in it.
    pub lines: Vec<StockLine>,
    /// What happened to it, oldest first; the first step is `packed`. What its carrier saw stands at its own time.
    pub timeline: Vec<ParcelStep>,
    /// Who carries it, where that is known.
    pub consignment: Option<Consignment>,
}

impl Parcel {
    /// Where it stands.
    #[inline(never)]
    pub fn status(&self) -> ParcelStatus {
        self.stands().map_or(ParcelStatus::Packed, |step| step.behind(self.turned()))
    }

    /// When it was turned back first; nothing, if it went to its buyer after all.
    #[inline(never)]
    pub(crate) fn turned(&self) -> Option<Timestamp> {
        if self.timeline.iter().any(|step| step.status == ParcelStatus::AfterAll) {
            return None;
        }
        let turned = self.timeline.iter().filter(|step| step.status == ParcelStatus::TurnedBack);
        turned.map(|step| step.at).min()
    }

    /// Says it as its buyer is told: each step as what it comes to.
    pub(crate) fn tell(&mut self) {
        let turned = self.turned();
        self.timeline.iter_mut().for_each(|step| step.status = step.behind(turned));
    }

    /// The step that says so: the last one of those that weigh most.
    pub(crate) fn stands(&self) -> Option<&ParcelStep> {
        self.timeline.iter().max_by_key(|step| step.status.weight())
    }
}

/// One step of a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelStep {
    /// Which.
    pub status: ParcelStatus,
    /// When.
    pub at: Timestamp,
}

impl ParcelStep {
    /// What it comes to: what is delivered after it was turned back is back in the house, whichever was told first.
    pub(crate) fn behind(self, turned: Option<Timestamp>) -> ParcelStatus {
        let is_back =
            self.status == ParcelStatus::Delivered && turned.is_some_and(|turned| turned <= self.at);
        if is_back { ParcelStatus::Returned } else { self.status }
    }
}

/// Some units of an order on their way back together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// Its number in the order, from 1.
    pub number: ReturnId,
    /// What comes back.
    pub lines: Vec<StockLine>,
    /// Why.
    pub reason: ReturnReason,
    /// What its buyer wants for it.
    pub wish: ReturnWish,
    /// What happened to it, oldest first; the first step is `requested`.
    pub timeline: Vec<ReturnStep>,
    /// How it is sent, where the shop says so.
    pub label: Option<Consignment>,
}

impl Return {
    /// Where it stands.
    pub fn status(&self) -> ReturnStatus {
        self.timeline.last().map_or(ReturnStatus::Requested, |step| step.status)
    }
}

/// One step of a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnStep {
    /// Which.
    pub status: ReturnStatus,
    /// When.
    pub at: Timestamp,
}

/// One step of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// What happened.
    pub payment: Payment,
    /// When.
    pub at: Timestamp,
}
