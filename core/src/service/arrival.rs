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

/// What is known of one parcel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Seen {
    there: Option<Timestamp>,
    turned: Option<Timestamp>,
    /// Its house said, knowing that it was turned back, that it came to its buyer.
    after_all: bool,
    /// It was lost or came back.
    lost: bool,
    /// It was opened before it left.
    opened: bool,
}

impl Seen {
    /// When it was there: what is delivered after it was turned back is back in the house.
    fn came(self) -> Option<Timestamp> {
        let step = |at: &Timestamp| ParcelStep { status: ParcelStatus::Delivered, at: *at };
        let turned = self.turned.filter(|_| !self.after_all);
        self.there.filter(|there| step(there).behind(turned) == ParcelStatus::Delivered)
    }
}

fn earliest(known: Option<Timestamp>, at: Timestamp) -> Option<Timestamp> {
    Some(known.map_or(at, |known| known.min(at)))
}

impl Arrivals {
    /// There is such a parcel: what is said of all of the order is said of it, too.
    pub(crate) fn packed(&mut self, parcel: ParcelId) {
        self.parcels.entry(parcel).or_default();
    }

    /// All that was in no parcel is in the next.
    pub(crate) fn packed_next(&mut self) {
        let last = self.parcels.keys().next_back().map_or(0, |last| last.0);
        self.packed(ParcelId(last.saturating_add(1)));
    }

    /// Takes in what a carrier saw. Gives since when all of the order is there, which was `all`.
    pub(crate) fn scanned(
        &mut self,
        (parcel, status, at): (ParcelId, ParcelStatus, Timestamp),
        told: Timestamp,
        all: Option<Timestamp>,
    ) -> Option<Timestamp> {
        match status {
            ParcelStatus::Delivered => return self.there((parcel, at), told, all),
            ParcelStatus::TurnedBack => return self.turned(parcel, at, all),
            ParcelStatus::Lost | ParcelStatus::Returned => {
                self.parcels.entry(parcel).or_default().lost = true
            }
            ParcelStatus::Unpacked => self.parcels.entry(parcel).or_default().opened = true,
            _ => {}
        }
        all
    }

    /// Takes in what the house says, which may know of a parcel that was turned back that it is there after all.
    pub(crate) fn moved(
        &mut self,
        (parcel, status, at): (ParcelId, ParcelStatus, Timestamp),
        all: Option<Timestamp>,
    ) -> Option<Timestamp> {
        if status == ParcelStatus::Delivered {
            let seen = self.parcels.entry(parcel).or_default();
            seen.after_all |= seen.turned.is_some();
        }
        self.scanned((parcel, status, at), at, all)
    }

    /// A parcel was there; of what is told again the earliest counts, for all of the order as well.
    fn there(
        &mut self,
        (parcel, at): (ParcelId, Timestamp),
        told: Timestamp,
        all: Option<Timestamp>,
    ) -> Option<Timestamp> {
        let last = self.last();
        let seen = self.parcels.entry(parcel).or_default();
        let known = seen.came().is_some();
        seen.there = earliest(seen.there, at);
        self.told = Some(told);
        if known && all.is_some() && all == last { self.last() } else { all }
    }

    /// A parcel was turned back; one that is not known was there with all of it, by hand. What was delivered behind that
    /// did not come, and so the order did not.
    fn turned(&mut self, parcel: ParcelId, at: Timestamp, all: Option<Timestamp>) -> Option<Timestamp> {
        let seen = self.parcels.entry(parcel).or_insert(Seen { there: all, ..Seen::default() });
        let was = seen.came();
        seen.turned = earliest(seen.turned, at);
        let undone = was.filter(|_| seen.came().is_none());
        all.filter(|all| undone.is_none_or(|undone| undone > *all))
    }

    /// When the last of them was there so far.
    fn last(&self) -> Option<Timestamp> {
        self.parcels.values().filter_map(|seen| seen.came()).max()
    }

    /// All of it is there, as is told now: what is told by itself is of what was not known to be there before. Gives
    /// since when.
    pub(crate) fn end(&mut self, now: Timestamp) -> Timestamp {
        let all = self.last().filter(|_| self.told == Some(now)).unwrap_or(now);
        let open =
            |seen: &&mut Seen| seen.there.is_none() && seen.turned.is_none() && !seen.lost && !seen.opened;
        self.parcels.values_mut().filter(open).for_each(|seen| seen.there = Some(now));
        all
    }

