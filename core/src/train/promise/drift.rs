//! Whether promises still hold as often as they say, watched parcel by parcel.
//!
//! A gambler bets on each parcel that promises hold more, or less, often than their level. While the level is true
//! no strategy makes money: the chance that the wealth ever exceeds `1 / a` is at most `a` (Ville's inequality), however
//! often one looks. The strategy is the estimator of Krichevsky and Trofimov, which needs no setting.
//!
//! Sources: Vovk, *Testing randomness online*, Statistical Science 36 (2021); Krichevsky and Trofimov, *The
//! performance of universal encoding*, IEEE Transactions on Information Theory 27 (1981).

use crate::money::BasisPoints;

/// The chance of a false alarm, over all time.
const FALSE_ALARM: f64 = 0.001;

/// Promises do not hold as often as they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drift {
    /// After so many parcels it was certain.
    pub after: usize,
    /// Of these, how many promises were kept.
    pub kept: usize,
}

impl Drift {
    /// The share that was kept, of 10,000.
    pub fn rate(&self) -> u32 {
        (self.kept * 10_000 / self.after.max(1)) as u32
    }
}

/// Follows promises, kept or not, in order of time; says when it is certain that they do not hold at their level.
/// At most one of 1,000 carriers that have not changed is ever reported.
pub fn drift(level: BasisPoints, kept: impl IntoIterator<Item = bool>) -> Option<Drift> {
    let level = f64::from(level.0) / 10_000.0;
    let (mut wealth, mut count, mut held) = (0.0, 0_usize, 0_usize);
    for kept in kept {
        let estimate = (held as f64 + 0.5) / (count as f64 + 1.0);
        wealth += if kept { (estimate / level).ln() } else { ((1.0 - estimate) / (1.0 - level)).ln() };
        count += 1;
        held += usize::from(kept);
        if wealth > -FALSE_ALARM.ln() {
            return Some(Drift { after: count, kept: held });
        }
    }
    None
}
