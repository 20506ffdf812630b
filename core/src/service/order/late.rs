//! What follows for an order from what its buyer was promised.

use super::{Broken, Order};
use crate::command::Status;
use crate::event::ParcelStatus;
use crate::query::{Cause, Late, Short};

impl Order {
    /// Whether all of it was there once.
    pub fn arrived(&self) -> bool {
        self.timeline.iter().any(|step| step.status == Status::Delivered)
    }

    /// What its buyer may know of a broken promise.
    pub(super) fn late(&self) -> Option<Late> {
        // Of what was called off nothing is late.
        let broken = self.broken.filter(|_| self.status() != Status::Cancelled)?;
        let offer = if self.compensated.is_some() { None } else { broken.offer };
        Some(Late { cause: self.cause(), offer, compensated: self.compensated })
    }

    #[inline(never)]
    fn cause(&self) -> Cause {
        if self.arrived() {
            Cause::Arrived
        } else if !self.waiting.is_empty() && self.any(ParcelStatus::Lost) {
            Cause::Lost
        } else if !self.waiting.is_empty() {
            Cause::Waits
        } else if self.status() < Status::Shipped && self.any(ParcelStatus::Returned) {
            Cause::CameBack
        } else if self.status() < Status::Shipped {
            Cause::InHouse
        } else if self.any(ParcelStatus::Failed) {
            Cause::NobodyThere
        } else if self.any(ParcelStatus::HeldUp) || self.any(ParcelStatus::TurnedBack) {
            Cause::HeldUp
        } else {
            Cause::Underway
        }
    }

    #[inline(never)]
    fn any(&self, status: ParcelStatus) -> bool {
        self.parcels.iter().any(|parcel| parcel.status() == status)
    }

    /// Whether its buyer has all their money again.
    pub(crate) fn all_given_back(&self) -> bool {
        !self.refunds.is_empty() && self.given_back() >= self.owed()
    }

    /// A broken promise that is neither kept nor made up for by now: it comes before anything that is sold.
    pub fn owes(&self) -> Option<Short> {
        let Broken { until, offer } = self.broken?;
        let over = self.arrived() || self.status() == Status::Cancelled || self.all_given_back();
        (!over && self.compensated.is_none()).then_some(Short::Late {
            order: self.id,
            number: self.number,
            until,
            offer,
            cause: self.cause(),
        })
    }
}
