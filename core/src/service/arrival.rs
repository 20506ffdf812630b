//! When the parcels of an order were there, in whatever order that is told.

use std::collections::BTreeMap;

use crate::event::ParcelStatus;
use crate::id::ParcelId;
use crate::query::ParcelStep;
use crate::time::Timestamp;

/// What is told of the parcels of one order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Arrivals {
    parcels: BTreeMap<ParcelId, Seen>,
    /// When it was told last that one was there.
    told: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Seen {
    there: Option<Timestamp>,
    turned: Option<Timestamp>,
}

impl Seen {
    /// When it was there: what is delivered after it was turned back is back in the house.
    fn came(self) -> Option<Timestamp> {
        let step = |at: &Timestamp| ParcelStep { status: ParcelStatus::Delivered, at: *at };
        self.there.filter(|there| step(there).behind(self.turned) == ParcelStatus::Delivered)
    }
}

fn earliest(known: Option<Timestamp>, at: Timestamp) -> Option<Timestamp> {
    Some(known.map_or(at, |known| known.min(at)))
}

impl Arrivals {
    /// A parcel was there; of what is told again the earliest counts.
    pub(crate) fn there(&mut self, parcel: ParcelId, at: Timestamp, told: Timestamp) {
        let seen = self.parcels.entry(parcel).or_default();
        seen.there = earliest(seen.there, at);
        self.told = Some(told);
    }

    /// There is such a parcel.
    #[cfg(feature = "till")]
    pub(crate) fn know(&mut self, parcel: ParcelId) {
        self.parcels.entry(parcel).or_default();
    }

    /// A parcel was turned back; of one that is not known, when all of it was there by hand. Gives when it was there, if
    /// by this it was not.
    pub(crate) fn turned(
        &mut self,
        parcel: ParcelId,
        at: Timestamp,
        all: Option<Timestamp>,
    ) -> Option<Timestamp> {
        let seen = self.parcels.entry(parcel).or_insert(Seen { there: all, turned: None });
        let was = seen.came();
        seen.turned = earliest(seen.turned, at);
        was.filter(|_| seen.came().is_none())
    }

    /// When that parcel was there.
    #[cfg(feature = "till")]
    pub(crate) fn of(&self, parcel: ParcelId) -> Option<Timestamp> {
        self.parcels.get(&parcel).and_then(|seen| seen.came())
    }

    /// When the last of them was there so far.
    pub(crate) fn last(&self) -> Option<Timestamp> {
        self.parcels.values().filter_map(|seen| seen.came()).max()
    }

    /// When all of it was there, where that is told now: what is told by itself is of what was not there before.
    pub(crate) fn all(&self, now: Timestamp) -> Timestamp {
        self.last().filter(|_| self.told == Some(now)).unwrap_or(now)
    }

    /// Whether one came back instead.
    #[cfg(feature = "train")]
    pub(crate) fn any_turned(&self) -> bool {
        self.parcels.values().any(|seen| seen.turned.is_some() && seen.came().is_none())
    }
}

#[cfg(all(test, feature = "till", feature = "train"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_delivered_behind_a_return_never_came_whichever_is_told_first() {
        let (parcel, turned, there) = (ParcelId(1), Timestamp(5), Timestamp(9));
        let mut first = Arrivals::default();
        assert_eq!(first.turned(parcel, turned, None), None);
        first.there(parcel, there, Timestamp(20));
        let mut then = Arrivals::default();
        then.there(parcel, there, Timestamp(20));
        assert_eq!((then.last(), then.any_turned()), (Some(there), false));
        assert_eq!(then.turned(parcel, turned, None), Some(there));
        assert_eq!((&first, then.last(), then.any_turned()), (&then, None, true));
        then.there(parcel, Timestamp(4), Timestamp(21));
        assert_eq!((then.last(), then.any_turned()), (Some(Timestamp(4)), false), "it was there before");
    }

    #[test]
    fn what_was_there_by_hand_is_not_if_it_was_turned_back_before() {
        let by_hand = Some(Timestamp(9));
        assert_eq!(Arrivals::default().turned(ParcelId(1), Timestamp(9), by_hand), by_hand);
        assert_eq!(Arrivals::default().turned(ParcelId(1), Timestamp(10), by_hand), None);
    }

    #[test]
    fn all_of_it_is_there_with_the_last_and_what_is_told_by_itself_is_of_its_own_time() {
        let mut arrivals = Arrivals::default();
        arrivals.there(ParcelId(1), Timestamp(5), Timestamp(20));
        arrivals.there(ParcelId(2), Timestamp(9), Timestamp(21));
        arrivals.there(ParcelId(2), Timestamp(12), Timestamp(22));
        assert_eq!(
            (arrivals.of(ParcelId(2)), arrivals.all(Timestamp(22))),
            (Some(Timestamp(9)), Timestamp(9))
        );
        assert_eq!(arrivals.all(Timestamp(23)), Timestamp(23));
    }
}
