//! Carriers that behave like real ones, made up and repeatable: they rest at weekends, are slower to far zones, miss
//! parcels, are held up, find nobody at home and lose something.

use attar::event::ParcelStatus;
use attar::id::CarrierId;
use attar::service::promise::{DeliveryZone, Despatch};
use attar::time::{CivilDay, Weekday};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

#[cfg(test)]
mod tests;

const DAY: i32 = 24 * 60;
/// When parcels are sorted at night, and how many days one is looked for.
const SORTED: i32 = 23 * 60;
const SEARCHED: i32 = 10;

/// A shop and its carriers on their way through time: the same seed, the same parcels.
#[derive(Debug, Clone)]
pub struct Chance(Xoshiro256PlusPlus);

impl Chance {
    /// The beginning of one course of events.
    pub fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// A number below `below`, all equally likely.
    fn below(&mut self, below: u32) -> u32 {
        ((u64::from(below) * (self.0.next_u64() >> 32)) >> 32) as u32
    }

    /// Whether something happens that does in so many of 1,000 cases.
    fn happens(&mut self, per_mille: u32) -> bool {
        self.below(1_000) < per_mille
    }

    /// The place of one weight, as likely as it is heavy.
    fn pick(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum());
        let place = weights.iter().position(|weight| match left.checked_sub(*weight) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        });
        place.unwrap_or_default()
    }
}

