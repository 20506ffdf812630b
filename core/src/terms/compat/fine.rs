//! Amounts finer than money: integers of 1e-12 currency units.

use core::cmp::Reverse;
use core::fmt;
use core::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount in units of 1e-12 of a currency unit. 1.50 USD is `1_500_000_000_000`.
///
/// Sums saturate; within [`Fine::MOST`] per amount and a million units per line they never do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fine(pub i128);

impl Fine {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// One currency unit.
    pub const ONE: Self = Self(1_000_000_000_000);
    /// The largest amount that is taken in: a million million currency units.
    pub const MOST: Self = Self(1_000_000_000_000_000_000_000_000);

    /// `n` whole currency units.
    pub const fn whole(n: i64) -> Self {
        Self((n as i128).saturating_mul(Self::ONE.0))
    }

    /// So many minor units of a currency with that many decimals, at most 12.
    pub fn minor(minor: i64, decimals: u8) -> Self {
        Self(i128::from(minor).saturating_mul(unit(decimals)))
    }

    /// The sum.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// This amount `n` times.
    #[must_use]
    pub fn times(self, n: i64) -> Self {
        Self(self.0.saturating_mul(i128::from(n)))
    }

    /// `self * n / d`, rounded half away from zero, without loss in between; nothing for `d = 0`.
    #[must_use]
    pub fn ratio(self, n: i128, d: i128) -> Self {
        let negative = (self.0 < 0) ^ (n < 0) ^ (d < 0);
        let magnitude = mul_div(self.0.unsigned_abs(), n.unsigned_abs(), d.unsigned_abs());
        let magnitude = i128::try_from(magnitude).unwrap_or(i128::MAX);
        Self(if negative { magnitude.saturating_neg() } else { magnitude })
    }

    /// That many percent of this amount.
    #[must_use]
    pub fn percent(self, rate: Self) -> Self {
        self.ratio(rate.0, Self::ONE.0.saturating_mul(100))
    }

    /// Rounded half away from zero to that many decimals, at most 12.
    #[must_use]
    pub fn rounded(self, decimals: u8) -> Self {
        let unit = unit(decimals);
        Self(self.ratio(1, unit).0.saturating_mul(unit))
    }

    /// Cut towards zero to that many decimals, at most 12.
    #[must_use]
    pub fn truncated(self, decimals: u8) -> Self {
        let unit = unit(decimals);
        Self(self.0.saturating_sub(self.0.checked_rem(unit).unwrap_or(0)))
    }
}

/// The value of the last of that many decimals.
fn unit(decimals: u8) -> i128 {
    10_i128.saturating_pow(12_u32.saturating_sub(u32::from(decimals)))
}

/// As a number is written: `459.97`, `5`.
impl fmt::Display for Fine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = self.0.unsigned_abs();
        let one = Self::ONE.0.unsigned_abs();
        let (whole, rest) = (units.checked_div(one).unwrap_or(0), units.checked_rem(one).unwrap_or(0));
        let sign = if self.0 < 0 { "-" } else { "" };
        let text = format!("{sign}{whole}.{rest:012}");
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// In JSON a text, so that nobody reads it as a double; in postcard its halves, of which every one is a number.
impl Serialize for Fine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.collect_str(self);
        }
        ((self.0 >> 64) as i64, self.0 as u64).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Fine {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            return text.parse().map_err(|NotANumber| D::Error::custom(format!("`{text}` is not a decimal")));
        }
        let (high, low) = <(i64, u64)>::deserialize(deserializer)?;
        Ok(Self(i128::from(high) << 64 | i128::from(low)))
    }
}

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotANumber;

impl FromStr for Fine {
    type Err = NotANumber;

