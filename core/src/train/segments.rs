//! Groups of customers: k-means over percentiles of how lately, how often and for how much they bought.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_clustering::KMeans;
use ndarray::Array2;
use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::SeedableRng;

use crate::model::Segments;
use crate::money::Currency;
use crate::personalize::segment::{Rfm, nearest, percentiles};
use crate::time::Timestamp;

use super::agreement::adjusted_rand;
use super::params::TrainParams;
use super::people::Person;

/// Below this many customers there are no groups.
const LEAST_CUSTOMERS: usize = 10;
/// On average a group has at least this many customers.
const LEAST_IN_GROUP: usize = 5;
/// From so many starts the search for groups must come to the same, ..
const STARTS: u64 = 3;
/// .. that is, to groupings with at least this adjusted Rand index; and of each start the best of so many runs counts.
const LEAST_AGREEMENT: f64 = 0.97;
const RUNS: usize = 8;

/// The groups at a moment, money in the shop's own currency. None where customers are too few.
pub(super) fn segments(
    params: &TrainParams,
    people: &[Person<'_>],
    currency: Currency,
    now: Timestamp,
) -> Segments {
    let customers: Vec<Rfm> = people.iter().filter_map(|person| rfm(person, currency, now)).collect();
    if customers.len() < LEAST_CUSTOMERS {
        return Segments::default();
    }
    let steps = Segments {
        recency_days: steps(customers.iter().map(|c| c.recency_days)),
        frequency: steps(customers.iter().map(|c| c.frequency)),
        money: steps(customers.iter().map(|c| c.money)),
        centres: Vec::new(),
    };
    match stable(params, &features(&steps, &customers)) {
        centres if centres.is_empty() => Segments::default(),
        centres => Segments { centres, ..steps },
    }
}

/// As many groups as may be that come out the same wherever the search for them starts: one more would be an accident
/// of where it started.
fn stable(params: &TrainParams, features: &Array2<f64>) -> Vec<[u8; 3]> {
    let most = params.groups.min(features.nrows() / LEAST_IN_GROUP).max(1);
    let tries = |groups: usize| -> Vec<Vec<[u8; 3]>> {
        (0..STARTS).map(|start| centres(groups, params.seed.wrapping_add(start), features)).collect()
    };
    for groups in (2..=most).rev() {
        let found = tries(groups);
        let grouped: Vec<Vec<usize>> = found.iter().map(|centres| assigned(centres, features)).collect();
        let agree = |other: &Vec<usize>| adjusted_rand(&grouped[0], other) >= LEAST_AGREEMENT;
        if grouped.iter().skip(1).all(agree) {
            return found.into_iter().next().unwrap_or_default();
        }
    }
    centres(1, params.seed, features)
}

/// The nearest centre of each customer, as it is served.
fn assigned(centres: &[[u8; 3]], features: &Array2<f64>) -> Vec<usize> {
    let row = |row: ndarray::ArrayView1<'_, f64>| {
        let here: [u8; 3] = core::array::from_fn(|measure| row[measure] as u8);
        nearest(centres, here).map_or(0, |(index, _)| usize::from(index))
    };
    features.rows().into_iter().map(row).collect()
}

/// As the engine measures a shopper when it serves; nothing of one who bought nothing.
fn rfm(person: &Person<'_>, currency: Currency, now: Timestamp) -> Option<Rfm> {
    let last = person.sales().map(|(at, _)| at).max()?;
    let paid = person.sales().filter(|(_, sale)| sale.currency == currency).map(|(_, sale)| sale.paid);
    Some(Rfm {
        recency_days: (now - last).whole_days().clamp(0, i64::from(u32::MAX)) as u32,
        frequency: u32::try_from(person.sales().count()).unwrap_or(u32::MAX),
        money: paid.fold(0, i64::saturating_add),
    })
}

/// The values at the percentile steps.
fn steps<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut sorted: Vec<T> = values.collect();
    sorted.sort_unstable();
    let last = sorted.len().saturating_sub(1);
    (0..Segments::STEPS).filter_map(|step| sorted.get(last * step / (Segments::STEPS - 1)).copied()).collect()
}

/// One row per customer: the same percentiles that serving will see.
fn features(steps: &Segments, customers: &[Rfm]) -> Array2<f64> {
    let rows: Vec<[u8; 3]> = customers.iter().map(|rfm| percentiles(steps, rfm)).collect();
    Array2::from_shape_fn((rows.len(), 3), |(customer, measure)| f64::from(rows[customer][measure]))
}

/// The centres, best customers first. Seeded, so the same customers give the same groups.
fn centres(groups: usize, seed: u64, features: &Array2<f64>) -> Vec<[u8; 3]> {
    let rng = Xoshiro256Plus::seed_from_u64(seed);
    let fitted = KMeans::params_with_rng(groups, rng).n_runs(RUNS).fit(&DatasetBase::from(features.clone()));
    // It fails only where no distance is finite; percentiles always are.
    let Ok(fitted) = fitted else { return Vec::new() };
    let rounded = |measure: f64| measure.round().clamp(0.0, 100.0) as u8;
    let rows = fitted.centroids().rows();
    let mut centres: Vec<[u8; 3]> =
        rows.into_iter().map(|row| [rounded(row[0]), rounded(row[1]), rounded(row[2])]).collect();
    centres.sort_unstable_by_key(|centre| {
        let sum: u32 = centre.iter().map(|measure| u32::from(*measure)).sum();
        core::cmp::Reverse((sum, *centre))
    });
    centres.dedup();
    centres
}
