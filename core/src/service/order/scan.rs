//! How an order takes in what the carrier of a parcel saw: late, repeated or in any order, it comes to the same.

use super::Order;
use super::fulfil::{add, take, units};
use crate::command::Status;
#[cfg(feature = "till")]
use crate::command::{Command, Rejection};
#[cfg(feature = "till")]
use crate::event::OrderFact;
use crate::event::ParcelStatus;
use crate::id::ParcelId;
use crate::query::{Parcel, ParcelStep};
use crate::time::Timestamp;

impl Order {
    /// Puts a scan where it belongs in time; one that cannot be changes nothing.
    pub(super) fn scan(&mut self, id: ParcelId, status: ParcelStatus, at: Timestamp) {
        let step = ParcelStep { status, at };
        let Some(place) = self.parcels.iter().position(|parcel| parcel.id == id && self.takes(parcel, step))
        else {
            return;
        };
        let Some(parcel) = self.parcels.get_mut(place) else { return };
        let was = parcel.status();
        parcel.note(step);
        let (is, lines) = (parcel.status(), parcel.lines.clone());
        if was == ParcelStatus::Lost && is != was {
            take(&mut self.waiting, &lines);
        }
        if is == ParcelStatus::Lost && is != was {
            add(&mut self.waiting, &lines);
        }
        if was == ParcelStatus::Delivered && is != was {
            // It never was, whatever came behind.
            self.timeline.retain(|step| step.status != Status::Delivered);
        }
        let seen = self.parcels.iter().filter_map(Parcel::stands).map(|step| step.at);
        self.settle(seen.max().unwrap_or(at));
    }

    /// Whether a parcel may have been seen there: it left the house; and where it was given up, what is in it was not
    /// sent anew or called off meanwhile; and where it was not delivered after all, nobody sends any of it back.
    fn takes(&self, parcel: &Parcel, step: ParcelStep) -> bool {
        let in_house = |status| matches!(status, ParcelStatus::Packed | ParcelStatus::Unpacked);
        let (stands, undone) = (parcel.status(), parcel.is_undone_by(step));
        let stays = !undone && (!stands.is_void() || step.status.weight() <= stands.weight());
        let left = |product| match stands {
            ParcelStatus::Lost => units(&self.waiting, product),
            _ if undone => self.returnable(product),
            _ => self.open(product),
        };
        !in_house(stands)
            && !in_house(step.status)
            && (stays || parcel.lines.iter().all(|line| left(line.product) >= line.units))
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
        if parcel.timeline.iter().any(|known| known.covers(step)) {
            return Ok(Vec::new());
        }
        if let Some(placed) = self.timeline.first().filter(|placed| at < placed.at) {
            return Err(Rejection::ScanTooEarly { order, placed: placed.at });
        }
        if self.status() == Status::Cancelled || !self.takes(parcel, step) {
            return Err(Rejection::WrongParcelStep { order, parcel: id, status: parcel.status() });
        }
        // Its end is never one too many.
        if parcel.timeline.len() >= Command::MOST_SCANS && !status.is_once() {
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
    /// packed first, whatever a carrier's clock says. Of an end that is told again the earliest counts.
    fn note(&mut self, step: ParcelStep) {
        if self.timeline.iter().any(|known| known.covers(step)) {
            return;
        }
        self.timeline.retain(|known| !step.covers(*known));
        let later = |own: &ParcelStep| (own.at, own.status) > (step.at, step.status);
        let place = self.timeline.iter().position(later).unwrap_or(self.timeline.len()).max(1);
        let place = place.min(self.timeline.len());
        self.timeline.insert(place, step);
    }

    /// Whether it was not delivered after all, if it was turned back then.
    fn is_undone_by(&self, step: ParcelStep) -> bool {
        step.status == ParcelStatus::TurnedBack
            && self.status() == ParcelStatus::Delivered
            && self.stands().is_some_and(|there| step.at <= there.at)
    }
}

impl ParcelStep {
    /// Whether another step says nothing beside this one.
    fn covers(self, other: Self) -> bool {
        self.status == other.status && (self.at == other.at || self.status.is_once() && self.at <= other.at)
    }
}
