//! IEEE 754 doubles in integers: `+ - * /`, rounding to nearest, ties to even.
//!
//! For engines that calculate in doubles and then round to whole cents: whether half a cent goes
//! up depends on the last bit. Only finite numbers of everyday size: no infinities, no subnormals.

/// `mantissa * 2^exponent`; the mantissa is 0 or has exactly 53 bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Binary64 {
    negative: bool,
    mantissa: u64,
    exponent: i32,
}

impl Binary64 {
    /// The double nearest to an integer.
    pub(super) fn whole(n: i64) -> Self {
        Self::nearest(n < 0, u128::from(n.unsigned_abs()), 0)
    }

    /// The double nearest to `n / d`, as a decimal literal is read; 0 for `d = 0`.
    pub(super) fn fraction(n: i64, d: i64) -> Self {
        Self::whole(n).over(Self::whole(d))
    }

    pub(super) fn plus(self, other: Self) -> Self {
        let (high, low) = if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        if high.mantissa == 0 {
            return low;
        }
        let apart = high.exponent.saturating_sub(low.exponent).unsigned_abs();
        if apart > 70 || low.mantissa == 0 {
            return high;
        }
        let big = u128::from(high.mantissa) << apart;
        let small = u128::from(low.mantissa);
        match (high.negative == low.negative, big >= small) {
            (true, _) => Self::nearest(high.negative, big.saturating_add(small), low.exponent),
            (false, true) => Self::nearest(high.negative, big.saturating_sub(small), low.exponent),
            (false, false) => Self::nearest(low.negative, small.saturating_sub(big), low.exponent),
        }
    }

    pub(super) fn negated(self) -> Self {
        Self { negative: !self.negative, ..self }
    }

    pub(super) fn minus(self, other: Self) -> Self {
        self.plus(other.negated())
    }

    pub(super) fn times(self, other: Self) -> Self {
        let product = u128::from(self.mantissa).saturating_mul(u128::from(other.mantissa));
        Self::nearest(self.negative ^ other.negative, product, self.exponent.saturating_add(other.exponent))
    }

    pub(super) fn over(self, other: Self) -> Self {
        let (n, d) = (u128::from(self.mantissa) << 64, u128::from(other.mantissa));
        let Some(quotient) = n.checked_div(d) else { return Self::default() };
        // A bit below the last tells rounding that something is left.
        let left = n.checked_rem(d).unwrap_or(0) != 0;
        let exponent = self.exponent.saturating_sub(other.exponent).saturating_sub(65);
        Self::nearest(self.negative ^ other.negative, (quotient << 1) | u128::from(left), exponent)
    }

    /// The largest integer that is not above it.
    pub(super) fn floor(self) -> i64 {
        let (whole, rest) = self.parts();
        if self.negative { whole.saturating_add(i64::from(rest.is_some())).saturating_neg() } else { whole }
    }

    /// The nearest integer; halves go up, as `Math.round` has it.
    pub(super) fn round(self) -> i64 {
        let (whole, rest) = self.parts();
        let up = match rest {
            Some(core::cmp::Ordering::Greater) => true,
            Some(core::cmp::Ordering::Equal) => !self.negative,
            Some(core::cmp::Ordering::Less) | None => false,
        };
        let magnitude = whole.saturating_add(i64::from(up));
        if self.negative { magnitude.saturating_neg() } else { magnitude }
    }

    /// Whether it is above another.
    pub(super) fn is_above(self, other: Self) -> bool {
        let difference = self.minus(other);
        difference.mantissa != 0 && !difference.negative
    }

    /// The magnitude's whole part, and how its rest compares with a half, if there is one.
    fn parts(self) -> (i64, Option<core::cmp::Ordering>) {
        let shift = self.exponent.unsigned_abs();
        if self.exponent >= 0 {
            let whole = u128::from(self.mantissa).checked_shl(shift.min(70)).unwrap_or(0);
            return (i64::try_from(whole).unwrap_or(i64::MAX), None);
        }
        let wide = u128::from(self.mantissa);
        let whole = wide.checked_shr(shift).unwrap_or(0);
        let rest = wide.saturating_sub(whole.checked_shl(shift).unwrap_or(0));
        let half = 1_u128.checked_shl(shift.saturating_sub(1)).unwrap_or(u128::MAX);
        (i64::try_from(whole).unwrap_or(i64::MAX), (rest != 0).then(|| rest.cmp(&half)))
    }

