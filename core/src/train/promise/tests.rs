//! Coverage on parcels that the table has not seen.

use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::*;
use crate::id::CarrierId;
use crate::service::promise::{DeliveryZone, Despatch};
use crate::time::Weekday;

const LEVEL: BasisPoints = BasisPoints(9_000);

fn random() -> Xoshiro256Plus {
    Xoshiro256Plus::seed_from_u64(7)
}

/// Days of very unequal length: most come on the second day, some much later.
fn took(random: &mut Xoshiro256Plus) -> i32 {
    let mut days = 1;
    while random.next_u64() >> 62 == 0 {
        days += 1;
    }
    days * 1_440 + (random.next_u64() >> 55) as i32
}

fn delivery(zone: u8, took: Option<i32>) -> PastDelivery {
    let despatch = Despatch {
        carrier: CarrierId(1),
        zone: DeliveryZone(zone),
        weekday: Weekday::Monday,
        handling_days: 0,
    };
    PastDelivery { despatch, took }
}

/// The share of fresh parcels within the promises that so many parcels teach, over many tries.
fn coverage(parcels: usize) -> f64 {
    let mut random = random();
    let mut kept = 0;
    for _ in 0..2_000 {
        let history: Vec<PastDelivery> = (0..parcels).map(|_| delivery(0, Some(took(&mut random)))).collect();
        let window = promises(&history, LEVEL).window(&history[0].despatch).expect("enough parcels");
        kept += (0..10).filter(|_| window.holds(took(&mut random))).count();
    }
    kept as f64 / 20_000.0
}

#[test]
fn a_promise_holds_as_often_as_it_says_whether_much_is_known_or_little() {
    for (parcels, most) in [(30, 0.93), (59, 0.92), (60, 0.92), (500, 0.91)] {
        let coverage = coverage(parcels);
        assert!((0.89..most).contains(&coverage), "{coverage} with {parcels} parcels");
    }
}

#[test]
fn too_few_parcels_promise_nothing_and_so_do_too_many_lost_ones() {
    let parcels = |n, lost| -> Vec<PastDelivery> {
        (0..n).map(|i| delivery(0, (i >= lost).then_some(1_440 + i))).collect()
    };
    assert_eq!(promises(&parcels(18, 0), LEVEL).window(&parcels(1, 0)[0].despatch), None);
    assert!(promises(&parcels(19, 0), LEVEL).window(&parcels(1, 0)[0].despatch).is_some());
    assert!(promises(&parcels(100, 4), LEVEL).window(&parcels(1, 0)[0].despatch).is_some());
    for lost in [5, 6, 50] {
        assert_eq!(promises(&parcels(100, lost), LEVEL).window(&parcels(1, 0)[0].despatch), None);
    }
    assert_eq!(promises(&[], LEVEL), Promises { level: LEVEL, windows: Vec::new() });
    assert_eq!(promises(&parcels(100, 0), BasisPoints(10_001)).window(&parcels(1, 0)[0].despatch), None);
}

#[test]
fn a_group_speaks_for_itself_when_it_has_enough_parcels() {
    let mut history: Vec<PastDelivery> = (0..200).map(|i| delivery(0, Some(1_440 + i))).collect();
    history.extend((0..60).map(|i| delivery(1, Some(9 * 1_440 + i))));
    history.extend((0..59).map(|i| delivery(2, Some(20 * 1_440 + i))));
    let table = promises(&history, LEVEL);
    let of = |zone| table.window(&delivery(zone, None).despatch).expect("a promise");
    assert!(of(0).until < 1_440 + 200 && of(1).from >= 9 * 1_440);
    assert_eq!(of(2), of(7), "too few of their own: as all of the carrier's");
    history.extend((0..400).map(|i| delivery(3, (i % 5 > 0).then_some(1_440 + i))));
    let table = promises(&history, LEVEL);
    assert_eq!(table.window(&delivery(3, None).despatch), None, "a fifth is lost there");
    assert!(table.window(&delivery(0, None).despatch).is_some());
}

#[test]
fn drift_is_reported_and_chance_is_not() {
    let mut random = random();
    let mut kept = |of_ten: u64| {
        let share = of_ten * (u64::MAX / 10);
        (0..3_000).map(|_| random.next_u64() < share).collect::<Vec<_>>()
    };
    let found = drift(LEVEL, kept(7)).expect("three of ten are late");
    assert!(found.after < 300 && found.rate() < 8_500, "{found:?}");
    assert!(drift(LEVEL, kept(10)).is_some(), "windows that always hold are too wide");
    assert_eq!(
        drift(LEVEL, [true; 200]).map(|drift| (drift.kept, drift.after, drift.rate())),
        Some((93, 93, 10_000))
    );
    let alarms = (0..300).filter(|_| drift(LEVEL, kept(9)).is_some()).count();
    assert!(alarms <= 2, "{alarms} of 300 carriers that have not changed");
}
