//! Figures with what is true of them and how sure they are.

use crate::chance::Chance;
use serde_json::{Value, json};

/// How often a ratio is drawn anew for its interval.
const DRAWS: usize = 400;

/// What lists were worth to each of many people: how likely what they choose next is in it, and how many of so many
/// choices were.
#[derive(Default)]
pub struct Worth {
    pub likely: Vec<f64>,
    pub hits: Vec<f64>,
}

impl Worth {
    /// Of one person.
    pub fn push(&mut self, likely: f64, hits: f64) {
        self.likely.push(likely);
        self.hits.push(hits);
    }

    /// So much more than another.
    pub fn less(&self, other: &Self) -> Self {
        let less = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect();
        Self { likely: less(&self.likely, &other.likely), hits: less(&self.hits, &other.hits) }
    }
}

/// One figure.
pub struct Figure {
    pub n: usize,
    pub truth: f64,
    pub estimate: f64,
    pub low: f64,
    pub high: f64,
}

fn mean(of: &[f64]) -> f64 {
    of.iter().sum::<f64>() / of.len().max(1) as f64
}

fn over(above: f64, below: f64) -> f64 {
    if below == 0.0 { 0.0 } else { above / below }
}

impl Figure {
    /// What one is worth beside another; the interval by drawing people anew.
    pub fn ratio(of: &Worth, to: &Worth, chance: &mut Chance) -> Self {
        let n = of.hits.len();
        let mut drawn: Vec<f64> = (0..DRAWS)
            .map(|_| {
                let people: Vec<usize> = (0..n).map(|_| chance.below(n as u64) as usize).collect();
                let sum = |hits: &[f64]| people.iter().map(|person| hits[*person]).sum::<f64>();
                over(sum(&of.hits), sum(&to.hits))
            })
            .collect();
        drawn.sort_by(f64::total_cmp);
        Self {
            n,
            truth: over(mean(&of.likely), mean(&to.likely)),
            estimate: over(mean(&of.hits), mean(&to.hits)),
            low: drawn[DRAWS / 40],
            high: drawn[DRAWS - 1 - DRAWS / 40],
        }
    }

    /// What one is worth more than another.
    pub fn difference(of: &Worth, than: &Worth) -> Self {
        let more = of.less(than);
        Self::mean(mean(&more.likely), &more.hits)
    }

    /// The mean of what was found, with what is true.
    pub fn mean(truth: f64, found: &[f64]) -> Self {
        let estimate = mean(found);
        let spread = found.iter().map(|one| (one - estimate).powi(2)).sum::<f64>();
        let n = found.len().max(2) as f64;
        let half = 1.96 * (spread / (n - 1.0) / n).sqrt();
        Self { n: found.len(), truth, estimate, low: estimate - half, high: estimate + half }
    }

    /// The share of what came true, by Wilson's interval.
    pub fn share(truth: f64, held: usize, n: usize) -> Self {
        let (all, z) = (n.max(1) as f64, 1.96_f64);
        let share = held as f64 / all;
        let centre = (share + z * z / (2.0 * all)) / (1.0 + z * z / all);
        let half = z / (1.0 + z * z / all) * (share * (1.0 - share) / all + z * z / (4.0 * all * all)).sqrt();
        Self { n, truth, estimate: share, low: centre - half, high: centre + half }
    }

    pub fn json(&self) -> Value {
        let Self { n, truth, estimate, low, high } = self;
        // Adding nothing takes the sign from a zero.
        let round = |figure: &f64| (figure * 1e6).round() / 1e6 + 0.0;
        json!({ "n": n, "truth": round(truth), "estimate": round(estimate), "low": round(low), "high": round(high) })
    }
}
