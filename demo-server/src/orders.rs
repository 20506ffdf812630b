//! Orders as the merchant sees them.

use attar::id::{ContactId, OrderId, ShopperId};
use attar::{Engine, Money, Status, Timestamp};

use crate::app::App;
use crate::error::Failure;
use crate::log;

/// An order that is neither delivered nor cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOrder {
    /// Which.
    pub order: OrderId,
    /// Whose.
    pub buyer: ShopperId,
    /// Its number for people.
    pub number: u32,
    /// Where it stands.
    pub status: Status,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// What is to be paid.
    pub total: Money,
    /// Where name and address lie.
    pub contact: ContactId,
    /// Whether all of it may be called off: nothing of it left the house.
    pub may_cancel: bool,
}

/// The newest of them.
pub(crate) async fn open(app: &App, limit: usize) -> Result<Vec<OpenOrder>, Failure> {
    let open = log::read(app.log(), move |reader| reader.open_orders(limit)).await?;
    told(app, open).await
}

/// The newest of those that are done with, told in the same way.
pub(crate) async fn closed(app: &App, limit: usize) -> Result<Vec<OpenOrder>, Failure> {
    let closed = log::read(app.log(), move |reader| reader.closed_orders(limit)).await?;
    told(app, closed).await
}

async fn told(app: &App, found: Vec<(OrderId, ShopperId)>) -> Result<Vec<OpenOrder>, Failure> {
    let mut orders = Vec::with_capacity(found.len());
    for (order, buyer) in found {
        orders.extend(order_of(&app.known(&buyer).await?.1, buyer, order));
    }
    Ok(orders)
}

fn order_of(engine: &Engine, buyer: ShopperId, id: OrderId) -> Option<OpenOrder> {
    let order = engine.state().shared(&buyer)?.orders.get(id)?;
    Some(OpenOrder {
        order: id,
        buyer,
        number: order.number,
        status: order.status(),
        placed_at: order.timeline.first()?.at,
        total: order.total,
        contact: order.contact,
        may_cancel: order.may_cancel(),
    })
}
