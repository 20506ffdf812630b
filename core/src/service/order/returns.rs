//! What comes back: by line and quantity, step by step.

use super::Order;
use super::fulfil::{add, units};
use crate::event::{Consignment, ParcelStatus, ReturnReason, ReturnStatus, ReturnWish, StockLine};
use crate::id::{ProductId, ReturnId};
use crate::query::{Return, ReturnStep};
use crate::time::Timestamp;

impl Order {
    /// The number of the return that is asked for next.
    pub(super) fn next_return(&self) -> ReturnId {
        ReturnId((self.returns.len() as u16).saturating_add(1))
    }

    /// Units of a product that were delivered, and that nobody sends back yet or sent back.
    pub fn returnable(&self, product: ProductId) -> u32 {
        let there = self.parcels.iter().filter(|parcel| parcel.status() == ParcelStatus::Delivered);
        let there = there.fold(0_u32, |sum, parcel| sum.saturating_add(units(&parcel.lines, product)));
        let back = self.returns.iter().filter(|one| one.status() != ReturnStatus::Refused);
        back.fold(there, |left, one| left.saturating_sub(units(&one.lines, product)))
    }

    /// Units of a product that go out once more, for others that came back.
    pub(super) fn exchanged(&self, product: ProductId) -> u32 {
        let again = self.returns.iter().filter(|one| one.status() == ReturnStatus::Exchanged);
        again.fold(0, |sum, one| sum.saturating_add(units(&one.lines, product)))
    }

    pub(super) fn send_back(
        &mut self,
        lines: &[StockLine],
        (reason, wish): (ReturnReason, ReturnWish),
        at: Timestamp,
    ) {
        let timeline = vec![ReturnStep { status: ReturnStatus::Requested, at }];
        let (number, lines) = (self.next_return(), lines.to_vec());
        self.returns.push(Return { number, lines, reason, wish, timeline, label: None });
    }

    pub(super) fn move_return(
        &mut self,
        number: ReturnId,
        status: ReturnStatus,
        label: Option<&Consignment>,
        at: Timestamp,
    ) {
        let Some(found) = self.returns.iter_mut().find(|one| one.number == number) else { return };
        if !found.status().may_become(status) {
            return;
        }
        found.timeline.push(ReturnStep { status, at });
        if label.is_some() {
            found.label = label.cloned();
        }
        if status == ReturnStatus::Exchanged {
            let lines = found.lines.clone();
            add(&mut self.waiting, &lines);
            self.settle(at);
        }
    }
}