    fn nearest(negative: bool, mantissa: u128, exponent: i32) -> Self {
        if mantissa == 0 {
            return Self::default();
        }
        let bits = 128_u32.saturating_sub(mantissa.leading_zeros());
        let Some(excess) = bits.checked_sub(53) else {
            let missing = 53_u32.saturating_sub(bits);
            let exponent = exponent.saturating_sub(missing as i32);
            return Self { negative, mantissa: (mantissa << missing) as u64, exponent };
        };
        let kept = mantissa.checked_shr(excess).unwrap_or(0);
        let rest = mantissa.saturating_sub(kept.checked_shl(excess).unwrap_or(0));
        let half = if excess == 0 { 1 } else { 1_u128 << excess.saturating_sub(1) };
        let up = rest > half || (rest == half && kept & 1 == 1);
        let rounded = kept.saturating_add(u128::from(up));
        let exponent = exponent.saturating_add(excess as i32);
        // Rounding up may carry into a 54th bit.
        if rounded >> 53 == 1 {
            Self { negative, mantissa: (rounded >> 1) as u64, exponent: exponent.saturating_add(1) }
        } else {
            Self { negative, mantissa: rounded as u64, exponent }
        }
    }
}

#[cfg(test)]
#[allow(
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    reason = "doubles are what is compared with"
)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn double(x: Binary64) -> f64 {
        let magnitude = x.mantissa as f64 * 2_f64.powi(x.exponent);
        if x.negative { -magnitude } else { magnitude }
    }

    fn js_round(x: f64) -> i64 {
        let floor = x.floor();
        if x - floor >= 0.5 { floor as i64 + 1 } else { floor as i64 }
    }

    #[test]
    fn what_is_far_smaller_changes_nothing() {
        let (large, small) = (Binary64::whole(1 << 62), Binary64::fraction(1, 1 << 62));
        for far in [small, small.over(Binary64::whole(3)), small.negated()] {
            assert_eq!((large.plus(far), far.plus(large)), (large, large));
            assert_eq!((large.minus(far), large.negated().plus(far)), (large, large.negated()));
        }
        assert_eq!(large.plus(Binary64::whole(0)), large);
    }

    #[test]
    fn a_carry_leaves_53_bits() {
        assert_eq!(Binary64::whole((1 << 54) - 1), Binary64::whole(1 << 54));
    }

    #[test]
    fn a_quotient_just_above_a_half_goes_up() {
        // The first bits that are left out are a one and zeros; what comes behind them decides.
        for (n, d) in [(2_263, 1_159), (2_063, 1_167), (2_273, 1_195)] {
            assert_eq!(double(Binary64::fraction(n, d)), n as f64 / d as f64, "{n} / {d}");
        }
    }

    proptest! {
        #[test]
        fn equals_the_doubles_of_the_machine(
            a in -5_000_000_i64..5_000_000, b in 1_i64..100_000, c in -90_000_i64..90_000, d in 1_i64..10_000,
        ) {
            let (x, y) = (Binary64::fraction(a, b), Binary64::fraction(c, d));
            let (f, g) = (a as f64 / b as f64, c as f64 / d as f64);
            prop_assert_eq!(double(x), f);
            prop_assert_eq!(double(x.plus(y)), f + g);
            prop_assert_eq!(double(x.minus(y)), f - g);
            prop_assert_eq!(double(x.times(y)), f * g);
            if c != 0 {
                prop_assert_eq!(double(x.over(y)), f / g);
            }
            prop_assert_eq!(x.floor(), f.floor() as i64);
            prop_assert_eq!(x.times(y).round(), js_round(f * g));
            prop_assert_eq!(x.is_above(y), f > g);
        }

        #[test]
        fn halves_go_up(n in -10_000_i64..10_000) {
            prop_assert_eq!(Binary64::fraction(n, 2).round(), js_round(n as f64 / 2.0));
        }
    }
}
