//! What a shopper seems to like, inferred from what they did: signed sums by category, brand and price band that fade.
//!
//! Nothing of it is kept. It follows from the touches and purchases that are, so it is bounded as they are, does not
//! depend on the order of arrival, and is the same wherever the same things are known.

use crate::event::{Opinion, Topic};
use crate::shop::PublicShop;
use crate::time::Timestamp;
use crate::vec_map::VecMap;

use super::rank::row_scale;
use super::touch::{How, Touch};

/// Sums by topic; above 0 speaks for it, below against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Affinity {
    sums: VecMap<Topic, i64>,
    /// What speaks for or against all topics of a kind.
    wholes: [i64; Topic::KINDS],
}

impl Affinity {
    /// What was done so many days ago counts half.
    pub const HALF_LIFE: i64 = 30;
    /// Shares are so many parts of the whole.
    pub const WHOLE: i64 = 1_000;

    /// Adds up what was done, as of a moment. Nothing is inferred of what is `said`.
    pub fn of(touches: [&[Touch]; 2], shop: &PublicShop, said: &[(Topic, Opinion)], at: Timestamp) -> Self {
        let mut affinity = Self::default();
        for touch in touches.into_iter().flatten() {
            let weight = weight(touch.how).saturating_mul(faded(at, touch.at));
            shop.each_topic(touch.product, &mut |topic| {
                if said.iter().all(|(known, _)| *known != topic) {
                    affinity.add(topic, weight);
                }
            });
        }
        for (topic, sum) in affinity.sums.iter() {
            if let Some(whole) = affinity.wholes.get_mut(topic.kind()) {
                *whole = whole.saturating_add(sum.saturating_abs());
            }
        }
        affinity
    }

    fn add(&mut self, topic: Topic, weight: i64) {
        let sum = self.sums.or_default(topic);
        *sum = sum.saturating_add(weight);
    }

    /// How much speaks for a topic, in thousandths of what speaks for or against all of its kind; 0 of what they
    /// never met, and of prices as they usually are, which are nobody's taste.
    pub fn share(&self, topic: Topic) -> i64 {
        if topic == Topic::Price(1) {
            return 0;
        }
        let own = self.sums.get(&topic).copied().unwrap_or_default();
        let whole = self.wholes.get(topic.kind()).copied().unwrap_or_default();
        own.saturating_mul(Self::WHOLE).checked_div(whole).unwrap_or_default()
    }

    /// The topics with the largest shares, for or against, so many at most; of equal ones by topic. What comes to
    /// nothing is left out.
    pub fn strongest(&self, most: usize) -> Vec<(Topic, i64)> {
        let mut all: Vec<(Topic, i64)> = Vec::new();
        for (topic, _) in self.sums.iter() {
            let share = self.share(*topic);
            // Behind those as strong: they come first in their order.
            let place = all.partition_point(|(_, other)| other.saturating_abs() >= share.saturating_abs());
            if share != 0 && place < most {
                all.insert(place, (*topic, share));
                all.truncate(most);
            }
        }
        all
    }

    /// Whether nothing speaks for or against anything.
    pub fn is_empty(&self) -> bool {
        self.sums.iter().next().is_none()
    }
}

const fn weight(how: How) -> i64 {
    match how {
        How::Viewed => 1,
        How::Dwelt => 2,
        How::InCart => 3,
        How::Bought => 6,
        How::SentBack => -8,
    }
}

/// What counts after so long: `2^(-age / HALF_LIFE)`, in twelfths of a half-life.
fn faded(now: Timestamp, at: Timestamp) -> i64 {
    let days = (now - at).whole_days().max(0);
    let steps = days.saturating_mul(12).checked_div(Affinity::HALF_LIFE).unwrap_or_default().min(255);
    row_scale(u8::MAX.saturating_sub(steps as u8)) as i64
}
