//! How an order takes in what the carrier of a parcel saw: late, repeated or in any order, it comes to the same.

use super::Order;
use super::fulfil::{add, take, units};
#[cfg(feature = "till")]
use crate::command::{Command, Rejection, Status};
#[cfg(feature = "till")]
use crate::event::OrderFact;
use crate::event::ParcelStatus;
use crate::id::ParcelId;
use crate::query::{Parcel, ParcelStep};
use crate::time::Timestamp;

impl Order {
    /// Puts a scan where it belongs in time; one that cannot be changes nothing.
    pub(super) fn scan(&mut self, id: ParcelId, status: ParcelStatus, at: Timestamp) {
        let Some(place) =
            self.parcels.iter().position(|parcel| parcel.id == id && self.takes(parcel, status))
        else {
            return;
        };
        let Some(parcel) = self.parcels.get_mut(place) else { return };
        let was = parcel.status();
        parcel.note(ParcelStep { status, at });
        let (is, lines) = (parcel.status(), parcel.lines.clone());
        if was == ParcelStatus::Lost && is != was {
            take(&mut self.waiting, &lines);
        }
        if is == ParcelStatus::Lost && is != was {
            add(&mut self.waiting, &lines);
        }
        let seen = self.parcels.iter().filter_map(Parcel::stands).map(|step| step.at);
        self.settle(seen.max().unwrap_or(at));
    }

    /// Whether a parcel may have been seen there: it left the house; and where it was given up, what is in it was not
    /// sent anew or called off meanwhile.
    pub(super) fn takes(&self, parcel: &Parcel, status: ParcelStatus) -> bool {
        let stands = parcel.status();
        if stands == ParcelStatus::Packed || stands == ParcelStatus::Unpacked {
            return false;
        }
        let fits = status >= ParcelStatus::Shipped && status < ParcelStatus::Unpacked;
        let stays = !stands.is_void() || status.weight() <= stands.weight();
        let left = |order: &Self, product| match stands {
            ParcelStatus::Lost => units(&order.waiting, product),
            _ => order.open(product),
        };
        fits && (stays || parcel.lines.iter().all(|line| left(self, line.product) >= line.units))
    }
}

#[cfg(feature = "till")]
impl Order {
    /// What follows from a scan of one of its parcels: nothing, where it is known; and the end of the order, where it is
    /// that.
    ///
    /// # Errors
    /// A [`Rejection`]: it was seen before it was ordered or too often, or cannot have been seen there.
    pub(crate) fn seen(
        &self,
        parcel: &Parcel,
        step: ParcelStep,
        now: Timestamp,
    ) -> Result<Vec<OrderFact>, Rejection> {
        let (order, id, ParcelStep { status, at }) = (self.id, parcel.id, step);
        if parcel.timeline.contains(&step) {
            return Ok(Vec::new());
        }
        if let Some(placed) = self.timeline.first().filter(|placed| at < placed.at) {
            return Err(Rejection::ScanTooEarly { order, placed: placed.at });
        }
        if self.status() == Status::Cancelled || !self.takes(parcel, status) {
            return Err(Rejection::WrongParcelStep { order, parcel: id, status: parcel.status() });
        }
        if parcel.timeline.len() >= Command::MOST_SCANS {
            return Err(Rejection::TooManyScans);
        }
        let mut facts = vec![OrderFact::ParcelScanned { order, parcel: id, status, at }];
        let then = self.after(&facts, now);
        facts.extend(then.end().filter(|_| then.status() != self.status()));
        Ok(facts)
    }
}

impl Parcel {
    /// Before the first step that is later, or weighs more at the same time; so the order of two notes says nothing. It was
    /// packed first, whatever a carrier's clock says.
    fn note(&mut self, step: ParcelStep) {
        if self.timeline.contains(&step) {
            return;
        }
        let later = |own: &ParcelStep| (own.at, own.status) > (step.at, step.status);
        let place = self.timeline.iter().position(later).unwrap_or(self.timeline.len()).max(1);
        let place = place.min(self.timeline.len());
        self.timeline.insert(place, step);
    }
}