/// How a carrier works. Shares are of 1,000 parcels.
#[derive(Debug, Clone)]
pub struct Carrier {
    /// Its number.
    pub id: CarrierId,
    /// What people call it.
    pub name: &'static str,
    /// The same in Persian and Arabic.
    pub abroad: [&'static str; 2],
    /// The last day of its week; it begins on Monday.
    works_until: Weekday,
    /// Per zone, how heavy 1, 2, 3, .. working days of transit weigh.
    transit: [&'static [u32]; ZONES as usize],
    /// Is not collected on the day it is handed over.
    missed: u32,
    /// Waits a working day longer somewhere, again and again.
    held_up: u32,
    /// Nobody is at home: it comes again on the next working day.
    nobody_home: u32,
    /// Never arrives.
    lost: u32,
    /// The rounds begin at this minute of the day, and last so many minutes.
    rounds: (i32, u32),
}

/// Zones of the demo: town, region, country, abroad.
pub const ZONES: u8 = 4;

impl Carrier {
    /// The carriers of the demo shop.
    pub fn demo() -> Vec<Self> {
        let carrier = |id, [name, fa, ar]: [&'static str; 3], works_until, transit| Self {
            id: CarrierId(id),
            name,
            abroad: [fa, ar],
            works_until,
            transit,
            missed: 20,
            held_up: 30,
            nobody_home: 60,
            lost: 2,
            rounds: (9 * 60, 9 * 60),
        };
        let post = carrier(
            1,
            ["Post", "پست", "البريد"],
            Weekday::Saturday,
            [&[70, 25, 5], &[30, 50, 15, 5], &[5, 45, 35, 15], &[0, 0, 10, 25, 30, 20, 10, 5]],
        );
        let express = carrier(
            2,
            ["Swift", "تندپیک", "السريع"],
            Weekday::Friday,
            [&[95, 5], &[90, 10], &[80, 17, 3], &[5, 70, 20, 5]],
        );
        let bicycle = carrier(
            3,
            ["Pedal", "رکاب", "الدرّاجة"],
            Weekday::Sunday,
            [&[100], &[85, 15], &[20, 60, 20], &[0, 10, 60, 30]],
        );
        let freight = carrier(
            4,
            ["Caravan", "کاروان", "القافلة"],
            Weekday::Friday,
            [&[20, 50, 30], &[10, 40, 35, 15], &[0, 20, 40, 30, 10], &[0, 0, 0, 10, 30, 35, 20, 5]],
        );
        vec![
            Self { held_up: 45, lost: 4, ..post },
            Self { nobody_home: 40, missed: 10, rounds: (8 * 60, 6 * 60), ..express },
            Self { rounds: (14 * 60, 7 * 60), nobody_home: 25, lost: 1, ..bicycle },
            Self { held_up: 60, missed: 35, ..freight },
        ]
    }

    /// The same carrier in worse times: held up so much more often.
    #[must_use]
    pub fn worse(&self, held_up: u32) -> Self {
        Self { held_up, ..self.clone() }
    }

    /// What a parcel takes that is meant to be handed over on a day: minutes from the midnight that began that day;
    /// `None` if it is lost.
    pub fn carry(&self, chance: &mut Chance, despatch: &Despatch) -> Option<i32> {
        let way = self.way(chance, despatch);
        way.found.then(|| way.days.last().map_or(0, |day| day * DAY) + way.minute)
    }

    /// What the carrier tells of such a parcel, in minutes from the same midnight, in order: moving on each day in
    /// between, on the last rounds, and how they end.
    pub fn course(&self, chance: &mut Chance, despatch: &Despatch) -> Vec<(i32, ParcelStatus)> {
        let way = self.way(chance, despatch);
        let (last, between) = way.days.split_last().map_or((0, &[][..]), |(last, rest)| (*last, rest));
        let begin = self.rounds.0;
        let mut told: Vec<(i32, ParcelStatus)> =
            between.iter().map(|day| (day * DAY + SORTED, ParcelStatus::InTransit)).collect();
        if !way.found {
            told.push(((last + SEARCHED) * DAY + SORTED, ParcelStatus::Lost));
            return told;
        }
        if let Some(vain) = between.last().filter(|_| way.nobody_home) {
            told.push((vain * DAY + begin, ParcelStatus::OutForDelivery));
            told.push((vain * DAY + way.minute, ParcelStatus::Failed));
        }
        told.push((last * DAY + begin, ParcelStatus::OutForDelivery));
        told.push((last * DAY + way.minute.max(begin + 1), ParcelStatus::Delivered));
        told.sort_by_key(|(minutes, _)| *minutes);
        told
    }

    /// The days that it is touched on, from the day that it was handed over, and how it ends.
    fn way(&self, chance: &mut Chance, despatch: &Despatch) -> Way {
        let mut day = Day { after: 0, weekday: despatch.weekday };
        // The longer the shop means to need, the likelier it needs a day more.
        if chance.happens(15 * (1 + u32::from(despatch.handling_days))) {
            day.next();
        }
        day.working(self.works_until);
        let zone = usize::from(despatch.zone.0.min(ZONES - 1));
        let transit = 1 + chance.pick(self.transit[zone]) as u32;
        let mut waits = transit + u32::from(chance.happens(self.missed));
        while chance.happens(self.held_up) {
            waits += 1;
        }
        let nobody_home = chance.happens(self.nobody_home);
        waits += u32::from(nobody_home);
        let mut days = vec![day.after];
        for _ in 0..waits {
            day.next();
            day.working(self.works_until);
            days.push(day.after);
        }
        let (begin, long) = self.rounds;
        // Most stops are in the middle of a round.
        let minute = begin + ((chance.below(long) + chance.below(long)) / 2) as i32;
        Way { days, minute, nobody_home, found: !chance.happens(self.lost) }
    }
}

/// What became of one parcel.
struct Way {
    days: Vec<i32>,
    /// Of the last day, when it is brought.
    minute: i32,
    nobody_home: bool,
    found: bool,
}

/// A day some days after another.
struct Day {
    after: i32,
    weekday: Weekday,
}

impl Day {
    fn next(&mut self) {
        self.after += 1;
        self.weekday = Weekday::ALL[(self.weekday as usize + 1) % 7];
    }

    /// On to the next day that somebody works whose week ends so.
    fn working(&mut self, until: Weekday) {
        while self.weekday > until {
            self.next();
        }
    }
}

/// The next order of a shop that sells every day and hands over on any but Sundays: by whom, where to and when.
pub fn despatch(chance: &mut Chance, carriers: &[Carrier]) -> Despatch {
    let carrier = &carriers[chance.pick(&[40, 30, 20, 10]).min(carriers.len() - 1)];
    let zone = DeliveryZone(chance.pick(&[35, 30, 25, 10]) as u8);
    let handling_days = chance.pick(&[60, 25, 15]) as u8;
    let ready = CivilDay(chance.below(7) as i32);
    let ready = if ready.weekday() == Weekday::Sunday { CivilDay(ready.0 + 1) } else { ready };
    Despatch { carrier: carrier.id, zone, weekday: ready.weekday(), handling_days }
}
