//! What is summed per visit and per item before pairs are counted.

use ndarray::Array1;

use crate::model::Model;

use super::params::TrainParams;
use super::visits::Visits;

const DAY: f64 = 86_400_000.0;

/// Weights of the visits and sums over the items' events.
pub(super) struct Sums {
    /// Of each visit: shorter and later ones weigh more.
    pub(super) weights: Array1<f64>,
    /// Of each item: how often it was met.
    pub(super) events: Array1<f64>,
    /// Of each item: the weights of the visits, once per event.
    pub(super) mass: Array1<f64>,
    /// Of each item: its events, faded for the trend.
    pub(super) recent: Array1<f64>,
    /// Of each item: its events, faded for popularity.
    pub(super) popular: Array1<f64>,
}

impl Sums {
    /// Sums over all visits. Ages count from the end of the last visit.
    pub(super) fn of(params: &TrainParams, visits: &Visits) -> Self {
        let none = || Array1::zeros(visits.items.len());
        let weights = Array1::zeros(visits.len());
        let mut sums = Self { weights, events: none(), mass: none(), recent: none(), popular: none() };
        let last = visits.end();
        for (place, (end, met)) in visits.iter().enumerate() {
            let age = (last - end).0 as f64 / DAY;
            let weight = (met.len() as f64).powf(-params.length_power) * (-age / params.age_days).exp();
            sums.weights[place] = weight;
            sums.add(
                met,
                [1.0, weight, (-age / params.trend_days).exp(), (-age / params.popular_days).exp()],
            );
        }
        sums
    }

    fn add(&mut self, met: &[u32], [event, weight, recent, popular]: [f64; 4]) {
        for item in met.iter().map(|item| *item as usize) {
            self.events[item] += event;
            self.mass[item] += weight;
            self.recent[item] += recent;
            self.popular[item] += popular;
        }
    }

    /// Of each item: its mass, never near nothing, so that a rare item's few pairs do not count as
    /// certainties.
    pub(super) fn steady_mass(&self, shrinkage: f64) -> Array1<f64> {
        let per_event = self.mass.sum() / self.events.sum().max(1.0);
        &self.mass + shrinkage * per_event
    }

    /// Of each item: above 1 where it is met more often of late than it used to be.
    pub(super) fn trend(&self) -> Array1<f64> {
        let half_mean = self.recent.sum() / self.recent.len().max(1) as f64 / 2.0;
        let per_event = self.recent.sum() / self.events.sum().max(1.0);
        (&self.recent + half_mean) / (&self.events * per_event + half_mean)
    }

    /// The items met most of late, most first; ties by item.
    pub(super) fn most_popular(&self) -> Vec<u32> {
        let mut items: Vec<(u32, f64)> = (0..).zip(self.popular.iter().copied()).collect();
        items.sort_unstable_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
        items.into_iter().take(Model::MOST_POPULAR).map(|(item, _)| item).collect()
    }
}
