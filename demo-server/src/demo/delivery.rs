//! How the demo shop sends, and what its carriers took in the year before. All of it is invented.

use attar::Command;
use attar::event::PastDelivery;
use attar::money::BasisPoints;
use attar::shop::{self, Delivery, Label};
use attar::time::Weekday;

use super::carriers::{Carrier, Chance, despatch};

/// What chance begins with: every demo has the same past.
const SEED: u64 = 2_017;
/// How many parcels of the year before are known.
const PARCELS: usize = 6_000;
/// A buyer is offered five in a hundred of the price for a promise that was broken.
const REMEDY: BasisPoints = BasisPoints(500);

/// Zones of the demo in every language, nearest first.
const ZONES: [[&str; 3]; super::carriers::ZONES as usize] = [
    ["the town", "شهر", "المدينة"],
    ["the region", "استان", "المنطقة"],
    ["the rest of the country", "دیگر نقاط کشور", "بقية البلاد"],
    ["abroad", "خارج از کشور", "خارج البلاد"],
];

/// How the demo shop sends: on the same day until four, on any day but Sunday.
pub(super) fn delivery() -> Delivery {
    let carrier = |own: &Carrier| shop::Carrier { id: own.id, name: label(own.name, own.abroad) };
    Delivery {
        zones: ZONES.iter().map(|[en, fa, ar]| label(en, [fa, ar])).collect(),
        carriers: Carrier::demo().iter().map(carrier).collect(),
        handling_days: 0,
        cutoff: 16 * 60,
        closed: vec![Weekday::Sunday],
        remedy: REMEDY,
    }
}

fn label(en: &str, [fa, ar]: [&str; 2]) -> Label {
    Label { en: en.to_owned(), fa: fa.to_owned(), ar: ar.to_owned() }
}

/// What parcels took in the year before, as many at once as one command takes.
pub(super) fn past_deliveries() -> impl Iterator<Item = Vec<PastDelivery>> {
    let (mut chance, carriers) = (Chance::new(SEED), Carrier::demo());
    let past: Vec<PastDelivery> = (0..PARCELS)
        .map(|_| {
            let despatch = despatch(&mut chance, &carriers);
            let by = carriers.iter().find(|carrier| carrier.id == despatch.carrier);
            PastDelivery { despatch, took: by.and_then(|carrier| carrier.carry(&mut chance, &despatch)) }
        })
        .collect();
    (0..PARCELS)
        .step_by(Command::MOST_DELIVERIES)
        .map(move |from| past.iter().skip(from).take(Command::MOST_DELIVERIES).copied().collect())
}

#[cfg(test)]
mod tests {
    use attar::train::promise::promises;

    use super::*;

    #[test]
    fn the_past_is_whole_and_teaches_a_promise_for_every_carrier_and_place() {
        let past: Vec<PastDelivery> = past_deliveries().flatten().collect();
        assert_eq!(past.len(), PARCELS);
        let learned = promises(&past, BasisPoints(9_000));
        assert!(past.iter().all(|parcel| learned.window(&parcel.despatch).is_some()));
    }
}
