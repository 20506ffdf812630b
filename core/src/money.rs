//! Money in minor units, rates in basis points, one rounding and one `allocate`.
#![deny(clippy::arithmetic_side_effects)]

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::padded;

/// An ISO 4217 currency that Attar knows the exponent of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// United States dollar, 2 decimals.
    Usd,
    /// Euro, 2 decimals.
    Eur,
    /// Iranian rial, 0 decimals (as CLDR has it); people count in toman of ten rial.
    Irr,
    /// Kuwaiti dinar, 3 decimals.
    Kwd,
}

impl Currency {
    /// Every currency that Attar knows.
    pub const ALL: [Self; 4] = [Self::Usd, Self::Eur, Self::Irr, Self::Kwd];

    /// Digits behind the point.
    pub const fn exponent(self) -> u8 {
        match self {
            Self::Usd | Self::Eur => 2,
            Self::Irr => 0,
            Self::Kwd => 3,
        }
    }

    /// The three letters of ISO 4217.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Irr => "IRR",
            Self::Kwd => "KWD",
        }
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(code: &str) -> Result<Self, MoneyError> {
        Self::ALL.into_iter().find(|c| c.code() == code).ok_or(MoneyError::UnknownCurrency)
    }
}

/// Why a sum of money cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyError {
    /// The result does not fit in 64 bits.
    Overflow,
    /// Two currencies met.
    Mixed,
    /// No such currency here.
    UnknownCurrency,
    /// There was nothing to share among.
    NoShares,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Overflow => "the amount is too large",
            Self::Mixed => "two currencies cannot be added",
            Self::UnknownCurrency => "the currency is not known here",
            Self::NoShares => "an amount cannot be shared among nothing",
        })
    }
}

impl core::error::Error for MoneyError {}

/// An amount in minor units (cents) of one currency. At JSON edges `minor` stays within 2^53.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units, possibly negative.
    pub minor: i64,
    /// Of what.
    pub currency: Currency,
}

/// A rate in hundredths of a percent: 1,500 is 15 %.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub u32);

