//! When will it be here? An interval that holds at a stated level, from what the shop's own parcels took.
//!
//! [`train::promise`](crate::train::promise) makes the table; what is here only looks things up, in integers.

use serde::{Deserialize, Serialize};

#[cfg(feature = "till")]
use crate::event::{Interval, Promise};
use crate::id::CarrierId;
use crate::money::BasisPoints;
#[cfg(feature = "till")]
use crate::shop::Delivery;
use crate::time::{CivilDay, Weekday};
#[cfg(feature = "till")]
use crate::time::{Span, Timestamp, Zone};

/// Where a parcel goes, as the shop and its carriers divide the world: `0` is nearest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeliveryZone(pub u8);

/// All that a promise depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Despatch {
    /// Who takes it.
    pub carrier: CarrierId,
    /// Where to.
    pub zone: DeliveryZone,
    /// The weekday on which the shop means to hand it over.
    pub weekday: Weekday,
    /// How many days the shop means to need until then; more than [`Despatch::MOST_HANDLING`] counts as that.
    pub handling_days: u8,
}

impl Despatch {
    /// Who waits longer at the shop waits as long as this many days, for all that is learned.
    pub const MOST_HANDLING: u8 = 3;

    /// From the finest group of like parcels to all of them.
    pub(crate) fn groups(&self) -> [Group; 5] {
        let (carrier, zone, weekday) = (Some(self.carrier), Some(self.zone), Some(self.weekday));
        let handling_days = Some(self.handling_days.min(Self::MOST_HANDLING));
        let all = Group { carrier: None, zone: None, weekday: None, handling_days: None };
        [
            Group { carrier, zone, weekday, handling_days },
            Group { carrier, zone, weekday, ..all },
            Group { carrier, zone, ..all },
            Group { carrier, ..all },
            all,
        ]
    }
}

/// Parcels that are alike in what is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Group {
    carrier: Option<CarrierId>,
    zone: Option<DeliveryZone>,
    weekday: Option<Weekday>,
    handling_days: Option<u8>,
}

/// Minutes after the midnight at which the day of handing over begins, in the shop's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Not earlier than this.
    pub from: i32,
    /// Not later than this.
    pub until: i32,
}

impl Window {
    /// Whether a parcel that took so long came when it was promised.
    pub const fn holds(&self, minutes: i32) -> bool {
        self.from <= minutes && minutes <= self.until
    }

    /// The first and the last calendar day of it, for a parcel handed over on that day.
    pub fn days(&self, handed_over: CivilDay) -> (CivilDay, CivilDay) {
        let day = |minutes: i32| CivilDay(handed_over.0.saturating_add(minutes.div_euclid(24 * 60)));
        (day(self.from), day(self.until))
    }
}

/// The windows of all groups that have enough history, ascending by group; no window for those that lose too many
/// parcels to promise anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promises {
    pub(crate) level: BasisPoints,
    pub(crate) windows: Vec<(Group, Option<Window>)>,
}

impl Promises {
    /// How many of 10,000 parcels come within their windows.
    pub const fn level(&self) -> BasisPoints {
        self.level
    }

    /// When a parcel is due: by the finest group that knows enough. `None` where the shop has too little history to
    /// promise anything at this level, or that group loses too many parcels.
    pub fn window(&self, despatch: &Despatch) -> Option<Window> {
        let finest = despatch.groups().iter().find_map(|group| {
            let place = self.windows.binary_search_by(|(known, _)| known.cmp(group)).ok()?;
            self.windows.get(place).map(|(_, window)| *window)
        });
        finest.flatten()
    }
}

