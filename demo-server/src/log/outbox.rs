//! What other systems are told of orders: to whom, what was told, and what still is to be. A row is written in the
//! transaction that appends its event, and says only where in the log that is.

use attar::Timestamp;
use attar::event::{Event, Fact, OrderFact};
use attar::id::OrderId;

use super::LogError;

/// Why nothing more waits for an endpoint.
pub const GONE: &str = "HTTP 410";

/// The most messages that are under way to one endpoint at once, so that a slow one keeps no other waiting.
pub const MOST_UNDER_WAY: usize = 4;

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EndpointId(pub [u8; 16]);

/// Somebody who is told of orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Its identifier.
    pub id: EndpointId,
    /// Where.
    pub url: String,
    /// What signs.
    pub secret: [u8; 32],
    /// Whether it is told now.
    pub state: EndpointState,
    /// Since when.
    pub made: Timestamp,
}

/// Whether somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndpointState {
    /// It is.
    Active,
    /// Later: what happens meanwhile waits.
    Paused,
    /// It said that it wants nothing more (410); nothing waits for it.
    Gone,
}

impl EndpointState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Active, Self::Paused, Self::Gone];

    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Gone => "gone",
        }
    }
}

/// One thing that one endpoint is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its place: what happened first has the lower one.
    pub id: u64,
    /// Who is told.
    pub endpoint: EndpointId,
    /// Of which entry of the log.
    pub seq: u64,
    /// About which order.
    pub order: OrderId,
    /// What happened: `order.placed`.
    pub kind: String,
    /// When.
    pub made: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// When it is tried next, or was settled.
    pub due: Timestamp,
    /// Until when one process has it to itself.
    pub lease: Timestamp,
    /// What became of it.
    pub state: DeliveryState,
    /// What went wrong last; empty, if nothing did.
    pub why: String,
}

/// What became of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is still to be made.
    Waiting,
    /// It arrived.
    Delivered,
    /// It was given up.
    Dead,
}

impl DeliveryState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Delivered, Self::Dead];

    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Which delivery.
    pub id: u64,
    /// As it was claimed: whoever has lost it meanwhile changes nothing, but for what arrived.
    pub lease: Timestamp,
    /// What became of it.
    pub state: DeliveryState,
    /// When it is tried next, or when it was settled.
    pub due: Timestamp,
    /// What went wrong.
    pub why: String,
}

/// What can be read of it.
pub trait Deliveries {
    /// Who is told, the first first.
    fn endpoints(&self) -> Result<Vec<Endpoint>, LogError>;
    /// The latest deliveries, the newest first.
    fn deliveries(&self, limit: usize) -> Result<Vec<Delivery>, LogError>;
    /// Those that were given up, the newest first.
    fn dead(&self, limit: usize) -> Result<Vec<Delivery>, LogError>;
    /// Those that can be tried now: of an endpoint and an order only the first that waits; and none that a process has
    /// to itself, nor of an endpoint that is not told now, nor more than [`MOST_UNDER_WAY`] of one.
    fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Delivery>, LogError>;
}

/// What can be written of it.
pub trait Outbox {
    /// Tells one more; `false`, if there is one of that identifier.
    fn put_endpoint(&mut self, endpoint: &Endpoint) -> Result<bool, LogError>;
    /// Tells it from now on, or not; for one that is [`EndpointState::Gone`] nothing waits any more.
    fn set_endpoint(&mut self, id: EndpointId, state: EndpointState) -> Result<(), LogError>;
    /// Forgets it, and what it was told.
    fn drop_endpoint(&mut self, id: EndpointId) -> Result<(), LogError>;
    /// Takes what is due until a moment: nobody else has it before.
    fn claim(&mut self, now: Timestamp, until: Timestamp, limit: usize) -> Result<Vec<Delivery>, LogError>;
    /// Writes down what came of a try.
    fn settle(&mut self, settled: &Settled) -> Result<(), LogError>;
    /// Makes one that was given up wait again, or all, as if it had never been tried.
    fn send_again(&mut self, id: Option<u64>, now: Timestamp) -> Result<(), LogError>;
    /// Forgets what arrived before a moment.
    fn prune_deliveries(&mut self, before: Timestamp) -> Result<(), LogError>;
}

/// What others are told of an event, under which name; nothing of most.
pub(crate) fn told(event: &Event) -> Option<(OrderId, &'static str)> {
    let Fact::Order(fact) = &event.fact else { return None };
    Some(match fact {
        OrderFact::Placed { order, .. } => (*order, "order.placed"),
        OrderFact::Packed { order } => (*order, "order.packed"),
        OrderFact::Shipped { order } => (*order, "order.shipped"),
        OrderFact::Delivered { order } => (*order, "order.delivered"),
        OrderFact::Cancelled { order } => (*order, "order.cancelled"),
        OrderFact::Refunded { order, .. } => (*order, "order.refunded"),
        OrderFact::ParcelPacked { order, .. } => (*order, "order.parcel_packed"),
        OrderFact::ParcelMoved { order, .. } | OrderFact::ParcelScanned { order, .. } => {
            (*order, "order.parcel_moved")
        }
        OrderFact::UnitsAllocated { order, .. } => (*order, "order.units_allocated"),
        OrderFact::UnitsCancelled { order, .. } => (*order, "order.units_cancelled"),
        OrderFact::PaymentRecorded { order, .. } => (*order, "order.payment_recorded"),
        OrderFact::ReturnRequested { order, .. } => (*order, "order.return_requested"),
        OrderFact::ReturnMoved { order, .. } => (*order, "order.return_moved"),
        OrderFact::PromiseBroken { order, .. } => (*order, "order.promise_broken"),
        OrderFact::Compensated { order, .. } => (*order, "order.compensated"),
        OrderFact::Granted { order, .. } => (*order, "order.granted"),
        OrderFact::Revoked { order, .. } => (*order, "order.revoked"),
        OrderFact::CartChanged { .. }
        | OrderFact::SoldInStore { .. }
        | OrderFact::CouponApplied { .. }
        | OrderFact::CouponRemoved { .. } => return None,
    })
}