    /// Whether one of them was lost or came back instead.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn any_lost(&self) -> bool {
        self.parcels.values().any(|seen| (seen.lost || seen.turned.is_some()) && seen.came().is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ParcelStatus::{Delivered, TurnedBack};

    const ONE: ParcelId = ParcelId(1);

    /// Takes in a scan of the first parcel that is told at once.
    fn see(arrivals: &mut Arrivals, status: ParcelStatus, at: i64, all: Option<i64>) -> Option<i64> {
        arrivals.scanned((ONE, status, Timestamp(at)), Timestamp(20), all.map(Timestamp)).map(|all| all.0)
    }

    #[test]
    fn what_is_delivered_behind_a_return_never_came_whichever_is_told_first() {
        let mut first = Arrivals::default();
        assert_eq!(see(&mut first, TurnedBack, 5, None), None);
        see(&mut first, Delivered, 9, None);
        let mut then = Arrivals::default();
        see(&mut then, Delivered, 9, None);
        assert_eq!((then.last(), then.any_lost()), (Some(Timestamp(9)), false));
        assert_eq!(see(&mut then, TurnedBack, 5, Some(9)), None, "so the order did not come");
        assert_eq!((&first, then.last(), then.any_lost()), (&then, None, true));
        see(&mut then, Delivered, 4, None);
        assert_eq!((then.last(), then.any_lost()), (Some(Timestamp(4)), false), "it was there before");
        assert_eq!(see(&mut then, TurnedBack, 6, Some(4)), Some(4), "and stays there");
    }

    #[test]
    fn what_was_there_by_hand_is_not_if_it_was_turned_back_before() {
        assert_eq!(see(&mut Arrivals::default(), TurnedBack, 9, Some(9)), None);
        assert_eq!(see(&mut Arrivals::default(), TurnedBack, 10, Some(9)), Some(9));
    }

    #[test]
    fn what_the_house_says_of_a_parcel_that_was_turned_back_holds_and_its_carrier_knows_since_when() {
        let by_hand = |arrivals: &mut Arrivals| {
            arrivals.moved((ONE, Delivered, Timestamp(12)), None);
            arrivals.last().map(|last| last.0)
        };
        let mut told = Arrivals::default();
        see(&mut told, TurnedBack, 5, None);
        assert_eq!((by_hand(&mut told), told.any_lost()), (Some(12), false));
        assert_eq!(see(&mut told, TurnedBack, 4, Some(12)), Some(12), "told again");
        assert_eq!(see(&mut told, Delivered, 9, Some(12)), Some(9));
        let mut seen = Arrivals::default();
        see(&mut seen, TurnedBack, 5, None);
        see(&mut seen, Delivered, 9, None);
        assert_eq!(by_hand(&mut seen), Some(9));
    }

    #[test]
    fn all_of_it_is_there_with_the_last_and_what_is_told_by_itself_is_of_its_own_time() {
        let mut arrivals = Arrivals::default();
        for (parcel, at, told) in [(1, 5, 20), (2, 9, 21), (2, 12, 22)] {
            arrivals.scanned((ParcelId(parcel), Delivered, Timestamp(at)), Timestamp(told), None);
        }
        assert_eq!(arrivals.clone().end(Timestamp(22)), Timestamp(9));
        assert_eq!(arrivals.end(Timestamp(23)), Timestamp(23));
    }

    #[test]
    fn what_was_there_by_hand_is_there_since_its_carrier_says_so_later() {
        let mut arrivals = Arrivals::default();
        arrivals.packed_next();
        arrivals.packed_next();
        arrivals.moved((ParcelId(2), ParcelStatus::Unpacked, Timestamp(3)), None);
        arrivals.packed(ParcelId(3));
        let there = |arrivals: &mut Arrivals, parcel, at, all| {
            let scan = (ParcelId(parcel), Delivered, Timestamp(at));
            arrivals.scanned(scan, Timestamp(40), Some(Timestamp(all)))
        };
        assert_eq!(arrivals.end(Timestamp(30)), Timestamp(30));
        assert_eq!(
            there(&mut arrivals, 1, 8, 30),
            Some(Timestamp(30)),
            "the other is still said to be later"
        );
        assert_eq!(there(&mut arrivals, 3, 12, 30), Some(Timestamp(12)));
        assert_eq!(
            there(&mut arrivals, 4, 35, 12),
            Some(Timestamp(12)),
            "what is sent behind that is none of it"
        );
        let turned = |arrivals: &mut Arrivals, parcel, at| {
            let scan = (ParcelId(parcel), TurnedBack, Timestamp(at));
            arrivals.scanned(scan, Timestamp(41), Some(Timestamp(12)))
        };
        assert_eq!(turned(&mut arrivals, 4, 33), Some(Timestamp(12)), "nor is it where that did not come");
        assert_eq!(
            turned(&mut arrivals, 1, 5),
            None,
            "and all of it was not there where the first did not come"
        );
    }
}
