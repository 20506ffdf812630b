//! Orders by their number, and links to them, in memory.

use attar::id::{ContactId, OrderId};

use super::{Inside, Side};
use crate::log::{Held, HeldOrders, LogError};

impl HeldOrders for Inside {
    fn numbered(&self, number: u32) -> Result<Option<Held>, LogError> {
        self.side.numbers.get(&number).map_or(Ok(None), |order| self.held(*order))
    }

    fn held(&self, order: OrderId) -> Result<Option<Held>, LogError> {
        let links = self.side.voided.get(&order).copied().unwrap_or_default();
        let contact = |contact: ContactId| Some(contact).filter(|contact| *contact != ContactId::default());
        let found = self.side.buyers.get(&order);
        Ok(found.map(|(_, id)| Held { order, contact: contact(*id), links }))
    }
}

impl Side {
    pub(super) fn void_links(&mut self, order: OrderId, up_to: u32) {
        let links = self.voided.entry(order).or_default();
        if *links == up_to {
            *links = links.saturating_add(1);
        }
    }
}