impl Money {
    /// `minor` units of `currency`.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing of `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The sum.
    ///
    /// # Errors
    /// [`MoneyError::Mixed`] for two currencies, [`MoneyError::Overflow`] beyond 64 bits.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.same(other)?;
        self.minor.checked_add(other.minor).map(|m| self.with(m)).ok_or(MoneyError::Overflow)
    }

    /// The difference.
    ///
    /// # Errors
    /// As [`Money::plus`].
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.same(other)?;
        self.minor.checked_sub(other.minor).map(|m| self.with(m)).ok_or(MoneyError::Overflow)
    }

    /// This amount `quantity` times.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 64 bits.
    pub fn times(self, quantity: u32) -> Result<Self, MoneyError> {
        self.minor.checked_mul(i64::from(quantity)).map(|m| self.with(m)).ok_or(MoneyError::Overflow)
    }

    /// That share of this amount, rounded half away from zero.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 64 bits.
    pub fn percent(self, rate: BasisPoints) -> Result<Self, MoneyError> {
        let exact = i128::from(self.minor).checked_mul(i128::from(rate.0));
        let rounded = exact.and_then(|e| divide_rounded(e, 10_000));
        rounded.and_then(|r| i64::try_from(r).ok()).map(|m| self.with(m)).ok_or(MoneyError::Overflow)
    }

    /// Splits this amount in proportion to `weights`, in minor units.
    ///
    /// The largest remainder gets the spare units; ties go to the earlier weight. With all
    /// weights zero the shares are as equal as can be.
    ///
    /// # Errors
    /// [`MoneyError::NoShares`] for an empty list, [`MoneyError::Overflow`] for weights whose sum
    /// does not fit.
    pub fn allocate(self, weights: &[u64]) -> Result<Vec<Self>, MoneyError> {
        // INVARIANT: the parts sum to the whole.
        let shares = allocate_units(self.minor.unsigned_abs(), weights)?;
        let sign: i128 = if self.minor < 0 { -1 } else { 1 };
        shares
            .into_iter()
            .map(|units| i128::from(units).checked_mul(sign).and_then(|m| i64::try_from(m).ok()))
            .map(|minor| minor.map(|m| self.with(m)).ok_or(MoneyError::Overflow))
            .collect()
    }

    /// As people read it: `12.05 USD`.
    pub fn text(self) -> String {
        let decimals = usize::from(self.currency.exponent());
        let mut text = padded(self.minor, decimals.saturating_add(1));
        if decimals > 0 {
            text.insert(text.len().saturating_sub(decimals), '.');
        }
        text.push(' ');
        text.push_str(self.currency.code());
        text
    }

    fn with(self, minor: i64) -> Self {
        Self { minor, ..self }
    }

    fn same(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency { Ok(()) } else { Err(MoneyError::Mixed) }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// `n / d`, half away from zero; `None` for d = 0 or overflow.
pub(crate) fn divide_rounded(n: i128, d: i128) -> Option<i128> {
    let half = d.checked_div(2)?;
    let nudged = if n < 0 { n.checked_sub(half)? } else { n.checked_add(half)? };
    nudged.checked_div(d)
}

fn allocate_units(whole: u64, weights: &[u64]) -> Result<Vec<u64>, MoneyError> {
    if weights.is_empty() {
        return Err(MoneyError::NoShares);
    }
    let even = vec![1; weights.len()];
    let weights = if weights.iter().all(|w| *w == 0) { &even[..] } else { weights };
    let total = weights.iter().try_fold(0_u64, |sum, w| sum.checked_add(*w)).ok_or(MoneyError::Overflow)?;
    let mut shares = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    let mut given = 0_u64;
    for (line, weight) in weights.iter().enumerate() {
        let exact = u128::from(whole).saturating_mul(u128::from(*weight));
        let share = exact.checked_div(u128::from(total)).unwrap_or(0) as u64;
        remainders.push((core::cmp::Reverse(exact.checked_rem(u128::from(total))), line));
        given = given.saturating_add(share);
        shares.push(share);
    }
    remainders.sort_unstable();
    let spare = usize::try_from(whole.saturating_sub(given)).unwrap_or(0);
    for (_, line) in remainders.into_iter().take(spare) {
        if let Some(share) = shares.get_mut(line) {
            *share = share.saturating_add(1);
        }
    }
    Ok(shares)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::Usd)
    }

    #[test]
    fn the_largest_remainder_gets_the_spare_cent_and_ties_go_by_line_order() {
        let shares = usd(100).allocate(&[1, 1, 1]).expect("three shares");
        assert_eq!(shares, [usd(34), usd(33), usd(33)]);
    }

    #[test]
    fn half_a_cent_rounds_away_from_zero() {
        assert_eq!(usd(150).percent(BasisPoints(100)), Ok(usd(2)));
        assert_eq!(usd(-150).percent(BasisPoints(100)), Ok(usd(-2)));
    }

    #[test]
    fn currencies_never_mix() {
        assert_eq!(usd(1).plus(Money::new(1, Currency::Irr)), Err(MoneyError::Mixed));
    }

    #[test]
    fn amounts_print_with_the_decimals_of_their_currency() {
        assert_eq!(usd(-1205).to_string(), "-12.05 USD");
        assert_eq!(Money::new(5, Currency::Kwd).to_string(), "0.005 KWD");
        assert_eq!(Money::new(45_000, Currency::Irr).to_string(), "45000 IRR");
    }

    proptest! {
        #[test]
        fn allocation_sums_to_the_whole(minor: i64, weights in prop::collection::vec(0_u64..1 << 40, 1..30)) {
            let shares = usd(minor).allocate(&weights);
            let sum = shares.map(|s| s.iter().map(|m| i128::from(m.minor)).sum::<i128>());
            prop_assert_eq!(sum, Ok(i128::from(minor)));
        }

        #[test]
        fn no_arithmetic_panics(a: i64, b: i64, q: u32, rate: u32) {
            let _ = (usd(a).plus(usd(b)), usd(a).minus(usd(b)), usd(a).times(q), usd(a).percent(BasisPoints(rate)));
        }
    }
}
