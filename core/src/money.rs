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
    /// 2^53: the largest amount that JSON carries exactly.
    pub const MOST_MINOR: i64 = 1 << 53;

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
        ratio(self.minor, rate.0.into(), 10_000).map(|m| self.with(m)).ok_or(MoneyError::Overflow)
    }

    /// Splits this amount in proportion to `weights`, in minor units.
    ///
    /// The largest remainder gets the spare units; ties go to the earlier weight. With all
    /// weights zero the shares are as equal as can be.
    ///
    /// # Errors
    /// [`MoneyError::NoShares`] for an empty list.
    pub fn allocate(self, weights: &[u64]) -> Result<Vec<Self>, MoneyError> {
        if weights.is_empty() {
            return Err(MoneyError::NoShares);
        }
        Ok(shares(self.minor, weights).into_iter().map(|minor| self.with(minor)).collect())
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

/// `minor * n / d`, rounded half away from zero; `None` for d = 0 or beyond 64 bits.
pub(crate) fn ratio(minor: i64, n: u64, d: u64) -> Option<i64> {
    let (part, rest) = divided(minor.unsigned_abs(), n, d.into())?;
    let is_half = rest >= u128::from(d).saturating_sub(rest);
    let part = i128::try_from(part.saturating_add(is_half.into())).ok()?;
    i64::try_from(if minor < 0 { part.saturating_neg() } else { part }).ok()
}

/// What some of `quantity` units are worth that are worth `minor` together, cut to whole minor units;
/// no more than all of them.
pub(crate) fn worth(minor: i64, units: u32, quantity: u32) -> i64 {
    if units >= quantity {
        return if quantity == 0 { 0 } else { minor };
    }
    // Of no units nothing; else the part fits, for it is not above the whole.
    let part =
        divided(minor.unsigned_abs(), units.into(), quantity.into()).map_or(0, |(part, _)| part as u64);
    signed(minor)(0, part)
}

/// How an amount of its sign is made from its units. No part is above the whole, so none saturates.
fn signed(minor: i64) -> fn(i64, u64) -> i64 {
    if minor < 0 { i64::saturating_sub_unsigned } else { i64::saturating_add_unsigned }
}

/// `whole * n / d`, cut, and what is left; `None` for d = 0.
fn divided(whole: u64, n: u64, d: u128) -> Option<(u128, u128)> {
    // Dividing 128 bits takes many times as long as 64, and amounts seldom need them.
    if let (Some(exact), Ok(d)) = (whole.checked_mul(n), u64::try_from(d)) {
        return Some((exact.checked_div(d)?.into(), exact.checked_rem(d)?.into()));
    }
    let exact = u128::from(whole).saturating_mul(n.into());
    Some((exact.checked_div(d)?, exact.checked_rem(d)?))
}

/// The shares of [`Money::allocate`]; among nothing there are none.
pub(crate) fn shares(minor: i64, weights: &[u64]) -> Vec<i64> {
    // INVARIANT: the parts sum to the whole.
    let units = allocate_units(minor.unsigned_abs(), weights).into_iter();
    let signed = signed(minor);
    units.map(|units| signed(0, units)).collect()
}

fn allocate_units(whole: u64, weights: &[u64]) -> Vec<u64> {
    let even = vec![1; if weights.iter().all(|w| *w == 0) { weights.len() } else { 0 }];
    let weights = if even.is_empty() { weights } else { &even[..] };
    let total = weights.iter().fold(0_u128, |sum, w| sum.saturating_add(u128::from(*w)));
    let mut remainders = Vec::with_capacity(weights.len());
    let mut given = 0_u64;
    let share = |(line, weight): (usize, &u64)| {
        let (share, rest) =
            divided(whole, *weight, total).map_or((0, 0), |(share, rest)| (share as u64, rest));
        given = given.saturating_add(share);
        remainders.push((core::cmp::Reverse(rest), line));
        share
    };
    let mut shares: Vec<u64> = weights.iter().enumerate().map(share).collect();
    let spare = usize::try_from(whole.saturating_sub(given)).unwrap_or(0);
    if spare > 0 {
        remainders.sort_unstable();
    }
    for (_, line) in remainders.into_iter().take(spare) {
        if let Some(share) = shares.get_mut(line) {
            *share = share.saturating_add(1);
        }
    }
    shares
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "128 bits hold what 64 and 32 multiply")]
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

    #[test]
    fn units_are_worth_their_part_cut_and_never_more_than_all() {
        let parts = [(3, 7), (0, 7), (8, 7), (1, 0)].map(|(units, quantity)| worth(100, units, quantity));
        assert_eq!(parts, [42, 0, 100, 0]);
    }

    #[test]
    fn a_ratio_that_does_not_fit_is_none() {
        assert_eq!(ratio(i64::MAX, 2, 2), Some(i64::MAX));
        assert_eq!((ratio(i64::MAX, 2, 1), ratio(1, 1, 0)), (None, None));
    }

    proptest! {
        #[test]
        fn allocation_sums_to_the_whole(minor: i64, weights in prop::collection::vec(prop_oneof![0_u64..1 << 40, any::<u64>()], 1..30)) {
            let shares = usd(minor).allocate(&weights);
            let sum = shares.map(|s| s.iter().map(|m| i128::from(m.minor)).sum::<i128>());
            prop_assert_eq!(sum, Ok(i128::from(minor)));
        }

        #[test]
        fn what_is_divided_in_64_bits_is_what_128_come_to(
            (minor, n, d) in (prop_oneof![any::<i64>(), -9_999_i64..9_999], 0_u64..40_000, 0_u64..40_000),
            (units, quantity) in (0_u32..100, 0_u32..100),
            (whole, weight, rest) in (any::<u64>(), prop_oneof![any::<u64>(), 0_u64..9_999], any::<u64>()),
            small: bool,
        ) {
            let exact = i128::from(minor) * i128::from(n);
            let half = i128::from(d / 2) * if exact < 0 { -1 } else { 1 };
            let rounded = (exact + half).checked_div(d.into()).and_then(|part| i64::try_from(part).ok());
            prop_assert_eq!(ratio(minor, n, d), rounded);
            let part = i128::from(minor) * i128::from(units.min(quantity));
            prop_assert_eq!(i128::from(worth(minor, units, quantity)), part.checked_div(quantity.into()).unwrap_or(0));
            let (whole, rest) = if small { (whole >> 40, rest >> 20) } else { (whole, rest) };
            let total = u128::from(weight) + u128::from(rest);
            let exact = u128::from(whole) * u128::from(weight);
            let plain = exact.checked_div(total).zip(exact.checked_rem(total));
            prop_assert_eq!(divided(whole, weight, total), plain);
        }

        #[test]
        fn no_arithmetic_panics(a: i64, b: i64, q: u32, rate: u32) {
            let _ = (usd(a).plus(usd(b)), usd(a).minus(usd(b)), usd(a).times(q), usd(a).percent(BasisPoints(rate)));
        }
    }
}
