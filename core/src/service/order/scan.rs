//! How an order takes in what the carrier of a parcel saw: late, repeated or in any order, it comes to the same.

use super::Order;
use super::fulfil::{add, take, units};
use crate::command::Status;
#[cfg(feature = "till")]
use crate::command::{Command, Rejection};
#[cfg(feature = "till")]
use crate::event::OrderFact;
use crate::event::{ParcelStatus, StockLine};
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
        self.settle_as_seen(at);
    }

    /// Where it stands follows from what was seen, so it stands there since the last of that; parcels that hold nothing any
    /// more say so only while it is to be packed again.
    fn settle_as_seen(&mut self, at: Timestamp) {
        let all_held = self.all_free().is_empty();
        let says = |parcel: &&Parcel| !all_held || !parcel.status().is_void();
        let seen = self.parcels.iter().filter(says).filter_map(Parcel::stands).map(|step| step.at);
        self.settle(seen.max().unwrap_or(at));
    }

    /// Whether one of its parcels may be put there by hand. What its carrier delivered behind a return is said to be back:
    /// its house may know better, as long as nothing of it was sent anew or called off.
    pub fn may_move(&self, parcel: &Parcel, next: ParcelStatus) -> bool {
        let open = |line: &StockLine| self.open(line.product) >= line.units;
        parcel.status().may_become(next)
            || next == ParcelStatus::Delivered && parcel.only_seems_back() && parcel.lines.iter().all(open)
    }

    /// A parcel that was turned back came to its buyer after all: when its carrier said so, or now.
    pub(super) fn bring(&mut self, place: usize, at: Timestamp) {
        if let Some(parcel) = self.parcels.get_mut(place) {
            parcel.timeline.push(ParcelStep { status: ParcelStatus::AfterAll, at });
            parcel.note(ParcelStep { status: ParcelStatus::Delivered, at });
            self.settle_as_seen(at);
        }
    }

    /// Whether a parcel may have been seen there: it left the house; and where it was given up, what is in it was not
    /// sent anew or called off meanwhile; and where it was not delivered after all, nobody sends any of it back.
    fn takes(&self, parcel: &Parcel, step: ParcelStep) -> bool {
        let in_house =
            |status| matches!(status, ParcelStatus::Packed | ParcelStatus::Unpacked | ParcelStatus::AfterAll);
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
    /// Whether a scan of that time may be of it. Carriers tell whole seconds: it may be of the second it was placed in.
    pub(crate) fn was_placed_by(&self, at: Timestamp) -> bool {
        let second = |at: Timestamp| at.0.div_euclid(1_000);
        self.timeline.first().is_some_and(|placed| second(placed.at) <= second(at))
    }

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
        if let Some(placed) = self.timeline.first().filter(|_| !self.was_placed_by(at)) {
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

    /// Whether it is back in the house only because it was delivered after it was turned back.
    fn only_seems_back(&self) -> bool {
        let said = self.timeline.iter().any(|step| step.status == ParcelStatus::Returned);
        !said && self.status() == ParcelStatus::Returned
    }

    /// Whether it was not delivered after all, if it was turned back then.
    fn is_undone_by(&self, step: ParcelStep) -> bool {
        step.status == ParcelStatus::TurnedBack
            && self.timeline.iter().all(|known| known.status != ParcelStatus::AfterAll)
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
