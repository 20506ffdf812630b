//! What of an order went back, as far as points are concerned.

use super::Order;
use crate::command::Status;
use crate::packed::Packed;
use crate::terms::loyalty::{Back, OrderPoints};

impl Order {
    /// What it has to do with points; nothing, where it has nothing.
    pub fn points(&self) -> Option<&OrderPoints> {
        self.points.get().and_then(Option::as_ref)
    }

    /// What went back of it in all: units that were called off or given back for money.
    pub(crate) fn back(&self) -> Back {
        let left = |product| self.unrefunded(product);
        let gone =
            |line: &crate::event::Line| (line.product, line.quantity.saturating_sub(left(line.product)));
        let units: Vec<_> = self.lines.iter().map(gone).collect();
        let is_cancelled = self.status() == Status::Cancelled;
        let whole = is_cancelled || self.lines.iter().all(|line| left(line.product) == 0);
        let paid = || self.receipt.as_ref().and_then(Packed::get).map_or(0, |receipt| receipt.by_points());
        let worth = if is_cancelled { paid() } else { self.ledger().back_to_points() };
        let placed = self.timeline.first().map(|step| step.at).unwrap_or_default();
        Back { units, worth, whole, placed }
    }
}
