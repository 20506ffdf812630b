//! Orders by their number for people, and how far the links to them hold.

use attar::id::{ContactId, OrderId};

use super::LogError;

/// An order, as whoever looks for it finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub order: OrderId,
    /// Where name and address lie; nothing, once its buyer is forgotten.
    pub contact: Option<ContactId>,
    /// How often the links to it were made void: those of an earlier count lead nowhere.
    pub links: u32,
}

/// What can be read of it.
pub trait HeldOrders {
    /// The order of that number.
    fn numbered(&self, number: u32) -> Result<Option<Held>, LogError>;
    /// The order itself.
    fn held(&self, order: OrderId) -> Result<Option<Held>, LogError>;
}
