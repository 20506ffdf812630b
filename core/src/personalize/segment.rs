//! Which learned group a customer belongs to.

use crate::model::Segments;
use crate::query::Segment;

/// Where a customer stands on the three measures, in the units of [`Segments`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rfm {
    /// Days since the last purchase.
    pub recency_days: u32,
    /// Number of purchases.
    pub frequency: u32,
    /// Minor units spent.
    pub money: i64,
}

/// The percentile (0..=100) of a value: how many of the 20 steps above the first it reaches, by 5.
fn percentile<T: PartialOrd>(steps: &[T], value: &T) -> u8 {
    let reached = steps.partition_point(|step| step <= value);
    (reached.saturating_sub(1).min(20) as u8).saturating_mul(5)
}

/// The percentiles of recency, frequency and money; high is good.
pub fn percentiles(segments: &Segments, rfm: &Rfm) -> [u8; 3] {
    [
        100_u8.saturating_sub(percentile(&segments.recency_days, &rfm.recency_days)),
        percentile(&segments.frequency, &rfm.frequency),
        percentile(&segments.money, &rfm.money),
    ]
}

/// The group with the nearest centre; of equally near ones the first. Nothing without a model.
pub fn assign(segments: &Segments, rfm: &Rfm) -> Option<Segment> {
    let found = nearest(&segments.centres, percentiles(segments, rfm));
    found.map(|(index, [recency, frequency, money])| Segment { index, recency, frequency, money })
}

/// The nearest centre, with its number; of equally near ones the first.
pub(crate) fn nearest(centres: &[[u8; 3]], here: [u8; 3]) -> Option<(u8, [u8; 3])> {
    let distance = |centre: &[u8; 3]| -> u32 {
        centre.iter().zip(here).map(|(a, b)| u32::from(a.abs_diff(b)).saturating_pow(2)).sum()
    };
    let nearest = (0_u8..).zip(centres).min_by_key(|(index, centre)| (distance(centre), *index));
    nearest.map(|(index, centre)| (index, *centre))
}