    /// Reads `-12.5`, `3e-7`; digits beyond the twelfth decimal are dropped.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let text = text.trim();
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| NotANumber)?),
            None => (text, 0),
        };
        let (negative, digits) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let all = [whole, decimals].concat();
        if all.is_empty() || all.len() > 30 || !all.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotANumber);
        }
        let units: i128 = all.parse().map_err(|_| NotANumber)?;
        let scale = exponent.saturating_add(12).saturating_sub(i32::try_from(decimals.len()).unwrap_or(0));
        let power = 10_i128.saturating_pow(scale.unsigned_abs());
        let value = if scale < 0 { units.checked_div(power) } else { units.checked_mul(power) };
        let value = value.ok_or(NotANumber)?;
        Ok(Self(if negative { value.saturating_neg() } else { value }))
    }
}

/// Rounds amounts to minor units so that they sum to their rounded sum.
///
/// The sum is rounded half away from zero; the shares are cut, and the largest remainders get the
/// units that are left, ties in list order. `None` if a share does not fit in 64 bits.
pub fn to_minor(amounts: &[Fine], decimals: u8) -> Option<Vec<i64>> {
    let unit = unit(decimals);
    let sum = amounts.iter().fold(Fine::ZERO, |sum, amount| sum.plus(*amount));
    let whole = sum.ratio(1, unit).0;
    let mut shares: Vec<i128> = amounts.iter().map(|amount| amount.0.div_euclid(unit)).collect();
    let given = shares.iter().fold(0_i128, |sum, share| sum.saturating_add(*share));
    let rest = |(i, amount): (usize, &Fine)| (Reverse(amount.0.rem_euclid(unit).unsigned_abs()), i);
    let mut order: Vec<(Reverse<u128>, usize)> = amounts.iter().enumerate().map(rest).collect();
    order.sort_unstable();
    let spare = usize::try_from(whole.saturating_sub(given)).unwrap_or(0);
    for (_, i) in order.into_iter().take(spare) {
        if let Some(share) = shares.get_mut(i) {
            *share = share.saturating_add(1);
        }
    }
    // INVARIANT: the shares sum to `whole`.
    shares.into_iter().map(|share| i64::try_from(share).ok()).collect()
}

/// `a * b / d` over 256 bits, half up; `u128::MAX` when it does not fit, 0 for `d = 0`.
fn mul_div(a: u128, b: u128, d: u128) -> u128 {
    if d == 0 {
        return 0;
    }
    if let Some(product) = a.checked_mul(b) {
        return rounded(product.checked_div(d).unwrap_or(0), product.checked_rem(d).unwrap_or(0), d);
    }
    let (high, low) = widening_mul(a, b);
    if high >= d {
        return u128::MAX;
    }
    let (mut quotient, mut remainder) = (0_u128, high);
    for bit in (0..128).rev() {
        let carry = remainder >> 127;
        remainder = (remainder << 1) | ((low >> bit) & 1);
        quotient <<= 1;
        if carry == 1 || remainder >= d {
            remainder = remainder.wrapping_sub(d);
            quotient |= 1;
        }
    }
    rounded(quotient, remainder, d)
}

/// Half up; `d` is at least 1.
fn rounded(quotient: u128, remainder: u128, d: u128) -> u128 {
    // remainder >= d - remainder: at least half, without overflow.
    let up = remainder >= d.saturating_sub(remainder);
    quotient.saturating_add(u128::from(up))
}

/// The product as (high, low) halves of 128 bits.
fn widening_mul(a: u128, b: u128) -> (u128, u128) {
    let mask = u128::from(u64::MAX);
    let (a1, a0, b1, b0) = (a >> 64, a & mask, b >> 64, b & mask);
    let low = a0.wrapping_mul(b0);
    let (cross, carried) = a1.wrapping_mul(b0).overflowing_add(a0.wrapping_mul(b1));
    let (low, carry) = low.overflowing_add(cross << 64);
    let high = a1.wrapping_mul(b1).wrapping_add(cross >> 64).wrapping_add(u128::from(carry));
    (high.wrapping_add(u128::from(carried) << 64), low)
}

#[cfg(test)]
mod tests;