/// What is promised to who orders at a moment, by what was learned; nothing, where the shop does not send so.
#[cfg(feature = "till")]
pub(crate) fn promise(
    delivery: &Delivery,
    learned: Option<&Promises>,
    (carrier, zone): (CarrierId, DeliveryZone),
    (at, clock): (Timestamp, &Zone),
) -> Option<Promise> {
    delivery.carrier(carrier)?;
    delivery.zone(zone)?;
    let (handed_over, handling_days) = delivery.hand_over(at, clock);
    let despatch = Despatch { carrier, zone, weekday: handed_over.weekday(), handling_days };
    let begin = clock.midnight(handed_over);
    let interval = learned.and_then(|learned| {
        let window = learned.window(&despatch)?;
        let after = |minutes: i32| begin + Span::minutes(i64::from(minutes));
        // Nothing is there before it is ordered, whatever was learned.
        Some(Interval { from: after(window.from).max(at), until: after(window.until), level: learned.level })
    });
    Some(Promise { despatch, handed_over, interval: interval.filter(|interval| interval.until > at) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn despatch(zone: u8, handling_days: u8) -> Despatch {
        Despatch { carrier: CarrierId(1), zone: DeliveryZone(zone), weekday: Weekday::Friday, handling_days }
    }

    #[test]
    fn the_finest_group_that_is_known_decides() {
        let [finest, .., all] = despatch(2, 0).groups();
        let window = |until| Some(Window { from: 0, until });
        let mut windows = vec![(finest, window(1)), (all, window(9))];
        windows.sort_by_key(|(group, _)| *group);
        let promises = Promises { level: BasisPoints(9_000), windows };
        assert_eq!(promises.window(&despatch(2, 0)), window(1));
        assert_eq!(promises.window(&despatch(3, 0)), window(9));
        assert_eq!(Promises::default().window(&despatch(2, 0)), None);
    }

    #[test]
    fn each_group_leaves_one_thing_more_out() {
        let window = Some(Window { from: 0, until: 1 });
        let own = despatch(2, 0);
        let others = [
            Despatch { handling_days: 1, ..own },
            Despatch { weekday: Weekday::Monday, ..own },
            despatch(3, 0),
            Despatch { carrier: CarrierId(2), ..own },
        ];
        for (fineness, group) in own.groups().into_iter().enumerate() {
            let promises = Promises { level: BasisPoints(9_000), windows: vec![(group, window)] };
            assert_eq!(promises.window(&own), window);
            let found: Vec<bool> = others.iter().map(|other| promises.window(other).is_some()).collect();
            assert_eq!(found, [0, 1, 2, 3].map(|field| field < fineness), "{group:?}");
        }
    }

    #[cfg(feature = "till")]
    #[test]
    fn nothing_is_promised_that_ends_as_it_is_told() {
        let label = serde_json::json!({ "en": "a", "fa": "a", "ar": "a" });
        let delivery = serde_json::json!({
            "carriers": [{ "id": 1, "name": label }], "zones": [label],
        });
        let delivery: Delivery = serde_json::from_value(delivery).expect("a delivery");
        let midnight = Timestamp(0);
        let interval = |until| {
            let [.., all] = despatch(0, 0).groups();
            let windows = vec![(all, Some(Window { from: 0, until }))];
            let learned = Promises { level: BasisPoints(9_000), windows };
            let whose = (CarrierId(1), DeliveryZone(0));
            promise(&delivery, Some(&learned), whose, (midnight, &Zone::default()))?.interval
        };
        assert_eq!(interval(0), None);
        assert_eq!(interval(1).map(|interval| interval.until), Some(midnight + Span::minutes(1)));
    }

    #[test]
    fn handling_is_told_apart_up_to_a_limit() {
        assert_eq!(despatch(0, 3).groups(), despatch(0, 200).groups());
        assert_ne!(despatch(0, 2).groups(), despatch(0, 3).groups());
    }

    #[test]
    fn a_window_names_its_days() {
        let window = Window { from: 24 * 60 - 1, until: 2 * 24 * 60 };
        assert_eq!(window.days(CivilDay(10)), (CivilDay(10), CivilDay(12)));
        assert!(window.holds(2 * 24 * 60) && !window.holds(2 * 24 * 60 + 1) && !window.holds(1_438));
    }
}
