//! Decimals are exact, and shares sum.

use proptest::prelude::*;

use super::*;

#[test]
fn decimals_are_read_exactly() {
    assert_eq!("459.97".parse(), Ok(Fine(459_970_000_000_000)));
    assert_eq!("-2e-3".parse(), Ok(Fine(-2_000_000_000)));
    assert_eq!("VIP".parse::<Fine>(), Err(NotANumber));
    assert_eq!(".".parse::<Fine>(), Err(NotANumber));
    assert_eq!("1a".parse::<Fine>(), Err(NotANumber));
    assert_eq!(format!("{:030}", 1).parse(), Ok(Fine::ONE));
    assert_eq!(format!("{:031}", 1).parse::<Fine>(), Err(NotANumber), "31 digits are too many");
    assert_eq!("150e-14".parse(), Ok(Fine(1)), "what is finer is cut");
}

#[test]
fn a_ratio_has_the_sign_of_all_three() {
    for (a, n, d) in
        [(8, 3, 2), (-8, 3, 2), (8, -3, 2), (8, 3, -2), (-8, -3, 2), (-8, 3, -2), (8, -3, -2), (-8, -3, -2)]
    {
        assert_eq!(Fine(a).ratio(n, d), Fine(a * n / d), "{a} {n} {d}");
    }
}

#[test]
fn it_travels_exactly_as_text_and_as_bytes() {
    for text in ["0", "5", "0.05", "-2.5", "459.97", "1000000000000", "-0.000000000001"] {
        let fine: Fine = text.parse().expect("a decimal");
        assert_eq!(serde_json::to_string(&fine).expect("JSON"), format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<Fine>(&format!("\"{text}\"")).expect("a decimal"), fine);
    }
    for fine in [Fine(i128::MIN), Fine(-1), Fine(u64::MAX.into()), Fine(1 << 64), Fine(i128::MAX)] {
        let bytes = postcard::to_allocvec(&fine).expect("bytes");
        assert_eq!(postcard::from_bytes::<Fine>(&bytes), Ok(fine));
    }
    assert!(serde_json::from_str::<Fine>("10").is_err() && serde_json::from_str::<Fine>("\"x\"").is_err());
}

#[test]
fn thirds_of_ten_sum_to_ten() {
    let third = Fine::whole(10).ratio(1, 3);
    assert_eq!(to_minor(&[third; 3], 2), Some(vec![334, 333, 333]));
}

#[test]
fn a_product_of_256_bits_divides_exactly() {
    for whole in [u128::MAX, 3 << 126, (1 << 127) + 1, u128::MAX / 3] {
        for part in [1, 12_345, u128::from(u64::MAX), 1 << 100, whole] {
            assert_eq!(mul_div(whole, part, whole), part, "{part} of {whole}");
        }
    }
    assert_eq!(mul_div(u128::MAX, u128::MAX, 1), u128::MAX, "what does not fit is the most");
    assert_eq!(mul_div(u128::MAX, 3, u128::MAX - 1), 3);
    assert_eq!(mul_div(u128::MAX, 1 << 127, u128::MAX), 1 << 127);
}

proptest! {
    #[test]
    fn minor_shares_sum_to_the_rounded_whole(amounts in prop::collection::vec(0_i128..1 << 60, 0..20)) {
        let amounts: Vec<Fine> = amounts.into_iter().map(Fine).collect();
        let whole = amounts.iter().fold(Fine::ZERO, |s, a| s.plus(*a)).rounded(2);
        let shares = to_minor(&amounts, 2).unwrap_or_default();
        let sum: i128 = shares.into_iter().map(i128::from).sum();
        prop_assert_eq!(sum.saturating_mul(10_000_000_000), whole.0);
    }

    #[test]
    fn a_wide_ratio_equals_its_narrow_half(a: u64, b: u64, d in 1_u64..) {
        // The same quotient by 256 bits: everything shifted up by 2^60 on both sides.
        let narrow = mul_div(u128::from(a), u128::from(b), u128::from(d));
        let wide = mul_div(u128::from(a) << 60, u128::from(b), u128::from(d) << 60);
        prop_assert_eq!(narrow, wide);
    }

    #[test]
    fn no_amount_panics(a: i128, n: i128, d: i128, decimals: u8) {
        let _ = (Fine(a).ratio(n, d), Fine(a).rounded(decimals), Fine(a).truncated(decimals));
        let _ = to_minor(&[Fine(a), Fine(n)], decimals);
    }
}
