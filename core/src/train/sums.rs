//! What is summed per visit and per item before pairs are counted.

use ndarray::Array1;

use crate::model::Model;
use crate::time::Timestamp;

use super::recipe::{Knob, Recipe};
use super::visits::Visits;

const DAY: f64 = 86_400_000.0;

/// What each visit weighs: shorter and later ones more.
pub(super) fn weights(visits: &Visits, length_power: f64, age_days: f64) -> Vec<f64> {
    let last = visits.end();
    let weight = |(end, met): (Timestamp, &[u32])| {
        let age = (last - end).0 as f64 / DAY;
        (met.len() as f64).powf(-length_power) * (-age / age_days).exp()
    };
    visits.iter().map(weight).collect()
}

/// Sums over the items' events that no recipe changes.
pub(super) struct Sums {
    /// Of each item: how often it was met.
    pub(super) events: Array1<f64>,
    /// Of each item: above 1 where it is met more often of late than it used to be.
    pub(super) trend: Array1<f64>,
    /// Of each item: its events, faded for popularity.
    pub(super) popular: Array1<f64>,
}

impl Sums {
    /// Sums over all visits. Ages count from the end of the last visit.
    pub(super) fn of(visits: &Visits, trend_days: f64, popular_days: f64) -> Self {
        let ones = vec![1.0; visits.len()];
        let events = mass(visits, &ones);
        let trend = trend(&events, mass(visits, &weights(visits, 0.0, trend_days)));
        Self { trend, popular: mass(visits, &weights(visits, 0.0, popular_days)), events }
    }

    /// The mean of a row's value, an item counting as often as it was met.
    pub(super) fn mean(&self, value: impl Fn(usize) -> f64) -> f64 {
        let sum: f64 = self.events.iter().enumerate().map(|(item, events)| events * value(item)).sum();
        sum / self.events.sum().max(1.0)
    }

    /// The items met most of late, most first; ties by item.
    pub(super) fn most_popular(&self) -> Vec<u32> {
        let mut items: Vec<(u32, f64)> = (0..).zip(self.popular.iter().copied()).collect();
        items.sort_unstable_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
        items.into_iter().take(Model::MOST_POPULAR).map(|(item, _)| item).collect()
    }
}

/// Of each item: the weights of its visits, once per event.
pub(super) fn mass(visits: &Visits, weights: &[f64]) -> Array1<f64> {
    let mut mass = Array1::zeros(visits.items.len());
    for ((_, met), weight) in visits.iter().zip(weights) {
        met.iter().for_each(|item| mass[*item as usize] += weight);
    }
    mass
}

/// What each visit weighs, and of each item its mass, never near nothing, so that a rare item's few
/// pairs do not count as certainties.
pub(super) fn mass_of(recipe: &Recipe, visits: &Visits) -> (Vec<f64>, Array1<f64>) {
    let weights = weights(visits, recipe.get(Knob::LengthPower), recipe.get(Knob::AgeDays));
    let mass = mass(visits, &weights);
    let events: usize = visits.iter().map(|(_, met)| met.len()).sum();
    let some = recipe.get(Knob::Shrinkage) * mass.sum() / events.max(1) as f64;
    // A visit of long ago may weigh nothing at all; what no event speaks for must still divide.
    (weights, mass.mapv_into(|mass| (mass + some).max(1e-30)))
}

fn trend(events: &Array1<f64>, recent: Array1<f64>) -> Array1<f64> {
    let half_mean = recent.sum() / recent.len().max(1) as f64 / 2.0;
    let per_event = recent.sum() / events.sum().max(1.0);
    (recent + half_mean) / (events * per_event + half_mean)
}
