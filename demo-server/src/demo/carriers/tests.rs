//! How the demo's carriers behave, over very many parcels.

use attar::event::PastDelivery;
use attar::money::BasisPoints;
use attar::train::promise::promises;

use super::*;

fn sent(carrier: &Carrier, weekday: Weekday, zone: u8) -> Vec<Option<i32>> {
    let mut chance = Chance::new(1);
    let despatch = Despatch { carrier: carrier.id, zone: DeliveryZone(zone), weekday, handling_days: 0 };
    (0..2_000).map(|_| carrier.carry(&mut chance, &despatch)).collect()
}

fn weekday_after(weekday: Weekday, minutes: i32) -> Weekday {
    Weekday::ALL[(weekday as usize + (minutes / DAY) as usize) % 7]
}

#[test]
fn nobody_delivers_on_a_day_off_or_at_night() {
    for carrier in Carrier::demo() {
        for weekday in Weekday::ALL {
            for took in sent(&carrier, weekday, 1).into_iter().flatten() {
                assert!(weekday_after(weekday, took) <= carrier.works_until, "{}", carrier.name);
                assert!((8 * 60..21 * 60).contains(&(took % DAY)), "{}", carrier.name);
            }
        }
    }
}

#[test]
fn a_course_ends_where_the_carrier_ends_it_and_goes_forward() {
    for carrier in Carrier::demo() {
        let despatch = Despatch {
            carrier: carrier.id,
            zone: DeliveryZone(2),
            weekday: Weekday::Monday,
            handling_days: 0,
        };
        for seed in 0..2_000 {
            let took = carrier.carry(&mut Chance::new(seed), &despatch);
            let course = carrier.course(&mut Chance::new(seed), &despatch);
            assert!(course.is_sorted_by_key(|(minutes, _)| *minutes), "{course:?}");
            match (took, course.last()) {
                (Some(took), Some((at, ParcelStatus::Delivered))) => {
                    assert!((took..=took + 1).contains(at))
                }
                (None, Some((_, ParcelStatus::Lost))) => {}
                other => panic!("{}: {other:?}", carrier.name),
            }
        }
    }
}

#[test]
fn the_same_seed_sends_the_same_parcels_and_far_zones_take_longer() {
    let post = &Carrier::demo()[0];
    assert_eq!(sent(post, Weekday::Monday, 0), sent(post, Weekday::Monday, 0));
    let mean = |zone| {
        let took: Vec<i32> = sent(post, Weekday::Monday, zone).into_iter().flatten().collect();
        took.iter().sum::<i32>() / took.len() as i32
    };
    assert!(mean(0) < mean(1) && mean(1) < mean(2) && mean(2) < mean(3));
    let lost = sent(post, Weekday::Monday, 0).iter().filter(|took| took.is_none()).count();
    assert!((1..30).contains(&lost), "{lost} of 2,000 lost");
}

#[test]
fn what_is_promised_from_their_parcels_holds_for_each_carrier_and_weekday() {
    const LEVEL: BasisPoints = BasisPoints(9_000);
    let (mut chance, carriers) = (Chance::new(5), Carrier::demo());
    let mut parcels = || -> Vec<PastDelivery> {
        let parcel = |_| {
            let despatch = despatch(&mut chance, &carriers);
            let by = carriers.iter().find(|carrier| carrier.id == despatch.carrier).expect("a carrier");
            PastDelivery { despatch, took: by.carry(&mut chance, &despatch) }
        };
        (0..20_000).map(parcel).collect()
    };
    let (table, later) = (promises(&parcels(), LEVEL), parcels());
    let kept = |parcel: &&PastDelivery| {
        let window = table.window(&parcel.despatch).expect("a promise");
        parcel.took.is_some_and(|took| window.holds(took))
    };
    let share = |of: &dyn Fn(&Despatch) -> bool| {
        let of: Vec<&PastDelivery> = later.iter().filter(|parcel| of(&parcel.despatch)).collect();
        of.iter().copied().filter(kept).count() as f64 / of.len() as f64
    };
    assert!((0.88..0.92).contains(&share(&|_| true)));
    for carrier in &carriers {
        assert!(
            (0.85..0.95).contains(&share(&|despatch| despatch.carrier == carrier.id)),
            "{}",
            carrier.name
        );
    }
    for weekday in Weekday::ALL.into_iter().filter(|day| *day != Weekday::Sunday) {
        assert!((0.85..0.95).contains(&share(&|despatch| despatch.weekday == weekday)), "{weekday:?}");
    }
}
