//! What an appended event means for the tables beside the log: links, consent, orders, the numbers of
//! parcels, points, codes, tombs, and what others are told.

use attar::event::{
    Consent, CustomerFact, Event, Fact, OrderFact, ParcelStatus, Posting, ReturnStatus, Subject,
};
use attar::id::{ContactId, OrderId, ParcelId, ShopperId};
use attar::service::order::{Order, Orders};
use attar::{Status, Timestamp};

use super::outbox::told;
use super::{LogError, Reader, Stored};
use crate::history::everyone;

/// An order that was placed, and where in the log.
pub(super) struct Placed {
    pub(super) order: OrderId,
    pub(super) buyer: ShopperId,
    pub(super) contact: ContactId,
    pub(super) number: u32,
    pub(super) seq: u64,
    /// When the clock is to look at it: its promise is broken then.
    pub(super) due: Option<Timestamp>,
}

/// The tables that follow the log. Each is a fold of it and could be built again.
pub(super) trait Tables: Reader {
    fn link(&mut self, visitor: ShopperId, customer: ShopperId) -> Result<(), LogError>;
    fn set_consent(&mut self, who: ShopperId, consent: Consent) -> Result<(), LogError>;
    fn placed(&mut self, placed: Placed) -> Result<(), LogError>;
    fn ended(&mut self, order: OrderId) -> Result<(), LogError>;
    fn reopened(&mut self, order: OrderId) -> Result<(), LogError>;
    /// Nothing is due for it any more.
    fn settled(&mut self, order: OrderId) -> Result<(), LogError>;
    /// What was promised with it is due again.
    fn unsettled(&mut self, order: OrderId) -> Result<(), LogError>;
    /// When the clock is to look at the points of a customer, in place of what was said before.
    fn collects(&mut self, who: ShopperId, due: Option<Timestamp>) -> Result<(), LogError>;
    /// When that is.
    fn collected(&self, who: ShopperId) -> Result<Option<Timestamp>, LogError>;
    fn consign(&mut self, order: OrderId, parcel: ParcelId, number: &str) -> Result<(), LogError>;
    /// Somebody has a code for others to come by.
    fn refers(&mut self, who: ShopperId, code: &str) -> Result<(), LogError>;
    fn bury(&mut self, tomb: ShopperId, seq: u64) -> Result<(), LogError>;
    fn enqueue(
        &mut self,
        order: OrderId,
        kind: &'static str,
        seq: u64,
        at: Timestamp,
    ) -> Result<(), LogError>;
}

/// Takes an event in, in step with [`attar::state::Shared`].
pub(super) fn project(tables: &mut impl Tables, event: &Event, seq: u64) -> Result<(), LogError> {
    let Subject::Shopper(who) = event.subject else { return Ok(()) };
    if let Some((order, kind)) = told(event) {
        tables.enqueue(order, kind, seq, event.at)?;
    }
    match &event.fact {
        Fact::Customer(CustomerFact::Linked { visitor, customer }) => link(tables, *visitor, *customer),
        Fact::Customer(CustomerFact::Consented { consent }) => {
            let who = tables.customer_of(who)?.unwrap_or(who);
            tables.set_consent(who, *consent)
        }
        Fact::Customer(CustomerFact::Forgotten) => tables.bury(who, seq),
        Fact::Order(OrderFact::Placed { order, contact, number, promise, .. }) => {
            let due = promise.and_then(|promise| promise.interval).map(|interval| interval.until);
            tables.placed(Placed { order: *order, buyer: who, contact: *contact, number: *number, seq, due })
        }
        Fact::Order(OrderFact::Delivered { order } | OrderFact::Cancelled { order }) => {
            tables.settled(*order)?;
            tables.ended(*order)
        }
        Fact::Order(OrderFact::PromiseBroken { order, .. }) => tables.settled(*order),
        Fact::Loyalty(fact) => {
            if let Posting::ReferralOpened { code } = &fact.what {
                tables.refers(who, code)?;
            }
            let who = tables.customer_of(who)?.unwrap_or(who);
            tables.collects(who, fact.due)
        }
        Fact::Order(OrderFact::ParcelMoved { order, parcel, consignment: Some(one), .. }) => {
            tables.consign(*order, *parcel, &one.number)
        }
        Fact::Order(OrderFact::ParcelScanned { order, status: ParcelStatus::TurnedBack, .. })
            if is_open(tables, who, *order)? =>
        {
            // It is not there after all; what was told as broken the clock looks at once, and finds nothing.
            tables.unsettled(*order)?;
            tables.reopened(*order)
        }
        // The same is sent again.
        Fact::Order(OrderFact::ReturnMoved { order, status: ReturnStatus::Exchanged, .. }) => {
            tables.reopened(*order)
        }
        _ => Ok(()),
    }
}

/// Whether an order is neither there nor called off, as all that is known of it says: a parcel that is told as turned back
/// late may have been there before.
fn is_open(tables: &impl Tables, buyer: ShopperId, order: OrderId) -> Result<bool, LogError> {
    let mut orders = Orders::default();
    for Stored { event, .. } in tables.history(&everyone(tables, buyer)?, 0, usize::MAX)? {
        if let Fact::Order(fact) = &event.fact {
            orders.apply(fact, event.at);
        }
    }
    let status = orders.get(order).map(Order::status);
    Ok(!matches!(status, Some(Status::Delivered | Status::Cancelled)))
}

fn link(tables: &mut impl Tables, visitor: ShopperId, customer: ShopperId) -> Result<(), LogError> {
    if tables.customer_of(visitor)?.is_some() {
        return Ok(());
    }
    let (theirs, own) = (tables.consent(visitor)?, tables.consent(customer)?);
    tables.link(visitor, customer)?;
    tables.set_consent(customer, own.max(theirs))?;
    let due = [tables.collected(visitor)?, tables.collected(customer)?].into_iter().flatten().min();
    tables.collects(visitor, None)?;
    tables.collects(customer, due)
}
