//! How a shop sends: with whom, where to, and how long it takes until a parcel leaves the house.

use serde::{Deserialize, Serialize};

use super::Label;
use crate::id::CarrierId;
use crate::money::BasisPoints;
use crate::service::promise::DeliveryZone;
use crate::time::{CivilDay, Timestamp, Weekday, Zone};

/// How a shop sends. Everyone may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// Where parcels go, nearest first, 1 to [`Delivery::MOST`]: a [`DeliveryZone`] counts into it.
    pub zones: Vec<Label>,
    /// Who takes them, 1 to [`Delivery::MOST`], each number once.
    pub carriers: Vec<Carrier>,
    /// How many days of work an order takes until it is handed over. Default 0: on the same day.
    #[serde(default)]
    pub handling_days: u8,
    /// Until which minute of the day, on the shop's clock, an order counts as of that day. Default 1,440: all day.
    #[serde(default = "midnight")]
    pub cutoff: u16,
    /// The days of the week on which nothing is handed over; not all of them.
    #[serde(default)]
    pub closed: Vec<Weekday>,
    /// What part of the price of an order its buyer is offered where a promise was broken. Default nothing, at most
    /// all of it.
    #[serde(default)]
    pub remedy: BasisPoints,
}

/// Somebody who takes parcels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carrier {
    /// Its number.
    pub id: CarrierId,
    /// What people call it.
    pub name: Label,
}

const fn midnight() -> u16 {
    24 * 60
}

impl Delivery {
    /// The most zones and the most carriers.
    pub const MOST: usize = 16;
    /// The most days of handling.
    pub const MOST_HANDLING: u8 = 60;

    /// What is wrong with it, if anything is.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let count = |count: usize| (1..=Self::MOST).contains(&count);
        let twice = |place: usize, one: &Carrier| self.carriers.iter().take(place).any(|c| c.id == one.id);
        let named =
            |label: &Label| [&label.en, &label.fa, &label.ar].iter().all(|name| !name.trim().is_empty());
        let names = self.zones.iter().chain(self.carriers.iter().map(|carrier| &carrier.name));
        [
            (!count(self.zones.len()), "`zones` must be 1 to 16"),
            (!count(self.carriers.len()), "`carriers` must be 1 to 16"),
            (
                self.carriers.iter().enumerate().any(|(i, c)| twice(i, c)),
                "`carriers`: a number is used twice",
            ),
            (!names.into_iter().all(named), "a zone or a carrier has no name in some language"),
            (self.handling_days > Self::MOST_HANDLING, "`handling_days` must be 0 to 60"),
            (self.cutoff > midnight(), "`cutoff` must be 0 to 1440, minutes of the day"),
            (Weekday::ALL.iter().all(|day| self.closed.contains(day)), "`closed` leaves no day of the week"),
            (self.remedy.0 > 10_000, "`remedy` must be 0 to 10000 basis points"),
        ]
        .into_iter()
        .find_map(|(wrong, why)| wrong.then_some(why))
    }

    /// The carrier of that number.
    pub fn carrier(&self, id: CarrierId) -> Option<&Carrier> {
        self.carriers.iter().find(|carrier| carrier.id == id)
    }

    /// What a zone is called.
    pub fn zone(&self, zone: DeliveryZone) -> Option<&Label> {
        self.zones.get(usize::from(zone.0))
    }

    /// All zones, nearest first.
    pub fn zones(&self) -> impl Iterator<Item = (DeliveryZone, &Label)> {
        (0_u8..).map(DeliveryZone).zip(&self.zones)
    }

    /// The day on which an order of that moment is handed over, and how many days that is from then.
    ///
    /// An order after `cutoff`, or on a day on which nothing is handed over, counts as one of the next day that is
    /// open; from there on so many open days as handling takes.
    pub fn hand_over(&self, at: Timestamp, zone: &Zone) -> (CivilDay, u8) {
        let today = zone.civil_day(at);
        let late = zone.minute_of_day(at) >= self.cutoff;
        let mut day = CivilDay(today.0.saturating_add(i32::from(late)));
        let mut left = self.handling_days;
        // INVARIANT: a checked shop is open on some day of the week, so seven steps pass at least one.
        for _ in 0..usize::from(self.handling_days).saturating_add(1).saturating_mul(7) {
            if !self.closed.contains(&day.weekday()) {
                match left.checked_sub(1) {
                    Some(less) => left = less,
                    None => break,
                }
            }
            day = CivilDay(day.0.saturating_add(1));
        }
        (day, day.0.saturating_sub(today.0).clamp(0, i32::from(u8::MAX)) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    fn label(name: &str) -> Label {
        Label { en: name.into(), fa: name.into(), ar: name.into() }
    }

    fn delivery() -> Delivery {
        Delivery {
            zones: vec![label("town")],
            carriers: vec![Carrier { id: CarrierId(1), name: label("Post") }],
            handling_days: 1,
            cutoff: 15 * 60,
            closed: vec![Weekday::Saturday, Weekday::Sunday],
            remedy: BasisPoints(500),
        }
    }

    /// 1970-01-01 was a Thursday.
    fn at(day: i64, hour: i64) -> Timestamp {
        Timestamp(0) + Span::days(day) + Span::minutes(hour * 60)
    }

    #[test]
    fn handling_counts_open_days_from_the_cutoff_on() {
        let (delivery, zone) = (delivery(), Zone::default());
        let told = |day, hour| delivery.hand_over(at(day, hour), &zone);
        assert_eq!(told(0, 10), (CivilDay(1), 1), "on Thursday before the cutoff: on Friday");
        assert_eq!(told(0, 15), (CivilDay(4), 4), "after it: Friday counts, so on Monday");
        assert_eq!(told(2, 9), (CivilDay(5), 3), "on Saturday: Monday counts, so on Tuesday");
        let at_once = Delivery { handling_days: 0, closed: Vec::new(), cutoff: 1_440, ..delivery };
        assert_eq!(at_once.hand_over(at(3, 23), &zone), (CivilDay(3), 0));
    }

    #[test]
    fn what_cannot_be_is_named() {
        assert_eq!(delivery().fault(), None);
        let broken = [
            (Delivery { zones: Vec::new(), ..delivery() }, "zones"),
            (Delivery { carriers: Vec::new(), ..delivery() }, "carriers"),
            (
                Delivery { carriers: [delivery().carriers, delivery().carriers].concat(), ..delivery() },
                "twice",
            ),
            (Delivery { zones: vec![label(" ")], ..delivery() }, "name"),
            (Delivery { handling_days: 61, ..delivery() }, "handling_days"),
            (Delivery { cutoff: 1_441, ..delivery() }, "cutoff"),
            (Delivery { closed: Weekday::ALL.to_vec(), ..delivery() }, "closed"),
            (Delivery { remedy: BasisPoints(10_001), ..delivery() }, "remedy"),
        ];
        for (delivery, named) in broken {
            assert!(delivery.fault().is_some_and(|why| why.contains(named)), "{named}");
        }
    }
}
